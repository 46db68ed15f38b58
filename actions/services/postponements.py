"""The due date of a step: set once, then moved with a reason and a source. The first one stays for ever."""

from django.db import transaction
from django.utils import timezone

from abitare.records.services.clauses import StaleVersion
from abitare.records.services.log import differences, log
from abitare.records.workflow import TransitionRefused
from abitare.ui.formats import long_date
from actions.enums import OPEN_STEP_STATES
from actions.models import DueChange, Step

FIRST = "primo termine"
SOURCE_LENGTH = Step._meta.get_field("due_source").max_length


@transaction.atomic
def postpone_step(step, *, new_due, reason, source="", source_act=None, decided_on, by, version=None):
    """Move the due date of a step, or take it away (``new_due`` None); returns the ``DueChange``.

    source: who decided, in words; by default the name of ``source_act``. version: the one the person was shown, when
    there was a form: raises ``StaleVersion`` if another has saved since. The first due date never moves; a step that
    never had one gets it here. Raises ``TransitionRefused`` with every reason together. Writes the fact, the step and
    the log in one transaction, with the row locked.
    """
    locked = Step.objects.select_for_update(of=("self",)).select_related("action").get(pk=step.pk)
    if version is not None and locked.version != version:
        raise StaleVersion(locked)
    source = (source.strip() or str(source_act or ""))[:SOURCE_LENGTH]
    reason = reason.strip()
    failures = _failures(locked, new_due, reason, source, decided_on)
    if failures:
        raise TransitionRefused(failures)
    change = record_due(
        locked, locked.due, new_due, reason=reason, source=source, act=source_act, decided_on=decided_on, by=by
    )
    values = {"due": new_due, "due_source": source if new_due else "", "first_due": locked.first_due or new_due}
    changes = differences(locked, values)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*values, "version"])
    log(locked, "postpone", by=by, changes=[*changes, ("su decisione di", "", source)], reason=reason)
    return change


def record_due(step, old_due, new_due, *, reason=FIRST, source, act=None, decided_on, by):
    """The fact alone: the due date of the step went from one day to another. Returns the ``DueChange``."""
    return DueChange.objects.create(
        step=step,
        old_due=old_due,
        new_due=new_due,
        reason=reason,
        source=source,
        source_act=act,
        decided_on=decided_on,
        recorded_by=by,
    )


def _failures(step, new_due, reason, source, decided_on):
    said = []
    if step.state not in OPEN_STEP_STATES:
        said.append(f"Il passo {step.code} è «{step.get_state_display()}»: il termine non si sposta più.")
    if new_due == step.due:
        said.append(
            f"Il termine è già il {long_date(new_due)}." if new_due else "Il passo non ha un termine da togliere."
        )
    if new_due and step.start and new_due < step.start:
        said.append(f"Il termine precede l’inizio, {long_date(step.start)}.")
    if not reason:
        said.append("Scrivi perché il termine si sposta.")
    if not source:
        said.append("Scrivi su decisione di chi: un atto, una seduta del tavolo, un ufficio.")
    if decided_on is None or decided_on > timezone.localdate():
        said.append("Una decisione ha il suo giorno, e non può essere un giorno che deve ancora venire.")
    return said
