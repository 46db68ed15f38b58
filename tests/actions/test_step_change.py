"""Changing a step: the first dates stay, nothing written is lost, each office changes its own."""

from datetime import date

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from abitare.records.services.clauses import StaleVersion
from abitare.records.workflow import TransitionRefused
from actions.models import Step
from actions.services.steps import change_step
from tests.factories.actions import ActionFactory, StepFactory
from tests.html import control, errors, hrefs, messages, parse, rows, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(office):
    """A step of ``office``, with both dates."""
    return StepFactory(
        action=ActionFactory(number=3),
        position=1,
        title="Scegliere i custodi",
        office=office,
        start=date(2031, 6, 1),
        due=date(2031, 6, 30),
        due_source="seduta del tavolo",
    )


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def url(step):
    return reverse("actions:step_change", args=[step.pk])


def filled(client, step, **changes):
    """What the open form would send back, with some fields changed."""
    page = parse(client.get(url(step)), "main form")
    texts_of = page.select("input[name]:not([type=radio], [type=checkbox], [name=csrfmiddlewaretoken])")
    data = {found["name"]: found.get("value", "") for found in texts_of}
    for name in ("kind", "office", "due_precision"):
        chosen = control(page, name).select_one("option[selected]")
        data[name] = chosen["value"] if chosen else ""
    return data | changes


def history(step):
    return list(LogEntry.objects.for_object(step).order_by("seq"))


def test_the_form_is_filled(client, step):
    sent = filled(client, step)
    assert sent == {
        "title": "Scegliere i custodi",
        "kind": "activity",
        "weight": "1.00",
        "office": str(step.office_id),
        "start": "01/06/2031",
        "due_precision": "day",
        "opened_version": "1",
    }


def test_a_due_date_that_is_there_is_text_and_is_moved_elsewhere(client, step):
    page = parse(client.get(url(step)), "main form")
    assert page.select("[name=due], [name=due_source]") == []
    assert "Termine: 30 giugno 2031 (seduta del tavolo). Sposta il termine" in words(page)
    assert reverse("actions:step_postpone", args=[step.pk]) in hrefs(page)


def test_a_due_date_sent_all_the_same_is_not_read(client, step):
    client.post(url(step), filled(client, step, due="31/12/2031", due_source="nessuno", title="Altro"))
    step.refresh_from_db()
    assert (step.title, step.due, step.due_source) == ("Altro", date(2031, 6, 30), "seduta del tavolo")


def test_the_service_does_not_move_it_either(step, coordinator):
    with pytest.raises(TransitionRefused, match="Il termine c’è già: si sposta con il suo motivo e la sua fonte."):
        change_step(step, by=coordinator, version=1, due=date(2031, 12, 31))
    step.refresh_from_db()
    assert (step.due, step.version, history(step)) == (date(2031, 6, 30), 1, [])


def test_the_first_due_date_is_a_fact(client, coordinator, time_machine):
    time_machine.move_to(date(2031, 5, 20))
    client.force_login(coordinator)
    step = StepFactory()
    client.post(url(step), filled(client, step, due="31/12/2031", due_source="seduta del 20 maggio"))
    [fact] = step.due_changes.all()
    assert (fact.old_due, fact.new_due, fact.reason) == (None, date(2031, 12, 31), "primo termine")
    assert (fact.source, fact.decided_on, fact.recorded_by) == (
        "seduta del 20 maggio",
        date(2031, 5, 20),
        coordinator,
    )


def test_a_start_after_the_due_date_is_said_and_nothing_is_lost(client, step):
    response = client.post(url(step), filled(client, step, start="1/7/2031"))
    assert errors(response) == ["Inizio: L’inizio segue il termine, 30 giugno 2031: prima sposta il termine."]
    assert control(parse(response, "main form"), "start")["value"] == "1/7/2031"


def test_saving_without_changes_changes_nothing(client, step):
    before = Step.objects.values().get(pk=step.pk)
    assert client.post(url(step), filled(client, step)).status_code == 302
    assert Step.objects.values().get(pk=step.pk) == before
    assert history(step) == []


def test_it_works(client, step, coordinator):
    response = client.post(url(step), filled(client, step, title="Scegliere e formare i custodi"), follow=True)
    assert messages(response) == ["Passo 3.1 salvato."]
    step.refresh_from_db()
    assert (step.title, step.version) == ("Scegliere e formare i custodi", 2)
    [entry] = history(step)
    assert (entry.verb, entry.actor) == ("change", coordinator)
    assert entry.changes == [["passo", "Scegliere i custodi", "Scegliere e formare i custodi"]]


def test_the_first_start_stays(client, step):
    client.post(url(step), filled(client, step, start="15/6/2031"))
    step.refresh_from_db()
    assert (step.start, step.first_start) == (date(2031, 6, 15), date(2031, 6, 1))


def test_the_first_date_is_the_first_given(client):
    step = StepFactory()
    client.post(url(step), filled(client, step, due="31/12/2031", due_source="seduta"))
    step.refresh_from_db()
    assert (step.first_start, step.first_due) == (None, date(2031, 12, 31))


def test_the_history_says_old_and_new(client, step):
    client.post(url(step), filled(client, step, start="15/6/2031", due_precision="month", kind="milestone"))
    [entry] = history(step)
    assert sorted(entry.changes) == [
        ["inizio", "2031-06-01", "2031-06-15"],
        ["precisione del termine", "giorno", "mese"],
        ["tipo", "attività", "traguardo"],
    ]
    assert "Carla Coordinatrice: modificato." in words(parse(client.get(step.get_absolute_url()), "#storia"))


