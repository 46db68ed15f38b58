"""The steps at work: the due date moved, the waits, the files that prove."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.services.attachments import AlreadyAcquired
from abitare.records.services.clauses import StaleVersion
from abitare.records.workflow import TransitionRefused
from abitare.ui import formats
from actions.forms.work import DependencyForm, EvidenceForm, PostponeForm
from actions.models import Step
from actions.rules import can_edit_step
from actions.services.dependencies import add_dependency, remove_dependency
from actions.services.evidence import attach_evidence
from actions.services.postponements import postpone_step
from actions.views.pages import form_page, refuse, step_crumbs


def _own_step(user, pk):
    """The step, if this person may write it: 403 for who only reads."""
    steps = Step.objects.visible_to(user).select_related("plan", "action", "office", "evidence_act")
    step = get_object_or_404(steps, pk=pk)
    if not can_edit_step(user, step):
        raise PermissionDenied
    return step


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def step_postpone(request, pk):
    step = _own_step(request.user, pk)
    form = PostponeForm(request.POST or None, user=request.user, initial={"opened_version": step.version})
    if form.is_valid():
        try:
            change = postpone_step(step, by=request.user, **form.values)
        except TransitionRefused as refusal:
            refuse(form, refusal)
        except StaleVersion as stale:
            form.renew(stale.current.version)
            due = _due_words(stale.current.due)
            form.add_error(None, f"Nel frattempo qualcuno ha cambiato il passo: ora il termine è {due}. Conferma.")
        else:
            messages.success(request, f"Passo {step.code}: il termine ora è {_due_words(change.new_due)}.")
            return redirect(step)
    return form_page(request, form, "Sposta il termine", _due_intro(step), "Sposta", step, step_crumbs(step))


def _due_words(due):
    return formats.dated(due, "il") if due else "da fissare"


def _due_intro(step):
    source = f" ({step.due_source})" if step.due else ""
    due = f"Il termine è {_due_words(step.due)}{source}."
    first = f" Il primo era {formats.dated(step.first_due, 'il')}, e resta scritto." if step.first_due else ""
    return f"{step}. {due}{first}"


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def step_wait(request, pk):
    step = _own_step(request.user, pk)
    form = DependencyForm(request.POST or None, step=step)
    if form.is_valid():
        try:
            dependency = add_dependency(step, form.cleaned_data["predecessor"], by=request.user)
        except TransitionRefused as refusal:
            refuse(form, refusal, "predecessor")
        else:
            messages.success(request, f"Il passo {step.code} aspetta {dependency.predecessor.code}.")
            return redirect(step)
    intro = f"{step} non si potrà avviare prima che il passo scelto sia attuato o annullato."
    return form_page(request, form, "Un passo da attendere", intro, "Aggiungi", step, step_crumbs(step))


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def step_unwait(request, pk, predecessor):
    step = _own_step(request.user, pk)
    rows = step.dependencies.select_related("step__action", "predecessor__action")
    dependency = get_object_or_404(rows, predecessor=predecessor)
    if request.method == "POST":
        remove_dependency(dependency, by=request.user)
        messages.success(request, f"Il passo {step.code} non aspetta più {dependency.predecessor.code}.")
        return redirect(step)
    intro = f"{step} aspetta {dependency.predecessor}. Che lo aspettava resta nella storia."
    return form_page(request, None, "Togli l’attesa", intro, "Togli", step, step_crumbs(step))


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def step_evidence(request, pk):
    step = _own_step(request.user, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            attachment = attach_evidence(step, by=request.user, **form.values)
        except AlreadyAcquired as error:
            form.add_error("file", str(error))
        except TransitionRefused as refusal:
            refuse(form, refusal)
        else:
            short = formats.fingerprint_short(attachment.computed_hash)
            messages.success(request, f"«{attachment.title}» conservato, impronta {short}.")
            return redirect(step)
    intro = f"{step}. Il file si conserva com’è, con la sua impronta, e non si sovrascrive."
    return form_page(request, form, "Aggiungi una prova", intro, "Conserva", step, step_crumbs(step))
