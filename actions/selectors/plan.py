"""The whole plan as read for one page: the same queries whatever its size, then the arithmetic of ``progress``."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.conf import settings
from django.db.models import Case, Count, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from abitare.records.enums import Level
from abitare.records.models import MandatePoint
from abitare.ui import formats
from actions.enums import ParticipationRole
from actions.known import end_of_day
from actions.models import Action, ActionParticipation, BudgetLine, DueChange, MandateLink, Override, Plan, Step
from actions.progress import (
    Ending,
    MandateCoverage,
    PlanProgress,
    Thresholds,
    assess,
    mandate_coverage,
    measure,
    roll_up,
    sentence,
)
from actions.selectors.action import HEALTH_BADGES, ActionView, step_view
from actions.selectors.asof import links_as_known, steps_as_known
from actions.selectors.budget import BudgetView
from actions.selectors.facts import PlanFacts, read_facts
from actions.selectors.indicators import read_indicators, signals_of
from actions.selectors.points import point_views
from actions.selectors.updates import last_news_of_actions


def current_plan():
    """The plan in force (the one whose mandate is the most recent), or None before ``load_plan``."""
    plans = Plan.objects.select_related("mandate", "document", "previous_mandate")
    return plans.order_by("-mandate__date", "-pk").first()


def plan_with_actions():
    """As ``current_plan``, its Azioni read with it: one query, two for a plan that has none yet."""
    latest = Plan.objects.order_by("-mandate__date", "-pk").values("pk")[:1]
    actions = Action.objects.filter(plan=Subquery(latest)).order_by("number")
    actions = list(actions.select_related("plan__mandate", "plan__document", "plan__previous_mandate"))
    if not actions:
        return current_plan()
    plan = actions[0].plan
    for action in actions:
        action.plan = plan
    plan._prefetched_objects_cache = {"actions": actions}
    return plan


@dataclass(frozen=True)
class MatrixCell:
    """What one Azione does for one point; ``inferred`` when the act does not say it and somebody deduced it."""

    label: str
    hows: tuple
    inferred: bool


@dataclass(frozen=True)
class MatrixRow:
    view: object
    cells: tuple


@dataclass(frozen=True)
class PlanView:
    """The plan on one day: points, Azioni, the coordination, the totals."""

    plan: Plan
    today: date
    points: tuple
    actions: tuple
    coordination: ActionView
    progress: PlanProgress
    mandate: MandateCoverage
    thresholds: Thresholds
    instant: datetime | None = None  # rebuilt as known then; None: as it is now
    facts: PlanFacts | None = None  # when they have been read

    @property
    def badge(self):
        return HEALTH_BADGES[self.progress.health.kind]

    @property
    def reasons(self):
        return [sentence(reason) for reason in self.progress.health.reasons]

    @property
    def days_since_mandate(self):
        return (self.today - self.plan.mandate.date).days

    @property
    def proposal_points(self):
        """The points people answer for; the organ's own two approve and make executable."""
        return [view for view in self.points if view.in_proposal]

    @property
    def organ_points(self):
        return [view for view in self.points if not view.in_proposal]

    @property
    def with_responsible(self):
        return [view for view in self.proposal_points if view.point.responsible_id]

    @property
    def with_deadline(self):
        return [view for view in self.proposal_points if view.point.due_on]

    @property
    def executed(self):
        return [view for view in self.proposal_points if view.badge == "done"]

    @property
    def uncovered(self):
        return [view for view in self.proposal_points if not view.covered]

    @property
    def proposed_links(self):
        return sum(len(view.proposed) for view in self.points)

    @property
    def matrix(self):
        """A row for each point people answer for, a cell for each Azione and one for the coordination."""
        return [MatrixRow(view, tuple(_cell(view, column) for column in self.columns)) for view in self.proposal_points]

    @property
    def verdict_sentence(self):
        """The answer of the page in one sentence."""
        if self.progress.done_dated is None:
            return self.reasons[0] + "." if self.reasons else "Mancano i dati per dirlo."
        done, expected = formats.percent(self.progress.done_dated), formats.percent(self.progress.expected)
        late = len(self.late_steps)
        start = formats.counted(late, "passo,passi") + " oltre il termine. " if late else ""
        return f"{start}Fatto {done}, atteso {expected}."

    @property
    def coverage_note(self):
        """On how much of the work the figures rest, and which Azioni are left out."""
        note = f"Copertura dei termini: {formats.percent(self.progress.coverage)} del lavoro."
        if self.progress.left_out and self.progress.included:
            note += f" Fuori dal conto: {', '.join(a.label for a in self.progress.left_out)}."
        return note

    @property
    def executed_note(self):
        by_effect = sum(view.effect_on is not None for view in self.proposal_points)
        return f"{by_effect} per effetto dell’atto, {len(self.executed) - by_effect} con i passi"

    @property
    def of_points(self):
        return f"di {len(self.proposal_points)}"

    @property
    def late_note(self):
        if not self.steps:
            return "nessun passo registrato"
        return f"il più vecchio da {formats.days(self.late_steps[0].days_late)}" if self.late_steps else "nessuno"

    @property
    def links_note(self):
        """Who proposed the mapping and that the table has to validate it."""
        waiting = self.proposed_links
        words = formats.counted(waiting, "legame proposto,legami proposti")
        return f"{words}, da validare al tavolo" if waiting else "legami validati dal tavolo"

    @property
    def columns(self):
        """The columns of the matrix: the Azioni, then the coordination."""
        return (*self.actions, self.coordination)

    @property
    def steps(self):
        return [step for view in self.columns for step in view.steps]

    @property
    def open_steps(self):
        return [view for view in self.steps if view.facts.open]

    @property
    def late_steps(self):
        return sorted((view for view in self.steps if view.days_late), key=lambda view: -view.days_late)

    @property
    def indicators(self):
        """Those in use, of every Azione and of the coordination."""
        return [view for column in self.columns for view in column.indicators]

    def action(self, number):
        return next((view for view in self.actions if view.action.number == number), None)


