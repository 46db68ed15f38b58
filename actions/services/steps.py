"""Writing steps: creating and changing them, with the first due date kept for ever."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from abitare.records.services.clauses import StaleVersion
from abitare.records.services.log import differences, log
from abitare.records.workflow import TransitionRefused
from actions.enums import LinkHow
from actions.models import MandateLink, Plan, Step
from actions.services.postponements import record_due

FIELDS = ("title", "kind", "weight", "office", "start", "due", "due_precision", "due_source")


@transaction.atomic
def create_step(*, plan, action, by, today, points=(), **values):
    """Add a step at the end of an Azione (None: the coordination) and link it to the points it executes.

    The first dates given are kept as ``first_start`` and ``first_due``, the due one as a fact too. The links are
    proposals of ``by``, to be validated by the table. Logs the step and each link; returns the step.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)  # two steps added together take two numbers
    siblings = Step.objects.filter(plan=plan, action=action)
    position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    first = {"first_start": values.get("start"), "first_due": values.get("due")}
    step = Step(plan=plan, action=action, position=position, **first, **values)
    step.full_clean()
    step.save()
    if step.due:
        _record_first_due(step, None, decided_on=today, by=by)
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

    version: the one the person was shown; raises ``StaleVersion`` when another has saved since. The due date is set
    here once, and kept as a fact; from then on only ``postpone_step`` moves it: ``TransitionRefused``. Moving the start
    never moves the first one. Logs old and new values; nothing changed, nothing logged.
    """
    locked = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if locked.version != version:
        raise StaleVersion(locked)
    changes = differences(locked, values)
    if not changes:
        return locked
    before = locked.due
    moves = values.get("due", before) != before
    if moves and locked.first_due:
        raise TransitionRefused(["Il termine c’è già: si sposta con il suo motivo e la sua fonte."])
    for name, value in values.items():
        setattr(locked, name, value)
    locked.first_start = locked.first_start or locked.start
    locked.first_due = locked.first_due or locked.due
    locked.version += 1
    locked.full_clean()
    locked.save()
    if moves:
        _record_first_due(locked, before, decided_on=timezone.localdate(), by=by)
    log(locked, "change", by=by, changes=changes, reason=reason)
    return locked


def _record_first_due(step, before, *, decided_on, by):
    """The first due date as a fact: from none to the one just saved."""
    record_due(step, before, step.due, source=step.due_source, decided_on=decided_on, by=by)
