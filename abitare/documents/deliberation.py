"""A document in the form of a deliberation of the Giunta: what is printed of an act kept in Abitare.

An act has two levels, kept apart as on paper: the decision of the Giunta and the proposal it approves. Each has its
sections, its decision word and its dispositivo; numbers restart in every section. Markers are printed as the act has
them. Nothing here says that this copy is signed: the names are those of the original's signatories.
"""

import enum
from dataclasses import dataclass
from typing import ClassVar

from abitare.documents.document import Document

MARKER_LENGTH = 12  # «2-bis.», «1.2.3.»: what does not fit here is text, not a number


@dataclass(frozen=True, kw_only=True)
class Note:
    """A line under a clause: what Abitare knows of its execution. ``label`` is the kind of the point («Mandato»)."""

    text: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A clause: ``marker`` as printed by the act («1.», «a)», «-», empty for an unnumbered paragraph), text, notes.

    ``is_official`` False means that ``text`` is the summary written by the office. Line ends separate paragraphs.
    Raises ``ValueError`` for a marker that no act would print.
    """

    text: str
    marker: str = ""
    is_official: bool = True
    notes: tuple[Note, ...] = ()
    children: tuple["Item", ...] = ()

    def __post_init__(self):
        if len(self.marker) > MARKER_LENGTH or self.marker != self.marker.strip():
            raise ValueError(f"Numero o lettera di punto non valido: «{self.marker}».")

    @property
    def is_summary(self):
        """Whether what is printed is the summary of the office."""
        return bool(self.paragraphs) and not self.is_official

    @property
    def paragraphs(self):
        """The text cut at its line ends, without empty lines."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())

    def walk(self):
        """This clause and all those under it, in reading order."""
        return (self, *(clause for child in self.children for clause in child.walk()))


@dataclass(frozen=True, kw_only=True)
class Section:
    """A named part of the act; ``running`` is its name in the head of the pages, ``name`` when empty.

    ``decision_word`` is printed before the section («DELIBERA») and makes it a dispositivo.
    """

    name: str
    items: tuple[Item, ...]
    running: str = ""
    decision_word: str = ""

    @property
    def clauses(self):
        """Every clause of the section, in reading order."""
        return tuple(clause for item in self.items for clause in item.walk())

    @property
    def is_mixed(self):
        """Some clauses carry the official text and some the summary: then each summary says so by itself."""
        return any(clause.is_summary for clause in self.clauses) and not self.is_summary

    @property
    def is_summary(self):
        """Every clause of the section is a summary: said once, under the name."""
        return bool(self.clauses) and all(clause.is_summary for clause in self.clauses)


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One vote: what was put to it, how, and the outcome in words; counts are None when the act does not say them."""

    label: str
    outcome: str
    form: str = ""
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None

    @property
    def is_counted(self):
        """Whether the act gives at least one count."""
        return (self.in_favour, self.against, self.abstained) != (None, None, None)


@dataclass(frozen=True, kw_only=True)
class Level:
    """One of the two acts bound together. ``organ`` is printed before its sections («La Giunta comunale»)."""

    name: str
    sections: tuple[Section, ...]
    unit: str = ""
    organ: str = ""
    votes: tuple[Vote, ...] = ()

    @property
    def votes_are_counted(self):
        """Whether the table of votes needs the columns of the counts."""
        return any(vote.is_counted for vote in self.votes)


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """A row of the attendance table: ``presence`` in words («presente», «assente»), ``remote`` as the act writes it."""

    name: str
    qualification: str
    presence: str
    remote: str = ""


@dataclass(frozen=True, kw_only=True)
class Official:
    """Who took part or assisted: «Partecipa il Segretario generale», and the name."""

    role: str
    name: str


class HashState(enum.Enum):
    """What is known of the fingerprint of an attachment: the value names the shape, ``words`` are printed."""

    UNKNOWN = "missing"
    DECLARED = "declared"
    ACQUIRED = "acquired"
    VERIFIED = "verified"
    MISMATCH = "mismatch"

    @property
    def words(self):
        """The state as a person reads it."""
        return HASH_STATE_WORDS[self]


HASH_STATE_WORDS = {
    HashState.UNKNOWN: "Impronta non dichiarata, file non acquisito",
    HashState.DECLARED: "Dichiarata, file non acquisito",
    HashState.ACQUIRED: "File acquisito, nessuna impronta dichiarata",
    HashState.VERIFIED: "Verificata: il file ha l’impronta dichiarata",
    HashState.MISMATCH: "Non corrisponde al file acquisito",
}


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """An attachment of the act: the fingerprint the act declares and the one computed on the file, in hexadecimal."""

    title: str
    declared: str = ""
    computed: str = ""

    @property
    def state(self):
        """The state follows from the two fingerprints: nobody can write another one."""
        declared, computed = _digits(self.declared), _digits(self.computed)
        if declared and computed:
            return HashState.VERIFIED if declared == computed else HashState.MISMATCH
        if computed:
            return HashState.ACQUIRED
        return HashState.DECLARED if declared else HashState.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A tie with another act: «attua», the act in words, and whether its text is in Abitare («testo da acquisire»)."""

    relation: str
    act: str
    text_state: str


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signed the original, with the role written there."""

    role: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ActDocument(Document):
    """The act as registered: official text where acquired, otherwise the summary marked as such.

    ``title`` is the caller's («Deliberazione della Giunta comunale n. 156»), ``subtitle`` the line under it («Come
    approvata nella seduta del …»), ``subject`` the oggetto. ``sources`` say where each text comes from.
    """

    kind: ClassVar[str] = "deliberazione"
    schema: ClassVar[str] = "abitare.deliberazione/1"
    template: ClassVar[str] = "documents/act.html"
    styles: ClassVar[tuple[str, ...]] = ("act.css",)

    levels: tuple[Level, ...]
    session: str = ""
    attendance: tuple[Attendance, ...] = ()
    officials: tuple[Official, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    relations: tuple[Relation, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def clauses(self):
        """Every clause of every level, in reading order."""
        return tuple(clause for level in self.levels for section in level.sections for clause in section.clauses)

    @property
    def texts_notice(self):
        """What the reader must know of the texts before reading them."""
        total = len(self.clauses)
        empty = sum(not clause.paragraphs for clause in self.clauses)
        summaries = sum(clause.is_summary for clause in self.clauses)
        if not summaries and not empty:
            return "Il testo dei punti è quello dell’atto, come acquisito."
        if summaries == total:
            return "Il testo ufficiale non è stato acquisito: i punti sono sintesi dell’ufficio, segnate una a una."
        missing = f" Senza testo né sintesi: {empty}." if empty else ""
        return (
            f"Punti con il testo ufficiale: {total - summaries - empty} su {total}. Con la sintesi dell’ufficio, "
            f"segnati uno a uno: {summaries}.{missing}"
        )

    @property
    def has_notes(self):
        """Whether some clause says what is known of its execution."""
        return any(clause.notes for clause in self.clauses)

    @property
    def has_appendix(self):
        """Whether anything follows the two levels."""
        return bool(self.attachments or self.relations or self.signatories or self.sources)

    @property
    def shows_remote(self):
        """Whether the attendance table needs the column of those connected from afar."""
        return any(row.remote for row in self.attendance)


def _digits(fingerprint):
    return "".join(fingerprint.split()).upper()
