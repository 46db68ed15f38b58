"""What happened to a step, fact by fact: append-only rows, so that the state at a date can be rebuilt from them.

``recorded_at`` says when Abitare knew; ``happened_on`` and ``decided_on`` when it was so.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from abitare.records.models import Act
from actions.enums import StepState
from actions.models.steps import Step


class KnownQuerySet(models.QuerySet):
    def known_at(self, instant):
        """What was already recorded at an instant."""
        return self.filter(recorded_at__lte=instant)


class StepStateChange(models.Model):
    """From ``happened_on`` the step stands at this grade of the ladder."""

    append_only = True  # the database refuses to change or delete a row

    step = models.ForeignKey(Step, models.PROTECT, related_name="state_changes", verbose_name="passo")
    state = models.CharField("grado", max_length=10, choices=StepState)
    happened_on = models.DateField("dal")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = KnownQuerySet.as_manager()

    class Meta:
        verbose_name = "cambio di grado"
        verbose_name_plural = "cambi di grado"
        ordering = ["recorded_at", "pk"]

    def __str__(self):
        return f"{self.step}: {self.get_state_display()}"


class DueChange(models.Model):
    """A due date set, moved or taken away: old, new, why, on whose word. The first date stays in ``Step.first_due``."""

    append_only = True  # the database refuses to change or delete a row

    step = models.ForeignKey(Step, models.PROTECT, related_name="due_changes", verbose_name="passo")
    old_due = models.DateField("termine di prima", null=True, blank=True)
    new_due = models.DateField("termine nuovo", null=True, blank=True)
    reason = models.CharField("motivo", max_length=300)
    source = models.CharField("su decisione di", max_length=200)
    source_act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="atto")
    decided_on = models.DateField("deciso il")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = KnownQuerySet.as_manager()

    class Meta:
        verbose_name = "spostamento del termine"
        verbose_name_plural = "spostamenti del termine"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(source=""),
                name="due_change_has_reason_and_source",
                violation_error_message="Uno spostamento ha un motivo e una fonte.",
            ),
            models.CheckConstraint(
                condition=Q(old_due__isnull=True) | Q(new_due__isnull=True) | ~Q(old_due=F("new_due")),
                name="due_change_changes",
                violation_error_message="Il termine nuovo è uguale a quello di prima.",
            ),
        ]

    def __str__(self):
        return f"{self.step}: {self.old_due} → {self.new_due}"


class StepDependency(models.Model):
    """``step`` cannot start before ``predecessor`` is done."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="dependencies", verbose_name="passo")
    predecessor = models.ForeignKey(Step, models.PROTECT, related_name="dependents", verbose_name="passo da attendere")
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = KnownQuerySet.as_manager()

    class Meta:
        verbose_name = "dipendenza"
        verbose_name_plural = "dipendenze"
        constraints = [
            models.UniqueConstraint(
                fields=["step", "predecessor"],
                name="dependency_once",
                violation_error_message="Questa dipendenza c’è già.",
            ),
            models.CheckConstraint(
                condition=~Q(step=F("predecessor")),
                name="dependency_between_two",
                violation_error_message="Un passo non può attendere sé stesso.",
            ),
        ]

    def __str__(self):
        return f"{self.step.code} dopo {self.predecessor.code}"
