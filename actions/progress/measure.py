"""Progress of an Azione: what is done, what was expected by today, and on how much of the work the two can be compared.

Every figure is a mean of the steps weighted by w and divided by Σ w, so doubling all the weights, or writing the steps
in another order, changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from actions.progress.dates import refuse_instants
from actions.progress.steps import ONE, ZERO, StepFacts


def weighted_mean(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Σ w·x / Σ w over pairs (w, x); ``None``, never zero, when nothing has a weight."""
    pairs = list(pairs)
    total = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / total if total else None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many steps: those not cancelled (``steps``), among them each condition, and apart the ``cancelled``."""

    steps: int
    cancelled: int
    done: int
    late: int
    undated: int
    without_evidence: int
    slipped: int
    withdrawn: int


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The figures of an Azione at a day (dossier 3.3); a ratio is ``None`` where there is no weight to divide by.

    ``done`` (P) is over all the steps; ``done_dated`` (P′) and ``expected`` (E) are over the steps with a due date, the
    only two that may be compared. ``expected_with_first_dates`` is E had no date ever moved: putting a date off, or
    taking it away, lowers E but not this.
    """

    done: Fraction | None
    done_dated: Fraction | None
    expected: Fraction | None
    expected_with_first_dates: Fraction | None
    weight: Fraction
    dated_weight: Fraction
    counts: Counts

    @property
    def gap(self) -> Fraction | None:
        """G = P′ − E: negative when behind."""
        return None if self.expected is None else self.done_dated - self.expected

    @property
    def coverage(self) -> Fraction:
        """Dated weight / total weight: the share of the work the calendar says something about. 0 with no weight."""
        return self.dated_weight / self.weight if self.weight else ZERO

    def assessable(self, least: Fraction) -> bool:
        """Whether P′ and E exist and cover at least this share of the work."""
        return self.expected is not None and self.coverage >= least


def measure(steps: Iterable[StepFacts], today: date) -> Progress:
    """The progress of these steps at ``today``. Raises ``ValueError`` if a key comes twice (it would count twice)."""
    refuse_instants(today=today)
    steps = distinct(steps)
    counted = [step for step in steps if step.counted]
    dated = [step for step in counted if step.due]
    return Progress(
        done=weighted_mean((step.weight, step.completion) for step in counted),
        done_dated=weighted_mean((step.weight, step.completion) for step in dated),
        expected=weighted_mean((step.weight, step.expected(today)) for step in dated),
        expected_with_first_dates=weighted_mean(
            (step.weight, step.expected_with_first_dates(today)) for step in counted if step.baseline_due
        ),
        weight=sum((step.weight for step in counted), ZERO),
        dated_weight=sum((step.weight for step in dated), ZERO),
        counts=_counts(counted, len(steps) - len(counted), today),
    )


def distinct(facts: Iterable) -> list:
    """The facts as a list. Raises ``ValueError``, naming it, if a key comes twice."""
    facts, seen = list(facts), set()
    for fact in facts:
        if fact.key in seen:
            raise ValueError(f"The key {fact.key} comes twice")
        seen.add(fact.key)
    return facts


def _counts(counted: list[StepFacts], cancelled: int, today: date) -> Counts:
    return Counts(
        steps=len(counted),
        cancelled=cancelled,
        done=sum(step.completion == ONE for step in counted),
        late=sum(step.days_late(today) > 0 for step in counted),
        undated=sum(step.due is None for step in counted),
        without_evidence=sum(step.lacks_evidence for step in counted),
        slipped=sum(step.slipped_days > 0 for step in counted),
        withdrawn=sum(step.withdrawn for step in counted),
    )
