"""Days, and what they say of the news: how fresh it is, how long a thing still lasts.

Everything counts calendar days, so an hour moved in March or October changes nothing. A ``datetime`` is refused: the
caller reads it in Europe/Rome first, because the same instant is two days in two places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


def refuse_instants(**days: date | None) -> None:
    """Raise ``TypeError``, naming the argument, if one of the days is an instant instead of a day."""
    for name, value in days.items():
        if isinstance(value, datetime) or not isinstance(value, date | None):
            raise TypeError(f"{name} must be a date, not {value!r}")


class FreshnessKind(StrEnum):
    """Whether somebody has told us anything: never, lately enough, too long ago («fermo»)."""

    NEVER = "never"
    FRESH = "fresh"
    STALE = "stale"


@dataclass(frozen=True)
class Freshness:
    """The age of the last declared update. ``days`` is ``None`` when there has never been one."""

    kind: FreshnessKind
    days: int | None


def freshness(last_update: date | None, today: date, interval: int) -> Freshness:
    """Stale when more than ``interval`` days have passed; exactly ``interval`` is still fresh (dossier 3.3, «Fermo»).

    ``last_update`` is the day of the last declared update of that subject («nessuna novità» counts, saving a form does
    not). Health never reads this, and this never replaces health. Raises ``ValueError`` for an update of tomorrow.
    """
    refuse_instants(last_update=last_update, today=today)
    if last_update is None:
        return Freshness(FreshnessKind.NEVER, None)
    days = (today - last_update).days
    if days < 0:
        raise ValueError(f"last_update {last_update} is after today {today}")
    return Freshness(FreshnessKind.STALE if days > interval else FreshnessKind.FRESH, days)


@dataclass(frozen=True)
class Expiry:
    """The last good day of a thing and the days left to it: 0 on that day, negative once it has passed."""

    ends_on: date
    days: int

    @property
    def expired(self) -> bool:
        return self.days < 0


def expiry(today: date, ends_on: date) -> Expiry:
    """The days left to ``ends_on``, which is itself a good day."""
    refuse_instants(today=today, ends_on=ends_on)
    return Expiry(ends_on, (ends_on - today).days)


def next_expiry(today: date, ends: Iterable[date]) -> Expiry | None:
    """The nearest end still to come, today included; ``None`` when there is none."""
    coming = [end for end in (expiry(today, ends_on) for ends_on in ends) if not end.expired]
    return min(coming, key=lambda end: end.days, default=None)