def test_someone_saved_before(client, step, coordinator, editor):
    """Both versions are shown, what was written is still in the form, nothing is saved."""
    mine = filled(client, step, title="Il mio titolo", start="15/6/2031")
    change_step(step, by=editor, version=1, title="Il suo titolo")
    response = client.post(url(step), mine)
    assert response.status_code == 200
    assert errors(response) == [
        "Nel frattempo qualcun altro ha salvato questa scheda: qui sotto trovi le due versioni."
    ]
    page = parse(response, "main form")
    assert control(page, "title")["value"] == "Il mio titolo"
    assert control(page, "start")["value"] == "15/6/2031"
    versions = {row[0]: row[1:] for row in rows(page.table)}
    assert versions["Passo diverso"] == ("Il mio titolo", "Il suo titolo")
    assert versions["Inizio diverso"] == ("15/6/2031", "01/06/2031")
    assert versions["Peso"] == ("1.00", "1.00")
    step.refresh_from_db()
    assert (step.title, step.version) == ("Il suo titolo", 2)


def test_saving_again_does_not_go_round_the_comparison(client, step, editor):
    mine = filled(client, step, title="Il mio titolo")
    change_step(step, by=editor, version=1, title="Il suo titolo")
    page = parse(client.post(url(step), mine), "main form")
    again = client.post(url(step), mine | {"opened_version": control(page, "opened_version")["value"]})
    assert again.status_code == 200
    step.refresh_from_db()
    assert step.title == "Il suo titolo"


def test_mine_is_kept_on_purpose_and_both_stay_in_the_history(client, step, coordinator, editor):
    mine = filled(client, step, title="Il mio titolo")
    change_step(step, by=editor, version=1, title="Il suo titolo")
    button = control(parse(client.post(url(step), mine), "main form"), "keep_mine")
    assert client.post(url(step), mine | {"keep_mine": button["value"]}).status_code == 302
    step.refresh_from_db()
    assert (step.title, step.version) == ("Il mio titolo", 3)
    assert [(entry.actor, entry.changes[0][1:]) for entry in history(step)] == [
        (editor, ["Scegliere i custodi", "Il suo titolo"]),
        (coordinator, ["Il suo titolo", "Il mio titolo"]),
    ]


def test_keeping_mine_is_asked_again_when_a_third_saved(client, step, editor):
    mine = filled(client, step, title="Il mio titolo")
    change_step(step, by=editor, version=1, title="Il secondo titolo")
    button = control(parse(client.post(url(step), mine), "main form"), "keep_mine")
    change_step(step, by=editor, version=2, title="Il terzo titolo")
    response = client.post(url(step), mine | {"keep_mine": button["value"]})
    assert "Il terzo titolo" in words(parse(response, "main form table"))
    step.refresh_from_db()
    assert step.title == "Il terzo titolo"


def test_without_the_version_nothing_is_overwritten(client, step):
    sent = filled(client, step, title="Altro")
    del sent["opened_version"]
    assert client.post(url(step), sent).status_code == 200
    step.refresh_from_db()
    assert step.title == "Scegliere i custodi"


def test_the_service_refuses_an_old_version(step, coordinator, editor):
    change_step(step, by=editor, version=1, title="Il suo titolo")
    with pytest.raises(StaleVersion) as refusal:
        change_step(step, by=coordinator, version=1, title="Il mio titolo")
    assert refusal.value.current.title == "Il suo titolo"
    assert len(history(step)) == 1


def test_what_is_wrong_is_said(client, step):
    response = client.post(url(step), filled(client, step, title="", start="1/7/2031"))
    assert len(errors(response)) == 2
    step.refresh_from_db()
    assert (step.title, step.due) == ("Scegliere i custodi", date(2031, 6, 30))


def test_an_office_changes_its_own_steps(client, step, editor):
    client.force_login(editor)
    assert reverse("actions:step_change", args=[step.pk]) in str(parse(client.get(step.get_absolute_url()), "main"))
    assert client.post(url(step), filled(client, step, title="Dal suo ufficio")).status_code == 302
    assert history(step)[0].actor == editor


@pytest.mark.parametrize("who", ["other_editor", "manager", "giunta", "auditor", "administrator"])
def test_nobody_else_does(client, step, request, who):
    sent = filled(client, step, title="Di un altro")
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(step)).status_code == client.post(url(step), sent).status_code == 403
    step.refresh_from_db()
    assert (step.title, history(step)) == ("Scegliere i custodi", [])


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, step, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(step)).status_code == client.post(url(step)).status_code == 404


def test_a_step_without_office_belongs_to_the_coordination(client, editor):
    step = StepFactory(office=None)
    client.force_login(editor)
    assert client.get(url(step)).status_code == 403


def test_the_first_points_are_not_changed_here(client, step):
    assert parse(client.get(url(step)), "main form").select("[name=points]") == []


def test_the_neighbours_stay_as_they_were(client, step):
    other = StepFactory(action=step.action)
    before = Step.objects.values().get(pk=other.pk)
    client.post(url(step), filled(client, step, title="Un altro titolo"))
    assert Step.objects.values().get(pk=other.pk) == before


def test_wrong_method_and_wrong_step(client, step):
    assert client.delete(url(step)).status_code == 405
    assert client.get(reverse("actions:step_change", args=[0])).status_code == 404
