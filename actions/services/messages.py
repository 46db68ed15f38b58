"""The messages of the plan: weekly digest, reminders, escalation. Queued once for each key, whatever runs them."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from abitare.people.enums import NotificationKind
from abitare.people.models import Office
from abitare.people.roles import Permission
from abitare.people.selectors import holders_of, without
from abitare.records import jobs
from abitare.records.models import JobRun
from abitare.records.notifications import queue, unsent
from abitare.ui import formats
from actions.reminders import reminder_key, rung
from actions.selectors.messages import Line, OfficeDigest, office_digests, silent_offices, very_late_steps
from actions.selectors.plan import current_plan, read_plan

DIGEST_JOB = "riepilogo settimanale"
REMINDERS_JOB = "promemoria dei termini"
ESCALATION_JOB = "avvisi al dirigente"


@dataclass(frozen=True)
class Sent:
    """What a digest did, or would do: each office with how many people hear of it; how many messages were queued."""

    offices: tuple[tuple[OfficeDigest, int], ...]
    messages: int


# --- weekly digest --------------------------------------------------------------------------------------------------
@transaction.atomic
def send_digests(now, *, write=True):
    """Queue the digest of the week ``now`` falls in, one message a person; returns ``Sent``.

    To who may write for an office, about that office; to the coordination, about all. Nothing to say, no message.
    Without ``write`` it only counts. What changed is counted from the last digest, or from a week before.
    """
    plan = current_plan()
    if plan is None:
        return Sent((), 0)
    since = _last_digest(now)
    digests = office_digests(read_plan(plan, now.date()), since, now)
    readers = _digest_readers(digests)
    queued = 0
    for person, own in readers.values():
        context = {"offices": own, "day": now.date(), "since": since, "plan": plan}
        key = f"digest:{jobs.week_key(now.date())}:{person.pk}"
        queued += _queue(key, person, "digest", context) if write else 1
    heard = {id(d): sum(d in own for _, own in readers.values()) for d in digests}
    return Sent(tuple((digest, heard[id(digest)]) for digest in digests), queued)


def _last_digest(now):
    last = JobRun.objects.filter(job=DIGEST_JOB, done_at__lt=now).order_by("-done_at").first()
    # The note of this very run is written before its work: its own instant is not the last one.
    if last is not None and last.key == jobs.week_key(now.date()):
        last = JobRun.objects.filter(job=DIGEST_JOB, done_at__lt=last.done_at).order_by("-done_at").first()
    return last.done_at if last else now - timedelta(days=7)


def _digest_readers(digests):
    """{person key: (person, digests that are theirs)}, of who wants them and has something to read."""
    switched_off = without(NotificationKind.DIGEST)
    everything = {grant.user_id: grant.user for grant in holders_of(Permission.EDIT_PLAN)}
    readers = {pk: (person, digests) for pk, person in everything.items()}
    for grant in holders_of(Permission.EDIT_OWN_STEPS):
        if grant.user_id in everything or not grant.office_id:
            continue
        mine = tuple(d for d in digests if d.office is not None and d.office.pk == grant.office_id)
        person, before = readers.get(grant.user_id, (grant.user, ()))
        readers[grant.user_id] = (person, (*before, *(d for d in mine if d not in before)))
    return {pk: pair for pk, pair in readers.items() if pair[1] and pk not in switched_off}


# --- reminders ------------------------------------------------------------------------------------------------------
@transaction.atomic
def send_reminders(today):
    """Queue one message a person with every reminder that is new for them today; returns how many messages.

    To who may write for the office of the step; where nobody may, to the coordination.
    """
    plan = current_plan()
    if plan is None:
        return 0
    steps = [row.step for row in read_plan(plan, today).open_steps if row.step.due and rung(row.step.due, today)]
    people = _reminder_readers({step.office_id for step in steps})
    wanted = {
        reminder_key(step.pk, step.due, rung(step.due, today), person.pk): (person, step)
        for step in steps
        for person in people[step.office_id]
    }
    return _queue_grouped("reminders", wanted, today, lambda step: _reminder_line(step, today))


def _reminder_readers(offices):
    switched_off = without(NotificationKind.REMINDERS)
    grants = holders_of(Permission.EDIT_OWN_STEPS)
    coordination = _distinct(holders_of(Permission.EDIT_PLAN))
    found = {}
    for office in offices:
        own = _distinct(grant for grant in grants if office is not None and grant.office_id == office)
        found[office] = [person for person in own or coordination if person.pk not in switched_off]
    return found


def _reminder_line(step, today):
    left = (step.due - today).days
    when = f"scade {formats.distance(left)}" if left >= 0 else f"{formats.days(-left)} oltre il termine"
    return Line(f"{step}: {when} ({formats.long_date(step.due)})", step.get_absolute_url())


# --- escalation -----------------------------------------------------------------------------------------------------
@transaction.atomic
def escalate(today):
    """Queue to the dirigenti what is late, and who is silent, beyond ``ESCALATION_DAYS``; returns how many messages.

    Each fact is told once to each of them. A dirigente with an office hears of it and of what depends on it, one
    without of everything; nobody can switch this off.
    """
    plan = current_plan()
    if plan is None:
        return 0
    view = read_plan(plan, today)
    facts = [
        (f"escalation-late:{row.step.pk}:{row.step.due}", row.step.office_id, _late_line(row))
        for row in very_late_steps(view)
    ]
    facts += [
        (f"escalation-silent:{row.office.pk}:{row.last or 'mai'}", row.office.pk, _silence_line(row))
        for row in silent_offices(view)
    ]
    above = _offices_above()
    wanted = {}
    for grant in holders_of(Permission.VALIDATE_LINKS):
        for key, office, line in facts:
            if grant.office_id is None or grant.office_id in above.get(office, ()):
                wanted[f"{key}:{grant.user_id}"] = (grant.user, line)
    return _queue_grouped("escalation", wanted, today, lambda line: line)


def _late_line(row):
    step = row.step
    office = step.office.name if step.office else "ufficio da individuare"
    text = f"{step} ({office}): {formats.days(row.days_late)} oltre il termine del {formats.long_date(step.due)}"
    return Line(text, step.get_absolute_url())


def _silence_line(row):
    last = f"l’ultimo è del {formats.long_date(row.last)}" if row.last else "non ne ha mai firmati"
    return Line(f"{row.office.name}: nessun aggiornamento da {formats.days(row.days)}, {last}")


def _offices_above():
    """{office key: itself and the offices it is part of}. One query."""
    parents = dict(Office.objects.values_list("pk", "parent_id"))
    above = {}
    for pk in parents:
        chain, current = [], pk
        while current is not None and current not in chain:
            chain.append(current)
            current = parents.get(current)
        above[pk] = chain
    return above


# --- the queue ------------------------------------------------------------------------------------------------------
def _queue_grouped(event, wanted, today, line_of):
    """One message a person for everything in ``wanted`` ({key: (person, thing)}) that was never sent."""
    by_person = {}
    for key in unsent(wanted):
        person, thing = wanted[key]
        _, keys, lines = by_person.setdefault(person.pk, (person, [], []))
        keys.append(key)
        lines.append(line_of(thing))
    return sum(
        _queue(f"{event}:{today.isoformat()}:{person.pk}", person, event, {"lines": lines, "day": today}, covers=keys)
        for person, keys, lines in by_person.values()
    )


def _queue(key, person, event, context, covers=()):
    context |= {
        "ente_name": settings.ENTE_NAME,
        "base_url": settings.BASE_URL.rstrip("/"),
        "due_days": settings.RISK_DUE_DAYS,
        "escalation_days": settings.ESCALATION_DAYS,
    }
    return queue(key=key, recipient=person.email, template=f"actions/{event}", context=context, covers=covers)


def _distinct(grants):
    return list({grant.user_id: grant.user for grant in grants}.values())


# --- jobs -----------------------------------------------------------------------------------------------------------
def digest_job(now):
    sent = send_digests(now)
    return f"Riepilogo settimanale: {formats.counted(sent.messages, 'messaggio,messaggi')}." if sent.messages else ""


def reminders_job(now):
    count = send_reminders(now.date())
    return f"Promemoria dei termini: {formats.counted(count, 'messaggio,messaggi')}." if count else ""


def escalation_job(now):
    count = escalate(now.date())
    return f"Avvisi al dirigente: {formats.counted(count, 'messaggio,messaggi')}." if count else ""
