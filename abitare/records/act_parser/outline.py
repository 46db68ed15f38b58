"""Where an item hangs: markers (numbers, letters, dashes) in, positions out."""

import re
from collections import Counter
from dataclasses import dataclass

from .lines import Line
from .model import MarkerKind

_NUMBER = re.compile(r"(\d{1,3})[.)](?:\s+|$|(?=[A-ZÀ-Ý«“\"]))")
_LETTER = re.compile(r"\(?([a-z])[.)](?:\s+|$)|([A-Z])\)(?:\s+|$)")
_DASH = re.compile(r"([-–—•·▪◦‣*●○■□\uf0b7])(?:\s+|$)|(-)(?=[a-zà-ÿ])")
_PLAIN_DASHES = "-–—"
_NESTED_INDENT = 2
# Italian lists often skip the foreign letters: i is followed by l.
_NEXT_LETTERS = {chr(c): {chr(c + 1)} for c in range(ord("a"), ord("z"))} | {"i": {"j", "l"}, "v": {"w", "z"}}


@dataclass(frozen=True, slots=True)
class Marker:
    """The sign an item starts with. ``key`` is its number, its letter, or the family of its dash."""

    kind: MarkerKind
    printed: str
    key: str
    indent: int
    rest: str

    @property
    def number(self) -> int:
        return int(self.key)


def read_marker(line: Line) -> Marker | None:
    """The marker at the start of a line, if there is one."""
    text = line.text
    for kind, pattern in ((MarkerKind.NUMBER, _NUMBER), (MarkerKind.LETTER, _LETTER), (MarkerKind.DASH, _DASH)):
        if found := pattern.match(text):
            key = (found[1] or found[2]).lower() if kind != MarkerKind.NUMBER else found[1]
            key = "-" if key in _PLAIN_DASHES else key
            return Marker(kind, found[0].strip(), key, line.indent, text[found.end() :])
    return None


@dataclass(frozen=True, slots=True)
class _Open:
    marker: Marker
    path: tuple[int, ...]


class Outline:
    """The items still open, outermost first, and how many children each path has."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._children: Counter[tuple[int, ...]] = Counter()

    @property
    def next_number(self) -> int:
        return self._children[()] + 1

    def continues(self, marker: Marker) -> bool:
        """Whether the list being read uses the very same sign."""
        if not self._open or self._open[-1].marker.kind != marker.kind:
            return False
        return marker.kind == MarkerKind.LETTER or self._open[-1].marker.printed == marker.printed

    def fits(self, marker: Marker) -> bool:
        """Whether a letter follows the letters read so far (or starts at a); dashes always fit."""
        if marker.kind != MarkerKind.LETTER or marker.key == "a":
            return True
        return self._sibling(marker) is not None

    def add(self, marker: Marker) -> tuple[int, ...]:
        """Hang an accepted item and return its path."""
        if marker.kind == MarkerKind.NUMBER:
            self._open.clear()
            self._children[()] = marker.number
            return self._push(marker, (marker.number,))
        sibling = self._sibling(marker)
        if sibling is not None:
            del self._open[sibling:]
        parent = self._open[-1].path if self._open else ()
        self._children[parent] += 1
        return self._push(marker, (*parent, self._children[parent]))

    def _push(self, marker: Marker, path: tuple[int, ...]) -> tuple[int, ...]:
        self._open.append(_Open(marker, path))
        self._children[path] = 0
        return path

    def _sibling(self, marker: Marker) -> int | None:
        """Index of the open item this one follows in the same list, innermost first."""
        follows = _follows_letter if marker.kind == MarkerKind.LETTER else _follows_dash
        places = (i for i in reversed(range(len(self._open))) if follows(self._open[i].marker, marker))
        return next(places, None)


def _follows_letter(before: Marker, marker: Marker) -> bool:
    return before.kind == MarkerKind.LETTER and marker.key in _NEXT_LETTERS.get(before.key, ())


def _follows_dash(before: Marker, marker: Marker) -> bool:
    """Same sign and not further in: an indented dash opens a list inside the item."""
    return (
        before.kind == MarkerKind.DASH and before.key == marker.key and marker.indent < before.indent + _NESTED_INDENT
    )
