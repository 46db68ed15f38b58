"""What a person types in the search box, understood: words, codes, coordinates. Pure.

A word is found whatever its case and its accents, in the same way by both databases: it becomes a regular expression
that spells out the letters with their accents («novita» and «NOVITÀ» are one word), because neither engine folds
accents by itself.
"""

import re
from dataclasses import dataclass

MAX_LENGTH = 100
MIN_LENGTH = 2
FOLDED = {
    "a": "aàáâä",
    "e": "eèéêë",
    "i": "iìíîï",
    "o": "oòóôö",
    "u": "uùúûü",
    "'": "'’",
}
PLAIN = {letter: plain for plain, letters in FOLDED.items() for letter in letters}
STEP_CODE = re.compile(r"^(\d{1,3}|t)\.(\d{1,4})$", re.IGNORECASE)
COORDINATE = re.compile(r"^(g\s*)?(\d{1,3})((?:\.[a-z]|\.\d{1,3})*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """A query that may be searched. ``patterns``: one regular expression for each word, to be found all."""

    text: str
    patterns: tuple[str, ...]

    @property
    def step_code(self):
        """«3.5» -> (3, 5), «T.1» -> (None, 1), the coordination; None for anything else."""
        found = STEP_CODE.match(self.text)
        return (None if found[1] in "tT" else int(found[1]), int(found[2])) if found else None

    @property
    def coordinate(self):
        """«5.b» -> (False, "005.002"), «G 1» -> (True, "001"): whether it is the organ's, and the path; None else."""
        found = COORDINATE.match(self.text)
        if not found:
            return None
        rest = [part for part in found[3].lower().split(".") if part]
        positions = [int(found[2]), *(int(p) if p.isdigit() else ord(p) - 96 for p in rest)]
        return bool(found[1]), ".".join(f"{n:03}" for n in positions)


def understand(text: str) -> Words | None:
    """The query, its spaces made one; None when it is empty, too long or shorter than two letters.

    One figure is enough: it is the number of something.
    """
    text = " ".join(text.replace("\x00", "").split())
    if not text or len(text) > MAX_LENGTH or (len(text) < MIN_LENGTH and not text.isdigit()):
        return None
    return Words(text, tuple(pattern(word) for word in text.split()))


def pattern(word: str) -> str:
    """A regular expression, good for both engines, that finds a word whatever its case and accents."""
    return "".join(_letter(character) for character in word.lower())


def _letter(character):
    letters = FOLDED.get(PLAIN.get(character, character))
    if letters is None:
        return re.escape(character)
    return f"[{letters}{letters.upper()}]"


def excerpt(text: str, words: Words, width: int = 160) -> str:
    """The part of a long text around the first word found, cut at spaces, with «…» where it is cut."""
    if len(text) <= width:
        return text
    found = next((match for p in words.patterns if (match := re.search(p, text, re.IGNORECASE))), None)
    start = max(0, found.start() - width // 3) if found else 0
    piece = text[start : start + width]
    if start:
        piece = "…" + piece[piece.find(" ") + 1 :]
    return piece if start + width >= len(text) else piece[: piece.rfind(" ")] + "…"
