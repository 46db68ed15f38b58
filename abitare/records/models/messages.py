"""The ledger of messages: a key is queued once, whatever happens to the process that queued it."""

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
