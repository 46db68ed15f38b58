from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from abitare.people.enums import InvitationState
from abitare.people.models.offices import Office
from abitare.people.roles import GRANTABLE_ROLES, OFFICE_ROLES, Permission


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.MANAGE_PEOPLE) else self.none()

    def open(self):
        """Neither accepted nor withdrawn; may be expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """The only way to a staff account. Only the hash of the token is kept: the link travels by e-mail.

    An empty role invites somebody whose tasks are given elsewhere (RUP, commissioners of a call).
    """

    email = models.EmailField("indirizzo e-mail")
    role = models.CharField(
        "ruolo",
        max_length=30,
        choices=[(role.value, role.label) for role in GRANTABLE_ROLES],
        blank=True,
    )
    office = models.ForeignKey(
        Office, verbose_name="ufficio", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField("impronta del codice", max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="invitato da", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("inviato il", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("scade il")
    accepted_at = models.DateTimeField("accettato il", null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="accettato da",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("ritirato il", null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invito"
        verbose_name_plural = "inviti"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="people_invitation_email_lower",
                condition=Q(email=Lower("email")),
                violation_error_message="L’indirizzo e-mail va scritto in minuscolo.",
            ),
            models.CheckConstraint(
                name="people_invitation_role",
                condition=Q(role__in=["", *(role.value for role in GRANTABLE_ROLES)]),
                violation_error_message="Ruolo sconosciuto.",
            ),
            models.CheckConstraint(
                name="people_invitation_office_role",
                condition=Q(office__isnull=False) | ~Q(role__in=[role.value for role in OFFICE_ROLES]),
                violation_error_message="Questo ruolo vale per un ufficio: indica quale.",
            ),
            models.CheckConstraint(
                name="people_invitation_period",
                condition=Q(expires_at__gt=models.F("created_at")),
                violation_error_message="La scadenza precede l’invio.",
            ),
            models.CheckConstraint(
                name="people_invitation_accepted_by_someone",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                violation_error_message="Un invito accettato dice da chi.",
            ),
            models.CheckConstraint(
                name="people_invitation_one_end",
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                violation_error_message="Un invito è accettato o ritirato, non entrambe le cose.",
            ),
            models.UniqueConstraint(
                name="people_invitation_one_open",
                fields=("email",),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                violation_error_message="C’è già un invito aperto per questo indirizzo.",
            ),
        )

    def __str__(self):
        return self.email

    def clean(self):
        self.email = self.email.strip().lower()

    @property
    def state(self) -> InvitationState:
        """What the invitation is worth now."""
        return self.state_at(timezone.now())

    def state_at(self, instant: datetime) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.EXPIRED if instant >= self.expires_at else InvitationState.PENDING
