"""The names an act gives to itself and to its sections, as they stand on a line of their own."""

import re
from dataclasses import dataclass
from datetime import date

from .dates import find_date
from .model import ActKind, Organ, Section

_KINDS = {
    "DELIBERAZIONE": ActKind.DELIBERATION,
    "DELIBERA": ActKind.DELIBERATION,
    "DETERMINAZIONE": ActKind.DETERMINATION,
    "DETERMINA": ActKind.DETERMINATION,
    "DECRETO": ActKind.DECREE,
}
_ORGANS = {
    "GIUNTA": Organ.EXECUTIVE_BOARD,
    "CONSIGLIO COMUNALE": Organ.COUNCIL,
    "CONSIGLIO": Organ.COUNCIL,
    "SINDAC": Organ.MAYOR,
    "DIRIGEN": Organ.MANAGER,
}
_TITLE = re.compile(
    rf"(?:VERBALE DI )?({'|'.join(_KINDS)})\b(.{{0,60}}?)\bN(?:UM)?[.°ºR]{{0,2}}\s*(\d{{1,6}})(?:\s*/\s*\d{{2,4}})?"
    r"(?:\s*(?:DEL\b|IN DATA\b|,).{4,30})?",
    re.IGNORECASE,
)

# Section names open a section only in capitals: «la normativa» at the start of a wrapped line is a clause.
SECTIONS = {
    "PREMESSE": Section.PREMISES,
    "PREMESSA": Section.PREMISES,
    "MOTIVAZIONE": Section.REASONS,
    "MOTIVAZIONI": Section.REASONS,
    "PRE-VERIFICHE": Section.PRECHECKS,
    "PREVERIFICHE": Section.PRECHECKS,
    "PRE VERIFICHE": Section.PRECHECKS,
    "NORMATIVA": Section.NORMS,
    "RIFERIMENTI NORMATIVI": Section.NORMS,
    "DELIBERA": Section.DECISION,
    "DETERMINA": Section.DECISION,
    "DECRETA": Section.DECISION,
    "D E L I B E R A": Section.DECISION,
    "DECISIONE": Section.DECISION,
    "DECISIONI": Section.DECISION,
    "DISPOSITIVO": Section.DECISION,
}
ATTACHMENTS = ("ALLEGATI", "ALLEGATO", "ELENCO ALLEGATI")
_LONGEST_FIRST = sorted(SECTIONS, key=len, reverse=True)
# A name alone on its line, or followed by the first item (the left column of the printed form).
SECTION_LINE = re.compile(
    rf"(?:({'|'.join(map(re.escape, _LONGEST_FIRST))})\s*:?\s*(?:$|(?=\d{{1,3}}[.)]|a\)))"
    rf"|({'|'.join(ATTACHMENTS)})\s*:?\s*(?:$|(?=\d{{1,3}}[.)]|a\)|[-–•]\s)))"
)


@dataclass(frozen=True, slots=True)
class Title:
    """«DELIBERAZIONE DELLA GIUNTA COMUNALE N. 156»; ``upper`` when printed all in capitals."""

    kind: ActKind
    organ: Organ
    number: int
    date: date | None
    upper: bool


def read_title(text: str) -> Title | None:
    """The title of an act, when the whole line is one."""
    found = _TITLE.fullmatch(text)
    if not found:
        return None
    words = found[2].upper()
    organ = next((organ for name, organ in _ORGANS.items() if name in words), Organ.OTHER)
    return Title(_KINDS[found[1].upper()], organ, int(found[3]), find_date(text), text.isupper())
