"""The list of attachments and the fingerprints the act declares for them."""

import re
from collections.abc import Sequence

from .joining import Joiner
from .lines import Line
from .model import Attachment
from .notes import Notes
from .outline import read_marker

_FINGERPRINT = re.compile(r"\s*[(\[]?\s*(?:impronta|hash|sha-?256)\b[^:]{0,40}:\s*([^)\]]*)[)\]]?", re.IGNORECASE)
_HEX_DIGITS = 64
_NOT_HEX = re.compile(r"[^0-9A-F]")
_DIGITS_ONLY = re.compile(r"[0-9A-Fa-f]+[)\]]?")
_WRAP = re.compile(r"[\s\u2010\u00ad-]+")


def read_attachments(lines: Sequence[Line], joiner: Joiner, notes: Notes) -> list[Attachment]:
    """Titles and declared fingerprints; a malformed fingerprint is told, never mended."""
    attachments = [_attachment(group, joiner) for group in _groups(lines, notes)]
    for item in attachments:
        if item.note:
            notes.warn(f"Allegato «{item.title}»: {item.note}.")
    return attachments


def _groups(lines: Sequence[Line], notes: Notes) -> list[list[Line]]:
    """Lines of each attachment: a marker opens one; where the list has none, a new paragraph does."""
    groups: list[list[Line]] = []
    marked = bool(lines) and read_marker(lines[0]) is not None
    for line in lines:
        if not groups or _opens(line, groups[-1], marked):
            groups.append([line])
        elif marked and _is_complete(groups[-1]):
            notes.leave(line, "testo dopo l’elenco degli allegati")
            continue
        else:
            groups[-1].append(line)
        notes.recognised(line)
    return groups


def _opens(line: Line, group: Sequence[Line], marked: bool) -> bool:
    """Whether a line starts another attachment: «90)» may just be the last digits of a broken fingerprint."""
    complete, announced = _is_complete(group), _FINGERPRINT.search(_text(group)) is not None
    if announced and not complete and _DIGITS_ONLY.fullmatch(line.text):
        return False
    if read_marker(line):
        return True
    return not marked and (complete or (line.gap and not announced))


def _text(group: Sequence[Line]) -> str:
    return " ".join(line.text for line in group)


def _is_complete(group: Sequence[Line]) -> bool:
    found = _FINGERPRINT.search(_text(group))
    return bool(found) and (found[0].endswith((")", "]")) or len(_WRAP.sub("", found[1])) >= _HEX_DIGITS)


def _attachment(group: Sequence[Line], joiner: Joiner) -> Attachment:
    marker = read_marker(group[0])
    first = marker.rest if marker else group[0].text
    text = joiner.join([first, *(line.text for line in group[1:])])
    found = _FINGERPRINT.search(text)
    title = (text[: found.start()] + text[found.end() :] if found else text).strip()
    declared, note = _fingerprint(found[1]) if found else (None, "")
    return Attachment(title, declared, note, tuple(line.number for line in group))


def _fingerprint(printed: str) -> tuple[str | None, str]:
    """The 64 digits, or what is wrong with what is printed instead."""
    digits = _WRAP.sub("", printed).upper()
    if not digits:
        return None, "impronta annunciata ma non stampata"
    if wrong := sorted(set(_NOT_HEX.findall(digits))):
        return None, f"impronta con caratteri non esadecimali ({', '.join(wrong)}): «{digits}»"
    if len(digits) != _HEX_DIGITS:
        return None, f"impronta di {len(digits)} caratteri invece di {_HEX_DIGITS}: «{digits}»"
    return digits, ""
