"""Who takes part in the session by office, and who signs."""

import re
from collections.abc import Sequence

from .lines import Line
from .model import Official, OfficialRole
from .notes import Notes

_SECRETARY = r"(?:vice\s?)?segretari[oa](?: (?:generale|comunale|supplente|reggente|verbalizzante))*"
_CHAIR = r"(?:vice\s?)?president[ea](?: del consiglio(?: comunale)?)?|(?:vice\s?)?sindac[oa]"
_TITLES = rf"{_SECRETARY}|{_CHAIR}|capo di gabinetto|direttore generale|assessor[ea](?: anzian[oa])?"
_SESSION = re.compile(
    r"(?P<verb>partecipa|assiste|presiede|verbalizza|interviene)\b(?P<how>[^:]{0,60}?)\b(?:il|la|lo|l['’])\s*"
    rf"(?P<title>{_TITLES}|[^:]{{3,60}}(?=:))\s*[:,]?\s+(?P<name>.+)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r",?\s+(?:che|il quale|la quale|con funzioni|incaricat[oa]|assistit[oa])\b.*", re.IGNORECASE)
_REMOTE = re.compile(r"remoto|videoconferenza|collegament", re.IGNORECASE)
_SIGNING = re.compile(rf"\b(?:il|la)\s+({_SECRETARY}|{_CHAIR})(?=\s|$)", re.IGNORECASE)
_SIGNED = re.compile(r"^(?:f\.?to|firmato(?: digitalmente)?(?: da)?)[\s:]+|^\(|\)$", re.IGNORECASE)


def read_official(text: str, line: int) -> Official | None:
    """«Partecipa in presenza il Segretario Generale: …», or None when the sentence is of another form."""
    found = _SESSION.match(text)
    if not found:
        return None
    name = _AFTER_NAME.sub("", found["name"]).strip(" .,;")
    role = _role(found["title"])
    if found["verb"].casefold() == "presiede":
        role = OfficialRole.CHAIR
    return Official(
        role, found["title"].strip(), name, signs=False, remote=bool(_REMOTE.search(found["how"])), line=line
    )


def read_signatures(lines: Sequence[Line], notes: Notes) -> list[Official]:
    """Offices and names under the act: one above the other, or two columns side by side."""
    signatures: list[Official] = []
    titles: list[str] = []
    for line in lines:
        if found := _SIGNING.findall(line.text):
            titles += found
            rest = _SIGNING.sub("", line.text).strip()
            names = [rest] if rest else []
        else:
            names = [cell for cell in line.cells if cell] if titles else []
        if not names and not found:
            notes.leave(line, "riga tra le firme non riconosciuta")
        elif names and len(names) != len(titles):
            notes.leave(line, "non è chiaro a quale carica appartiene ogni firma")
        else:
            signatures += [_signature(title, name, line) for title, name in zip(titles, names, strict=False)]
            titles = [] if names else titles
            notes.recognised(line)
    return signatures


def _signature(title: str, name: str, line: Line) -> Official:
    name = " ".join(_SIGNED.sub("", _SIGNED.sub("", name.strip())).split())
    return Official(_role(title), title, name, signs=True, remote=False, line=line.number)


def _role(title: str) -> OfficialRole:
    if re.search(_SECRETARY, title, re.IGNORECASE):
        return OfficialRole.SECRETARY
    return OfficialRole.CHAIR if re.fullmatch(_CHAIR, title, re.IGNORECASE) else OfficialRole.ASSISTANT
