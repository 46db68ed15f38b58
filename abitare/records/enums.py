"""Closed lists of the records: what an act is, how its clauses are laid out, what a file is known to be."""

from django.db.models import TextChoices


class Organ(TextChoices):
    EXECUTIVE_BOARD = "executive_board", "Giunta comunale"
    COUNCIL = "council", "Consiglio comunale"
    MAYOR = "mayor", "Sindaco"
    MANAGER = "manager", "Dirigente"
    MUNICIPALITY = "municipality", "Comune"
    ZONE_ASSEMBLY = "zone_assembly", "Assemblea del Piano di Zona"
    COMMISSIONER = "commissioner", "Commissario straordinario"
    REGION = "region", "Regione"
    STATE = "state", "Stato"
    OTHER = "other", "altro organo"


class ActKind(TextChoices):
    DELIBERATION = "deliberation", "deliberazione"
    DETERMINATION = "determination", "determinazione"
    DECREE = "decree", "decreto"
    ORDER = "order", "ordinanza"
    LAW = "law", "legge"
    REGULATION = "regulation", "regolamento"
    PLAN = "plan", "piano"
    NOTICE = "notice", "avviso"
    AGREEMENT = "agreement", "convenzione"
    GUIDELINES = "guidelines", "linee di indirizzo"


class TextState(TextChoices):
    """Whether the office holds the text of an act."""

    MISSING = "missing", "testo da acquisire"
    ACQUIRED = "acquired", "testo acquisito"
    REFERENCE = "reference", "solo riferimento"


class DatePrecision(TextChoices):
    DAY = "day", "giorno"
    MONTH = "month", "mese"
    QUARTER = "quarter", "trimestre"
    YEAR = "year", "anno"


class Level(TextChoices):
    """The two decisions inside one deliberation: the organ's own, and the proposal it approves."""

    GIUNTA = "giunta", "livello dell’organo"
    PROPOSAL = "proposal", "proposta"


class Section(TextChoices):
    PREMISES = "premises", "premesse"
    REASONS = "reasons", "motivazione"
    PRECHECKS = "prechecks", "pre-verifiche"
    NORMS = "norms", "normativa"
    DECISION = "decision", "dispositivo"


class MarkerKind(TextChoices):
    NUMBER = "number", "numero"
    LETTER = "letter", "lettera"
    DASH = "dash", "trattino"


class PointKind(TextChoices):
    """What a point of the dispositivo asks for: not every point is a task."""

    UNCLASSIFIED = "unclassified", "da classificare"
    FULFILMENT = "fulfilment", "adempimento"
    CRITERION = "criterion", "criterio"
    MANDATE = "mandate", "mandato"
    DELEGATION = "delegation", "demando"
    APPROVAL = "approval", "approvazione"
    FORMAL_EFFECT = "formal_effect", "effetto formale"


class RelationKind(TextChoices):
    """How an act stands to an earlier one; read from the later act."""

    IMPLEMENTS = "implements", "attua"
    CITES = "cites", "richiama"
    AMENDS = "amends", "modifica"
    REVOKES = "revokes", "revoca"
    APPROVES = "approves", "approva"
    STARTS = "starts", "dà avvio a"


class OfficialRole(TextChoices):
    CHAIR = "chair", "presidente"
    SECRETARY = "secretary", "segretario"
    ASSISTANT = "assistant", "assiste alla seduta"
    OFFICER = "officer", "responsabile del procedimento istruttorio"
    HANDLER = "handler", "pratica trattata da"


class UploadState(TextChoices):
    """A text of an act that somebody uploaded: previewed, then confirmed or set aside."""

    PENDING = "pending", "da confermare"
    CONFIRMED = "confirmed", "confermato"
    DISCARDED = "discarded", "scartato"


class AttachmentKind(TextChoices):
    ACT_TEXT = "act_text", "testo dell’atto"
    TECHNICAL_OPINION = "technical_opinion", "parere di regolarità tecnica"
    ACCOUNTING_OPINION = "accounting_opinion", "parere di regolarità contabile"
    ANNEX = "annex", "allegato"
    EVIDENCE = "evidence", "prova"


class FingerprintState(TextChoices):
    """What is known of a file: derived from its declared and computed fingerprints, never stored."""

    UNDECLARED = "undeclared", "non dichiarata, file non acquisito"
    DECLARED = "declared", "dichiarata, file non acquisito"
    ACQUIRED = "acquired", "acquisito"
    VERIFIED = "verified", "verificata"
    MISMATCH = "mismatch", "non corrisponde"
