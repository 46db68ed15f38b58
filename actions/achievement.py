"""How an indicator stands against its target, and when its next figure is due (dossier «piano e azioni», 3.3).

Pure: no database, no clock, no Django. Figures are exact (``int``, ``Decimal``, ``Fraction``; a float is refused), days
are arguments. Nothing is clamped, except inside ``roll_up``.

    achieved   a = (v − b) / (T − b)      the same for what should grow and for what should shrink
    expected   e = (V(t) − b) / (T − b)   V(t) is on the straight line from the baseline to each target in turn
    status     centrato a ≥ e · quasi a ≥ e − 0,1 · fuori otherwise
    T = b      nothing to gain: the level is kept, v must not be worse than T
    in fascia  min ≤ v ≤ max, otherwise the distance from the nearest end; quasi within a tenth of that end
    next due   end of the period + months between two figures + days granted

A figure is judged on the last day of its own period, against the first target not before that day (after the last
target, against the last one). Without a baseline only a target already reached can be judged.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from abitare.ui.formats import MONTHS, dated, long_date

ZERO, ONE, TENTH = Fraction(0), Fraction(1), Fraction(1, 10)
Figure = int | Decimal | Fraction


class Status(StrEnum):
    """Value and Italian name, best first. Not assessable is neither good nor bad, and never a zero."""

    ON_TARGET = "on_target", "Centrato"
    ALMOST = "almost", "Quasi"
    OFF = "off", "Fuori"
    NOT_ASSESSABLE = "not_assessable", "Non valutabile"

    def __new__(cls, value: str, label: str):
        status = str.__new__(cls, value)
        status._value_ = value
        status.label = label
        return status


class Unknown(StrEnum):
    """Why a figure cannot be judged, in Italian."""

    NO_FIGURE = "non c’è ancora una rilevazione"
    NO_TARGET = "nessun atto e nessuna seduta ha fissato un obiettivo"
    NO_BASELINE = "manca il valore di partenza"
    WATCHED = "si osserva soltanto: nessuna direzione è voluta"
    PARTS_ONLY = "ci sono solo rilevazioni per ripartizione, manca il totale"
    HIDDEN = "il numero è troppo piccolo per essere mostrato"


def exact(value: Figure | None) -> Fraction | None:
    """The exact fraction of a figure, None of None. ``TypeError`` for a float: nobody chose its last digits."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise TypeError(f"a figure must be int, Decimal or Fraction, not {value!r}")
    return Fraction(value)


def ratio(numerator: Figure, denominator: Figure, factor: int = 1) -> Fraction:
    """factor × numerator / denominator, exact: 412 of 1312 per cent is 3143 / 100 and a bit, kept whole.

    Raises ``ZeroDivisionError`` when the denominator is zero.
    """
    return factor * exact(numerator) / exact(denominator)


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What is promised for a day: a ``value``, or a band from ``minimum`` to ``maximum``.

    Raises ``ValueError`` when it is neither or both, or when the band is upside down.
    """

    on: date
    value: Fraction | None = None
    minimum: Fraction | None = None
    maximum: Fraction | None = None

    def __post_init__(self):
        for name in ("value", "minimum", "maximum"):
            object.__setattr__(self, name, exact(getattr(self, name)))
        banded = self.minimum is not None and self.maximum is not None
        if banded == (self.value is not None) or (self.minimum is None) != (self.maximum is None):
            raise ValueError("a goal is a value or a whole band")
        if banded and self.maximum < self.minimum:
            raise ValueError(f"the band ends at {self.maximum}, before {self.minimum}")

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The band; a single value is a band without width."""
        return (self.minimum, self.maximum) if self.value is None else (self.value, self.value)


