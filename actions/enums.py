"""Closed lists of the plan, with the groups of states beside them."""

from django.db.models import TextChoices


class StepKind(TextChoices):
    ACTIVITY = "activity", "attività"
    MILESTONE = "milestone", "traguardo"
    ACT = "act", "atto da adottare"


class StepState(TextChoices):
    """The fixed ladder of a step; its values are in ``actions.progress`` and printed in every methodological note."""

    TO_START = "to_start", "da avviare"
    STARTED = "started", "avviato"
    REVIEWED = "reviewed", "istruttoria conclusa"
    ADOPTED = "adopted", "atto adottato"
    DONE = "done", "attuato con prova"
    CANCELLED = "cancelled", "annullato"


OPEN_STEP_STATES = frozenset({StepState.TO_START, StepState.STARTED, StepState.REVIEWED, StepState.ADOPTED})


class LinkHow(TextChoices):
    """What an Azione or a step does for a point of the mandate."""

    EXECUTES = "executes", "esegue"
    INCORPORATES = "incorporates", "recepisce"
    MEASURES = "measures", "misura"


class LinkState(TextChoices):
    PROPOSED = "proposed", "proposto"
    VALIDATED = "validated", "validato"
    REJECTED = "rejected", "respinto"


LIVE_LINK_STATES = frozenset({LinkState.PROPOSED, LinkState.VALIDATED})


class ParticipationRole(TextChoices):
    LEAD = "lead", "capofila"
    CONTRIBUTES = "contributes", "concorre"
    CONSULTED = "consulted", "consultato"
    OVERSEES = "oversees", "vigila"
