"""From a figure somebody wrote to a figure somebody answers for."""

from abitare.records.workflow import Transition
from actions.enums import ObservationState
from actions.rules import can_certify, can_observe

S = ObservationState


def _in_force(observation, data):
    return None if observation.current else "È stata sostituita da un’altra rilevazione: guarda quella."


def _not_its_author(observation, data):
    """Two people: who wrote a figure cannot answer for it."""
    certifier = data.get("certified_by")
    if certifier is not None and certifier.pk != observation.author_id:
        return None
    return "Chi certifica non è chi ha inserito."


OBSERVATION_TRANSITIONS = (
    Transition(
        name="verify",
        label="Verifica",
        done="verificata",
        sources=frozenset({S.DRAFT}),
        target=S.VERIFIED,
        may=can_observe,
        guards=(_in_force,),
        writes=("verified_by", "verified_on"),
    ),
    Transition(
        name="certify",
        label="Certifica",
        done="certificata",
        sources=frozenset({S.VERIFIED}),
        target=S.CERTIFIED,
        may=can_certify,
        guards=(_in_force, _not_its_author),
        writes=("certified_by", "certified_on"),
    ),
    Transition(
        name="return",
        label="Rimanda in bozza",
        done="rimandata in bozza",
        sources=frozenset({S.VERIFIED}),
        target=S.DRAFT,
        may=can_certify,
        guards=(_in_force,),
        needs_reason=True,
        writes=("verified_by", "verified_on"),
    ),
)
