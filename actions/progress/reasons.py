"""Why an Azione has the health it has: one small type for each reason, with its figures; ``sentences`` says them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from actions.progress.steps import Ladder


class HealthKind(StrEnum):
    """The verdicts, gravest first: value and Italian name. Unknown is a verdict of its own, neither green nor zero."""

    LATE = "late", "In ritardo"
    AT_RISK = "risk", "A rischio"
    NOT_ASSESSABLE = "not_assessable", "Non valutabile"
    ON_TRACK = "on_track", "In linea"

    def __new__(cls, value: str, label: str):
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.label = label
        return kind


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason: ``code`` names it, ``kind`` is the verdict it asks for, the keys say what to link to."""

    code: ClassVar[str]
    kind: ClassVar[HealthKind]
    step_key: str | None = None
    action_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class StepLate(Reason):
    """An open step past its due date, by so many days."""

    code, kind = "late", HealthKind.LATE
    days: int


@dataclass(frozen=True, kw_only=True)
class Behind(Reason):
    """The gap G = done − expected is below the threshold."""

    code, kind = "gap", HealthKind.AT_RISK
    done: Fraction
    expected: Fraction


@dataclass(frozen=True, kw_only=True)
class EndsSoon(Reason):
    """What the Azione runs on (a service, an appointment, a source) ends with nothing after it; days < 0: it ended."""

    code, kind = "ending", HealthKind.AT_RISK
    label: str
    ends_on: date
    days: int


@dataclass(frozen=True, kw_only=True)
class IndicatorOffTarget(Reason):
    """A key indicator is off its target."""

    code, kind = "indicator_off", HealthKind.AT_RISK
    label: str


@dataclass(frozen=True, kw_only=True)
class PredecessorLate(Reason):
    """An open step waits for another that is late by so many days."""

    code, kind = "predecessor_late", HealthKind.AT_RISK
    predecessor_key: str
    days: int


@dataclass(frozen=True, kw_only=True)
class DueSoon(Reason):
    """A step is due in a few days (0 = today) and its grade is still low."""

    code, kind = "due_soon", HealthKind.AT_RISK
    days: int
    state: Ladder


@dataclass(frozen=True, kw_only=True)
class NoSteps(Reason):
    """There is no step, or all were cancelled."""

    code, kind = "no_steps", HealthKind.NOT_ASSESSABLE


@dataclass(frozen=True, kw_only=True)
class NoWeight(Reason):
    """There are steps, but none has a weight."""

    code, kind = "no_weight", HealthKind.NOT_ASSESSABLE


@dataclass(frozen=True, kw_only=True)
class NoDueDates(Reason):
    """No step that weighs has a due date."""

    code, kind = "no_due_dates", HealthKind.NOT_ASSESSABLE


@dataclass(frozen=True, kw_only=True)
class LowCoverage(Reason):
    """Too small a share of the work has a due date."""

    code, kind = "low_coverage", HealthKind.NOT_ASSESSABLE
    coverage: Fraction
    least: Fraction


@dataclass(frozen=True, kw_only=True)
class LowPlanCoverage(LowCoverage):
    """Of the plan: the figures rest on too small a share of its work."""

    code = "low_plan_coverage"


@dataclass(frozen=True, kw_only=True)
class ActionLate(Reason):
    """Of the plan: an Azione is late, with so many steps past their due date."""

    code, kind = "action_late", HealthKind.LATE
    label: str
    steps: int


@dataclass(frozen=True, kw_only=True)
class ActionAtRisk(Reason):
    """Of the plan: an Azione is at risk."""

    code, kind = "action_at_risk", HealthKind.AT_RISK
    label: str
