"""The ladder of a step."""

from django.utils import timezone

from abitare.records.workflow import Transition
from actions.enums import OPEN_STEP_STATES, StepState
from actions.models import StepDependency, StepStateChange
from actions.rules import can_edit_plan, can_edit_step

S = StepState


def _needs_office(step, data):
    return None if step.office_id else "Indica prima l’ufficio responsabile: un passo senza responsabile non si avvia."


def _waits_for_nobody(step, data):
    """Every step it waits for is done, or is no longer to be done. Asked of no step in particular, it says the rule."""
    if step.pk is None:
        return "Non avviabile: aspetta un altro passo."
    waiting = StepDependency.objects.filter(step=step, predecessor__state__in=OPEN_STEP_STATES)
    codes = [row.predecessor.code for row in waiting.select_related("predecessor__action").order_by("pk")]
    return f"Non avviabile: aspetta {', '.join(codes)}." if codes else None


def _needs_evidence(step, data):
    """What will be written counts, not only what is there: an emptied note takes its proof away."""
    if data.get("evidence_act", step.evidence_act) or data.get("evidence_note", step.evidence_note):
        return None
    return "Allega o cita la prova: un atto, un verbale, un contratto."


def _needs_done_on(step, data):
    return None if data.get("done_on") else "Scrivi la data in cui il passo è stato attuato."


def _record_state(step, by, happened_at, reason):
    """The fact from which the grade at a date is rebuilt; a step done is done on the day its proof says."""
    moment = timezone.localdate(happened_at) if happened_at else timezone.localdate()
    done_on = step.done_on if step.state == S.DONE else None
    StepStateChange.objects.create(step=step, state=step.state, happened_on=done_on or moment, recorded_by=by)


def _step_back(name, source, target, clears=()):
    """One rung down, for a grade recorded by mistake: the coordination only, with the reason."""
    return Transition(
        name=name,
        label=f"Riporta a «{target.label}»",
        done=f"riportato a «{target.label}»",
        sources=frozenset({source}),
        target=target,
        may=can_edit_plan,
        effects=(_record_state,),
        clears=clears,
        needs_reason=True,
    )


STEP_TRANSITIONS = (
    Transition(
        name="start",
        label="Avvia",
        done="avviato",
        sources=frozenset({S.TO_START}),
        target=S.STARTED,
        may=can_edit_step,
        effects=(_record_state,),
        guards=(_needs_office, _waits_for_nobody),
    ),
    Transition(
        name="review",
        label="Concludi l’istruttoria",
        done="istruttoria conclusa",
        sources=frozenset({S.STARTED}),
        target=S.REVIEWED,
        may=can_edit_step,
        effects=(_record_state,),
    ),
    Transition(
        name="adopt",
        label="Registra l’atto adottato",
        done="atto adottato",
        sources=frozenset({S.STARTED, S.REVIEWED}),
        target=S.ADOPTED,
        may=can_edit_step,
        effects=(_record_state,),
    ),
    Transition(
        name="complete",
        label="Segna attuato",
        done="attuato con prova",
        sources=frozenset({S.STARTED, S.REVIEWED, S.ADOPTED}),
        target=S.DONE,
        may=can_edit_step,
        effects=(_record_state,),
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
        effects=(_record_state,),
        needs_reason=True,
    ),
    _step_back("back_to_start", S.STARTED, S.TO_START),
    _step_back("back_to_started", S.REVIEWED, S.STARTED),
    _step_back("back_to_reviewed", S.ADOPTED, S.REVIEWED),
    _step_back("back_to_adopted", S.DONE, S.ADOPTED, clears=("done_on",)),
)
