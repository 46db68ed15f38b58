"""Stage 1: from a text of any origin to clean numbered lines.

Cleaning touches only what exports add around the words: byte-order marks, carriage returns, hard spaces,
zero-width characters, ligatures, and the emphasis signs of a markdown or HTML export. Quotes, apostrophes
and dashes stay as printed, balanced or not.
"""

import re
import unicodedata
from dataclasses import dataclass

_TRANSLATION = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
        "\x00": None,
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
    }
)
_LINE_ENDS = re.compile(r"\r\n?|\x0b|\x85|\u2028|\u2029")
_PAGE_IN_LINE = re.compile(r"(?<=[^\n])\f")
_SOFT_HYPHEN = re.compile(r"\u00ad(?![ \t]*(?:\n|$))")
_TAG = re.compile(r"<[ \t\n]?/?[ \t\n]?(?:i|b|u|em|strong)[ \t\n]?>", re.IGNORECASE)
# Between two signs: anything but an asterisk or a blank line. Each search ends at the next asterisk, so
# the cost stays linear however many asterisks a text holds.
_INSIDE = r"((?:[^*\n]|\n(?![ \t]*\n))+)"
_BOLD = re.compile(rf"\*\*(?=[^\s*]){_INSIDE}(?<=\S)\*\*")
_ITALIC = re.compile(rf"(?<![*\w])\*(?=[^\s*]){_INSIDE}(?<=\S)\*(?![*\w])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    ``number`` counts from 1 in the text given; ``raw`` keeps tabs and runs of spaces for tables; ``end`` is
    the column where the print stops, emphasis signs included; ``gap`` says that blank lines come before it,
    ``page`` that a page begins with it.
    """

    number: int
    text: str
    raw: str
    end: int
    indent: int
    gap: bool
    page: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a table row, parted by tabs or, where a printer lost them, by runs of spaces."""
        separator = r"\t" if "\t" in self.raw else r" {2,}"
        return tuple(cell.strip() for cell in re.split(separator, self.raw.strip(" ")))


def without_emphasis(text: str) -> str:
    """Take the export's emphasis signs off; a lone asterisk or angle bracket is the act's own and stays."""
    text = _TAG.sub(lambda tag: "\n" * tag[0].count("\n"), text)
    return _BOLD.sub(r"\1", _ITALIC.sub(r"\1", text))


def read_lines(text: str) -> list[Line]:
    """Split a text into its non-blank lines, in order."""
    lines: list[Line] = []
    gap = page = False
    printed = _printed(text)
    pairs = zip(printed.split("\n"), without_emphasis(printed).split("\n"), strict=True)
    for number, (whole, bare) in enumerate(pairs, start=1):
        page = page or "\f" in whole
        if not whole.strip():
            gap = True
            continue
        raw = bare.replace("\f", "").rstrip()
        words = raw.lstrip()
        lines.append(
            Line(
                number=number,
                text=" ".join(words.split()),
                raw=raw,
                end=len(whole.rstrip()),
                indent=len(raw) - len(words),
                gap=gap,
                page=page,
            )
        )
        gap = page = False
    return lines


def _printed(text: str) -> str:
    """The text as the page shows it, whatever program wrote the file."""
    text = _LINE_ENDS.sub("\n", text.translate(_TRANSLATION))
    text = _PAGE_IN_LINE.sub("\n\f", unicodedata.normalize("NFC", text))
    return _SOFT_HYPHEN.sub("", text)
