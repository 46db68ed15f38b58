"""The whole plan as read for one page: nine queries whatever its size, then the arithmetic of ``progress``."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Value, When

from abitare.records.enums import Level
from abitare.records.models import MandatePoint
from abitare.ui.components import Check, Reason
from actions.enums import ParticipationRole
from actions.models import Action, ActionParticipation, BudgetLine, MandateLink, Plan, Step
from actions.progress import (
    ActionFacts,
    HealthKind,
    MandateCoverage,
    PlanProgress,
    StepFacts,
    Thresholds,
    assess,
    mandate_coverage,
    measure,
    roll_up,
    sentence,
)
from actions.selectors.points import point_views

HEALTH_BADGES = {
    HealthKind.LATE: "late",
    HealthKind.AT_RISK: "risk",
    HealthKind.NOT_ASSESSABLE: "unknown",
    HealthKind.ON_TRACK: "ok",
}


def current_plan():
    """The plan in force (the one whose mandate is the most recent), or None before ``load_plan``."""
    plans = Plan.objects.select_related("mandate", "document", "previous_mandate")
    return plans.order_by("-mandate__date", "-pk").first()


@dataclass(frozen=True)
class StepView:
    """A step with what its dates and grade say today."""

    step: Step
    facts: StepFacts
    days_late: int

    @property
    def slipped_days(self):
        return self.facts.slipped_days


@dataclass(frozen=True)
class ActionView:
    """An Azione with its figures, its verdict and the points it answers for. ``action`` None is the coordination."""

    action: Action | None
    plan: Plan
    steps: tuple
    points: tuple
    progress: object
    health: object
    participations: tuple
    budget_lines: tuple
    threshold: object

    @property
    def label(self):
        return f"Azione {self.action.number}" if self.action else "Coordinamento"

    @property
    def facts(self):
        key = str(self.action.number)
        return ActionFacts(
            key=key, label=self.label, progress=self.progress, health=self.health, weight=self.action.weight
        )

    @property
    def badge(self):
        return HEALTH_BADGES[self.health.kind]

    @property
    def reasons(self):
        """The reasons of the verdict, each linked to its step when it has one; first, that no mandate is known."""
        steps = {view.facts.key: view.step for view in self.steps}
        reasons = [
            Reason(
                text=sentence(reason),
                href=steps[reason.step_key].get_absolute_url() if reason.step_key in steps else "",
                kind=HEALTH_BADGES[reason.kind],
            )
            for reason in self.health.reasons
        ]
        return [Reason(text=self.mandate_note), *reasons] if self.mandate_note else reasons

    @property
    def mandate_note(self):
        """What to look for when no point of the deliberation in force names this Azione."""
        if self.points or self.action is None:
            return ""
        source = self.plan.previous_mandate
        if source is None:
            return "Nessun mandato in questo atto."
        to_get = "fonte da acquisire" if source.text_missing else "fonte da cercare"
        return f"Nessun mandato in questo atto; {to_get}: {source.short_title}."

    @property
    def lead(self):
        """The office that leads, or None: «capofila da individuare»."""
        return next((p.office for p in self.participations if p.role == ParticipationRole.LEAD), None)

    @property
    def allocated(self):
        """The sum allocated in euro, None when no line has a figure: «non quantificato»."""
        figures = [line.allocated for line in self.budget_lines if line.allocated is not None]
        return sum(figures) if figures else None

    @property
    def checks(self):
        """Completeness of the monitoring: what lets one sign a report about this Azione."""
        counts = self.progress.counts
        has_steps = counts.steps > 0
        coverage = self.progress.coverage
        checks = [
            Check(label="Un punto della deliberazione le dà mandato", ok=bool(self.points)),
            Check(label="Capofila individuato", ok=self.lead is not None),
            Check(label="Almeno un passo", ok=has_steps),
            Check(
                label=f"Termini su almeno il {round(self.threshold * 100)} % del lavoro",
                ok=has_steps and coverage >= self.threshold,
            ),
            Check(label="Risorse quantificate", ok=self.allocated is not None),
        ]
        if counts.done or counts.without_evidence:
            checks.append(Check(label="Prova su ogni passo attuato", ok=counts.without_evidence == 0))
        return checks

    @property
    def checks_passed(self):
        return sum(check.ok for check in self.checks)


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

    def action(self, number):
        return next((view for view in self.actions if view.action.number == number), None)


def read_plan(plan, today, *, thresholds=None):
    """The plan as it stands at ``today``. Nine queries, none of them in a loop."""
    thresholds = thresholds or Thresholds()
    steps = [step_view(step, today) for step in _steps(plan)]
    facts = {view.step.pk: view.facts for view in steps}
    points = point_views(_points(plan), _links(plan), facts)
    participations, budget = _participations(plan), _budget(plan)

    def view(action):
        pk = action.pk if action else None
        own = tuple(step for step in steps if step.step.action_id == pk)
        own_facts = [step.facts for step in own]
        others = [step.facts for step in steps if step.step.action_id != pk]
        return ActionView(
            action=action,
            plan=plan,
            steps=own,
            points=tuple(p for p in points if any(link.action_id == pk for link in p.links)),
            progress=measure(own_facts, today),
            health=assess(own_facts, today, thresholds=thresholds, others=others),
            participations=tuple(p for p in participations if p.action_id == pk),
            budget_lines=tuple(line for line in budget if line.action_id == pk),
            threshold=thresholds.coverage,
        )

    actions = tuple(view(action) for action in Action.objects.filter(plan=plan).order_by("number"))
    return PlanView(
        plan=plan,
        today=today,
        points=points,
        actions=actions,
        coordination=view(None),
        progress=roll_up([a.facts for a in actions], thresholds=thresholds),
        mandate=mandate_coverage(p.facts for p in points if p.in_proposal),
    )


def step_view(step, today):
    """A step already loaded, as it stands at ``today``."""
    facts = StepFacts(
        key=step.code,
        label=step.title,
        state=step.state,
        weight=step.weight,
        kind=step.kind,
        start=step.start,
        due=step.due,
        first_due=step.first_due,
        has_evidence=step.has_evidence,
    )
    return StepView(step, facts, facts.days_late(today))


def _steps(plan):
    return Step.objects.filter(plan=plan).select_related("action", "office", "evidence_act").in_plan_order()


def _points(plan):
    levels = Case(*(When(clause__level=level, then=Value(i)) for i, level in enumerate(Level.values)))
    return (
        MandatePoint.objects.filter(clause__act_id=plan.mandate_id)
        .select_related("clause__act", "clause__parent", "responsible")
        .order_by(levels.desc(), "clause__path")
    )


def _links(plan):
    return MandateLink.objects.live().filter(plan=plan).select_related("action", "step__action", "proposed_by")


def _participations(plan):
    return list(ActionParticipation.objects.filter(action__plan=plan).select_related("office").order_by("role", "pk"))


def _budget(plan):
    return list(BudgetLine.objects.filter(action__plan=plan).order_by("pk"))
