"""Moving the due date of a step: with its reason and its source, the first one kept."""

from datetime import date

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from abitare.records.workflow import TransitionRefused
from actions.enums import StepState
from actions.models import DueChange, Step
from actions.services.postponements import postpone_step
from actions.services.steps import change_step
from tests.factories.actions import TODAY, ActionFactory, StepFactory
from tests.factories.records import ActFactory
from tests.html import control, errors, messages, panel, parse, rows, texts, words

pytestmark = pytest.mark.django_db

FIRST, LATER = date(2031, 11, 30), date(2032, 1, 30)
SENT = {
    "new_due": "30/1/2032",
    "reason": "La gara è andata deserta.",
    "source": "seduta del tavolo del 18 novembre 2031",
    "decided_on": "18/11/2031",
    "opened_version": "1",
}
ASKED = {"reason": "perché sì", "source": "seduta", "decided_on": TODAY}


@pytest.fixture
def step(office):
    return StepFactory(
        action=ActionFactory(number=3),
        position=2,
        title="Scegliere i custodi",
        office=office,
        start=date(2031, 11, 1),
        due=FIRST,
        due_source="seduta del 2 maggio",
    )


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


def url(step):
    return reverse("actions:step_postpone", args=[step.pk])


def saved(step):
    return Step.objects.get(pk=step.pk)


def untouched(step):
    return saved(step).due == FIRST and saved(step).version == 1 and not DueChange.objects.exists()


def test_the_page_says_what_is_there(client, step):
    page = parse(client.get(url(step)), "main")
    assert words(page.h1) == "Sposta il termine"
    said = "Il termine è il 30 novembre 2031 (seduta del 2 maggio). Il primo era il 30 novembre 2031, e resta scritto."
    assert said in words(page)
    assert control(page, "decided_on")["value"] == "20/11/2031"


def test_it_works(client, step, coordinator):
    response = client.post(url(step), SENT, follow=True)
    assert messages(response) == ["Passo 3.2: il termine ora è il 30 gennaio 2032."]
    step.refresh_from_db()
    assert (step.due, step.first_due, step.due_source, step.version) == (LATER, FIRST, SENT["source"], 2)
    [fact] = step.due_changes.all()
    assert (fact.old_due, fact.new_due, fact.reason, fact.source) == (FIRST, LATER, SENT["reason"], SENT["source"])
    assert (fact.decided_on, fact.recorded_by) == (date(2031, 11, 18), coordinator)
    [entry] = LogEntry.objects.for_object(step)
    assert (entry.verb, entry.actor, entry.reason) == ("postpone", coordinator, SENT["reason"])
    assert ["termine", "2031-11-30", "2032-01-30"] in entry.changes


def test_the_page_of_the_step_tells_every_move(client, step):
    client.post(url(step), SENT)
    client.post(url(step), SENT | {"new_due": "10/1/2032", "reason": "Si può prima.", "opened_version": "2"})
    response = client.get(step.get_absolute_url())
    table = rows(panel(response, "termine").table)
    assert [row[1:4] for row in table] == [
        ("30 nov 2031", "30 gen 2032", "+61 giorni"),
        ("30 gen 2032", "10 gen 2032", "−20 giorni"),
    ]
    assert table[0][4] == f"{SENT['reason']} {SENT['source']} · registrato da Carla Coordinatrice"
    assert "il primo era il 30 novembre 2031" in words(panel(response, "stato"))


def test_the_page_of_the_azione_counts_the_moves(client, step):
    client.post(url(step), SENT)
    client.post(url(step), SENT | {"new_due": "10/2/2032", "opened_version": "2"})
    [row] = rows(panel(client.get(reverse("actions:detail", args=[3])), "passi").table)
    assert "primo termine 30 nov 2031, spostato 2 volte, +72 giorni" in row[2]


def test_a_due_date_taken_away(client, step):
    client.post(url(step), SENT | {"new_due": "", "withdrawn": "on"})
    step.refresh_from_db()
    assert (step.due, step.due_source, step.first_due) == (None, "", FIRST)
    response = client.get(step.get_absolute_url())
    assert [row[3] for row in rows(panel(response, "termine").table)] == ["tolto"]


def test_given_again_it_is_not_the_first(client, step, coordinator):
    postpone_step(step, new_due=None, by=coordinator, **ASKED)
    client.post(url(step), SENT | {"opened_version": "2"})
    assert (saved(step).due, saved(step).first_due) == (LATER, FIRST)


def test_a_step_without_due_date_gets_its_first(coordinator):
    step = StepFactory()
    change = postpone_step(step, new_due=LATER, by=coordinator, **ASKED)
    assert (change.old_due, saved(step).due, saved(step).first_due) == (None, LATER, LATER)


