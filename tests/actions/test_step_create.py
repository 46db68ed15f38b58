"""Adding a step to an Azione."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from actions.enums import LinkState
from actions.models import MandateLink, Step
from tests.factories.actions import TODAY, make_plan, points_of
from tests.html import control, errors, hrefs, messages, parse, texts, words

pytestmark = pytest.mark.django_db

FILLED = {
    "title": "Scrivere la carta dei custodi",
    "kind": "act",
    "weight": "2.50",
    "office": "",
    "start": "1/6/2031",
    "due": "30 giugno 2031",
    "due_precision": "month",
    "due_source": "seduta del tavolo del 20 maggio 2031",
}


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def url(number=1):
    return reverse("actions:step_create", args=[number])


def test_the_form(client, plan):
    page = parse(client.get(url()), "main")
    assert words(page.h1) == "Nuovo passo"
    assert "Azione 1, Affitti chiari" in words(page)
    assert [words(label) for label in page.select("fieldset label")] == [
        "1.a Aprire le corti a chi ci abita.",
        "1.b Rendere chiari i canoni.",
        "2 Il settore coordina.",
        "3 Scrivere la carta dei custodi.",
    ]
    assert page.select("option[value='']")[0].get_text() == "da individuare"


def test_it_works(client, plan, coordinator, office):
    points = points_of(plan)
    chosen = [points["1.b"].pk, points["3"].pk]
    response = client.post(url(), FILLED | {"office": office.pk, "points": chosen}, follow=True)
    step = Step.objects.get(title=FILLED["title"])
    assert response.redirect_chain == [(reverse("actions:step", args=[step.pk]), 302)]
    assert messages(response) == ["Passo 1.3 aggiunto."]
    assert (step.code, step.state, step.office, step.kind) == ("1.3", "to_start", office, "act")
    assert (step.weight, step.due_precision, step.due_source) == (Decimal("2.50"), "month", FILLED["due_source"])
    assert (step.start, step.first_start) == (date(2031, 6, 1), date(2031, 6, 1))
    assert (step.due, step.first_due) == (date(2031, 6, 30), date(2031, 6, 30))


def test_the_links_are_proposals_of_the_person(client, plan, coordinator, time_machine):
    time_machine.move_to(date(2031, 6, 1))
    client.force_login(coordinator)
    client.post(url(), FILLED | {"points": [points_of(plan)["3"].pk]})
    link = MandateLink.objects.get(step__title=FILLED["title"])
    assert (link.state, link.how, link.inferred) == (LinkState.PROPOSED, "executes", False)
    assert (link.proposed_by, link.proposed_on, link.action.number) == (coordinator, date(2031, 6, 1), 1)
    assert [entry.verb for entry in LogEntry.objects.for_object(link)] == ["propose"]


def test_it_is_logged(client, plan, coordinator):
    client.post(url(), FILLED)
    [entry] = LogEntry.objects.for_object(Step.objects.get(title=FILLED["title"]))
    assert (entry.verb, entry.actor, entry.changes) == ("create", coordinator, [["passo", "", FILLED["title"]]])


def test_the_first_due_date_is_a_fact(client, plan, coordinator, time_machine):
    time_machine.move_to(date(2031, 6, 1))
    client.force_login(coordinator)
    client.post(url(), FILLED)
    step = Step.objects.get(title=FILLED["title"])
    [fact] = step.due_changes.all()
    assert (fact.old_due, fact.new_due, fact.reason) == (None, date(2031, 6, 30), "primo termine")
    assert (fact.source, fact.decided_on, fact.recorded_by) == (FILLED["due_source"], date(2031, 6, 1), coordinator)
    client.post(url(), FILLED | {"title": "Senza termine", "start": "", "due": "", "due_source": ""})
    assert Step.objects.get(title="Senza termine").due_changes.count() == 0


def test_numbers_follow_in_each_azione(client, plan):
    for number, code in ((1, "1.3"), (4, "4.1"), (4, "4.2"), (0, "T.2")):
        client.post(url(number), FILLED | {"title": f"Passo {code}"})
        assert Step.objects.get(title=f"Passo {code}").code == code


def test_a_step_may_have_neither_office_nor_dates(client, plan):
    bare = FILLED | {"start": "", "due": "", "due_source": ""}
    response = client.post(url(), bare, follow=True)
    page = parse(response, "#stato")
    assert texts(page, "dd")[:3] == ["da individuare", "—", "da fissare"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"title": ""}, "passo"),
        ({"title": "x" * 201}, "passo"),
        ({"kind": "boh"}, "tipo"),
        ({"weight": "-1"}, "Il peso non può essere negativo."),
        ({"weight": "molto"}, "peso"),
        ({"due": "31/2/2031"}, "Il giorno 31/2/2031 non esiste: controlla giorno e mese."),
        ({"due": "presto"}, "La data non si legge: scrivila come 03/06/2026."),
        ({"due": "31/5/2031"}, "Il termine precede l’inizio."),
        ({"due_source": ""}, "Scrivi da dove viene il termine: un atto, una seduta, una stima dell’ufficio."),
        ({"office": "0"}, "ufficio"),
        ({"points": ["0"]}, "Punti della deliberazione"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, plan, changes, error):
    before = Step.objects.count()
    response = client.post(url(), FILLED | changes)
    assert response.status_code == 200
    [row] = errors(response)
    assert error.lower() in row.lower()
    page, sent = parse(response, "main form"), FILLED | changes
    for name in ("title", "weight", "start", "due", "due_source"):
        assert control(page, name).get("value", "") == sent[name]
    assert parse(response, "title").get_text().startswith("Errore: ")
    assert Step.objects.count() == before


def test_only_points_of_the_deliberation_in_force(client, plan):
    newer = make_plan(mandate__date=TODAY)
    assert len(errors(client.post(url(), FILLED | {"points": [points_of(plan)["3"].pk]}))) == 1
    assert client.post(url(), FILLED | {"points": [points_of(newer)["3"].pk]}).status_code == 302


def test_an_azione_that_is_not_there(client, plan):
    assert client.get(url(5)).status_code == 404
    assert client.post(url(5), FILLED).status_code == 404


def test_before_a_plan_is_loaded(client):
    assert client.get(url()).status_code == 404


def test_wrong_method(client, plan):
    assert client.put(url()).status_code == 405


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor", "administrator"])
def test_only_the_coordination_adds_steps(client, plan, request, who):
    client.force_login(request.getfixturevalue(who))
    before = Step.objects.count()
    assert client.get(url()).status_code == client.post(url(), FILLED).status_code == 403
    assert Step.objects.count() == before


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, plan, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url()).status_code == client.post(url(), FILLED).status_code == 404


def test_the_neighbours_stay_as_they_were(client, plan):
    before = list(Step.objects.order_by("pk").values())
    client.post(url(), FILLED)
    assert list(Step.objects.order_by("pk").values())[:-1] == before


def test_the_page_leads_back(client, plan):
    assert reverse("actions:detail", args=[1]) in hrefs(parse(client.get(url()), "main form"))
    assert reverse("actions:detail", args=[0]) in hrefs(parse(client.get(url(0)), "main form"))
