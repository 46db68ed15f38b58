"""The state tables of the table: every arrow of a meeting and of a compito from every state, and what it needs."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from abitare.people.roles import Role
from abitare.records.models import LogEntry
from abitare.records.workflow import TransitionRefused, perform
from actions.enums import AssignmentState, AttendanceState, MeetingState
from actions.models import MeetingAttendance
from actions.transitions import ASSIGNMENT_TRANSITIONS, MEETING_TRANSITIONS
from tests.factories.people import OfficeFactory, make_user
from tests.factories.table import AssignmentFactory, ItemFactory, MeetingFactory, TableFactory

pytestmark = pytest.mark.django_db

MEETING = {transition.name: transition for transition in MEETING_TRANSITIONS}
ASSIGNMENT = {transition.name: transition for transition in ASSIGNMENT_TRANSITIONS}
# The tables again, written by hand: (arrow, from) -> to. Whatever is not here is refused.
MEETING_ARROWS = {
    ("convene", "planned"): "convened",
    ("close", "convened"): "closed",
    ("cancel", "planned"): "cancelled",
    ("cancel", "convened"): "cancelled",
}
ASSIGNMENT_ARROWS = {("complete", "open"): "done", ("drop", "open"): "dropped"}


@pytest.fixture
def today():
    return timezone.localdate()


def meeting_data(name, today):
    return {
        "convene": {"convened_on": today},
        "close": {"closed_on": today},
        "cancel": {"reason": "manca il numero"},
    }[name]


def assignment_data(name, today):
    done = {"done_on": today, "done_note": "protocollo n. 7"}
    return done if name == "complete" else {"reason": "non serve più", "done_note": "non serve più"}


def refused(transition, obj, by, **data):
    with pytest.raises(TransitionRefused) as refusal:
        perform(transition, obj, by=by, **data)
    before = obj.state
    obj.refresh_from_db()
    assert obj.state == before
    assert not LogEntry.objects.for_object(obj).exists()
    return refusal.value.failures


@pytest.mark.parametrize(("name", "state"), list(product(MEETING, MeetingState.values)))
def test_every_arrow_of_a_meeting_from_every_state(coordinator, today, name, state):
    meeting = MeetingFactory(date=today, state=state)
    ItemFactory(meeting=meeting, minutes="Se n’è parlato.")
    target = MEETING_ARROWS.get((name, state))
    if target is None:
        [failure] = refused(MEETING[name], meeting, coordinator, **meeting_data(name, today))
        assert failure == f"«{MEETING[name].label}» non si può fare da «{MeetingState(state).label}»."
    else:
        assert perform(MEETING[name], meeting, by=coordinator, **meeting_data(name, today)).state == target
        [entry] = LogEntry.objects.for_object(meeting)
        assert (entry.verb, entry.actor) == (name, coordinator)


@pytest.mark.parametrize(("name", "state"), list(product(ASSIGNMENT, AssignmentState.values)))
def test_every_arrow_of_a_compito_from_every_state(coordinator, today, name, state):
    assignment = AssignmentFactory(state=state)
    target = ASSIGNMENT_ARROWS.get((name, state))
    if target is None:
        refused(ASSIGNMENT[name], assignment, coordinator, **assignment_data(name, today))
    else:
        done = perform(ASSIGNMENT[name], assignment, by=coordinator, **assignment_data(name, today))
        assert done.state == target
        assert LogEntry.objects.for_object(assignment).get().verb == name


def test_a_meeting_needs_points_and_a_day_to_come(coordinator, today):
    meeting = MeetingFactory(date=today - timedelta(days=1))
    assert refused(MEETING["convene"], meeting, coordinator, convened_on=today) == (
        "Il giorno della seduta è passato: prima di convocarla scegline uno da oggi in poi.",
        "Metti all’ordine del giorno almeno un punto.",
    )


def test_closing_says_everything_that_is_missing(coordinator, today):
    here, missing = OfficeFactory(name="Ufficio qui"), OfficeFactory(name="Ufficio altrove")
    meeting = MeetingFactory(
        table=TableFactory(offices=[here, missing]), date=today + timedelta(days=1), state=MeetingState.CONVENED
    )
    MeetingAttendance.objects.create(meeting=meeting, office=here, state=AttendanceState.PRESENT, office_name=here.name)
    ItemFactory(meeting=meeting, position=1, minutes="Detto.")
    ItemFactory(meeting=meeting, position=2)
    ItemFactory(meeting=meeting, position=3)
    assert refused(MEETING["close"], meeting, coordinator, closed_on=today) == (
        "La seduta non si può chiudere prima del suo giorno.",
        "Registra le presenze: manca Ufficio altrove.",
        "Scrivi una decisione o la discussione: manca al punto 2, 3.",
    )


def test_a_meeting_is_not_cancelled_without_a_reason(coordinator):
    assert refused(MEETING["cancel"], MeetingFactory(), coordinator, reason=" ") == ("Scrivi il motivo.",)


def test_a_compito_is_done_on_a_day_and_somehow(coordinator):
    failures = refused(ASSIGNMENT["complete"], AssignmentFactory(), coordinator, done_note=" ")
    assert failures == (
        "Scrivi il giorno in cui il compito è stato fatto.",
        "Scrivi come il compito è stato fatto.",
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ORGANIZATION_CONTACT])
def test_who_convenes_closes_and_cancels(role, today):
    user = make_user(role, OfficeFactory())
    for name in MEETING:
        assert MEETING[name].may(user, MeetingFactory()) is (role is Role.COORDINATOR)


@pytest.mark.parametrize(
    ("role", "own", "others"),
    [
        (Role.COORDINATOR, True, True),
        (Role.EDITOR, True, False),
        (Role.ACCOUNTANT, True, False),
        (Role.MANAGER, False, False),
        (Role.GIUNTA, False, False),
        (Role.AUDITOR, False, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_says_a_compito_is_done(role, own, others):
    office = OfficeFactory()
    user = make_user(role, office)
    assert ASSIGNMENT["complete"].may(user, AssignmentFactory(office=office)) is own
    assert ASSIGNMENT["complete"].may(user, AssignmentFactory()) is others
    assert ASSIGNMENT["drop"].may(user, AssignmentFactory(office=office)) is (role is Role.COORDINATOR)


def test_an_outsider_moves_nothing(ente_user, stranger):
    for user in (ente_user, stranger):
        with pytest.raises(PermissionDenied):
            perform(MEETING["cancel"], MeetingFactory(), by=user, reason="no")
