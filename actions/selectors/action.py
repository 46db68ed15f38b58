"""An Azione and its steps as a page shows them: figures, verdict with its reasons, completeness."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from abitare.ui import formats
from abitare.ui.charts import Timeline, TimelineGroup, TimelineRow
from abitare.ui.components import Check, Reason
from actions.enums import Direction, ParticipationRole, StepKind
from actions.models import Action, Override, Plan, Step
from actions.models.steps import COORDINATION
from actions.progress import ActionFacts, HealthKind, StepFacts, sentence
from actions.progress.reasons import IndicatorOffTarget
from actions.selectors.budget import BudgetView
from actions.selectors.updates import action_freshness

MONTH = timedelta(days=31)
HEALTH_BADGES = {
    HealthKind.LATE: "late",
    HealthKind.AT_RISK: "risk",
    HealthKind.NOT_ASSESSABLE: "unknown",
    HealthKind.ON_TRACK: "ok",
}


@dataclass(frozen=True)
class StepView:
    """A step with what its dates and grade say today."""

    step: Step
    facts: StepFacts
    days_late: int
    moves: int = 0  # how many times the due date was moved or taken away

    @property
    def slipped_days(self):
        return self.facts.slipped_days

    @property
    def degree(self):
        """The grade as a number of ticks out of four; None when the step is cancelled."""
        return None if self.facts.completion is None else int(self.facts.completion * 4)


@dataclass(frozen=True)
class DeclaredHealth:
    """A health declared by a person, to be shown beside the computed one."""

    row: Override

    @property
    def badge(self):
        return HEALTH_BADGES[HealthKind(self.row.health)]

    @property
    def label(self):
        return self.row.get_health_display()

    @property
    def author(self):
        return str(self.row.author or "sistema")

    @property
    def sentence(self):
        """«fino al 3 giugno 2026, da Anna Prova, perché …»."""
        return f"{formats.dated(self.row.expires_on, 'al')}, da {self.author}: {self.row.reason}"


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
    budget: BudgetView
    threshold: object
    today: date
    last_news: date | None = None
    overrides: tuple = ()
    indicators: tuple = ()  # those in use

    @property
    def label(self):
        return f"Azione {self.action.number}" if self.action else "Coordinamento"

    @property
    def number(self):
        """The number in the address: 0 is the coordination."""
        return self.action.number if self.action else 0

    @property
    def short_title(self):
        return self.action.short_title if self.action else "Il lavoro del tavolo"

    @property
    def title(self):
        """«Azione 3 · Tutor di Condominio»."""
        return f"{self.label} · {self.short_title}"

    @property
    def comparable(self):
        """Whether enough of the work has a due date to set what is done beside what was expected."""
        return self.progress.assessable(self.threshold)

    @property
    def shown_done(self):
        """What the bar shows: done over the dated steps when comparable, otherwise over all of them."""
        return self.progress.done_dated if self.comparable else self.progress.done

    @property
    def shown_expected(self):
        return self.progress.expected if self.comparable else None

    @property
    def href(self):
        return reverse("actions:detail", args=[self.number])

    @property
    def coverage_sentence(self):
        """On how many steps, and how much of the work, the two figures rest."""
        counts = self.progress.counts
        if not counts.steps:
            return "Nessun passo registrato: non c’è nulla da misurare, e non è uno zero."
        dated = counts.steps - counts.undated
        return (
            f"Passi con un termine: {dated} su {counts.steps}, {formats.percent(self.progress.coverage)} del lavoro. "
            f"Su tutti i passi: fatto {formats.percent(self.progress.done)}."
        )

    @property
    def facts(self):
        """What the roll-up needs. The coordination weighs nothing in the mean, its delays still count."""
        return ActionFacts(
            key=str(self.action.number) if self.action else COORDINATION,
            label=self.label,
            progress=self.progress,
            health=self.health,
            weight=self.action.weight if self.action else 0,
        )

    @property
    def badge(self):
        return HEALTH_BADGES[self.health.kind]

    @property
    def reasons(self):
        """The reasons of the verdict, each linked to what it speaks of; first, that no mandate is known."""
        reasons = [
            Reason(text=sentence(reason), href=self._address_of(reason), kind=HEALTH_BADGES[reason.kind])
            for reason in self.health.reasons
        ]
        return [Reason(text=self.mandate_note), *reasons] if self.mandate_note else reasons

    def _address_of(self, reason):
        """The page of the step or of the indicator that a reason names, empty when it names none."""
        if isinstance(reason, IndicatorOffTarget):
            rows = (view.indicator for view in self.indicators if view.indicator.code == reason.label)
        else:
            rows = (view.step for view in self.steps if view.facts.key == reason.step_key)
        return next((row.get_absolute_url() for row in rows), "")

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
    def timeline(self):
        """The dated steps as a chart, one month wider than them on each side; None without dates."""
        rows = [_timeline_row(view) for view in self.steps if view.step.due and view.facts.counted]
        if not rows:
            return None
        days = [day for row in rows for day in (row.start, row.due, row.first_due, row.done_on) if day] + [self.today]
        return Timeline(
            title=f"I passi nel tempo: {self.label}",
            start=min(days) - MONTH,
            end=max(days) + MONTH,
            today=self.today,
            groups=(TimelineGroup(rows=tuple(rows)),),
        )

    @property
    def office_keys(self):
        """Keys of the offices that take part, whatever they do in it."""
        return {participation.office_id for participation in self.participations}

    @property
    def lead(self):
        """The office that leads, or None: «capofila da individuare»."""
        return next((p.office for p in self.participations if p.role == ParticipationRole.LEAD), None)

    @property
    def freshness(self):
        """Whether somebody has told us anything: a fact of its own, that health never reads."""
        return action_freshness(self.last_news, self.today)

    @property
    def fresh_limit(self):
        return settings.FRESH_ACTION_DAYS

    @property
    def override(self):
        """The declared health that holds on this day, as a person would read it; None when there is none."""
        return next((DeclaredHealth(row) for row in self.overrides if row.holds_on(self.today)), None)

    @property
    def declared(self):
        """Every declared health, expired and withdrawn too, newest first."""
        return [DeclaredHealth(row) for row in self.overrides]

    @property
    def proposal_points(self):
        return [view for view in self.points if view.in_proposal]

    @property
    def missing(self):
        """What the monitoring still lacks."""
        return [check for check in self.checks if not check.ok]

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
            Check(label="Risorse quantificate", ok=self.budget.allocated.value is not None),
        ]
        if counts.done or counts.without_evidence:
            checks.append(Check(label="Prova su ogni passo attuato", ok=counts.without_evidence == 0))
        if wanted := [view for view in self.indicators if view.indicator.direction != Direction.WATCH]:
            checks.append(Check(label="Obiettivo su ogni indicatore in uso", ok=all(view.targets for view in wanted)))
        return checks

    @property
    def checks_passed(self):
        return sum(check.ok for check in self.checks)


def _timeline_row(view):
    step = view.step
    return TimelineRow(
        code=step.code,
        label=step.title,
        href=step.get_absolute_url(),
        start=step.start,
        due=step.due,
        first_start=step.first_start,
        first_due=step.first_due,
        done_on=step.done_on,
        moment=step.kind != StepKind.ACTIVITY,
    )


def step_view(step, today, *, predecessors=(), moves=0):
    """A step already loaded, as it stands at ``today``. ``predecessors``: codes of the steps it waits for."""
    facts = StepFacts(
        key=step.code,
        label=step.title,
        state=step.state,
        weight=step.weight,
        kind=step.kind,
        start=step.start,
        due=step.due,
        first_start=step.first_start,
        first_due=step.first_due,
        has_evidence=step.has_evidence,
        predecessors=predecessors,
    )
    return StepView(step, facts, facts.days_late(today), moves)
