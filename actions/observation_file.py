"""Reading a CSV of observations: columns by name, figures and days as Italians write them. Pure: no Django.

indicatore;dal;al;valore;numeratore;denominatore;ripartizione;fonte;nota
A1.2;01/01/2025;31/12/2025;;412;1312;;Agenzia delle Entrate;
"""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

REQUIRED = ("indicatore", "dal", "al", "fonte")
COLUMNS = (*REQUIRED, "valore", "numeratore", "denominatore", "ripartizione", "nota")
FIGURE = re.compile(r"^-?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?$")
DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$|^(\d{4})-(\d{2})-(\d{2})$")
MAX_ROWS = 5000


class ObservationFileError(ValueError):
    """The file as a whole cannot be read; the sentence, in Italian, says why."""


@dataclass(frozen=True)
class ObservationRow:
    """One line: its number in the file, what it says, and everything wrong with it (nothing is guessed)."""

    number: int
    code: str = ""
    period_from: date | None = None
    period_to: date | None = None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    dimension: str = ""
    source: str = ""
    note: str = ""
    errors: tuple[str, ...] = field(default=())


def text_of(data: bytes) -> str:
    """The text of a file written as UTF-8 or by an old spreadsheet. Raises ``ObservationFileError``."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ObservationFileError("Il file non è un testo.")


def read_observations(text: str) -> list[ObservationRow]:
    """The rows of the table, good and bad. Raises ``ObservationFileError`` for a text that is not such a table."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        _check_header(header)
        rows = [_row(lines.line_num, header, cells) for cells in lines if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise ObservationFileError(f"Il CSV non si legge alla riga {lines.line_num}: virgolette non chiuse?") from error
    if not rows:
        raise ObservationFileError("Nel file non c’è nessuna rilevazione sotto l’intestazione.")
    if len(rows) > MAX_ROWS:
        raise ObservationFileError(f"Le righe sono {len(rows)}: dividile in file di {MAX_ROWS} al massimo.")
    return rows


def _check_header(header):
    if missing := [name for name in REQUIRED if name not in header]:
        raise ObservationFileError(
            f"Manca la colonna «{missing[0]}». La prima riga è: {';'.join(COLUMNS)} (separate da punto e virgola)."
        )
    if unknown := [name for name in header if name not in COLUMNS]:
        raise ObservationFileError(f"La colonna «{unknown[0]}» non c’è: le colonne sono {', '.join(COLUMNS)}.")
    if twice := [name for name in header if header.count(name) > 1]:
        raise ObservationFileError(f"La colonna «{twice[0]}» è scritta due volte.")


def _row(number, header, cells):
    if len(cells) != len(header):
        return ObservationRow(number, errors=(f"Ha {len(cells)} celle, le colonne sono {len(header)}.",))
    text = {name: "" for name in COLUMNS} | {n: c.strip() for n, c in zip(header, cells, strict=True)}
    errors = []
    if not text["indicatore"]:
        errors.append("Manca il codice dell’indicatore.")
    return ObservationRow(
        number=number,
        code=text["indicatore"],
        period_from=_day(text["dal"], "dal", errors),
        period_to=_day(text["al"], "al", errors),
        value=_figure(text["valore"], "valore", errors),
        numerator=_figure(text["numeratore"], "numeratore", errors),
        denominator=_figure(text["denominatore"], "denominatore", errors),
        dimension=text["ripartizione"],
        source=text["fonte"],
        note=text["nota"],
        errors=tuple(errors),
    )


def _day(text, column, errors):
    found = DAY.match(text)
    if not found:
        errors.append(f"«{column}»: la data «{text}» non si legge, scrivila come 03/06/2026.")
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        errors.append(f"«{column}»: il giorno «{text}» non esiste.")
        return None


def _figure(text, column, errors):
    if not text:
        return None
    if not FIGURE.match(text):
        errors.append(f"«{column}»: il numero «{text}» non si legge, scrivilo come 1.234,5.")
        return None
    return Decimal(text.replace(".", "").replace(",", "."))
