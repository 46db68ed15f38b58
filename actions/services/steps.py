"""Writing steps: creating and changing them, with the first due date kept for ever."""

from django.db import transaction
from django.db.models import Max

from abitare.records.services.clauses import StaleVersion
from abitare.records.services.log import differences, log
from actions.enums import LinkHow
from actions.models import MandateLink, Plan, Step

FIELDS = ("title", "kind", "weight", "office", "start", "due", "due_precision", "due_source")


@transaction.atomic
def create_step(*, plan, action, by, today, points=(), **values):
    """Add a step at the end of an Azione (None: the coordination) and link it to the points it executes.

    The first dates given are kept as ``first_start`` and ``first_due``. The links are proposals of ``by``, to be
    validated by the table. Logs the step and each link; returns the step.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)  # two steps added together take two numbers
    siblings = Step.objects.filter(plan=plan, action=action)
    position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    first = {"first_start": values.get("start"), "first_due": values.get("due")}
    step = Step(plan=plan, action=action, position=position, **first, **values)
    step.full_clean()
    step.save()
    log(step, "create", by=by, changes=[("passo", "", step.title)])
    for point in points:
        link = MandateLink.objects.create(
            plan=plan, point=point, action=action, step=step, how=LinkHow.EXECUTES, proposed_by=by, proposed_on=today
        )
        log(link, "propose", by=by)
    return step


@transaction.atomic
def change_step(step, *, by, version, reason="", **values):
    """Change a step; returns it as saved.

    version: the one the person was shown; raises ``StaleVersion`` when another has saved since. Moving a date never
    moves the first one. Logs old and new values; nothing changed, nothing logged.
    """
    locked = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if locked.version != version:
        raise StaleVersion(locked)
    changes = differences(locked, values)
    if not changes:
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    locked.first_start = locked.first_start or locked.start
    locked.first_due = locked.first_due or locked.due
    locked.version += 1
    locked.full_clean()
    locked.save()
    log(locked, "change", by=by, changes=changes, reason=reason)
    return locked
