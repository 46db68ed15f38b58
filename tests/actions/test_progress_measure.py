"""The figures of an Azione: done, expected, gap, coverage, counts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.progress import StepFacts, measure
from tests.actions.progress_facts import TODAY, step

quickly = settings(deadline=None, database=None, max_examples=80)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def test_no_steps_is_none_and_not_zero():
    nothing = measure([], TODAY)
    assert (nothing.done, nothing.done_dated, nothing.expected, nothing.gap) == (None, None, None, None)
    assert (nothing.expected_with_first_dates, nothing.coverage, nothing.counts.steps) == (None, 0, 0)


def test_all_cancelled_is_as_no_steps_but_says_how_many():
    gone = measure([step("1", "cancelled", due=YESTERDAY), step("2", "cancelled")], TODAY)
    assert (gone.done, gone.expected, gone.coverage) == (None, None, 0)
    assert (gone.counts.steps, gone.counts.cancelled, gone.counts.late) == (0, 2, 0)


def test_zero_weights_are_none_and_not_a_division_by_zero():
    weightless = measure([step("1", "done", weight=0, due=YESTERDAY), step("2", weight=0, due=YESTERDAY)], TODAY)
    assert (weightless.done, weightless.expected, weightless.coverage) == (None, None, 0)
    assert (weightless.counts.done, weightless.counts.late) == (1, 1)


def test_one_step_speaks_for_itself():
    one = measure([step(state="reviewed", start=TODAY - timedelta(days=3), due=TODAY + timedelta(days=1))], TODAY)
    assert (one.done, one.done_dated, one.expected, one.gap, one.coverage) == (
        Fraction(1, 2),
        Fraction(1, 2),
        Fraction(3, 4),
        Fraction(-1, 4),
        1,
    )


def test_nothing_dated_has_progress_and_no_expectation():
    undated = measure([step("1", "done"), step("2")], TODAY)
    assert (undated.done, undated.done_dated, undated.expected, undated.gap) == (Fraction(1, 2), None, None, None)
    assert (undated.coverage, undated.counts.undated) == (0, 2)


def test_undated_steps_enter_done_but_neither_side_of_the_gap():
    mixed = measure([step("1", "done", weight=30), step("2", "started", weight=10, due=YESTERDAY)], TODAY)
    assert mixed.done == Fraction(13, 16)
    assert (mixed.done_dated, mixed.expected, mixed.gap) == (Fraction(1, 4), 1, Fraction(-3, 4))
    assert (mixed.weight, mixed.dated_weight, mixed.coverage) == (40, 10, Fraction(1, 4))


def test_a_cancelled_step_leaves_every_figure():
    kept = [step("1", "done", due=YESTERDAY), step("2", "started", due=TOMORROW)]
    gone = step("3", "cancelled", weight=1000, due=YESTERDAY, first_due=date(2026, 1, 1))
    with_it, without = measure([*kept, gone], TODAY), measure(kept, TODAY)
    assert with_it.counts.cancelled == 1
    assert (with_it.done, with_it.expected, with_it.expected_with_first_dates) == (
        Fraction(5, 8),
        Fraction(1, 2),
        Fraction(1, 2),
    )
    assert (with_it.done, with_it.expected, with_it.coverage) == (without.done, without.expected, without.coverage)


def test_a_postponed_date_hides_nothing():
    on_time = [step("1", "done", due=YESTERDAY), step("2", due=YESTERDAY)]
    postponed = [on_time[0], step("2", due=TOMORROW, first_due=YESTERDAY)]
    before, after = measure(on_time, TODAY), measure(postponed, TODAY)
    assert (before.expected, after.expected) == (1, Fraction(1, 2))
    assert before.expected_with_first_dates == after.expected_with_first_dates == 1
    assert (before.counts.late, after.counts.late, after.counts.slipped) == (1, 0, 1)


def test_a_date_taken_away_hides_nothing_either():
    withdrawn = measure([step("1", due=TOMORROW), step("2", first_due=YESTERDAY)], TODAY)
    assert (withdrawn.expected, withdrawn.expected_with_first_dates) == (0, Fraction(1, 2))
    assert (withdrawn.coverage, withdrawn.counts.undated, withdrawn.counts.withdrawn) == (Fraction(1, 2), 1, 1)


def test_a_step_that_goes_back_is_shown_going_back():
    """Kausal: a regression counted as «no data», and the action lost its «late» with it."""
    before = measure([step(state="adopted", due=YESTERDAY)], TODAY)
    after = measure([step(state="to_start", due=YESTERDAY)], TODAY)
    assert (before.done, after.done, after.gap) == (Fraction(3, 4), Fraction(0), Fraction(-1))
    assert (before.counts.late, after.counts.late) == (1, 1)


def test_a_weight_of_one_does_not_switch_weights_off():
    """Decidim: any child with weight 1 silently turned the weighted mean into a plain one."""
    weighted = measure([step("1", "done", weight=1, due=YESTERDAY), step("2", weight=9, due=TOMORROW)], TODAY)
    assert (weighted.done, weighted.expected) == (Fraction(1, 10), Fraction(1, 10))


def test_the_weighted_sum_is_divided_by_the_weights():
    """Decidim: Σ progress·weight without Σ weight, so that three done steps of weight 2 made 600 %."""
    assert measure([step(str(number), "done", weight=2) for number in range(3)], TODAY).done == 1


def test_changing_the_state_moves_the_progress():
    """Decidim: a bulk change of status left the typed percentage where it was."""
    climb = [
        measure([step(state=state)], TODAY).done for state in ("to_start", "started", "reviewed", "adopted", "done")
    ]
    assert climb == [0, Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), 1]


def test_done_without_evidence_does_not_count_as_done():
    said = measure([step("1", "done"), step("2", "done", has_evidence=False)], TODAY)
    assert (said.done, said.counts.done, said.counts.without_evidence) == (Fraction(7, 8), 1, 1)


def test_each_condition_is_counted_once_for_each_step():
    counts = measure(
        [
            step("1", "done", due=YESTERDAY),
            step("2", "started", due=YESTERDAY, first_due=date(2026, 9, 1)),
            step("3", due=TODAY),
            step("4"),
            step("5", "cancelled", due=YESTERDAY),
            step("6", "done", has_evidence=False, first_due=TODAY),
        ],
        TODAY,
    ).counts
    assert (counts.steps, counts.cancelled, counts.done, counts.late) == (5, 1, 1, 1)
    assert (counts.undated, counts.without_evidence, counts.slipped, counts.withdrawn) == (2, 1, 1, 1)


def test_the_same_step_twice_is_refused():
    with pytest.raises(ValueError, match=r"The key 3\.5 comes twice"):
        measure([step("3.5"), step("3.5", "done")], TODAY)


def test_an_instant_as_today_is_refused():
    with pytest.raises(TypeError, match="today must be a date"):
        measure([step()], datetime(2026, 11, 22, 23, 30, tzinfo=UTC))


def test_steps_may_come_from_a_generator():
    assert measure((step(str(number), "done") for number in range(3)), TODAY).counts.done == 3


@st.composite
def plans(draw, least=0):
    """Steps as they come: any grade, weight, dates, evidence."""
    days = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
    steps = []
    for number in range(draw(st.integers(least, 7))):
        start, due = sorted([draw(days), draw(days)])
        steps.append(
            StepFacts(
                key=str(number),
                state=draw(st.sampled_from(["to_start", "started", "reviewed", "adopted", "done", "cancelled"])),
                weight=draw(st.integers(0, 40) | st.decimals(0, 40, places=2)),
                kind=draw(st.sampled_from(["activity", "milestone", "act"])),
                start=draw(st.sampled_from([start, None])),
                due=draw(st.sampled_from([due, None])),
                first_due=draw(st.none() | days),
                has_evidence=draw(st.booleans()),
            )
        )
    return steps


def changed(facts, **new):
    return StepFacts(**{name: getattr(facts, name) for name in StepFacts.__dataclass_fields__} | new)


def figures(progress):
    return (
        progress.done,
        progress.done_dated,
        progress.expected,
        progress.expected_with_first_dates,
        progress.coverage,
        progress.counts,
    )


@quickly
@given(plans())
def test_every_ratio_is_exact_and_between_zero_and_one(steps):
    *ratios, coverage, _ = figures(measure(steps, TODAY))
    assert all(isinstance(ratio, Fraction) and 0 <= ratio <= 1 for ratio in [*ratios, coverage] if ratio is not None)


@quickly
@given(plans())
def test_gap_and_expected_exist_together(steps):
    progress = measure(steps, TODAY)
    assert (progress.expected is None) == (progress.done_dated is None) == (progress.gap is None)
    assert progress.gap is None or progress.gap == progress.done_dated - progress.expected


@quickly
@given(plans(), st.data())
def test_the_order_of_the_steps_changes_nothing(steps, data):
    shuffled = data.draw(st.permutations(steps))
    assert figures(measure(steps, TODAY)) == figures(measure(shuffled, TODAY))


@quickly
@given(plans(), st.sampled_from([2, Fraction(1, 3), Decimal("0.07"), 1000]))
def test_multiplying_all_the_weights_changes_nothing(steps, factor):
    scaled = [changed(facts, weight=facts.weight * Fraction(factor)) for facts in steps]
    assert figures(measure(steps, TODAY)) == figures(measure(scaled, TODAY))


@quickly
@given(plans(), st.dates(date(2025, 6, 1), date(2028, 6, 1)), st.integers(0, 400))
def test_the_expected_never_falls_as_days_pass(steps, today, later):
    now, then = measure(steps, today), measure(steps, today + timedelta(days=later))
    assert now.expected is None or now.expected <= then.expected
    assert now.expected_with_first_dates is None or now.expected_with_first_dates <= then.expected_with_first_dates
    assert (now.done, now.done_dated) == (then.done, then.done_dated)


@quickly
@given(plans())
def test_adding_a_done_step_never_lowers_what_is_done(steps):
    before, after = measure(steps, TODAY), measure([*steps, step("new", "done", due=YESTERDAY)], TODAY)
    assert after.counts.done == before.counts.done + 1
    assert before.done is None or after.done >= before.done


@quickly
@given(plans(least=1), st.data())
def test_cancelling_any_step_leaves_figures_that_can_be_read(steps, data):
    at = data.draw(st.integers(0, len(steps) - 1))
    rest = [*steps[:at], changed(steps[at], state="cancelled"), *steps[at + 1 :]]
    progress = measure(rest, TODAY)
    assert (progress.done is None) == (progress.weight == 0)
    assert progress.counts.steps + progress.counts.cancelled == len(steps)


@quickly
@given(plans(least=1), st.data())
def test_putting_a_date_off_never_raises_the_expected_nor_lowers_the_first_expected(steps, data):
    at = data.draw(st.integers(0, len(steps) - 1))
    facts = steps[at]
    if facts.due is None:
        return
    moved = changed(facts, due=facts.due + timedelta(days=60), first_due=facts.baseline_due)
    before, after = measure(steps, TODAY), measure([*steps[:at], moved, *steps[at + 1 :]], TODAY)
    assert before.expected is None or after.expected <= before.expected
    assert after.expected_with_first_dates == before.expected_with_first_dates
