"""What was known at a date, from facts and their recording instants."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.known import Known, end_of_day, state_at, value_at

JUNE = datetime(2026, 6, 10, 9, tzinfo=UTC)
JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)
AUGUST = datetime(2026, 8, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "state"),
    [
        (JUNE - timedelta(seconds=1), "to_start"),
        (JUNE, "started"),
        (JULY - timedelta(seconds=1), "started"),
        (JULY, "done"),
        (AUGUST, "done"),
    ],
)
def test_a_grade_holds_from_the_instant_it_was_recorded(instant, state):
    assert state_at([Known(JULY, "done"), Known(JUNE, "started")], instant) == state


def test_without_changes_a_step_is_to_start():
    assert state_at([], AUGUST) == "to_start"


@pytest.mark.parametrize(
    ("instant", "due"),
    [
        (JUNE, date(2026, 7, 31)),
        (JULY, date(2026, 8, 31)),
        (AUGUST, date(2026, 9, 18)),
    ],
)
def test_a_due_date_before_its_first_move_is_the_one_that_was_moved(instant, due):
    moves = [
        Known(AUGUST, date(2026, 9, 18), date(2026, 8, 31)),
        Known(JULY, date(2026, 8, 31), date(2026, 7, 31)),
    ]
    assert value_at(moves, date(2026, 9, 18), instant) == due


def test_a_due_date_that_never_moved_is_the_present_one():
    assert value_at([], date(2026, 9, 18), JUNE) == date(2026, 9, 18)


def test_a_due_date_given_later_was_not_known_before():
    assert value_at([Known(JULY, date(2026, 12, 1), None)], date(2026, 12, 1), JUNE) is None


@pytest.mark.parametrize(
    ("day", "offset"), [(date(2026, 3, 29), 2), (date(2026, 10, 25), 1), (date(2026, 7, 1), 2), (date(2026, 1, 1), 1)]
)
def test_a_day_ends_at_midnight_in_rome_also_when_the_hour_changes(day, offset):
    instant = end_of_day(day)
    assert instant.utcoffset() == timedelta(hours=offset)
    assert instant.date() == day


@given(st.lists(st.tuples(st.datetimes(timezones=st.just(UTC)), st.integers()), min_size=1))
def test_after_the_last_change_the_value_is_the_last_one_whatever_the_order(rows):
    changes = [Known(instant, value) for instant, value in rows]
    last = max(changes, key=lambda change: change.recorded_at)
    found = value_at(changes, None, datetime.max.replace(tzinfo=UTC))
    assert found in {change.value for change in changes if change.recorded_at == last.recorded_at}
