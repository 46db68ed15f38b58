"""Invented charts: one of each kind, with their edge cases."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from abitare.ui import charts
from abitare.ui.gallery.things import TODAY


def _month(number, done, expected, first, *, now=False):
    year, month = divmod(5 + number, 12)
    ratio = lambda value: None if value is None else Fraction(value, 100)  # noqa: E731 - three times on one line
    return charts.Period(
        day=date(2031 + year, month + 1, 28),
        done=ratio(done),
        expected=ratio(expected),
        first_expected=ratio(first),
        now=now,
    )


CHARTS = {
    "stacked": charts.StackedBars(
        title="Alloggi per quartiere e stato",
        series=(
            charts.Series(name="assegnati", tone="brand"),
            charts.Series(name="in recupero", tone="bar"),
            charts.Series(name="fermi", tone="late"),
        ),
        rows=(
            charts.BarRow(label="Borgo Nord", values=(412, 36, 58), href="#grafici", note="12 edifici"),
            charts.BarRow(label="Ponte Vecchio", values=(1310, 22, None)),
            charts.BarRow(label="Molino", values=(0, 0, 0)),
        ),
        note="Dati inventati.",
    ),
    "shares": charts.StackedBars(
        title="Composizione della spesa",
        series=tuple(charts.Series(name=tone, tone=tone) for tone in charts.SERIES_TONES),
        rows=(charts.BarRow(label="Totale", values=tuple(Decimal(n) * 1000 for n in range(9, 0, -1))),),
        unit="euro",
        share=True,
    ),
    "funnel": charts.Funnel(
        title="Dalle domande alle convenzioni",
        stages=(
            charts.Stage(label="Domande arrivate", value=57, href="#grafici"),
            charts.Stage(label="Ammesse", value=41),
            charts.Stage(label="Valutate", value=33, note="due commissioni"),
            charts.Stage(label="Convenzionate", value=12),
        ),
    ),
    "few": charts.Funnel(
        title="Proposte", stages=(charts.Stage(label="Proposte", value=8), charts.Stage(label="Scelte", value=7))
    ),
    "months": charts.ExpectedBars(
        title="Fatto e atteso, mese per mese",
        periods=(
            _month(0, 3, 3, 3),
            _month(1, 8, 7, 18),
            _month(2, 11, 8, 35),
            _month(3, 24, 21, 43),
            _month(4, 29, 23, 71),
            _month(5, 42, 54, 80, now=True),
            _month(6, None, 71, 100),
            _month(7, None, 78, 100),
            _month(8, None, 100, 100),
        ),
    ),
    "line": charts.LineTarget(
        title="Ore di presenza al mese",
        points=tuple(
            charts.Point(label=label, value=value)
            for label, value in zip(
                ("mag", "giu", "lug", "ago", "set", "ott", "nov"), (436, 430, 12, None, 410, 418, None), strict=True
            )
        ),
        target=430,
        value_label="ore",
        note="Ad agosto non c’è il dato: la linea si interrompe.",
    ),
    "line_percent": charts.LineTarget(
        title="Invii con esito",
        points=tuple(charts.Point(label=f"{n}º trim.", value=Fraction(50 + 3 * n, 100)) for n in range(1, 5)),
        target=tuple(Fraction(52 + 4 * n, 100) for n in range(1, 5)),
        value_label="esiti",
        unit="percent",
    ),
    "spark": charts.Sparkline(
        values=(Decimal("27.1"), Decimal("28.4"), None, Decimal("31.4")),
        unit="decimal",
        tone="risk",
        labels=("2028", "2029", "2030", "2031"),
    ),
    "spark_flat": charts.Sparkline(values=(5, 5, 5), tone="ok"),
    "spark_one": charts.Sparkline(values=(5,)),
    "spark_none": charts.Sparkline(values=()),
    "timeline": charts.Timeline(
        title="Diciotto mesi, da giugno 2031 a novembre 2032",
        start=date(2031, 6, 1),
        end=date(2032, 11, 30),
        today=TODAY,
        groups=(
            charts.TimelineGroup(
                rows=(
                    charts.TimelineRow(
                        label="Atti",
                        strong=True,
                        words="3 adottati, 1 atteso",
                        marks=(
                            charts.Mark(day=date(2031, 6, 3), label="delibera"),
                            charts.Mark(day=date(2031, 9, 18), label="determina"),
                            charts.Mark(day=date(2031, 11, 2), label="avviso"),
                            charts.Mark(day=date(2032, 3, 31), label="convenzione", expected=True),
                        ),
                    ),
                    charts.TimelineRow(
                        label="Servizio coperto da un atto",
                        strong=True,
                        words="62 giorni scoperti",
                        tone="late",
                        covers=(
                            charts.Cover(start=date(2031, 6, 1), end=date(2031, 6, 30)),
                            charts.Cover(start=date(2031, 7, 1), end=date(2031, 8, 31), covered=False),
                            charts.Cover(start=date(2031, 9, 1), end=date(2031, 12, 31)),
                        ),
                    ),
                )
            ),
            charts.TimelineGroup(
                title="Azione 3 · Presidi di quartiere",
                href="#tempo",
                rows=(
                    charts.TimelineRow(
                        code="3.2",
                        label="Determina di indizione",
                        moment=True,
                        due=date(2031, 9, 18),
                        first_due=date(2031, 7, 31),
                        done_on=date(2031, 9, 18),
                    ),
                    charts.TimelineRow(
                        code="3.3",
                        label="Ricognizione degli alloggi",
                        start=date(2031, 6, 1),
                        due=date(2031, 10, 31),
                        done_on=date(2031, 10, 30),
                    ),
                    charts.TimelineRow(
                        code="3.5",
                        label="Protocollo operativo",
                        href="#tempo",
                        start=date(2031, 7, 1),
                        due=date(2031, 10, 15),
                        first_due=date(2031, 9, 30),
                    ),
                    charts.TimelineRow(
                        code="3.9",
                        label="Istruttoria delle proposte",
                        start=date(2031, 12, 14),
                        due=date(2032, 1, 29),
                        first_start=date(2031, 10, 19),
                        first_due=date(2031, 11, 13),
                    ),
                    charts.TimelineRow(
                        code="3.11",
                        label="Firma della convenzione",
                        moment=True,
                        due=date(2032, 3, 31),
                        first_due=date(2031, 12, 18),
                    ),
                    charts.TimelineRow(
                        label="Altri quattro passi", empty="senza termine: fissarlo al tavolo", empty_href="#tempo"
                    ),
                ),
            ),
        ),
        note="Fuori dal disegno: piano di zona, fino al 31 dicembre 2032.",
    ),
}
