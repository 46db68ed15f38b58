"""The Azioni: the list and the page of each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.selectors import history
from abitare.records.workflow import TransitionRefused, perform
from abitare.ui.exports import export
from actions.forms import ReasonForm
from actions.models import MandateLink
from actions.rules import can_declare_health, can_edit_plan, can_validate_links
from actions.selectors.plan import current_plan, read_plan
from actions.selectors.updates import updates_of_action
from actions.transitions import LINK_TRANSITIONS
from actions.views.pages import plan_or_404
from actions.views.updates import signers

STEP_HEADER = ["Passo", "Titolo", "Tipo", "Peso", "Ufficio", "Inizio", "Termine", "Primo termine", "Fonte del termine"]
STEP_HEADER += ["Grado", "Giorni di ritardo", "Attuato il", "Prova"]
ACTION_HEADER = ["Azione", "Nome", "Salute", "Fatto", "Atteso", "Copertura dei termini", "Punti", "Passi", "Capofila"]
LAST_UPDATES = 5  # the others are one click away


@require_GET
@permission_required(Permission.VIEW_PLAN)
def action_list(request):
    plan = current_plan()
    view = read_plan(plan, timezone.localdate()) if plan else None
    download = export(request, "azioni", ACTION_HEADER, map(_action_row, view.columns)) if view else None
    return download or render(request, "actions/action_list.html", {"plan_view": view})


@require_GET
@permission_required(Permission.VIEW_PLAN)
def action_detail(request, number):
    plan_view = read_plan(plan_or_404(), timezone.localdate())
    # Azione 0 is the coordination of the table: it has steps and points like the others.
    view = plan_view.coordination if number == 0 else plan_view.action(number)
    if view is None:
        raise Http404
    download = export(request, f"passi-{view.label}".lower().replace(" ", "-"), STEP_HEADER, _step_rows(view))
    if download:
        return download
    context = {
        "view": view,
        "plan_view": plan_view,
        "can_edit": can_edit_plan(request.user),
        "can_validate": can_validate_links(request.user),
        "can_declare": view.action and can_declare_health(request.user),
        "signers": signers(request.user, view.office_keys) if view.action else (),
        "updates": updates_of_action(plan_view.plan, view.action)[:LAST_UPDATES],
    }
    return render(request, "actions/action_detail.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def link_perform(request, pk, name):
    link = get_object_or_404(MandateLink.objects.visible_to(request.user), pk=pk)
    transition = next((t for t in LINK_TRANSITIONS if t.name == name), None)
    if transition is None:
        raise Http404
    if not transition.may(request.user, link):
        raise PermissionDenied
    form = ReasonForm(request.POST or None) if transition.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        now = timezone.now()
        decided = {"decided_by": request.user, "decided_on": timezone.localdate(now), "decided_recorded_at": now}
        try:
            link = perform(transition, link, by=request.user, **decided, **(form.cleaned_data if form else {}))
        except TransitionRefused as refusal:
            for failure in refusal.failures:
                messages.error(request, failure)
        else:
            messages.success(request, f"Legame {link.get_state_display()}: {link}.")
        return redirect(link.point.clause)
    context = {"form": form, "link": link, "transition": transition, "history": history(link)}
    return render(request, "actions/link_perform.html", context)


def _action_row(view):
    figures = view.progress
    yield from (view.label, view.short_title, view.health.kind.label, figures.done_dated, figures.expected)
    yield from (figures.coverage, len(view.proposal_points), len(view.steps), str(view.lead or "da individuare"))


def _step_rows(view):
    for row in view.steps:
        step = row.step
        yield (
            step.code,
            step.title,
            step.get_kind_display(),
            step.weight,
            str(step.office or "da individuare"),
            step.start,
            step.due,
            step.first_due,
            step.due_source,
            step.get_state_display(),
            row.days_late or None,
            step.done_on,
            str(step.evidence_act or "") or step.evidence_note,
        )
