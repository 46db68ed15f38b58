"""Who was at a meeting: each member office, its state, who spoke for it."""

import pytest
from django.utils import timezone

from abitare.people.models import Office
from abitare.records.models import LogEntry
from actions.enums import AttendanceState, MeetingState
from actions.models import MeetingAttendance
from actions.services.meetings import record_attendance
from tests.factories.people import OfficeFactory
from tests.factories.table import MeetingFactory, TableFactory
from tests.html import control, errors, messages, parse, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return [OfficeFactory(name="Alloggi"), OfficeFactory(name="Bilancio")]


@pytest.fixture
def meeting(offices):
    return MeetingFactory(
        table=TableFactory(offices=offices), number=4, date=timezone.localdate(), state=MeetingState.CONVENED
    )


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


URL = "/tavolo/4/presenze/"


def opened(client, offices):
    """What the open form would send back, the values first shown included."""
    page = parse(client.get(URL), "main form")
    data = {field["name"]: field.get("value", "") for field in page.select("input[name]")}
    for office in offices:
        chosen = control(page, f"state_{office.pk}").select_one("option[selected]")
        data[f"state_{office.pk}"] = chosen["value"] if chosen else ""
    return data


def recorded(meeting):
    return list(meeting.attendances.order_by("office_name").values_list("office_name", "state", "represented_by"))


def test_it_works(client, meeting, offices):
    one, two = offices
    sent = {f"state_{one.pk}": "present", f"by_{one.pk}": "la referente", f"state_{two.pk}": "excused"}
    response = client.post(URL, opened(client, offices) | sent, follow=True)
    assert messages(response) == ["Presenze registrate."]
    assert recorded(meeting) == [("Alloggi", "present", "la referente"), ("Bilancio", "excused", "")]
    assert texts(parse(response, "#presenze"), "li") == [
        "Alloggi presente, la referente",
        "Bilancio assente giustificato",
    ]
    [entry] = LogEntry.objects.for_object(meeting)
    assert entry.changes == [["Alloggi", "", "presente, la referente"], ["Bilancio", "", "assente giustificato"]]


def test_saving_without_changes_changes_nothing(client, meeting, offices, coordinator):
    rows = [(offices[0], AttendanceState.PRESENT, "la referente")]
    record_attendance(meeting, rows, by=coordinator, today=meeting.date)
    before = list(MeetingAttendance.objects.values())
    client.post(URL, opened(client, offices))
    assert list(MeetingAttendance.objects.values()) == before
    assert LogEntry.objects.for_object(meeting).count() == 1


def test_two_people_who_record_two_offices_lose_nothing(client, meeting, offices, coordinator):
    one, two = offices
    mine = opened(client, offices) | {f"state_{one.pk}": "present"}
    record_attendance(meeting, [(two, AttendanceState.ABSENT, "")], by=coordinator, today=meeting.date)
    client.post(URL, mine)
    assert recorded(meeting) == [("Alloggi", "present", ""), ("Bilancio", "absent", "")]


def test_a_name_without_a_presence_is_asked_about(client, meeting, offices):
    response = client.post(URL, opened(client, offices) | {f"by_{offices[0].pk}": "qualcuno"})
    assert len(errors(response)) == 1
    assert "Di’ se Alloggi era presente." in errors(response)[0]
    assert recorded(meeting) == []


def test_a_body_renamed_later_does_not_change_who_was_there(client, meeting, offices, coordinator):
    record_attendance(meeting, [(offices[0], AttendanceState.PRESENT, "")], by=coordinator, today=meeting.date)
    Office.objects.filter(pk=offices[0].pk).update(name="Nome nuovo")
    assert recorded(meeting) == [("Alloggi", "present", "")]


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CLOSED, MeetingState.CANCELLED])
def test_only_while_the_meeting_is_under_way(client, meeting, offices, state):
    sent = opened(client, offices) | {f"state_{offices[0].pk}": "present"}
    meeting.state, meeting.closed_on = state, meeting.date
    meeting.save()
    assert errors(client.post(URL, sent)) == ["Si scrive solo di una seduta convocata e non ancora chiusa."]
    assert recorded(meeting) == []


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor"])
def test_nobody_else_does(client, meeting, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == client.post(URL).status_code == 403
