"""The life of a meeting of the table and of a compito."""

from django.utils import timezone

from abitare.records.workflow import Transition
from actions.enums import AssignmentState, MeetingState
from actions.rules import can_do_assignment, can_edit_plan

M = MeetingState
A = AssignmentState


def _needs_day_to_come(meeting, data):
    if meeting.date is not None and meeting.date >= timezone.localdate():
        return None
    return "Il giorno della seduta è passato: prima di convocarla scegline uno da oggi in poi."


def _needs_agenda(meeting, data):
    return None if meeting.has_agenda else "Metti all’ordine del giorno almeno un punto."


def _needs_its_day(meeting, data):
    if meeting.date is not None and meeting.date <= timezone.localdate():
        return None
    return "La seduta non si può chiudere prima del suo giorno."


def _needs_attendance(meeting, data):
    missing = meeting.offices_without_attendance
    if missing is None:
        return "Registra la presenza di ogni ufficio del tavolo."
    return f"Registra le presenze: manca {', '.join(missing)}." if missing else None


def _needs_outcomes(meeting, data):
    silent = meeting.items_without_outcome
    if silent is None:
        return "Ogni punto ha una decisione o un testo di discussione."
    numbers = ", ".join(str(number) for number in silent)
    return f"Scrivi una decisione o la discussione: manca al punto {numbers}." if silent else None


def _needs_done_on(assignment, data):
    return None if data.get("done_on") else "Scrivi il giorno in cui il compito è stato fatto."


def _needs_how(assignment, data):
    return None if (data.get("done_note") or "").strip() else "Scrivi come il compito è stato fatto."


MEETING_TRANSITIONS = (
    Transition(
        name="convene",
        label="Convoca la seduta",
        done="seduta convocata",
        sources=frozenset({M.PLANNED}),
        target=M.CONVENED,
        may=can_edit_plan,
        guards=(_needs_day_to_come, _needs_agenda),
        writes=("convened_on",),
    ),
    Transition(
        name="close",
        label="Chiudi la seduta",
        done="seduta chiusa",
        sources=frozenset({M.CONVENED}),
        target=M.CLOSED,
        may=can_edit_plan,
        guards=(_needs_its_day, _needs_attendance, _needs_outcomes),
        writes=("closed_on",),
    ),
    Transition(
        name="cancel",
        label="Annulla la seduta",
        done="seduta annullata",
        sources=frozenset({M.PLANNED, M.CONVENED}),
        target=M.CANCELLED,
        may=can_edit_plan,
        needs_reason=True,
    ),
)

ASSIGNMENT_TRANSITIONS = (
    Transition(
        name="complete",
        label="Segna fatto",
        done="compito fatto",
        sources=frozenset({A.OPEN}),
        target=A.DONE,
        may=can_do_assignment,
        guards=(_needs_done_on, _needs_how),
        writes=("done_on", "done_note"),
    ),
    Transition(
        name="drop",
        label="Abbandona il compito",
        done="compito abbandonato",
        sources=frozenset({A.OPEN}),
        target=A.DROPPED,
        may=can_edit_plan,
        writes=("done_note",),
        needs_reason=True,
    ),
)
