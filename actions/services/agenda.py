"""The agenda of a meeting: what goes on it, in which order, what was said of each point."""

from django.db import transaction
from django.db.models import Max

from abitare.records.services.clauses import StaleVersion
from abitare.records.services.log import log
from abitare.ui import formats
from actions.enums import AgendaOrigin, AssignmentState, MeetingState
from actions.models import AgendaItem, Meeting
from actions.selectors.agenda import open_assignments, subject_of

STILL_OPEN = frozenset({MeetingState.PLANNED, MeetingState.CONVENED})


class MeetingRefuses(Exception):
    """What is asked cannot be written on this meeting now. The message is a sentence in Italian."""


def locked_meeting(pk, states, sentence):
    """The meeting, its row locked until the transaction ends; ``MeetingRefuses(sentence)`` if not in ``states``."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=pk)
    if meeting.state not in states:
        raise MeetingRefuses(sentence)
    return meeting


def _append(meeting, **values):
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(meeting=meeting, position=last + 1, added_late=meeting.state == MeetingState.CONVENED, **values)
    item.full_clean()
    item.save()
    return item


def _log_added(meeting, items, by):
    if items:
        changes = [(f"punto {item.position}", "", item.title) for item in items]
        log(meeting, "add_items", label="punti messi all’ordine del giorno", by=by, changes=changes)


@transaction.atomic
def add_items(meeting, rows, *, by):
    """Put points at the end of the agenda; ``rows``: dictionaries with title, facts, origin and its subject.

    A subject that is there already is not put twice. After the convocation a point says that it came later. Logs on
    the meeting; returns the points added. Raises ``MeetingRefuses`` for a meeting closed or cancelled.
    """
    locked = locked_meeting(meeting.pk, STILL_OPEN, "L’ordine del giorno di questa seduta non si può più cambiare.")
    present = {subject_of(item) for item in locked.agenda.all()}
    added = []
    for row in rows:
        if row["origin"] == AgendaOrigin.MANUAL or subject_of(AgendaItem(**row)) not in present:
            added.append(_append(locked, **row))
            present.add(subject_of(added[-1]))
    _log_added(locked, added, by)
    return added


def carry_assignments(meeting, *, by):
    """Put every compito still open on the agenda: it comes back at each meeting until it is done."""
    return add_items(meeting, [proposal.row for proposal in open_assignments(meeting)], by=by)


@transaction.atomic
def remove_item(item, *, by):
    """Take a point away, before the convocation only. A compito still open stays."""
    meeting = locked_meeting(
        item.meeting_id, {MeetingState.PLANNED}, "La seduta è già convocata: un punto non si toglie più, si discute."
    )
    if item.assignment_id and item.assignment.state == AssignmentState.OPEN:
        raise MeetingRefuses("Un compito aperto resta all’ordine del giorno finché non è fatto.")
    position = item.position
    item.delete()
    for later in meeting.agenda.filter(position__gt=position).order_by("position"):
        AgendaItem.objects.filter(pk=later.pk).update(position=later.position - 1)
    log(meeting, "remove_item", label="punto tolto", by=by, changes=[(f"punto {position}", item.title, "")])


@transaction.atomic
def move_item(item, *, by, up):
    """Swap a point with the one before (``up``) or after it, before the convocation. At the end: nothing happens."""
    meeting = locked_meeting(
        item.meeting_id, {MeetingState.PLANNED}, "La seduta è già convocata: l’ordine dei punti è quello convocato."
    )
    item = meeting.agenda.get(pk=item.pk)
    other = meeting.agenda.filter(position=item.position + (-1 if up else 1)).first()
    if other is None:
        return
    free = meeting.agenda.aggregate(last=Max("position"))["last"] + 1  # two points never share a number, not even now
    for pk, position in ((item.pk, free), (other.pk, item.position), (item.pk, other.position)):
        AgendaItem.objects.filter(pk=pk).update(position=position)
    changes = [(item.title, f"punto {item.position}", f"punto {other.position}")]
    log(meeting, "move_item", label="punto spostato", by=by, changes=changes)


def write_minutes(item, *, by, version, text):
    """Write what was said of a point; the caller holds the lock of the meeting. ``StaleVersion`` as everywhere."""
    locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if locked.version != version:
        raise StaleVersion(locked)
    if locked.minutes == text:
        return locked
    changes = [(f"discussione del punto {locked.position}", locked.minutes, text)]
    locked.minutes, locked.version = text, locked.version + 1
    locked.save(update_fields=["minutes", "version"])
    log(locked.meeting, "write_minutes", label="discussione scritta", by=by, changes=changes)
    return locked


@transaction.atomic
def correct_item(item, meeting, *, by, text):
    """Put on the agenda of a later ``meeting`` the correction of a point of a closed one; returns the new point."""
    if item.meeting.state != MeetingState.CLOSED:
        raise MeetingRefuses("Si rettifica solo il verbale di una seduta chiusa.")
    source = f"seduta n. {item.meeting.number} del {formats.long_date(item.meeting.date)}"
    row = {
        "origin": AgendaOrigin.CORRECTION,
        "title": f"Rettifica del punto {item.position} della {source}"[:200],
        "facts": f"{item.title}. {text}",
        "corrects": item,
    }
    added = add_items(meeting, [row], by=by)
    if not added:
        raise MeetingRefuses("La rettifica di questo punto è già all’ordine del giorno della prossima seduta.")
    return added[0]
