"""A row that holds for a while, in half-open days: `valid_to` is the first day on which it no longer holds.

Half-open so that withdrawing an access today takes it away today.
"""

from datetime import date

from django.db import models
from django.utils import timezone


class PeriodQuerySet(models.QuerySet):
    def valid_on(self, day: date):
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day),
        )

    def current(self):
        """Rows that hold today in Italy."""
        return self.valid_on(timezone.localdate())


class Period(models.Model):
    valid_from = models.DateField("valido dal", null=True, blank=True)
    valid_to = models.DateField(
        "non più valido dal",
        null=True,
        blank=True,
        help_text="Primo giorno in cui non vale più. Vuoto finché vale.",
    )

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_period",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="La fine precede l’inizio.",
            ),
        )

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_to is None or self.valid_to > today
        )
