"""What a reading of an act is made of: closed lists and frozen records, no behaviour beyond simple questions."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NotAnAct(ValueError):
    """The text is not an act. The message is an Italian sentence fit for the person who uploaded it."""


# The values below are those of ``abitare.records.enums``; this package may not import Django, so a test
# (tests/records/test_act_parser_model.py) holds the two lists together.


class Organ(StrEnum):
    EXECUTIVE_BOARD = "executive_board"
    COUNCIL = "council"
    MAYOR = "mayor"
    MANAGER = "manager"
    OTHER = "other"


class ActKind(StrEnum):
    DELIBERATION = "deliberation"
    DETERMINATION = "determination"
    DECREE = "decree"


class Level(StrEnum):
    """Whose words they are. ``GIUNTA`` is the level of the organ that decides, whichever organ it is."""

    GIUNTA = "giunta"
    PROPOSAL = "proposal"


class Section(StrEnum):
    PREMISES = "premises"
    REASONS = "reasons"
    PRECHECKS = "prechecks"
    NORMS = "norms"
    DECISION = "decision"


class MarkerKind(StrEnum):
    NUMBER = "number"
    LETTER = "letter"
    DASH = "dash"


class OfficialRole(StrEnum):
    CHAIR = "chair"
    SECRETARY = "secretary"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Attendance:
    """One row of the table of presences. ``status`` is the printed word («assente giustificato»)."""

    name: str
    qualification: str
    present: bool
    remote: bool
    status: str
    line: int


@dataclass(frozen=True, slots=True)
class Official:
    """Someone named for an office held in the session (``signs`` False) or under the act (``signs`` True)."""

    role: OfficialRole
    title: str
    name: str
    signs: bool
    remote: bool
    line: int


@dataclass(frozen=True, slots=True)
class Vote:
    """The vote on one point of the deciding organ; ``path`` is empty when one vote covers the whole act.

    A count is ``None`` when the act does not print it; ``open_ballot`` is ``None`` when it says neither
    «palese» nor «segreto».
    """

    path: tuple[int, ...]
    unanimous: bool
    open_ballot: bool | None
    favourable: int | None
    against: int | None
    abstained: int | None
    against_names: tuple[str, ...]
    abstained_names: tuple[str, ...]
    separate: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered, lettered or dashed item, or the introduction of such items (then ``leaf`` is False).

    ``path`` holds positions: point 4 is ``(4,)`` (the printed number), its second dash ``(4, 2)``.
    ``text`` is as printed, without the marker; only line ends and page ends are mended.
    """

    level: Level
    section: Section
    path: tuple[int, ...]
    marker: str
    kind: MarkerKind
    text: str
    leaf: bool
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section name as printed, in the order of the page."""

    level: Level
    section: Section
    printed: str
    line: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """``declared_hash`` is 64 upper-case hex digits or None; ``note`` says what is wrong with a printed one."""

    title: str
    declared_hash: str | None
    note: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Leftover:
    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """Where every non-blank line went: ``furniture + recognised + leftover == lines``."""

    lines: int
    furniture: int
    recognised: int
    leftover: int


@dataclass(frozen=True, slots=True)
class ParsedAct:
    """All that was understood of an act, and all that was not.

    ``formulas`` are the ritual sentences kept as printed (opening of the session, «Visti i pareri…»,
    «Letto, approvato…»). ``running_lines`` are unknown lines repeated on the pages (digits as «…») and taken off
    with the furniture: show them, nobody vouches for them. ``proposal_object`` is the object as the proposal
    repeats it, empty without a proposal.
    """

    municipality: str
    organ: Organ
    kind: ActKind
    number: int
    date: date | None
    title: str
    proposal_object: str
    session_place: str
    signed_digitally: bool
    procedure_officer: str
    handled_by: str
    proposing_sector: str
    proposing_service: str
    immediately_executable: bool
    attendance: tuple[Attendance, ...]
    officials: tuple[Official, ...]
    votes: tuple[Vote, ...]
    levels: tuple[Level, ...]
    headings: tuple[Heading, ...]
    clauses: tuple[Clause, ...]
    attachments: tuple[Attachment, ...]
    formulas: tuple[str, ...]
    running_lines: tuple[str, ...]
    leftovers: tuple[Leftover, ...]
    warnings: tuple[str, ...]
    account: Account

    def clauses_of(self, level: Level, section: Section) -> tuple[Clause, ...]:
        """The clauses of one section of one level, introductions included, in order."""
        return tuple(c for c in self.clauses if c.level == level and c.section == section)

    @property
    def mandate_leaves(self) -> tuple[Clause, ...]:
        """What the act decides, piece by piece: the leaves of the dispositivo of every level."""
        return tuple(c for c in self.clauses if c.leaf and c.section == Section.DECISION)

    @property
    def present(self) -> tuple[Attendance, ...]:
        return tuple(row for row in self.attendance if row.present)