@dataclass(frozen=True, kw_only=True)
class Course:
    """Where an indicator starts and where it is meant to go. ``direction``: up, down, band, keep, watch.

    Goals of the wrong kind for the direction are left out: a band has two ends, a growth one value.
    """

    direction: str
    baseline: Fraction | None = None
    baseline_on: date | None = None
    goals: tuple[Goal, ...] = field(default=())

    def __post_init__(self):
        if self.direction not in ("up", "down", "band", "keep", "watch"):
            raise ValueError(f"unknown direction {self.direction!r}")
        object.__setattr__(self, "baseline", exact(self.baseline))
        if (self.baseline is None) != (self.baseline_on is None):
            raise ValueError("a baseline has its day")
        fitting = (goal for goal in self.goals if self.direction == "band" or goal.value is not None)
        object.__setattr__(self, "goals", tuple(sorted(fitting, key=lambda goal: goal.on)))

    def goal_at(self, day: date) -> Goal | None:
        """The goal that judges a figure of this day: the first not before it, after the last one the last."""
        return next((goal for goal in self.goals if goal.on >= day), self.goals[-1] if self.goals else None)

    def expected_value(self, day: date) -> Fraction | None:
        """V(t): what the line through baseline and goals foresees; None for bands and without a baseline.

        A level to keep is foreseen from the first day. Before the baseline the line is flat, after the last goal too.
        """
        goal = self.goal_at(day)
        if goal is None or self.direction in ("band", "watch"):
            return None
        if self.direction == "keep" or day >= goal.on:
            return goal.value
        if self.baseline is None:
            return None
        if day <= self.baseline_on:
            return self.baseline
        known = [(self.baseline_on, self.baseline)]
        known += [(g.on, g.value) for g in self.goals if self.baseline_on < g.on < day]
        (since, start), (until, end) = known[-1], (goal.on, goal.value)
        return start + (end - start) * Fraction((day - since).days, (until - since).days)


@dataclass(frozen=True, kw_only=True)
class Achievement:
    """The judgement of one figure.

    achieved: a, never clamped (negative when worse than the baseline, over 1 past the goal), None when there is nothing
    to divide by. expected: e on the same scale. distance: units missing to the goal or to the nearest end of the band,
    0 when reached. why: the reason when it is not assessable.
    """

    status: Status
    goal: Goal | None = None
    achieved: Fraction | None = None
    expected: Fraction | None = None
    distance: Fraction | None = None
    regressed: bool = False
    why: Unknown | None = None

    @property
    def assessable(self) -> bool:
        return self.status is not Status.NOT_ASSESSABLE


def unknown(why: Unknown, goal: Goal | None = None) -> Achievement:
    """A figure that cannot be judged, and why."""
    return Achievement(status=Status.NOT_ASSESSABLE, why=why, goal=goal)


def achieve(course: Course, value: Figure | None, day: date | None) -> Achievement:
    """The judgement of ``value`` (None: no figure yet) observed up to ``day``."""
    value = exact(value)
    if course.direction == "watch":
        return unknown(Unknown.WATCHED)
    if value is None:
        return unknown(Unknown.NO_FIGURE, course.goals[-1] if course.goals else None)
    goal = course.goal_at(day)
    if goal is None:
        return unknown(Unknown.NO_TARGET)
    if course.direction in ("band", "keep"):
        return _within(value, goal, goal.ends)
    if course.baseline == goal.value:
        return _kept(course, value, goal)
    return _gained(course, value, day, goal)


def _within(value: Fraction, goal: Goal, ends: tuple) -> Achievement:
    """In a band, or outside it by a distance; an open end is None."""
    low, high = ends
    if low is not None and value < low:
        distance, end = low - value, low
    elif high is not None and value > high:
        distance, end = value - high, high
    else:
        return Achievement(status=Status.ON_TARGET, goal=goal, distance=ZERO)
    status = Status.ALMOST if distance <= abs(end) * TENTH else Status.OFF
    return Achievement(status=status, goal=goal, distance=distance)


