"""Health of an Azione: late, at risk, not assessable or on track, always with its reasons (dossier 3.3).

Every reason asks for a verdict and the gravest wins, in this order:

1. *In ritardo*: a step is past its due date. One is enough, whatever the coverage: a fact is not cancelled by what is
   not known.
2. *A rischio*: the gap is under the threshold; a service, an appointment or a source ends without a successor; a key
   indicator is off target; an open step waits for one that is late; a step is due soon and has a low grade.
3. *Non valutabile*: no steps, no due dates, or due dates on too small a share of the work.
4. *In linea*: there is no reason to say otherwise, and the coverage is enough to say so.

The gap is a reason only where the coverage is enough: measured on a fifth of the work it would be a guess about the
rest. It remains in ``Progress``, to be read with its coverage. Freshness has no part in any of this.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from actions.progress.dates import expiry
from actions.progress.measure import Progress, distinct, measure
from actions.progress.reasons import (
    Behind,
    DueSoon,
    EndsSoon,
    HealthKind,
    IndicatorOffTarget,
    LowCoverage,
    NoDueDates,
    NoSteps,
    NoWeight,
    PredecessorLate,
    Reason,
    StepLate,
)
from actions.progress.steps import StepFacts, exact, in_order


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Where worry begins. The defaults are the dossier's; the values in force are settings, printed in each report.

    ``gap`` and ``coverage`` are ratios, ``low_grade`` a completion, the rest calendar days.
    """

    gap: Fraction = Fraction(15, 100)
    due_soon_days: int = 30
    low_grade: Fraction = Fraction(1, 2)
    ending_days: int = 60
    coverage: Fraction = Fraction(3, 5)

    def __post_init__(self):
        for name in ("gap", "low_grade", "coverage"):
            object.__setattr__(self, name, exact(getattr(self, name), name))


@dataclass(frozen=True)
class Ending:
    """A signal: this ends on this day (its last good one) and nothing is known to follow it.

    Only for what the Azione runs on. A source whose successor is still to be checked belongs in the list of expiries.
    """

    label: str
    ends_on: date


@dataclass(frozen=True)
class IndicatorOff:
    """A signal: a key indicator, named as it should be read («A3.13»), is off its target."""

    label: str


Signal = Ending | IndicatorOff


@dataclass(frozen=True)
class Health:
    """The verdict and everything that asks for it or for a milder one, gravest first. On track has no reasons."""

    reasons: tuple[Reason, ...]

    @property
    def kind(self) -> HealthKind:
        return self.reasons[0].kind if self.reasons else HealthKind.ON_TRACK


def assess(
    steps: Iterable[StepFacts],
    today: date,
    *,
    thresholds: Thresholds,
    signals: Iterable[Signal] = (),
    others: Iterable[StepFacts] = (),
) -> Health:
    """The health of these steps at ``today``.

    ``signals`` are the facts from outside the steps. ``others`` are steps of other Azioni, read only to know whether
    one that is waited for is late; a predecessor found nowhere is not late. Raises as ``measure`` does.
    """
    steps, signals = distinct(steps), list(signals)
    progress = measure(steps, today)
    counted = sorted((step for step in steps if step.counted), key=lambda step: in_order(step.key))
    return Health((
        *_late(counted, today),
        *behind(progress.done_dated, progress.expected, progress.coverage, thresholds),
        *_endings(signals, today, thresholds),
        *(IndicatorOffTarget(label=signal.label) for signal in signals if isinstance(signal, IndicatorOff)),
        *_waiting(counted, [*others, *counted], today),
        *_due_soon(counted, today, thresholds),
        *unknowns([progress], LowCoverage(coverage=progress.coverage, least=thresholds.coverage)),
    ))  # fmt: skip


def _late(steps: list[StepFacts], today: date) -> list[Reason]:
    late = [StepLate(step_key=step.key, days=step.days_late(today)) for step in steps if step.days_late(today)]
    return sorted(late, key=lambda reason: -reason.days)


def behind(
    done: Fraction | None, expected: Fraction | None, coverage: Fraction, thresholds: Thresholds
) -> Iterator[Reason]:
    """The gap, when it is under the threshold and the coverage is enough to believe it."""
    if expected is not None and coverage >= thresholds.coverage and done - expected < -thresholds.gap:
        yield Behind(done=done, expected=expected)


def _endings(signals: list[Signal], today: date, thresholds: Thresholds) -> list[Reason]:
    endings = (signal for signal in signals if isinstance(signal, Ending))
    reasons = [
        EndsSoon(label=ending.label, ends_on=ending.ends_on, days=expiry(today, ending.ends_on).days)
        for ending in endings
    ]
    near = [reason for reason in reasons if reason.days <= thresholds.ending_days]
    return sorted(near, key=lambda reason: (reason.days, reason.label))


def _waiting(steps: list[StepFacts], known: list[StepFacts], today: date) -> Iterator[Reason]:
    late = {step.key: step.days_late(today) for step in known if step.days_late(today)}
    for step in steps:
        for key in sorted(set(step.predecessors) & late.keys(), key=in_order):
            if step.open:
                yield PredecessorLate(step_key=step.key, predecessor_key=key, days=late[key])


def _due_soon(steps: list[StepFacts], today: date, thresholds: Thresholds) -> list[Reason]:
    low = (step for step in steps if step.due and step.completion < thresholds.low_grade)
    left = ((step, expiry(today, step.due).days) for step in low)
    near = [
        DueSoon(step_key=step.key, days=days, state=step.state)
        for step, days in left
        if 0 <= days <= thresholds.due_soon_days
    ]
    return sorted(near, key=lambda reason: reason.days)


def unknowns(figures: list[Progress], low_coverage: LowCoverage) -> Iterator[Reason]:
    """The one reason, if any, why these figures do not allow to say «in linea»."""
    if not any(progress.counts.steps for progress in figures):
        yield NoSteps()
    elif not any(progress.weight for progress in figures):
        yield NoWeight()
    elif not any(progress.dated_weight for progress in figures):
        yield NoDueDates()
    elif low_coverage.coverage < low_coverage.least:
        yield low_coverage
