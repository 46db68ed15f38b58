"""Which messages a person wants, on the profile page."""

import pytest

from abitare.people.enums import NotificationKind
from abitare.people.models import NotificationPreference
from abitare.people.roles import Role
from abitare.people.selectors import preferences_of, without
from tests.factories.people import make_user
from tests.html import messages, parse

pytestmark = pytest.mark.django_db
URL = "/profilo/messaggi/"
PAGE = "/profilo/"


@pytest.fixture
def person(client):
    user = make_user(Role.GIUNTA)
    client.force_login(user)
    return user


def ticked(client):
    panel = parse(client.get(PAGE), "#messaggi")
    return {box["name"]: box.has_attr("checked") for box in panel.select("input[type=checkbox]")}


def test_everything_is_wanted_until_one_says_otherwise(client, person):
    assert ticked(client) == {"digest": True, "reminders": True}


def test_what_is_not_ticked_is_switched_off(client, person):
    answer = client.post(URL, {"digest": "on"}, follow=True)
    assert messages(answer) == ["Scelte sui messaggi salvate."]
    assert ticked(client) == {"digest": True, "reminders": False}
    assert without(NotificationKind.REMINDERS) == {person.pk}
    assert without(NotificationKind.DIGEST) == set()


def test_one_changes_ones_mind(client, person):
    client.post(URL, {})
    client.post(URL, {"digest": "on", "reminders": "on"})
    assert preferences_of(person) == {"digest": True, "reminders": True}
    assert NotificationPreference.objects.count() == 2


def test_of_each_person_alone(client, person):
    other = make_user(Role.GIUNTA)
    client.post(URL, {})
    assert preferences_of(other) == {"digest": True, "reminders": True}


def test_the_escalation_cannot_be_switched_off(client, person):
    client.post(URL, {"escalation": ""})
    assert set(NotificationPreference.objects.values_list("kind", flat=True)) == {"digest", "reminders"}
    assert "non si disattiva" in parse(client.get(PAGE), "#messaggi").get_text()


def test_who_is_not_staff_has_no_choice(client, ente_user):
    client.force_login(ente_user)
    assert parse(client.get(PAGE)).select("#messaggi") == []
    assert client.post(URL, {}).status_code == 404


def test_only_by_post_and_only_inside(client, person):
    assert client.get(URL).status_code == 405
    client.logout()
    assert client.post(URL, {}).status_code == 302
