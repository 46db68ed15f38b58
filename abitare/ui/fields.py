"""Form fields that read what Italians write: dates, euros, and files known by their content."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from abitare.ui import formats

MEGABYTE = 1_000_000
NUMERIC_DATE = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
WORDED_DATE = re.compile(r"^(\d{1,2})(?:º|°|o)?\s+([a-z]+)\.?\s+(\d{4})$")


class ItalianDateField(forms.DateField):
    """A day written as «3/6/2026», «03.06.2026», «3 giugno 2026», «1º gen 2027» or «2026-06-03».

    Gives a ``date``. A plain text control: ``type=date`` follows the language of the browser, not of the page.
    """

    default_error_messages = {
        "required": "Scrivi la data.",
        "invalid": "La data non si legge: scrivila come 03/06/2026.",
        "no_such_day": "Il giorno %(value)s non esiste: controlla giorno e mese.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "gg/mm/aaaa")
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return formats.numeric_date(value) if isinstance(value, date) else value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return formats.local_day(value)
        text = " ".join(str(value).split()).lower()
        parts = self._parts(text)
        if parts is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return date(*parts)
        except ValueError as error:
            message = self.error_messages["no_such_day"]
            raise ValidationError(message, code="no_such_day", params={"value": text}) from error

    @staticmethod
    def _parts(text):
        """Year, month, day as numbers, or ``None`` when the text has none of the known shapes."""
        if found := NUMERIC_DATE.match(text):
            day, month, year = map(int, found.groups())
            return year, month, day
        if found := ISO_DATE.match(text):
            return tuple(map(int, found.groups()))
        if found := WORDED_DATE.match(text):
            named = [n for n, name in enumerate(formats.MONTHS, 1) if found[2] in (name, name[:3])]
            return (int(found[3]), named[0], int(found[1])) if named else None
        return None


class MoneyField(forms.DecimalField):
    """Euros, written «1.234.567,50», «1234567,5», «1234.50» or with «€»; gives a ``Decimal`` with two decimals at most.

    Never a float. By default not negative.
    """

    default_error_messages = {
        "required": "Scrivi l’importo.",
        "invalid": "L’importo non si legge: scrivilo come 1.234,50.",
        "min_value": "L’importo non può essere inferiore a %(limit_value)s.",
        "max_decimal_places": "L’importo ha più di due decimali.",
    }
    ITALIAN = re.compile(r"^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$")
    POINTED = re.compile(r"^-?\d+\.(\d{1,2})$")  # «1234.50», as spreadsheets write it; «1.234» is a thousand

    def __init__(self, **kwargs):
        defaults = {"min_value": Decimal(0), "max_digits": 14, "decimal_places": 2}
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**defaults | kwargs)

    def prepare_value(self, value):
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return formats.number(value, 2).replace(formats.MINUS, "-")
        return value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        text = re.sub(r"[\s€]|eur(o)?", "", str(value), flags=re.IGNORECASE).replace(formats.MINUS, "-")
        if self.ITALIAN.match(text):
            text = text.replace(".", "").replace(",", ".")
        elif not self.POINTED.match(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return Decimal(text)
        except InvalidOperation as error:  # pragma: no cover - the shapes above are all decimals
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def widget_attrs(self, widget):
        return {}  # min, max and step belong to type=number, which cannot show an Italian figure


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its name for people, the suffixes it may have, how its content is told."""

    label: str
    suffixes: tuple[str, ...]
    recognise: object


def _is_text(head):
    """No binary control characters, and readable as UTF-8 (a sequence cut at the end is forgiven) or Windows-1252."""
    if not head or any(byte < 9 or 13 < byte < 32 for byte in head):
        return False
    for cut in range(4):
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return not set(head) & {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def _is_zip_with(part):
    return lambda head: head.startswith(b"PK\x03\x04") and part in head


SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # OID of PKCS#7 signedData
KINDS = {
    "pdf": FileKind("PDF", (".pdf",), lambda head: b"%PDF-" in head[:1024]),
    "text": FileKind("testo", (".txt", ".md"), lambda head: _is_text(head) and b"%PDF-" not in head[:1024]),
    "csv": FileKind("CSV", (".csv",), _is_text),
    "png": FileKind("PNG", (".png",), lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    "jpeg": FileKind("JPEG", (".jpg", ".jpeg"), lambda head: head.startswith(b"\xff\xd8\xff")),
    "p7m": FileKind("file firmato p7m", (".p7m",), lambda head: head[:1] == b"\x30" and SIGNED_DATA in head[:64]),
    "xlsx": FileKind("Excel (xlsx)", (".xlsx",), _is_zip_with(b"[Content_Types].xml")),
    "docx": FileKind("Word (docx)", (".docx",), _is_zip_with(b"[Content_Types].xml")),
    "eml": FileKind("messaggio (eml)", (".eml",), lambda head: _is_text(head) and b":" in head),
}
HEAD = 8192


class UploadField(forms.FileField):
    """A file of one of the ``kinds`` (keys of ``KINDS``), at most ``max_megabytes`` (decimal), known by its content.

    Gives Django's ``UploadedFile`` with ``kind`` set to the key that was recognised. The name must have a suffix of
    that kind: content and name that disagree are refused, naming the file.
    """

    default_error_messages = {
        "required": "Scegli un file.",
        "empty": "Il file è vuoto.",
        "too_big": "«%(name)s» pesa %(size)s: il massimo è %(limit)s.",
        "wrong_kind": "«%(name)s» non è fra i tipi ammessi (%(kinds)s): il contenuto è di un altro tipo.",
        "wrong_suffix": "«%(name)s» contiene %(kind)s ma ha un’altra estensione: rinominalo e riprova.",
    }

    def __init__(self, *, kinds, max_megabytes=60, **kwargs):
        self.kinds, self.max_bytes = tuple(kinds), max_megabytes * MEGABYTE
        accepted = [KINDS[kind] for kind in self.kinds]
        named = ", ".join(kind.label for kind in accepted)
        kwargs.setdefault("help_text", f"{named}; al massimo {formats.file_size(self.max_bytes)}.")
        suffixes = ",".join(suffix for kind in accepted for suffix in kind.suffixes)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": suffixes}))
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload or upload is initial:
            return upload
        if upload.size > self.max_bytes:
            self._refuse(
                "too_big", upload, size=formats.file_size(upload.size), limit=formats.file_size(self.max_bytes)
            )
        upload.seek(0)
        head = upload.read(HEAD)
        upload.seek(0)
        found = [kind for kind in self.kinds if KINDS[kind].recognise(head)]
        if not found:
            self._refuse("wrong_kind", upload, kinds=", ".join(KINDS[kind].label for kind in self.kinds))
        fitting = [kind for kind in found if upload.name.lower().endswith(KINDS[kind].suffixes)]
        if not fitting:
            self._refuse("wrong_suffix", upload, kind=KINDS[found[0]].label)
        upload.kind = fitting[0]
        return upload

    def _refuse(self, code, upload, **params):
        raise ValidationError(self.error_messages[code], code=code, params={"name": upload.name, **params})
