"""The minutes as the page gives them: what the facts say, the same bytes twice, frozen once closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from abitare.documents.checks import page_texts
from abitare.people.models import Office
from actions.documents import minutes_document
from actions.enums import AgendaOrigin, AttendanceState, MeetingState
from actions.models import Step
from actions.services.decisions import complete_assignment, discuss, record_decision
from actions.services.meetings import close, record_attendance
from tests.factories.actions import ActionFactory, PlanFactory, StepFactory
from tests.factories.people import OfficeFactory
from tests.factories.table import ItemFactory, MeetingFactory, TableFactory

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def meeting(coordinator, today):
    """Two points, three decisions, one compito; everything written, not closed."""
    office = OfficeFactory(name="Ragioneria")
    step = StepFactory(action=ActionFactory(plan=PlanFactory(), number=3), position=5, due=today - timedelta(days=38))
    meeting = MeetingFactory(
        table=TableFactory(plan=step.plan, offices=[office]), number=4, date=today, state=MeetingState.CONVENED
    )
    late = ItemFactory(
        meeting=meeting,
        position=1,
        step=step,
        origin=AgendaOrigin.LATE,
        title=str(step),
        facts="38 giorni oltre il termine.",
    )
    spoken = ItemFactory(meeting=meeting, position=2, title="Comunicazioni")
    decide = {"by": coordinator, "today": today, "text": "Così è deciso."}
    due = today + timedelta(days=9)
    record_decision(late, effect="postpone", step=step, new_due=due, reason="serve tempo", **decide)
    record_decision(late, effect="step", title="Scrivere l’atto", action=None, office=office, due=due, **decide)
    record_decision(late, effect="assign", assignment="Trovare la copertura", office=office, due=due, **decide)
    discuss(spoken, text="Si parla dei cantieri.", version=1, by=coordinator, today=today)
    record_attendance(meeting, [(office, AttendanceState.PRESENT, "la referente")], by=coordinator, today=today)
    return meeting


def document(meeting):
    meeting.refresh_from_db()
    return minutes_document(meeting, municipality="Comune di Borgo Quieto", demo=False)


def test_what_the_document_holds(meeting):
    minutes = document(meeting)
    late, spoken = minutes.items
    assert minutes.draft
    assert (late.origin, late.facts) == ("ritardo", "38 giorni oltre il termine.")
    assert [decision.number for decision in late.decisions] == ["4/1.1", "4/1.2", "4/1.3"]
    assert late.decisions[0].effect.startswith("passo 3.5, termine da")
    assert (spoken.discussion, spoken.decisions, spoken.origin) == ("Si parla dei cantieri.", (), "")
    [row] = minutes.attendance
    assert (row.office, row.presence, row.represented_by) == ("Ragioneria", "presente", "la referente")
    [given] = minutes.assignments
    assert (given.text, given.office, given.decision) == ("Trovare la copertura", "Ragioneria", "4/1.3")
    assert [fact.value for fact in minutes.facts] == ["1 su 1", "2", "3", "non ancora"]


def test_the_file(client, giunta, meeting, coordinator, today):
    close(meeting, by=coordinator, today=today)
    client.force_login(giunta)
    response = client.get("/tavolo/4/verbale.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="verbale-seduta-4.pdf"'
    text = " ".join(" ".join(page_texts(response.content)).split())
    assert "Trovare la copertura" in text
    assert "bozza" not in text.lower()
    assert client.get("/tavolo/4/verbale.pdf").content == response.content


def test_a_draft_says_so(client, giunta, meeting):
    client.force_login(giunta)
    assert "BOZZA" in " ".join(page_texts(client.get("/tavolo/4/verbale.pdf").content)).upper()


def test_closed_the_minutes_stay_whatever_happens_later(meeting, coordinator, today):
    close(meeting, by=coordinator, today=today)
    before = document(meeting)
    Office.objects.update(name="Nome di dopo")
    Step.objects.update(title="Titolo di dopo")
    assignment = meeting.table.assignments.get()
    complete_assignment(assignment, by=coordinator, done_on=today, done_note="protocollo n. 7")
    assert document(meeting) == before


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_file_is_there(client, meeting, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/tavolo/4/verbale.pdf").status_code == 404
