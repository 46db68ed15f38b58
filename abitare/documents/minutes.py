"""The minutes of a meeting of the table: who was there, what was discussed, what was decided and what it became.

Nothing here says that the paper is signed: it prints the places where the signatures go. Until the meeting is closed it
says on every page that it is a draft.
"""

from dataclasses import dataclass
from typing import ClassVar

from abitare.documents.document import Document


def paragraphs(text):
    """The text cut at its line ends, without empty lines."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@dataclass(frozen=True, kw_only=True)
class MinutesAttendance:
    """An office: ``presence`` in words («presente»), who spoke for it."""

    office: str
    presence: str
    represented_by: str = ""


@dataclass(frozen=True, kw_only=True)
class MinutesDecision:
    """A decision: its number («4/2.1»: meeting, point, place), its text, what it became in words (empty: nothing)."""

    number: str
    text: str
    effect: str = ""

    @property
    def paragraphs(self):
        return paragraphs(self.text)


@dataclass(frozen=True, kw_only=True)
class MinutesItem:
    """A point of the agenda: where it came from, the facts as they were then, what was said, what was decided."""

    number: int
    title: str
    origin: str = ""
    facts: str = ""
    discussion: str = ""
    decisions: tuple[MinutesDecision, ...] = ()

    @property
    def paragraphs(self):
        """The discussion, paragraph by paragraph."""
        return paragraphs(self.discussion)

    @property
    def is_silent(self):
        """Neither discussion nor decisions: only in a draft."""
        return not self.paragraphs and not self.decisions


@dataclass(frozen=True, kw_only=True)
class MinutesAssignment:
    """A compito given by this meeting: ``due`` in words, ``decision`` the number of the decision that gave it."""

    text: str
    office: str
    due: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class MinutesDocument(Document):
    """The minutes. ``session`` says when and where; ``signatures`` are the roles that will sign, never names."""

    kind: ClassVar[str] = "verbale"
    schema: ClassVar[str] = "abitare.verbale/1"
    template: ClassVar[str] = "documents/minutes.html"
    styles: ClassVar[tuple[str, ...]] = ("minutes.css",)

    session: str
    items: tuple[MinutesItem, ...]
    draft: bool
    opening: str = ""
    attendance: tuple[MinutesAttendance, ...] = ()
    assignments: tuple[MinutesAssignment, ...] = ()
    signatures: tuple[str, ...] = ()

    @property
    def opening_paragraphs(self):
        return paragraphs(self.opening)
