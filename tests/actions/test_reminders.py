"""The ladder of reminders, day by day: no day is lost, no hour counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.reminders import Rung, reminder_key, rung

DUE = date(2031, 11, 20)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (-400, None),
        (-8, None),
        (-7, Rung.SOON),
        (-1, Rung.SOON),
        (0, Rung.TODAY),
        (1, Rung.TODAY),
        (6, Rung.TODAY),
        (7, Rung.LATE),
        (29, Rung.LATE),
        (30, Rung.VERY_LATE),
        (4000, Rung.VERY_LATE),
    ],
)
def test_the_rung_of_a_day(past, expected):
    assert rung(DUE, DUE + timedelta(days=past)) is expected


@pytest.mark.parametrize(
    ("due", "today", "expected"),
    [
        (date(2031, 4, 2), date(2031, 3, 26), Rung.SOON),  # the hour goes forward on 30 March
        (date(2031, 4, 2), date(2031, 3, 25), None),
        (date(2031, 10, 24), date(2031, 10, 31), Rung.LATE),  # and back on 26 October
        (date(2031, 10, 24), date(2031, 10, 30), Rung.TODAY),
        (date(2032, 2, 29), date(2032, 3, 7), Rung.LATE),  # a leap day
        (date(2031, 12, 31), date(2032, 1, 30), Rung.VERY_LATE),  # over the year
    ],
)
def test_days_are_days_of_the_calendar(due, today, expected):
    assert rung(due, today) is expected


ORDER = [None, *Rung]


@given(DAYS, st.lists(st.booleans(), min_size=60, max_size=60))
def test_whatever_days_are_missed_each_rung_is_told_at_most_once_and_the_last_one_always(due, runs):
    """Sixty days around the date; on some nothing runs. What is told only goes up, and ends at today's rung."""
    told, last = [], None
    for offset, ran in enumerate(runs):
        reached = rung(due, due + timedelta(days=offset - 15))
        if ran and reached and reached not in told:
            told.append(reached)
        last = reached if ran else last
    assert [ORDER.index(step) for step in told] == sorted({ORDER.index(step) for step in told})
    assert (told[-1] if told else None) == last


def test_a_date_that_moves_begins_again():
    keys = {reminder_key(5, day, Rung.TODAY, 9) for day in (DUE, DUE + timedelta(days=1))}
    assert keys == {"step-due:5:2031-11-20:today:9", "step-due:5:2031-11-21:today:9"}
