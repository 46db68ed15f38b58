"""The public page: what anyone may read of the plan, and nothing more."""

from datetime import date

import pytest

from abitare.records.models import Appointment, Attendance, Official
from abitare.records.services.acts import Tally, relate
from actions.enums import StepState
from actions.models import BudgetLine
from tests.factories.actions import MANDATE_DAY, TODAY, ActionFactory, PlanFactory, StepFactory, make_plan, make_plan_of
from tests.factories.people import OfficeFactory
from tests.factories.records import ActFactory
from tests.html import hrefs, parse, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(TODAY)


def home(client):
    return parse(client.get("/"), "main")


def test_before_a_plan_is_loaded(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Il Piano non è ancora pubblicato" in words(parse(response, "main"))


def test_the_four_azioni(client):
    make_plan()
    page = home(client)
    assert texts(page, "section[aria-labelledby=azioni] h3") == [
        "Affitti chiari", "Custodi di scala", "Case per ripartire", "Corti aperte",
    ]  # fmt: skip
    cards = texts(page, "section[aria-labelledby=azioni] li")
    assert "Mandato 1 punto della deliberazione Passi 0 attuati su 2" in cards[0]
    assert "Mandato da cercare in un atto precedente Passi da fissare" in cards[3]


def test_the_figures(client):
    make_plan()
    assert texts(home(client), "section[aria-labelledby=cifre] li strong") == ["4", "0", "1", "200"]


def test_one_is_said_in_the_singular(client):
    make_plan()
    assert "1 punto con un ufficio che ne risponde" in words(home(client))


def test_late_is_said_to_everyone(client):
    plan = PlanFactory()
    StepFactory(action=ActionFactory(plan=plan, number=1), due=date(2031, 11, 10), state=StepState.STARTED)
    assert "In ritardo" in words(home(client).h2.find_parent("div"))


def test_what_cannot_be_judged_is_not_a_zero(client):
    StepFactory(action=ActionFactory(plan=PlanFactory(), number=1), state=StepState.STARTED)
    found = words(home(client))
    assert "25,0 % fatto · atteso non calcolabile" in found
    assert "Non valutabile" in found


def test_without_steps_nothing_is_measured(client):
    ActionFactory(plan=PlanFactory(), number=1)
    found = words(home(client))
    assert "avanzamento non valutabile" in found
    assert "% fatto" not in found


def test_the_story_of_the_acts_without_their_links(client):
    plan = make_plan(mandate__short_title="DGC di mandato")
    before = ActFactory(number="", short_title="Atto di prima", title="Studiare le corti", date=date(2030, 1, 2))
    relate(Tally(), source=plan.mandate, target=before, kind="implements", in_thread=True)
    story = texts(home(client), "section[aria-labelledby=decisioni] li")
    assert story[0] == "2 gennaio 2030 Atto di prima: Studiare le corti"
    assert story[1].startswith("4 maggio 2031 DGC di mandato")


def test_a_stranger_is_led_only_where_a_stranger_may_go(client):
    make_plan()
    response = client.get("/")
    pages = {href.split("#")[0].split("?")[0] for href in hrefs(parse(response)) if not href.startswith("mailto:")}
    assert {page: client.get(page).status_code for page in pages - {""}} == dict.fromkeys(pages - {""}, 200)


@pytest.mark.parametrize("who", [None, "stranger", "ente_user", "coordinator"])
def test_the_same_words_for_everyone(client, request, who):
    make_plan()
    client.enter(request.getfixturevalue(who) if who else None)
    links = [href for href in hrefs(home(client)) if href.startswith("/")]
    assert links == []
    assert "Affitti chiari" in words(home(client))


def test_no_person_and_no_money_is_named(client):
    """Everything that could leak is there: presences, officers, holders of an incarico, amounts, notes, offices."""
    plan = make_plan()
    Attendance.objects.create(act=plan.mandate, position=1, name="TAGLIAFERRO BRIGIDA", title="Assessora", present=True)
    Official.objects.create(act=plan.mandate, position=1, role="secretary", name="ZANZOTTERA ULISSE")
    Appointment.objects.create(title="EQ", holder_name="Mario Nascosto", act=plan.mandate, valid_from=MANDATE_DAY)
    BudgetLine.objects.create(action=plan.actions.get(number=1), label="Lavori", allocated=98765)
    StepFactory(
        action=plan.actions.get(number=1),
        title="Passo da non dire",
        office=OfficeFactory(name="Ufficio da non dire"),
        evidence_note="prova da non dire",
    )
    page = str(parse(client.get("/"))).casefold()
    for hidden in ("tagliaferro", "zanzottera", "nascosto", "98.765", "98765", "da non dire"):
        assert hidden not in page


def test_every_anchor_is_there(client):
    make_plan()
    page = parse(client.get("/"))
    anchors = {href for href in hrefs(page) if href.startswith("#")}
    assert anchors
    assert [anchor for anchor in anchors if not page.select(anchor)] == []


def test_wrong_method(client):
    assert client.post("/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, count, django_assert_num_queries):
    make_plan_of(count)
    with django_assert_num_queries(12):
        client.get("/")
