"""The whole reading, stage after stage: see the package's docstring for the map."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from .attachments import read_attachments
from .clauses import leave_part, read_clauses
from .dates import long_date
from .front import Front, find_municipality, read_front, read_proposal_head
from .furniture import Heads, take_off_furniture
from .joining import Joiner
from .lines import Line, read_lines
from .model import Attachment, Clause, Heading, Level, NotAnAct, Official, ParsedAct, Section, Vote
from .notes import Notes
from .officials import read_signatures
from .parts import Part, PartKind, split_parts
from .titles import Title
from .votes import read_vote
from .wrapping import Wrapping

_EMPTY = "Il testo è vuoto: non c’è nessun atto da leggere."
_NO_TITLE = (
    "Questo testo non è un atto: manca l’intestazione con il tipo, l’organo e il numero "
    "(per esempio «DELIBERAZIONE DELLA GIUNTA COMUNALE N. 12»)."
)
_NO_CLAUSES = (
    "C’è l’intestazione di un atto, ma nessuna sezione con punti numerati "
    "(PREMESSE, MOTIVAZIONE, DELIBERA, DECISIONE…): il testo non si può importare."
)
_EXECUTABLE = re.compile(r"immediat\w+\s+eseguibil", re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    """What the parts have given so far."""

    front: Front = field(default_factory=Front)
    proposal: Front = field(default_factory=Front)
    signatures: list[Official] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)


def parse_act(text: str) -> ParsedAct:
    """Read the text of an act.

    ``text`` comes from any export: line ends, wrapping, pages and page furniture are worked out here.
    Raises ``NotAnAct`` with an Italian sentence when there is no title or no clause. No side effects.
    """
    lines = read_lines(text)
    if not any(line.text for line in lines):
        raise NotAnAct(_EMPTY)
    notes = Notes(lines)
    body, heads = take_off_furniture(lines, notes)
    if not heads.titles:
        raise NotAnAct(_NO_TITLE)
    municipality = find_municipality(lines)
    reading = _read_parts(body, municipality, notes)
    if not reading.clauses:
        raise NotAnAct(_NO_CLAUSES)
    return _assemble(reading, heads, municipality, notes)


def _read_parts(body: Sequence[Line], municipality: str, notes: Notes) -> _Reading:
    reading = _Reading()
    wrapping, joiner = Wrapping.measure(body), Joiner(body)
    for part in split_parts(body):
        if part.heading and part.kind != PartKind.UNKNOWN:
            notes.recognised(part.heading)
        _read_part(part, reading, municipality, wrapping, joiner, notes)
    return reading


def _read_part(
    part: Part, reading: _Reading, municipality: str, wrapping: Wrapping, joiner: Joiner, notes: Notes
) -> None:
    match part.kind:
        case PartKind.FRONT:
            reading.front = read_front(part.lines, municipality, joiner, notes)
        case PartKind.PROPOSAL_HEAD:
            reading.proposal = read_proposal_head(part.lines, joiner, notes)
        case PartKind.SECTION:
            reading.headings.append(Heading(part.level, part.section, part.name, part.heading.number))
            reading.clauses += read_clauses(part, wrapping, joiner, notes)
        case PartKind.CLOSING:
            _read_closing(part, reading, notes)
        case PartKind.ATTACHMENTS:
            reading.attachments += read_attachments(part.lines, joiner, notes)
        case PartKind.UNKNOWN:
            reason = f"sezione non prevista «{part.name}»"
            notes.warn(f"Riga {part.heading.number}: {reason}, tenuta da parte con i suoi punti.")
            leave_part([part.heading, *part.lines], reason, notes)


def _read_closing(part: Part, reading: _Reading, notes: Notes) -> None:
    """«Letto, approvato e sottoscritto.» and the signatures; without the formula the signatures come first."""
    first = part.lines[0]
    formula = [first] if first.text.casefold().find("letto") >= 0 else []
    notes.recognised(*formula)
    reading.formulas += [line.text for line in formula]
    reading.signatures += read_signatures(part.lines[len(formula) :], notes)


def _assemble(reading: _Reading, heads: Heads, municipality: str, notes: Notes) -> ParsedAct:
    title, front, proposal, votes = heads.titles[0], reading.front, reading.proposal, _votes(reading)
    _warn_of_doubts(reading, heads, municipality, votes, notes)
    return ParsedAct(
        municipality=municipality,
        organ=title.organ,
        kind=title.kind,
        number=title.number,
        date=_act_date(title, heads, front, notes),
        title=front.title or proposal.title,
        proposal_object=proposal.title,
        session_place=front.session_place,
        signed_digitally=heads.signed_digitally,
        procedure_officer=_agreed(heads.officers, "responsabili del procedimento", notes),
        handled_by=_agreed(heads.handlers, "nomi di chi ha trattato la pratica", notes),
        proposing_sector=proposal.sector,
        proposing_service=proposal.service,
        immediately_executable=_is_executable(reading.clauses, notes),
        attendance=tuple(front.attendance),
        officials=(*front.officials, *reading.signatures),
        votes=votes,
        levels=tuple(dict.fromkeys(heading.level for heading in reading.headings)),
        headings=tuple(reading.headings),
        clauses=tuple(reading.clauses),
        attachments=tuple(reading.attachments),
        formulas=(*front.formulas, *reading.formulas),
        running_lines=heads.running,
        leftovers=notes.leftovers,
        warnings=notes.warnings,
        account=notes.account,
    )


def _votes(reading: _Reading) -> tuple[Vote, ...]:
    """One per point of the deciding organ; the preamble's, when it is the only one told."""
    points = [c for c in reading.clauses if c.level == Level.GIUNTA and c.section == Section.DECISION]
    votes = [vote for c in points if len(c.path) == 1 and (vote := read_vote(c.path, c.text))]
    if not votes:
        votes = [vote for text in reading.front.formulas if (vote := read_vote((), text))][:1]
    return tuple(votes)


