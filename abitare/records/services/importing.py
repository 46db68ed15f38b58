"""From a parsed act to the register: create what is new, complete what was waiting, keep what people wrote."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from abitare.records.act_parser import ParsedAct
from abitare.records.act_source import SourceFile
from abitare.records.enums import AttachmentKind, Section, TextState
from abitare.records.models import Act, ActClause, Attachment, Attendance, MandatePoint, Official, Vote
from abitare.records.parsed_values import (
    act_values,
    attachment_kind,
    attendance_values,
    official_values,
    vote_values,
)
from abitare.records.services.acts import find_act, path_of
from abitare.records.services.attachments import AlreadyAcquired, acquire_file, declare
from abitare.records.services.log import differences, log

TEXT_TITLE = "Testo dell’atto"


class Outcome(StrEnum):
    """What the import does with one thing the text says."""

    NEW = "new"
    COMPLETED = "completed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


OUTCOME_LABELS = {
    Outcome.NEW: "nuovo",
    Outcome.COMPLETED: "testo acquisito",
    Outcome.UNCHANGED: "invariato",
    Outcome.KEPT: "diverso, lasciato com’è",
}


@dataclass(frozen=True)
class Row:
    """One line of the report. old and new are filled when the two differ."""

    outcome: Outcome
    what: str
    old: str = ""
    new: str = ""

    @property
    def label(self):
        return OUTCOME_LABELS[self.outcome]


@dataclass
class ImportReport:
    """What an import did, or would do: the act and one row for each thing recognised."""

    act: Act | None = None
    created: bool = False
    rows: list = field(default_factory=list)

    def add(self, outcome, what, old="", new=""):
        self.rows.append(Row(outcome, what, old, new))

    def compare(self, what, old, new):
        """Add the row that comparing what is kept with what the text says deserves; True when there is work to do."""
        if old == new:
            self.add(Outcome.UNCHANGED, what)
        elif old:
            self.add(Outcome.KEPT, what, old, new)
        else:
            self.add(Outcome.COMPLETED, what, "", new)
        return not old and bool(new)

    @property
    def counts(self):
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def changes(self):
        return self.counts[Outcome.NEW] + self.counts[Outcome.COMPLETED]

    @property
    def kept(self):
        return [row for row in self.rows if row.outcome == Outcome.KEPT]


class ImportRefused(ValueError):
    """The text is an act, but cannot be registered; the sentence, in Italian, says what is missing."""


@transaction.atomic
def import_act(parsed: ParsedAct, source: SourceFile, *, by):
    """Write a parsed act into the register and return the ``ImportReport``.

    Clauses are matched by act, level, section and path. A clause without official text receives it; one whose text
    differs is kept and reported, because somebody may have corrected it. Leaves of the dispositivo become mandate
    points. The file read is acquired as «Testo dell’atto». Logs on the act when something changed. Importing the same
    text again changes nothing. Raises ``ImportRefused`` when the act has no date.
    """
    report = _merge(parsed, by)
    _acquire_text(report, source, by)
    return report


def preview_import(parsed: ParsedAct, *, by):
    """The report ``import_act`` would give, with nothing written."""
    with transaction.atomic():
        report = _merge(parsed, by)
        transaction.set_rollback(True)
    return report


def _merge(parsed, by):
    if parsed.date is None:
        raise ImportRefused("Nel testo non ho trovato la data dell’atto: senza data non si può registrare.")
    report = ImportReport()
    changes = _merge_act(report, parsed, by)
    _merge_clauses(report, parsed)
    _merge_rows(
        report, Attendance, "presenza", [attendance_values(i, row) for i, row in enumerate(parsed.attendance, 1)]
    )
    _merge_rows(report, Official, "persona citata", official_values(parsed))
    _merge_rows(report, Vote, "voto", [vote_values(i, vote) for i, vote in enumerate(parsed.votes, 1)])
    for attachment in parsed.attachments:
        _merge_attachment(report, attachment)
    if report.changes:
        counts = report.counts
        acquired = f"{counts[Outcome.NEW]} nuovi, {counts[Outcome.COMPLETED]} completati"
        left_over = [(f"riga {row.line} avanzata, {row.reason}", "", row.text) for row in parsed.leftovers]
        log(report.act, "import_text", by=by, changes=[*changes, ("contenuto", "", acquired), *left_over])
    return report


def _merge_act(report, parsed, by):
    values = act_values(parsed)
    if len(parsed.title) > len(values["title"]):
        report.add(Outcome.KEPT, "oggetto troppo lungo, abbreviato", values["title"], parsed.title)
    act, report.created = _locked_act(values)
    report.act = act
    if report.created:
        report.add(Outcome.NEW, f"atto {act}")
        log(act, "register", by=by, reason="importato dal testo")
        return []
    if act.text_state == TextState.ACQUIRED:
        report.compare("oggetto", act.title, values["title"])
        return []
    # Until the text arrives the register holds our summary of the object: the act's own words take its place.
    kept = {"short_title"} | {name for name, value in values.items() if _says_nothing_new(getattr(act, name), value)}
    changes = differences(act, {name: value for name, value in values.items() if name not in kept})
    for name, value in values.items():
        if name not in kept:
            setattr(act, name, value)
    act.save()
    report.add(Outcome.COMPLETED, f"atto {act}", "", act.title)
    return changes


def _locked_act(values):
    """(act, created). The row is locked: two imports of the same text follow one another."""
    place = {name: values[name] for name in ("organ", "kind", "number", "year")}
    act = find_act(**place)
    if act is None:
        try:
            with transaction.atomic():
                return Act.objects.create(**values), True
        except IntegrityError:  # another import of the same act has just ended
            act = find_act(**place)
    return Act.objects.select_for_update(of=("self",)).get(pk=act.pk), False


def _says_nothing_new(old, new):
    """Empty, or the same words in capitals: «SETTORE POLITICHE SOCIALI»."""
    if isinstance(old, str) and isinstance(new, str):
        return not new or old.casefold() == new.casefold()
    return new is None


def _merge_clauses(report, parsed):
    existing = {(c.level, c.section, c.path): c for c in report.act.clauses.select_related("point")}
    seen = set()
    for parsed_clause in parsed.clauses:
        key = (parsed_clause.level.value, parsed_clause.section.value, path_of(parsed_clause.path))
        seen.add(key)
        existing[key] = _merge_clause(report, parsed_clause, key, existing)
    for key, clause in existing.items():
        if key not in seen:
            report.add(Outcome.KEPT, f"{clause.citation}, che il testo non ha", clause.text)


def _merge_clause(report, parsed_clause, key, existing):
    level, section, path = key
    clause = existing.get(key)
    if clause is None:
        parent = existing.get((level, section, path.rpartition(".")[0]))
        clause = ActClause.objects.create(
            act=report.act,
            level=level,
            section=section,
            path=path,
            parent=parent,
            marker=parsed_clause.marker,
            marker_kind=parsed_clause.kind.value,
            official_text=parsed_clause.text,
        )
        report.add(Outcome.NEW, clause.citation, "", parsed_clause.text)
    else:
        _complete_clause(report, clause, parsed_clause)
    if parsed_clause.leaf and section == Section.DECISION:
        MandatePoint.objects.get_or_create(clause=clause)
    return clause


def _complete_clause(report, clause, parsed_clause):
    if not clause.official_text:  # until now quoted by our reading of it, from here on as the act prints it
        clause.marker, clause.marker_kind = parsed_clause.marker, parsed_clause.kind.value
    if report.compare(clause.citation, clause.official_text, parsed_clause.text):
        clause.official_text = parsed_clause.text
        clause.version += 1
        clause.save()


def _merge_rows(report, model, noun, rows):
    """Presences, officials, votes: acquired once, as a whole; later differences are reported and kept."""
    kept = list(model.objects.filter(act=report.act).order_by("position"))
    if not kept:
        for row in rows:
            created = model(act=report.act, **row)
            _refuse_what_does_not_fit(created, noun)
            created.save()
            report.add(Outcome.NEW, f"{noun}: {created}")
        return
    for row, new in zip(kept, [*rows, *[None] * len(kept)], strict=False):
        same = new is not None and all(getattr(row, name) == value for name, value in new.items())
        report.add(Outcome.UNCHANGED if same else Outcome.KEPT, f"{noun}: {row}")
    for new in rows[len(kept) :]:
        report.add(Outcome.KEPT, f"{noun} n. {new['position']}, che il registro non ha")


def _refuse_what_does_not_fit(obj, noun):
    """The register keeps every word or refuses: a name longer than its field is never cut. Raises ``ImportRefused``."""
    try:
        obj.clean_fields()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        label = obj._meta.get_field(field).verbose_name
        raise ImportRefused(f"{noun.capitalize()} n. {obj.position}, {label}: {' '.join(sentences)}") from error


def _merge_attachment(report, parsed_attachment):
    kind = attachment_kind(parsed_attachment.title)
    title, declared = parsed_attachment.title, parsed_attachment.declared_hash or ""
    kept = [a for a in Attachment.objects.for_object(report.act) if a.kind == kind]
    attachment = next((a for a in kept if a.title.casefold() == title.casefold()), None)
    if attachment is None:
        declare(report.act, kind=kind, title=title, declared_hash=declared)
        report.add(Outcome.NEW, f"allegato {title}", "", declared)
    elif report.compare(f"allegato {attachment.title}", attachment.declared_hash, declared):
        attachment.declared_hash = declared
        attachment.save(update_fields=["declared_hash"])


def _acquire_text(report, source, by):
    try:
        acquire_file(
            report.act,
            kind=AttachmentKind.ACT_TEXT,
            title=TEXT_TITLE,
            data=source.data,
            name=source.name,
            media_type=source.media_type,
            by=by,
        )
    except AlreadyAcquired:
        report.add(Outcome.UNCHANGED, "file del testo: resta quello acquisito la prima volta")
