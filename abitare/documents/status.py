"""«Stato di attuazione»: the plan at a day, from live data. A dated working copy: no number, no protocol, no signature.

Whatever a chart draws is also in a table as text. Ratios reach this floor as words, with the thousandths only to draw
them: None means *not assessable* and is never drawn as a zero.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from abitare.documents.charts import draw_bar, draw_sheets, timeline_note
from abitare.documents.document import Document, Fact
from abitare.ui import formats
from abitare.ui.charts import Timeline

# Each kind has its own shape in status.css, told apart also in grey.
STATE_KINDS = frozenset({"ok", "risk", "late", "unknown", "stale", "off", "done", "running", "neutral", "missing"})


@dataclass(frozen=True, kw_only=True)
class StatusState:
    """A state: its word, and the kind that gives it its shape. Raises ``ValueError`` for a kind without a shape."""

    kind: str
    words: str

    def __post_init__(self):
        if self.kind not in STATE_KINDS:
            raise ValueError(f"Stato senza una forma: {self.kind!r}")


@dataclass(frozen=True, kw_only=True)
class StatusPoint:
    """A point of the act, cited as the act is cited; ``summary`` is the office's, never the words of the act."""

    citation: str
    summary: str
    state: StatusState
    executed_by: tuple[str, ...]
    responsible: str
    due: str


@dataclass(frozen=True, kw_only=True)
class StatusStep:
    """A step: ``grade`` with its ``value`` on the ladder (empty when cancelled), ``late`` in words (empty: not)."""

    code: str
    title: str
    office: str
    weight: str
    grade: str
    value: str
    due: str
    first_due: str
    evidence: str
    late: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusAction:
    """An Azione. ``done`` and ``expected`` in words, ``*_permille`` 0..1000 to draw them (None: not assessable).

    ``gap`` and ``expected_first`` are empty when the two may not be compared.
    """

    label: str
    name: str
    title: str
    state: StatusState
    done: str
    expected: str
    gap: str
    expected_first: str
    basis: str
    done_permille: int | None
    expected_permille: int | None
    reasons: tuple[str, ...] = ()
    declared: str = ""
    facts: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    steps: tuple[StatusStep, ...] = ()

    @property
    def bar(self):
        """What the bar needs to be drawn, with its words for who does not see it."""
        words = f"{self.label}: fatto {self.done}, atteso {self.expected}"
        return draw_bar(self.done_permille, self.expected_permille, words)


@dataclass(frozen=True, kw_only=True)
class StatusIndicator:
    """An indicator in use: the last figure, its period, who vouches for it, what was promised."""

    code: str
    name: str
    unit: str
    value: str
    period: str
    voucher: str
    target: str
    state: StatusState
    due: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusItem:
    """A row of a list: late step, silent subject, compito. ``figure`` is its days or its term, in words."""

    title: str
    text: str
    who: str = ""
    figure: str = ""
    state: StatusState | None = None


@dataclass(frozen=True, kw_only=True)
class StatusGrade:
    """A grade of the ladder and what it is worth."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class StatusDocument(Document):
    """The plan at ``day``. ``known`` says, in the foot, from which facts: the newest one, or those known that day."""

    kind: ClassVar[str] = "stato-di-attuazione"
    schema: ClassVar[str] = "abitare.stato-di-attuazione/1"
    template: ClassVar[str] = "documents/status.html"
    styles: ClassVar[tuple[str, ...]] = ("status.css",)

    day: date
    known: str
    state: StatusState
    verdict: str
    coverage: str
    points: tuple[StatusPoint, ...]
    actions: tuple[StatusAction, ...]
    mandate: str
    organ_points: tuple[StatusPoint, ...] = ()
    notice: str = ""
    timeline: Timeline | None = None
    late: tuple[StatusItem, ...] = ()
    silent: tuple[StatusItem, ...] = ()
    indicators: tuple[StatusIndicator, ...] = ()
    tasks: tuple[StatusItem, ...] = ()
    method: tuple[str, ...] = ()
    ladder: tuple[StatusGrade, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def foot(self):
        return f"Dati vivi {formats.dated(self.day, 'al')}: copia di lavoro prodotta da Abitare"

    @property
    def sheets(self):
        """The timeline cut into drawings that each fit a page; none without dates."""
        return draw_sheets(self.timeline) if self.timeline else ()

    @property
    def timeline_note(self):
        """The meaning of the signs that the timeline uses."""
        return timeline_note(self.timeline) if self.timeline else ""
