"""The plan: means, minimum, who is left out, health. And the points of the mandate."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.progress import HealthKind, IndicatorOff, PointFacts, PointState, mandate_coverage, point_state, roll_up
from tests.actions.progress_facts import LIMITS, TODAY, action, step

quickly = settings(deadline=None, database=None, max_examples=80)


def day(offset):
    return TODAY + timedelta(days=offset)


def plan(*actions):
    return roll_up(actions, thresholds=LIMITS)


def on_track(key, state="reviewed", **given):
    return action(key, step("1", state, start=day(-100), due=day(100)), **given)


def unknown(key, **given):
    return action(key, step("1", "done"), **given)


def keys(actions):
    return [entry.key for entry in actions]


@pytest.mark.parametrize(
    "actions",
    [[], [action("1"), action("2"), action("3"), action("4")], [action("1", step(state="cancelled", due=day(-1)))]],
    ids=["no azioni", "four azioni without steps", "only cancelled steps"],
)
def test_with_no_steps_at_all_the_plan_is_not_assessable_with_coverage_zero(actions):
    """Dossier 3.5: not green, and not 0 %."""
    empty = plan(*actions)
    assert (empty.health.kind, empty.coverage, empty.late_steps) == (HealthKind.NOT_ASSESSABLE, 0, 0)
    assert [reason.code for reason in empty.health.reasons] == ["no_steps"]
    assert (empty.done_dated, empty.expected, empty.expected_with_first_dates, empty.gap) == (None, None, None, None)
    assert (empty.lowest, empty.included, keys(empty.left_out)) == (None, (), keys(actions))


def test_what_cannot_be_measured_is_left_out_and_named_and_is_not_zero():
    """Decidim: an item without a percentage dragged its parent down."""
    rolled = plan(on_track("1", "done"), on_track("2"), on_track("3"), unknown("4"))
    assert (rolled.done_dated, rolled.expected, rolled.gap) == (Fraction(2, 3), Fraction(1, 2), Fraction(1, 6))
    assert (keys(rolled.included), keys(rolled.left_out)) == (["1", "2", "3"], ["4"])
    assert (rolled.coverage, rolled.health.kind) == (Fraction(3, 4), HealthKind.ON_TRACK)


def test_the_lowest_azione_stands_beside_the_mean():
    rolled = plan(on_track("1", "done"), on_track("2", "adopted"), unknown("3"), on_track("4"))
    assert rolled.lowest.key == "4"
    assert rolled.lowest.progress.done_dated == Fraction(1, 2)


def test_of_two_equally_low_the_one_further_behind_stands_there():
    early = action("1", step(state="reviewed", start=day(-10), due=day(90)))
    assert plan(early, on_track("2")).lowest.key == "2"


def test_a_plan_mostly_unknown_is_not_green():
    rolled = plan(on_track("1"), unknown("2"), unknown("3"))
    assert (rolled.coverage, rolled.health.kind) == (Fraction(1, 3), HealthKind.NOT_ASSESSABLE)
    assert [reason.code for reason in rolled.health.reasons] == ["low_plan_coverage"]


def test_dated_work_of_an_azione_left_out_does_not_raise_the_coverage():
    half = action("2", step("1", due=day(90)), step("2"))
    assert plan(on_track("1"), half).coverage == Fraction(1, 2)


@pytest.mark.parametrize(("dated", "included"), [(60, ["1"]), (59, [])])
def test_an_azione_is_measured_from_the_threshold_up(dated, included):
    entry = action("1", step("1", weight=dated, due=day(90)), step("2", weight=100 - dated))
    assert keys(plan(entry).included) == included


def test_undated_and_weightless_plans_say_which_they_are():
    assert [reason.code for reason in plan(unknown("1")).health.reasons] == ["no_due_dates"]
    weightless = action("1", step(weight=0, due=day(90)))
    assert [reason.code for reason in plan(weightless).health.reasons] == ["no_weight"]


def test_one_late_azione_makes_the_plan_late_even_if_it_cannot_be_measured():
    late = action("3", step("1", due=day(-5)), step("2", due=day(-1)), step("3", weight=90))
    rolled = plan(on_track("1"), on_track("2"), late)
    assert (rolled.health.kind, rolled.late_steps, keys(rolled.left_out)) == (HealthKind.LATE, 2, ["3"])
    (reason,) = rolled.health.reasons
    assert (reason.code, reason.action_key, reason.label, reason.steps) == ("action_late", "3", "Azione 3", 2)


def test_one_azione_at_risk_makes_the_plan_at_risk():
    risky = on_track("4", signals=[IndicatorOff("A4.2")])
    rolled = plan(on_track("1"), risky)
    assert [(reason.code, reason.action_key) for reason in rolled.health.reasons] == [("action_at_risk", "4")]
    assert rolled.health.kind is HealthKind.AT_RISK


def test_the_plan_can_be_behind_as_an_azione_can():
    behind = [action(key, step("1", "started", start=day(-100), due=day(100))) for key in "12"]
    assert [reason.code for reason in plan(*behind).health.reasons] == ["action_at_risk", "action_at_risk", "gap"]
    unseen = [*behind, *(unknown(key) for key in "34567")]
    assert "gap" not in [reason.code for reason in plan(*unseen).health.reasons]


@pytest.mark.parametrize("late_state", ["to_start", "adopted"])
def test_weight_zero_keeps_the_coordination_out_of_the_mean_and_its_delays_in(late_state):
    coordination = action("T", step("1", late_state, due=day(-3)), weight=0)
    rolled = plan(on_track("1"), coordination)
    assert (rolled.done_dated, rolled.coverage, rolled.lowest.key) == (Fraction(1, 2), 1, "1")
    assert (rolled.late_steps, rolled.health.kind, rolled.left_out) == (1, HealthKind.LATE, ())


def test_the_table_may_weigh_the_azioni():
    rolled = plan(on_track("1", "done", weight=Decimal("3")), on_track("2", weight=1))
    assert rolled.done_dated == Fraction(7, 8)
    with pytest.raises(ValueError, match="Action 1: the weight -1 is negative"):
        on_track("1", weight=-1)
    with pytest.raises(TypeError, match="weight"):
        on_track("1", weight=0.5)


def test_the_same_azione_twice_is_refused():
    with pytest.raises(ValueError, match="The key 1 comes twice"):
        plan(on_track("1"), on_track("1"))


@quickly
@given(st.lists(st.tuples(st.sampled_from(["to_start", "started", "done"]), st.integers(1, 9)), max_size=5), st.data())
def test_mean_between_extremes_whatever_the_order_or_the_scale(drawn, data):
    entries = [on_track(str(number), state, weight=weight) for number, (state, weight) in enumerate(drawn)]
    scaled = [on_track(str(number), state, weight=weight * 7) for number, (state, weight) in enumerate(drawn)]
    rolled = plan(*entries)
    assert rolled == plan(*data.draw(st.permutations(entries)))
    assert rolled.done_dated == plan(*scaled).done_dated
    figures = [entry.progress.done_dated for entry in entries]
    assert not entries or rolled.lowest.progress.done_dated == min(figures) <= rolled.done_dated <= max(figures)


DONE, BEGUN, UNTOUCHED, GONE = step("a", "done"), step("b", "started"), step("c"), step("d", "cancelled")


@pytest.mark.parametrize(
    ("links", "state"),
    [
        ({}, PointState.UNCOVERED),
        ({"steps": (GONE,)}, PointState.UNCOVERED),
        ({"actions": 1}, PointState.TO_START),
        ({"indicators": 1}, PointState.TO_START),
        ({"steps": (UNTOUCHED,)}, PointState.TO_START),
        ({"steps": (UNTOUCHED, BEGUN)}, PointState.IN_PROGRESS),
        ({"steps": (DONE, UNTOUCHED)}, PointState.IN_PROGRESS),
        ({"steps": (DONE,), "actions": 1}, PointState.EXECUTED),
        ({"steps": (DONE, GONE)}, PointState.EXECUTED),
        ({"steps": (step("a", "done", has_evidence=False),)}, PointState.IN_PROGRESS),
        ({"criterion": True}, PointState.UNCOVERED),
        ({"criterion": True, "adopting_acts": 1, "indicators": 2}, PointState.ADOPTED),
        ({"criterion": True, "indicators": 1, "steps": (BEGUN,)}, PointState.MEASURED),
        ({"criterion": True, "steps": (DONE,)}, PointState.IN_PROGRESS),
        ({"criterion": True, "actions": 1}, PointState.TO_START),
        ({"adopting_acts": 1, "steps": (BEGUN,)}, PointState.IN_PROGRESS),
    ],
    ids=[
        "no link",
        "only a cancelled step",
        "an azione without steps",
        "measured, and nobody has begun",
        "nobody has begun",
        "some have begun",
        "some are done",
        "all done",
        "all done but the cancelled",
        "done without evidence",
        "criterion without links",
        "criterion taken up",
        "criterion measured",
        "criterion with steps is not carried out by them",
        "criterion of an azione",
        "an act does not carry out a task",
    ],
)
def test_the_state_of_a_point(links, state):
    assert point_state(PointFacts(key="1.a", **links)) is state


def test_coverage_and_execution_are_two_figures():
    heavy = step("a", "done", weight=30)
    covered = mandate_coverage(
        [
            PointFacts(key="1", steps=(heavy, UNTOUCHED)),
            PointFacts(key="2", steps=(heavy,)),
            PointFacts(key="3", criterion=True, adopting_acts=1),
            PointFacts(key="4", steps=(GONE,)),
        ]
    )
    assert (covered.points, covered.linked, covered.coverage) == (4, 3, Fraction(3, 4))
    assert covered.execution == Fraction(3, 4), "a step that executes two points counts once (Openpolis, June 2022)"
    assert {state.value: count for state, count in covered.states.items() if count} == {
        "executed": 1,
        "adopted": 1,
        "in_progress": 1,
        "uncovered": 1,
    }


def test_fifteen_points_and_no_steps_are_linked_but_not_executed():
    linked = mandate_coverage(PointFacts(key=str(number), actions=int(number > 2)) for number in range(15))
    assert (linked.linked, linked.execution, linked.states[PointState.EXECUTED]) == (12, None, 0)
    assert (linked.states[PointState.TO_START], linked.states[PointState.UNCOVERED]) == (12, 3)


def test_no_points_have_no_coverage_and_a_point_cannot_come_twice():
    assert mandate_coverage([]).coverage is None
    with pytest.raises(ValueError, match=r"The key 1\.a comes twice"):
        mandate_coverage([PointFacts(key="1.a"), PointFacts(key="1.a")])
