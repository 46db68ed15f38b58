"""Acquiring files: content recognised, fingerprint computed, nothing overwritten."""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from abitare.records.fingerprints import fingerprint
from abitare.records.models import Attachment
from abitare.records.services.log import log


class AlreadyAcquired(ValueError):
    """The file is in the archive already, with other bytes; a file is never overwritten."""


def declare(obj, *, kind, title, declared_hash=""):
    """Put on record an attachment that an act names; its file is not acquired yet. Returns (attachment, created)."""
    return Attachment.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        kind=kind,
        title=title,
        defaults={"declared_hash": declared_hash},
    )


@transaction.atomic
def acquire_file(obj, *, kind, title, data, name, media_type, by):
    """Store ``data`` (bytes) as the file of the attachment ``kind``/``title`` of ``obj``; create it when undeclared.

    Returns the attachment; its ``state`` says whether the bytes match the declared fingerprint: a file that does not
    match is kept and marked, because it is evidence too. Logs on ``obj``. Raises ``AlreadyAcquired`` when another file
    was acquired before; the same bytes again change nothing.
    """
    computed = fingerprint(data)
    attachment = (
        Attachment.objects.for_object(obj).select_for_update(of=("self",)).filter(kind=kind, title=title).first()
    )
    if attachment is None:
        attachment = Attachment(subject=obj, kind=kind, title=title)
    elif attachment.file:
        if attachment.computed_hash == computed:
            return attachment
        raise AlreadyAcquired(f"«{title}» è già acquisito con un altro contenuto: un file non si sovrascrive.")
    before = attachment.state_label
    attachment.computed_hash, attachment.size = computed, len(data)
    attachment.file_name, attachment.media_type = name[:200], media_type
    attachment.uploaded_by, attachment.uploaded_at = by, timezone.now()
    token = uuid4().hex
    # A random name: the path in storage says nothing of the content.
    attachment.file.save(f"{token[:2]}/{token}", ContentFile(data), save=False)
    attachment.save()
    log(obj, "acquire_file", by=by, changes=[(title, before, attachment.state_label)])
    return attachment
