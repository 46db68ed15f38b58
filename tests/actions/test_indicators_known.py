"""The indicators as they were known at a date: later rows, signatures and corrections do not exist yet."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from abitare.records.workflow import perform
from actions.achievement import DueKind, Status
from actions.selectors.indicators import read_indicators
from actions.services.indicators import put_in_use, set_baseline, set_target, take_out_of_use
from actions.services.observations import record_observation
from tests.factories.actions import MANDATE_DAY, ActionFactory, PlanFactory
from tests.factories.indicators import JULY, TRANSITION, IndicatorFactory

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def story(time_machine, coordinator, manager, office):
    """A day each: in use, start and target, a figure, its signatures, its correction, out of use."""
    indicator = IndicatorFactory(action=ActionFactory(plan=PlanFactory()), code="A1.1", in_use=False)
    plan = indicator.plan

    def on(day):
        time_machine.move_to(datetime(2031, 8, day, 10, tzinfo=ROME), tick=False)
        return {"by": coordinator}

    values = {"office": office, "months": 1, "lag_days": 5, "key": True}
    put_in_use(indicator, version=1, **on(2), **values)
    set_baseline(indicator, value=0, on=MANDATE_DAY, source="atto", today=date(2031, 8, 4), **on(4))
    set_target(indicator, on=date(2031, 7, 31), value=10, act=plan.mandate, **on(6))
    figure = {"indicator": indicator, "source": "registro"} | JULY
    old = record_observation(**figure, value=2, today=date(2031, 8, 8), **on(8))
    old = perform(TRANSITION["verify"], old, verified_by=coordinator, verified_on=date(2031, 8, 10), **on(10))
    old = perform(TRANSITION["certify"], old, certified_by=manager, certified_on=date(2031, 8, 12), **on(12))
    new = {"value": 10, "supersedes": old, "note": "riletta", "today": date(2031, 8, 14)}
    record_observation(**figure, **new, **on(14))
    set_target(indicator, on=date(2031, 7, 31), value=20, act=plan.mandate, **on(16))
    take_out_of_use(indicator, reason="si conta altrove", **on(18))
    return plan


def at(plan, day):
    end = datetime(2031, 8, day, 23, 59, 59, tzinfo=ROME)
    [view] = read_indicators(plan, date(2031, 8, day), instant=end)
    return view


@pytest.mark.parametrize(
    ("day", "in_use", "baseline", "target", "value", "state", "status"),
    [
        (1, False, None, None, None, None, Status.NOT_ASSESSABLE),
        (3, True, None, None, None, None, Status.NOT_ASSESSABLE),
        (5, True, 0, None, None, None, Status.NOT_ASSESSABLE),
        (7, True, 0, 10, None, None, Status.NOT_ASSESSABLE),
        (9, True, 0, 10, 2, "draft", Status.OFF),
        (11, True, 0, 10, 2, "verified", Status.OFF),
        (13, True, 0, 10, 2, "certified", Status.OFF),
        (15, True, 0, 10, 10, "draft", Status.ON_TARGET),
        (17, True, 0, 20, 10, "draft", Status.OFF),
        (19, False, 0, 20, 10, "draft", Status.OFF),
    ],
)
def test_each_day_tells_its_own_story(story, day, in_use, baseline, target, value, state, status):
    view = at(story, day)
    assert view.indicator.in_use is in_use
    assert view.indicator.baseline == baseline
    assert (view.targets[0].value if view.targets else None) == target
    assert (view.last.value if view.last else None) == value
    assert (view.last.state if view.last else None) == state
    assert view.achievement.status is status


def test_the_alarm_follows_the_signatures(story):
    assert [at(story, day).off for day in (9, 11, 13, 15)] == [False, True, True, False]


def test_when_the_next_was_due(story):
    assert at(story, 7).due.kind is DueKind.NEVER
    assert at(story, 15).due.on == date(2031, 9, 5)
    assert at(story, 19).due.kind is DueKind.NOT_EXPECTED


def test_now_is_the_last_day_of_the_story(story):
    [now], then = read_indicators(story, date(2031, 8, 19)), at(story, 19)
    assert (now.last, now.targets, now.achievement) == (then.last, then.targets, then.achievement)


def test_without_facts_of_its_own_an_indicator_is_as_it_is_now():
    indicator = IndicatorFactory(start=("1", date(2031, 8, 5)))
    view = at(indicator.plan, 2)
    assert (view.indicator.in_use, view.indicator.baseline) == (True, 1)


def test_a_baseline_written_again_was_the_first_one_before(story, time_machine, coordinator):
    [indicator] = [view.indicator for view in read_indicators(story, date(2031, 8, 19))]
    time_machine.move_to(datetime(2031, 8, 20, 10, tzinfo=ROME), tick=False)
    set_baseline(indicator, value=1, on=MANDATE_DAY, source="riletto", by=coordinator, today=date(2031, 8, 20))
    assert [at(story, day).indicator.baseline for day in (3, 5, 19, 20)] == [None, 0, 0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_queries(story, count, django_assert_num_queries):
    for number in range(1, count):
        IndicatorFactory(action=story.actions.get(), code=f"A2.{number}")
    with django_assert_num_queries(3):
        read_indicators(story, date(2031, 8, 19))
    with django_assert_num_queries(5):
        read_indicators(story, date(2031, 8, 19), instant=datetime(2031, 8, 19, tzinfo=ROME))
