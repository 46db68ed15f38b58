"""Global search: what it finds, for whom, in which order, in how many queries."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from abitare.people.roles import Role
from actions.models import Assignment, CoordinationTable, Indicator, Meeting
from tests.factories.actions import ActionFactory, PlanFactory, StepFactory, add_point
from tests.factories.people import OfficeFactory, make_user
from tests.factories.records import ActFactory
from tests.html import errors, hrefs, parse, texts, words

pytestmark = pytest.mark.django_db
URL = "/cerca/"


@pytest.fixture(autouse=True)
def _inside(client, giunta):
    client.force_login(giunta)


@pytest.fixture
def plan():
    return PlanFactory(mandate__short_title="DGC n. 91/2031", mandate__number="91", mandate__title="Piano della casa")


def found(client, query):
    """Group -> titles."""
    page = parse(client.get(URL, {"q": query}), "main")
    groups = {}
    for section in page.select("section[id]"):
        groups[section["id"]] = texts(section, "li > a, li > strong")
    return groups


def make_indicator(plan, **fields):
    return Indicator.objects.create(plan=plan, unit="ore", direction="up", **fields)


def test_each_group_by_its_words(client, plan):
    office = OfficeFactory(name="Settore Cortili")
    action = ActionFactory(plan=plan, number=3)
    add_point(plan.mandate, 5, 2, summary="Aprire i cortili a chi ci abita.")
    step = StepFactory(action=action, position=5, title="Contare i cortili", office=office)
    indicator = make_indicator(plan, code="A3.1", name="Cortili aperti")
    table = CoordinationTable.objects.create(plan=plan)
    Assignment.objects.create(table=table, text="Misurare i cortili", office=office, office_name=office.name)
    meeting = Meeting.objects.create(table=table, number=4, date=date(2031, 6, 1), place="Sala dei cortili")
    assert found(client, "cortili") == {
        "punti": ["5.b Aprire i cortili a chi ci abita."],
        "passi": ["3.5 Contare i cortili"],
        "indicatori": ["A3.1 Cortili aperti"],
        "compiti": ["Misurare i cortili"],
        "sedute": ["Seduta n. 4 del 1º giugno 2031"],
    }
    links = hrefs(parse(client.get(URL, {"q": "cortili"}), "main"))
    assert {step.get_absolute_url(), indicator.get_absolute_url(), meeting.get_absolute_url()} <= set(links)


def test_acts_by_number_title_or_both(client, plan):
    ActFactory(number="12", title="Altra cosa", short_title="DCC n. 12/2031")
    assert found(client, "91") == {"atti": ["DGC n. 91/2031"]}
    assert found(client, "casa piano")["atti"] == ["DGC n. 91/2031"]
    assert found(client, "piano altra") == {}


def test_every_word_must_be_there_in_whatever_field(client, plan):
    action = ActionFactory(plan=plan, number=1)
    StepFactory(action=action, position=1, title="Scrivere l’avviso", office=OfficeFactory(name="Ufficio Bandi"))
    assert found(client, "avviso bandi") == {"passi": ["1.1 Scrivere l’avviso"]}
    assert found(client, "avviso canoni") == {}


def test_what_is_exactly_it_comes_first(client, plan):
    ActFactory(number="5", title="Nuova", short_title="DGC n. 5/2032", date=date(2032, 1, 1))
    ActFactory(number="55", title="Nuovissima", short_title="DGC n. 55/2033", date=date(2033, 1, 1))
    assert found(client, "5")["atti"] == ["DGC n. 5/2032", "DGC n. 55/2033"]


def test_coordinates_and_codes(client, plan):
    action = ActionFactory(plan=plan, number=3)
    StepFactory(action=action, position=5, title="Aprire")
    StepFactory(action=None, plan=plan, position=2, title="Riunire il tavolo")
    add_point(plan.mandate, 5, 2, summary="Canoni chiari.")
    assert found(client, "3.5") == {"passi": ["3.5 Aprire"]}
    assert found(client, "t.2") == {"passi": ["T.2 Riunire il tavolo"]}
    assert found(client, "5.b") == {"punti": ["5.b Canoni chiari."]}
    make_indicator(plan, code="A3.1", name="Ore")
    assert found(client, "a3.1") == {"indicatori": ["A3.1 Ore"]}


@pytest.mark.parametrize("typed", ["novita", "NOVITÀ", "Novità"])
def test_accents_and_case_do_not_count_on_either_database(client, plan, typed):
    StepFactory(action=ActionFactory(plan=plan, number=1), position=1, title="Dire le novità")
    assert found(client, typed) == {"passi": ["1.1 Dire le novità"]}


@pytest.mark.parametrize("typed", ["100%", "a_c", "(", "[x", "\\", "'; DROP TABLE", "**"])
def test_signs_are_only_signs(client, plan, typed):
    StepFactory(action=ActionFactory(plan=plan, number=1), position=1, title="Niente segni")
    assert found(client, typed) == {}


def test_the_official_text_is_searched_and_shown_around_the_word(client, plan):
    point = add_point(plan.mandate, 2)
    point.clause.summary = ""
    point.clause.official_text = "premessa " * 60 + "custodi di scala " + "seguito " * 60
    point.clause.save()
    [title] = found(client, "custodi")["punti"]
    assert "custodi di scala" in title
    assert len(title) < 200


def test_only_what_one_may_see(client, plan):
    add_point(plan.mandate, 1, summary="Cortili.")
    assert client.enter(make_user(Role.ADMINISTRATOR)).get(URL, {"q": "cortili"}).status_code == 403
    assert client.enter(make_user()).get(URL, {"q": "cortili"}).status_code == 404


def test_a_long_list_is_cut_and_says_so(client, plan):
    action = ActionFactory(plan=plan, number=1)
    for position in range(1, 24):
        StepFactory(action=action, position=position, title="Passo gemello")
    page = parse(client.get(URL, {"q": "gemello"}), "#passi")
    assert len(page.select("li")) == 20
    assert "Altri 3: aggiungi una parola" in words(page)
    assert words(page.h2) == "Passi 23"


def test_nothing_asked_nothing_found_and_too_little(client, plan):
    assert found(client, "") == {}
    assert "Niente corrisponde" in parse(client.get(URL, {"q": "zzz"}), "main").get_text()
    assert errors(client.get(URL, {"q": "x"})) == ["Che cosa cerchi: Scrivi almeno due lettere, oppure un numero."]
    assert "al massimo 100 caratteri" in errors(client.get(URL, {"q": "x" * 101}))[0]


def test_the_box_is_on_every_staff_page_without_javascript(client, plan):
    form = parse(client.get(reverse("people:profile")), "header form[role=search]")
    assert (form["action"], form["method"], form.select_one("input")["name"]) == (URL, "get", "q")
    assert words(form.select_one("label")) == "Cerca nel Piano"


def test_who_may_not_search_has_no_box(client):
    page = parse(client.enter(make_user(Role.ADMINISTRATOR)).get(reverse("people:profile")))
    assert page.select("form[role=search]") == []


def test_the_export_is_what_is_found(client, plan):
    lines = client.get(URL, {"q": "91", "formato": "csv"}).content.decode().splitlines()
    assert lines[0] == "Gruppo;Titolo;Nota;Indirizzo"
    assert lines[1].startswith("Atti;DGC n. 91/2031;Piano della casa")


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, count, django_assert_num_queries):
    """Session, person, grants, then one for each of the six groups."""
    for number in range(1, count + 1):
        plan = PlanFactory()
        add_point(plan.mandate, number, summary="Cura delle corti.")
        StepFactory(action=ActionFactory(plan=plan, number=1), title="Corti", office=OfficeFactory())
        make_indicator(plan, code="A1.1", name="Corti")
        table = CoordinationTable.objects.create(plan=plan)
        office = OfficeFactory()
        Assignment.objects.create(table=table, text="Corti", office=office, office_name=office.name)
        Meeting.objects.create(table=table, number=number, date=date(2031, 6, 1), place="Corti")
    ContentType.objects.clear_cache()
    with django_assert_num_queries(9):
        client.get(URL, {"q": "corti"})
