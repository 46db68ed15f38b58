"""Messages are queued in the transaction of the change, once per key, and delivered at least once by run_jobs."""

from django.db import transaction
from django.template.loader import render_to_string
from post_office import mail

from abitare.records.models import QueuedMessage


def queue(*, key, recipient, template, context, covers=()):
    """Queue one text e-mail; returns True when queued now, False when ``key`` was queued before.

    template: ``app/event``, the pair ``email/app/event_subject.txt`` and ``email/app/event_body.txt``. Runs inside the
    caller's transaction: rolled back with it. ``covers``: further keys this one message answers for (a reminder about
    several steps); they must be ``unsent``, and are sent with it.
    """
    with transaction.atomic():
        _, created = QueuedMessage.objects.get_or_create(key=key, defaults={"recipient": recipient})
        if created:
            QueuedMessage.objects.bulk_create(QueuedMessage(key=other, recipient=recipient) for other in covers)
            mail.send(
                recipient,
                subject=" ".join(render_to_string(f"email/{template}_subject.txt", context).split()),
                message=render_to_string(f"email/{template}_body.txt", context),
            )
    return created


def unsent(keys):
    """Of these keys, those nothing was queued for yet, in the same order. One query."""
    keys = list(keys)
    sent = set(QueuedMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    return [key for key in keys if key not in sent]
