"""A health declared by a person: beside the computed one, with its reason, until its day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from actions.models import Override
from actions.services.overrides import declare_health
from tests.factories.actions import TODAY, ActionFactory, PlanFactory, StepFactory
from tests.html import control, errors, hrefs, messages, panel, parse, texts, words

pytestmark = pytest.mark.django_db

END = date(2031, 12, 20)
SENT = {"health": "risk", "expires_on": "20/12/2031", "reason": "Il parere arriva lunedì."}
SAID = "Calcolato: In ritardo. Dichiarato: A rischio fino al 20 dicembre 2031, da Dario Dirigente: Il parere arriva"


@pytest.fixture
def action(db):
    """Late by ten days."""
    action = ActionFactory(plan=PlanFactory(), number=3)
    StepFactory(action=action, position=1, due=date(2031, 11, 10))
    return action


@pytest.fixture(autouse=True)
def _inside(client, manager, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(manager)


def url(number=3):
    return reverse("actions:override_declare", args=[number])


def withdraw_url(override):
    return reverse("actions:override_withdraw", args=[override.pk])


def declare(action, by, **values):
    return declare_health(action, **{"health": "risk", "reason": "arriva", "expires_on": END, "by": by} | values)


def health(client, action):
    return words(parse(client.get(action.get_absolute_url()), "section[aria-labelledby=salute]"))


def test_it_works_and_the_computed_one_stays(client, action, manager):
    response = client.post(url(), SENT, follow=True)
    assert messages(response) == ["Salute dichiarata: A rischio."]
    said = words(parse(response, "section[aria-labelledby=salute]"))
    assert said.startswith("Salute e avanzamento In ritardo Perché")
    assert "Passo 3.1: 10 giorni oltre il termine" in said
    assert SAID in said
    [override] = Override.objects.all()
    assert (override.author, override.declared_on, override.expires_on) == (manager, TODAY, END)
    [entry] = LogEntry.objects.for_object(action)
    assert (entry.verb, entry.actor, entry.reason) == ("declare_health", manager, SENT["reason"])


@pytest.mark.parametrize("name", ["dashboard:index", "actions:list"])
def test_the_lists_say_both(client, action, manager, name):
    client.post(url(), SENT)
    page = words(parse(client.get(reverse(name)), "main"))
    assert SAID in page
    assert "In ritardo" in page.split("Calcolato")[0]


def test_it_ends_with_its_last_good_day(client, action, manager, time_machine):
    declare(action, manager)
    time_machine.move_to(END)
    client.force_login(manager)
    assert "Dichiarato" in health(client, action)
    time_machine.move_to(END + timedelta(days=1))
    client.force_login(manager)
    assert "Dichiarato" not in health(client, action)
    history = words(panel(client.get(action.get_absolute_url()), "dichiarata"))
    assert "A rischio fino al 20 dicembre 2031, da Dario Dirigente: arriva Scaduta" in history


def test_withdrawn_it_stays_in_the_history(client, action, manager):
    override = declare(action, manager)
    assert withdraw_url(override) in hrefs(panel(client.get(action.get_absolute_url()), "dichiarata"))
    assert "dichiarata «A rischio»" in words(parse(client.get(withdraw_url(override)), "main"))
    response = client.post(withdraw_url(override), follow=True)
    assert messages(response) == ["Dichiarazione ritirata: vale la salute calcolata."]
    assert "Dichiarato" not in words(parse(response, "section[aria-labelledby=salute]"))
    assert "Ritirata il 20 novembre 2031" in words(panel(response, "dichiarata"))
    assert [e.verb for e in LogEntry.objects.for_object(action).order_by("seq")] == [
        "declare_health",
        "withdraw_health",
    ]
    assert messages(client.post(withdraw_url(override), follow=True)) == ["La dichiarazione non vale già più."]


def test_one_at_a_time(client, action, manager):
    declare(action, manager)
    assert errors(client.post(url(), SENT)) == [
        "C’è già una salute dichiarata fino al 20 dicembre 2031: ritirala prima."
    ]
    assert url() not in hrefs(panel(client.get(action.get_absolute_url()), "dichiarata"))
    assert Override.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": ""}, "Perché"),
        ({"reason": "   "}, "Perché"),
        ({"expires_on": "19/11/2031"}, "La dichiarazione finirebbe prima di cominciare."),
        ({"expires_on": ""}, "Vale fino al: Scrivi la data."),
        ({"health": "benissimo"}, "Salute dichiarata"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, action, changes, error):
    response = client.post(url(), SENT | changes)
    [row] = errors(response)
    assert error in row
    assert control(parse(response, "main form"), "expires_on").get("value", "") == (SENT | changes)["expires_on"]
    assert not Override.objects.exists()


def test_one_day_is_enough(client, action):
    assert client.post(url(), SENT | {"expires_on": "20/11/2031"}).status_code == 302


def test_the_coordination_declares_too(client, action, coordinator):
    client.force_login(coordinator)
    client.post(url(), SENT)
    assert "da Carla Coordinatrice" in health(client, action)


@pytest.mark.parametrize("who", ["editor", "giunta", "auditor", "administrator"])
def test_nobody_else_does(client, action, manager, request, who):
    override = declare(action, manager)
    client.force_login(request.getfixturevalue(who))
    assert client.get(url()).status_code == client.post(url(), SENT).status_code == 403
    assert client.post(withdraw_url(override)).status_code == 403
    assert Override.objects.get().withdrawn_on is None


@pytest.mark.parametrize("who", ["editor", "giunta", "auditor"])
def test_readers_see_it_and_no_button(client, action, manager, request, who):
    declare(action, manager)
    client.force_login(request.getfixturevalue(who))
    page = panel(client.get(action.get_absolute_url()), "dichiarata")
    assert texts(page, "ol p")[1].startswith("A rischio fino al 20 dicembre 2031")
    assert hrefs(page) == []


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_it_is_there(client, action, manager, request, who):
    override = declare(action, manager)
    client.force_login(request.getfixturevalue(who))
    assert client.get(url()).status_code == client.post(withdraw_url(override)).status_code == 404


def test_the_neighbours_and_the_coordination_have_none(client, action, manager):
    other = ActionFactory(plan=action.plan, number=4)
    declare(action, manager)
    assert "Dichiarato" not in health(client, other)
    assert client.get(url(0)).status_code == client.get(url(9)).status_code == 404
    assert client.put(url()).status_code == 405
