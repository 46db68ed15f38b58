"""CSV and XLSX of exactly the rows given, as a download. Nothing in a cell can start a formula."""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from abitare.ui import formats
from abitare.ui.pagination import FORMAT_PARAM

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet runs a text that starts with one of these; tab and line feed hide one of them from the eye.
FORMULA = re.compile(r"^[=+\-@\t\r\n]")
# What XML cannot carry, so XLSX cannot either.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDEST, NARROWEST = 60, 8
CELL_LIMIT = 32_767  # characters of a cell of XLSX; openpyxl would cut without a word
FORMATS = ("csv", "xlsx")


def export(request, name, header, rows):
    """The download that ``?formato=csv`` or ``?formato=xlsx`` asks for, or ``None`` when the request asks for the page.

    ``name`` is the file's name without suffix, ``header`` the column titles, ``rows`` an iterable of iterables of
    plain values (text, int, Decimal, Fraction, date, datetime, bool, None), read once.
    """
    writers = {"csv": csv_response, "xlsx": xlsx_response}
    writer = writers.get(request.GET.get(FORMAT_PARAM, ""))
    return writer(name, header, rows) if writer else None


def csv_response(name, header, rows):
    """UTF-8 without BOM, «;» between fields, decimal comma, days as 03/06/2026: what an Italian spreadsheet reads."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_csv_cell(title) for title in header])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in _same_length(row, header)])
    return _download(text.getvalue().encode("utf-8"), CSV_TYPE, f"{name}.csv")


def xlsx_response(name, header, rows):
    """One sheet: bold header that stays in sight, numbers and days as such, columns as wide as their content."""
    table = [[_xlsx_value(value) for value in _same_length(row, header)] for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
    sheet.freeze_panes = "A2"
    for column, title in enumerate(header, 1):
        longest = max([len(str(title)), *(len(str(row[column - 1] or "")) for row in table)])
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(NARROWEST, longest + 2))
    sheet.append([_header_cell(sheet, title) for title in header])
    for row in table:
        sheet.append([_styled_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(header)))}{len(table) + 1}"
    content = io.BytesIO()
    book.save(content)
    return _download(content.getvalue(), XLSX_TYPE, f"{name}.xlsx")


def harmless(text):
    """A text that no spreadsheet takes for a formula: an apostrophe goes before the dangerous first character."""
    text = UNPRINTABLE.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text


def _same_length(row, header):
    row = list(row)
    if len(row) != len(header):
        raise ImproperlyConfigured(f"Esportazione: riga di {len(row)} celle per {len(header)} colonne.")
    return row


def _csv_cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    if isinstance(value, int | float | Decimal):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal | float) else str(value)
    if isinstance(value, datetime):
        return f"{formats.numeric_date(value)} {_local(value):%H:%M}"
    return formats.numeric_date(value) if isinstance(value, date) else harmless(str(value))


def _xlsx_value(value):
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, Fraction):
        return float(value)
    if value is None or isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return _local(value).replace(tzinfo=None)
    if isinstance(value, date):
        return value
    text = harmless(str(value))
    return text if len(text) <= CELL_LIMIT else f"{text[: CELL_LIMIT - 1]}…"


def _local(value):
    return value.astimezone(formats.ROME) if value.tzinfo else value


def _header_cell(sheet, title):
    cell = WriteOnlyCell(sheet, value=harmless(str(title)))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _styled_cell(sheet, value):
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, datetime):
        cell.number_format = "DD/MM/YYYY HH:MM"
    elif isinstance(value, date):
        cell.number_format = "DD/MM/YYYY"
    elif isinstance(value, str):
        cell.data_type = "s"  # never «f»: openpyxl takes a text that starts with «=» for a formula
    return cell


def _download(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
