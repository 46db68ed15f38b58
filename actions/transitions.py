"""The state tables of the plan: the ladder of a step, the validation of a link."""

from abitare.records.workflow import Transition
from actions.enums import LinkState, StepState
from actions.rules import can_edit_step, can_validate_links

S, L = StepState, LinkState


def _needs_office(step, data):
    return None if step.office_id else "Indica prima l’ufficio responsabile: un passo senza responsabile non si avvia."


def _needs_evidence(step, data):
    if step.has_evidence or data.get("evidence_act") or data.get("evidence_note"):
        return None
    return "Allega o cita la prova: un atto, un verbale, un contratto."


def _needs_done_on(step, data):
    return None if data.get("done_on") else "Scrivi la data in cui il passo è stato attuato."


STEP_TRANSITIONS = (
    Transition(
        name="start",
        label="Avvia",
        done="avviato",
        sources=frozenset({S.TO_START}),
        target=S.STARTED,
        may=can_edit_step,
        guards=(_needs_office,),
    ),
    Transition(
        name="review",
        label="Concludi l’istruttoria",
        done="istruttoria conclusa",
        sources=frozenset({S.STARTED}),
        target=S.REVIEWED,
        may=can_edit_step,
    ),
    Transition(
        name="adopt",
        label="Registra l’atto adottato",
        done="atto adottato",
        sources=frozenset({S.STARTED, S.REVIEWED}),
        target=S.ADOPTED,
        may=can_edit_step,
    ),
    Transition(
        name="complete",
        label="Segna attuato",
        done="attuato con prova",
        sources=frozenset({S.STARTED, S.REVIEWED, S.ADOPTED}),
        target=S.DONE,
        may=can_edit_step,
        guards=(_needs_evidence, _needs_done_on),
        writes=("done_on", "evidence_act", "evidence_note"),
    ),
    Transition(
        name="cancel",
        label="Annulla il passo",
        done="annullato",
        sources=frozenset({S.TO_START, S.STARTED, S.REVIEWED, S.ADOPTED}),
        target=S.CANCELLED,
        may=can_edit_step,
        needs_reason=True,
    ),
)

LINK_TRANSITIONS = (
    Transition(
        name="validate",
        label="Valida",
        done="legame validato",
        sources=frozenset({L.PROPOSED}),
        target=L.VALIDATED,
        may=can_validate_links,
        writes=("decided_by", "decided_on"),
    ),
    Transition(
        name="reject",
        label="Respingi",
        done="legame respinto",
        sources=frozenset({L.PROPOSED, L.VALIDATED}),
        target=L.REJECTED,
        may=can_validate_links,
        writes=("decided_by", "decided_on"),
        needs_reason=True,
    ),
)
