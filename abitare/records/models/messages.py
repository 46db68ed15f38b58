"""The ledgers of what is done once: messages by key, jobs by period, whatever happens to the process that did them."""

from django.db import models


class QueuedMessage(models.Model):
    """One message put in the mail queue. The row and the queued e-mail are written in the same transaction."""

    key = models.CharField("chiave", max_length=200, unique=True)
    recipient = models.EmailField("destinatario")
    queued_at = models.DateTimeField("accodato il", auto_now_add=True)

    class Meta:
        verbose_name = "messaggio accodato"
        verbose_name_plural = "messaggi accodati"

    def __str__(self):
        return self.key


class JobRun(models.Model):
    """A job was done for a period («2026-W48»). The row and what the job wrote are one transaction."""

    job = models.CharField("lavoro", max_length=60)
    key = models.CharField("periodo", max_length=40)
    done_at = models.DateTimeField("fatto il", auto_now_add=True)

    class Meta:
        verbose_name = "lavoro fatto"
        verbose_name_plural = "lavori fatti"
        constraints = [
            models.UniqueConstraint(
                fields=["job", "key"],
                name="job_once_for_period",
                violation_error_message="Questo lavoro è già stato fatto per questo periodo.",
            )
        ]

    def __str__(self):
        return f"{self.job}, {self.key}"
