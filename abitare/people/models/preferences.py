from django.conf import settings
from django.db import models
from django.db.models import Q

from abitare.people.enums import NotificationKind


class NotificationPreferenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user.pk)

    def switched_off(self, kind: NotificationKind):
        return self.filter(kind=kind, enabled=False)


class NotificationPreference(models.Model):
    """What a person chose about one kind of message. Without a row the message is sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="persona",
        on_delete=models.CASCADE,
        related_name="notification_preferences",
    )
    kind = models.CharField("messaggio", max_length=20, choices=NotificationKind)
    enabled = models.BooleanField("ricevuto", default=True)

    objects = NotificationPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "preferenza sui messaggi"
        verbose_name_plural = "preferenze sui messaggi"
        constraints = (
            models.UniqueConstraint(
                name="people_notificationpreference_once",
                fields=("user", "kind"),
                violation_error_message="Per questo messaggio c’è già una scelta.",
            ),
            models.CheckConstraint(
                name="people_notificationpreference_kind",
                condition=Q(kind__in=NotificationKind.values),
                violation_error_message="Messaggio sconosciuto.",
            ),
        )

    def __str__(self):
        return f"{self.get_kind_display()}: {'sì' if self.enabled else 'no'}"
