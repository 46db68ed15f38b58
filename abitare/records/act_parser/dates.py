"""Dates as Italian acts print them."""

import re
from datetime import date

_MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
_LONG = re.compile(rf"\b(\d{{1,2}})[º°o]?\s+({'|'.join(_MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
_SHORT = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")


def find_date(text: str) -> date | None:
    """The first date in ``text`` («3 giugno 2026», «1º gennaio 2027», «03/06/2026»), or None."""
    if found := _LONG.search(text):
        return _calendar(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    if found := _SHORT.search(text):
        return _calendar(int(found[3]), int(found[2]), int(found[1]))
    return None


def long_date(day: date) -> str:
    """«3 giugno 2026», for warnings: the parser may not import the interface's formats."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
