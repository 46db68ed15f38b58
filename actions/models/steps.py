"""The steps of an Azione: what is to be done, by whom, by when, on whose word, with which proof."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from abitare.people.models import Office
from abitare.people.roles import Permission
from abitare.records.enums import DatePrecision
from abitare.records.models import Act
from actions.enums import StepKind, StepState
from actions.models.plan import Action, Plan

COORDINATION = "T"


class StepQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_PLAN) else self.none()

    def in_plan_order(self):
        """By Azione, the steps of the coordination last, then as numbered."""
        return self.order_by(F("action__number").asc(nulls_last=True), "position", "pk")


class Step(models.Model):
    """One step. Without an Azione it belongs to the coordination of the table («T»).

    ``first_start`` and ``first_due`` keep the first dates whatever happens later, so that postponing never hides
    lateness. ``due`` always says where it comes from (``due_source``): the deliberation fixes none.
    """

    logged = True  # verify_records expects a chain for every row

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps", verbose_name="piano")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name="Azione"
    )
    position = models.PositiveSmallIntegerField("numero")
    title = models.CharField("passo", max_length=200)
    kind = models.CharField("tipo", max_length=10, choices=StepKind, default=StepKind.ACTIVITY)
    weight = models.DecimalField("peso", max_digits=6, decimal_places=2, default=1)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name="ufficio responsabile"
    )
    start = models.DateField("inizio", null=True, blank=True)
    due = models.DateField("termine", null=True, blank=True)
    due_precision = models.CharField(
        "precisione del termine", max_length=10, choices=DatePrecision, default=DatePrecision.DAY
    )
    due_source = models.CharField("da dove viene il termine", max_length=200, blank=True)
    first_start = models.DateField("primo inizio", null=True, blank=True)
    first_due = models.DateField("primo termine", null=True, blank=True)
    state = models.CharField("grado", max_length=10, choices=StepState, default=StepState.TO_START)
    done_on = models.DateField("attuato il", null=True, blank=True)
    evidence_act = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="proves", verbose_name="atto che lo prova"
    )
    evidence_note = models.CharField("prova", max_length=300, blank=True)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)
    version = models.PositiveIntegerField("versione", default=1)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "passo"
        verbose_name_plural = "passi"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "position"],
                name="step_number_once",
                violation_error_message="Nell’Azione c’è già un passo con questo numero.",
            ),
            models.UniqueConstraint(
                fields=["plan", "position"],
                condition=Q(action__isnull=True),
                name="step_number_once_coordination",
                violation_error_message="Nel coordinamento c’è già un passo con questo numero.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0),
                name="step_weight_not_negative",
                violation_error_message="Il peso di un passo non può essere negativo.",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(due__isnull=True) | Q(due__gte=F("start")),
                name="step_dates_ordered",
                violation_error_message="Il termine precede l’inizio.",
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True) | ~Q(due_source=""),
                name="step_due_has_source",
                violation_error_message="Scrivi da dove viene il termine: un atto, una seduta, una stima dell’ufficio.",
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True) | Q(first_due__isnull=False), name="step_first_due_kept"
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE)
                | (Q(done_on__isnull=False) & (Q(evidence_act__isnull=False) | ~Q(evidence_note=""))),
                name="step_done_with_evidence",
                violation_error_message="Un passo è attuato solo con la data e la prova.",
            ),
            models.CheckConstraint(condition=Q(state__in=StepState.values), name="step_state_known"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return reverse("actions:step", args=[self.pk])

    @property
    def code(self):
        """«3.5», or «T.1» for the coordination."""
        return f"{self.action.number if self.action_id else COORDINATION}.{self.position}"

    @property
    def has_evidence(self):
        return self.evidence_act_id is not None or bool(self.evidence_note)
