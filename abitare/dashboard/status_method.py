"""What the «Stato di attuazione» says of itself: formulas, ladder, thresholds in force, sources."""

from django.conf import settings

from abitare.documents.status import StatusGrade
from abitare.records.enums import TextState
from abitare.ui import formats
from actions.documents import act_title
from actions.progress import Ladder

FORMULAS = (
    "Fatto: somma dei pesi dei passi moltiplicati per il valore del loro grado, divisa per la somma dei pesi. I passi "
    "annullati non contano.",
    "Atteso: lo stesso conto con ciò che il calendario prevede a quel giorno. Per un’attività cresce in linea retta "
    "dall’inizio al termine; per un traguardo o un atto vale tutto dal giorno del termine. Conta solo i passi con un "
    "termine, e il fatto che gli sta accanto si calcola sugli stessi passi.",
    "Scarto: fatto meno atteso, in punti percentuali. L’atteso con i primi termini è quello che si avrebbe se nessun "
    "termine fosse stato spostato: un rinvio abbassa l’atteso, non questo.",
    "Il Piano è la media delle Azioni che si possono valutare; quelle fuori dal conto sono nominate. Il coordinamento "
    "non pesa nella media, i suoi ritardi sì.",
)
REBUILT = (
    "La situazione è ricostruita dai fatti registrati entro quel giorno: gradi, termini, legami, aggiornamenti, "
    "rilevazioni, obiettivi, risorse e compiti. Titoli, pesi, uffici e sintesi sono quelli di oggi."
)


def method_note(thresholds, *, rebuilt):
    """The paragraphs of the nota metodologica, with the thresholds this installation has decided."""
    gap, coverage = formats.number(thresholds.gap * 100), formats.percent(thresholds.coverage, 0)
    health = (
        "Salute. In ritardo: almeno un passo oltre il termine. A rischio: scarto peggiore di "
        f"{formats.MINUS}{gap} punti, oppure un passo che scade entro {formats.days(thresholds.due_soon_days)} con un "
        "grado che vale meno di 0,50, un passo che aspetta un passo in ritardo, un indicatore chiave fuori obiettivo, "
        f"qualcosa che finisce entro {formats.days(thresholds.ending_days)} senza un seguito. In linea: nessuno di "
        f"questi motivi, se i termini coprono almeno il {coverage} del lavoro; altrimenti non valutabile."
    )
    silence = (
        f"Senza notizie: un’Azione senza un aggiornamento da più di {formats.days(settings.FRESH_ACTION_DAYS)}, un "
        f"punto da più di {formats.days(settings.FRESH_POINT_DAYS)}. È un fatto a parte: non cambia la salute."
    )
    missing = "Un dato che manca non vale zero: si dice che manca. Le soglie le decide il tavolo."
    return (*FORMULAS, health, silence, missing, *((REBUILT,) if rebuilt else ()))


def ladder():
    """Every grade that counts and its value."""
    return tuple(
        StatusGrade(name=grade.label.capitalize(), value=formats.number(grade.completion, 2))
        for grade in Ladder
        if grade.completion is not None
    )


def sources(board):
    """Where the facts come from: the acts of the plan with the state of their text, then the register."""
    plan = board.plan.plan
    acts = dict.fromkeys(filter(None, (plan.mandate, plan.document, plan.previous_mandate)))
    named = {act.pk for act in board.register.named_without_text}
    lines = [_source(act, missing=act.pk in named) for act in acts]
    lines.append(
        "Passi, termini, prove, aggiornamenti, rilevazioni e compiti: registro di Abitare, dove ogni riga dice chi "
        "l’ha scritta e quando. I dati di questo documento sono allegati al PDF in forma canonica (JSON)."
    )
    return tuple(lines)


def _source(act, *, missing):
    when = f" {formats.dated(act.date, 'del')}" if act.date else ""
    state = TextState.MISSING.label if missing else act.get_text_state_display()
    return f"{act_title(act)}{when}: {act.title}. {state.capitalize()}."
