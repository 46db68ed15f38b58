"""The register of acts: the list, the import with its preview, the correction of a clause."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.enums import UploadState
from abitare.records.forms import ActFilter, ActUploadForm, ClauseForm
from abitare.records.models import ActClause, ActUpload
from abitare.records.rules import can_import_acts
from abitare.records.selectors import register
from abitare.records.services.clauses import StaleVersion, correct_clause
from abitare.records.services.importing import ImportRefused
from abitare.records.services.uploads import confirm_upload, discard_upload, keep_upload
from abitare.ui.exports import export
from abitare.ui.pagination import paginate

SORT = {"data": ("year", "dated"), "atto": "short_title", "organo": "organ", "testo": "text_state"}
HEADER = ["Atto", "Organo", "Tipo", "Numero", "Anno", "Data", "Oggetto", "Testo", "Riferimento fino al"]


@require_GET
@permission_required(Permission.VIEW_ACTS)
def act_list(request):
    chosen = ActFilter(request.GET, queryset=register(request.user))
    listing = paginate(request, chosen.qs, sort=SORT, default="-data")
    download = export(request, "atti", HEADER, map(_row, listing.rows)) if "formato" in request.GET else None
    if download:
        return download
    context = {"filter": chosen, "listing": listing, "can_import": can_import_acts(request.user)}
    return render(request, "records/act_list.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.IMPORT_ACTS)
def act_import(request):
    form = ActUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return redirect(keep_upload(form.parsed, form.source, by=request.user))
        except ImportRefused as error:
            form.add_error("file", str(error))
    return render(request, "records/act_import.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.IMPORT_ACTS)
def act_import_preview(request, token):
    upload = get_object_or_404(ActUpload.objects.visible_to(request.user), token=token)
    if request.method == "GET":
        pending = upload.state == UploadState.PENDING
        return render(request, "records/act_import_preview.html", {"upload": upload, "pending": pending})
    return _discard(request, upload) if "discard" in request.POST else _confirm(request, upload)


def _discard(request, upload):
    if not discard_upload(upload):
        messages.warning(request, f"«{upload.file_name}» è già nel registro: non si può più mettere da parte.")
        return redirect(upload)
    messages.info(request, f"«{upload.file_name}» è stato messo da parte: il registro non è cambiato.")
    return redirect("acts:import")


def _confirm(request, upload):
    try:
        report = confirm_upload(upload, by=request.user)
    except ImportRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("acts:import")
    changes = f"{report.changes} cambiamenti" if report.changes != 1 else "1 cambiamento"
    messages.success(request, f"{report.act}: {changes} nel registro.")
    return redirect(report.act)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.IMPORT_ACTS)
def clause_correct(request, pk):
    clauses = ActClause.objects.visible_to(request.user).select_related("act", "point")
    clause = get_object_or_404(clauses, pk=pk)
    form = ClauseForm(request.POST or None, instance=clause)
    if form.is_valid():
        try:
            corrected = _correct(clause, form, request.user)
        except StaleVersion:
            # Saved by another in the instant between the check and the lock: ask again, nothing is lost.
            form.add_error(None, "Qualcuno ha salvato in questo momento: controlla e salva di nuovo.")
        else:
            messages.success(request, f"Corretto: {corrected.citation}.")
            return redirect(corrected)
    return render(request, "records/clause_correct.html", {"form": form, "clause": clause})


def _correct(clause, form, user):
    # The version read before the form compared it: whatever was saved since then, the service finds it.
    return correct_clause(
        clause,
        by=user,
        reason=form.cleaned_data["reason"],
        version=clause.version,
        values={name: form.cleaned_data[name] for name in ("official_text", "summary")},
        point_values=form.point_values,
    )


def _row(act):
    yield from (act.short_title, act.get_organ_display(), act.get_kind_display(), act.number, str(act.year), act.date)
    yield from (act.title, act.get_text_state_display(), act.valid_to)
