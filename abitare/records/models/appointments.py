"""Incarichi and substitutions: who answers for an office, on the strength of which act, until when."""

from django.db import models
from django.db.models import F, Q

from abitare.people.models import Office
from abitare.people.roles import Permission
from abitare.records.models.acts import Act


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_ACTS) else self.none()


class Appointment(models.Model):
    """An incarico conferred by an act. The holder's name is never shipped: it arrives with use."""

    title = models.CharField("incarico", max_length=200)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="ufficio"
    )
    holder_name = models.CharField("titolare", max_length=120, blank=True)
    act = models.ForeignKey(Act, models.PROTECT, related_name="appointments", verbose_name="atto")
    valid_from = models.DateField("dal")
    valid_to = models.DateField("al", null=True, blank=True)
    recorded_at = models.DateTimeField("registrato il", auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "incarico"
        verbose_name_plural = "incarichi"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="appointment_dates_ordered",
                violation_error_message="La fine dell’incarico precede l’inizio.",
            ),
        ]

    def __str__(self):
        return self.title


class Substitution(models.Model):
    """When the head of one office is absent, the head of another answers for it, by an act."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="substitutions", verbose_name="ufficio")
    substitute_office = models.ForeignKey(
        Office, models.PROTECT, related_name="substitutes_for", verbose_name="ufficio che sostituisce"
    )
    act = models.ForeignKey(Act, models.PROTECT, related_name="substitutions", verbose_name="atto")
    until_note = models.CharField("fino a", max_length=200, blank=True)
    valid_to = models.DateField("al", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "sostituzione"
        verbose_name_plural = "sostituzioni"
        constraints = [
            models.CheckConstraint(
                condition=~Q(office=F("substitute_office")),
                name="substitution_between_two",
                violation_error_message="Un ufficio non può sostituire sé stesso.",
            ),
        ]

    def __str__(self):
        return f"{self.substitute_office} per {self.office}"
