"""Closed lists of the people app: English value in the database, Italian label on the page."""

from django.db.models import TextChoices


class OfficeKind(TextChoices):
    MUNICIPALITY = "municipality", "comune"
    SECTOR = "sector", "settore"
    SERVICE = "service", "servizio"
    BODY = "body", "organismo"


class MembershipRole(TextChoices):
    CONTACT = "contact", "referente"
    LEGAL_REPRESENTATIVE = "legal_representative", "legale rappresentante"
    COLLABORATOR = "collaborator", "collaboratore"


class LegalForm(TextChoices):
    RECOGNISED_ASSOCIATION = "recognised_association", "associazione riconosciuta"
    ASSOCIATION = "association", "associazione non riconosciuta"
    FOUNDATION = "foundation", "fondazione"
    COOPERATIVE_A = "cooperative_a", "cooperativa sociale di tipo A"
    COOPERATIVE_B = "cooperative_b", "cooperativa sociale di tipo B"
    COOPERATIVE_AB = "cooperative_ab", "cooperativa sociale di tipo A e B"
    CONSORTIUM = "consortium", "consorzio di cooperative sociali"
    SOCIAL_ENTERPRISE = "social_enterprise", "impresa sociale in altra forma"
    MUTUAL_SOCIETY = "mutual_society", "società di mutuo soccorso"
    RELIGIOUS_BODY = "religious_body", "ente religioso civilmente riconosciuto"
    OTHER = "other", "altra forma"


class RuntsSection(TextChoices):
    """Sections of the Registro unico nazionale del Terzo settore (art. 46 D.Lgs. 117/2017).

    `PENDING` is a former ONLUS whose registration is not concluded: a case for the istruttoria, not a
    mistake in the form.
    """

    VOLUNTEERING = "volunteering", "a) organizzazioni di volontariato"
    PROMOTION = "promotion", "b) associazioni di promozione sociale"
    PHILANTHROPY = "philanthropy", "c) enti filantropici"
    SOCIAL_ENTERPRISE = "social_enterprise", "d) imprese sociali, incluse le cooperative sociali"
    NETWORK = "network", "e) reti associative"
    MUTUAL_SOCIETY = "mutual_society", "f) società di mutuo soccorso"
    OTHER = "other", "g) altri enti del Terzo settore"
    RELIGIOUS_BRANCH = "religious_branch", "ente religioso con ramo del Terzo settore"
    PENDING = "pending", "iscrizione in corso (già ONLUS)"


class NotificationKind(TextChoices):
    """Messages a person may do without; escalations to the dirigente are not among them."""

    DIGEST = "digest", "riepilogo settimanale"
    REMINDERS = "reminders", "promemoria dei termini"


class InvitationState(TextChoices):
    """Computed, never stored: what an invitation is worth at a given instant."""

    PENDING = "pending", "in attesa"
    ACCEPTED = "accepted", "accettato"
    EXPIRED = "expired", "scaduto"
    WITHDRAWN = "withdrawn", "ritirato"
