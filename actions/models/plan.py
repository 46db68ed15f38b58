"""The plan, its four Azioni, the offices that take part, the money."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from abitare.people.models import Office
from abitare.people.roles import Permission
from abitare.records.models import Act
from actions.enums import ParticipationRole

CUP_FORMAT = r"^[A-Z0-9]{15}$"
CIG_FORMAT = r"^[A-Z0-9]{10}$"


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_PLAN) else self.none()

    def visible_to_public(self):
        """What the public page of the plan shows: the plan and its Azioni, never an act with its names."""
        return self


class Plan(models.Model):
    """A municipal housing plan: the document that states it and the deliberation that gives it its mandate."""

    logged = True  # verify_records expects a chain for every row

    title = models.CharField("titolo", max_length=200)
    presented_on = models.DateField("presentato il", null=True, blank=True)
    document = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="documento del piano"
    )
    mandate = models.OneToOneField(Act, models.PROTECT, related_name="plan", verbose_name="deliberazione di mandato")
    previous_mandate = models.ForeignKey(
        Act,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="atto di indirizzo precedente",
        help_text="Dove cercare il mandato delle Azioni che la deliberazione in vigore non nomina.",
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "piano"
        verbose_name_plural = "piani"

    def __str__(self):
        return self.title


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_PLAN) else self.none()


class Action(models.Model):
    """One of the Azioni of the plan. ``title`` is ours: the words of the act arrive with the act."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="actions", verbose_name="piano")
    number = models.PositiveSmallIntegerField("numero")
    short_title = models.CharField("nome breve", max_length=80)
    title = models.CharField("che cosa si propone", max_length=300)
    public_summary = models.CharField("in parole semplici", max_length=300, blank=True)
    weight = models.DecimalField("peso nel piano", max_digits=5, decimal_places=2, default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "Azione"
        verbose_name_plural = "Azioni"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="action_number_once",
                violation_error_message="Nel piano c’è già un’Azione con questo numero.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0),
                name="action_weight_not_negative",
                violation_error_message="Il peso di un’Azione non può essere negativo.",
            ),
        ]

    def __str__(self):
        return f"Azione {self.number}, {self.short_title}"

    def get_absolute_url(self):
        return reverse("actions:detail", args=[self.number])


class ActionParticipation(models.Model):
    """An office takes part in an Azione."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="participations", verbose_name="Azione")
    office = models.ForeignKey(Office, models.PROTECT, related_name="participations", verbose_name="ufficio")
    role = models.CharField("come", max_length=12, choices=ParticipationRole)
    source = models.CharField("dove è scritto", max_length=200, blank=True)

    class Meta:
        verbose_name = "partecipazione"
        verbose_name_plural = "partecipazioni"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "office"],
                name="participation_once",
                violation_error_message="Questo ufficio partecipa già all’Azione.",
            ),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(role=ParticipationRole.LEAD),
                name="participation_one_lead",
                violation_error_message="L’Azione ha già un capofila.",
            ),
        ]

    def __str__(self):
        return f"{self.office}: {self.get_role_display()}"


class BudgetLine(models.Model):
    """Money for an Azione. Amounts are in euro; an empty amount means «non quantificato», never zero.

    A line that no longer holds is struck out with its day and its reason: it stays on the page and out of the sums.
    """

    logged = True  # verify_records expects a chain for every row

    action = models.ForeignKey(Action, models.PROTECT, related_name="budget_lines", verbose_name="Azione")
    label = models.CharField("voce", max_length=200)
    source = models.CharField("fonte", max_length=200, blank=True)
    allocated = models.DecimalField("stanziato", max_digits=14, decimal_places=2, null=True, blank=True)
    committed = models.DecimalField("impegnato", max_digits=14, decimal_places=2, null=True, blank=True)
    paid = models.DecimalField("liquidato", max_digits=14, decimal_places=2, null=True, blank=True)
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="atto")
    cup = models.CharField("CUP", max_length=15, blank=True)
    cig = models.CharField("CIG", max_length=10, blank=True)
    cancelled_on = models.DateField("annullata il", null=True, blank=True)
    cancelled_reason = models.CharField("perché è annullata", max_length=300, blank=True)
    version = models.PositiveIntegerField("versione", default=1)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "voce di spesa"
        verbose_name_plural = "voci di spesa"
        constraints = [
            models.CheckConstraint(
                condition=(Q(allocated__isnull=True) | Q(allocated__gte=0))
                & (Q(committed__isnull=True) | Q(committed__gte=0))
                & (Q(paid__isnull=True) | Q(paid__gte=0)),
                name="budget_not_negative",
                violation_error_message="Un importo non può essere negativo.",
            ),
            models.CheckConstraint(
                condition=Q(cup="") | Q(cup__regex=CUP_FORMAT),
                name="budget_cup_format",
                violation_error_message="Il CUP ha 15 caratteri, lettere maiuscole e cifre.",
            ),
            models.CheckConstraint(
                condition=Q(cig="") | Q(cig__regex=CIG_FORMAT),
                name="budget_cig_format",
                violation_error_message="Il CIG ha 10 caratteri, lettere maiuscole e cifre.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancelled_reason="")
                | (Q(cancelled_on__isnull=False) & ~Q(cancelled_reason="")),
                name="budget_cancelled_with_reason",
                violation_error_message="Una voce annullata ha il giorno e il motivo.",
            ),
        ]

    def __str__(self):
        return self.label
