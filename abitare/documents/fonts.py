"""The two faces of our documents, from the files of the design-django-theme package, and what they can draw.

Titillium Web lacks some signs. Left alone, Pango would take them from whatever font the machine has: the text would
look different elsewhere and the bytes would change. So known signs are replaced, unknown ones refused.
"""

import functools
import unicodedata
from pathlib import Path

import bootstrap_italia_template
from fontTools.ttLib import TTFont

FONT_DIR = Path(bootstrap_italia_template.__file__).parent / "static" / "fonts"
TITILLIUM = "Titillium_Web/titillium-web-v10-latin-ext_latin"
ROBOTO_MONO = "Roboto_Mono/roboto-mono-v13-latin-ext_latin"
# family, weight, style, file under FONT_DIR; TTF because WeasyPrint subsets it without any other library
FACES = (
    ("Titillium Web", 400, "normal", f"{TITILLIUM}-regular.ttf"),
    ("Titillium Web", 400, "italic", f"{TITILLIUM}-italic.ttf"),
    ("Titillium Web", 600, "normal", f"{TITILLIUM}-600.ttf"),
    ("Titillium Web", 700, "normal", f"{TITILLIUM}-700.ttf"),
    ("Roboto Mono", 400, "normal", f"{ROBOTO_MONO}-regular.ttf"),
)
# As the PostScript names inside the PDF begin, after the subset tag.
EMBEDDED_NAMES = ("TitilliumWeb", "Titillium-Web", "RobotoMono", "Roboto-Mono")

REPLACEMENTS = {
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "≥": "maggiore o uguale a",
    "≤": "minore o uguale a",
    "≠": "diverso da",
    "≈": "circa",
    "✓": "sì",
    "✔": "sì",
    "✗": "no",
    "✘": "no",
    "№": "n.",
    "‰": "per mille",
    "′": "’",
    "″": "”",
    "‐": "-",
    "‑": "-",
    "‒": "–",
    "―": "—",
    "⁻": "-",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
BULLETS = "■□▪▫▲▶►●○◆◇◦∙⁃❖➢\uf0b7\uf0a7\uf0d8\uf02d"  # the last four are left by word processors
WIDE_SPACES = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u205f\u3000"
JOINING_SPACES = "\u2007\u2008\u2009\u200a\u202f"  # they keep a number with its unit: a no-break space does the same
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_TABLE = str.maketrans(
    REPLACEMENTS
    | dict.fromkeys(BULLETS, "•")
    | dict.fromkeys(WIDE_SPACES, " ")
    | dict.fromkeys(JOINING_SPACES, "\u00a0")
    | dict.fromkeys(INVISIBLE, "")
    | {chr(code): "" for code in range(32) if chr(code) not in "\t\n\r"}
    | {"\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n"}
)


class MissingGlyphs(ValueError):
    """The text has characters that our fonts cannot draw; ``characters`` lists them."""

    def __init__(self, characters):
        self.characters = characters
        names = ", ".join(f"«{c}» ({unicodedata.name(c, 'senza nome')}, U+{ord(c):04X})" for c in characters)
        super().__init__(
            f"Il documento non può essere stampato: i caratteri {names} mancano nei caratteri tipografici del Comune. "
            "Vanno corretti nel testo."
        )


def printable(text):
    """The text with the signs that Titillium Web lacks written otherwise; everything else is left as it is.

    Accents typed as separate marks are joined to their letter (Unicode NFC), which changes nothing for a reader.
    """
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def missing_glyphs(text):
    """The characters of a text that our fonts cannot draw, sorted, each once. Line ends and tabs are not drawn."""
    return tuple(sorted({char for char in text if ord(char) not in _drawable() and char not in "\n\r\t"}))


@functools.cache
def _drawable():
    """Code points that every face can draw: a name may be printed in any of them."""
    maps = []
    for *_, path in FACES:
        with TTFont(FONT_DIR / path, lazy=True) as font:
            maps.append(set(font.getBestCmap()))
    return frozenset.intersection(*map(frozenset, maps))


def font_face_css():
    """The ``@font-face`` rules, with file URLs."""
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f"src:url({(FONT_DIR / path).as_uri()})}}"
        for family, weight, style, path in FACES
    )
