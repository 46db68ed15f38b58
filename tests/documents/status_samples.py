"""Invented «Stati di attuazione»: everything at once, nothing to measure, many rows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from abitare.documents.document import Fact
from abitare.documents.status import (
    STATE_KINDS,
    StatusAction,
    StatusDocument,
    StatusGrade,
    StatusIndicator,
    StatusItem,
    StatusPoint,
    StatusState,
    StatusStep,
)
from abitare.ui.charts import Timeline, TimelineGroup, TimelineRow

DAY = date(2031, 11, 20)


def state(kind="late", words="In ritardo"):
    return StatusState(kind=kind, words=words)


def point(number, **changes):
    row = StatusPoint(
        citation=f"punto {number}, secondo trattino",
        summary=f"Aprire le corti a chi ci abita, parte {number}.",
        state=state("running", "In corso"),
        executed_by=("Esegue: Azione 1, passi 1.1, 1.2", "2 legami da validare"),
        responsible="Settore Case e Quartieri",
        due="nessuno nell’atto",
    )
    return replace(row, **changes)


def step(code, **changes):
    row = StatusStep(
        code=code,
        title=f"Contare le corti, passo {code}",
        office="Servizio Manutenzioni",
        weight="20",
        grade="avviato",
        value="0,25",
        due="10 nov 2031",
        first_due="31 ott 2031",
        evidence="—",
        late="10 giorni oltre",
    )
    return replace(row, **changes)


def action(number=1, **changes):
    row = StatusAction(
        label=f"Azione {number}",
        name="Corti aperte",
        title="Fare delle corti luoghi di tutti.",
        state=state(),
        done="25,0 %",
        expected="60,0 %",
        gap="−35,0 punti",
        expected_first="75,0 %",
        basis="sui passi con un termine",
        done_permille=250,
        expected_permille=600,
        reasons=(f"Passo {number}.1: 10 giorni oltre il termine", "Fatto 25,0 %, atteso 60,0 %"),
        declared="Salute dichiarata: In linea, al 31 dicembre 2031, da chi coordina: si recupera.",
        facts=(Fact(label="Capofila", value="da individuare"), Fact(label="Risorse", value="non quantificato")),
        missing=("capofila individuato", "risorse quantificate"),
        remarks=("Passi con un termine: 2 su 2.",),
        steps=(step(f"{number}.1"), step(f"{number}.2", grade="attuato con prova", value="1,00", late="")),
    )
    return replace(row, **changes)


def unmeasured(number):
    nothing = "non valutabile"
    return action(
        number,
        state=state("unknown", "Non valutabile"),
        done=nothing,
        expected=nothing,
        gap="",
        expected_first="",
        done_permille=None,
        expected_permille=None,
        reasons=("Non c’è ancora nessun passo",),
        declared="",
        steps=(),
    )


def timeline(rows=3):
    """Bars and moments, done, moved and late, in two groups."""
    made = tuple(
        TimelineRow(
            code=f"1.{n}",
            label=f"Contare le corti e chiedere a chi ci abita che cosa serve davvero, passo {n}",
            start=DAY - timedelta(days=90),
            due=DAY + timedelta(days=n - 10),
            first_start=DAY - timedelta(days=100),
            first_due=DAY - timedelta(days=20),
            done_on=DAY - timedelta(days=12) if n % 3 == 0 else None,
            moment=n % 2 == 0,
        )
        for n in range(1, rows + 1)
    )
    groups = (TimelineGroup(title="Azione 1 · Corti aperte", rows=made), TimelineGroup(title="Altro", rows=made[:1]))
    return Timeline(
        title="Diciotto mesi", start=DAY - timedelta(days=183), end=DAY + timedelta(days=366), today=DAY, groups=groups
    )


def full_status(**changes):
    """Every kind of state, every list with something in it."""
    document = StatusDocument(
        municipality="Comune di Valdoro",
        author="Comune di Valdoro",
        place="Valdoro",
        unit="Settore Case e Quartieri",
        title="Stato di attuazione del Piano",
        subtitle="Situazione al 20 novembre 2031",
        subject="Piano della casa: attuazione della deliberazione della Giunta comunale n. 3 del 4 maggio 2031.",
        created=datetime(2031, 11, 20, 7, 40, tzinfo=UTC),
        day=DAY,
        known="Ultimo fatto registrato: 20 novembre 2031, ore 8.40",
        facts=(
            Fact(label="Punti attuati", value="2 di 10"),
            Fact(label="Passi in ritardo", value="1", note="da 10 giorni"),
        ),
        state=state(),
        verdict="1 passo oltre il termine. Fatto 25,0 %, atteso 60,0 %.",
        coverage="Copertura dei termini: 80,0 % del lavoro.",
        mandate="I punti della proposta approvata",
        points=tuple(point(n, state=state(kind, kind)) for n, kind in enumerate(sorted(STATE_KINDS), 1)),
        organ_points=(
            point(11, citation="punto 1 della decisione dell’organo", executed_by=("Ha effetto con il voto",)),
        ),
        actions=(
            action(1),
            unmeasured(2),
            action(3, expected="non valutabile", expected_permille=None, expected_first="", gap=""),
        ),
        timeline=timeline(),
        late=(
            StatusItem(
                title="1.1 Contare le corti", figure="10 giorni", text="Termine 10 novembre 2031.", who="Servizio"
            ),
        ),
        silent=(StatusItem(title="Azione 2: senza notizie", text="Nessun aggiornamento da 200 giorni."),),
        indicators=(
            StatusIndicator(
                code="A1.1",
                name="Corti aperte",
                unit="n.",
                value="12",
                period="3º trimestre 2031",
                voucher="certificata il 10 ottobre 2031 da Dario Dirigente",
                target="20 al 31 dicembre 2032",
                state=state("off", "Fuori"),
                due="Prossimo entro il 30 gen 2032",
                why="manca il valore di partenza",
            ),
        ),
        tasks=(
            StatusItem(
                title="Cercare la copertura", who="Ragioneria", figure="4 nov 2031", text="seduta 3", state=state()
            ),
        ),
        method=("Fatto: pesi per gradi.", "Atteso: quello che il calendario prevede."),
        ladder=(StatusGrade(name="Da avviare", value="0,00"), StatusGrade(name="Avviato", value="0,25")),
        sources=("Deliberazione n. 3 del 4 maggio 2031. Testo acquisito.",),
    )
    return replace(document, **changes)


def status_documents():
    """One document of every variety, by name."""
    empty = {"late": (), "silent": (), "indicators": (), "tasks": (), "timeline": None, "organ_points": ()}
    many = tuple(step(f"1.{n}") for n in range(1, 61))
    return {
        "stato": full_status(),
        "stato-vuoto": full_status(actions=(unmeasured(1), unmeasured(2)), **empty),
        "stato-lungo": full_status(
            actions=(action(1, steps=many),), timeline=timeline(60), demo=True, notice="Situazione ricostruita."
        ),
    }
