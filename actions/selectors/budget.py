"""The money of an Azione as its page shows it: each line with what looks wrong, and sums that never hide a hole."""

from dataclasses import dataclass
from decimal import Decimal

from abitare.ui import formats
from actions.models import BudgetLine

UNKNOWN = "non quantificato"
NOT_SUMMABLE = "non sommabile"


@dataclass(frozen=True)
class BudgetTotal:
    """The sum of one kind of amount over the lines that stand. ``value`` None: there is a hole, ``words`` say which."""

    value: Decimal | None
    words: str


@dataclass(frozen=True)
class BudgetView:
    """The lines of an Azione, the struck ones too."""

    lines: tuple

    @property
    def standing(self):
        return [line for line in self.lines if line.cancelled_on is None]

    @property
    def rows(self):
        return [BudgetRow(line) for line in self.lines]

    @property
    def allocated(self):
        return self._total("allocated")

    @property
    def committed(self):
        return self._total("committed")

    @property
    def paid(self):
        return self._total("paid")

    @property
    def holes_sentence(self):
        """Why a sum is missing, when some of its figures are there; empty otherwise."""
        totals = (self.allocated, self.committed, self.paid)
        if NOT_SUMMABLE not in {total.words for total in totals}:
            return ""
        return "Una somma con una voce non quantificata direbbe meno del vero: non si fa."

    def _total(self, name):
        figures = [getattr(line, name) for line in self.standing]
        known = [figure for figure in figures if figure is not None]
        if not known:
            return BudgetTotal(None, UNKNOWN)
        if len(known) < len(figures):
            return BudgetTotal(None, NOT_SUMMABLE)
        return BudgetTotal(sum(known), formats.euro(sum(known)))


@dataclass(frozen=True)
class BudgetRow:
    """A line with what does not add up in it: shown, never refused, because the register says what the office says."""

    line: BudgetLine

    @property
    def warnings(self):
        return budget_warnings(self.line)


def budget_warnings(line):
    """Sentences about a line whose amounts are out of order; none for a line struck out."""
    if line.cancelled_on:
        return []
    pairs = (
        ("Impegnato più dello stanziato", line.committed, line.allocated),
        ("Liquidato più dell’impegnato", line.paid, line.committed),
    )
    return [
        f"{words}, di {formats.euro(amount - limit)}."
        for words, amount, limit in pairs
        if amount is not None and limit is not None and amount > limit
    ]
