"""The ledger of a reading: where each line went, and what a person should be told."""

from collections.abc import Iterable
from enum import Enum, auto

from .lines import Line
from .model import Account, Leftover


class _Place(Enum):
    FURNITURE = auto()
    RECOGNISED = auto()


class Notes:
    """Collects claims on lines. A line nobody claims is left over at the end, whatever went wrong."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = {line.number: line for line in lines}
        self._claims: dict[int, _Place] = {}
        self._reasons: dict[int, str] = {}
        self._warnings: dict[str, None] = {}  # a dict: ordered, each sentence once

    def furniture(self, lines: Iterable[Line]) -> None:
        self._claims.update((line.number, _Place.FURNITURE) for line in lines)

    def recognised(self, *lines: Line) -> None:
        """Claim lines; a line that shares two parts (section name and point 1) stays recognised."""
        self._claims.update((line.number, _Place.RECOGNISED) for line in lines)

    def leave(self, line: Line, reason: str) -> None:
        """Keep a line aside with its reason (the first reason given stands)."""
        self._reasons.setdefault(line.number, reason)

    def warn(self, sentence: str) -> None:
        self._warnings.setdefault(sentence)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(self._warnings)

    @property
    def leftovers(self) -> tuple[Leftover, ...]:
        return tuple(
            Leftover(number, line.text, self._reasons.get(number, "riga non riconosciuta"))
            for number, line in self._lines.items()
            if number not in self._claims or number in self._reasons
        )

    @property
    def account(self) -> Account:
        leftover = {item.line for item in self.leftovers}
        places = [place for number, place in self._claims.items() if number not in leftover]
        return Account(
            lines=len(self._lines),
            furniture=places.count(_Place.FURNITURE),
            recognised=places.count(_Place.RECOGNISED),
            leftover=len(leftover),
        )
