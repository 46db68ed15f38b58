"""A step of an Azione: its grade on the ladder, what the calendar expects of it, how late it is, how far it slipped."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from actions.progress.dates import refuse_instants

ZERO, ONE = Fraction(0), Fraction(1)


class Ladder(StrEnum):
    """The grades of a step, lowest first: value, completion, Italian name (dossier 3.3).

    The ladder is fixed and the same for every office: nobody types a percentage. A cancelled step has no completion
    (``None``) and leaves every count.
    """

    TO_START = "to_start", ZERO, "da avviare"
    STARTED = "started", Fraction(1, 4), "avviato"
    REVIEWED = "reviewed", Fraction(1, 2), "istruttoria conclusa"
    ADOPTED = "adopted", Fraction(3, 4), "atto adottato"
    DONE = "done", ONE, "attuato con prova"
    CANCELLED = "cancelled", None, "annullato"

    def __new__(cls, value: str, completion: Fraction | None, label: str):
        grade = str.__new__(cls, value)
        grade._value_ = value
        grade.completion = completion
        grade.label = label
        return grade


def completion(state: str) -> Fraction | None:
    """The completion of a state value, ``None`` when cancelled. Raises ``ValueError`` for a word not on the ladder."""
    return Ladder(state).completion


class StepKind(StrEnum):
    """An activity grows day by day; a milestone and an act are there or are not."""

    ACTIVITY = "activity"
    MILESTONE = "milestone"
    ACT = "act"


def exact(value: int | Decimal | Fraction, name: str) -> Fraction:
    """The exact fraction of a number. Raises ``TypeError`` for a float, whose last digits nobody chose."""
    if not isinstance(value, int | Decimal | Fraction):
        raise TypeError(f"{name} must be int, Decimal or Fraction, not {value!r}")
    return Fraction(value)


def expected_completion(kind: StepKind, start: date | None, due: date, today: date) -> Fraction:
    """e: what the calendar expects at ``today`` (dossier 3.3).

    An activity grows in a straight line, clamp((today − start) / (due − start)), and is expected whole on its due day.
    Everything else, and an activity without a start or with no day between start and due, is expected all at once: 1
    from the due day on, 0 before.
    """
    if kind is StepKind.ACTIVITY and start is not None and start < due:
        return min(ONE, max(ZERO, Fraction((today - start).days, (due - start).days)))
    return ONE if today >= due else ZERO


@dataclass(frozen=True, kw_only=True)
class StepFacts:
    """What is known of one step. Leaf steps only: a step divided in others is not counted beside them.

    ``state`` and ``kind`` accept the plain values («done», «act»). ``weight`` has any unit, only proportions count.
    ``first_start`` and ``first_due`` are the dates first agreed (``None``: the present ones). ``predecessors`` are the
    keys of the steps this one waits for. Raises ``ValueError`` for an unknown state or kind, a negative weight, an end
    before its start; ``TypeError`` for an instant instead of a day and for a float weight.
    """

    key: str
    label: str = ""
    state: Ladder
    weight: Fraction
    kind: StepKind = StepKind.ACTIVITY
    start: date | None = None
    due: date | None = None
    first_start: date | None = None
    first_due: date | None = None
    has_evidence: bool = False
    predecessors: tuple[str, ...] = ()

    def __post_init__(self):
        object.__setattr__(self, "state", Ladder(self.state))
        object.__setattr__(self, "kind", StepKind(self.kind))
        object.__setattr__(self, "weight", exact(self.weight, "weight"))
        object.__setattr__(self, "predecessors", tuple(self.predecessors))
        if self.weight < 0:
            raise ValueError(f"Step {self.key}: the weight {self.weight} is negative")
        refuse_instants(start=self.start, due=self.due, first_start=self.first_start, first_due=self.first_due)
        for start, due in ((self.start, self.due), (self.first_start, self.first_due)):
            if start and due and due < start:
                raise ValueError(f"Step {self.key}: the due date {due} is before the start {start}")

    @property
    def counted(self) -> bool:
        """Whether the step enters the figures: a cancelled one does not."""
        return self.state is not Ladder.CANCELLED

    @property
    def completion(self) -> Fraction | None:
        """c: the grade on the ladder. A step said done without evidence stays one rung below («atto adottato»)."""
        return Ladder.ADOPTED.completion if self.lacks_evidence else self.state.completion

    @property
    def lacks_evidence(self) -> bool:
        return self.state is Ladder.DONE and not self.has_evidence

    @property
    def open(self) -> bool:
        """Whether there is still something to do: counted and c < 1."""
        return self.counted and self.completion < ONE

    @property
    def baseline_due(self) -> date | None:
        """The due date first agreed; the present one if it never moved."""
        return self.first_due or self.due

    def expected(self, today: date) -> Fraction | None:
        """e at ``today`` with the present dates; ``None`` without a due date."""
        return expected_completion(self.kind, self.start, self.due, today) if self.due else None

    def expected_with_first_dates(self, today: date) -> Fraction | None:
        """e at ``today`` had no date ever moved; ``None`` if there never was a due date."""
        if self.baseline_due is None:
            return None
        return expected_completion(self.kind, self.first_start or self.start, self.baseline_due, today)

    def days_late(self, today: date) -> int:
        """Days past the due date of an open step; 0 otherwise, and still 0 on the due day itself."""
        return max(0, (today - self.due).days) if self.open and self.due else 0

    @property
    def slipped_days(self) -> int:
        """Days the due date was put off from the first one, even if still to come; 0 if never or brought forward."""
        return max(0, (self.due - self.first_due).days) if self.counted and self.due and self.first_due else 0

    @property
    def withdrawn(self) -> bool:
        """Whether a due date was agreed and then taken away, which is the longest of postponements."""
        return self.counted and self.due is None and self.first_due is not None


def in_order(key: str) -> tuple[int, str]:
    """Sorting key that puts step 3.9 before step 3.10."""
    return len(key), key
