"""What the offices declare: updates, append-only and nominal, and overrides of a computed health, with their end."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from abitare.people.models import Office
from abitare.people.roles import Permission
from abitare.records.models import MandatePoint
from actions.enums import HealthValue, UpdateKind
from actions.models.plan import Action, Plan
from actions.models.steps import Step


class UpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.can(Permission.VIEW_PLAN) else self.none()

    def known_at(self, instant):
        return self.filter(recorded_at__lte=instant)


class Update(models.Model):
    """A signed statement of an office on an Azione, a step or a point; «nessuna novità» counts as news.

    Freshness is computed from these rows only: saving a form is not news.
    """

    append_only = True  # the database refuses to change or delete a row

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="updates", verbose_name="piano")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="updates", verbose_name="Azione"
    )
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="updates", verbose_name="passo")
    point = models.ForeignKey(
        MandatePoint, models.PROTECT, null=True, blank=True, related_name="updates", verbose_name="punto"
    )
    kind = models.CharField("tipo", max_length=12, choices=UpdateKind, default=UpdateKind.NEWS)
    done = models.TextField("che cosa è stato fatto", blank=True)
    obstacles = models.TextField("ostacoli", blank=True)
    next_steps = models.TextField("che cosa viene dopo", blank=True)
    ask = models.TextField("che cosa si chiede al tavolo", blank=True)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="updates", verbose_name="ufficio"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="firmato da"
    )
    author_label = models.CharField("firma", max_length=200)
    happened_on = models.DateField("riferito al")
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = "aggiornamento"
        verbose_name_plural = "aggiornamenti"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, step__isnull=True, point__isnull=True)
                | Q(action__isnull=True, step__isnull=False, point__isnull=True)
                | Q(action__isnull=True, step__isnull=True, point__isnull=False),
                name="update_one_subject",
                violation_error_message="Un aggiornamento riguarda un’Azione, un passo oppure un punto.",
            ),
            models.CheckConstraint(
                condition=Q(kind=UpdateKind.NOTHING_NEW) | ~Q(done="", obstacles="", next_steps="", ask=""),
                name="update_says_something",
                violation_error_message="Scrivi almeno una cosa, oppure usa «nessuna novità».",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} del {self.happened_on}"

    @property
    def subject(self):
        return self.action or self.step or self.point


class Override(models.Model):
    """A health declared by a person over the computed one: always shown beside it, until it expires."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="overrides", verbose_name="Azione")
    health = models.CharField("salute dichiarata", max_length=15, choices=HealthValue)
    reason = models.CharField("motivo", max_length=300)
    declared_on = models.DateField("dichiarata il")
    expires_on = models.DateField("vale fino al")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField("ritirata il", null=True, blank=True)
    recorded_at = models.DateTimeField("registrato il", default=timezone.now)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = "salute dichiarata"
        verbose_name_plural = "salute dichiarate"
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="override_has_reason",
                violation_error_message="Scrivi perché dichiari una salute diversa da quella calcolata.",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("declared_on")),
                name="override_dates_ordered",
                violation_error_message="La dichiarazione finisce prima di cominciare.",
            ),
        ]

    def __str__(self):
        return f"{self.action}: {self.get_health_display()}"

    def holds_on(self, day):
        """Whether it stands on a day: from the declaration to its last good day, unless withdrawn before."""
        if self.withdrawn_on is not None and day >= self.withdrawn_on:
            return False
        return self.declared_on <= day <= self.expires_on
