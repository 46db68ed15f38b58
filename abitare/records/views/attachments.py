"""Files: served only to who may see their subject, acquired with their fingerprint."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.enums import FingerprintState
from abitare.records.forms import AttachmentFileForm
from abitare.records.models import Attachment
from abitare.records.services.attachments import AlreadyAcquired, acquire_file


def visible_attachment(user, pk):
    """The attachment, if its subject is visible to the user: 404 otherwise. The subject itself is asked, so that this
    floor never learns the models above it."""
    attachment = get_object_or_404(Attachment, pk=pk)
    subject_type = attachment.content_type.model_class()
    if not subject_type.objects.visible_to(user).filter(pk=attachment.object_id).exists():
        raise Http404
    return attachment


@require_GET
def attachment_download(request, pk):
    attachment = visible_attachment(request.user, pk)
    try:
        content = attachment.file.open()
    except (ValueError, FileNotFoundError) as error:  # not acquired yet; gone, and verify_records says so
        raise Http404 from error
    return FileResponse(
        content,
        as_attachment=True,
        filename=attachment.file_name,
        content_type=attachment.media_type or "application/octet-stream",
    )


@require_http_methods(["GET", "POST"])
@permission_required(Permission.IMPORT_ACTS)
def attachment_acquire(request, pk):
    attachment = visible_attachment(request.user, pk)
    form = AttachmentFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            attachment = _acquire(attachment, form.cleaned_data["file"], request.user)
        except AlreadyAcquired as error:
            form.add_error("file", str(error))
        else:
            _say(request, attachment)
            return redirect(attachment.subject)
    return render(request, "records/attachment_acquire.html", {"form": form, "attachment": attachment})


def _acquire(attachment, upload, user):
    return acquire_file(
        attachment.subject,
        kind=attachment.kind,
        title=attachment.title,
        data=upload.read(),
        name=upload.name,
        media_type="application/pdf" if upload.kind == "pdf" else "application/pkcs7-mime",
        by=user,
    )


def _say(request, attachment):
    if attachment.state == FingerprintState.MISMATCH:
        messages.warning(request, f"«{attachment.title}»: il file è conservato, ma la sua impronta non corrisponde.")
    else:
        messages.success(request, f"«{attachment.title}»: file acquisito, impronta {attachment.state_label}.")
