"""The table of presences, with its tabs or with what a printer made of them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .lines import Line
from .model import Attendance
from .notes import Notes

_HEADER_WORD = re.compile(
    r"cognome|nome|nominativo|qualifica|carica|ruolo|component[ei]|present[ei]|assent[ei]|presenz[ae]|da|in|e|n|remoto"
    r"|videoconferenza|collegamento"
)
_HEADER = re.compile(r"(?:cognome|nome|nominativo)\b.*(?:qualifica|carica|present)", re.IGNORECASE)
_STATUS = re.compile(
    r"(?<!\S)(?P<status>(?:presente|assente|giustificat[oa])(?:\s+(?:giustificat[oa]|non giustificat[oa]|in sede))?)"
    r"(?P<rest>(?:\s.*)?)$",
    re.IGNORECASE,
)
# Where a printer swallowed a tab: a name in capitals and an office, an office and its presence, a presence and its X.
_SWALLOWED_TAB = re.compile(
    r"(?<=[A-ZÀ-Ý'])(?=(?:Vice ?)?(?:Sindac|Assessor|Consiglier|President)[a-z])|(?<=[a-z])(?=presente\b|assente\b)"
    r"|(?<=presente)(?=s[iì]\b|X\b|da remoto)"
)
_REMOTE = re.compile(r"s[iì]['’]?|x|v|✓|.*\b(?:remoto|videoconferenza|collegamento)\b.*", re.IGNORECASE)
_REST_OF_STATUS = re.compile(r"(?:non )?giustificat[oa]|(?:da |in )?remoto|videoconferenza", re.IGNORECASE)
_REMOTE_NO = re.compile(r"no|[-–—]|in presenza|in sede", re.IGNORECASE)
_QUALIFICATION = re.compile(
    r"(?<=\S)\s+((?:vice\s?)?sindac[oa](?: metropolitan[oa])?"
    r"|assessor[ea](?: (?:anzian[oa]|estern[oa]|delegat[oa]|supplente))?"
    r"|(?:vice\s?)?presidente(?: del consiglio(?: comunale)?)?"
    r"|consiglier[ea](?: (?:comunale|anzian[oa]|delegat[oa]))?)$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:totale?|tot\.?|(?:sono )?presenti\b|assenti\b)[^\n]*\d", re.IGNORECASE)
_TOTAL_PRESENT = re.compile(r"presenti\s*[:n.°\s]*(\d{1,3})", re.IGNORECASE)


def is_header(line: Line) -> bool:
    """A line made only of words of the table's head, like «Presenti/Assenti» or a wrapped «remoto»."""
    if _HEADER.match(line.text):
        return True
    words = re.findall(r"[^\W\d]+", line.text.casefold())
    return bool(words) and all(_HEADER_WORD.fullmatch(word) for word in words)


def read_attendance(lines: Sequence[Line], notes: Notes) -> list[Attendance]:
    """The rows of the table; a row may span lines where a narrow cell wrapped."""
    rows: list[Attendance] = []
    pending: list[Line] = []
    for printed in lines:
        line = replace(printed, text=_SWALLOWED_TAB.sub(" ", printed.text))
        if not pending and not rows and is_header(line):
            notes.recognised(line)
        elif _TOTAL.match(line.text):
            _check_total(line, rows, notes)
        elif rows and not pending and _REST_OF_STATUS.fullmatch(line.text):
            rows[-1] = _with_rest(rows[-1], line, notes)
        elif _STATUS.search(line.text):
            rows += _row([*pending, line], notes)
            pending = []
        else:
            pending.append(line)
    for line in pending:
        if is_header(line):  # a head read after its column
            notes.recognised(line)
            continue
        notes.leave(line, "riga della tabella delle presenze senza «presente» o «assente»")
    return rows


def _with_rest(row: Attendance, line: Line, notes: Notes) -> Attendance:
    """The end of a narrow last cell: «assente» above, «giustificata» below."""
    notes.recognised(line)
    if _REMOTE.fullmatch(line.text):
        return replace(row, remote=True)
    return replace(row, status=f"{row.status} {line.text}")


def _row(lines: Sequence[Line], notes: Notes) -> list[Attendance]:
    """One row: who, as what, whether present, whether from afar. None when no name stands before the status."""
    last = lines[-1]
    found = _STATUS.search(last.text)
    status, rest = found["status"], found["rest"].strip()
    name, qualification = _person(lines, last.text[: found.start()])
    if not name:
        notes.leave(last, "riga della tabella delle presenze senza nome")
        return []
    remote = _REMOTE.fullmatch(rest) is not None
    if rest and not remote and not _REMOTE_NO.fullmatch(rest):
        notes.warn(f"Presenze, riga {last.number}: «{rest}» dopo «{status}» non è stato capito.")
    if not qualification:
        notes.warn(f"Presenze, riga {last.number}: non è chiaro dove finisce il nome e comincia la qualifica.")
    notes.recognised(*lines)
    present = status.casefold().startswith("presente")
    return [Attendance(name, qualification, present, remote, status, last.number)]


def _person(lines: Sequence[Line], before_status: str) -> tuple[str, str]:
    """Name and qualification: by the table's cells, else by the offices known, else by the change of case."""
    cells = [cell for cell in lines[-1].cells if cell]
    if len(lines) == 1 and len(cells) > 2 and not _STATUS.search(cells[1]):
        return " ".join(cells[0].split()), " ".join(cells[1].split())
    words = " ".join([*(line.text for line in lines[:-1]), before_status]).split()
    text = " ".join(words)
    if found := _QUALIFICATION.search(text):
        return text[: found.start()], found[1]
    lower = next((i for i, word in enumerate(words) if i and any(c.islower() for c in word)), len(words))
    if not words or text.isupper() or not words[0].isupper():
        lower = len(words)
    return " ".join(words[:lower]), " ".join(words[lower:])


def _check_total(line: Line, rows: Sequence[Attendance], notes: Notes) -> None:
    notes.recognised(line)
    found = _TOTAL_PRESENT.search(line.text)
    present = sum(row.present for row in rows)
    if found and int(found[1]) != present:
        notes.warn(f"L’atto conta {found[1]} presenti, la tabella ne elenca {present}.")
