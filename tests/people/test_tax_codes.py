import pytest

from abitare.people import tax_codes
from tests.factories.people import OrganizationFactory

RIGHT_TAX_CODES = ["99000010191", "99000020190", "RSSMRA80A01D150J"]
WRONG_TAX_CODES = [
    ("99000010192", "non è corretto"),  # wrong check digit
    ("RSSMRA80A01D150K", "non è corretto"),  # wrong check letter
    ("RSSMRA80A41D15JJ", "non è corretto"),
    ("AAAAAAAAAAA", "non è corretto"),
    ("9900001019", "11 cifre"),
    ("", "11 cifre"),
    ("IT99000010191", "11 cifre"),
]


@pytest.mark.parametrize("value", RIGHT_TAX_CODES)
def test_right_tax_codes(value):
    assert tax_codes.tax_code_mistake(value) is None


@pytest.mark.parametrize(("value", "words"), WRONG_TAX_CODES)
def test_wrong_tax_codes(value, words):
    assert words in tax_codes.tax_code_mistake(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("99000010191", None),
        ("99000010192", "cifra di controllo"),
        ("RSSMRA80A01D150J", "11 cifre"),
        ("9900001019X", "11 cifre"),
        ("٩٩٠٠٠٠١٠١٩١", "11 cifre"),
    ],
)
def test_vat_numbers(value, words):
    mistake = tax_codes.vat_number_mistake(value)
    assert mistake is None if words is None else words in mistake


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" rssmra80a01 d150j ", "RSSMRA80A01D150J"),
        ("990 0001 0191", "99000010191"),
        ("99.000.010.191", "99000010191"),
        ("99000010191\u00a0", "99000010191"),
        (None, ""),
    ],
)
def test_normalised(written, kept):
    assert tax_codes.normalised(written) == kept


def test_an_organization_keeps_the_normalised_numbers():
    body = OrganizationFactory.build(tax_code=" 990 0001 0191 ", vat_number="99 000010191", rea="cr - 12")
    body.full_clean(validate_unique=False, validate_constraints=False)
    assert (body.tax_code, body.vat_number, body.rea) == ("99000010191", "99000010191", "CR-12")
