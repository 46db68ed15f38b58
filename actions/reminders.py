"""Which reminder a due date asks for on a day. Pure, in calendar days: an hour moved in March changes nothing.

The rungs are a ladder, not appointments: each holds from its day to the next, so that a day on which nothing ran loses
nothing, and the rung of today takes the place of the lower ones that were missed. What was sent is known by ``key``.
"""

from datetime import date
from enum import StrEnum

WEEK, MONTH = 7, 30  # calendar days


class Rung(StrEnum):
    """How near or how far past its date a step is."""

    SOON = "soon"  # from seven days before
    TODAY = "today"  # from the day itself
    LATE = "late"  # from seven days after
    VERY_LATE = "very_late"  # from thirty days after


def rung(due: date, today: date) -> Rung | None:
    """The rung of ``due`` at ``today``; None when it is still more than a week away."""
    past = (today - due).days
    if past < -WEEK:
        return None
    if past < 0:
        return Rung.SOON
    if past < WEEK:
        return Rung.TODAY
    return Rung.LATE if past < MONTH else Rung.VERY_LATE


def reminder_key(step: int, due: date, reached: Rung, person: int) -> str:
    """The ledger's key of one reminder: a due date that moves begins a ladder of its own."""
    return f"step-due:{step}:{due.isoformat()}:{reached}:{person}"
