"""Money of an Azione: lines written, changed, struck out. Nothing is deleted."""

from django.db import transaction
from django.utils import timezone

from abitare.records.services.clauses import StaleVersion
from abitare.records.services.log import differences, log
from abitare.records.workflow import TransitionRefused
from actions.models import BudgetLine


@transaction.atomic
def add_line(action, *, by, **values):
    """Write a line of an Azione; empty amounts mean «non quantificato». Logs each value; returns the line."""
    line = BudgetLine(action=action, **values)
    line.full_clean()
    line.save()
    log(line, "create", by=by, changes=differences(BudgetLine(action=action), values))
    return line


@transaction.atomic
def change_line(line, *, by, version, **values):
    """Change a line; returns it as saved. Raises ``StaleVersion`` when another has saved since ``version``.

    A struck line does not change: ``TransitionRefused``. Nothing changed, nothing logged.
    """
    locked = _locked(line, version)
    changes = differences(locked, values)
    if not changes:
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.full_clean()
    locked.save()
    log(locked, "change", by=by, changes=changes)
    return locked


@transaction.atomic
def strike_line(line, *, by, version, reason):
    """Strike a line out: its figures stay readable and leave the sums. Asks for a reason; logs it."""
    locked = _locked(line, version)
    if not reason.strip():
        raise TransitionRefused(["Scrivi perché annulli la voce."])
    locked.cancelled_on, locked.cancelled_reason = timezone.localdate(), reason.strip()
    locked.version += 1
    locked.save(update_fields=["cancelled_on", "cancelled_reason", "version"])
    log(locked, "strike", by=by, changes=[("voce di spesa", locked.label, "")], reason=locked.cancelled_reason)
    return locked


def _locked(line, version):
    locked = BudgetLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if locked.version != version:
        raise StaleVersion(locked)
    if locked.cancelled_on:
        raise TransitionRefused(["La voce è già annullata: scrivine una nuova."])
    return locked
