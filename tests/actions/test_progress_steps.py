"""One step: its grade, what the calendar expects of it, its delay, its postponements."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db.models import TextChoices
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.progress import Ladder, StepFacts, completion
from actions.progress.steps import in_order
from tests.actions.progress_facts import TODAY, step

quickly = settings(deadline=None, database=None, max_examples=80)
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2029, 12, 31))


def day(offset):
    return TODAY + timedelta(days=offset)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("to_start", Fraction(0)),
        ("started", Fraction(1, 4)),
        ("reviewed", Fraction(1, 2)),
        ("adopted", Fraction(3, 4)),
        ("done", Fraction(1)),
        ("cancelled", None),
    ],
)
def test_the_ladder_has_six_grades_and_no_other(state, expected):
    assert completion(state) == expected
    assert [grade.value for grade in Ladder] == ["to_start", "started", "reviewed", "adopted", "done", "cancelled"]


def test_the_ladder_reads_the_members_of_another_enum_with_the_same_values():
    class StepState(TextChoices):
        REVIEWED = "reviewed"

    assert completion(StepState.REVIEWED) == Fraction(1, 2)
    assert step(state=StepState.REVIEWED).state.label == "istruttoria conclusa"


@pytest.mark.parametrize("word", ["", "Done", "50", "closed"])
def test_a_word_not_on_the_ladder_is_refused(word):
    with pytest.raises(ValueError, match="not a valid Ladder"):
        completion(word)


@pytest.mark.parametrize(
    ("due", "late"),
    [(day(-1), 1), (TODAY, 0), (day(1), 0), (day(-38), 38), (None, 0)],
    ids=["yesterday", "due today is not late", "tomorrow", "38 days ago", "no due date"],
)
def test_days_late(due, late):
    assert step(due=due).days_late(TODAY) == late


@pytest.mark.parametrize("state", ["to_start", "started", "reviewed", "adopted"])
def test_every_grade_below_done_is_late_after_the_due_date(state):
    assert step(state=state, due=day(-1)).days_late(TODAY) == 1


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_what_is_done_or_cancelled_is_never_late(state):
    assert step(state=state, due=day(-400)).days_late(TODAY) == 0


def test_done_without_evidence_stays_a_rung_below_and_can_be_late():
    said = step(state="done", has_evidence=False, due=day(-3))
    assert (said.completion, said.lacks_evidence, said.days_late(TODAY)) == (Fraction(3, 4), True, 3)


def test_evidence_alone_raises_no_grade():
    assert step(state="reviewed", has_evidence=True).completion == Fraction(1, 2)


@pytest.mark.parametrize(
    ("kind", "start", "due", "expected"),
    [
        ("activity", day(-10), day(10), Fraction(1, 2)),
        ("activity", day(-1), day(2), Fraction(1, 3)),
        ("activity", day(-10), TODAY, Fraction(1)),
        ("activity", TODAY, day(10), Fraction(0)),
        ("activity", day(5), day(10), Fraction(0)),
        ("activity", day(-10), day(-5), Fraction(1)),
        ("activity", None, day(1), Fraction(0)),
        ("activity", None, TODAY, Fraction(1)),
        ("activity", TODAY, TODAY, Fraction(1)),
        ("activity", day(1), day(1), Fraction(0)),
        ("milestone", day(-10), day(10), Fraction(0)),
        ("milestone", None, TODAY, Fraction(1)),
        ("act", day(-10), day(1), Fraction(0)),
        ("act", None, day(-1), Fraction(1)),
        ("activity", day(-10), None, None),
        ("act", None, None, None),
    ],
    ids=[
        "half way",
        "a third, exactly",
        "due today",
        "starts today",
        "starts after today",
        "long over",
        "no start, before",
        "no start, due today",
        "one day long, today",
        "one day long, tomorrow",
        "a milestone does not grow",
        "a milestone due today",
        "an act does not grow",
        "an act of yesterday",
        "no due date",
        "no date at all",
    ],
)
def test_what_the_calendar_expects(kind, start, due, expected):
    assert step(kind=kind, start=start, due=due).expected(TODAY) == expected


def test_a_leap_day_is_a_day():
    leap = step(start=date(2028, 2, 28), due=date(2028, 3, 1))
    assert leap.expected(date(2028, 2, 29)) == Fraction(1, 2)
    assert step(due=date(2028, 2, 28)).days_late(date(2028, 3, 1)) == 2
    assert step(due=date(2027, 2, 28)).days_late(date(2027, 3, 1)) == 1


@pytest.mark.parametrize("changed", [date(2026, 3, 29), date(2026, 10, 25)], ids=["23 hours", "25 hours"])
def test_a_day_of_23_or_25_hours_is_a_day(changed):
    before, after = changed - timedelta(days=1), changed + timedelta(days=1)
    assert step(start=before, due=after).expected(changed) == Fraction(1, 2)
    assert step(due=before).days_late(after) == 2


@pytest.mark.parametrize("field", ["start", "due", "first_start", "first_due"])
def test_an_instant_is_not_a_day(field):
    with pytest.raises(TypeError, match=f"{field} must be a date"):
        step(**{field: datetime(2026, 11, 22, 23, 30, tzinfo=UTC)})


@pytest.mark.parametrize(("start", "due"), [("start", "due"), ("first_start", "first_due")])
def test_an_end_before_its_start_is_refused_with_the_step_named(start, due):
    with pytest.raises(ValueError, match=r"Step 3\.5: the due date 2026-11-21 is before the start 2026-11-22"):
        step("3.5", **{start: TODAY, due: day(-1)})


@pytest.mark.parametrize("weight", [3, Decimal("0.1"), Fraction(1, 3), 0])
def test_a_weight_is_exact(weight):
    assert step(weight=weight).weight == Fraction(weight)


def test_a_float_or_negative_weight_is_refused():
    with pytest.raises(TypeError, match="weight must be int, Decimal or Fraction"):
        step(weight=0.1)
    with pytest.raises(ValueError, match="Step 1: the weight -1 is negative"):
        step(weight=-1)


def test_a_postponed_step_is_no_longer_late_but_has_slipped():
    moved = step(first_due=day(-20), due=day(10))
    assert (moved.days_late(TODAY), moved.slipped_days, moved.withdrawn) == (0, 30, False)
    assert (moved.expected(TODAY), moved.expected_with_first_dates(TODAY)) == (0, 1)


@pytest.mark.parametrize(
    ("facts", "slipped"),
    [
        ({"due": day(5)}, 0),
        ({"due": day(5), "first_due": day(5)}, 0),
        ({"due": day(5), "first_due": day(9)}, 0),
        ({"due": day(5), "first_due": day(4)}, 1),
        ({"due": day(5), "first_due": day(4), "state": "cancelled"}, 0),
        ({"due": day(5), "first_due": day(4), "state": "done"}, 1),
    ],
    ids=[
        "never fixed before",
        "never moved",
        "brought forward",
        "by one day",
        "cancelled",
        "done later",
    ],
)
def test_slipped_days(facts, slipped):
    assert step(**facts).slipped_days == slipped


def test_a_due_date_taken_away_is_the_longest_postponement():
    withdrawn = step(first_due=day(-5))
    assert (withdrawn.withdrawn, withdrawn.slipped_days, withdrawn.expected(TODAY)) == (True, 0, None)
    assert withdrawn.expected_with_first_dates(TODAY) == 1
    assert not step().withdrawn
    assert not step(first_due=day(-5), state="cancelled").withdrawn


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"start": day(-10), "due": day(10)}, Fraction(1, 2)),
        ({"start": day(-10), "due": day(90), "first_due": day(10)}, Fraction(1, 2)),
        ({"start": day(30), "due": day(90), "first_start": day(-5), "first_due": day(15)}, Fraction(1, 4)),
        ({"start": day(30), "due": day(90), "first_due": day(15)}, Fraction(0)),
        ({"start": day(30), "due": day(90), "first_due": TODAY}, Fraction(1)),
        ({}, None),
    ],
    ids=[
        "never moved",
        "the end moved",
        "both moved",
        "start after the first end: all at once, before",
        "start after the first end: all at once, on the day",
        "never dated",
    ],
)
def test_what_the_first_dates_expected(facts, expected):
    assert step(**facts).expected_with_first_dates(TODAY) == expected


def test_step_ten_follows_step_nine():
    assert sorted(["3.10", "3.9", "T.1", "3.1"], key=in_order) == ["3.1", "3.9", "T.1", "3.10"]


def test_facts_cannot_be_changed():
    with pytest.raises(AttributeError):
        step().weight = Fraction(2)


@quickly
@given(start=st.none() | DAYS, length=st.integers(0, 900), today=DAYS, kind=st.sampled_from(["activity", "act"]))
def test_expected_is_a_ratio_never_falls_and_is_whole_from_the_due_day(start, length, today, kind):
    due = (start or TODAY) + timedelta(days=length)
    facts = StepFacts(key="1", state="to_start", weight=1, kind=kind, start=start, due=due)
    now, tomorrow = facts.expected(today), facts.expected(today + timedelta(days=1))
    assert 0 <= now <= tomorrow <= 1
    assert (now == 1) == (today >= due)


@quickly
@given(due=DAYS, today=DAYS)
def test_a_step_is_late_only_when_everything_was_expected_of_it(due, today):
    late = step(due=due).days_late(today)
    assert late == max(0, (today - due).days)
    assert not late or step(due=due).expected(today) == 1
