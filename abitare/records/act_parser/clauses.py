"""Stage 5: the lines of one section become clauses.

A line opens a clause only if it carries a marker, the marker follows the ones before it (a number only if it
is last + 1, so that «1691 del …» or a year at the start of a wrapped line stays text), and the break before
it was the author's. Every other line continues the clause that is open, across pages too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .joining import Joiner
from .lines import Line
from .model import Clause, MarkerKind
from .notes import Notes
from .outline import Marker, Outline, read_marker
from .parts import Part
from .wrapping import Wrapping, ended, wants_more

_LONGEST_JUMP = 9  # a number further ahead than this is a number in the text


@dataclass(slots=True)
class _Draft:
    path: tuple[int, ...]
    marker: Marker
    lines: list[Line]
    texts: list[str] = field(default_factory=list)


def read_clauses(part: Part, wrapping: Wrapping, joiner: Joiner, notes: Notes) -> list[Clause]:
    """The clauses of a section in order; what comes before its first item is left over, with its reason."""
    reader = _ItemReader(part, wrapping, notes)
    for line in part.lines:
        reader.read(line)
    parents = {draft.path[:-1] for draft in reader.drafts}
    return [
        Clause(
            level=part.level,
            section=part.section,
            path=draft.path,
            marker=draft.marker.printed,
            kind=draft.marker.kind,
            text=joiner.join(draft.texts),
            leaf=draft.path not in parents,
            lines=tuple(line.number for line in draft.lines),
        )
        for draft in reader.drafts
    ]


class _ItemReader:
    """Decides line by line between a new item and more of the same."""

    def __init__(self, part: Part, wrapping: Wrapping, notes: Notes) -> None:
        self.drafts: list[_Draft] = []
        self._part = part
        self._wrapping = wrapping
        self._notes = notes
        self._outline = Outline()

    def read(self, line: Line) -> None:
        marker = read_marker(line)
        if marker and self._opens(marker, line):
            path = self._outline.add(marker)
            self.drafts.append(_Draft(path, marker, [line], [marker.rest]))
        elif self.drafts:
            self.drafts[-1].lines.append(line)
            self.drafts[-1].texts.append(line.text)
        else:
            self._notes.leave(line, f"testo prima del punto 1 nella sezione {self._part.name}")
            return
        self._notes.recognised(line)

    @property
    def _before(self) -> Line | None:
        return self.drafts[-1].lines[-1] if self.drafts else None

    def _opens(self, marker: Marker, line: Line) -> bool:
        if marker.kind == MarkerKind.NUMBER:
            return self._number_opens(marker, line)
        before = self._before
        if not self._outline.fits(marker):
            return False
        if before is None or self._wrapping.meant(before, line):
            return before is None or not wants_more(before.text)
        return ended(before.text) or (before.text.endswith(",") and self._outline.continues(marker))

    def _number_opens(self, marker: Marker, line: Line) -> bool:
        """Last + 1 opens an item; a jump opens it with a warning if nothing speaks against; the rest is text."""
        before, expected = self._before, self._outline.next_number
        meant = before is None or self._wrapping.meant(before, line)
        closed = before is None or (ended(before.text) and not before.text.endswith(":"))
        if marker.number == expected:
            capital = not marker.rest[:1].islower()
            return (meant or closed or capital) and not (before and wants_more(before.text))
        if not (meant and closed):
            return False
        jump = 0 < marker.number - expected <= _LONGEST_JUMP
        self._warn_of_number(marker, line, expected, jump)
        return jump

    def _warn_of_number(self, marker: Marker, line: Line, expected: int, jump: bool) -> None:
        if not jump:
            what = f"«{marker.printed}» non continua la numerazione (atteso {expected}): resta testo del punto sopra"
        elif expected == 1:
            what = f"la numerazione comincia da {marker.number}"
        else:
            what = f"la numerazione salta dal punto {expected - 1} al punto {marker.number}"
        self._notes.warn(f"Sezione {self._part.name}, riga {line.number}: {what}.")


def leave_part(lines: Iterable[Line], reason: str, notes: Notes) -> None:
    """Keep aside all the lines of a part that is not understood."""
    for line in lines:
        notes.leave(line, reason)
