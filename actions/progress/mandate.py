"""The points of the act: which have somebody working on them, which are carried out (dossier 3.3, «Mandate point»).

Not every point is a task. A *criterio* is not executed: an act takes it up («recepito») or an indicator measures it
(«misurato»). Every other point is carried out when all the steps that execute it are done, with evidence.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from actions.progress.measure import distinct, weighted_mean
from actions.progress.steps import StepFacts


class PointState(StrEnum):
    """Where a point of the mandate stands: value and Italian name."""

    EXECUTED = "executed", "attuato"
    ADOPTED = "adopted", "recepito"
    MEASURED = "measured", "misurato"
    IN_PROGRESS = "in_progress", "in corso"
    TO_START = "to_start", "da avviare"
    UNCOVERED = "uncovered", "non coperto"

    def __new__(cls, value: str, label: str):
        state = str.__new__(cls, value)
        state._value_ = value
        state.label = label
        return state


@dataclass(frozen=True, kw_only=True)
class PointFacts:
    """A leaf point and its links: ``steps`` that execute it, and how many acts take it up, indicators measure it,
    Azioni carry it with no step named yet. A link to a cancelled step is not a link."""

    key: str
    criterion: bool = False
    steps: tuple[StepFacts, ...] = ()
    adopting_acts: int = 0
    indicators: int = 0
    actions: int = 0

    @property
    def live_steps(self) -> list[StepFacts]:
        return [step for step in self.steps if step.counted]

    @property
    def linked(self) -> bool:
        return bool(self.live_steps or self.adopting_acts or self.indicators or self.actions)


def point_state(point: PointFacts) -> PointState:
    """The state of one point. A point linked to an Azione without steps is still to start: nobody has begun."""
    if not point.linked:
        return PointState.UNCOVERED
    if point.criterion and point.adopting_acts:
        return PointState.ADOPTED
    if point.criterion and point.indicators:
        return PointState.MEASURED
    if not any(step.completion for step in point.live_steps):
        return PointState.TO_START
    if point.criterion or any(step.open for step in point.live_steps):
        return PointState.IN_PROGRESS
    return PointState.EXECUTED


@dataclass(frozen=True, kw_only=True)
class MandateCoverage:
    """Two figures to report together: how many points somebody works on, and how far that work has come.

    ``coverage`` = points with at least one link / points; ``execution`` = Σ w·c / Σ w of the executing steps, each
    counted once even if it executes several points. ``None`` when there is nothing to divide by.
    """

    points: int
    linked: int
    states: Mapping[PointState, int]
    execution: Fraction | None

    @property
    def coverage(self) -> Fraction | None:
        return Fraction(self.linked, self.points) if self.points else None


def mandate_coverage(points: Iterable[PointFacts]) -> MandateCoverage:
    """The coverage of these points; ``states`` lists every state. Raises ``ValueError`` if a key comes twice."""
    points = distinct(points)
    counts = Counter(point_state(point) for point in points)
    steps = {step.key: step for point in points for step in point.live_steps}
    return MandateCoverage(
        points=len(points),
        linked=sum(point.linked for point in points),
        states=MappingProxyType({state: counts[state] for state in PointState}),
        execution=weighted_mean((step.weight, step.completion) for step in steps.values()),
    )
