"""What the messages say: of each office, what is late, near, silent, promised and changed; what the dirigente hears of.

No name of a person: offices, Azioni, steps and points only.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Max, Q

from abitare.people.models import Office
from abitare.ui import formats
from actions.enums import AssignmentState, ParticipationRole
from actions.models import Assignment, DueChange, StepStateChange, Update
from actions.progress import FreshnessKind, expiry, freshness
from actions.selectors.updates import last_news_of_actions, news_of_points

UNNAMED = "Ufficio da individuare"


@dataclass(frozen=True)
class Line:
    """One thing of a message, with the path of its page."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class OfficeDigest:
    """The week of one office; ``office`` None is what nobody answers for yet. Only sections with something in them."""

    office: Office | None
    sections: tuple[Section, ...]

    @property
    def name(self):
        return self.office.name if self.office else UNNAMED

    @property
    def counts(self):
        """«2 in ritardo, 1 senza notizie», for the console."""
        return ", ".join(f"{len(section.lines)} {section.title.lower()}" for section in self.sections)


@dataclass(frozen=True)
class SilentOffice:
    """An office that answers for something and has signed nothing for ``days``; ``last`` None: never."""

    office: Office
    last: date | None
    days: int


def office_digests(view, since, until):
    """``OfficeDigest`` of every office with something to hear, by name, that of nobody last.

    view: the ``PlanView`` of the day. since, until: the instants between which things have changed. Seven queries.
    """
    offices = {office.pk: office for office in Office.objects.order_by("name", "pk")}
    found = {pk: {} for pk in (*offices, None)}
    for title, pairs in (
        ("In ritardo", _late(view)),
        (f"In scadenza entro {formats.days(settings.RISK_DUE_DAYS)}", _due(view)),
        ("Senza notizie", _silent(view)),
        ("Compiti aperti", _assignments(view)),
        ("Cambiati dall’ultimo riepilogo", _changed(view.plan, since, until)),
    ):
        for office, line in pairs:
            found[office].setdefault(title, []).append(line)
    return tuple(
        OfficeDigest(offices.get(pk), tuple(Section(title, tuple(lines)) for title, lines in sections.items()))
        for pk, sections in found.items()
        if sections
    )


def _late(view):
    for row in view.late_steps:
        step = row.step
        text = f"{step}: {formats.days(row.days_late)} oltre il termine del {formats.long_date(step.due)}"
        yield step.office_id, Line(text, step.get_absolute_url())


def _due(view):
    rows = [row for row in view.open_steps if row.step.due and 0 <= _left(row, view) <= settings.RISK_DUE_DAYS]
    for row in sorted(rows, key=lambda row: row.step.due):
        step = row.step
        text = f"{step}: scade {formats.distance(_left(row, view))}, il {formats.long_date(step.due)}"
        yield step.office_id, Line(text, step.get_absolute_url())


def _left(row, view):
    return expiry(view.today, row.step.due).days


def _silent(view):
    """Azioni without news, for the offices that take part; points without news, for the office the act names."""
    last, start = last_news_of_actions(view.plan, view.today), view.plan.mandate.date
    for column in view.actions:
        news = freshness(last.get(column.action.pk, start), view.today, settings.FRESH_ACTION_DAYS)
        if news.kind == FreshnessKind.STALE:
            for participation in column.participations:
                path = column.action.get_absolute_url()
                yield participation.office_id, Line(f"{column.action}: da {formats.days(news.days)}", path)
    points = [row for row in view.proposal_points if row.point.responsible_id and row.badge != "done"]
    told = news_of_points([row.point for row in points], view.today)
    for row in points:
        update = told[row.point.pk].update
        news = freshness(update.happened_on if update else start, view.today, settings.FRESH_POINT_DAYS)
        if news.kind == FreshnessKind.STALE:
            text = f"Punto {row.key} della {view.plan.mandate}: da {formats.days(news.days)}"
            yield row.point.responsible_id, Line(text, row.clause.get_absolute_url())


def _assignments(view):
    rows = Assignment.objects.filter(table__plan=view.plan, state=AssignmentState.OPEN).order_by("due", "pk")
    for row in rows.select_related("decision__item__meeting"):
        late = row.days_late(view.today)
        when = f"entro il {formats.long_date(row.due)}" if row.due else "senza termine"
        text = f"{row.text}: {when}" + (f", {formats.days(late)} oltre" if late else "")
        yield row.office_id, Line(text, row.decision.item.meeting.get_absolute_url() if row.decision else "")


def _changed(plan, since, until):
    """What was recorded between the two instants, oldest first."""
    between = Q(recorded_at__gte=since, recorded_at__lt=until)
    rows = [(row.recorded_at, row.step.office_id, _graded(row)) for row in _of_steps(StepStateChange, plan, between)]
    rows += [(row.recorded_at, row.step.office_id, _moved(row)) for row in _of_steps(DueChange, plan, between)]
    updates = Update.objects.filter(between, plan=plan).select_related("action", "step__action", "point__clause__act")
    rows += [(row.recorded_at, _office_of(row), _said(row)) for row in updates]
    for _, office, line in sorted(rows, key=lambda row: row[0]):
        yield office, line


def _of_steps(model, plan, between):
    return model.objects.filter(between, step__plan=plan).select_related("step__action")


def _graded(row):
    return Line(f"{row.step}: {row.get_state_display()}", row.step.get_absolute_url())


def _moved(row):
    old, new = (formats.long_date(day) if day else "da fissare" for day in (row.old_due, row.new_due))
    return Line(f"{row.step}: termine {old} → {new}", row.step.get_absolute_url())


def _office_of(update):
    return update.step.office_id if update.step_id else update.office_id


def _said(update):
    if update.point_id:
        clause = update.point.clause
        return Line(f"Punto {clause.coordinate}: {update.get_kind_display()}", clause.get_absolute_url())
    subject = update.step or update.action
    return Line(f"{subject}: {update.get_kind_display()}", subject.get_absolute_url())


def silent_offices(view):
    """The offices from which news has been due for more than ``ESCALATION_DAYS``, the longest silence first.

    Asked of those that lead an Azione or answer for an open step. News is due ``FRESH_ACTION_DAYS`` after the last
    signed update, or after the mandate when there never was one. Two queries.
    """
    expected = {row.step.office_id for row in view.open_steps} - {None}
    for column in view.actions:
        expected |= {p.office_id for p in column.participations if p.role == ParticipationRole.LEAD}
    told = Update.objects.filter(plan=view.plan, office__in=expected, happened_on__lte=view.today)
    last = dict(told.order_by().values_list("office").annotate(Max("happened_on")))
    silent = []
    for office in Office.objects.filter(pk__in=expected).order_by("name", "pk"):
        days = (view.today - last.get(office.pk, view.plan.mandate.date)).days
        if days > settings.FRESH_ACTION_DAYS + settings.ESCALATION_DAYS:
            silent.append(SilentOffice(office, last.get(office.pk), days))
    return tuple(sorted(silent, key=lambda row: -row.days))


def very_late_steps(view):
    """Open steps late by more than ``ESCALATION_DAYS``, the latest first."""
    return tuple(row for row in view.late_steps if row.days_late > settings.ESCALATION_DAYS)
