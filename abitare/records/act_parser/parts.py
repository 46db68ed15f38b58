"""Stage 4: which line belongs to which part of the act.

An act of this form is two decisions in one: the organ's own (front page, DELIBERA, signatures) and the
proposal it approves (sector, object, sections, DECISIONE, attachments). Either may lack pieces; the same
names open the same sections in both, so the level follows from what has been read before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from .lines import Line
from .model import Level, Section
from .titles import ATTACHMENTS, SECTION_LINE, SECTIONS
from .wrapping import ended


class PartKind(Enum):
    FRONT = auto()
    SECTION = auto()
    UNKNOWN = auto()
    CLOSING = auto()
    PROPOSAL_HEAD = auto()
    ATTACHMENTS = auto()


@dataclass(slots=True)
class Part:
    """A stretch of the act. ``heading`` is the line that opens it, ``name`` the words on it that do."""

    kind: PartKind
    level: Level
    section: Section | None = None
    heading: Line | None = None
    name: str = ""
    lines: list[Line] = field(default_factory=list)


_CLOSING = re.compile(r"(?:il presente verbale .{0,40})?letto,? (?:approvato|confermato)\b.{0,40}", re.IGNORECASE)
_SIGNATURE = re.compile(r"(?:IL|LA) (?:VICE ?)?(?:PRESIDENTE|SINDAC[OA]|SEGRETARI[OA])\b[A-Z \t]*")
_UNIT = re.compile(r"(?:Settore|Servizio|Area|Direzione|Dipartimento|Ufficio) \S")
_OBJECT = re.compile(r"OGGETTO\b")
_OBJECT_SOON = 5  # sector, service, perhaps wrapped, then the object
_UNKNOWN_ALONE = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý'’ -]{3,59}:?")
_UNKNOWN_WITH_ITEM = re.compile(r"([A-ZÀ-Ý][A-ZÀ-Ý'’ -]{3,39}?):?\s+(?=1[.)]\s)")
_FIRST_ITEM = re.compile(r"1[.)](?:\s|$)|[-–•]\s")


def split_parts(lines: Sequence[Line]) -> list[Part]:
    """Cut the body of an act into its parts, in order; the first is always the front page."""
    splitter = _Splitter()
    for index, line in enumerate(lines):
        splitter.read(line, lines[index + 1 : index + 1 + _OBJECT_SOON])
    return splitter.parts


class _Splitter:
    """Reads line by line, knowing only the part it is in and whether the organ has already decided."""

    def __init__(self) -> None:
        self.parts = [Part(PartKind.FRONT, Level.GIUNTA)]
        self._decided = False

    @property
    def _now(self) -> Part:
        return self.parts[-1]

    def read(self, line: Line, ahead: Sequence[Line]) -> None:
        if named := SECTION_LINE.match(line.text):
            self._open_named(line, named[1] or named[2], line.text[named.end() :])
        elif self._closes(line):
            self._open(PartKind.CLOSING)
            self._now.lines.append(line)
        elif self._starts_proposal(line, ahead):
            self._open_proposal(line)
        elif heading := self._unknown_heading(line, ahead):
            self._open(PartKind.UNKNOWN, heading=line, name=heading)
        else:
            self._now.lines.append(line)

    def _open(self, kind: PartKind, **details: object) -> None:
        level = self._now.level
        self.parts.append(Part(kind, level, **details))

    def _open_named(self, line: Line, name: str, rest: str) -> None:
        """A section or the attachments; what follows the name on the same line is its first item."""
        if name in ATTACHMENTS:
            self._open(PartKind.ATTACHMENTS, heading=line, name=name)
        else:
            self._open_section(line, name)
        if rest:
            self._now.lines.append(replace(line, text=rest))

    def _open_section(self, line: Line, name: str) -> None:
        section = SECTIONS[name]
        if section == self._now.section and not self._now.lines:  # DELIBERA, then DECISIONE
            self.parts.append(replace(self._now, heading=line, name=name, lines=[]))
            return
        if self._decided and self._now.level == Level.GIUNTA:
            self._open(PartKind.SECTION, section=section, heading=line, name=name)
            self._now.level = Level.PROPOSAL
        else:
            self._open(PartKind.SECTION, section=section, heading=line, name=name)
        self._decided = self._decided or section == Section.DECISION

    def _closes(self, line: Line) -> bool:
        if self._now.kind == PartKind.CLOSING:
            return False
        return self._decided and bool(_CLOSING.fullmatch(line.text) or _SIGNATURE.fullmatch(line.text))

    def _starts_proposal(self, line: Line, ahead: Sequence[Line]) -> bool:
        """Sector or object of the proposal: never inside a clause, where «Settore …» may start a wrapped line."""
        if self._now.kind == PartKind.PROPOSAL_HEAD:
            return False
        if _OBJECT.match(line.text):
            return self._now.kind != PartKind.FRONT or self._has_object()
        if not _UNIT.match(line.text):
            return False
        return self._now.kind == PartKind.CLOSING or any(_OBJECT.match(next_.text) for next_ in ahead)

    def _has_object(self) -> bool:
        return any(re.match(r"oggetto\b", line.text, re.IGNORECASE) for line in self._now.lines)

    def _open_proposal(self, line: Line) -> None:
        self._open(PartKind.PROPOSAL_HEAD)
        if self._decided:
            self._now.level = Level.PROPOSAL
        self._now.lines.append(line)

    def _unknown_heading(self, line: Line, ahead: Sequence[Line]) -> str:
        """A name in capitals that opens a list of its own, in a place where a section could start."""
        if self._now.kind not in {PartKind.SECTION, PartKind.UNKNOWN, PartKind.PROPOSAL_HEAD}:
            return ""
        if self._now.lines and not ended(self._now.lines[-1].text):
            return ""
        if found := _UNKNOWN_WITH_ITEM.match(line.text):
            return found[1]
        alone = _UNKNOWN_ALONE.fullmatch(line.text) and ahead and _FIRST_ITEM.match(ahead[0].text)
        return line.text.rstrip(":") if alone else ""
