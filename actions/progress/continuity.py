"""Days of a service that no act covers: the first thing the Assessore asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actions.progress.dates import refuse_instants


@dataclass(frozen=True)
class Period:
    """Calendar days from ``start`` to ``end``, both included; ``end`` ``None`` means until further notice.

    Raises ``ValueError`` if it ends before it starts.
    """

    start: date
    end: date | None = None

    def __post_init__(self):
        refuse_instants(start=self.start, end=self.end)
        if self.end and self.end < self.start:
            raise ValueError(f"The end {self.end} is before the start {self.start}")

    @property
    def days(self) -> int:
        """How many days, both ends included. Raises ``ValueError`` when open-ended."""
        if self.end is None:
            raise ValueError(f"The period from {self.start} has no end")
        return (self.end - self.start).days + 1


def uncovered_periods(period: Period, coverages: Iterable[Period]) -> tuple[Period, ...]:
    """The stretches of ``period`` inside no coverage, in order. Coverages may overlap, touch, or fall outside it.

    ``period`` needs an end (``ValueError``).
    """
    holes, cursor, last = [], period.start.toordinal(), period.start.toordinal() + period.days - 1
    for coverage in sorted(coverages, key=lambda coverage: coverage.start):
        before = min(last, coverage.start.toordinal() - 1)
        if cursor <= before:
            holes.append(Period(date.fromordinal(cursor), date.fromordinal(before)))
        cursor = max(cursor, coverage.end.toordinal() + 1 if coverage.end else last + 1)
    if cursor <= last:
        holes.append(Period(date.fromordinal(cursor), date.fromordinal(last)))
    return tuple(holes)


def uncovered_days(period: Period, coverages: Iterable[Period]) -> int:
    """Calendar days of ``period`` inside no coverage (dossier 3.3, «Service continuity»)."""
    return sum(hole.days for hole in uncovered_periods(period, coverages))
