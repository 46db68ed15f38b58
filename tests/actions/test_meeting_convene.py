"""Convening and cancelling a meeting: who is told, once; closing it: nothing changes any more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from abitare.people.models import RoleGrant
from abitare.people.roles import Role
from abitare.records.models import QueuedMessage
from actions.enums import AttendanceState, DecisionEffect, MeetingState
from actions.models import MeetingAttendance
from actions.services.agenda import MeetingRefuses, add_items, move_item, remove_item
from actions.services.decisions import discuss, record_decision
from actions.services.meetings import convene, record_attendance
from tests.factories.people import OfficeFactory, make_user
from tests.factories.table import AssignmentFactory, ItemFactory, MeetingFactory, TableFactory
from tests.html import errors, messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def meeting(office, today):
    meeting = MeetingFactory(table=TableFactory(offices=[office]), number=4, date=today + timedelta(days=3))
    ItemFactory(meeting=meeting, position=1, title="Chi copre il servizio?")
    return meeting


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def url(meeting, name):
    return reverse("actions:meeting_perform", args=[meeting.number, name])


def test_it_works(client, meeting, editor, other_editor, mailbox, today):
    response = client.post(url(meeting, "convene"), follow=True)
    assert messages(response) == ["Seduta n. 4: convocata."]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.convened_on) == (MeetingState.CONVENED, today)
    [mail] = mailbox.queued  # the editor of the member office, not the one of another
    assert mail.to == [editor.email]
    assert "seduta n. 4 del tavolo" in mail.subject
    assert "1. Chi copre il servizio?" in mail.message
    assert f"/tavolo/{meeting.number}/seduta.ics" in mail.message
    assert QueuedMessage.objects.get().key == f"meeting-convened:{meeting.pk}:{editor.pk}"


def test_a_person_with_two_roles_gets_one_message(meeting, editor, office, mailbox, coordinator, today):
    RoleGrant.objects.create(user=editor, role=Role.ACCOUNTANT, office=office)
    convene(meeting, by=coordinator, today=today)
    assert len(mailbox.queued) == 1


def test_who_has_left_gets_nothing(meeting, editor, mailbox, coordinator, today):
    RoleGrant.objects.filter(user=editor).update(valid_from=today - timedelta(days=9), valid_to=today)
    convene(meeting, by=coordinator, today=today)
    assert mailbox.queued == []


def test_refused_nothing_is_sent(client, today, office, editor, mailbox):
    meeting = MeetingFactory(table=TableFactory(offices=[office]), date=today - timedelta(days=1))
    response = client.post(url(meeting, "convene"))
    assert messages(response) == [
        "Il giorno della seduta è passato: prima di convocarla scegline uno da oggi in poi.",
        "Metti all’ordine del giorno almeno un punto.",
    ]
    assert mailbox.queued == []
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


def test_a_compito_given_since_is_carried_when_convening(meeting, coordinator, today):
    given = AssignmentFactory(table=meeting.table)
    convened = convene(meeting, by=coordinator, today=today)
    assert list(convened.agenda.values_list("assignment", flat=True)) == [None, given.pk]


def test_cancelled_whoever_was_convened_is_told_why(client, meeting, editor, mailbox, coordinator, today):
    convene(meeting, by=coordinator, today=today)
    client.post(url(meeting, "cancel"), {"reason": "Manca il numero"})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED
    assert "Motivo: Manca il numero" in mailbox.queued[1].message
    assert len(mailbox.queued) == 2


def test_cancelled_before_convening_nobody_is_told(client, meeting, editor, mailbox):
    client.post(url(meeting, "cancel"), {"reason": "Spostata"})
    assert mailbox.queued == []


def test_a_reason_is_asked(client, meeting):
    assert len(errors(client.post(url(meeting, "cancel"), {"reason": ""}))) == 1
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


@pytest.fixture
def held(office, today):
    """Everything there is to write has been written."""
    meeting = MeetingFactory(table=TableFactory(offices=[office]), number=5, date=today, state=MeetingState.CONVENED)
    MeetingAttendance.objects.create(
        meeting=meeting, office=office, state=AttendanceState.PRESENT, office_name=office.name
    )
    ItemFactory(meeting=meeting, position=1, minutes="Se n’è parlato.")
    return meeting


def test_it_closes(client, held, today):
    response = client.post(url(held, "close"), follow=True)
    assert messages(response) == ["Seduta n. 5: chiusa."]
    held.refresh_from_db()
    assert (held.state, held.closed_on) == (MeetingState.CLOSED, today)


def test_closed_nothing_changes_any_more(client, held, office, coordinator, today):
    client.post(url(held, "close"))
    item = held.agenda.get()
    by = {"by": coordinator}
    attempts = [
        lambda: record_attendance(held, [(office, AttendanceState.ABSENT, "")], today=today, **by),
        lambda: add_items(held, [{"origin": "manual", "title": "Ancora", "facts": ""}], **by),
        lambda: remove_item(item, **by),
        lambda: move_item(item, up=True, **by),
        lambda: discuss(item, text="Altro", version=1, today=today, **by),
        lambda: record_decision(item, text="No", effect=DecisionEffect.NOTHING, today=today, **by),
    ]
    for attempt in attempts:
        with pytest.raises(MeetingRefuses):
            attempt()
    item.refresh_from_db()
    assert (item.minutes, item.decisions.count(), held.agenda.count()) == ("Se n’è parlato.", 0, 1)
    assert held.attendances.get().state == AttendanceState.PRESENT


@pytest.mark.parametrize("name", ["convene", "close", "cancel"])
@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor", "administrator"])
def test_nobody_else_does(client, meeting, request, who, name):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(meeting, name)).status_code == client.post(url(meeting, name)).status_code == 403
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, meeting, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(meeting, "convene")).status_code == 404


def test_wrong_verb_and_wrong_method(client, meeting):
    assert client.get(url(meeting, "esplodi")).status_code == 404
    assert client.delete(url(meeting, "convene")).status_code == 405


def test_somebody_outside_the_table_is_not_told(meeting, coordinator, mailbox, today):
    make_user(Role.EDITOR, OfficeFactory())
    convene(meeting, by=coordinator, today=today)
    assert mailbox.queued == []
