"""Model -> typed document: the minutes of a meeting, and the meeting for a calendar."""

from django.db.models import Max
from django.utils import timezone

from abitare.documents.document import Fact
from abitare.documents.minutes import (
    MinutesAssignment,
    MinutesAttendance,
    MinutesDecision,
    MinutesDocument,
    MinutesItem,
)
from abitare.records.models import LogEntry
from abitare.ui import formats
from actions.calendar_file import CalendarEvent
from actions.enums import AgendaOrigin, AttendanceState, MeetingState
from actions.selectors.table import agenda_of

SIGNATURES = ("Chi presiede il tavolo", "Chi verbalizza")


def minutes_document(meeting, *, municipality, demo):
    """The ``MinutesDocument`` of a meeting; a draft until it is closed.

    Everything printed of a closed meeting was written down at that time: bodies and steps renamed later do not change
    it. The instant is that of the last thing recorded about the meeting, so the same data give the same document.
    """
    items = list(agenda_of(meeting))
    attendances = list(meeting.attendances.order_by("office_name"))
    place = municipality.removeprefix("Comune di ")
    draft = meeting.state != MeetingState.CLOSED
    when = formats.long_date(meeting.date)
    return MinutesDocument(
        municipality=municipality,
        author=municipality,
        place=place if place != municipality else "",
        unit=meeting.table.name,
        title=f"Verbale della seduta n. {meeting.number}",
        subtitle=_subtitle(meeting, when),
        subject=f"{meeting.table.name} del {meeting.table.plan}: seduta {formats.dated(meeting.date, 'del')}.",
        created=_last_recorded(meeting),
        demo=demo,
        draft=draft,
        facts=_facts(meeting, items, attendances),
        session=_session(meeting),
        opening=meeting.notes,
        attendance=tuple(
            MinutesAttendance(
                office=row.office_name, presence=row.get_state_display(), represented_by=row.represented_by
            )
            for row in attendances
        ),
        items=tuple(_item(meeting, item) for item in items),
        assignments=tuple(_assignments(meeting, items)),
        signatures=SIGNATURES,
    )


def meeting_event(meeting, *, base_url, ente_name):
    """The meeting as an event of a calendar, with its agenda in the description."""
    host = base_url.split("://", 1)[1].split("/", 1)[0]
    return CalendarEvent(
        uid=f"seduta-{meeting.table_id}-{meeting.number}@{host}",
        day=meeting.date,
        starts_at=meeting.starts_at,
        zone=timezone.get_default_timezone(),
        place=meeting.place,
        summary=f"{meeting.table.name}, seduta n. {meeting.number} – {ente_name}",
        description="\n".join(f"{item.position}. {item.title}" for item in meeting.agenda.order_by("position")),
        url=base_url.rstrip("/") + meeting.get_absolute_url(),
        stamp=_last_recorded(meeting),
        cancelled=meeting.state == MeetingState.CANCELLED,
        sequence=meeting.version,
    )


def _subtitle(meeting, when):
    if meeting.state == MeetingState.CLOSED:
        return f"{when}, chiusa il {formats.long_date(meeting.closed_on)}"
    if meeting.state == MeetingState.CANCELLED:
        return f"{when}: seduta annullata"
    return f"{when}: bozza, seduta non chiusa"


def _last_recorded(meeting):
    last = LogEntry.objects.for_object(meeting).aggregate(last=Max("recorded_at"))["last"]
    return timezone.localtime(last or meeting.recorded_at)


def _session(meeting):
    hour = f", ore {meeting.starts_at.hour}.{meeting.starts_at.minute:02d}" if meeting.starts_at else ""
    place = f", {meeting.place}" if meeting.place else ""
    convened = f" Convocata il {formats.long_date(meeting.convened_on)}." if meeting.convened_on else ""
    return f"Seduta di {formats.weekday_date(meeting.date)}{hour}{place}.{convened}"


def _facts(meeting, items, attendances):
    present = sum(row.state == AttendanceState.PRESENT for row in attendances)
    decisions = [decision for item in items for decision in item.decisions.all()]
    effects = sum(bool(decision.effect) for decision in decisions)
    closed = formats.long_date(meeting.closed_on) if meeting.closed_on else "non ancora"
    return (
        Fact(label="Uffici presenti", value=f"{present} su {len(attendances)}"),
        Fact(label="Punti", value=str(len(items))),
        Fact(label="Decisioni", value=str(len(decisions)), note=f"{effects} con effetto sul piano"),
        Fact(label="Seduta chiusa il", value=closed),
    )


def _item(meeting, item):
    origin = "" if item.origin == AgendaOrigin.MANUAL else item.get_origin_display()
    late = "aggiunto dopo la convocazione" if item.added_late else ""
    return MinutesItem(
        number=item.position,
        title=item.title,
        origin=", ".join(filter(None, [origin, late])),
        facts=item.facts,
        discussion=item.minutes,
        decisions=tuple(
            MinutesDecision(
                number=f"{meeting.number}/{item.position}.{place}", text=decision.text, effect=decision.effect
            )
            for place, decision in enumerate(item.decisions.all(), 1)
        ),
    )


def _assignments(meeting, items):
    for item in items:
        for place, decision in enumerate(item.decisions.all(), 1):
            assignment = getattr(decision, "assignment", None)
            if assignment is not None:
                yield MinutesAssignment(
                    text=assignment.text,
                    office=assignment.office_name,
                    due=formats.long_date(assignment.due) if assignment.due else "senza termine",
                    decision=f"{meeting.number}/{item.position}.{place}",
                )