def _is_executable(clauses: Sequence[Clause], notes: Notes) -> bool:
    """Only the deciding organ makes an act executable at once; a proposal merely asks for it."""
    said = {c.level for c in clauses if c.section == Section.DECISION and _EXECUTABLE.search(c.text)}
    if Level.PROPOSAL in said and Level.GIUNTA not in said:
        notes.warn("La proposta chiede l’immediata eseguibilità, ma l’organo non la dichiara.")
    return Level.GIUNTA in said


def _act_date(title: Title, heads: Heads, front: Front, notes: Notes) -> date | None:
    days = list(dict.fromkeys([*heads.sessions, *([title.date] if title.date else []), *front.dates]))
    if len(days) > 1:
        notes.warn(f"L’atto porta date diverse: {', '.join(map(long_date, days))}. Vale la prima.")
    if not days:
        notes.warn("La data dell’atto non è stata trovata.")
    return days[0] if days else None


def _agreed(names: Sequence[str], what: str, notes: Notes) -> str:
    """The name the pages agree on; where they differ, the first one and a warning."""
    different = list(dict.fromkeys(names))
    if len(different) > 1:
        notes.warn(f"Le pagine portano {what} diversi: {', '.join(different)}. Vale il primo.")
    return different[0] if different else ""


def _warn_of_doubts(reading: _Reading, heads: Heads, municipality: str, votes: Sequence[Vote], notes: Notes) -> None:
    """What does not agree, or is missing, said to the person who imports."""
    front, proposal = reading.front, reading.proposal
    numbers = list(dict.fromkeys(title.number for title in heads.titles))
    present = sum(row.present for row in front.attendance)
    if len(numbers) > 1:
        notes.warn(f"Le intestazioni portano numeri diversi: {', '.join(map(str, numbers))}. Vale il primo.")
    if not municipality:
        notes.warn("Il nome del Comune non è stato trovato.")
    if not front.title and not proposal.title:
        notes.warn("L’oggetto dell’atto non è stato trovato.")
    if front.title and proposal.title and front.title != proposal.title:
        notes.warn("L’oggetto della proposta è diverso da quello dell’atto.")
    for vote in votes:
        _check_count(vote, present, notes)


def _check_count(vote: Vote, present: int, notes: Notes) -> None:
    counts = (vote.favourable, vote.against, vote.abstained)
    total = sum(count or 0 for count in counts)
    if vote.favourable is not None and present and total != present:
        where = f"Punto {vote.path[0]}" if vote.path else "Votazione"
        notes.warn(f"{where}: i voti contati sono {total}, i presenti {present}.")
