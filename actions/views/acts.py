"""An act with its tracing, and its document. The list and the import are of the records."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from abitare.documents.fonts import MissingGlyphs
from abitare.documents.pdf import PrintingUnavailable
from abitare.documents.pdf import render as render_pdf
from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.models import Act, LogEntry
from abitare.records.rules import can_import_acts, can_view_log
from abitare.records.selectors import named_without_text
from abitare.ui.exports import export
from actions.documents import act_document, act_title
from actions.rules import can_validate_links
from actions.selectors.acts import SHOWS, act_facts, act_page
from actions.selectors.thread import thread_of

HEADER = [
    "Livello",
    "Punto",
    "Citazione",
    "Natura",
    "Sintesi",
    "Come",
    "Azione o passo",
    "Legame",
    "Responsabile",
    "Stato",
]


def _act(user, pk):
    """The act with the presences and the votes that its page and its document read more than once."""
    acts = Act.objects.visible_to(user).select_related("plan").prefetch_related("attendances", "votes")
    return get_object_or_404(acts, pk=pk)


@require_GET
@permission_required(Permission.VIEW_ACTS)
def act_detail(request, pk):
    act = _act(request.user, pk)
    page = act_page(act, timezone.localdate(), request.user)
    download = export(request, f"tracciamento-{act.pk}", HEADER, _tracing_rows(page))
    if download:
        return download
    show = request.GET.get("mostra", "")
    context = {
        "act": act,
        "act_title": act_title(act),
        "page": page,
        "levels": [(level, page.rows(level, show)) for level in page.levels],
        "chips": page.chips(show if show in SHOWS else ""),
        "thread": thread_of(act),
        "to_acquire": named_without_text(act),
        "facts": act_facts(act),
        "attendances": act.attendances.all(),
        "history": LogEntry.objects.for_object(act).newest_first() if can_view_log(request.user) else (),
        "cited": act.relations.select_related("target").order_by("kind", "target__year", "pk"),
        "can_import": can_import_acts(request.user),
        "can_validate": can_validate_links(request.user),
    }
    return render(request, "actions/act_detail.html", context)


@require_GET
@permission_required(Permission.VIEW_ACTS)
def act_pdf(request, pk):
    act = _act(request.user, pk)
    page = act_page(act, timezone.localdate())
    document = act_document(act, page.clauses, page.point_by_clause, page.files, demo=settings.DEMO)
    try:
        content = render_pdf(document)
    except (MissingGlyphs, PrintingUnavailable) as error:
        messages.error(request, str(error))
        return redirect(act)
    name = f"atto-{act.number or act.pk}-{act.year}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _tracing_rows(page):
    for view in page.points:
        point, clause = view.point, view.clause
        start = (clause.get_level_display(), view.key, clause.citation, point.get_kind_display(), clause.summary)
        end = (view.responsible_label, view.state_label)
        for link in view.links:
            target = _target_words(link)
            yield (*start, link.get_how_display(), target, link.get_state_display(), *end)
        if not view.links:
            yield (*start, "", "", "", *end)


def _target_words(link):
    """The step, the indicator or the Azione that a link ties to a point; T is the coordination."""
    if link.step_id or link.indicator_id:
        return (link.step or link.indicator).code
    return f"Azione {link.action.number}" if link.action_id else "T"
