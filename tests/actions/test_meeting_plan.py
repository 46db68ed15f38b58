"""Planning a meeting, changing it, its place in the list, its calendar file."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from abitare.records.models import LogEntry
from abitare.records.services.clauses import StaleVersion
from abitare.ui import formats
from actions.enums import AgendaOrigin, AssignmentState, MeetingState
from actions.models import Meeting
from actions.services.agenda import MeetingRefuses
from actions.services.meetings import change_meeting, plan_meeting
from tests.factories.table import AssignmentFactory, MeetingFactory, TableFactory
from tests.html import control, errors, messages, parse, texts

pytestmark = pytest.mark.django_db
URL = "/tavolo/nuova/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def table():
    return TableFactory()


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def sent(day, **changes):
    return {"date": formats.numeric_date(day), "starts_at": "9.30", "place": "Sala grande"} | changes


def test_it_works(client, table, today, coordinator):
    response = client.post(URL, sent(today), follow=True)
    assert messages(response) == ["Seduta n. 1 fissata: ora componi l’ordine del giorno."]
    meeting = Meeting.objects.get()
    assert (meeting.number, meeting.date, meeting.starts_at, meeting.place) == (1, today, time(9, 30), "Sala grande")
    [entry] = LogEntry.objects.for_object(meeting)
    assert (entry.verb, entry.label, entry.actor) == ("create", "seduta fissata", coordinator)


def test_the_number_follows_the_last_one(client, table, today):
    MeetingFactory(table=table, number=7, state=MeetingState.CANCELLED)
    client.post(URL, sent(today))
    assert Meeting.objects.get(date=today).number == 8


def test_the_open_compiti_are_on_its_agenda(table, today, coordinator):
    late = AssignmentFactory(table=table, due=today - timedelta(days=3), office__name="Ragioneria")
    AssignmentFactory(table=table, state=AssignmentState.DONE)
    AssignmentFactory()  # of another table
    meeting = plan_meeting(table, by=coordinator, date=today)
    [item] = meeting.agenda.all()
    assert (item.origin, item.title, item.assignment) == (AgendaOrigin.ASSIGNMENT, late.text, late)
    assert "Compito di Ragioneria, entro il" in item.facts
    assert "3 giorni oltre il termine" in item.facts


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date": ""}, "Scrivi la data."),
        ({"date": "31/2/2031"}, "Il giorno 31/2/2031 non esiste: controlla giorno e mese."),
        ({"date": "1/1/2020"}, "Il giorno è già passato: una seduta si fissa da oggi in poi."),
        ({"starts_at": "di mattina"}, "L’ora non si legge: scrivila come 9.30."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, table, today, changes, words):
    response = client.post(URL, sent(today, **changes))
    [error] = errors(response)
    assert error.endswith(words)
    assert control(parse(response, "main form"), "place")["value"] == "Sala grande"
    assert not Meeting.objects.exists()


def change_url(meeting):
    return reverse("actions:meeting_change", args=[meeting.number])


def opened(client, meeting):
    """What the open form would send back."""
    page = parse(client.get(change_url(meeting)), "main form")
    names = ("date", "starts_at", "place", "opened_version")
    return {name: control(page, name).get("value", "") for name in names} | {"notes": meeting.notes}


def test_day_hour_and_place_change_until_it_is_convened(client, table, today):
    meeting = MeetingFactory(table=table, date=today, place="Sala piccola", starts_at=time(9, 5))
    assert client.post(change_url(meeting), opened(client, meeting) | {"place": "Sala grande"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.starts_at, meeting.version) == ("Sala grande", time(9, 5), 2)
    assert LogEntry.objects.for_object(meeting).get().changes == [["luogo", "Sala piccola", "Sala grande"]]


def test_saving_without_changes_changes_nothing(client, table, today):
    meeting = MeetingFactory(table=table, date=today, starts_at=time(9, 30))
    before = Meeting.objects.values().get()
    client.post(change_url(meeting), opened(client, meeting))
    assert Meeting.objects.values().get() == before
    assert not LogEntry.objects.for_object(meeting).exists()


def test_once_convened_only_the_opening_is_written(client, table, today, coordinator):
    meeting = MeetingFactory(table=table, date=today, state=MeetingState.CONVENED)
    page = parse(client.get(change_url(meeting)), "main form")
    assert page.select("[name=date], [name=place], [name=starts_at]") == []
    sent = {"notes": "Apre la seduta.", "opened_version": control(page, "opened_version")["value"]}
    assert client.post(change_url(meeting), sent | {"place": "Altrove"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.notes, meeting.place) == ("Apre la seduta.", "")
    with pytest.raises(MeetingRefuses):
        change_meeting(meeting, by=coordinator, version=2, place="Altrove")


@pytest.mark.parametrize("state", [MeetingState.CLOSED, MeetingState.CANCELLED])
def test_a_meeting_that_is_over_does_not_change(client, table, today, state):
    meeting = MeetingFactory(table=table, date=today, state=state)
    response = client.post(change_url(meeting), {"notes": "Altro", "opened_version": "1"})
    assert errors(response) == ["La seduta non si può più modificare."]
    meeting.refresh_from_db()
    assert meeting.notes == ""


def test_two_people_on_the_same_meeting(client, table, today, coordinator):
    meeting = MeetingFactory(table=table, date=today, place="Prima")
    mine = opened(client, meeting) | {"place": "Mia"}
    change_meeting(meeting, by=coordinator, version=1, place="Sua")
    response = client.post(change_url(meeting), mine)
    assert "Nel frattempo qualcun altro ha salvato" in errors(response)[0]
    assert control(parse(response, "main form"), "place")["value"] == "Mia"
    meeting.refresh_from_db()
    assert meeting.place == "Sua"
    with pytest.raises(StaleVersion):
        change_meeting(meeting, by=coordinator, version=1, place="Mia")


def test_the_calendar_file(client, table):
    meeting = MeetingFactory(table=table, number=4, date=date(2031, 7, 1), starts_at=time(9, 30), place="Sala, piano 2")
    response = client.get(f"/tavolo/{meeting.number}/seduta.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.decode().split("\r\n")
    assert "DTSTART:20310701T073000Z" in lines
    assert "LOCATION:Sala\\, piano 2" in lines
    assert "STATUS:CONFIRMED" in lines


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor", "administrator"])
def test_nobody_else_plans_or_changes(client, table, today, request, who):
    meeting = MeetingFactory(table=table, date=today)
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == client.post(URL, sent(today)).status_code == 403
    assert client.post(change_url(meeting), sent(today)).status_code == 403
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_pages_are_there(client, table, today, request, who):
    meeting = MeetingFactory(table=table)
    client.force_login(request.getfixturevalue(who))
    for path in (URL, "/tavolo/", meeting.get_absolute_url(), change_url(meeting), "/tavolo/componenti/"):
        assert client.get(path).status_code == 404


def test_without_a_plan_there_is_nothing_to_plan(client):
    assert client.get(URL).status_code == 404
    assert texts(parse(client.get("/tavolo/"), "main"), "h1") == ["Tavolo intersettoriale"]
