"""Freshness, expiries and the days of a service that no act covers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.progress import Period, expiry, freshness, next_expiry, uncovered_days, uncovered_periods
from tests.actions.progress_facts import TODAY

quickly = settings(deadline=None, database=None, max_examples=80)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def day(offset):
    return TODAY + timedelta(days=offset)


@pytest.mark.parametrize(
    ("last", "kind", "days"),
    [(None, "never", None), (TODAY, "fresh", 0), (day(-60), "fresh", 60), (day(-61), "stale", 61)],
)
def test_freshness(last, kind, days):
    found = freshness(last, TODAY, 60)
    assert (found.kind, found.days) == (kind, days)


def test_an_update_of_tomorrow_is_refused():
    with pytest.raises(ValueError, match="last_update 2026-11-23 is after today 2026-11-22"):
        freshness(day(1), TODAY, 60)


@pytest.mark.parametrize(
    ("ends_on", "days", "expired"),
    [(date(2027, 12, 31), 404, False), (TODAY, 0, False), (day(-1), -1, True), (date(2024, 12, 31), -691, True)],
    ids=["404 days, as the dossier says", "the last day is good", "yesterday", "a source of 2024"],
)
def test_expiry(ends_on, days, expired):
    found = expiry(TODAY, ends_on)
    assert (found.ends_on, found.days, found.expired) == (ends_on, days, expired)


def test_an_expiry_counts_the_leap_day():
    assert expiry(date(2028, 2, 28), date(2028, 3, 1)).days == 2


def test_the_next_expiry_skips_what_has_passed():
    assert next_expiry(TODAY, [day(400), day(-3), day(8)]).days == 8
    assert next_expiry(TODAY, [day(5), TODAY]).days == 0
    assert next_expiry(TODAY, [day(-3)]) is None
    assert next_expiry(TODAY, []) is None


@pytest.mark.parametrize(
    "call",
    [
        lambda instant: freshness(instant, TODAY, 60),
        lambda instant: freshness(None, instant, 60),
        lambda instant: expiry(instant, TODAY),
        lambda instant: Period(instant),
    ],
    ids=["update", "today", "expiry", "period"],
)
def test_an_instant_is_not_a_day(call):
    with pytest.raises(TypeError, match="must be a date"):
        call(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("coverages", "days"),
    [
        ([], 365),
        ([YEAR], 0),
        ([Period(date(2020, 1, 1))], 0),
        ([Period(date(2026, 7, 1))], 181),
        ([Period(date(2025, 1, 1), date(2025, 12, 31)), Period(date(2027, 1, 1))], 365),
        ([Period(date(2026, 1, 1), date(2026, 6, 30)), Period(date(2026, 7, 1), date(2026, 12, 31))], 0),
        ([Period(date(2026, 1, 1), date(2026, 6, 30)), Period(date(2026, 7, 2), date(2026, 12, 31))], 1),
        ([Period(date(2026, 7, 2), date(2026, 12, 31)), Period(date(2026, 1, 1), date(2026, 6, 30))], 1),
        ([Period(date(2026, 1, 1), date(2026, 12, 30))], 1),
        ([Period(date(2026, 1, 2), date(2026, 12, 31))], 1),
        ([YEAR, Period(date(2026, 3, 1), date(2026, 3, 31))], 0),
        ([Period(date(2026, 1, 1), date(2026, 11, 30)), Period(date(2026, 2, 1), date(2026, 2, 2))], 31),
        ([Period(date(2026, 1, 1), date.max)], 0),
    ],
    ids=[
        "nothing",
        "all",
        "open-ended from before",
        "open-ended from July",
        "all outside",
        "touching",
        "a hole of one day",
        "in any order",
        "missing the last day",
        "missing the first day",
        "one inside the other",
        "a short one inside does not shorten the long one",
        "to the end of time",
    ],
)
def test_uncovered_days(coverages, days):
    assert uncovered_days(YEAR, coverages) == days


def test_uncovered_periods_have_both_ends_inside():
    holes = uncovered_periods(YEAR, [Period(date(2026, 2, 1), date(2026, 10, 31))])
    assert holes == (Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2026, 11, 1), date(2026, 12, 31)))


def test_a_leap_year_and_a_single_day():
    assert uncovered_days(Period(date(2028, 1, 1), date(2028, 12, 31)), []) == 366
    assert uncovered_days(Period(date(2028, 2, 29), date(2028, 2, 29)), []) == 1


def test_periods_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="The end 2025-01-01 is before the start 2026-01-01"):
        Period(date(2026, 1, 1), date(2025, 1, 1))
    with pytest.raises(ValueError, match="The period from 2026-01-01 has no end"):
        uncovered_days(Period(date(2026, 1, 1)), [])


SOME_DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
PERIODS = st.tuples(SOME_DAYS, SOME_DAYS).map(lambda pair: Period(*sorted(pair)))


@quickly
@given(PERIODS, st.lists(PERIODS, max_size=5))
def test_counting_the_days_one_by_one_gives_the_same(period, coverages):
    days = [period.start + timedelta(days=number) for number in range(period.days)]
    bare = [day for day in days if not any(cover.start <= day <= cover.end for cover in coverages)]
    assert uncovered_days(period, coverages) == len(bare)
