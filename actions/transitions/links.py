"""The validation of a link between a point and what executes it."""

from abitare.records.workflow import Transition
from actions.enums import LinkState
from actions.rules import can_validate_links

L = LinkState

LINK_TRANSITIONS = (
    Transition(
        name="validate",
        label="Valida",
        done="legame validato",
        sources=frozenset({L.PROPOSED}),
        target=L.VALIDATED,
        may=can_validate_links,
        writes=("decided_by", "decided_on", "decided_recorded_at"),
    ),
    Transition(
        name="reject",
        label="Respingi",
        done="legame respinto",
        sources=frozenset({L.PROPOSED, L.VALIDATED}),
        target=L.REJECTED,
        may=can_validate_links,
        writes=("decided_by", "decided_on", "decided_recorded_at"),
        needs_reason=True,
    ),
)