def thresholds_in_force():
    """The thresholds this installation has decided, as ``progress`` wants them."""
    return Thresholds(
        gap=Fraction(settings.RISK_GAP_POINTS, 100),
        due_soon_days=settings.RISK_DUE_DAYS,
        ending_days=settings.EXPIRY_WARNING_DAYS,
        coverage=Fraction(settings.MIN_COVERAGE_PERCENT, 100),
    )


def read_plan(plan, today, *, as_known=False, facts=None):
    """The plan as it stands at ``today``. A fixed number of queries, none of them in a loop.

    as_known: only what Abitare had recorded by the end of that day, rebuilt from facts: a figure quoted to the Giunta
    is found again. facts: the ``PlanFacts`` of the plan, for who has read them already.
    """
    instant = end_of_day(today) if as_known else None
    if facts is None and as_known:
        facts = read_facts(plan, instant)
    rows = _read_rows(plan, today, instant, facts)
    by_number = sorted(plan.actions.all(), key=lambda action: action.number)
    actions = tuple(_action_view(action, rows) for action in by_number)
    coordination = _action_view(None, rows)
    return PlanView(
        plan=plan,
        today=today,
        points=rows.points,
        actions=actions,
        coordination=coordination,
        progress=roll_up([a.facts for a in (*actions, coordination)], thresholds=rows.thresholds),
        mandate=mandate_coverage(p.facts for p in rows.points if p.in_proposal),
        thresholds=rows.thresholds,
        instant=instant,
        facts=facts,
    )


@dataclass(frozen=True)
class PlanRows:
    """What was read of a plan, before it is divided among the Azioni."""

    plan: Plan
    today: date
    thresholds: Thresholds
    steps: tuple
    points: tuple
    participations: tuple
    budget: tuple
    overrides: tuple
    news: dict
    indicators: tuple


def _read_rows(plan, today, instant, facts):
    steps = _step_views(plan, today, instant, facts)
    of_steps = {view.step.pk: view.facts for view in steps}
    return PlanRows(
        plan=plan,
        today=today,
        thresholds=thresholds_in_force(),
        steps=steps,
        points=point_views(_points(plan), _links(plan, instant), of_steps),
        participations=tuple(_participations(plan)),
        budget=tuple(_known(_budget(plan), instant)),
        overrides=tuple(_known(Override.objects.filter(action__plan=plan).select_related("author"), instant)),
        news=_news(steps, today, facts) if facts else last_news_of_actions(plan, today),
        indicators=_indicators(plan, today, instant),
    )


