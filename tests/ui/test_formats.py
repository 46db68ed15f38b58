from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abitare.ui import formats
from abitare.ui.templatetags.formats import register

NB = formats.NBSP
HASH = "87f68c48" + "0" * 48 + "d2dcc46d"
OPTIONAL = (
    "number", "euro", "percent", "points", "square_metres", "days", "distance", "long_date", "short_date", "day_month",
    "month_year", "weekday_date", "numeric_date", "instant", "fingerprint", "fingerprint_short", "file_size",
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (1234567, 0, "1.234.567"),
        (-1234, 0, "−1.234"),
        (Decimal("1234.5"), 0, "1.235"),
        (Decimal("-1234.5"), 0, "−1.235"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (Fraction(1, 3), 4, "0,3333"),
        (0.1, 1, "0,1"),
        (2.675, 2, "2,68"),
        (Decimal("-0.4"), 0, "0"),
        (Decimal("0.999"), 2, "1,00"),
    ],
)
def test_number(value, places, text):
    assert formats.number(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234567.5"), f"1.234.567,50{NB}€"),
        (0, f"0,00{NB}€"),
        (Decimal("-0.005"), f"−0,01{NB}€"),
        (Decimal("13253000"), f"13.253.000,00{NB}€"),
    ],
)
def test_euro(value, text):
    assert formats.euro(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(421, 1000), f"42,1{NB}%"),
        (Decimal("0.4205"), f"42,1{NB}%"),
        (1, f"100,0{NB}%"),
        (0, f"0,0{NB}%"),
        (0.175, f"17,5{NB}%"),
        (Fraction(-1, 8), f"−12,5{NB}%"),
        (Decimal("12.5"), f"1.250,0{NB}%"),
    ],
)
def test_percent(value, text):
    assert formats.percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(-114, 1000), "−11,4"), (Decimal("0.072"), "+7,2"), (0, "0,0"), (Fraction(-1, 10000), "0,0")],
)
def test_points_are_signed_unless_they_print_zero(value, text):
    assert formats.points(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(63, f"63{NB}m²"), (Decimal("63.00"), f"63{NB}m²"), (Decimal("63.5"), f"63,50{NB}m²"), (1200, f"1.200{NB}m²")],
)
def test_square_metres(value, text):
    assert formats.square_metres(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0 giorni"), (1, "1 giorno"), (-1, "−1 giorno"), (1038, "1.038 giorni")]
)
def test_days(value, text):
    assert formats.days(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "oggi"), (1, "domani"), (-1, "ieri"), (8, "fra 8 giorni"), (-38, "38 giorni fa")],
)
def test_distance(value, text):
    assert formats.distance(value) == text


@pytest.mark.parametrize(
    ("value", "long", "short", "day"),
    [
        (date(2026, 6, 3), "3 giugno 2026", "3 giu 2026", "3 giu"),
        (date(2027, 1, 1), "1º gennaio 2027", "1º gen 2027", "1º gen"),
        (date(2028, 2, 29), "29 febbraio 2028", "29 feb 2028", "29 feb"),
        (date(2026, 11, 11), "11 novembre 2026", "11 nov 2026", "11 nov"),
    ],
)
def test_dates(value, long, short, day):
    assert (formats.long_date(value), formats.short_date(value), formats.day_month(value)) == (long, short, day)


def test_an_instant_is_read_in_rome_even_across_midnight():
    assert formats.instant(datetime(2026, 11, 22, 7, 40, tzinfo=UTC)) == f"22 novembre 2026, ore{NB}8.40"
    assert formats.instant(datetime(2026, 6, 30, 22, 5, tzinfo=UTC)) == f"1º luglio 2026, ore{NB}0.05"
    assert formats.long_date(datetime(2026, 6, 30, 22, 5, tzinfo=UTC)) == "1º luglio 2026"


def test_an_instant_follows_summer_time():
    before, after = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert formats.instant(before) == formats.instant(after) == f"25 ottobre 2026, ore{NB}2.30"


@pytest.mark.parametrize(
    ("day", "article", "text"),
    [
        (date(2026, 11, 22), "al", "al 22 novembre 2026"),
        (date(2026, 11, 8), "al", "all’8 novembre 2026"),
        (date(2027, 1, 11), "dal", "dall’11 gennaio 2027"),
        (date(2027, 1, 1), "del", "del 1º gennaio 2027"),
        (date(2027, 3, 18), "il", "il 18 marzo 2027"),
    ],
)
def test_an_article_is_elided_before_eight_and_eleven(day, article, text):
    assert formats.dated(day, article) == text


def test_an_unknown_article_is_refused():
    with pytest.raises(ValueError, match="Articolo"):
        formats.dated(date(2026, 1, 1), "sopra")


def test_fingerprints():
    assert formats.fingerprint(HASH).startswith("87F6 8C48 0000")
    assert len(formats.fingerprint(HASH).split()) == 16
    assert formats.fingerprint_short(HASH) == "87F6 8C48 … D2DC C46D"
    assert formats.fingerprint_short("abcd1234") == "ABCD 1234"
    assert formats.fingerprint("") == formats.fingerprint_short("") == "—"


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 byte"), (812, "812 byte"), (340_000, f"340{NB}KB"), (999_999, f"1{NB}MB"), (1_400_000, f"1,4{NB}MB")],
)
def test_file_size(size, text):
    assert formats.file_size(size) == text


@pytest.mark.parametrize("name", OPTIONAL)
def test_nothing_is_a_dash(name):
    assert getattr(formats, name)(None) == "—"


@pytest.mark.parametrize("value", ["tre", "", float("nan"), float("inf"), object()])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(ValueError, match="numero"):
        formats.number(value)


def test_every_format_is_a_filter_of_the_same_name():
    assert {*OPTIONAL, "counted", "dated"} <= set(register.filters)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_a_printed_number_reads_back_within_half_a_unit(value):
    back = Decimal(formats.number(value, 2).replace(".", "").replace(",", ".").replace(formats.MINUS, "-"))
    assert abs(back - value) <= Decimal("0.005")


@given(st.fractions(), st.integers(min_value=0, max_value=4))
def test_opposite_values_print_opposite_signs(value, places):
    one, other = formats.number(value, places), formats.number(-value, places)
    assert one.lstrip(formats.MINUS) == other.lstrip(formats.MINUS)
    assert not (one.startswith(formats.MINUS) and other.startswith(formats.MINUS))


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_long_date_reads_back(value):
    day, month, year = formats.long_date(value).split()
    assert date(int(year), formats.MONTHS.index(month) + 1, int(day.rstrip("º"))) == value
