"""The dashboard of the table, on an invented plan."""

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from abitare.people.roles import Role
from abitare.records.models import Appointment, Substitution
from abitare.records.services.acts import Tally, relate
from abitare.records.services.attachments import declare
from actions.enums import StepState
from actions.models import Override, Step, StepStateChange, Update
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
from tests.factories.people import OfficeFactory, make_user
from tests.factories.records import ActFactory
from tests.factories.table import AssignmentFactory, ItemFactory, MeetingFactory, TableFactory
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


# --- the table at work: filters, tasks, lists, what changed ---------------------------------------------------------


@pytest.fixture
def work():
    """Azione 1, two offices: one step late by ten days, one due soon; Azione 2: one step without a due date."""
    plan = PlanFactory()
    one, two = ActionFactory(plan=plan, number=1), ActionFactory(plan=plan, number=2)
    here, there = OfficeFactory(name="Settore Corti"), OfficeFactory(name="Settore Scale")
    StepFactory(action=one, position=1, title="Contare", due=date(2031, 11, 10), office=here)
    StepFactory(action=one, position=2, title="Aprire", due=date(2031, 11, 30), office=there)
    StepFactory(action=two, position=1, title="Salire", office=there)
    StepFactory(action=None, plan=plan, position=1, title="Riunire", due=date(2031, 11, 1))
    return plan, here, there


def late(response):
    return texts(panel(response, "ritardi"), "li a")


def test_the_late_list_equals_the_facts(client, work):
    response = client.get(URL)
    assert late(response) == ["T.1 Riunire", "1.1 Contare"]
    assert "Passi in ritardo 2 il più vecchio da 19 giorni" in figures(response)


@pytest.mark.parametrize(
    ("asked", "found"), [({"azione": 1}, ["1.1 Contare"]), ({"azione": 0}, ["T.1 Riunire"]), ({"azione": 2}, [])]
)
def test_the_filter_by_azione(client, work, asked, found):
    assert late(client.get(URL, asked)) == found


def test_the_filter_by_office(client, work):
    _, here, there = work
    assert late(client.get(URL, {"settore": here.pk})) == ["1.1 Contare"]
    assert late(client.get(URL, {"settore": there.pk})) == []


@pytest.mark.parametrize("asked", [{"azione": "99"}, {"settore": "999999"}, {"settore": "tutti"}])
def test_a_filter_that_is_not_there_is_said(client, work, asked):
    response = client.get(URL, asked)
    assert response.status_code == 200
    assert len(texts(parse(response, "[role=alert]"), "li")) == 1


def test_the_silent_are_those_without_news_for_too_long(client, work):
    plan, here, _ = work
    say = {"plan": plan, "office": here, "done": "Fatto.", "author_label": "Settore Corti"}
    Update.objects.create(action=plan.actions.get(number=1), happened_on=date(2031, 9, 21), **say)
    assert [text.split(":")[0] for text in texts(panel(client.get(URL), "silenzi"), "li a")] == [
        str(plan.actions.get(number=2))
    ]
    assert texts(panel(client.get(URL, {"azione": 1}), "silenzi"), "li a") == []


def test_who_must_speak(client, work):
    plan, here, _ = work
    say = {"plan": plan, "office": here, "done": "Fatto.", "author_label": "Settore Corti"}
    Update.objects.create(action=plan.actions.get(number=1), happened_on=date(2031, 11, 3), **say)
    assert rows(panel(client.get(URL), "uffici").table) == [
        ("Settore Corti", "1 1 in ritardo", "", "", "1 1 in ritardo", "3 nov 2031"),
        ("Settore Scale", "1", "1", "", "2", "mai"),
        ("Da individuare", "", "", "1 1 in ritardo", "1 1 in ritardo", "mai"),
    ]


def mine(client, user):
    client.force_login(user)
    return texts(panel(client.get(URL), "mie"), "li a")


def test_my_things(client, work, coordinator, manager, giunta):
    """The office: its steps late or due soon, its compiti. The coordination: every compito, the meeting to prepare.
    The dirigente: the links. Who only reads: nothing."""
    plan, here, _ = work
    LinkFactory(action=plan.actions.get(number=1), point=add_point(plan.mandate, 1))
    table = TableFactory(plan=plan, offices=[here])
    MeetingFactory(table=table, number=7, date=date(2031, 12, 4))
    AssignmentFactory(table=table, office=here, text="Portare le chiavi")
    editor = make_user(Role.EDITOR, here)
    assert mine(client, editor) == ["1.1 Contare", "Portare le chiavi"]
    assert set(mine(client, coordinator)) == {
        "Portare le chiavi", "Validare 1 legame fra punti e passi", "Preparare la seduta 7",
    }  # fmt: skip
    assert mine(client, manager) == ["Validare 1 legame fra punti e passi"]
    assert mine(client, giunta) == []


def changed(client, **asked):
    return texts(panel(client.get(URL, asked), "cambiato"), "li")


def test_what_changed_since_the_last_closed_meeting(client, work):
    plan = work[0]
    table = TableFactory(plan=plan)
    MeetingFactory(table=table, state="closed", number=1, date=date(2031, 11, 5), closed_on=date(2031, 11, 6))
    step = plan.steps.get(title="Contare")
    for day, state in ((5, "started"), (6, "reviewed")):
        StepStateChange.objects.create(
            step=step, state=state, happened_on=date(2031, 11, day), recorded_at=datetime(2031, 11, day, 12, tzinfo=UTC)
        )
    assert [text.count("istruttoria conclusa") for text in changed(client)] == [1]
    assert len(changed(client, dal="2031-11-04")) == 2
    assert changed(client, dal="2031-11-06") == []


def test_a_declared_health_is_shown_beside_the_computed_one(client, work, coordinator):
    action = work[0].actions.get(number=2)
    Override.objects.create(
        action=action, health="late", reason="Il bando slitta.", declared_on=TODAY, expires_on=TODAY, author=coordinator
    )
    [row] = [li for li in parse(client.get(URL), "main").select(".ab-actions-list > li") if "Azione 2" in words(li)]
    assert "Non valutabile" in words(row)
    assert "Il bando slitta." in words(row)


def test_queries_once_the_table_has_met(client, coordinator, django_assert_num_queries):
    client.force_login(coordinator)
    plan = make_plan_of(3)
    meeting = MeetingFactory(table=TableFactory(plan=plan), number=1)
    ItemFactory.create_batch(3, meeting=meeting)
    AssignmentFactory.create_batch(3, table=meeting.table)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(20):
        client.get(URL)
    with django_assert_num_queries(20):
        client.get(URL, {"alla": "2031-11-19"})
