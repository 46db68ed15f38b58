"""The daily digest of all chain heads: what leaves the system so that a missing tail shows."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from abitare.records.fingerprints import canonical_json, fingerprint
from abitare.records.models import ChainDigest, LogChain
from abitare.records.notifications import queue


def make_digest(today):
    """Write the digest of ``today`` and queue it for ``settings.DIGEST_RECIPIENT``; at most once a day.

    Returns the digest, or None when the day has one already (this or another worker was quicker).
    """
    if ChainDigest.objects.filter(day=today).exists():
        return None
    heads = {c.key: [c.last_seq, c.last_hash] for c in LogChain.objects.order_by("key")}
    try:
        with transaction.atomic():
            digest = ChainDigest.objects.create(
                day=today, heads=heads, fingerprint=fingerprint(canonical_json(heads)), made_at=timezone.now()
            )
            if settings.DIGEST_RECIPIENT:
                queue(
                    key=f"chain-digest:{today.isoformat()}",
                    recipient=settings.DIGEST_RECIPIENT,
                    template="records/chain_digest",
                    context={"digest": digest},
                )
    except IntegrityError:
        return None
    return digest


def digest_of_the_day(now):
    """The job of ``run_jobs``: the digest of the day, and what to print about it."""
    digest = make_digest(now.date())
    if digest is None:
        return ""
    return f"Riepilogo del registro: {len(digest.heads)} catene, impronta {digest.fingerprint}."
