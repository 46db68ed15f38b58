"""An uploaded text between its preview and its confirmation."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from abitare.records.act_source import read_act
from abitare.records.enums import UploadState
from abitare.records.models import ActUpload
from abitare.records.services.importing import ImportRefused, import_act, preview_import
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

    Twice is once: a confirmed upload is imported again with no change. Raises ``ImportRefused`` for one that was set
    aside, or whose file is gone.
    """
    locked = ActUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if locked.state == UploadState.DISCARDED:
        raise ImportRefused(f"«{locked.file_name}» era stato messo da parte: caricalo di nuovo.")
    try:
        with locked.file.open() as stored:
            parsed, source = read_act(stored.read(), locked.file_name)
    except FileNotFoundError as error:
        raise ImportRefused(f"«{locked.file_name}» non è più nell’archivio: caricalo di nuovo.") from error
    report = import_act(parsed, source, by=by)
    locked.state, locked.act = UploadState.CONFIRMED, report.act
    locked.save(update_fields=["state", "act"])
    return report


def discard_upload(upload):
    """Set the upload aside; the register is untouched, the file stays until the retention job removes it.

    Returns False for one already confirmed, which stays confirmed.
    """
    waiting = ActUpload.objects.filter(pk=upload.pk).exclude(state=UploadState.CONFIRMED)
    return waiting.update(state=UploadState.DISCARDED) == 1
