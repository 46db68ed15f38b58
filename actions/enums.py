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


class UpdateKind(TextChoices):
    NEWS = "news", "aggiornamento"
    NOTHING_NEW = "nothing_new", "nessuna novità"


class HealthValue(TextChoices):
    """What an override may declare, in the words of ``progress.HealthKind``."""

    LATE = "late", "In ritardo"
    AT_RISK = "risk", "A rischio"
    NOT_ASSESSABLE = "not_assessable", "Non valutabile"
    ON_TRACK = "on_track", "In linea"


class Direction(TextChoices):
    """Where an indicator should go; the last has no wished direction: it is watched, and no target is set."""

    UP = "up", "aumenta"
    DOWN = "down", "diminuisce"
    BAND = "band", "in fascia"
    KEEP = "keep", "mantiene"
    WATCH = "watch", "si osserva"


class ObservationState(TextChoices):
    DRAFT = "draft", "bozza"
    VERIFIED = "verified", "verificata"
    CERTIFIED = "certified", "certificata"


class MeetingState(TextChoices):
    PLANNED = "planned", "da convocare"
    CONVENED = "convened", "convocata"
    CLOSED = "closed", "chiusa"
    CANCELLED = "cancelled", "annullata"


class AgendaOrigin(TextChoices):
    """Why a point is on the agenda: written by a person, or proposed from a list of the dashboard."""

    MANUAL = "manual", "proposto"
    LATE = "late", "ritardo"
    SILENT = "silent", "senza notizie"
    AT_RISK = "at_risk", "rischio"
    EXPIRING = "expiring", "scadenza"
    UNNAMED = "unnamed", "senza responsabile"
    ASSIGNMENT = "assignment", "compito precedente"
    CORRECTION = "correction", "rettifica"


class AttendanceState(TextChoices):
    PRESENT = "present", "presente"
    ABSENT = "absent", "assente"
    EXCUSED = "excused", "assente giustificato"


class AssignmentState(TextChoices):
    OPEN = "open", "aperto"
    DONE = "done", "fatto"
    DROPPED = "dropped", "abbandonato"


class DecisionEffect(TextChoices):
    """What a decision of the table becomes, in the same act of writing. Not stored: the decision keeps what it made."""

    NOTHING = "nothing", "presa d’atto"
    POSTPONE = "postpone", "nuovo termine"
    STEP = "step", "nuovo passo"
    ASSIGN = "assign", "compito"
