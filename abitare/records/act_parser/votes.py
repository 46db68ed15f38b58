"""How the organ voted, as its own points tell it."""

import re

from .model import Vote

_WORDS = {
    "nessun": 0, "nessuno": 0, "nessuna": 0, "zero": 0, "un": 1, "uno": 1, "una": 1, "due": 2, "tre": 3, "quattro": 4,
    "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "undici": 11, "dodici": 12,
}  # fmt: skip
_COUNT = rf"(\d{{1,3}}|{'|'.join(_WORDS)})"
_FAVOURABLE, _AGAINST, _ABSTAINED = "favorevol[ei]", "contrar[io]+", "astenut[io]+"
_MENTION = re.compile(r"\bvot(?:o|i|azion[ei])\b|unanimit|maggioranza", re.IGNORECASE)
_UNANIMOUS = re.compile(r"\bunanim", re.IGNORECASE)
_OPEN = re.compile(r"\bpales[ei]\b|alzata di mano|appello nominale", re.IGNORECASE)
_SECRET = re.compile(r"\bsegret[oaie]\b", re.IGNORECASE)
_SEPARATE = re.compile(r"separat\w+ (?:votazion|vot)|vot\w+ separat", re.IGNORECASE)
_COUNT_AFTER = re.compile(rf"{_FAVOURABLE}\s*[:(]?\s*(?:n\.?\s*|nr\.?\s*)?\d", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*|\s+e\s+")


def read_vote(path: tuple[int, ...], text: str) -> Vote | None:
    """The vote told in ``text``, or None when the text does not speak of one."""
    if not _MENTION.search(text):
        return None
    after = bool(_COUNT_AFTER.search(text))
    against, abstained = _count(_AGAINST, text, after), _count(_ABSTAINED, text, after)
    return Vote(
        path=path,
        unanimous=bool(_UNANIMOUS.search(text)) and not (against or abstained),
        open_ballot=True if _OPEN.search(text) else False if _SECRET.search(text) else None,
        favourable=_count(_FAVOURABLE, text, after),
        against=against,
        abstained=abstained,
        against_names=_names(_AGAINST, text),
        abstained_names=_names(_ABSTAINED, text),
        separate=bool(_SEPARATE.search(text)),
    )


def _count(label: str, text: str, after: bool) -> int | None:
    """The number printed with a label: «contrari n. 2» or «2 contrari», as the act prefers."""
    follows = rf"\b{label}\s*[:(]?\s*(?:nr?\.?\s*)?{_COUNT}\b"
    precedes = rf"\b{_COUNT}\s+(?:vot[oi]\s+)?{label}\b"
    found = re.search(follows if after else precedes, text, re.IGNORECASE)
    if not found:
        return None
    printed = found[1].lower()
    return int(printed) if printed.isdigit() else _WORDS[printed]


def _names(label: str, text: str) -> tuple[str, ...]:
    found = re.search(rf"\b{label}[^().;]{{0,25}}\.?[^().;]{{0,10}}\(([^()]{{3,300}})\)", text, re.IGNORECASE)
    return tuple(name.strip() for name in _BETWEEN_NAMES.split(found[1]) if name.strip()) if found else ()
