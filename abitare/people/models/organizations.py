import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from abitare.people import tax_codes
from abitare.people.enums import LegalForm, MembershipRole, RuntsSection
from abitare.people.models.periods import Period, PeriodQuerySet
from abitare.people.roles import Permission

TAX_CODE_FORM = r"^([0-9]{11}|[A-Z0-9]{16})$"
VAT_NUMBER_FORM = r"^([0-9]{11})?$"


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Its current members, and who manages people (who confirms the codice fiscale)."""
        if user.can(Permission.MANAGE_PEOPLE):
            return self
        memberships = Membership.objects.current().filter(user=user.pk)
        return self.filter(pk__in=memberships.values("organization"))


class Organization(models.Model):
    """An ente: a body of the Terzo settore (D.Lgs. 117/2017, art. 4) or another private partner.

    A codice fiscale belongs to one ente only once it is confirmed (by PEC or by the office), so that nobody
    can block a rival by writing its number first.
    """

    public_id = models.UUIDField("identificativo", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("denominazione", max_length=200)
    legal_form = models.CharField("forma giuridica", max_length=30, choices=LegalForm)
    runts_section = models.CharField("sezione del RUNTS", max_length=30, choices=RuntsSection, blank=True)
    runts_number = models.CharField("numero di repertorio RUNTS", max_length=20, blank=True)
    runts_date = models.DateField("data di iscrizione al RUNTS", null=True, blank=True)
    rea = models.CharField("numero REA", max_length=20, blank=True, help_text="Per esempio CR-123456.")
    tax_code = models.CharField("codice fiscale", max_length=16)
    tax_code_confirmed_at = models.DateTimeField("codice fiscale confermato il", null=True, blank=True, editable=False)
    vat_number = models.CharField("partita IVA", max_length=11, blank=True)
    pec = models.EmailField("PEC")
    legal_representative = models.CharField("legale rappresentante", max_length=150)
    created_at = models.DateTimeField("registrato il", default=timezone.now, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "ente"
        verbose_name_plural = "enti"
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                name="people_organization_tax_code_form",
                condition=Q(tax_code__regex=TAX_CODE_FORM),
                violation_error_message="Il codice fiscale ha 11 cifre (enti) o 16 caratteri (persone).",
            ),
            models.CheckConstraint(
                name="people_organization_vat_number_form",
                condition=Q(vat_number__regex=VAT_NUMBER_FORM),
                violation_error_message="La partita IVA ha 11 cifre.",
            ),
            models.CheckConstraint(
                name="people_organization_legal_form",
                condition=Q(legal_form__in=LegalForm.values),
                violation_error_message="Forma giuridica sconosciuta.",
            ),
            models.CheckConstraint(
                name="people_organization_runts_section",
                condition=Q(runts_section__in=["", *RuntsSection.values]),
                violation_error_message="Sezione del RUNTS sconosciuta.",
            ),
            models.CheckConstraint(
                name="people_organization_registered",
                condition=(~Q(runts_section="") & ~Q(runts_number=""))
                | ~Q(rea="")
                | Q(runts_section=RuntsSection.PENDING),
                violation_error_message=("Indica la sezione e il numero di iscrizione al RUNTS, oppure il numero REA."),
            ),
            models.CheckConstraint(
                name="people_organization_runts_pair",
                condition=Q(runts_number="") | ~Q(runts_section=""),
                violation_error_message="Con il numero di iscrizione al RUNTS indica anche la sezione.",
            ),
            models.UniqueConstraint(
                name="people_organization_one_confirmed_tax_code",
                fields=("tax_code",),
                condition=Q(tax_code_confirmed_at__isnull=False),
                violation_error_message="Il codice fiscale è già confermato per un altro ente.",
            ),
        )

    def __str__(self):
        return self.name

    def clean_fields(self, exclude=None):
        """Normalise before the fields are checked, so that spaces do not make a number too long."""
        self.name = " ".join(self.name.split())
        self.tax_code = tax_codes.normalised(self.tax_code)
        self.vat_number = tax_codes.normalised(self.vat_number)
        self.rea = self.rea.upper().replace(" ", "")
        self.runts_number = self.runts_number.replace(" ", "")
        self.pec = self.pec.strip().lower()
        super().clean_fields(exclude=exclude)

    def clean(self):
        mistakes = {"tax_code": tax_codes.tax_code_mistake(self.tax_code)}
        if self.vat_number:
            mistakes["vat_number"] = tax_codes.vat_number_mistake(self.vat_number)
        if found := {field: sentence for field, sentence in mistakes.items() if sentence}:
            raise ValidationError(found)


class MembershipQuerySet(PeriodQuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.MANAGE_PEOPLE) else self.filter(user=user.pk)


class Membership(Period):
    """A person acts for an ente. Ended by its date, never deleted."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="persona",
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    organization = models.ForeignKey(
        Organization, verbose_name="ente", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("ruolo nell’ente", max_length=30, choices=MembershipRole, default=MembershipRole.CONTACT)
    valid_from = models.DateField("dal", default=timezone.localdate)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenenza a un ente"
        verbose_name_plural = "appartenenze a enti"
        ordering = ("-valid_from", "-pk")
        constraints = (
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="people_membership_role",
                condition=Q(role__in=MembershipRole.values),
                violation_error_message="Ruolo nell’ente sconosciuto.",
            ),
            models.UniqueConstraint(
                name="people_membership_one_open",
                fields=("user", "organization", "role"),
                condition=Q(valid_to__isnull=True),
                violation_error_message="La persona ha già questo ruolo nell’ente.",
            ),
        )

    def __str__(self):
        return f"{self.get_role_display()} – {self.organization}"
