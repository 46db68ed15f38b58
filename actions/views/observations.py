"""Observations: writing, correcting, verifying, certifying, computing, importing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.workflow import TransitionRefused, perform
from actions.forms import ReasonForm
from actions.forms.indicators import ObservationFileForm, ObservationForm
from actions.models import Observation
from actions.observation_file import COLUMNS, ObservationFileError, read_observations, text_of
from actions.rules import can_edit_plan, can_observe
from actions.services.observation_import import import_observations
from actions.services.observations import record_computed, record_observation
from actions.transitions import OBSERVATION_TRANSITIONS
from actions.views.indicators import indicator_or_404
from actions.views.plan import plan_or_404


def _own_indicator(request, code):
    """The indicator, if this person may write its figures."""
    indicator = indicator_or_404(request.user, code)
    if not can_observe(request.user, indicator):
        raise PermissionDenied
    return indicator


def _observation(user, pk):
    rows = Observation.objects.visible_to(user).select_related("indicator__plan", "indicator__action")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def observation_create(request, code):
    indicator = _own_indicator(request, code)
    return _record(request, indicator, "Aggiungi una rilevazione")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def observation_correct(request, pk):
    old = _observation(request.user, pk)
    if not can_observe(request.user, old.indicator):
        raise PermissionDenied
    return _record(request, old.indicator, "Correggi la rilevazione", supersedes=old)


def _record(request, indicator, title, supersedes=None):
    initial = {}
    if supersedes:
        names = ("period_from", "period_to", "source")
        initial = {name: getattr(supersedes, name) for name in names}
    form = ObservationForm(request.POST or None, indicator=indicator, supersedes=supersedes, initial=initial)
    if form.is_valid():
        given = {"dimension": supersedes.dimension} if supersedes else {}
        try:
            observation = record_observation(
                indicator,
                by=request.user,
                today=timezone.localdate(),
                supersedes=supersedes,
                **form.cleaned_data,
                **given,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"Registrata in bozza: {observation}, {observation.shown}.")
            return redirect(observation)
    context = {"form": form, "indicator": indicator, "title": title, "supersedes": supersedes}
    return render(request, "actions/indicator_form.html", context | {"back": indicator.get_absolute_url()})


@require_POST
@permission_required(Permission.VIEW_PLAN)
def observation_compute(request, code):
    indicator = _own_indicator(request, code)
    try:
        observation = record_computed(indicator, day=timezone.localdate(), by=request.user)
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)
        return redirect(indicator)
    messages.success(request, f"Registrata in bozza: {observation}, {observation.shown}.")
    return redirect(observation)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def observation_perform(request, pk, name):
    observation = _observation(request.user, pk)
    transition = next((t for t in OBSERVATION_TRANSITIONS if t.name == name), None)
    if transition is None:
        raise Http404
    if not transition.may(request.user, observation):
        raise PermissionDenied
    form = ReasonForm(request.POST or None) if transition.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        data = _signature(transition, request.user) | (form.cleaned_data if form else {})
        try:
            observation = perform(transition, observation, by=request.user, **data)
        except TransitionRefused as refusal:
            for failure in refusal.failures:
                messages.error(request, failure)
        else:
            messages.success(request, f"{observation}: {observation.get_state_display()}.")
        return redirect(observation)
    context = {"form": form, "observation": observation, "transition": transition}
    return render(request, "actions/observation_perform.html", context)


def _signature(transition, user):
    """Who signs and when, in the fields that the transition writes; going back to a draft takes the signature off."""
    if transition.name == "return":
        return dict.fromkeys(transition.writes)
    person, day = transition.writes
    return {person: user, day: timezone.localdate()}


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def observation_import(request):
    """First the file and what it would do, then the same text again, confirmed: nothing is kept in between."""
    if not (can_edit_plan(request.user) or request.user.can(Permission.EDIT_OWN_STEPS)):
        raise PermissionDenied
    plan = plan_or_404()
    confirmed = request.POST.get("testo", "")
    form = ObservationFileForm(None if confirmed else request.POST or None, request.FILES or None)
    context = {"form": form, "report": None, "columns": ";".join(COLUMNS)}
    if confirmed or form.is_valid():
        try:
            text = confirmed or text_of(form.cleaned_data["file"].read())
            context |= {"text": text, "report": _import(plan, text, request.user, write=bool(confirmed))}
        except ObservationFileError as error:
            form.add_error("file", str(error))
        if confirmed and context["report"].sound:
            messages.success(request, f"Rilevazioni registrate in bozza: {len(context['report'].outcomes)}.")
            return redirect("actions:indicators")
    return render(request, "actions/observation_import.html", context)


def _import(plan, text, user, *, write):
    may = None if can_edit_plan(user) else lambda indicator: can_observe(user, indicator)
    rows = read_observations(text)
    return import_observations(plan, rows, by=user, today=timezone.localdate(), write=write, may=may)
