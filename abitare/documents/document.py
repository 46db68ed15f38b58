"""What every printed document says about itself, and the exact form in which its data are kept.

A document is a frozen dataclass: strings, numbers, dates, enums, nested frozen dataclasses and tuples of these. Nothing
is read from the clock, the database or the settings while it is printed, so the same document is always the same bytes.
"""

import enum
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import ClassVar

WORKING_COPY = "Copia di lavoro prodotta da Abitare: non sostituisce l’originale"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One cell of the strip of facts: a label, its value and, smaller, a note."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """Base of every document Abitare prints; a kind adds its fields, its template and its style sheets.

    ``created`` is the instant the document speaks for and must carry its time zone (``ValueError`` otherwise).
    ``responsible`` is the Responsabile del Procedimento Istruttorio printed in the foot, as in the acts of the Giunta
    (artt. 4–6 L. 241/1990); empty when there is none.
    """

    kind: ClassVar[str]  # names the attached data: «deliberazione» -> deliberazione.json
    schema: ClassVar[str]  # written in the canonical JSON; changes when the meaning of a field changes
    template: ClassVar[str]
    styles: ClassVar[tuple[str, ...]]  # in abitare/documents/style, after document.css

    municipality: str
    title: str
    subject: str
    created: datetime
    place: str = ""
    unit: str = ""
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()
    author: str = ""
    language: str = "it"
    responsible: str = ""
    demo: bool = False

    def __post_init__(self):
        if self.created.tzinfo is None:
            raise ValueError("L’istante di produzione del documento deve avere il fuso orario.")

    @property
    def pdf_title(self):
        """The title shown by the window of the reader and by the archive."""
        return f"{self.title} – {self.subtitle}" if self.subtitle else self.title

    @property
    def foot(self):
        """First line of the foot: what this paper is worth."""
        return WORKING_COPY

    @property
    def created_iso(self):
        """The instant in UTC, to the second, as the metadata want it."""
        return self.created.astimezone(UTC).replace(microsecond=0).isoformat()

    @property
    def data_name(self):
        """Name of the data attached to the PDF."""
        return f"{self.kind}.json"


def to_canonical_json(document):
    """The data of a document as UTF-8 JSON: sorted keys, no spaces, instants in UTC, numbers exact.

    Two equal documents give equal bytes on every machine: this is what a fingerprint is computed on. Texts are kept as
    they are, without the replacements made for printing. Raises ``TypeError`` for a value that has no exact form
    (float, list, dict, an instant without time zone).
    """
    data = {"schema": document.schema, "document": _plain(document)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value):
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, enum.Enum):
        return _plain(value.value)
    if isinstance(value, (str, Decimal)):
        return str(value)
    if isinstance(value, (date, datetime)):
        return _plain_moment(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"Un documento non può contenere {type(value).__name__}: {value!r}")


def _plain_moment(value):
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise TypeError(f"Un istante senza fuso orario non ha una forma esatta: {value!r}")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