def _kept(course: Course, value: Fraction, goal: Goal) -> Achievement:
    """T = b: nothing to gain, so no ratio; better is welcome, worse is a distance."""
    ends = (goal.value, None) if course.direction == "up" else (None, goal.value)
    kept = _within(value, goal, ends)
    return kept if not kept.distance else _with(kept, regressed=True)


def _gained(course: Course, value: Fraction, day: date, goal: Goal) -> Achievement:
    better = value - goal.value if course.direction == "up" else goal.value - value
    distance = max(ZERO, -better)
    if course.baseline is None:
        if distance:
            return _with(unknown(Unknown.NO_BASELINE, goal), distance=distance)
        return Achievement(status=Status.ON_TARGET, goal=goal, distance=distance)
    way = goal.value - course.baseline
    achieved = (value - course.baseline) / way
    expected = (course.expected_value(day) - course.baseline) / way
    near = Status.ALMOST if achieved >= expected - TENTH else Status.OFF
    status = Status.ON_TARGET if achieved >= expected else near
    worse = value < course.baseline if course.direction == "up" else value > course.baseline
    return Achievement(
        status=status, goal=goal, achieved=achieved, expected=expected, distance=distance, regressed=worse
    )


def _with(achievement: Achievement, **changes) -> Achievement:
    values = {name: getattr(achievement, name) for name in Achievement.__dataclass_fields__}
    return Achievement(**values | changes)


def roll_up(achievements: Iterable[Achievement]) -> Fraction | None:
    """The mean of the ratios held between 0 and 1; what has no ratio is left out; None when nothing is left.

    The only place where a figure is clamped: one indicator at 300 % must not hide two at zero.
    """
    held = [min(ONE, max(ZERO, one.achieved)) for one in achievements if one.achieved is not None]
    return sum(held, ZERO) / len(held) if held else None


# --- when the next figure is due ------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month stays the last (30 June + 6 is 31 December).

    A day that the month does not have becomes its last one: 30 January + 1 is 28 or 29 February.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    last = calendar.monthrange(year, month)[1]
    ends_month = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if ends_month else min(day.day, last))


def next_due(period_to: date, months: int, lag_days: int) -> date:
    """The last good day for the figure that follows the one observed up to ``period_to``."""
    return add_months(period_to, months) + timedelta(days=lag_days)


class DueKind(StrEnum):
    """Whether a figure is expected: never asked for, never given, not before a day, late."""

    NOT_EXPECTED = "not_expected"
    NEVER = "never"
    AHEAD = "ahead"
    LATE = "late"


@dataclass(frozen=True)
class Due:
    """When the next figure is due; ``days`` left to that day, negative when late. None of both when unknown."""

    kind: DueKind
    on: date | None = None
    days: int | None = None


def due(period_to: date | None, today: date, *, months: int, lag_days: int, in_use: bool = True) -> Due:
    """Whether a figure is expected at ``today``; ``period_to`` is the end of the last period observed, None if none."""
    if not in_use:
        return Due(DueKind.NOT_EXPECTED)
    if period_to is None:
        return Due(DueKind.NEVER)
    on = next_due(period_to, months, lag_days)
    left = (on - today).days
    return Due(DueKind.LATE if left < 0 else DueKind.AHEAD, on, left)


# --- periods in words -----------------------------------------------------------------------------------------------

PARTS = {3: "trimestre", 4: "quadrimestre", 6: "semestre"}


def period_words(start: date, end: date) -> str:
    """«3 giugno 2026», «ottobre 2026», «3º trimestre 2026», «anno 2025», or its two days when it has no name."""
    if start == end:
        return long_date(start)
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole and start.year == end.year:
        months = end.month - start.month + 1
        if months == 12:
            return f"anno {end.year}"
        if months == 1:
            return f"{MONTHS[end.month - 1]} {end.year}"
        if months in PARTS and end.month % months == 0:
            return f"{end.month // months}º {PARTS[months]} {end.year}"
    return f"{dated(start, 'dal')} {dated(end, 'al')}"
