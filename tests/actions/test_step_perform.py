"""Moving a step along its ladder from its page."""

from datetime import date

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from actions.enums import StepState
from actions.models import Step
from tests.factories.actions import TODAY, StepFactory
from tests.html import control, errors, hrefs, messages, parse, texts, words

pytestmark = pytest.mark.django_db

REASON = "Lo fa già un altro ente."


@pytest.fixture
def step(office):
    return StepFactory(position=1, title="Scegliere i custodi", office=office)


@pytest.fixture
def started(step):
    Step.objects.filter(pk=step.pk).update(state=StepState.STARTED)
    return Step.objects.get(pk=step.pk)


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def url(step, name):
    return reverse("actions:step_perform", args=[step.pk, name])


def history(step):
    return [(entry.verb, str(entry.actor)) for entry in LogEntry.objects.for_object(step).order_by("seq")]


def state(step):
    return Step.objects.get(pk=step.pk).state


def test_the_page_asks_before_doing(client, step):
    page = parse(client.get(url(step, "start")), "main")
    assert words(page.h1) == "Avvia"
    assert "ora è «da avviare»" in words(page)
    assert words(page.select_one("form button")) == "Avvia"
    assert state(step) == "to_start"


def test_it_works(client, step):
    response = client.post(url(step, "start"), follow=True)
    assert messages(response) == [f"Passo {step.code}: avviato."]
    assert state(step) == "started"
    assert history(step) == [("start", "Carla Coordinatrice")]
    assert "Carla Coordinatrice: avviato." in words(parse(response, "#storia"))


def test_twice_does_nothing_more(client, step):
    client.post(url(step, "start"), follow=True)
    response = client.post(url(step, "start"))
    assert messages(response) == ["«Avvia» non si può fare da «avviato»."]
    assert history(step) == [("start", "Carla Coordinatrice")]


def test_a_step_without_office_says_what_to_do_first(client):
    step = StepFactory(office=None)
    response = client.post(url(step, "start"))
    assert messages(response) == ["Indica prima l’ufficio responsabile: un passo senza responsabile non si avvia."]
    assert state(step) == "to_start"


def test_completing_asks_for_day_and_proof(client, started):
    response = client.post(url(started, "complete"), {"done_on": "", "evidence_note": ""})
    assert errors(response) == ["Attuato il: Scrivi la data."]
    response = client.post(url(started, "complete"), {"done_on": "1/10/2026", "evidence_note": ""})
    assert messages(response) == ["Allega o cita la prova: un atto, un verbale, un contratto."]
    assert control(parse(response, "main form"), "done_on")["value"] == "1/10/2026"
    assert (state(started), history(started)) == ("started", [])


def test_completing_with_a_note(client, started):
    client.post(url(started, "complete"), {"done_on": "1/10/2026", "evidence_note": "verbale n. 3"})
    step = Step.objects.get(pk=started.pk)
    assert (step.state, step.done_on, step.evidence_note) == ("done", date(2026, 10, 1), "verbale n. 3")
    assert history(step) == [("complete", "Carla Coordinatrice")]


def test_completing_with_an_act(client, started):
    act = started.plan.mandate
    client.post(url(started, "complete"), {"done_on": "1/10/2026", "evidence_act": act.pk})
    assert Step.objects.get(pk=started.pk).evidence_act == act
    page = parse(client.get(started.get_absolute_url()), "#stato")
    assert str(act) in words(page)
    assert "1º ottobre 2026" in words(page)


def test_a_step_is_not_done_tomorrow(client, started, time_machine, coordinator):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)
    response = client.post(url(started, "complete"), {"done_on": "21/11/2031", "evidence_note": "verbale"})
    assert errors(response) == ["Attuato il: Un passo non può essere attuato in un giorno che deve ancora venire."]
    assert state(started) == "started"
    client.post(url(started, "complete"), {"done_on": "20/11/2031", "evidence_note": "verbale"})
    assert state(started) == "done"


def test_cancelling_asks_why(client, step):
    response = client.post(url(step, "cancel"), {"reason": ""})
    assert len(errors(response)) == 1
    assert state(step) == "to_start"
    client.post(url(step, "cancel"), {"reason": REASON})
    assert state(step) == "cancelled"
    assert f"Motivo: {REASON}" in texts(parse(client.get(step.get_absolute_url()), "#storia"), "p")


def test_what_the_page_of_the_step_offers(client, step):
    def offered():
        found = parse(client.get(step.get_absolute_url()), "main").select("#fare a")
        return [(words(link), link["href"]) for link in found]

    assert offered() == [("Avvia", url(step, "start")), ("Annulla il passo", url(step, "cancel"))]
    client.post(url(step, "cancel"), {"reason": REASON})
    assert offered() == []


def test_an_office_moves_its_own(client, step, editor):
    client.force_login(editor)
    assert url(step, "start") in hrefs(parse(client.get(step.get_absolute_url()), "#fare"))
    client.post(url(step, "start"))
    assert history(step) == [("start", "Renzo Redattore")]


@pytest.mark.parametrize("who", ["other_editor", "manager", "giunta", "auditor", "administrator"])
@pytest.mark.parametrize("name", ["start", "review", "adopt", "complete", "cancel"])
def test_nobody_else_does(client, step, request, who, name):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(step, name)).status_code == client.post(url(step, name), {"reason": "x"}).status_code == 403
    assert (state(step), history(step)) == ("to_start", [])


@pytest.mark.parametrize("who", ["manager", "giunta", "auditor", "other_editor"])
def test_readers_are_offered_nothing(client, step, request, who):
    client.force_login(request.getfixturevalue(who))
    page = parse(client.get(step.get_absolute_url()), "main")
    assert page.select("#fare") == []
    assert page.select("form") == []
    assert not [href for href in hrefs(page) if "modifica" in href]


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, step, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(step, "start")).status_code == client.post(url(step, "start")).status_code == 404


def test_the_neighbours_stay_as_they_were(client, step):
    other = StepFactory(action=step.action)
    before = Step.objects.values().get(pk=other.pk)
    client.post(url(step, "start"))
    assert Step.objects.values().get(pk=other.pk) == before
    assert history(other) == []


def test_wrong_method_wrong_name_wrong_step(client, step):
    assert client.put(url(step, "start")).status_code == 405
    assert client.post(url(step, "esplodi")).status_code == 404
    assert client.post(reverse("actions:step_perform", args=[0, "start"])).status_code == 404
