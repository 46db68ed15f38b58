"""Mends what the page broke: lines back into paragraphs, halves back into words.

A hyphen at the end of a line is either the page's («accompa-/gnamento») or the word's own
(«tecnico-/amministrativi»). The act itself is the dictionary: whichever form it prints elsewhere wins.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from .lines import Line, without_emphasis

_PAGE_HYPHENS = ("\u2010", "\u00ad")  # set by a typesetter, never typed by an author
_WORD = re.compile(r"\w+(?:-\w+)*")
_LAST_WORD = re.compile(r"(\w+)-$")
_FIRST_WORD = re.compile(r"\w+")
_TIGHT = re.compile(r"\S[-–—/]$")
_ELIDED = re.compile(
    r"\b(?:[cdlmnstv]|gl|un|anch|bell|buon|cent|coll|com|cos|dall|dell|dev|dov|mezz|nell|nient|quant|quell|quest|sant"
    r"|sull|tutt|all)['’]$",
    re.IGNORECASE,
)
# First halves of compounds that acts write with a hyphen.
_COMPOUND = re.compile(
    r"ambientale|amministrativo|contabile|culturale|e|economico|educativo|ex|finanziario|fisico|giuridico|igienico"
    r"|logistico|medico|non|organizzativo|patrimoniale|politico|psico|sanitario|sociale|socio|storico|tecnico|turistico"
    r"|urbanistico"
)
_SHORTEST_HALF = 4


class Joiner:
    """Joins the lines of one act, knowing the words the act uses."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words = frozenset(_unbroken_words(lines))

    def join(self, texts: Sequence[str]) -> str:
        """One paragraph from its printed lines."""
        pieces: list[str] = []
        for text in filter(None, texts):
            if pieces:
                pieces[-1], glue = self._seam(pieces[-1], text)
                pieces.append(glue)
            pieces.append(text)
        return without_emphasis("".join(pieces))

    def _seam(self, before: str, after: str) -> tuple[str, str]:
        """How ``before`` ends and what stands between it and ``after``."""
        if before.endswith(_PAGE_HYPHENS):
            return before[:-1], ""
        if (half := _LAST_WORD.search(before)) and after[0].islower():
            return (before if self._is_compound(half[1], after) else before[:-1]), ""
        if _TIGHT.search(before) or (_ELIDED.search(before) and after[0].isalpha()):
            return before, ""
        return before, " "

    def _is_compound(self, left: str, after: str) -> bool:
        """Whether the hyphen between two halves belongs to the word."""
        right = _FIRST_WORD.match(after)
        first, second = left.casefold(), right[0].casefold() if right else ""
        if first + second in self._words:
            return False
        if f"{first}-{second}" in self._words or _COMPOUND.fullmatch(first) or left.isupper() or left.isdigit():
            return True
        return {first, second} <= self._words and min(len(first), len(second)) >= _SHORTEST_HALF


def _unbroken_words(lines: Iterable[Line]) -> Iterator[str]:
    """Every word of the act, except the halves at a broken line end."""
    broken = False
    for line in lines:
        words = _WORD.findall(line.text.casefold())
        first = 1 if broken else 0
        broken = line.text.endswith(("-", *_PAGE_HYPHENS))
        yield from words[first : -1 if broken else None]
