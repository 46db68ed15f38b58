"""Importing observations from a CSV: all the rows or none, each checked as if typed by hand."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from actions.achievement import period_words
from actions.models import Indicator
from actions.observation_file import ObservationRow
from actions.services.observations import record_observation


@dataclass(frozen=True)
class RowOutcome:
    """What became, or would become, of a row: the observation's words, or what is wrong."""

    row: ObservationRow
    what: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """Every row with its outcome, in the order of the file."""

    outcomes: tuple

    @property
    def refused(self):
        return [outcome for outcome in self.outcomes if outcome.errors]

    @property
    def sound(self):
        return not self.refused


def import_observations(plan, rows, *, by, today, write, may=None):
    """Record every row as a draft when all of them are good and ``write``; otherwise nothing. Returns the report.

    Rows see those above them: two of the same file that overlap are refused too. may(indicator) says whether the
    person may write that indicator; None: everything.
    """
    indicators = {i.code: i for i in Indicator.objects.filter(plan=plan).select_related("plan")}
    with transaction.atomic():
        report = ImportReport(tuple(_outcome(row, indicators, by, today, may) for row in rows))
        if not write or not report.sound:
            transaction.set_rollback(True)
    return report


def _outcome(row, indicators, by, today, may):
    indicator = indicators.get(row.code)
    errors = list(row.errors)
    if row.code and indicator is None:
        errors.append(f"Nel catalogo non c’è l’indicatore «{row.code}».")
    if indicator is not None and may is not None and not may(indicator):
        errors.append(f"{row.code} lo rileva un altro ufficio.")
    if errors:
        return RowOutcome(row, errors=tuple(errors))
    names = ("period_from", "period_to", "value", "numerator", "denominator", "dimension", "source", "note")
    try:
        with transaction.atomic():
            values = {name: getattr(row, name) for name in names}
            observation = record_observation(indicator, by=by, today=today, **values)
    except ValidationError as refusal:
        return RowOutcome(row, errors=tuple(refusal.messages))
    period = period_words(row.period_from, row.period_to)
    return RowOutcome(row, what=f"{row.code}, {period}: {observation.shown}")
