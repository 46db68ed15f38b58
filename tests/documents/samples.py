"""Invented acts of an invented Comune, one for every way an act can reach the printer."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

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
from abitare.documents.pdf import render

CREATED = datetime(2026, 11, 22, 7, 40, tzinfo=UTC)
WORDS = (
    "il Comune di Valdoro cura la manutenzione degli alloggi sfitti, ne misura i tempi di recupero e "
    "comunica ogni trimestre lo stato degli interventi agli uffici che li hanno chiesti"
)
NAMES = (
    ("Ferraris Ludovica", "Sindaca"),
    ("Abbondanza Teodoro", "Vicesindaco"),
    ("Quaresima Ines", "Assessora"),
    ("Della Rovere Piccolomini Massimiliano Giovanni Battista", "Assessore ai lavori pubblici e al patrimonio"),
    ("Nobile Perla", "Assessora"),
    ("Sanvito Ercole", "Assessore"),
)


def digest(text):
    """A fingerprint for an invented file."""
    return hashlib.sha256(text.encode()).hexdigest().upper()


def clause(number, tail="", **fields):
    """A numbered clause whose text names its number, so that order can be read from the PDF."""
    return Item(marker=f"{number}.", text=f"Punto {number}{tail}: {WORDS}.", **fields)


def bullets(*texts, **fields):
    """Children with the dash of the acts."""
    return tuple(Item(marker="-", text=text, **fields) for text in texts)


def giunta_level():
    """The decision of the Giunta: two unnumbered paragraphs, the decision word, two points, two votes."""
    return Level(
        name="Decisione della Giunta comunale",
        organ="La Giunta comunale",
        sections=(
            Section(name="", items=(Item(text="Vista la proposta dell’ufficio casa.\nVisti i pareri allegati."),)),
            Section(
                name="Decisione",
                running="Decisione della Giunta",
                decision_word="Delibera",
                items=(
                    Item(marker="1.", text="di approvare la proposta dell’ufficio casa:\nRecupero degli alloggi."),
                    Item(
                        marker="2.",
                        text="di rendere la decisione subito eseguibile.",
                        notes=(Note(label="Effetto formale", text="prodotto il 4 maggio 2026"),),
                    ),
                ),
            ),
        ),
        votes=(
            Vote(label="Approvazione della proposta", form="palese", outcome="unanime favorevole"),
            Vote(label="Immediata eseguibilità", form="palese", outcome="unanime favorevole"),
        ),
    )


def proposal_level(premises=6, decisions=4):
    """The proposal: numbers restart in every section, points with dashes and letters, notes at both depths."""
    notes = (Note(label="Mandato", text="Azione 2 · passi 2.1 e 2.4 · senza termine"),)
    children = bullets("togliere gli alloggi dal degrado;", "dare tempi certi alle famiglie.")
    traced = replace(children[1], notes=(Note(text="Azione 4 · passo 4.2, in corso"),))
    letters = (Item(marker="a)", text="alloggi con impianti da rifare;"), Item(marker="b)", text="alloggi da pulire."))
    points = [clause(n, " della decisione", notes=notes) for n in range(1, decisions + 1)]
    points[0] = replace(points[0], children=(children[0], traced))
    points[1] = replace(points[1], children=letters)
    return Level(
        name="Proposta deliberativa",
        unit="Settore Casa e Quartieri – Servizio Alloggi pubblici",
        sections=(
            Section(name="Premesse", items=tuple(clause(n, " delle premesse") for n in range(1, premises + 1))),
            Section(name="Motivazione", items=(clause(1, " della motivazione"), clause(2, " della motivazione"))),
            Section(name="Pre-verifiche", items=(Item(marker="1.", text="Incarico dell’ufficio casa."),)),
            Section(name="Normativa", items=(Item(marker="1.", text="Legge regionale 9 maggio 2011, n. 40."),)),
            Section(name="Decisione", running="Proposta: decisione", decision_word="Delibera", items=tuple(points)),
        ),
    )


def full_act(**changes):
    """Everything acquired, nothing odd."""
    act = ActDocument(
        municipality="Comune di Valdoro",
        place="Valdoro",
        unit="Settore Casa e Quartieri",
        author="Comune di Valdoro",
        title="Deliberazione della Giunta comunale n. 87",
        subtitle="Come approvata nella seduta del 4 maggio 2026",
        subject="Recupero degli alloggi pubblici sfitti: indirizzi agli uffici per il 2026 e il 2027.",
        created=CREATED,
        responsible="Servizio Alloggi pubblici",
        facts=(
            Fact(label="Organo", value="Giunta comunale", note="atto di indirizzo"),
            Fact(label="Eseguibile dal", value="4 maggio 2026", note="art. 134 c. 4 D.Lgs. 267/2000"),
            Fact(label="Punti", value="2 + 4", note="Giunta e proposta"),
        ),
        session="Il 4 maggio 2026 la Giunta si è riunita nella sede comunale.",
        attendance=tuple(Attendance(name=n, qualification=q, presence="presente") for n, q in NAMES),
        officials=(Official(role="Partecipa il Segretario generale", name="Bentivegna Ottone"),),
        levels=(giunta_level(), proposal_level()),
        attachments=(
            AttachedFile(title="Parere di regolarità tecnica", declared=digest("tecnica"), computed=digest("tecnica")),
            AttachedFile(title="Parere di regolarità contabile", declared=digest("contabile")),
        ),
        relations=(
            Relation(relation="attua", act="DGC n. 12 del 20 gennaio 2025", text_state="da acquisire"),
            Relation(relation="richiama", act="L.R. 9 maggio 2011, n. 40", text_state="acquisito"),
        ),
        signatories=(
            Signatory(role="La Presidente", name="Ferraris Ludovica"),
            Signatory(role="Il Segretario generale", name="Bentivegna Ottone"),
        ),
        sources=("Testo importato il 22 novembre 2026 dal file dell’atto.",),
    )
    return replace(act, **changes)


def as_summaries(item):
    """The same clause and its children known only by the summary of the office."""
    return replace(item, is_official=False, children=tuple(as_summaries(child) for child in item.children))


def summary_act():
    """No official text at all: every clause is a summary, no attachment acquired."""
    levels = tuple(
        replace(
            level,
            sections=tuple(replace(s, items=tuple(as_summaries(item) for item in s.items)) for s in level.sections),
        )
        for level in full_act().levels
    )
    return full_act(levels=levels, demo=True)


def mixed_act():
    """Official text for some points, summaries for others, one point with neither."""
    section = Section(
        name="Decisione",
        decision_word="Delibera",
        items=(
            clause(1),
            as_summaries(replace(clause(2), children=bullets("prima parte;", "seconda parte."))),
            Item(marker="3.", text="", is_official=False),
        ),
    )
    return full_act(levels=(Level(name="Proposta deliberativa", sections=(section,)),))


def absent_act():
    """Absent members, remote presence, votes counted."""
    presence = ("presente", "assente", "presente", "assente giustificato", "presente", "presente")
    rows = tuple(
        Attendance(name=n, qualification=q, presence=p, remote="sì" if n.startswith("Nobile") else "")
        for (n, q), p in zip(NAMES, presence, strict=True)
    )
    vote = Vote(label="Approvazione", form="palese", outcome="a maggioranza", in_favour=3, against=1, abstained=0)
    return full_act(attendance=rows, levels=(replace(giunta_level(), votes=(vote,)), proposal_level()))


def attachments_act():
    """Six attachments, one in each state, with long titles."""
    files = (
        AttachedFile(title="Parere di regolarità tecnica", declared=digest("a")),
        AttachedFile(title="Parere di regolarità contabile", declared=digest("b"), computed=digest("b").lower()),
        AttachedFile(title="Relazione illustrativa", declared=digest("c"), computed=digest("d")),
        AttachedFile(title="Elenco degli alloggi con carenze manutentive rilevate nei sopralluoghi del primo semestre"),
        AttachedFile(title="Planimetrie", computed=digest("e")),
        AttachedFile(
            title="Elenco_alloggi_via_dei_Tigli_scala_B_versione_definitiva_corretta.xlsx", declared=digest("f")
        ),
    )
    return full_act(attachments=files)


def long_act():
    """Two hundred clauses, a section name too long for the left column, one on two lines."""
    level = proposal_level(premises=150, decisions=50)
    extra = (
        Section(name="Considerazioni finali", items=(Item(marker="1.", text="Nulla da aggiungere."),)),
        Section(name="Accertamenti preliminari del responsabile", items=(clause(1, " degli accertamenti"),)),
    )
    level = replace(level, sections=(*level.sections[:2], *extra, *level.sections[2:]))
    return full_act(levels=(giunta_level(), level), municipality="Comune di Castelvecchio Inferiore con San Bartolo")


def bare_act():
    """Only what no act can miss."""
    return ActDocument(
        municipality="Comune di Valdoro",
        title="Deliberazione della Giunta comunale n. 3",
        subject="Atto di prova.",
        created=CREATED,
        author="Comune di Valdoro",
        levels=(Level(name="Decisione", sections=(Section(name="", items=(Item(text="Un solo paragrafo."),)),)),),
    )


def sample_documents():
    """One document of every variety, by name."""
    return {
        "completo": full_act(),
        "sintesi": summary_act(),
        "misto": mixed_act(),
        "assenti": absent_act(),
        "allegati": attachments_act(),
        "lungo": long_act(),
        "minimo": bare_act(),
    }


def write_samples(folder, names=None):
    """Writes the named samples, all when none is named, and returns their paths: for a validator or for the eye."""
    paths = []
    for name, document in sample_documents().items():
        if names is None or name in names:
            paths.append(Path(folder) / f"{name}.pdf")
            paths[-1].write_bytes(render(document))
    return paths