def _action_view(action, rows):
    """The part of an Azione (None: the coordination) in what was read."""
    pk = action.pk if action else None
    own = tuple(view for view in rows.steps if view.step.action_id == pk)
    own_facts = [view.facts for view in own]
    others = [view.facts for view in rows.steps if view.step.action_id != pk]
    return ActionView(
        action=action,
        plan=rows.plan,
        steps=own,
        points=tuple(p for p in rows.points if any(link.action_id == pk for link in p.links)),
        progress=measure(own_facts, rows.today),
        health=assess(
            own_facts,
            rows.today,
            thresholds=rows.thresholds,
            signals=[*signals_of(rows.indicators, pk), *_endings(rows.participations, pk)],
            others=others,
        ),
        participations=tuple(p for p in rows.participations if p.action_id == pk),
        budget=BudgetView(tuple(line for line in rows.budget if line.action_id == pk)),
        threshold=rows.thresholds.coverage,
        today=rows.today,
        last_news=rows.news.get(pk),
        overrides=tuple(row for row in rows.overrides if row.action_id == pk),
        indicators=tuple(view for view in rows.indicators if view.indicator.action_id == pk),
    )


def _step_views(plan, today, instant, facts):
    """The steps with the codes of those they wait for and how often their due date was moved. One query."""
    rows = list(_steps(plan))
    steps = list({step.pk: step for step in rows}.values())
    if instant:
        steps = steps_as_known(steps, facts, instant)
    codes = {step.pk: step.code for step in steps}
    waits = {}
    for row in sorted((row for row in rows if row.wait), key=lambda row: row.wait):
        if row.predecessor in codes and (instant is None or row.wait_recorded_at <= instant):
            waits.setdefault(row.pk, []).append(codes[row.predecessor])
    return tuple(step_view(step, today, predecessors=tuple(waits.get(step.pk, ())), moves=step.moves) for step in steps)


def _news(steps, today, facts):
    """As ``last_news_of_actions``, from facts already read."""
    action_of = {view.step.pk: view.step.action_id for view in steps}
    of_steps = facts.last_news(today, lambda fact: fact.step)
    last = facts.last_news(today, lambda fact: fact.action)
    for step, day in of_steps.items():
        key = action_of.get(step)
        last[key] = max(day, last.get(key, day))
    return last


def _cell(view, column):
    pk = column.action.pk if column.action else None
    inferred = any(link.inferred for link in view.links if link.action_id == pk)
    return MatrixCell(column.action.short_title if column.action else "Trasversale", tuple(view.how_for(pk)), inferred)


def _steps(plan):
    """The steps, a row for each step they wait for (at least one)."""
    moves = DueChange.objects.filter(step=OuterRef("pk"), old_due__isnull=False).order_by().values("step")
    return (
        Step.objects.filter(plan=plan)
        .select_related("action", "office", "evidence_act")
        .annotate(
            moves=Coalesce(Subquery(moves.annotate(count=Count("pk")).values("count")), 0),
            wait=F("dependencies"),
            predecessor=F("dependencies__predecessor"),
            wait_recorded_at=F("dependencies__recorded_at"),
        )
        .in_plan_order()
    )


def _points(plan):
    levels = Case(*(When(clause__level=level, then=Value(i)) for i, level in enumerate(Level.values)))
    return (
        MandatePoint.objects.filter(clause__act_id=plan.mandate_id)
        .select_related("clause__act", "clause__parent", "responsible")
        .order_by(levels.desc(), "clause__path")
    )


def _links(plan, instant):
    links = MandateLink.objects if instant else MandateLink.objects.live()
    links = links.filter(plan=plan).select_related("action", "step__action", "indicator", "proposed_by")
    links = links.in_reading_order()
    return links_as_known(links, instant) if instant else links


def _known(rows, instant):
    """The rows recorded by an instant; all of them without one."""
    return rows.filter(recorded_at__lte=instant) if instant else rows


def _indicators(plan, today, instant):
    """The indicators in use; at a date, those that were in use then."""
    if instant is None:
        return read_indicators(plan, today, in_use=True)
    return tuple(view for view in read_indicators(plan, today, instant=instant) if view.indicator.in_use)


def _participations(plan):
    """Who takes part, each with the end of the last incarico of its office (None: none, or one without an end)."""
    endless = Count("office__appointments", filter=Q(office__appointments__valid_to=None))
    rows = ActionParticipation.objects.filter(action__plan=plan).select_related("office").order_by("role", "pk")
    return rows.annotate(endless=endless, ends_on=Max("office__appointments__valid_to"))


def _endings(participations, action_id):
    """The incarichi on which an Azione runs and that nothing follows yet; ``progress`` says when they are near."""
    for row in participations:
        runs_on_it = row.action_id == action_id and row.role in (ParticipationRole.LEAD, ParticipationRole.CONTRIBUTES)
        if runs_on_it and row.ends_on and not row.endless:
            yield Ending(f"Incarico di {row.office.name}", row.ends_on)


def _budget(plan):
    return BudgetLine.objects.filter(action__plan=plan).select_related("act").order_by("pk")