def test_an_act_is_a_source_and_is_linked(client, step):
    act = ActFactory(number="77", date=date(2031, 11, 10))
    client.post(url(step), SENT | {"source": "", "source_act": act.pk})
    step.refresh_from_db()
    assert (step.due_source, step.due_changes.get().source_act) == (str(act), act)
    page = panel(client.get(step.get_absolute_url()), "termine")
    assert [link["href"] for link in page.select("a")] == [act.get_absolute_url()]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"new_due": "30/11/2031"}, "Il termine è già il 30 novembre 2031."),
        ({"new_due": "31/10/2031"}, "Il termine precede l’inizio, 1º novembre 2031."),
        ({"new_due": ""}, "Termine nuovo: Scrivi il termine nuovo, oppure scegli di toglierlo."),
        ({"withdrawn": "on"}, "Togli il termine: resta da fissare: Hai scritto un termine nuovo e anche di toglierlo: "
         "scegli una delle due cose."),
        ({"new_due": "30/2/2032"}, "Termine nuovo: Il giorno 30/2/2032 non esiste: controlla giorno e mese."),
        ({"source": ""}, "Scrivi su decisione di chi: un atto, una seduta del tavolo, un ufficio."),
        ({"decided_on": "21/11/2031"}, "Una decisione ha il suo giorno, e non può essere un giorno che deve ancora "
         "venire."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(client, step, changes, error):
    response = client.post(url(step), SENT | changes)
    assert errors(response) == [error]
    page, sent = parse(response, "main form"), SENT | changes
    assert control(page, "new_due").get("value", "") == sent["new_due"]
    assert control(page, "reason").get_text().strip() == sent["reason"]
    assert untouched(step)


def test_every_reason_is_said_at_once(step, coordinator):
    with pytest.raises(TransitionRefused) as refusal:
        postpone_step(step, new_due=date(2031, 10, 1), reason=" ", source="", decided_on=None, by=coordinator)
    assert len(refusal.value.failures) == 4
    assert untouched(step)


@pytest.mark.parametrize("state", [StepState.DONE, StepState.CANCELLED])
def test_a_closed_step_does_not_move(client, office, coordinator, state):
    step = StepFactory(office=office, due=FIRST, state=state)
    with pytest.raises(TransitionRefused, match="il termine non si sposta più"):
        postpone_step(step, new_due=LATER, by=coordinator, **ASKED)
    assert "Sposta il termine" not in words(parse(client.get(step.get_absolute_url()), "main"))


def test_two_people_on_the_same_form(client, step, editor):
    """The second is told what the first has done, keeps what was written, and decides again."""
    change_step(step, by=editor, version=1, title="Scegliere bene i custodi")
    response = client.post(url(step), SENT)
    assert errors(response) == [
        "Nel frattempo qualcuno ha cambiato il passo: ora il termine è il 30 novembre 2031. Conferma."
    ]
    page = parse(response, "main form")
    assert (control(page, "new_due")["value"], control(page, "opened_version")["value"]) == ("30/1/2032", "2")
    assert saved(step).due == FIRST
    client.post(url(step), SENT | {"opened_version": "2"})
    assert saved(step).due == LATER


def test_a_due_date_of_the_past_makes_the_step_late_at_once(client, step):
    client.post(url(step), SENT | {"new_due": "10/11/2031"})
    assert "10 giorni oltre il termine" in words(panel(client.get(step.get_absolute_url()), "stato"))


def test_an_office_moves_its_own(client, step, editor):
    client.force_login(editor)
    assert client.post(url(step), SENT).status_code == 302
    assert step.due_changes.get().recorded_by == editor


@pytest.mark.parametrize("who", ["other_editor", "manager", "giunta", "auditor", "administrator"])
def test_nobody_else_does(client, step, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(step)).status_code == client.post(url(step), SENT).status_code == 403
    assert untouched(step)


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, step, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(step)).status_code == client.post(url(step), SENT).status_code == 404


def test_the_neighbours_stay_as_they_were(client, step):
    other = StepFactory(action=step.action, due=FIRST)
    before = Step.objects.values().get(pk=other.pk)
    client.post(url(step), SENT)
    assert Step.objects.values().get(pk=other.pk) == before


def test_wrong_method_and_wrong_step(client, step):
    assert client.put(url(step)).status_code == 405
    assert client.get(reverse("actions:step_postpone", args=[0])).status_code == 404


def test_texts_are_text(client, step):
    client.post(url(step), SENT | {"reason": "<script>alert(1)</script>"})
    page = panel(client.get(step.get_absolute_url()), "termine")
    assert page.select("script") == []
    assert "<script>alert(1)</script>" in " ".join(texts(page, "td"))
