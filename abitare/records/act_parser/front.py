"""The front page of the organ and the head of the proposal: everything before the sections."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from .attendance import is_header, read_attendance
from .dates import find_date
from .joining import Joiner
from .lines import Line
from .model import Attendance, Official
from .notes import Notes
from .officials import read_official
from .wrapping import ended


class _Kind(Enum):
    CAPTION = auto()
    MUNICIPALITY = auto()
    EXTRACT = auto()
    OBJECT = auto()
    SESSION = auto()
    PRESENCES = auto()
    TABLE = auto()
    OFFICIAL = auto()
    ORGAN = auto()
    PREAMBLE = auto()
    SECTOR = auto()
    SERVICE = auto()


_I = re.IGNORECASE
_MUNICIPALITY = re.compile(r"(?:comune|citt[àa]['’]?)\s+d(?:i\s+|['’])(\S.{1,60})", _I)
_OPENERS = (
    (_Kind.MUNICIPALITY, re.compile(r"(?:COMUNE|CITT[ÀA]['’]?) D(?:I |['’])[A-ZÀ-Ý' ’-]+$|Comune di [A-ZÀ-Ý]\S+$")),
    (_Kind.OBJECT, re.compile(r"oggetto\s*:|OGGETTO\b", _I)),
    (_Kind.EXTRACT, re.compile(r"(?:estratto|copia|originale|verbale)\b.{0,120}", _I)),
    (_Kind.SESSION, re.compile(r"(?:il|l['’]anno|addì|in data|nella seduta|oggi)\b.*(?:\d|riunit|convocat|anno)", _I)),
    (
        _Kind.PRESENCES,
        re.compile(r"per la trattazione\b|(?:sono|risultano) (?:presenti|assenti)\b|all['’]appello\b", _I),
    ),
    (_Kind.OFFICIAL, re.compile(r"(?:partecipa|assiste|presiede|verbalizza|interviene)\b", _I)),
    (_Kind.ORGAN, re.compile(r"(?:LA GIUNTA|IL CONSIGLIO|IL COMMISSARIO|IL SINDACO|IL DIRIGENTE)\b[A-Z ]*$")),
)
_UNITS = (
    (_Kind.SECTOR, re.compile(r"(?:settore|area|direzione|dipartimento)\b", _I)),
    (_Kind.SERVICE, re.compile(r"(?:servizio|ufficio)\b", _I)),
    (_Kind.OBJECT, re.compile(r"OGGETTO\b", _I)),
)
_GROUND = re.compile(  # what the sentences before DELIBERA start with
    r"(?:vist|richiamat|dato atto|acquisit|ritenut|considerat|premess|con vot|su proposta|sentit|preso atto|udit|attes"
    r"|tenuto conto)",
    _I,
)
_DOUBLED = re.compile(r"^(\w+)\s+(?=\1\b)", _I)
_OBJECT_LABEL = re.compile(r"^oggetto\s*:?\s*", _I)
_PLACE = re.compile(
    r"\b(?:presso\s+(?:la|il|lo|i|gli|le|l['’])?\s*|(?=nell?[ao'’]\s*(?:sala|aula)))([^,.;]{3,120})", _I
)
_CAPTION = re.compile(r"provincia\b|regione\b|codice ente\b|cod\. ente\b", _I)
_SMALL_WORD = re.compile(r"a|al|alla|con|d|da|de[il]?|dell[ae]?|di|e|in|nell[ae]?|sul|sull[ae]?")


@dataclass(slots=True)
class _Paragraph:
    kind: _Kind
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Front:
    """What the front page says; lists are in the order of the page."""

    title: str = ""
    session_place: str = ""
    dates: list[date] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    officials: list[Official] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    sector: str = ""
    service: str = ""


def read_front(lines: Sequence[Line], municipality: str, joiner: Joiner, notes: Notes) -> Front:
    """Read the page that opens the act."""
    front = Front()
    for paragraph in _paragraphs(lines):
        text = joiner.join([line.text for line in paragraph.lines])
        if paragraph.kind == _Kind.TABLE:
            front.attendance += read_attendance(paragraph.lines, notes)
        elif _take(front, paragraph, text, municipality):
            notes.recognised(*paragraph.lines)
        else:
            for line in paragraph.lines:
                notes.leave(line, "riga dell’intestazione non riconosciuta")
    return front


def read_proposal_head(lines: Sequence[Line], joiner: Joiner, notes: Notes) -> Front:
    """Proposing sector and service, and the object the proposal repeats."""
    head = Front()
    for paragraph in _grouped(lines, lambda line, _: _match(_UNITS, line)):
        text = joiner.join([line.text for line in paragraph.lines])
        if paragraph.kind == _Kind.SECTOR:
            head.sector = _DOUBLED.sub("", text)
        elif paragraph.kind == _Kind.SERVICE:
            head.service = _DOUBLED.sub("", text)
        else:
            head.title = _OBJECT_LABEL.sub("", text)
        notes.recognised(*paragraph.lines)
    return head


def find_municipality(lines: Iterable[Line]) -> str:
    """The name of the municipality, as the act writes it in running text, else from the capitals of its head."""
    texts = [line.text for line in lines]
    headed = (_MUNICIPALITY.fullmatch(text) for text in texts)
    name = next((found[1].strip() for found in headed if found and found[1].isupper()), "")
    if not name:
        return next((found[1].strip() for text in texts[:20] if (found := _MUNICIPALITY.fullmatch(text))), "")
    written = re.compile(rf"(?:^|comune di )({re.escape(name)})\b", _I)
    spellings = (found[1] for text in texts for found in written.finditer(text))
    return next((spelling for spelling in spellings if not spelling.isupper()), _capitalised(name))


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    return _grouped(lines, _opened_by)


def _grouped(lines: Sequence[Line], opened_by) -> list[_Paragraph]:
    """Gather lines into paragraphs: ``opened_by(line, current)`` gives the kind of a new one, or None."""
    paragraphs: list[_Paragraph] = []
    for line in lines:
        current = paragraphs[-1] if paragraphs else None
        kind = opened_by(line, current)
        if kind is None and current is None:
            kind = _Kind.CAPTION
        if kind is not None:
            paragraphs.append(_Paragraph(kind))
        paragraphs[-1].lines.append(line)
    return paragraphs


def _opened_by(line: Line, current: _Paragraph | None) -> _Kind | None:
    """The kind of paragraph a line opens on the front page, None when it continues the current one."""
    kind = current.kind if current else _Kind.CAPTION
    if kind in {_Kind.ORGAN, _Kind.PREAMBLE}:
        before = current.lines[-1].text
        new = kind == _Kind.ORGAN or line.gap or before.endswith(":") or (ended(before) and _GROUND.match(line.text))
        return _Kind.PREAMBLE if new else None
    if kind != _Kind.TABLE and (is_header(line) or _follows_presences(current)):
        return _Kind.TABLE
    if opened := _match(_OPENERS, line):
        return opened
    if kind == _Kind.TABLE:
        return None
    alone = kind in {_Kind.CAPTION, _Kind.MUNICIPALITY} or (kind == _Kind.EXTRACT and line.page)
    return _Kind.CAPTION if line.gap or alone else None


def _follows_presences(current: _Paragraph | None) -> bool:
    return bool(current) and current.kind == _Kind.PRESENCES and current.lines[-1].text.endswith(":")


def _match(openers, line: Line) -> _Kind | None:
    return next((kind for kind, pattern in openers if pattern.match(line.text)), None)


def _take(front: Front, paragraph: _Paragraph, text: str, municipality: str) -> bool:
    """Put a paragraph where it belongs; False when nobody knows what it is."""
    kind = paragraph.kind
    if kind == _Kind.OBJECT:
        front.title = front.title or _OBJECT_LABEL.sub("", text)
    elif kind == _Kind.OFFICIAL:
        official = read_official(text, paragraph.lines[0].number)
        front.officials += [official] if official else []
        return official is not None
    elif kind == _Kind.CAPTION:
        return text.casefold() == municipality.casefold() or bool(_CAPTION.match(text))
    elif kind != _Kind.MUNICIPALITY:
        _take_sentence(front, kind, text)
    return True


def _take_sentence(front: Front, kind: _Kind, text: str) -> None:
    """Sentences of rite: kept as printed, and mined for date and place."""
    front.formulas.append(text)
    if kind in {_Kind.EXTRACT, _Kind.SESSION} and (day := find_date(text)):
        front.dates.append(day)
    if kind == _Kind.SESSION and (place := _PLACE.search(text)):
        front.session_place = place[1].strip()


def _capitalised(name: str) -> str:
    """«SAN GIORGIO IN BOSCO» -> «San Giorgio in Bosco»."""
    words = re.split(r"([\s'’-]+)", name.lower())
    return "".join(w if i and _SMALL_WORD.fullmatch(w) else w[:1].upper() + w[1:] for i, w in enumerate(words))
