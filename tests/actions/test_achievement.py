"""How an indicator stands against its target: the edges first, then the properties. Pure, exact, no clock."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.achievement import (
    Course,
    Due,
    DueKind,
    Goal,
    Status,
    Unknown,
    achieve,
    add_months,
    due,
    next_due,
    period_words,
    ratio,
    roll_up,
    unknown,
)

START, END = date(2030, 1, 1), date(2031, 1, 1)
MIDDLE = START + (END - START) / 2  # 182 days of 365


def course(direction="up", baseline=0, goal=100, **fields):
    goals = (Goal(on=END, value=goal),) if goal is not None else ()
    start = {"baseline": baseline, "baseline_on": START} if baseline is not None else {}
    return Course(direction=direction, **({"goals": goals} | start | fields))


def band(low, high, direction="band"):
    return Course(direction=direction, goals=(Goal(on=END, minimum=low, maximum=high),))


def judged(the_course, value, day=END):
    found = achieve(the_course, value, day)
    return found.status, found.achieved


# --- edges ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("the_course", "value", "day", "status", "achieved"),
    [
        # regression below the baseline: negative, kept as it is
        (course(baseline=10, goal=20), 5, END, Status.OFF, Fraction(-1, 2)),
        (course("down", baseline=20, goal=10), 25, END, Status.OFF, Fraction(-1, 2)),
        # over a hundred per cent of the way: kept as it is
        (course(), 300, END, Status.ON_TARGET, 3),
        (course("down", baseline=100, goal=0), -50, END, Status.ON_TARGET, Fraction(3, 2)),
        # baseline = target: nothing to divide by, the level is kept
        (course(baseline=50, goal=50), 50, END, Status.ON_TARGET, None),
        (course(baseline=50, goal=50), 51, END, Status.ON_TARGET, None),
        (course(baseline=50, goal=50), 45, END, Status.ALMOST, None),
        (course(baseline=50, goal=50), Decimal("44.9999"), END, Status.OFF, None),
        (course("down", baseline=0, goal=0), 0, END, Status.ON_TARGET, None),
        (course("down", baseline=0, goal=0), 1, END, Status.OFF, None),
        (course("down", baseline=50, goal=50), 20, END, Status.ON_TARGET, None),
        # zero and negative figures are figures
        (course(baseline=-10, goal=10), 0, END, Status.OFF, Fraction(1, 2)),
        (course(baseline=0, goal=100), 0, END, Status.OFF, 0),
        (course(baseline=0, goal=100), 0, START, Status.ON_TARGET, 0),
        # the thresholds themselves: a = e and a = e − 0,1 are inside
        (course(), 100, END, Status.ON_TARGET, 1),
        (course(), 90, END, Status.ALMOST, Fraction(9, 10)),
        (course(), Decimal("89.9999"), END, Status.OFF, Fraction(899999, 1000000)),
        (course(goal=365), 182, MIDDLE, Status.ON_TARGET, Fraction(182, 365)),
        (course(goal=365), Decimal("181.9999"), MIDDLE, Status.ALMOST, Fraction(1819999, 3650000)),
        # before the baseline nothing is expected, after the target all of it
        (course(), 1, START - timedelta(days=90), Status.ON_TARGET, Fraction(1, 100)),
        (course(), 89, END + timedelta(days=900), Status.OFF, Fraction(89, 100)),
    ],
)
def test_the_edges(the_course, value, day, status, achieved):
    assert judged(the_course, value, day) == (status, achieved)


@pytest.mark.parametrize(
    ("the_course", "value", "why"),
    [
        (course(), None, Unknown.NO_FIGURE),
        (course(goal=None), 5, Unknown.NO_TARGET),
        (course(baseline=None), 5, Unknown.NO_BASELINE),
        (course("watch"), 5, Unknown.WATCHED),
        (course("watch"), None, Unknown.WATCHED),
        (Course(direction="up", goals=(Goal(on=END, minimum=1, maximum=2),)), 5, Unknown.NO_TARGET),
    ],
)
def test_what_cannot_be_judged_is_not_a_zero(the_course, value, why):
    found = achieve(the_course, value, END)
    assert (found.status, found.why, found.achieved) == (Status.NOT_ASSESSABLE, why, None)
    assert not found.assessable


@pytest.mark.parametrize(("direction", "value"), [("up", 100), ("up", 130), ("down", 100), ("down", 70)])
def test_a_target_reached_needs_no_baseline(direction, value):
    assert judged(course(direction, baseline=None), value) == (Status.ON_TARGET, None)


@pytest.mark.parametrize(
    ("value", "status", "distance"),
    [
        (430, Status.ON_TARGET, 0),
        (480, Status.ON_TARGET, 0),
        (455, Status.ON_TARGET, 0),
        (418, Status.ALMOST, 12),
        (387, Status.ALMOST, 43),
        (Decimal("386.9"), Status.OFF, Fraction(431, 10)),
        (528, Status.ALMOST, 48),
        (529, Status.OFF, 49),
        (-1, Status.OFF, 431),
    ],
)
def test_in_a_band_or_at_a_distance_from_it(value, status, distance):
    found = achieve(band(430, 480), value, START)
    assert (found.status, found.distance, found.achieved) == (status, distance, None)


@pytest.mark.parametrize(("value", "status"), [(5, "on_target"), (4, "off"), (6, "off"), (Decimal("4.5"), "almost")])
def test_a_level_to_keep_has_two_sides(value, status):
    assert achieve(course("keep", baseline=None, goal=5), value, START).status == status


def test_a_band_that_ends_at_zero_forgives_nothing():
    assert achieve(band(0, 0), Decimal("0.0001"), END).status is Status.OFF


def test_the_regression_is_said():
    assert achieve(course(baseline=10, goal=20), 9, START).regressed
    assert not achieve(course(baseline=10, goal=20), 10, START).regressed
    assert achieve(course("down", baseline=10, goal=10), 11, END).regressed


def test_distance_is_what_is_missing():
    assert achieve(course(), 60, END).distance == 40
    assert achieve(course("down", baseline=100, goal=20), 30, END).distance == 10
    assert achieve(course(), 160, END).distance == 0


# --- several targets ------------------------------------------------------------------------------------------------

STEPPED = Course(
    direction="up",
    baseline=0,
    baseline_on=START,
    goals=(Goal(on=date(2032, 1, 1), value=100), Goal(on=END, value=80)),  # given in any order
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (START, 0),
        (END, 80),
        (END + timedelta(days=73), 84),  # a fifth of the second year
        (date(2032, 1, 1), 100),
        (date(2040, 1, 1), 100),
    ],
)
def test_the_line_passes_through_every_target(day, expected):
    assert STEPPED.expected_value(day) == expected


def test_a_figure_is_judged_against_the_first_target_not_before_its_day():
    assert STEPPED.goal_at(END).value == 80
    assert STEPPED.goal_at(END + timedelta(days=1)).value == 100
    assert STEPPED.goal_at(date(2040, 1, 1)).value == 100
    assert judged(STEPPED, 80, END) == (Status.ON_TARGET, 1)


def test_nothing_is_foreseen_without_a_start_or_a_target():
    assert course(baseline=None).expected_value(START) is None
    assert course(goal=None).expected_value(START) is None
    assert band(1, 2).expected_value(START) is None
    assert course("keep", baseline=None, goal=7).expected_value(START) == 7


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"value": 1, "minimum": 0, "maximum": 2},
        {"minimum": 1},
        {"value": 1, "maximum": 2},
        {"minimum": 2, "maximum": 1},
    ],
)
def test_a_goal_is_a_value_or_a_whole_band(fields):
    with pytest.raises(ValueError, match=r"goal|band"):
        Goal(on=END, **fields)


def test_a_float_is_refused_everywhere():
    with pytest.raises(TypeError):
        Goal(on=END, value=0.1)
    with pytest.raises(TypeError):
        course(baseline=0.1)
    with pytest.raises(TypeError):
        achieve(course(), 0.1, END)
    with pytest.raises(TypeError):
        ratio(1, 0.5)


def test_a_baseline_has_its_day_and_a_direction_a_name():
    with pytest.raises(ValueError, match="baseline"):
        Course(direction="up", baseline=Fraction(1))
    with pytest.raises(ValueError, match="direction"):
        Course(direction="sideways")


# --- ratios and roll-up ---------------------------------------------------------------------------------------------


def test_a_ratio_is_exact():
    assert ratio(1, 3, 100) * 3 == 100
    assert ratio(Decimal("0.1"), Decimal("0.3")) == Fraction(1, 3)
    assert ratio(60, 57, 100) > 100
    with pytest.raises(ZeroDivisionError):
        ratio(1, 0)


def test_only_the_roll_up_clamps():
    three, none = achieve(course(), 300, END), achieve(course(), -50, END)
    assert roll_up([three, none, unknown(Unknown.NO_TARGET)]) == Fraction(1, 2)
    assert roll_up([unknown(Unknown.NO_TARGET)]) is None
    assert roll_up([]) is None


# --- when the next is due -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),  # the last day stays the last
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2031, 1, 31), 1, date(2031, 2, 28)),
        (date(2031, 1, 30), 1, date(2031, 2, 28)),
        (date(2031, 3, 31), 1, date(2031, 4, 30)),  # 31 → 30
        (date(2031, 6, 30), 6, date(2031, 12, 31)),
        (date(2031, 6, 15), 6, date(2031, 12, 15)),
        (date(2031, 12, 31), 1, date(2032, 1, 31)),
        (date(2031, 11, 1), 3, date(2032, 2, 1)),
    ],
)
def test_months_of_the_calendar(day, months, result):
    assert add_months(day, months) == result


def test_due_after_the_period_the_frequency_and_the_grace():
    assert next_due(date(2031, 6, 30), 3, 30) == date(2031, 10, 30)


@pytest.mark.parametrize(
    ("today", "kind", "days"),
    [
        (date(2031, 10, 29), DueKind.AHEAD, 1),
        (date(2031, 10, 30), DueKind.AHEAD, 0),
        (date(2031, 10, 31), DueKind.LATE, -1),
    ],
)
def test_late_only_past_the_last_good_day(today, kind, days):
    assert due(date(2031, 6, 30), today, months=3, lag_days=30) == Due(kind, date(2031, 10, 30), days)


def test_never_observed_and_not_expected_are_two_things():
    assert due(None, END, months=3, lag_days=0) == Due(DueKind.NEVER)
    assert due(None, END, months=3, lag_days=0, in_use=False) == Due(DueKind.NOT_EXPECTED)
    assert due(date(2000, 1, 1), END, months=3, lag_days=0, in_use=False).kind is DueKind.NOT_EXPECTED


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2031, 1, 1), date(2031, 12, 31), "anno 2031"),
        (date(2031, 10, 1), date(2031, 10, 31), "ottobre 2031"),
        (date(2032, 2, 1), date(2032, 2, 29), "febbraio 2032"),
        (date(2031, 7, 1), date(2031, 9, 30), "3º trimestre 2031"),
        (date(2031, 1, 1), date(2031, 6, 30), "1º semestre 2031"),
        (date(2031, 5, 1), date(2031, 8, 31), "2º quadrimestre 2031"),
        (date(2031, 2, 1), date(2031, 4, 30), "dal 1º febbraio 2031 al 30 aprile 2031"),
        (date(2031, 5, 4), date(2031, 5, 4), "4 maggio 2031"),
        (date(2030, 7, 1), date(2031, 6, 30), "dal 1º luglio 2030 al 30 giugno 2031"),
        (date(2031, 3, 8), date(2031, 3, 11), "dall’8 marzo 2031 all’11 marzo 2031"),
    ],
)
def test_a_period_has_the_name_people_give_it(start, end, words):
    assert period_words(start, end) == words


# --- properties -----------------------------------------------------------------------------------------------------

FIGURES = st.decimals(-10_000, 10_000, places=4).map(Fraction)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(baseline=FIGURES, way=FIGURES.filter(bool), value=FIGURES, day=DAYS)
def test_up_and_down_are_the_same_arithmetic(baseline, way, value, day):
    """Turning every figure round turns the direction round and nothing else."""
    goal = baseline + abs(way)
    up = achieve(course("up", baseline, goal), value, day)
    down = achieve(course("down", -baseline, -goal), -value, day)
    assert (up.status, up.achieved, up.expected, up.distance, up.regressed) == (
        down.status, down.achieved, down.expected, down.distance, down.regressed,
    )  # fmt: skip


@given(baseline=FIGURES, way=FIGURES.filter(bool), value=FIGURES, better=FIGURES, day=DAYS)
def test_a_better_figure_never_has_a_worse_judgement(baseline, way, value, better, day):
    order = [Status.OFF, Status.ALMOST, Status.ON_TARGET]
    the_course = course("up", baseline, baseline + abs(way))
    low, high = sorted([value, better])
    assert order.index(achieve(the_course, low, day).status) <= order.index(achieve(the_course, high, day).status)


@given(value=FIGURES, low=FIGURES, high=FIGURES)
def test_a_band_is_reached_exactly_inside_it(value, low, high):
    low, high = sorted([low, high])
    found = achieve(band(low, high), value, END)
    assert (found.status is Status.ON_TARGET) == (low <= value <= high) == (found.distance == 0)


@given(day=DAYS, months=st.integers(0, 120))
def test_adding_months_lands_in_the_right_month_and_never_goes_back(day, months):
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert add_months(day + timedelta(days=1), months) >= found


@given(st.lists(FIGURES, max_size=6))
def test_the_roll_up_stays_between_nothing_and_all(values):
    whole = roll_up(achieve(course(), value, END) for value in values)
    assert whole is None if not values else 0 <= whole <= 1
