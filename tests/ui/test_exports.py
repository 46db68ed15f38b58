import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from abitare.ui import exports

HEADER = ("Numero", "Oggetto", "Importo", "Data", "Istante", "Urgente", "Quota")
ROW = (
    156, "Indirizzi; «Piano»\nsu due righe", Decimal("1234567.50"), date(2026, 6, 3),
    datetime(2026, 11, 22, 7, 40, tzinfo=UTC), True, Fraction(1, 4),
)  # fmt: skip


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8"), newline=""), delimiter=";"))


def read_xlsx(response):
    return load_workbook(io.BytesIO(response.content)).active


def test_csv_is_utf8_without_bom_with_semicolons_and_italian_values():
    response = exports.csv_response("atti", HEADER, [ROW])
    assert not response.content.startswith(b"\xef\xbb\xbf")
    assert read_csv(response) == [
        list(HEADER),
        ["156", "Indirizzi; «Piano»\nsu due righe", "1234567,50", "03/06/2026", "22/11/2026 08:40", "sì", "0,25"],
    ]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="atti.csv"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_xlsx_keeps_numbers_and_days_as_such():
    sheet = read_xlsx(exports.xlsx_response("atti", HEADER, [ROW]))
    header, row = sheet.iter_rows()
    assert [cell.value for cell in header] == list(HEADER)
    assert all(cell.font.bold for cell in header)
    number, text, amount, day, moment, urgent, share = (cell.value for cell in row)
    assert (number, text, amount, urgent, share) == (156, "Indirizzi; «Piano»\nsu due righe", 1234567.5, "sì", 0.25)
    assert (day.isoformat(), moment.isoformat()) == ("2026-06-03T00:00:00", "2026-11-22T08:40:00")
    assert row[3].number_format == "DD/MM/YYYY"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G2"


@pytest.mark.parametrize("text", ["=1+1", "+39 0372", "-2", "@cmd", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_no_text_can_start_a_formula(text):
    (cell,) = read_csv(exports.csv_response("x", ("a",), [(text,)]))[1]
    assert cell == f"'{text}"
    stored = read_xlsx(exports.xlsx_response("x", ("a",), [(text,)]))["A2"]
    assert stored.data_type == "s"
    assert stored.value[0] == "'"


def test_a_header_cannot_start_a_formula_either():
    assert read_csv(exports.csv_response("x", ("=a",), []))[0] == ["'=a"]
    assert read_xlsx(exports.xlsx_response("x", ("=a",), []))["A1"].value == "'=a"


def test_a_negative_number_is_a_number_not_a_formula():
    assert read_csv(exports.csv_response("x", ("a",), [(Decimal("-2.5"),), (-3,)]))[1:] == [["-2,5"], ["-3"]]
    assert read_xlsx(exports.xlsx_response("x", ("a",), [(Decimal("-2.5"),)]))["A2"].value == -2.5


def test_nothing_is_an_empty_cell():
    assert read_csv(exports.csv_response("x", ("a", "b"), [(None, "")]))[1] == ["", ""]
    assert read_xlsx(exports.xlsx_response("x", ("a", "b"), [(None, "b")]))["A2"].value is None


def test_rows_are_read_once_and_may_be_a_generator():
    response = exports.xlsx_response("x", ("a",), ((number,) for number in range(3)))
    assert [cell.value for cell in read_xlsx(response)["A"]] == ["a", 0, 1, 2]


def test_a_sheet_name_with_forbidden_signs_is_mended():
    assert read_xlsx(exports.xlsx_response("atti [2026]/a:b" * 4, ("a",), [])).title == ("atti  2026  a b" * 4)[:31]


@pytest.mark.parametrize("writer", [exports.csv_response, exports.xlsx_response])
def test_a_row_longer_than_its_header_is_a_mistake_of_ours(writer):
    with pytest.raises(ImproperlyConfigured, match="2 celle per 1"):
        writer("x", ("a",), [("a", "b")])


@pytest.mark.parametrize(
    ("query", "kind"), [("?formato=csv", "text/csv; charset=utf-8"), ("?formato=xlsx", exports.XLSX_TYPE)]
)
def test_the_address_asks_for_the_format(query, kind):
    response = exports.export(RequestFactory().get(f"/atti/{query}"), "atti", ("a",), [("b",)])
    assert response.headers["Content-Type"] == kind


@pytest.mark.parametrize("query", ["", "?formato=", "?formato=pdf"])
def test_without_a_known_format_the_page_is_shown(query):
    assert exports.export(RequestFactory().get(f"/atti/{query}"), "atti", ("a",), [("b",)]) is None


@given(st.text(max_size=40))
def test_any_text_survives_csv_and_is_harmless(text):
    (cell,) = read_csv(exports.csv_response("x", ("a", "b"), [(text, "fine")]))[1][:1]
    assert not exports.FORMULA.match(cell)
    assert cell.removeprefix("'") == exports.UNPRINTABLE.sub("", text).removeprefix("'") or cell == exports.harmless(
        text
    )


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="_"), max_size=40))
def test_any_text_survives_a_workbook(text):
    sheet = read_xlsx(exports.xlsx_response("x", ("a", "b"), [(text, "fine")]))
    assert "".join((sheet["A2"].value or "").split()) == "".join(exports.harmless(text).split())
    assert sheet["B2"].value == "fine"


def test_a_text_longer_than_a_cell_is_cut_in_sight():
    stored = read_xlsx(exports.xlsx_response("x", ("a",), [("a" * 40_000,)]))["A2"].value
    assert len(stored) == exports.CELL_LIMIT
    assert stored.endswith("…")
