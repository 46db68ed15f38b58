"""Invented minutes, one for every way a meeting can reach the printer."""

from dataclasses import replace
from datetime import UTC, datetime

from abitare.documents.document import Fact
from abitare.documents.minutes import (
    MinutesAssignment,
    MinutesAttendance,
    MinutesDecision,
    MinutesDocument,
    MinutesItem,
)

CREATED = datetime(2031, 11, 22, 7, 40, tzinfo=UTC)
OFFICES = (
    ("Settore Case e Quartieri", "presente", "referente"),
    ("Servizio Ragioneria e bilancio", "presente", "sostituta"),
    ("Servizio Manutenzioni", "assente giustificato", ""),
    ("Ente gestore delle case popolari della provincia", "assente", ""),
)


def items():
    """A late step postponed, a point that becomes a step and a compito, one only discussed, one carried."""
    return (
        MinutesItem(
            number=1,
            title="3.5 Firmare il protocollo con l’ente gestore",
            origin="ritardo",
            facts="38 giorni oltre il termine del 15 ottobre 2031 (stima dell’ufficio), grado «avviato».",
            discussion="L’ente gestore chiede tempo per lo scambio dei dati.\nIl settore propone di firmare senza.",
            decisions=(
                MinutesDecision(
                    number="4/1.1",
                    text="Il protocollo si firma senza l’allegato sui dati.",
                    effect="passo 3.5, termine dal 15 ottobre 2031 al 18 dicembre 2031",
                ),
            ),
        ),
        MinutesItem(
            number=2,
            title="Chi risponde dei punti della deliberazione",
            origin="senza responsabile, aggiunto dopo la convocazione",
            facts="14 punti su 15 senza un ufficio responsabile: 1.a, 1.b, 3.",
            decisions=(
                MinutesDecision(
                    number="4/2.1",
                    text="Si apre un passo del coordinamento.",
                    effect="passo T.4 «Scrivere la proposta», Settore Case e Quartieri, entro il 18 dicembre 2031",
                ),
                MinutesDecision(
                    number="4/2.2",
                    text="La Ragioneria cerca la copertura.",
                    effect="compito a Servizio Ragioneria e bilancio, entro il 4 dicembre 2031: copertura di spesa",
                ),
            ),
        ),
        MinutesItem(number=3, title="Comunicazioni sui cantieri", discussion="I cantieri ripartono in primavera."),
        MinutesItem(
            number=4,
            title="Chiedere alla segreteria il testo dell’atto",
            origin="compito precedente",
            facts="Compito di Settore Case e Quartieri, entro il 30 novembre 2031.",
            decisions=(MinutesDecision(number="4/4.1", text="Il tavolo prende atto."),),
        ),
    )


def closed_minutes(**changes):
    """A meeting closed, nothing odd."""
    document = MinutesDocument(
        municipality="Comune di Valdoro",
        author="Comune di Valdoro",
        place="Valdoro",
        unit="Tavolo intersettoriale",
        title="Verbale della seduta n. 4",
        subtitle="20 novembre 2031, chiusa il 21 novembre 2031",
        subject="Tavolo intersettoriale del Piano della casa: seduta del 20 novembre 2031.",
        created=CREATED,
        draft=False,
        facts=(Fact(label="Uffici presenti", value="2 su 4"), Fact(label="Decisioni", value="4", note="3 con effetto")),
        session="Seduta di giovedì 20 novembre 2031, ore 9.30, Sala della Giunta.",
        opening="Chi presiede apre la seduta.\nSaluta il nuovo componente.",
        attendance=tuple(MinutesAttendance(office=o, presence=p, represented_by=r) for o, p, r in OFFICES),
        items=items(),
        assignments=(
            MinutesAssignment(
                text="copertura di spesa",
                office="Servizio Ragioneria e bilancio",
                due="4 dicembre 2031",
                decision="4/2.2",
            ),
        ),
        signatures=("Chi presiede il tavolo", "Chi verbalizza"),
    )
    return replace(document, **changes)


def long_minutes():
    """Twenty-four points over many pages, a discussion longer than a page, demonstration data."""
    words = "Il tavolo discute a lungo dei tempi, delle risorse e di chi deve fare che cosa. " * 40
    points = tuple(
        replace(
            item,
            number=number,
            title=f"Punto numero {number} della seduta",
            discussion=words if number == 7 else f"Discussione del punto numero {number}.",
            decisions=tuple(
                replace(d, number=f"4/{number}.{n}", text=f"Decisione sul punto numero {number}.")
                for n, d in enumerate(item.decisions, 1)
            ),
        )
        for number, item in enumerate(items() * 6, 1)
    )
    return closed_minutes(items=points, demo=True)


def minutes_documents():
    """One document of every variety, by name."""
    return {
        "verbale": closed_minutes(),
        "verbale-bozza": closed_minutes(
            draft=True,
            subtitle="20 novembre 2031: bozza, seduta non chiusa",
            items=(*items()[:1], MinutesItem(number=2, title="Punto ancora da trattare")),
            attendance=(),
            assignments=(),
        ),
        "verbale-vuoto": closed_minutes(items=(), assignments=(), attendance=(), opening="", draft=True, facts=()),
        "verbale-lungo": long_minutes(),
    }
