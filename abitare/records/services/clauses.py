"""Correcting what an import understood, with its trace."""

from django.db import transaction

from abitare.records.models import ActClause, MandatePoint
from abitare.records.services.log import differences, log


class StaleVersion(Exception):
    """Somebody saved before: ``current`` is the row as it is now."""

    def __init__(self, current):
        super().__init__("Qualcuno ha salvato prima di te.")
        self.current = current


@transaction.atomic
def correct_clause(clause, *, by, reason, version, values, point_values=None):
    """Change the texts of a clause, and nature and responsible of its point; returns the clause.

    version: the one the person was shown; raises ``StaleVersion`` when it is no longer the current one. Logs the
    differences, old and new, on the act with the reason. Nothing changed, nothing logged.
    """
    locked = ActClause.objects.select_for_update(of=("self",)).select_related("act").get(pk=clause.pk)
    if locked.version != version:
        raise StaleVersion(locked)
    changes = _apply(locked, values)
    point = MandatePoint.objects.filter(clause=locked).first()
    if point and point_values:
        changes += _apply(point, point_values)
    if not changes:
        return locked
    locked.version += 1
    locked.full_clean()
    locked.save()
    if point:
        point.save()
    place = locked.citation
    log(locked.act, "correct_clause", by=by, reason=reason, changes=[(f"{place}: {n}", o, v) for n, o, v in changes])
    return locked


def _apply(obj, values):
    changes = differences(obj, values)
    for name, value in values.items():
        setattr(obj, name, value)
    return changes
