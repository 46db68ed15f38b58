from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from abitare.ui import formats
from abitare.ui.fields import KINDS, ItalianDateField, MoneyField, UploadField

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
P7M = bytes.fromhex("3082010006092a864886f70d010702a0820100")
ZIP = b"PK\x03\x04" + b"\0" * 20 + b"[Content_Types].xml"


def refusal(field, value):
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return refused.value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/6/2026", date(2026, 6, 3)),
        ("03/06/2026", date(2026, 6, 3)),
        ("03.06.2026", date(2026, 6, 3)),
        ("3-6-2026", date(2026, 6, 3)),
        (" 03 06 2026 ", date(2026, 6, 3)),
        ("2026-06-03", date(2026, 6, 3)),
        ("3 giugno 2026", date(2026, 6, 3)),
        ("1º gen 2027", date(2027, 1, 1)),
        ("1° Gennaio 2027", date(2027, 1, 1)),
        ("29/02/2028", date(2028, 2, 29)),
        (date(2026, 6, 3), date(2026, 6, 3)),
        (datetime(2026, 6, 3, 10), date(2026, 6, 3)),  # noqa: DTZ001 - what a form initial may hold
    ],
)
def test_dates_as_italians_write_them(text, day):
    assert ItalianDateField().clean(text) == day


@pytest.mark.parametrize("text", ["domani", "06/2026", "3 juin 2026", "3/6/26", "2026/06/03", "3 g 2026"])
def test_a_date_that_cannot_be_read_says_how_to_write_it(text):
    assert "03/06/2026" in refusal(ItalianDateField(), text).message


@pytest.mark.parametrize("text", ["29/02/2026", "31/04/2026", "0/1/2026", "32/1/2026", "1/13/2026"])
def test_a_day_that_does_not_exist_is_named(text):
    refused = refusal(ItalianDateField(), text)
    assert refused.code == "no_such_day"
    assert text in refused.messages[0]


def test_an_empty_date_is_required_or_nothing():
    assert refusal(ItalianDateField(), "").messages == ["Scrivi la data."]
    assert ItalianDateField(required=False).clean("") is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_reads_back_in_each_way_of_writing_it(day):
    for text in (formats.numeric_date(day), formats.long_date(day), formats.short_date(day), day.isoformat()):
        assert ItalianDateField().clean(text) == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234.567,50", "1234567.50"),
        ("1234567,5", "1234567.5"),
        ("1.234", "1234"),
        ("1234.50", "1234.50"),
        ("0,05", "0.05"),
        ("€ 1.234,50", "1234.50"),
        ("1.234,50\u00a0€", "1234.50"),
        ("100 euro", "100"),
        ("0", "0"),
    ],
)
def test_amounts_as_italians_write_them(text, amount):
    assert MoneyField().clean(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["tanto", "1,234,567", "1.23.456", "12,", "1.2345", "NaN", "Infinity", "1e5", "--1"])
def test_an_amount_that_cannot_be_read_says_how_to_write_it(text):
    assert refusal(MoneyField(), text).messages == ["L’importo non si legge: scrivilo come 1.234,50."]


@pytest.mark.parametrize(
    ("text", "code"), [("-1", "min_value"), ("1,234", "max_decimal_places"), ("1" * 15, "max_digits")]
)
def test_an_amount_out_of_bounds_is_refused(text, code):
    with pytest.raises(ValidationError) as refused:
        MoneyField().clean(text)
    assert code in {error.code for error in refused.value.error_list}


def test_a_negative_amount_passes_where_it_is_asked_for():
    assert MoneyField(min_value=None).clean("−1.000,00") == Decimal(-1000)


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_every_amount_reads_back_as_the_field_shows_it(amount):
    field = MoneyField()
    assert field.clean(field.prepare_value(amount)) == amount
    assert field.clean(formats.euro(amount)) == amount
    assert not field.has_changed(amount, field.prepare_value(amount))


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("pdf", "atto.pdf", PDF),
        ("pdf", "ATTO.PDF", b"junk before\n" + PDF),
        ("text", "atto.txt", "DELIBERA è così".encode()),
        ("text", "atto.txt", "DELIBERA è così".encode("cp1252")),
        ("text", "atto.txt", ("à" * 5000).encode()),
        ("png", "foto.png", PNG),
        ("p7m", "atto.pdf.p7m", P7M),
        ("xlsx", "dati.xlsx", ZIP),
        ("eml", "ricevuta.eml", b"From: a@b\n\nciao"),
    ],
)
def test_a_file_is_known_by_its_content(kind, name, content):
    upload = UploadField(kinds=list(KINDS)).clean(SimpleUploadedFile(name, content))
    assert upload.kind == kind
    assert upload.read() == content, "the file is given back from its start"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("atto.pdf", PNG, "wrong_kind"),
        ("atto.pdf", b"MZ\x90\x00\x03", "wrong_kind"),
        ("atto.pdf", b"solo testo", "wrong_suffix"),
        ("atto.exe", PDF, "wrong_suffix"),
        ("atto.pdf", b"", "empty"),
    ],
)
def test_a_wrong_kind_behind_a_right_suffix_is_refused_by_name(name, content, code):
    refused = refusal(UploadField(kinds=["pdf", "text"]), SimpleUploadedFile(name, content))
    assert refused.code == code
    assert code == "empty" or name in refused.messages[0]


def test_a_file_too_big_says_how_big_it_may_be():
    big = SimpleUploadedFile("atto.pdf", PDF + b"0" * 1_500_000)
    refused = refusal(UploadField(kinds=["pdf"], max_megabytes=1), big)
    assert refused.messages == ["«atto.pdf» pesa 1,5\u00a0MB: il massimo è 1\u00a0MB."]


def test_an_upload_says_what_it_takes():
    field = UploadField(kinds=["pdf", "text"], max_megabytes=10)
    assert field.help_text == "PDF, testo; al massimo 10\u00a0MB."
    assert field.widget.attrs["accept"] == ".pdf,.txt,.md"


def test_an_optional_upload_may_be_missing():
    assert UploadField(kinds=["pdf"], required=False).clean(None) is None
