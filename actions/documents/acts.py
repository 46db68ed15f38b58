"""Model -> typed document: an act as registered, with its tracing."""

from django.db.models import Max
from django.utils import timezone

from abitare.documents.deliberation import (
    ActDocument,
    AttachedFile,
    Attendance,
    Item,
    Level,
    Note,
    Official,
    Relation,
    Section,
    Signatory,
    Vote,
)
from abitare.documents.document import Fact
from abitare.records import enums
from abitare.records.models import Act, LogEntry
from abitare.ui import formats
from actions.enums import LinkState

# The order in which a Giunta prints the sections, each with the name it gives them.
SECTION_NAMES = {
    enums.Section.PREMISES: "Premesse",
    enums.Section.REASONS: "Motivazione",
    enums.Section.PRECHECKS: "Pre-verifiche",
    enums.Section.NORMS: "Normativa",
    enums.Section.DECISION: "Decisione",
}
ORGAN_PHRASES = {
    enums.Organ.EXECUTIVE_BOARD: "della Giunta comunale",
    enums.Organ.COUNCIL: "del Consiglio comunale",
    enums.Organ.MAYOR: "del Sindaco",
    enums.Organ.MANAGER: "dirigenziale",
    enums.Organ.REGION: "della Regione",
}
ROLE_WORDS = {
    enums.OfficialRole.CHAIR: "Presiede",
    enums.OfficialRole.SECRETARY: "Partecipa",
    enums.OfficialRole.ASSISTANT: "Assiste",
}


def act_title(act):
    """«Deliberazione della Giunta comunale n. 156»."""
    words = [act.get_kind_display().capitalize(), ORGAN_PHRASES.get(act.organ, "")]
    if act.number:
        words.append(f"n. {act.number}")
    return " ".join(filter(None, words))


def act_document(act, clauses, points, files, *, demo):
    """The ``ActDocument`` of an act.

    clauses: all its clauses in reading order; points: ``PointView`` by clause primary key, whose tracing is printed
    under each point; files: its attachments. The instant is that of the last thing recorded about the act, so the same
    data always give the same document. Reads the presences, the votes and the relations of the act.
    """
    officials = list(act.officials.all())
    place = act.municipality.removeprefix("Comune di ").removeprefix("COMUNE DI ") if act.municipality else ""
    return ActDocument(
        municipality=act.municipality or act.get_organ_display(),
        place=place.title() if place.isupper() else place,
        unit=act.unit_name,
        author=act.municipality or act.get_organ_display(),
        title=act_title(act),
        subtitle=_subtitle(act),
        subject=act.title,
        created=_last_recorded(act),
        responsible=_name(officials, enums.OfficialRole.OFFICER),
        demo=demo,
        facts=_facts(act, points),
        session=f"Seduta del {formats.long_date(act.date)}, {act.session_place}." if act.session_place else "",
        attendance=tuple(_attendance(row) for row in act.attendances.all()),
        officials=tuple(
            Official(role=_official_words(o), name=o.name) for o in officials if o.role in ROLE_WORDS and not o.signs
        ),
        levels=_levels(act, clauses, points),
        attachments=tuple(
            AttachedFile(title=file.title, declared=file.declared_hash, computed=file.computed_hash)
            for file in files
            if file.kind != enums.AttachmentKind.ACT_TEXT
        ),
        relations=tuple(_relation(row) for row in act.relations.select_related("target").order_by("pk")),
        signatories=tuple(
            Signatory(role=o.title or o.get_role_display().capitalize(), name=o.name) for o in officials if o.signs
        ),
        sources=_sources(act, files),
    )


def _subtitle(act):
    if act.date is None:
        return f"Anno {act.year}"
    if act.kind == enums.ActKind.DELIBERATION:
        return f"Come approvata nella seduta del {formats.long_date(act.date)}"
    return f"Del {formats.long_date(act.date)}"


def _last_recorded(act):
    key = f"{Act._meta.label_lower}:{act.pk}"
    last = LogEntry.objects.filter(chain__key=key).aggregate(last=Max("recorded_at"))["last"]
    return timezone.localtime(last or act.recorded_at)


def _name(officials, role):
    return next((o.name for o in officials if o.role == role), "")


