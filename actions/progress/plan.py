"""The plan: the mean of the Azioni that can be measured, with the lowest one beside it and those left out named.

A mean without its minimum hides the Azione in trouble; a mean that counts the unknown as zero invents a failure, and
one that forgets it invents a success: so the unknown is left out of the figures, named, and lowers the coverage.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from actions.progress.health import Health, Thresholds, behind, unknowns
from actions.progress.measure import Progress, distinct, weighted_mean
from actions.progress.reasons import ActionAtRisk, ActionLate, HealthKind, LowPlanCoverage, Reason
from actions.progress.steps import ONE, ZERO, exact, in_order


@dataclass(frozen=True, kw_only=True)
class ActionFacts:
    """An Azione as the plan sees it. ``label`` is read aloud («Azione 3»).

    ``weight`` is decided by the table, equal for all until then; 0 keeps an entry (the coordination) out of the mean
    while its delays still count.
    """

    key: str
    label: str
    progress: Progress
    health: Health
    weight: Fraction = ONE

    def __post_init__(self):
        object.__setattr__(self, "weight", exact(self.weight, "weight"))
        if self.weight < 0:
            raise ValueError(f"Action {self.key}: the weight {self.weight} is negative")


@dataclass(frozen=True, kw_only=True)
class PlanProgress:
    """The figures of the plan; ratios are ``None`` when no Azione can be measured.

    ``done_dated``, ``expected`` and ``expected_with_first_dates`` are means over ``included``; ``lowest`` is the
    included Azione with the smallest done. ``left_out`` weigh in the plan and cannot be measured. ``coverage`` is the
    share of the whole plan's work that the figures rest on.
    """

    done_dated: Fraction | None
    expected: Fraction | None
    expected_with_first_dates: Fraction | None
    lowest: ActionFacts | None
    included: tuple[ActionFacts, ...]
    left_out: tuple[ActionFacts, ...]
    coverage: Fraction
    late_steps: int
    health: Health

    @property
    def gap(self) -> Fraction | None:
        return None if self.expected is None else self.done_dated - self.expected


def roll_up(actions: Iterable[ActionFacts], *, thresholds: Thresholds) -> PlanProgress:
    """The plan at the same day as its Azioni. Raises ``ValueError`` if an Azione comes twice.

    Health follows the rule of the Azioni, one floor up: late if an Azione is late, at risk if one is or if the plan's
    gap is under the threshold, on track only if the coverage is enough, otherwise not assessable (dossier 3.5).
    """
    actions = sorted(distinct(actions), key=lambda action: in_order(action.key))
    weighing = [action for action in actions if action.weight]
    included = tuple(action for action in weighing if action.progress.assessable(thresholds.coverage))
    coverage = weighted_mean((a.weight, a.progress.coverage if a in included else ZERO) for a in weighing) or ZERO
    done, expected = _mean(included, "done_dated"), _mean(included, "expected")
    return PlanProgress(
        done_dated=done,
        expected=expected,
        expected_with_first_dates=_mean(included, "expected_with_first_dates"),
        lowest=min(included, key=lambda action: (action.progress.done_dated, action.progress.gap), default=None),
        included=included,
        left_out=tuple(action for action in weighing if action not in included),
        coverage=coverage,
        late_steps=sum(action.progress.counts.late for action in actions),
        health=Health((
            *_alarms(actions, HealthKind.LATE),
            *_alarms(actions, HealthKind.AT_RISK),
            *behind(done, expected, coverage, thresholds),
            *unknowns([a.progress for a in weighing], LowPlanCoverage(coverage=coverage, least=thresholds.coverage)),
        )),
    )  # fmt: skip


def _mean(actions: tuple[ActionFacts, ...], figure: str) -> Fraction | None:
    return weighted_mean((action.weight, getattr(action.progress, figure)) for action in actions)


def _alarms(actions: list[ActionFacts], kind: HealthKind) -> list[Reason]:
    alarmed = [action for action in actions if action.health.kind is kind]
    if kind is HealthKind.LATE:
        return [ActionLate(action_key=a.key, label=a.label, steps=a.progress.counts.late) for a in alarmed]
    return [ActionAtRisk(action_key=action.key, label=action.label) for action in alarmed]
