"""Stage 3: did the author end this line, or did it run out of room?

A dash or a number at the start of a line opens an item only if the break before it was meant. The answer is
measured on the act itself: a line that starts with a small letter certainly continues the one before, so the
columns those lines would have needed show how much room a line has. Where the next word would have fitted,
the break was meant. In an export with one line per paragraph there is nothing to measure and every break is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .lines import Line

_CLOSED = re.compile(r"[.;:!?][»”\"'’)\]]*$")
_OPEN_WORD = re.compile(
    r"(?:\b(?:artt?|nn?|co|lett|pp?|pagg?|prott?|cfr|dott|dr|sig|sigg|ing|avv|arch|geom|rag|prof|on|all|cap|par|punt[oi])\."
    r"|\b(?:artt?|comm[ai]|articol[oi]|punt[oi]|numer[oi]|letter[ae]|allegat[oi]|del|dal|al|nel|di|da|e|o|il|lo|la)"
    r"|\()$",
    re.IGNORECASE,
)
_TAIL = 24  # how a text ends is seen in its last characters
_SHORTEST = 40  # a certain continuation follows a line at least this long: table cells prove nothing


def ended(text: str) -> bool:
    """Whether the sentence or the item may be over: final punctuation that is not an abbreviation's."""
    return bool(_CLOSED.search(text[-_TAIL:])) and not wants_more(text)


def wants_more(text: str) -> bool:
    """Whether the text cannot stop here: «ai sensi dell'art.», «comma», «n.»."""
    return bool(_OPEN_WORD.search(text[-_TAIL:]))


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How the lines of one act were broken.

    ``room`` is the least number of columns known to be too many, None when the text is not wrapped;
    ``gaps`` says whether blank lines separate paragraphs (some exports print one after every line).
    """

    room: int | None
    gaps: bool

    @classmethod
    def measure(cls, lines: Sequence[Line]) -> "Wrapping":
        pairs = [(a, b) for a, b in pairwise(lines) if a.end > _SHORTEST and not b.page and b.text[0].islower()]
        certain = [pair for pair in pairs if not ended(pair[0].text) and not _looks_like_item(pair[1].text)]
        spaced = sum(b.gap for _, b in certain)
        full = [(a, b) for a, b in certain if not b.gap or spaced * 2 > len(certain)]
        columns = [_needed(a, b) for a, b in full] + [max(a.end for a, _ in full) + 1] if full else []
        return cls(min(columns, default=None), gaps=spaced * 2 <= len(certain))

    def meant(self, before: Line, line: Line) -> bool:
        """Whether the author broke between ``before`` and ``line``."""
        if self.room is None or (self.gaps and line.gap):
            return True
        return _needed(before, line) < self.room


def _needed(before: Line, line: Line) -> int:
    return before.end + 1 + len(line.text.split(" ", 1)[0])


def _looks_like_item(text: str) -> bool:
    return text[1:2] in {")", "."}
