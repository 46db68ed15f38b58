"""The dashboard of the table, on an invented plan."""

import re
from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from abitare.records.models import Appointment, Substitution
from abitare.records.services.acts import Tally, relate
from abitare.records.services.attachments import declare
from actions.enums import StepState
from actions.models import Step
from tests.factories.actions import (
    DECLARED,
    MANDATE_DAY,
    TODAY,
    ActionFactory,
    LinkFactory,
    PlanFactory,
    StepFactory,
    add_point,
    make_plan,
    make_plan_of,
)
from tests.factories.people import OfficeFactory
from tests.factories.records import ActFactory
from tests.html import hrefs, panel, parse, rows, texts, words

pytestmark = pytest.mark.django_db
URL = "/cruscotto/"
QUERIES = 19  # 20 once the table has met


@pytest.fixture(autouse=True)
def _inside(client, giunta, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(giunta)


def figures(response):
    return texts(parse(response), "ul[aria-label='Cifre del piano'] li")


def dated(response, key):
    return texts(panel(response, key), "li")


def test_before_a_plan_is_loaded(client):
    response = client.get(URL)
    assert "Nessun piano nel registro" in texts(parse(response, "main"), "p")
    assert "load_plan --write" in words(parse(response, "main"))


def test_the_answer_of_the_page(client):
    plan = PlanFactory()
    action = ActionFactory(plan=plan, number=1)
    StepFactory(action=action, start=date(2031, 11, 10), due=date(2031, 11, 30), state=StepState.REVIEWED)
    StepFactory(action=action, due=date(2031, 11, 10), state=StepState.STARTED)
    verdict = words(parse(client.get(URL), "main").h2)
    assert verdict.startswith("In ritardo 1 passo oltre il termine.")
    assert re.findall(r"[\d,]+ %", verdict) == ["37,5 %", "75,0 %"]


def test_an_azione_that_cannot_be_measured_is_left_out_by_name(client):
    plan = PlanFactory()
    StepFactory(action=ActionFactory(plan=plan, number=1), due=date(2031, 11, 10), state=StepState.DONE)
    ActionFactory(plan=plan, number=2)
    head = parse(client.get(URL), "main").h2
    assert words(head).startswith("Non valutabile")
    note = words(head.find_next_sibling("p"))
    assert "50,0 % del lavoro" in note
    assert "Azione 2" in note


def test_the_figures(client):
    make_plan()
    assert figures(client.get(URL))[:5] == [
        "Punti attuati 0 di 4 0 per effetto dell’atto, 0 con i passi",
        "Con un responsabile 1 di 4 nominato nell’atto; gli altri da individuare",
        "Con un termine 0 di 4 scritto nell’atto",
        "Passi in ritardo 0 nessuno",
        "Testi da acquisire 0 atti nominati dalla deliberazione",
    ]


def test_the_next_expiry(client):
    plan = PlanFactory()
    assert figures(client.get(URL))[5] == "Prossima scadenza nessuna nel registro"
    StepFactory(action=ActionFactory(plan=plan, number=1), position=1, title="Aprire", due=date(2031, 11, 21))
    assert figures(client.get(URL))[5] == "Prossima scadenza 1 giorno 1.1 Aprire"


def test_the_late_steps(client):
    plan = make_plan()
    Step.objects.filter(title="Contare le corti").update(due=date(2031, 11, 13))
    StepFactory(action=plan.actions.get(number=2), due=date(2031, 11, 19))
    StepFactory(action=plan.actions.get(number=2), due=date(2031, 11, 1), state=StepState.CANCELLED)
    StepFactory(action=plan.actions.get(number=2), due=TODAY)
    assert "Passi in ritardo 2 il più vecchio da 7 giorni" in figures(client.get(URL))


def test_the_matrix(client):
    make_plan()
    table = panel(client.get(URL), "mandato").table
    assert [row[0].split()[0] for row in rows(table)] == ["1.a", "1.b", "2", "3"]
    assert [row[1:6] for row in rows(table)] == [
        ("E", "", "", "", ""),
        ("", "E dedotto", "E dedotto", "", ""),
        ("", "", "", "", "E"),
        ("", "", "", "", ""),
    ]
    assert texts(table, "tfoot th, tfoot td") == [
        "Punti per Azione", "1", "1", "1", "0", "1", "1 su 4", "3 su 4 con un legame",
    ]  # fmt: skip
    assert rows(table)[3][-1] == "Non coperto"


def test_the_marks_say_their_word(client):
    make_plan()
    marks = panel(client.get(URL), "mandato").select("td abbr")
    assert {(words(mark), mark["title"]) for mark in marks} == {("E", "esegue")}


def test_each_point_leads_to_its_place_in_the_act(client):
    plan = make_plan()
    table = panel(client.get(URL), "mandato").table
    assert [href.split("#")[0] for href in hrefs(table.tbody)] == [plan.mandate.get_absolute_url()] * 4


def test_what_expires_in_order_the_undated_last(client):
    plan = PlanFactory()
    act = ActFactory(number="", short_title="Piano vecchio", valid_to=date(2031, 11, 19))
    ActFactory(number="", short_title="Piano di quartiere", valid_to=date(2033, 12, 31), valid_to_precision="year")
    office = OfficeFactory(name="Settore Scale")
    Appointment.objects.create(title="Incarico di EQ", act=act, valid_from=MANDATE_DAY, valid_to=date(2031, 12, 20))
    Substitution.objects.create(office=office, substitute_office=OfficeFactory(), act=act, until_note="fine mandato")
    StepFactory(action=ActionFactory(plan=plan, number=1), position=1, title="Aprire", due=date(2031, 11, 21))
    StepFactory(action=ActionFactory(plan=plan, number=2), due=date(2031, 11, 21), state=StepState.DONE)
    assert dated(client.get(URL), "scadenze") == [
        "scaduto Piano vecchio periodo di riferimento finito il 19 novembre 2031: verificare il successivo",
        "21 nov 2031 1.1 Aprire passo, domani",
        "20 dic 2031 Incarico di EQ fra 30 giorni",
        "2033 Piano di quartiere fine nell’anno, giorno da precisare",
        "senza data Sostituzione alla direzione: Settore Scale fino a: fine mandato",
    ]


def test_texts_to_acquire_are_those_the_deliberation_names(client):
    plan = PlanFactory()
    named = ActFactory(number="", short_title="Nominato", text_state="missing")
    held = ActFactory(number="", short_title="Acquisito", text_state="acquired")
    ActFactory(number="", short_title="Mai nominato", text_state="missing")
    for kind, target in (("cites", named), ("implements", named), ("cites", held)):
        relate(Tally(), source=plan.mandate, target=target, kind=kind)
    response = client.get(URL)
    assert texts(panel(response, "testi"), "li a") == ["Nominato"]
    assert "Testi da acquisire 1 atti nominati dalla deliberazione" in figures(response)


def test_fingerprints_are_those_of_the_deliberation(client):
    plan = PlanFactory()
    declare(plan.mandate, kind="annex", title="Carta dei custodi", declared_hash=DECLARED)
    declare(ActFactory(), kind="annex", title="Di un altro atto", declared_hash=DECLARED)
    register = panel(client.get(URL), "atti")
    assert "1 dichiarata · 0 file acquisiti · 0 verificate" in words(register)
    assert [row[0] for row in rows(register.table)] == ["Carta dei custodi"]


def test_what_to_find_or_decide(client):
    plan = make_plan()
    found = panel(client.get(URL), "decidere")
    assert texts(found, "li a") == [
        "Importare il testo della deliberazione",
        "Individuare chi risponde di 3 punti su 4",
        "Validare al tavolo 3 legami fra punti e Azioni",
        "Fissare passi e termini: Azione 2, Custodi di scala",
        "Fissare passi e termini: Azione 3, Case per ripartire",
        "Fissare passi e termini: Azione 4, Corti aperte",
    ]
    act = plan.mandate.get_absolute_url()
    assert hrefs(found)[:3] == [act, f"{act}?mostra=senza-responsabile", f"{act}?mostra=da-validare"]


def test_nothing_left_to_decide(client):
    plan = PlanFactory(mandate__text_state="acquired")
    action = ActionFactory(plan=plan, number=1)
    point = add_point(plan.mandate, 1, responsible=OfficeFactory())
    LinkFactory(step=StepFactory(action=action), point=point, state="validated")
    assert "Niente in sospeso." in words(panel(client.get(URL), "decidere"))


def test_every_link_of_the_page_opens(client):
    make_plan()
    pages = {href.split("#")[0] for href in hrefs(parse(client.get(URL), "main"))} - {""}
    assert len(pages) > 8
    assert {href: client.get(href).status_code for href in pages} == dict.fromkeys(pages, 200)


def test_every_anchor_of_the_page_is_there(client):
    make_plan()
    page = parse(client.get(URL))
    anchors = {href for href in hrefs(page) if href.startswith("#")}
    assert anchors
    assert [anchor for anchor in anchors if not page.select(anchor)] == []


@pytest.mark.parametrize(("who", "status"), [("administrator", 403), ("ente_user", 404), ("stranger", 404)])
def test_who_does_not_see_it(client, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == status


def test_wrong_method(client):
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, count, django_assert_num_queries):
    make_plan_of(count)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(QUERIES):
        assert client.get(reverse("dashboard:index")).status_code == 200
