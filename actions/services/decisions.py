"""What the table decides, and what each decision becomes in the same act of writing."""

from django.db import transaction

from abitare.records.services.log import log
from abitare.records.workflow import perform
from abitare.ui import formats
from actions.enums import DecisionEffect, MeetingState
from actions.models import AgendaItem, Assignment, Decision
from actions.services.agenda import write_minutes
from actions.services.meetings import meeting_under_way
from actions.services.postponements import postpone_step
from actions.services.steps import create_step
from actions.transitions import ASSIGNMENT_TRANSITIONS

TRANSITIONS = {transition.name: transition for transition in ASSIGNMENT_TRANSITIONS}


def source_of(meeting):
    """How a due date names the meeting that fixed it: «seduta n. 4 del 26 novembre 2026»."""
    return f"seduta n. {meeting.number} del {formats.long_date(meeting.date)}"


@transaction.atomic
def record_decision(item, *, text, effect, by, today, **values):
    """Write a decision of the table with what it becomes; returns the decision. One transaction: all or nothing.

    effect: a ``DecisionEffect`` with its values. STEP: title, action (None: the coordination), office, due. POSTPONE:
    step, new_due, reason. ASSIGN: assignment, office, due. The step, the postponement or the compito point back here
    and cite the meeting. Raises ``MeetingRefuses`` when the meeting is not under way, and what the services of the
    steps raise (``TransitionRefused`` with every reason, ``ValidationError``).
    """
    meeting = meeting_under_way(item.meeting_id, today)
    decision = Decision(item=item, text=text, recorded_by=by)
    if effect == DecisionEffect.STEP:
        _add_step(decision, meeting, by=by, today=today, **values)
    elif effect == DecisionEffect.POSTPONE:
        _postpone(decision, meeting, by=by, **values)
    elif effect == DecisionEffect.ASSIGN:
        decision.effect = _assignment_words(**values)
    decision.full_clean()
    decision.save()
    if effect == DecisionEffect.ASSIGN:
        _assign(decision, meeting, by=by, **values)
    changes = [(f"punto {item.position}", "", text), ("effetto", "", decision.effect)]
    log(meeting, "decide", label="decisione registrata", by=by, changes=changes if decision.effect else changes[:1])
    return decision


def _add_step(decision, meeting, *, title, action, office, due, by, today):
    decision.step = create_step(
        plan=meeting.table.plan,
        action=action,
        by=by,
        today=today,
        title=title,
        office=office,
        due=due,
        due_source=source_of(meeting) if due else "",
    )
    until = f"entro il {formats.long_date(due)}" if due else "termine da fissare"
    who = office.name if office else "ufficio da individuare"
    decision.effect = f"passo {decision.step.code} «{title}», {who}, {until}"


def _postpone(decision, meeting, *, step, new_due, reason, by):
    change = postpone_step(
        step, new_due=new_due, reason=reason, source=source_of(meeting), decided_on=meeting.date, by=by
    )
    decision.due_change = change
    start = formats.dated(change.old_due, "dal") if change.old_due else "da fissare,"
    decision.effect = f"passo {step.code}, termine {start} {formats.dated(new_due, 'al')}"


def _assignment_words(*, assignment, office, due):
    until = f"entro il {formats.long_date(due)}" if due else "senza termine"
    return f"compito a {office.name}, {until}: {assignment}"


def _assign(decision, meeting, *, assignment, office, due, by):
    created = Assignment(
        table=meeting.table,
        decision=decision,
        text=assignment,
        office=office,
        office_name=office.name,
        due=due,
    )
    created.full_clean()
    created.save()
    changes = [("compito", "", assignment), ("ufficio", "", office.name), ("entro il", "", due)]
    log(created, "create", label="compito dato", by=by, changes=[change for change in changes if change[2]])


@transaction.atomic
def discuss(item, *, text, version, by, today):
    """Write the discussion of a point of a meeting under way; returns the point as saved."""
    meeting_under_way(item.meeting_id, today)
    return write_minutes(item, by=by, version=version, text=text)


@transaction.atomic
def complete_assignment(assignment, *, by, done_on, done_note):
    """A compito is done: the meeting that has it on its agenda, convened, says so in its minutes."""
    done = perform(TRANSITIONS["complete"], assignment, by=by, done_on=done_on, done_note=done_note)
    _tell_the_meeting(done, f"Fatto il {formats.long_date(done_on)}: {done_note.rstrip('.')}.", by)
    return done


@transaction.atomic
def drop_assignment(assignment, *, by, reason):
    """A compito is given up, with its reason."""
    dropped = perform(TRANSITIONS["drop"], assignment, by=by, reason=reason, done_note=reason)
    _tell_the_meeting(dropped, f"Abbandonato: {reason.rstrip('.')}.", by)
    return dropped


def _tell_the_meeting(assignment, sentence, by):
    for item in AgendaItem.objects.filter(assignment=assignment, meeting__state=MeetingState.CONVENED):
        text = f"{item.minutes}\n{sentence}" if item.minutes else sentence
        write_minutes(item, by=by, version=item.version, text=text)
