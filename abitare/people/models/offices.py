from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from abitare.people.enums import OfficeKind
from abitare.people.models.periods import Period, PeriodQuerySet
from abitare.people.roles import GRANTABLE_ROLES, OFFICE_ROLES, STAFF_ROLES, Permission, Role


class OfficeQuerySet(PeriodQuerySet):
    def visible_to(self, user):
        """The organisation chart is for whoever reads the plan or manages people."""
        if user.can(Permission.VIEW_PLAN) or user.can(Permission.MANAGE_PEOPLE):
            return self
        return self.none()

    def within(self, offices):
        """These offices and what depends on them, down to three levels (comune, settore, servizio)."""
        pks = [office.pk for office in offices]
        return self.filter(Q(pk__in=pks) | Q(parent__in=pks) | Q(parent__parent__in=pks))


class Office(Period):
    """A part of the Comune (settore, servizio) or a body that takes part in the plan (organismo)."""

    name = models.CharField("denominazione", max_length=200)
    short_name = models.CharField("denominazione breve", max_length=60, blank=True)
    kind = models.CharField("tipo", max_length=20, choices=OfficeKind)
    parent = models.ForeignKey(
        "self",
        verbose_name="fa parte di",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "ufficio"
        verbose_name_plural = "uffici"
        ordering = ("name", "pk")
        constraints = (
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="people_office_kind",
                condition=Q(kind__in=OfficeKind.values),
                violation_error_message="Tipo di ufficio sconosciuto.",
            ),
            models.CheckConstraint(
                name="people_office_not_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                violation_error_message="Un ufficio non può far parte di sé stesso.",
            ),
            models.UniqueConstraint(
                name="people_office_one_open_name",
                fields=("parent", "name"),
                condition=Q(valid_to__isnull=True),
                violation_error_message="Esiste già un ufficio attivo con questa denominazione.",
            ),
            models.UniqueConstraint(
                name="people_office_one_open_root_name",
                fields=("name",),
                condition=Q(valid_to__isnull=True, parent__isnull=True),
                violation_error_message="Esiste già un ufficio attivo con questa denominazione.",
            ),
        )

    def __str__(self):
        return self.name

    def clean(self):
        self.name = " ".join(self.name.split())
        self.short_name = " ".join(self.short_name.split())
        above, seen = self.parent, set()
        while above is not None and above.pk not in seen:
            if self.pk and above.pk == self.pk:
                raise ValidationError({"parent": "Un ufficio non può dipendere da un suo ufficio."})
            seen.add(above.pk)
            above = above.parent

    @property
    def label(self) -> str:
        """The name for narrow places."""
        return self.short_name or self.name


class RoleGrantQuerySet(PeriodQuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.MANAGE_PEOPLE) else self.filter(user=user.pk)

    def open(self):
        """Not withdrawn yet, also when they start later."""
        return self.filter(valid_to__isnull=True)


class RoleGrant(Period):
    """Gives a role to a person, possibly for one office. Withdrawn by its end date, never deleted.

    Gives access only: an incarico, which cites an act, is `records.Appointment`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="persona",
        on_delete=models.PROTECT,
        related_name="role_grants",
    )
    office = models.ForeignKey(
        Office,
        verbose_name="ufficio",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="role_grants",
    )
    role = models.CharField("ruolo", max_length=30, choices=[(role.value, role.label) for role in GRANTABLE_ROLES])
    valid_from = models.DateField("dal", default=timezone.localdate)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="assegnato da",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="revocato da",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "ruolo assegnato"
        verbose_name_plural = "ruoli assegnati"
        ordering = ("-valid_from", "-pk")
        constraints = (
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="people_rolegrant_role",
                condition=Q(role__in=[role.value for role in GRANTABLE_ROLES]),
                violation_error_message="Ruolo sconosciuto.",
            ),
            models.CheckConstraint(
                name="people_rolegrant_office_role",
                condition=Q(office__isnull=False) | ~Q(role__in=[role.value for role in OFFICE_ROLES]),
                violation_error_message="Questo ruolo vale per un ufficio: indica quale.",
            ),
            models.UniqueConstraint(
                name="people_rolegrant_one_open",
                fields=("user", "office", "role"),
                condition=Q(valid_to__isnull=True),
                violation_error_message="La persona ha già questo ruolo per questo ufficio.",
            ),
            models.UniqueConstraint(
                name="people_rolegrant_one_open_no_office",
                fields=("user", "role"),
                condition=Q(valid_to__isnull=True, office__isnull=True),
                violation_error_message="La persona ha già questo ruolo.",
            ),
        )

    def __str__(self):
        return f"{self.get_role_display()} – {self.office}" if self.office_id else self.get_role_display()

    def clean(self):
        if self.user_id and self.role in STAFF_ROLES and not self.user.is_staff:
            raise ValidationError("I ruoli del Comune si danno solo per invito: questo account si è registrato da sé.")

    @property
    def role_kind(self) -> Role:
        return Role(self.role)
