"""The meetings of the table: planned, convened, held, closed. Closed, nothing changes any more."""

from django.db import transaction
from django.db.models import Max

from abitare.records.services.clauses import StaleVersion
from abitare.records.services.log import differences, log
from abitare.records.workflow import perform
from actions.enums import AttendanceState, MeetingState
from actions.models import CoordinationTable, Meeting, MeetingAttendance
from actions.notifications import tell_members
from actions.services.agenda import STILL_OPEN, MeetingRefuses, carry_assignments, locked_meeting
from actions.transitions import MEETING_TRANSITIONS

TRANSITIONS = {transition.name: transition for transition in MEETING_TRANSITIONS}


def meeting_under_way(pk, today):
    """The meeting, locked, when its minutes can be written: convened and its day has come."""
    meeting = locked_meeting(pk, {MeetingState.CONVENED}, "Si scrive solo di una seduta convocata e non ancora chiusa.")
    if not meeting.is_under_way(today):
        raise MeetingRefuses("Presenze, discussione e decisioni si scrivono dal giorno della seduta.")
    return meeting


@transaction.atomic
def plan_meeting(table, *, by, date, starts_at=None, place=""):
    """Plan the next meeting, numbered after the last one; the open compiti are on its agenda from the start.

    Logs the meeting; returns it.
    """
    CoordinationTable.objects.select_for_update(of=("self",)).get(pk=table.pk)  # two at once take two numbers
    last = table.meetings.aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting(table=table, number=last + 1, date=date, starts_at=starts_at, place=place)
    meeting.full_clean()
    meeting.save()
    changes = [("giorno", "", date), ("ora", "", starts_at), ("luogo", "", place)]
    log(meeting, "create", label="seduta fissata", by=by, changes=[change for change in changes if change[2]])
    carry_assignments(meeting, by=by)
    return meeting


@transaction.atomic
def change_meeting(meeting, *, by, version, **values):
    """Change day, hour, place (until convened) or the opening (until closed); returns the meeting as saved.

    Raises ``StaleVersion`` when another has saved since ``version``, ``MeetingRefuses`` when it is too late.
    """
    locked = locked_meeting(meeting.pk, STILL_OPEN, "La seduta non si può più modificare.")
    if locked.state == MeetingState.CONVENED and set(values) - {"notes"}:
        raise MeetingRefuses("La seduta è convocata: per cambiare giorno, ora o luogo annullala e convocane un’altra.")
    if locked.version != version:
        raise StaleVersion(locked)
    changes = differences(locked, values)
    if not changes:
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.full_clean()
    locked.save()
    log(locked, "change", by=by, changes=changes)
    return locked


@transaction.atomic
def change_table(table, *, by, name, offices):
    """Change the name of the table and the offices that sit at it. Logged."""
    locked = CoordinationTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    before, after = set(locked.offices.all()), set(offices)
    changes = differences(CoordinationTable.objects.get(pk=table.pk), {"name": name})
    changes += [("ufficio tolto", office.name, "") for office in sorted(before - after, key=str)]
    changes += [("ufficio aggiunto", "", office.name) for office in sorted(after - before, key=str)]
    if changes:
        locked.name = name
        locked.save(update_fields=["name"])
        locked.offices.set(after)
        log(locked, "change", by=by, changes=changes)


@transaction.atomic
def convene(meeting, *, by, today):
    """Convene: the open compiti are on the agenda, every person of the member offices gets one message."""
    carry_assignments(meeting, by=by)
    convened = perform(TRANSITIONS["convene"], meeting, by=by, convened_on=today)
    tell_members(convened, "meeting_convened", key="meeting-convened")
    return convened


@transaction.atomic
def cancel(meeting, *, by, reason):
    """Cancel with a reason; whoever had been convened is told."""
    was_convened = Meeting.objects.filter(pk=meeting.pk, state=MeetingState.CONVENED).exists()
    cancelled = perform(TRANSITIONS["cancel"], meeting, by=by, reason=reason)
    if was_convened:
        tell_members(cancelled, "meeting_cancelled", key="meeting-cancelled", reason=reason)
    return cancelled


@transaction.atomic
def close(meeting, *, by, today):
    """Close: from now on the minutes do not change; what was wrong is put right by a later meeting."""
    return perform(TRANSITIONS["close"], meeting, by=by, closed_on=today)


@transaction.atomic
def record_attendance(meeting, rows, *, by, today):
    """Record who was there. ``rows``: triples (office, ``AttendanceState`` value, represented by), only the changed.

    Logs on the meeting what changed; raises ``MeetingRefuses`` when the meeting is not under way.
    """
    locked = meeting_under_way(meeting.pk, today)
    changes = []
    for office, state, represented_by in rows:
        row = locked.attendances.filter(office=office).first() or MeetingAttendance(meeting=locked, office=office)
        before = _words(row) if row.pk else ""
        row.state, row.represented_by, row.office_name = state, represented_by, office.name
        row.save()
        if before != _words(row):
            changes.append((office.name, before, _words(row)))
    if changes:
        log(locked, "record_attendance", label="presenze registrate", by=by, changes=changes)


def _words(row):
    state = AttendanceState(row.state).label
    return f"{state}, {row.represented_by}" if row.represented_by else state
