"""Invented states, lists and acts. Nothing here is about a real place or person."""

from datetime import UTC, date, datetime
from fractions import Fraction

from abitare.ui import components as ui

TODAY = date(2031, 11, 22)
HASH = "A1B2C3D4" * 8
RATIOS = {
    "ahead": (Fraction(538, 1000), Fraction(466, 1000)),
    "behind": (Fraction(421, 1000), Fraction(535, 1000)),
    "early": (Fraction(175, 1000), None),
    "none": (None, None),
    "complete": (Fraction(1), Fraction(1)),
    "first": Fraction(798, 1000),
}
REASONS = (
    ui.Reason(text="Passo 3.5: 38 giorni oltre il termine", href="#tempo", kind="late"),
    ui.Reason(text="L’affidamento finisce il 31 dicembre senza un atto che lo segua", kind="risk"),
    ui.Reason(text="Nessuna notizia da 87 giorni", kind="stale"),
)
CHECKS = (
    ui.Check(label="Capofila nominato", ok=True),
    ui.Check(label="Obiettivo su ogni indicatore in uso (4 su 6)", ok=False, href="#grafici", action="fissa"),
    ui.Check(label="Notizie entro 60 giorni", ok=True),
)
DATED = (
    ui.DatedItem(
        when="oggi", title="Confermare l’ordine del giorno", href="#", note="poi parte la convocazione", tone="late"
    ),
    ui.DatedItem(when=date(2031, 11, 30), title="Schema tipo di convenzione", href="#", note="fra 8 giorni"),
    ui.DatedItem(when=date(2032, 12, 31), title="Fine del piano di zona", note="fra 405 giorni"),
    ui.DatedItem(when="scaduto", title="Piano dei servizi abitativi", tone="risk"),
)
WORK = (
    ui.WorkItem(
        days=38,
        title="Protocollo operativo con l’azienda per la casa",
        href="#",
        why="Manca lo scambio dei dati.",
        who="Servizio di territorio · termine 15 ott 2031",
    ),
    ui.WorkItem(days=1, title="Verifica dell’avviso", kind="risk", who="Ufficio coordinamento"),
    ui.WorkItem(
        days="mai",
        title="Nuove opportunità di abitare",
        kind="stale",
        why="Nessun aggiornamento.",
        action="Chiedi un aggiornamento",
        action_href="#",
    ),
)
DECISIONS = (
    ui.Decision(
        title="Chi copre il servizio dal 1º gennaio?", href="#", text="Mancano 89 giorni di atto.", who="Due settori"
    ),
    ui.Decision(title="Quali termini dare all’Azione 1?", text="Quattro passi senza data."),
)
NODES = (
    ui.Node(
        organ="Determinazione",
        title="n. 12",
        href="#",
        when=date(2029, 7, 26),
        note="affida lo studio",
        state="missing",
    ),
    ui.Node(
        organ="Giunta",
        title="n. 34",
        href="#",
        when=date(2030, 6, 18),
        note="primi indirizzi",
        relation="dà avvio",
        state="missing",
    ),
    ui.Node(
        organ="Giunta",
        title="n. 56",
        href="#",
        when=date(2031, 6, 3),
        note="indirizzi attuativi",
        relation="attua",
        current=True,
    ),
    ui.Node(
        organ="Avviso",
        title="Albo 789",
        href="#",
        when=date(2031, 11, 2),
        note="domande fino all’11 dic",
        relation="approva",
        label="Testo acquisito",
    ),
    ui.Node(
        organ="Convenzione",
        title="da firmare",
        when=date(2032, 3, 31),
        note="era prevista il 18 dic",
        relation="conclude",
        state="expected",
    ),
)
FEED = (
    ui.FeedItem(
        when=date(2031, 11, 12),
        text="L’avviso è online da dieci giorni.",
        ask="Chiede di decidere la copertura.",
        who="Servizio di territorio",
        href="#",
        action="Verbale",
    ),
    ui.FeedItem(when=date(2031, 10, 29), text="Nessuna novità.", who="Servizio di territorio"),
)
FACTS = (
    ui.Fact(term="Organo", value="Giunta, 10 presenti su 10"),
    ui.Fact(term="Esecutività", value=date(2031, 6, 3), note="immediata"),
    ui.Fact(term="Notizie", value="aggiornate 10 giorni fa", kind="ok", label="Fresche"),
    ui.Fact(term="Punti collegati", value=14, href="#", note="su 15"),
    ui.Fact(term="Termine", value="da individuare", tone="late"),
    ui.Fact(term="Protocollo"),
)
STALE = ui.StaleVersions(
    fields=(
        ui.StaleField(label="Titolo", yours="Protocollo con l’azienda per la casa", saved="Protocollo operativo"),
        ui.StaleField(label="Termine", yours="15/10/2031", saved="15/10/2031", changed=False),
        ui.StaleField(label="Note", yours="Manca il parere.\nSentire l’ufficio legale.", saved="—"),
    ),
    version="7",
    saved_by="Ufficio coordinamento",
    saved_at=datetime(2031, 11, 22, 7, 31, tzinfo=UTC),
)
