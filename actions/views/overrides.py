"""A health declared beside the computed one, and its withdrawal."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.workflow import TransitionRefused
from actions.forms.updates import OverrideForm
from actions.models import Override
from actions.rules import can_declare_health
from actions.services.overrides import declare_health, withdraw_health
from actions.views.pages import action_crumb, form_page, refuse
from actions.views.updates import action_of


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def override_declare(request, number):
    action = action_of(request.user, number)
    if not can_declare_health(request.user, action):
        raise PermissionDenied
    form = OverrideForm(request.POST or None)
    if form.is_valid():
        try:
            override = declare_health(action, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Salute dichiarata: {override.get_health_display()}.")
            return redirect(action)
    intro = (
        f"{action}. La salute calcolata resta in vista: la tua si legge accanto, con il motivo e fino al suo giorno."
    )
    return form_page(request, form, "Dichiara la salute", intro, "Dichiara", action, [action_crumb(action)])


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def override_withdraw(request, pk):
    override = get_object_or_404(Override.objects.visible_to(request.user).select_related("action"), pk=pk)
    action = override.action
    if not can_declare_health(request.user, action):
        raise PermissionDenied
    if request.method == "POST":
        try:
            withdraw_health(override, by=request.user)
        except TransitionRefused as refusal:
            messages.error(request, " ".join(refusal.failures))
        else:
            messages.success(request, "Dichiarazione ritirata: vale la salute calcolata.")
        return redirect(action)
    intro = f"{action}: dichiarata «{override.get_health_display()}». Resta nella storia, da oggi non vale più."
    return form_page(request, None, "Ritira la dichiarazione", intro, "Ritira", action, [action_crumb(action)])
