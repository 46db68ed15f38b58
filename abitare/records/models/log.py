"""The register of what happened: append-only, chained per object, with heads that a daily digest carries outside.

The database refuses to change or delete an entry (triggers, both engines); the chain reveals a change made around the
triggers; the heads reveal a missing tail; the digest reveals a head rewritten with its chain. It detects, it does not
prevent.
"""

from django.conf import settings
from django.db import models

from abitare.people.roles import Permission


class LogChain(models.Model):
    """The head of one object's chain; its row is locked while an entry is appended."""

    key = models.CharField("oggetto", max_length=120, unique=True)
    last_seq = models.PositiveIntegerField("ultimo numero", default=0)
    last_hash = models.CharField("ultima impronta", max_length=64)

    class Meta:
        verbose_name = "catena del registro"
        verbose_name_plural = "catene del registro"

    def __str__(self):
        return self.key


class LogEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The whole register is for who may read it; the history of one object goes with the object."""
        return self if user.can(Permission.VIEW_LOG) else self.none()

    def for_object(self, obj):
        return self.filter(chain__key=chain_key(obj))

    def newest_first(self):
        return self.order_by("-recorded_at", "-pk")


class LogEntry(models.Model):
    """One thing that happened to one object.

    ``changes`` is a list of ``[label, old, new]`` (text, as shown at the time). ``actor`` is empty for the clock,
    shown as «sistema»; ``label`` and ``actor_label`` keep the words and the name as they were.
    """

    append_only = True  # the database refuses to change or delete a row

    chain = models.ForeignKey(LogChain, models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField("numero")
    verb = models.CharField("azione", max_length=60)
    label = models.CharField("che cosa", max_length=120)
    subject_label = models.CharField("oggetto", max_length=250)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    actor_label = models.CharField("chi", max_length=200)
    changes = models.JSONField("cambiamenti", default=list)
    reason = models.TextField("motivo", blank=True)
    happened_at = models.DateTimeField("accaduto il")
    recorded_at = models.DateTimeField("registrato il", db_index=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "voce del registro"
        verbose_name_plural = "voci del registro"
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "seq"],
                name="log_seq_once",
                violation_error_message="Questa catena ha già una voce con questo numero.",
            )
        ]

    def __str__(self):
        return f"{self.subject_label}: {self.verb}"


class ChainDigest(models.Model):
    """All heads at one instant of one day; the same text is mailed outside the system."""

    day = models.DateField("giorno", unique=True)
    heads = models.JSONField("teste delle catene", default=dict)
    fingerprint = models.CharField("impronta", max_length=64)
    made_at = models.DateTimeField("calcolato il")

    class Meta:
        verbose_name = "riepilogo del registro"
        verbose_name_plural = "riepiloghi del registro"

    def __str__(self):
        return f"Riepilogo del {self.day}"


def chain_key(obj):
    """``records.act:12``: the same on both engines, and still readable when the object is gone."""
    return f"{obj._meta.label_lower}:{obj.pk}"
