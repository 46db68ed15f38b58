"""The money of an Azione: lines written, changed, struck out."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.services.clauses import StaleVersion
from abitare.records.workflow import TransitionRefused
from actions.forms import ReasonForm
from actions.forms.budget import BudgetLineForm
from actions.models import BudgetLine
from actions.selectors.budget import budget_warnings
from actions.services.budget import add_line, change_line, strike_line
from actions.views.pages import action_crumb, form_page, refuse
from actions.views.updates import action_of

STALE = "Qualcuno ha salvato in questo momento: controlla e salva di nuovo."


def _line(user, pk):
    return get_object_or_404(BudgetLine.objects.visible_to(user).select_related("action", "act"), pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def budget_create(request, number):
    action = action_of(request.user, number)
    form = BudgetLineForm(request.POST or None, user=request.user)
    if form.is_valid():
        line = add_line(action, by=request.user, **form.values)
        return _saved(request, line)
    return form_page(request, form, "Nuova voce di spesa", f"{action}.", "Salva", action, [action_crumb(action)])


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def budget_change(request, pk):
    line = _line(request.user, pk)
    form = BudgetLineForm(request.POST or None, instance=line, user=request.user)
    if form.is_valid():
        try:
            return _saved(request, change_line(line, by=request.user, version=line.version, **form.values))
        except StaleVersion:
            form.add_error(None, STALE)
        except TransitionRefused as refusal:
            refuse(form, refusal)
    crumbs = [action_crumb(line.action)]
    return form_page(request, form, "Modifica la voce di spesa", f"{line.action}.", "Salva", line.action, crumbs)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def budget_strike(request, pk):
    line = _line(request.user, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            strike_line(line, by=request.user, version=line.version, **form.cleaned_data)
        except StaleVersion:
            form.add_error(None, STALE)
        except TransitionRefused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Voce «{line}» annullata: resta scritta, fuori dalle somme.")
            return redirect(line.action)
    intro = f"«{line}». Gli importi restano leggibili e non si sommano più. Una voce annullata non torna."
    return form_page(
        request, form, "Annulla la voce", intro, "Annulla la voce", line.action, [action_crumb(line.action)]
    )


def _saved(request, line):
    for warning in budget_warnings(line):
        messages.warning(request, f"«{line}»: {warning}")
    messages.success(request, f"Voce «{line}» salvata.")
    return redirect(line.action)
