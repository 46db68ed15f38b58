"""Files that prove a step."""

from django.db import transaction

from abitare.records.enums import AttachmentKind
from abitare.records.services.attachments import acquire_file
from abitare.records.services.log import differences, log
from abitare.records.workflow import TransitionRefused
from actions.enums import StepState
from actions.models import Step


@transaction.atomic
def attach_evidence(step, *, title, data, name, media_type, by):
    """Keep ``data`` (bytes) as a proof of the step; returns the ``Attachment``.

    The title becomes the proof of a step that names none yet, so that the ladder and the database see one proof only.
    Raises ``AlreadyAcquired`` when the title belongs to a file with other bytes, ``TransitionRefused`` for a cancelled
    step. Logs the file with its fingerprint state, and the proof.
    """
    locked = Step.objects.select_for_update(of=("self",)).select_related("action").get(pk=step.pk)
    if locked.state == StepState.CANCELLED:
        raise TransitionRefused([f"Il passo {locked.code} è annullato: non c’è niente da provare."])
    attachment = acquire_file(
        locked, kind=AttachmentKind.EVIDENCE, title=title, data=data, name=name, media_type=media_type, by=by
    )
    if not locked.evidence_note:
        changes = differences(locked, {"evidence_note": title})
        locked.evidence_note = title
        locked.version += 1
        locked.save(update_fields=["evidence_note", "version"])
        log(locked, "change", by=by, changes=changes)
    return attachment
