"""The situation at a date, from a story whose facts were recorded at different instants.

Azione 1 has two steps of weight 3 and 1. What is expected on each day is computed by hand, beside the test.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from abitare.records.models import Attachment
from abitare.records.services.attachments import acquire_file, declare
from abitare.records.services.log import log
from actions.enums import LinkState, StepState
from actions.models import DueChange, MandateLink, Observation, Step, StepStateChange, Update
from actions.selectors.indicators import read_indicators
from actions.selectors.plan import read_plan
from tests.factories.actions import ActionFactory, LinkFactory, PlanFactory, StepFactory, add_point
from tests.factories.indicators import IndicatorFactory
from tests.factories.people import OfficeFactory
from tests.html import hrefs, panel, parse, texts, words

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
NOW = "2031-11-20 09:00 +0100"
TODAY = date(2031, 11, 20)
JUNE, SEPTEMBER, NOVEMBER = date(2031, 6, 30), date(2031, 9, 10), date(2031, 11, 20)


def at(month, day, hour=10, minute=0):
    return datetime(2031, month, day, hour, minute, tzinfo=ROME)


def moved(step, new, when, *, reason="cantiere fermo"):
    """The due date of a step moved by the table at an instant."""
    old, step.due, step.due_source = step.due, new, "seduta 2"
    step.save()
    return DueChange.objects.create(
        step=step, old_due=old, new_due=new, reason=reason, source="seduta 2", decided_on=when.date(), recorded_at=when
    )


def graded(step, state, when, happened_on=None):
    step.state = state
    if state == StepState.DONE:
        step.done_on, step.evidence_note = happened_on or when.date(), "verbale n. 9"
    step.save()
    StepStateChange.objects.create(step=step, state=state, happened_on=happened_on or when.date(), recorded_at=when)


def dated_step(action, position, due, when, **fields):
    step = StepFactory(action=action, position=position, due=due, recorded_at=when, **fields)
    DueChange.objects.create(
        step=step, new_due=due, reason="primo termine", source="stima", decided_on=when.date(), recorded_at=when
    )
    return step


@pytest.fixture
def story(time_machine, client, giunta):
    """June: two steps written, the first started. August: its date passes. October: moved to December, done in
    November, written down on the 15th as done on the 3rd."""
    time_machine.move_to(NOW)
    client.force_login(giunta)
    plan = PlanFactory(mandate__text_state="acquired", mandate__short_title="DGC n. 12/2031")
    action = ActionFactory(plan=plan, number=1)
    office = OfficeFactory(name="Settore Corti")
    first = dated_step(action, 1, date(2031, 8, 31), at(6, 1), title="Contare le corti", weight=3, office=office)
    second = dated_step(action, 2, date(2031, 12, 31), at(9, 1), title="Aprire le corti", weight=1, office=office)
    graded(first, StepState.STARTED, at(6, 10))
    link = LinkFactory(step=first, point=add_point(plan.mandate, 1), recorded_at=at(6, 1))
    MandateLink.objects.filter(pk=link.pk).update(
        state=LinkState.VALIDATED, decided_on=date(2031, 10, 9), decided_recorded_at=at(10, 9)
    )
    moved(first, date(2031, 12, 15), at(10, 9))
    graded(first, StepState.DONE, at(11, 15), happened_on=date(2031, 11, 3))
    say = {"plan": plan, "action": action, "office": office}
    Update.objects.create(
        **say, done="Corti contate.", author_label="uno", happened_on=date(2031, 7, 1), recorded_at=at(7, 2)
    )
    Update.objects.create(
        **say, kind="nothing_new", author_label="due", happened_on=date(2031, 9, 1), recorded_at=at(11, 1)
    )
    return plan, first, second


def figures(view):
    one = view.action(1).progress
    return [row.step.code for row in view.steps], one.done_dated, one.expected


def known(plan, day):
    return read_plan(plan, day, as_known=True)


# --- three dates, three stories -------------------------------------------------------------------------------------


def test_in_june_one_step_under_way(story):
    """Only 1.1, «avviato»: a quarter. It has no start, so nothing was expected before its due date."""
    view = known(story[0], JUNE)
    assert figures(view) == (["1.1"], 0.25, 0)
    assert [row.step.due for row in view.steps] == [date(2031, 8, 31)]
    assert view.late_steps == []
    assert view.proposed_links == 1
    assert view.action(1).last_news is None


def test_in_september_it_was_late(story):
    """1.1 a quarter of weight 3, 1.2 nothing of weight 1: 0.75 of 4. All of 1.1 was expected: 3 of 4."""
    view = known(story[0], SEPTEMBER)
    assert figures(view) == (["1.1", "1.2"], 0.1875, 0.75)
    assert [(row.step.code, row.days_late) for row in view.late_steps] == [("1.1", 10)]
    assert view.progress.health.kind == "late"
    assert view.action(1).last_news == date(2031, 7, 1)


def test_in_november_it_is_done(story):
    """1.1 done, 1.2 to start: 3 of 4, nothing expected before December."""
    view = known(story[0], NOVEMBER)
    assert figures(view) == (["1.1", "1.2"], 0.75, 0)
    assert view.late_steps == []
    assert view.proposed_links == 0
    assert view.action(1).last_news == date(2031, 9, 1)
    [first, _] = view.steps
    assert (first.step.due, first.moves, first.step.done_on) == (date(2031, 12, 15), 1, date(2031, 11, 3))


def test_the_present_is_what_is_known_today(story):
    plan = story[0]
    now, then = read_plan(plan, TODAY), known(plan, TODAY)
    assert figures(now) == figures(then)
    for described in (
        lambda view: [(row.facts, row.days_late, row.moves) for row in view.steps],
        lambda view: [(column.health, column.last_news, column.checks) for column in view.columns],
        lambda view: [(point.key, point.badge, len(point.proposed)) for point in view.points],
    ):
        assert described(now) == described(then)


# --- what was known, not what is known ------------------------------------------------------------------------------


def test_a_postponement_does_not_hide_the_lateness_known_before_it(story):
    plan, first, _ = story
    assert [row.step.code for row in known(plan, date(2031, 10, 8)).late_steps] == ["1.1"]
    assert known(plan, date(2031, 10, 9)).late_steps == []
    assert Step.objects.get(pk=first.pk).due == date(2031, 12, 15)


def test_what_is_written_today_of_the_past_was_not_known_then(story):
    """Done on the 3rd of November, written down on the 15th."""
    plan = story[0]
    before, after = known(plan, date(2031, 11, 14)).steps[0], known(plan, date(2031, 11, 15)).steps[0]
    assert (before.step.state, before.step.done_on, before.step.evidence_note) == ("started", None, "")
    assert (after.step.state, after.step.done_on) == ("done", date(2031, 11, 3))


def test_an_update_is_news_from_the_day_it_is_recorded(story):
    plan = story[0]
    assert known(plan, date(2031, 10, 31)).action(1).last_news == date(2031, 7, 1)
    assert known(plan, date(2031, 11, 1)).action(1).last_news == date(2031, 9, 1)


def test_a_link_is_validated_from_the_day_it_is_recorded(story):
    plan = story[0]
    assert (known(plan, date(2031, 10, 8)).proposed_links, known(plan, date(2031, 10, 9)).proposed_links) == (1, 0)


def test_a_link_rejected_later_was_there(story):
    plan = story[0]
    MandateLink.objects.update(state=LinkState.REJECTED, decided_on=TODAY, decided_recorded_at=at(11, 20, 8))
    assert [point.covered for point in known(plan, date(2031, 11, 19)).points] == [True]
    assert [point.covered for point in known(plan, TODAY).points] == [False]


def test_a_dependency_is_known_from_its_instant(story):
    plan, first, second = story
    second.dependencies.create(predecessor=first, recorded_at=at(9, 5))
    assert known(plan, date(2031, 9, 4)).steps[1].facts.predecessors == ()
    assert known(plan, date(2031, 9, 5)).steps[1].facts.predecessors == ("1.1",)


def test_a_figure_replaced_later_was_the_good_one(story, coordinator):
    """10 in July, corrected to 14 in October."""
    plan = story[0]
    indicator = IndicatorFactory(action=plan.actions.get(), code="B1")
    period = {"indicator": indicator, "period_from": date(2031, 6, 1), "period_to": date(2031, 6, 30)}
    old = Observation.objects.create(**period, value=10, current=False, recorded_at=at(7, 5))
    Observation.objects.create(**period, value=14, supersedes=old, recorded_at=at(10, 5))
    log(indicator, "put_in_use", label="messo in uso", by=coordinator)
    [today] = known(plan, TODAY).indicators
    assert today.last.value == 14
    [then] = read_indicators(plan, SEPTEMBER, instant=at(9, 10, 23))
    assert then.last.value == 10
    assert read_indicators(plan, JUNE, instant=at(6, 30, 23))[0].last is None


@pytest.mark.parametrize(
    ("moment", "day", "count"),
    [
        (at(10, 26, 23, 59), date(2031, 10, 26), 1),  # the day of twenty-five hours
        (at(10, 27, 0, 0), date(2031, 10, 26), 0),
        (datetime(2031, 3, 30, 23, 59, tzinfo=ROME), date(2031, 3, 30), 1),  # of twenty-three
        (datetime(2031, 3, 31, 0, 0, tzinfo=ROME), date(2031, 3, 30), 0),
    ],
)
def test_the_day_ends_at_midnight_in_rome(moment, day, count):
    plan = PlanFactory()
    StepFactory(action=ActionFactory(plan=plan, number=1), recorded_at=moment)
    assert len(known(plan, day).steps) == count


# --- the page -------------------------------------------------------------------------------------------------------


def verdict(response):
    return parse(response, "section[aria-label='A che punto siamo']").h2


def page(client, day):
    return client.get("/cruscotto/", {"alla": day})


@pytest.mark.parametrize(
    ("day", "sentence", "late"),
    [
        ("2031-06-30", "In linea Fatto 25,0 %, atteso 0,0 %.", []),
        ("2031-09-10", "In ritardo 1 passo oltre il termine. Fatto 18,8 %, atteso 75,0 %.", ["1.1 Contare le corti"]),
        ("2031-11-20", "In linea Fatto 75,0 %, atteso 0,0 %.", []),
    ],
)
def test_the_page_at_three_dates(client, story, day, sentence, late):
    response = page(client, day)
    assert words(verdict(response)) == sentence
    assert texts(panel(response, "ritardi"), "li a") == late


def test_the_page_says_that_it_looks_back(client, story):
    response = page(client, "2031-09-10")
    note = parse(response, ".ab-message--warning")
    assert "com’erano noti al 10 settembre 2031" in words(note)
    assert hrefs(note) == ["/cruscotto/"]
    assert parse(response).select("#mie") == []


def test_what_was_new_then(client, story):
    """Between 1 and 15 October only the postponement was recorded."""
    response = client.get("/cruscotto/", {"alla": "2031-10-15", "dal": "2031-10-01"})
    [item] = texts(panel(response, "cambiato"), "li")
    assert "Passo 1.1: termine dal 31 agosto 2031 al 15 dicembre 2031. cantiere fermo" in item


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2031-11-21", "Il futuro non è ancora un fatto"),
        ("mai", "non si legge"),
        ("2031-02-30", "non esiste"),
        ("2031-05-03", "Il piano comincia con la DGC n. 12/2031, il 4 maggio 2031"),
    ],
)
def test_a_day_that_cannot_be(client, story, day, sentence):
    response = page(client, day)
    assert response.status_code == 200
    assert sentence.casefold() in words(parse(response, "[role=alert]")).casefold()
    assert words(verdict(response)) == "In linea Fatto 75,0 %, atteso 0,0 %."


def test_the_day_of_the_mandate_is_the_first(client, story):
    response = page(client, "2031-05-04")
    assert parse(response).select("[role=alert]") == []
    assert "Non valutabile" in words(verdict(response))


def test_a_file_acquired_later_was_a_declared_fingerprint(client, story, time_machine):
    plan = story[0]
    time_machine.move_to("2031-10-01 10:00 +0200")
    declare(plan.mandate, kind="annex", title="Carta", declared_hash="AB" * 32)
    acquire_file(
        plan.mandate, kind="annex", title="Carta", data=b"carta", name="c.pdf", media_type="application/pdf", by=None
    )
    time_machine.move_to(NOW)
    assert "1 dichiarata · 0 file acquisiti" in words(panel(page(client, "2031-09-30"), "atti"))
    assert "1 dichiarata · 1 file acquisito" in words(panel(page(client, "2031-10-01"), "atti"))
    assert Attachment.objects.get().computed_hash


def test_a_text_acquired_later_was_missing(client, story, time_machine):
    plan = story[0]
    time_machine.move_to("2031-10-01 10:00 +0200")
    acquire_file(
        plan.mandate, kind="act_text", title="Testo", data=b"testo", name="t.txt", media_type="text/plain", by=None
    )
    time_machine.move_to(NOW)
    before, after = page(client, "2031-09-30"), page(client, "2031-10-01")
    assert "Importare il testo della deliberazione" in texts(panel(before, "decidere"), "li a")
    assert "Importare il testo della deliberazione" not in texts(panel(after, "decidere"), "li a")
    assert "Testo da acquisire" in words(panel(before, "atti").select_one("ol"))
