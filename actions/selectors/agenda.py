"""The agenda the facts propose: what is late, silent, at risk, expiring, without a name, or promised and not done."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Max

from abitare.ui import formats
from actions.enums import AgendaOrigin, AssignmentState
from actions.models import AgendaItem, Assignment, Update
from actions.progress import FreshnessKind, HealthKind, freshness, sentence
from actions.selectors.thread import deadlines

# origin -> kind of badge
BADGES = {
    AgendaOrigin.MANUAL: "neutral",
    AgendaOrigin.LATE: "late",
    AgendaOrigin.SILENT: "stale",
    AgendaOrigin.AT_RISK: "risk",
    AgendaOrigin.EXPIRING: "expected",
    AgendaOrigin.UNNAMED: "missing",
    AgendaOrigin.ASSIGNMENT: "running",
    AgendaOrigin.CORRECTION: "neutral",
}
FRESH_ACTION_DAYS, FRESH_POINT_DAYS = 60, 90


@dataclass(frozen=True)
class Proposal:
    """A point the facts put forward: where it comes from, what it is about, the sentence with the figures."""

    key: str
    origin: str
    title: str
    facts: str
    href: str
    step: object = None
    action: object = None
    assignment: object = None
    points: tuple = ()  # the points it names, as read

    @property
    def badge(self):
        return BADGES[self.origin]

    @property
    def label(self):
        return AgendaOrigin(self.origin).label

    @property
    def row(self):
        """What the agenda keeps of it."""
        return {
            "origin": self.origin,
            "title": self.title[:200],
            "facts": self.facts,
            "step": self.step,
            "action": self.action,
            "assignment": self.assignment,
        }


def proposals(view, meeting, today):
    """Everything the facts put forward at ``today`` and the agenda of ``meeting`` does not have yet.

    view: the ``PlanView`` of that day. The queries do not grow with the plan.
    """
    present = {subject_of(item) for item in meeting.agenda.all()}
    found = [
        *open_assignments(meeting),
        *late_steps(view),
        *at_risk(view),
        *expiring(view, today),
        *silent_subjects(view, today),
        *points_without_name(view),
    ]
    return tuple(proposal for proposal in found if subject_of(AgendaItem(**proposal.row)) not in present)


def subject_of(item):
    """What makes two points the same: where they come from and what they are about (the title when it is nothing)."""
    about = (item.step_id, item.action_id, item.point_id, item.assignment_id, item.corrects_id)
    return (item.origin, *about) if any(about) else (item.origin, item.title)


def open_assignments(meeting):
    """The compiti of the meetings before, not done yet, as points of ``meeting``: they come back until they are."""
    rows = Assignment.objects.filter(table_id=meeting.table_id, state=AssignmentState.OPEN)
    rows = rows.exclude(decision__item__meeting=meeting)
    for assignment in rows.order_by(F("due").asc(nulls_last=True), "pk"):
        yield Proposal(
            key=f"compito-{assignment.pk}",
            origin=AgendaOrigin.ASSIGNMENT,
            title=assignment.text[:200],
            facts=assignment_facts(assignment, meeting.date),
            href="",
            assignment=assignment,
        )


def assignment_facts(assignment, day):
    """Whose compito it is, by when, and how late it will be on ``day``."""
    when = f"entro il {formats.long_date(assignment.due)}" if assignment.due else "senza termine"
    late = assignment.days_late(day)
    facts = f"Compito di {assignment.office_name}, {when}."
    return f"{facts} Il giorno della seduta: {formats.days(late)} oltre il termine." if late else facts


def late_steps(view):
    """Open steps past their date, the oldest first."""
    for row in view.late_steps:
        step = row.step
        slipped = ""
        if row.slipped_days:
            slipped = f" Il primo termine era il {formats.long_date(step.first_due)}."
        yield Proposal(
            key=f"ritardo-{step.pk}",
            origin=AgendaOrigin.LATE,
            title=str(step),
            facts=f"{formats.days(row.days_late)} oltre il termine del {formats.long_date(step.due)} "
            f"({step.due_source}), grado «{step.get_state_display()}». {_office(step)}.{slipped}",
            href=step.get_absolute_url(),
            step=step,
        )


def at_risk(view):
    """Azioni at risk, each with its reasons; a late one is there with its late steps."""
    for column in view.columns:
        if column.health.kind != HealthKind.AT_RISK or column.action is None:
            continue
        reasons = ". ".join(sentence(reason) for reason in column.health.reasons)
        yield Proposal(
            key=f"rischio-{column.action.pk}",
            origin=AgendaOrigin.AT_RISK,
            title=f"{column.action}: a rischio",
            facts=f"{reasons}.",
            href=column.action.get_absolute_url(),
            action=column.action,
        )


def expiring(view, today):
    """What ends within the warning days: periods of reference, incarichi, open steps with a due date."""
    steps = {str(row.step): row.step for row in view.open_steps}
    for deadline in deadlines(today, view.steps):
        if deadline.days is None or not 0 <= deadline.days <= settings.EXPIRY_WARNING_DAYS:
            continue
        step = steps.get(deadline.title)
        who = f" {_office(step)}." if step else ""
        yield Proposal(
            key=f"scadenza-{deadline.title}",
            origin=AgendaOrigin.EXPIRING,
            title=deadline.title[:200],
            facts=f"Scade il {formats.long_date(deadline.ends_on)}, {formats.distance(deadline.days)}.{who}",
            href=deadline.href,
            step=step,
        )


def silent_subjects(view, today):
    """Azioni with no update within their interval, one by one; the points of the mandate, all in one."""
    limit = getattr(settings, "FRESH_ACTION_DAYS", FRESH_ACTION_DAYS)
    start = view.plan.mandate.date
    if today < start:
        return  # nobody owes news of a mandate still to come
    last = _news_of_actions(view)
    for column in view.actions:
        news = freshness(last.get(column.action.pk, start), today, limit)
        if news.kind == FreshnessKind.STALE:
            yield Proposal(
                key=f"silenzio-{column.action.pk}",
                origin=AgendaOrigin.SILENT,
                title=f"{column.action}: senza notizie",
                facts=_silence(last.get(column.action.pk), news.days, limit, view.plan),
                href=column.action.get_absolute_url(),
                action=column.action,
            )
    yield from _silent_points(view, today, start)


def _silent_points(view, today, start):
    limit = getattr(settings, "FRESH_POINT_DAYS", FRESH_POINT_DAYS)
    last = _news_of_points(view)
    silent = [
        (point, news.days)
        for point in view.proposal_points
        if (news := freshness(last.get(point.point.pk, start), today, limit)).kind == FreshnessKind.STALE
        and point.badge != "done"
    ]
    if silent:
        names = ", ".join(point.key for point, _ in silent)
        oldest = max(days for _, days in silent)
        yield Proposal(
            key="silenzio-punti",
            origin=AgendaOrigin.SILENT,
            title="Punti della deliberazione senza notizie",
            facts=f"{formats.counted(len(silent), 'punto,punti')} senza un aggiornamento da oltre "
            f"{formats.days(limit)} (fino a {formats.days(oldest)}): {names}.",
            href=view.plan.mandate.get_absolute_url(),
            points=tuple(point for point, _ in silent),
        )


def points_without_name(view):
    """The points nobody answers for by name, all in one."""
    missing = [point for point in view.proposal_points if not point.point.responsible_id]
    if missing:
        names = ", ".join(point.key for point in missing)
        yield Proposal(
            key="senza-responsabile",
            origin=AgendaOrigin.UNNAMED,
            title="Chi risponde dei punti della deliberazione",
            facts=f"{len(missing)} punti su {len(view.proposal_points)} senza un ufficio responsabile: {names}.",
            href=f"{view.plan.mandate.get_absolute_url()}?mostra=senza-responsabile",
        )


def _news_of_actions(view):
    return {column.action.pk: column.last_news for column in view.actions if column.last_news}


def _news_of_points(view):
    """Day of the last update of each point, as known to ``view``. A query, unless its facts have been read."""
    if view.facts:
        return view.facts.last_news(view.today, lambda fact: fact.point)
    rows = Update.objects.filter(plan=view.plan, point__isnull=False, happened_on__lte=view.today)
    return dict(rows.order_by().values_list("point").annotate(last=Max("happened_on")))


def _silence(last, days, limit, plan):
    if last is None:
        return f"Nessun aggiornamento dalla {plan.mandate}, {formats.days(days)} fa: è atteso ogni {limit} giorni."
    return f"Ultimo aggiornamento il {formats.long_date(last)}, {formats.days(days)} fa: è atteso ogni {limit} giorni."


def _office(step):
    return f"Ufficio: {step.office.name}" if step.office_id else "Ufficio da individuare"
