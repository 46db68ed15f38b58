"""What was known at a date: pure functions over facts, each with the instant at which it was recorded.

A figure quoted to the Giunta must be found again as it was known then (DESIGN section 3): every rule here looks at
``recorded_at`` only, never at the log, and takes the present value where no fact says otherwise.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
TO_START = "to_start"


class Known(NamedTuple):
    """A value from the instant somebody recorded it. ``before`` is what it took the place of."""

    recorded_at: datetime
    value: object
    before: object = None


def end_of_day(day: date) -> datetime:
    """The last instant of a day in Europe/Rome: what was recorded on that day was known on that day."""
    return datetime.combine(day, time.max, tzinfo=ROME)


def state_at(changes: Iterable[Known], instant: datetime) -> str:
    """The grade of a step at an instant: the last one recorded by then, «da avviare» before any."""
    known = [change for change in changes if change.recorded_at <= instant]
    return max(known, key=lambda change: change.recorded_at).value if known else TO_START


def value_at(changes: Iterable[Known], present: object, instant: datetime) -> object:
    """The value at an instant of something that changes: what the last change by then made of it.

    Before the first recorded change it is what that change replaced; without any change it is the present value.
    """
    ordered = sorted(changes, key=lambda change: change.recorded_at)
    known = [change for change in ordered if change.recorded_at <= instant]
    if known:
        return known[-1].value
    return ordered[0].before if ordered else present
