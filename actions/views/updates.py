"""Signed updates: on an Azione, a step or a point of the deliberation, and the list of those of an Azione."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.models import MandatePoint
from abitare.records.workflow import TransitionRefused
from abitare.ui.exports import export
from abitare.ui.formats import dated
from actions.enums import UpdateKind
from actions.forms.updates import UpdateForm
from actions.models import Action, Plan, Step
from actions.rules import can_sign_update
from actions.selectors.updates import answering_offices, updates_of_action
from actions.services.updates import sign_update, signature
from actions.views.pages import action_crumb, form_page, plan_or_404, refuse, step_crumbs

PAGE = 25
HEADER = ["Riferito al", "Riguarda", "Tipo", "Fatto", "Ostacoli", "Poi", "Si chiede", "Firma", "Registrato il"]


def action_of(user, number):
    return get_object_or_404(Action.objects.visible_to(user), plan=plan_or_404(), number=number)


def signing_offices(user, answering):
    """The offices this person may sign for, among those that answer; none for who signs as coordination."""
    own = user.offices_with(Permission.EDIT_OWN_STEPS)
    return tuple(office for office in own if office.pk in answering or user.can(Permission.EDIT_PLAN))


def signers(user, answering):
    """Pairs (key of the office or «», signature) for the buttons of a page; none for who may not write."""
    if not can_sign_update(user, answering):
        return ()
    offices = signing_offices(user, answering)
    return tuple((office.pk, signature(user, office)) for office in offices) or (("", signature(user, None)),)


def _offices_or_403(user, subject):
    answering = answering_offices(subject)
    if not can_sign_update(user, answering):
        raise PermissionDenied
    return signing_offices(user, answering)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def action_update(request, number):
    action = action_of(request.user, number)
    return _write(request, {"action": action}, action.plan, action, [action_crumb(action)])


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def step_update(request, pk):
    step = get_object_or_404(Step.objects.visible_to(request.user).select_related("plan", "action"), pk=pk)
    return _write(request, {"step": step}, step.plan, step, step_crumbs(step))


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def point_update(request, pk):
    point, plan = _point(request.user, pk)
    return _write(request, {"point": point}, plan, point.clause, [])


@require_POST
@permission_required(Permission.VIEW_PLAN)
def action_nothing_new(request, number):
    action = action_of(request.user, number)
    return _nothing_new(
        request, {"action": action}, action.plan, action, reverse("actions:action_update", args=[number])
    )


@require_POST
@permission_required(Permission.VIEW_PLAN)
def step_nothing_new(request, pk):
    step = get_object_or_404(Step.objects.visible_to(request.user).select_related("plan", "action"), pk=pk)
    return _nothing_new(request, {"step": step}, step.plan, step, reverse("actions:step_update", args=[pk]))


@require_POST
@permission_required(Permission.VIEW_PLAN)
def point_nothing_new(request, pk):
    point, plan = _point(request.user, pk)
    return _nothing_new(request, {"point": point}, plan, point.clause, reverse("actions:point_update", args=[pk]))


@require_GET
@permission_required(Permission.VIEW_PLAN)
def action_updates(request, number):
    plan = plan_or_404()
    action = action_of(request.user, number) if number else None
    updates = updates_of_action(plan, action)
    name = f"aggiornamenti-{number}"
    if download := export(request, name, HEADER, (_row(update) for update in updates)):
        return download
    page = Paginator(updates, PAGE).get_page(request.GET.get("pagina"))
    context = {"action": action, "crumb": action_crumb(action), "page_obj": page}
    return render(request, "actions/update_list.html", context)


def _point(user, pk):
    """A point of the deliberation of a plan, with that plan: the points of other acts have no updates."""
    point = get_object_or_404(MandatePoint.objects.visible_to(user).select_related("clause__act"), pk=pk)
    plan = Plan.objects.filter(mandate=point.clause.act_id).first()
    if plan is None:
        raise Http404
    return point, plan


def _write(request, subject, plan, back, crumbs):
    [about] = subject.values()
    form = UpdateForm(request.POST or None, offices=_offices_or_403(request.user, about))
    if form.is_valid():
        try:
            update = sign_update(subject, plan=plan, by=request.user, **form.values)
        except TransitionRefused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Aggiornamento firmato: {update.author_label}.")
            return redirect(back)
    intro = f"{about}. Resta scritto a tuo nome e non si modifica: per correggerlo se ne scrive un altro."
    return form_page(request, form, "Aggiorna", intro, "Firma", back, crumbs)


def _nothing_new(request, subject, plan, back, chooser):
    """One click. Who answers for several offices sends ``office``, or goes to ``chooser``, the form."""
    [about] = subject.values()
    offices = _offices_or_403(request.user, about)
    chosen = [office for office in offices if len(offices) == 1 or str(office.pk) == request.POST.get("office")]
    if offices and not chosen:
        messages.warning(request, "Scegli per quale ufficio firmi.")
        return redirect(chooser)
    today = timezone.localdate()
    values = {"office": chosen[0] if chosen else None, "by": request.user, "happened_on": today}
    update = sign_update(subject, plan=plan, kind=UpdateKind.NOTHING_NEW, **values)
    messages.success(request, f"Nessuna novità {dated(today, 'al')}: firmato {update.author_label}.")
    return redirect(back)


def _row(update):
    texts = (update.done, update.obstacles, update.next_steps, update.ask)
    about = str(update.step) if update.step_id else str(update.action)
    kind = update.get_kind_display()
    return (update.happened_on, about, kind, *texts, update.author_label, update.recorded_at)
