"""The agenda of a meeting, what is said and decided of each point, the compiti."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.services.clauses import StaleVersion
from abitare.records.workflow import TransitionRefused
from actions.enums import OPEN_STEP_STATES, AgendaOrigin, MeetingState
from actions.forms.steps import ReasonForm
from actions.forms.table import (
    CompleteAssignmentForm,
    CorrectionForm,
    DecisionForm,
    ManualItemForm,
    MinutesForm,
    ProposalsForm,
)
from actions.models import AgendaItem, Assignment, Meeting, Step
from actions.selectors.agenda import proposals
from actions.selectors.plan import read_plan
from actions.selectors.table import agenda_of, item_view, read_meeting
from actions.services import agenda as services
from actions.services.agenda import MeetingRefuses
from actions.services.decisions import complete_assignment, discuss, drop_assignment, record_decision
from actions.transitions import ASSIGNMENT_TRANSITIONS
from actions.views.table import STALE, meeting_or_404

DIRECTIONS = {"su": True, "giu": False}


def _item(user, pk):
    items = AgendaItem.objects.visible_to(user).select_related("meeting__table__plan", "step", "assignment")
    return get_object_or_404(items, pk=pk)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def agenda(request, number):
    meeting, today = meeting_or_404(request.user, number), timezone.localdate()
    proposed = proposals(read_plan(meeting.table.plan, today), meeting, today)
    manual_sent = "title" in request.POST
    chosen = ProposalsForm(None if manual_sent else request.POST or None, proposals=proposed)
    manual = ManualItemForm(request.POST if manual_sent else None)
    if request.method == "POST" and (manual if manual_sent else chosen).is_valid():
        rows = (
            [manual.cleaned_data | {"origin": AgendaOrigin.MANUAL}] if manual_sent else [p.row for p in chosen.chosen]
        )
        if _added(request, meeting, rows):
            return redirect("actions:agenda", number=number)
    context = {"meeting": meeting, "view": read_meeting(meeting, today), "today": today}
    context |= {"proposals": proposed, "chosen": chosen, "manual": manual}
    return render(request, "actions/agenda.html", context)


@require_POST
@permission_required(Permission.EDIT_PLAN)
def item_move(request, pk, direction):
    item = _item(request.user, pk)
    if direction not in DIRECTIONS:
        raise Http404
    _try(request, services.move_item, item, up=DIRECTIONS[direction])
    return redirect("actions:agenda", number=item.meeting.number)


@require_POST
@permission_required(Permission.EDIT_PLAN)
def item_remove(request, pk):
    item = _item(request.user, pk)
    number, title = item.meeting.number, item.title
    if _try(request, services.remove_item, item):
        messages.success(request, f"Tolto dall’ordine del giorno: {title}.")
    return redirect("actions:agenda", number=number)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def item_discuss(request, pk):
    """The point on its own: its facts, the discussion, the form of the decision."""
    item = _item(request.user, pk)
    form = MinutesForm(request.POST or None, instance=item)
    if form.is_valid():
        text = form.cleaned_data["minutes"]
        try:
            discuss(item, text=text, version=item.version, by=request.user, today=timezone.localdate())
        except (StaleVersion, MeetingRefuses) as refusal:
            form.add_error(None, STALE if isinstance(refusal, StaleVersion) else str(refusal))
        else:
            messages.success(request, f"Discussione del punto {item.position} salvata.")
            return redirect("actions:item", pk=pk)
    return _item_page(request, item, minutes=form)


@require_POST
@permission_required(Permission.EDIT_PLAN)
def item_decide(request, pk):
    item = _item(request.user, pk)
    form = DecisionForm(request.POST, item=item, steps=_open_steps(item))
    if form.is_valid():
        data = form.cleaned_data
        words = {"text": data["text"], "effect": data["effect"]}
        try:
            record_decision(item, by=request.user, today=timezone.localdate(), **words, **form.values)
        except (TransitionRefused, MeetingRefuses, ValidationError) as refusal:
            for failure in getattr(refusal, "failures", None) or getattr(refusal, "messages", [str(refusal)]):
                form.add_error(None, failure)
        else:
            messages.success(request, f"Decisione sul punto {item.position} registrata.")
            return redirect(f"{item.meeting.get_absolute_url()}#punto-{item.position}")
    return _item_page(request, item, decision=form)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def item_correct(request, pk):
    """A point of a closed meeting: its correction goes on the agenda of the next one."""
    item = _item(request.user, pk)
    form = CorrectionForm(request.POST or None)
    coming = _coming(item.meeting)
    if form.is_valid():
        if coming is None:
            form.add_error(None, "Non c’è una prossima seduta: fissala, poi torna qui.")
        elif _try(request, services.correct_item, item, meeting=coming, text=form.cleaned_data["text"]):
            messages.success(request, f"Rettifica messa all’ordine del giorno della seduta {coming.number}.")
            return redirect(coming)
    return render(request, "actions/item_correct.html", {"form": form, "item": item, "coming": coming})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def assignment_perform(request, pk, name):
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user).select_related("office"), pk=pk)
    transition = next((t for t in ASSIGNMENT_TRANSITIONS if t.name == name), None)
    if transition is None:
        raise Http404
    if not transition.may(request.user, assignment):
        raise PermissionDenied
    done = name == "complete"
    form = (CompleteAssignmentForm if done else ReasonForm)(request.POST or None)
    if form.is_valid():
        try:
            (complete_assignment if done else drop_assignment)(assignment, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            for failure in refusal.failures:
                form.add_error(None, failure)
        else:
            messages.success(request, f"{transition.done.capitalize()}: {assignment.text}.")
            return redirect("actions:table")
    context = {"form": form, "assignment": assignment, "transition": transition}
    return render(request, "actions/assignment_perform.html", context)


def _added(request, meeting, rows):
    """Put the points on the agenda and say how many; False when the meeting refuses."""
    try:
        added = services.add_items(meeting, rows, by=request.user)
    except MeetingRefuses as refusal:
        messages.error(request, str(refusal))
        return False
    words = "punto messo,punti messi"
    messages.success(request, f"{len(added)} {words.split(',')[len(added) != 1]} all’ordine del giorno.")
    return True


def _try(request, service, item, **values):
    """Call a service of the agenda; a refusal becomes a message. Returns whether it worked."""
    try:
        service(item, by=request.user, **values)
    except MeetingRefuses as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _item_page(request, item, *, minutes=None, decision=None):
    today = timezone.localdate()
    view = item_view(agenda_of(item.meeting).get(pk=item.pk), today)
    following = item.meeting.agenda.filter(position__gt=item.position).order_by("position").first()
    context = {
        "view": view,
        "item": view.item,
        "meeting": item.meeting,
        "following": following,
        "under_way": item.meeting.is_under_way(today),
        "minutes": minutes or MinutesForm(instance=item),
        "decision": decision or DecisionForm(item=item, steps=_open_steps(item)),
    }
    return render(request, "actions/item.html", context)


def _open_steps(item):
    steps = Step.objects.filter(plan=item.meeting.table.plan, state__in=OPEN_STEP_STATES)
    return steps.select_related("action").in_plan_order()


def _coming(meeting):
    """The next meeting that can still take a point."""
    states = (MeetingState.PLANNED, MeetingState.CONVENED)
    return Meeting.objects.filter(table=meeting.table, state__in=states, number__gt=meeting.number).last()
