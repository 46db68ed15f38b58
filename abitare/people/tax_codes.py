"""Italian tax numbers of a body: codice fiscale and partita IVA. Pure: no Django, no database."""

from stdnum.exceptions import ValidationError as NumberError
from stdnum.it import codicefiscale, iva

_SPACES_AND_MARKS = str.maketrans("", "", " \t\r\n\u00a0.-/")


def normalised(value: str | None) -> str:
    """Upper case, without spaces, dots and dashes: the only form we store."""
    return (value or "").upper().translate(_SPACES_AND_MARKS)


def tax_code_mistake(value: str) -> str | None:
    """The Italian sentence that says what is wrong with a codice fiscale, None when it is right.

    Takes a normalised value. Bodies have 11 digits, sole traders 16 characters; both check characters are
    verified (D.M. 23 December 1976), also for codes changed for omocodia.
    """
    if len(value) not in (11, 16):
        return "Il codice fiscale ha 11 cifre (enti) o 16 caratteri (persone)."
    try:
        codicefiscale.validate(value)
    except NumberError:
        return "Il codice fiscale non è corretto: controlla che ogni carattere sia quello del certificato."
    return None


def vat_number_mistake(value: str) -> str | None:
    """The Italian sentence that says what is wrong with a partita IVA, None when it is right."""
    if len(value) != 11 or not value.isascii() or not value.isdigit():
        return "La partita IVA ha 11 cifre."
    try:
        iva.validate(value)
    except NumberError:
        return "La partita IVA non è corretta: la cifra di controllo non torna."
    return None
