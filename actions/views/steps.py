"""A step: its page, its form, its transitions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.models import LogEntry
from abitare.records.services.clauses import StaleVersion
from abitare.records.workflow import TransitionRefused, available, perform
from actions.forms import CompleteStepForm, ReasonForm, StepForm
from actions.models import Step
from actions.rules import can_edit_step
from actions.selectors.steps import read_step
from actions.services.steps import change_step, create_step
from actions.transitions import STEP_TRANSITIONS
from actions.views.pages import plan_or_404, refuse
from actions.views.updates import signers


def _step(user, pk):
    steps = Step.objects.visible_to(user).select_related("plan", "action", "office", "evidence_act")
    return get_object_or_404(steps, pk=pk)


@require_GET
@permission_required(Permission.VIEW_PLAN)
def step_detail(request, pk):
    step = _step(request.user, pk)
    today = timezone.localdate()
    page = read_step(step, today)
    context = {
        "page": page,
        "view": page.view,
        "step": step,
        "today": today,
        "links": step.links.live().select_related("point__clause").order_by("point__clause__path"),
        "signers": signers(request.user, {step.office_id}),
        "transitions": available(STEP_TRANSITIONS, step, request.user),
        "can_edit": can_edit_step(request.user, step),
        "history": LogEntry.objects.for_object(step).newest_first(),
    }
    return render(request, "actions/step_detail.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def step_create(request, number):
    plan = plan_or_404()
    action = get_object_or_404(plan.actions, number=number) if number else None
    form = StepForm(request.POST or None, plan=plan)
    if form.is_valid():
        step = create_step(
            plan=plan,
            action=action,
            by=request.user,
            today=timezone.localdate(),
            points=form.cleaned_data["points"],
            **form.values,
        )
        messages.success(request, f"Passo {step.code} aggiunto.")
        return redirect(step)
    return render(request, "actions/step_form.html", {"form": form, "action": action})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def step_change(request, pk):
    step = _step(request.user, pk)
    if not can_edit_step(request.user, step):
        raise PermissionDenied
    form = StepForm(request.POST or None, instance=step, plan=step.plan)
    if form.is_valid():
        try:
            change_step(step, by=request.user, version=step.version, **form.values)
        except StaleVersion:
            form.add_error(None, "Qualcuno ha salvato in questo momento: controlla e salva di nuovo.")
        except TransitionRefused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Passo {step.code} salvato.")
            return redirect(step)
    return render(request, "actions/step_form.html", {"form": form, "action": step.action, "step": step})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def step_perform(request, pk, name):
    step = _step(request.user, pk)
    transition = next((t for t in STEP_TRANSITIONS if t.name == name), None)
    if transition is None:
        raise Http404
    if not transition.may(request.user, step):
        raise PermissionDenied
    form = _transition_form(request, transition, step)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            step = perform(transition, step, by=request.user, **(form.cleaned_data if form else {}))
        except TransitionRefused as refusal:
            for failure in refusal.failures:
                messages.error(request, failure)
        else:
            messages.success(request, f"Passo {step.code}: {step.get_state_display()}.")
            return redirect(step)
    return render(request, "actions/step_perform.html", {"form": form, "step": step, "transition": transition})


def _transition_form(request, transition, step):
    """The form a transition asks for, or None when a confirmation is enough."""
    data = request.POST or None
    if transition.writes:
        return CompleteStepForm(data, step=step, user=request.user)
    return ReasonForm(data) if transition.needs_reason else None
