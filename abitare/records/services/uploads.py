"""An uploaded text between its preview and its confirmation."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from abitare.records.act_source import read_act
from abitare.records.enums import UploadState
from abitare.records.models import ActUpload
from abitare.records.services.importing import import_act, preview_import
from abitare.records.services.reading import describe


def keep_upload(parsed, source, *, by):
    """Store the file with the preview of what importing it would do; returns the ``ActUpload``.

    Raises ``ImportRefused`` when the act cannot be registered.
    """
    upload = ActUpload(
        file_name=source.name[:200], uploaded_by=by, report=describe(parsed, preview_import(parsed, by=by))
    )
    token = uuid4().hex
    upload.file.save(f"{token[:2]}/{token}", ContentFile(source.data), save=False)
    upload.save()
    return upload


@transaction.atomic
def confirm_upload(upload, *, by):
    """Import the stored text and mark the upload confirmed; returns the ``ImportReport``.

    Twice is once: a confirmed upload is imported again with no change.
    """
    locked = ActUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    with locked.file.open() as stored:
        parsed, source = read_act(stored.read(), locked.file_name)
    report = import_act(parsed, source, by=by)
    locked.state, locked.act = UploadState.CONFIRMED, report.act
    locked.save(update_fields=["state", "act"])
    return report


def discard_upload(upload):
    """Set the upload aside; the register is untouched, the file stays until the retention job removes it."""
    ActUpload.objects.filter(pk=upload.pk, state=UploadState.PENDING).update(state=UploadState.DISCARDED)
