"""The thread between what was decided and what executes it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from abitare.people.roles import Permission
from abitare.records.models import MandatePoint
from actions.enums import LIVE_LINK_STATES, LinkHow, LinkState
from actions.models.indicators import Indicator
from actions.models.plan import Action, Plan
from actions.models.steps import Step

TWICE = "Questo legame c’è già."


class MandateLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_PLAN) else self.none()

    def in_reading_order(self):
        """By Azione, the coordination last, then its own link before those of its steps: the same on both engines."""
        return self.order_by(
            F("action__number").asc(nulls_last=True), F("step__position").asc(nulls_first=True), "how", "pk"
        )

    def live(self):
        """Proposed or validated: a rejected link stays on record and counts for nothing."""
        return self.filter(state__in=LIVE_LINK_STATES)


class MandateLink(models.Model):
    """A point of the mandate is executed, incorporated or measured by an Azione, a step or an indicator of its.

    The act does not state this mapping: each link says who proposed it and when, and the table validates it. Without
    an Azione the point is trasversale: it belongs to the coordination of all of them.
    """

    logged = True  # verify_records expects a chain for every row

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="links", verbose_name="piano")
    point = models.ForeignKey(MandatePoint, models.PROTECT, related_name="links", verbose_name="punto")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="links", verbose_name="Azione"
    )
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="links", verbose_name="passo")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="links", verbose_name="indicatore"
    )
    how = models.CharField("come", max_length=12, choices=LinkHow, default=LinkHow.EXECUTES)
    inferred = models.BooleanField("dedotto, non scritto nell’atto", default=False)
    state = models.CharField("stato", max_length=10, choices=LinkState, default=LinkState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="proposto da"
    )
    proposed_note = models.CharField("da dove viene la proposta", max_length=200, blank=True)
    proposed_on = models.DateField("proposto il")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="deciso da"
    )
    decided_on = models.DateField("deciso il", null=True, blank=True)
    decided_recorded_at = models.DateTimeField("decisione registrata il", null=True, blank=True)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = MandateLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "legame con il mandato"
        verbose_name_plural = "legami con il mandato"
        constraints = [
            models.UniqueConstraint(
                fields=["point", "step", "how"], name="link_once_step", violation_error_message=TWICE
            ),
            models.UniqueConstraint(
                fields=["point", "action", "how"],
                condition=Q(step__isnull=True, indicator__isnull=True),
                name="link_once_action",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["plan", "point", "how"],
                condition=Q(step__isnull=True, action__isnull=True, indicator__isnull=True),
                name="link_once_coordination",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["point", "indicator", "how"], name="link_once_indicator", violation_error_message=TWICE
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=True) | Q(how=LinkHow.MEASURES, step__isnull=True),
                name="link_indicator_measures",
                violation_error_message="Un indicatore misura un punto: non lo esegue e non lo recepisce.",
            ),
            models.CheckConstraint(
                condition=(Q(state=LinkState.PROPOSED, decided_on__isnull=True))
                | (~Q(state=LinkState.PROPOSED) & Q(decided_on__isnull=False)),
                name="link_decided_iff_dated",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("proposed_on")),
                name="link_decided_after_proposed",
                violation_error_message="La decisione precede la proposta.",
            ),
        ]

    def __str__(self):
        if self.indicator_id:
            return f"{self.point.clause.coordinate} misurato da {self.indicator.code}"
        target = self.step or self.action or "coordinamento"
        return f"{self.point.clause.coordinate} {self.get_how_display()} {target}"