def _facts(act, points):
    present = [row for row in act.attendances.all() if row.present]
    total = len(act.attendances.all())
    facts = [Fact(label="Organo", value=act.get_organ_display(), note=_presence_note(len(present), total))]
    if act.executable_from:
        note = "immediatamente eseguibile" if act.immediate else ""
        facts.append(Fact(label="Eseguibile dal", value=formats.long_date(act.executable_from), note=note))
    organ = sum(not view.in_proposal for view in points.values())
    if points:
        note = f"{len(points) - organ} della proposta, {organ} dell’organo" if organ else ""
        facts.append(Fact(label="Punti del dispositivo", value=str(len(points)), note=note))
    facts.append(Fact(label="Testo", value=act.get_text_state_display().capitalize()))
    return tuple(facts)


def _presence_note(present, total):
    return f"{present} presenti su {total}" if total else ""


def _attendance(row):
    return Attendance(
        name=row.name,
        qualification=row.title,
        presence=row.status or ("presente" if row.present else "assente"),
        remote="sì" if row.remote else "",
    )


def _official_words(official):
    return " il ".join(filter(None, [ROLE_WORDS[official.role], official.title]))


def _levels(act, clauses, points):
    levels = []
    for level in enums.Level:
        own = [clause for clause in clauses if clause.level == level]
        if own:
            levels.append(_level(act, level, own, points))
    return tuple(levels)


def _level(act, level, clauses, points):
    sections = []
    for section, name in SECTION_NAMES.items():
        own = [clause for clause in clauses if clause.section == section]
        if own:
            decision = section == enums.Section.DECISION
            organ = level == enums.Level.GIUNTA
            sections.append(
                Section(
                    name="" if organ and decision else name,
                    running=_running(level, name),
                    items=_items(own, points),
                    decision_word="Delibera" if decision else "",
                )
            )
    if level == enums.Level.GIUNTA:
        return Level(
            name=f"Decisione: {act.get_organ_display()}",
            organ=f"La {act.get_organ_display()}" if act.organ == enums.Organ.EXECUTIVE_BOARD else "",
            sections=tuple(sections),
            votes=tuple(_vote(vote) for vote in act.votes.all()),
        )
    unit = " – ".join(filter(None, [act.unit_name, act.service_name]))
    return Level(name="Proposta", unit=unit, sections=tuple(sections))


def _running(level, name):
    return f"Proposta: {name.lower()}" if level == enums.Level.PROPOSAL else name


def _items(clauses, points, depth=1):
    """Clauses of one section -> items, each with the clauses under it."""
    items, under = [], {}
    for clause in clauses:
        if len(clause.positions) > depth:
            under.setdefault(clause.positions[:depth], []).append(clause)
    for clause in clauses:
        if len(clause.positions) == depth:
            items.append(
                Item(
                    text=clause.text,
                    marker=clause.marker,
                    is_official=clause.is_official,
                    notes=_notes(points.get(clause.pk)),
                    children=_items(under.get(clause.positions, []), points, depth + 1),
                )
            )
    return tuple(items)


def _notes(view):
    """What the register knows of a point: who executes it, who answers for it, where it stands."""
    if view is None:
        return ()
    parts = [view.state_label]
    for link in view.links:
        doubt = ", proposta da validare" if link.state == LinkState.PROPOSED else ""
        parts.append(f"{link.get_how_display()}: {_target(link)}{doubt}")
    if view.asks_for_responsible:
        parts.append(f"responsabile {view.responsible_label}")
    return (Note(label=view.point.get_kind_display().capitalize(), text=" · ".join(parts)),)


def _target(link):
    if link.step_id:
        return f"passo {link.step.code}"
    return f"Azione {link.action.number}" if link.action_id else "coordinamento"


def _vote(vote):
    return Vote(
        label=f"Punto {vote.position}",
        form="palese" if vote.open else "segreto",
        outcome="unanime favorevole" if vote.unanimous else vote.note or "a maggioranza",
        in_favour=vote.favour,
        against=vote.against,
        abstained=vote.abstained,
    )


def _relation(row):
    when = f" del {formats.long_date(row.target.date)}" if row.target.date and row.target.number else ""
    return Relation(
        relation=row.get_kind_display(), act=f"{row.target}{when}", text_state=row.target.get_text_state_display()
    )


def _sources(act, files):
    texts = [file for file in files if file.kind == enums.AttachmentKind.ACT_TEXT and file.uploaded_at]
    sources = [
        f"Testo importato il {formats.long_date(file.uploaded_at)} dal file «{file.file_name}», SHA-256 "
        f"{formats.fingerprint(file.computed_hash)}."
        for file in texts
    ]
    if not sources:
        sources.append("Le sintesi sono redatte dall’ufficio; il testo ufficiale non è ancora acquisito.")
    return tuple(sources)
