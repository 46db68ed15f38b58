"""The table: its page, its members, the life of each meeting, its calendar and its minutes."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from abitare.documents.fonts import MissingGlyphs
from abitare.documents.pdf import PrintingUnavailable
from abitare.documents.pdf import render as render_pdf
from abitare.people.access import permission_required
from abitare.people.roles import Permission
from abitare.records.models import LogEntry
from abitare.records.services.clauses import StaleVersion
from abitare.records.workflow import TransitionRefused, available
from abitare.ui.exports import export
from actions.calendar_file import CALENDAR_TYPE, calendar_file
from actions.documents import meeting_event, minutes_document
from actions.enums import MeetingState
from actions.forms.steps import ReasonForm
from actions.forms.table import AttendanceForm, MeetingForm, TableForm
from actions.models import Meeting
from actions.rules import can_edit_plan
from actions.selectors.plan import current_plan
from actions.selectors.table import read_meeting, read_table, table_of
from actions.services import meetings as services
from actions.services.agenda import MeetingRefuses
from actions.transitions import MEETING_TRANSITIONS

HEADER = ["Compito", "Ufficio", "Entro il", "Giorni di ritardo", "Stato", "Fatto il", "Come, o perché no", "Seduta"]
# What the link to the agenda says while it can still change.
AGENDA_LINKS = {MeetingState.PLANNED: "Componi l’ordine del giorno", MeetingState.CONVENED: "Aggiungi un punto"}
STALE = "Qualcuno ha salvato in questo momento: controlla e salva di nuovo."


def table_or_404():
    plan = current_plan()
    table = table_of(plan) if plan else None
    if table is None:
        raise Http404
    return table


def meeting_or_404(user, number):
    meetings = Meeting.objects.visible_to(user).select_related("table__plan")
    return get_object_or_404(meetings, table=table_or_404(), number=number)


@require_GET
@permission_required(Permission.VIEW_PLAN)
def table_detail(request):
    plan = current_plan()
    table = table_of(plan) if plan else None
    if table is None:
        return render(request, "actions/table.html", {"view": None})
    every = request.GET.get("compiti") == "tutti"
    view = read_table(table, timezone.localdate(), every=every)
    download = export(request, "compiti-del-tavolo", HEADER, _assignment_rows(view))
    if download:
        return download
    context = {"view": view, "every": every, "can_edit": can_edit_plan(request.user), "user_offices": _own(request)}
    return render(request, "actions/table.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def table_change(request):
    table = table_or_404()
    form = TableForm(request.POST or None, instance=table)
    if form.is_valid():
        services.change_table(table, by=request.user, **form.cleaned_data)
        messages.success(request, "Componenti del tavolo salvati.")
        return redirect("actions:table")
    return render(request, "actions/table_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def meeting_create(request):
    table = table_or_404()
    form = MeetingForm(request.POST or None)
    if form.is_valid():
        meeting = services.plan_meeting(table, by=request.user, **form.values)
        messages.success(request, f"Seduta n. {meeting.number} fissata: ora componi l’ordine del giorno.")
        return redirect("actions:agenda", number=meeting.number)
    return render(request, "actions/meeting_form.html", {"form": form})


@require_GET
@permission_required(Permission.VIEW_PLAN)
def meeting_detail(request, number):
    meeting = meeting_or_404(request.user, number)
    context = {
        "view": read_meeting(meeting, timezone.localdate()),
        "meeting": meeting,
        "transitions": available(MEETING_TRANSITIONS, meeting, request.user),
        "can_edit": can_edit_plan(request.user),
        "agenda_label": AGENDA_LINKS.get(meeting.state, "") if can_edit_plan(request.user) else "",
        "user_offices": _own(request),
        "history": LogEntry.objects.for_object(meeting).newest_first(),
    }
    return render(request, "actions/meeting_detail.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def meeting_change(request, number):
    meeting = meeting_or_404(request.user, number)
    form = MeetingForm(request.POST or None, instance=meeting)
    if form.is_valid():
        try:
            services.change_meeting(meeting, by=request.user, version=meeting.version, **form.values)
        except StaleVersion:
            form.add_error(None, STALE)
        except MeetingRefuses as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Seduta n. {meeting.number} salvata.")
            return redirect(meeting)
    return render(request, "actions/meeting_form.html", {"form": form, "meeting": meeting})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EDIT_PLAN)
def attendance(request, number):
    meeting, today = meeting_or_404(request.user, number), timezone.localdate()
    view = read_meeting(meeting, today)
    form = AttendanceForm(request.POST or None, offices=view.offices, attendances=view.attendances)
    if form.is_valid():
        try:
            services.record_attendance(meeting, form.changed_rows, by=request.user, today=today)
        except MeetingRefuses as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Presenze registrate.")
            return redirect(meeting)
    return render(request, "actions/attendance.html", {"form": form, "meeting": meeting})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_PLAN)
def meeting_perform(request, number, name):
    meeting = meeting_or_404(request.user, number)
    transition = next((t for t in MEETING_TRANSITIONS if t.name == name), None)
    if transition is None:
        raise Http404
    if not transition.may(request.user, meeting):
        raise PermissionDenied
    form = ReasonForm(request.POST or None) if transition.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            meeting = _perform(name, meeting, request.user, form)
        except (TransitionRefused, MeetingRefuses) as refusal:
            for failure in getattr(refusal, "failures", [str(refusal)]):
                messages.error(request, failure)
        else:
            messages.success(request, f"Seduta n. {meeting.number}: {meeting.get_state_display()}.")
            return redirect(meeting)
    context = {"form": form, "meeting": meeting, "transition": transition}
    return render(request, "actions/meeting_perform.html", context)


@require_GET
@permission_required(Permission.VIEW_PLAN)
def meeting_calendar(request, number):
    meeting = meeting_or_404(request.user, number)
    event = meeting_event(meeting, base_url=settings.BASE_URL, ente_name=settings.ENTE_NAME)
    headers = {"Content-Disposition": f'attachment; filename="seduta-{meeting.number}.ics"'}
    return HttpResponse(calendar_file(event), content_type=CALENDAR_TYPE, headers=headers)


@require_GET
@permission_required(Permission.VIEW_PLAN)
def meeting_minutes(request, number):
    meeting = meeting_or_404(request.user, number)
    document = minutes_document(meeting, municipality=settings.ENTE_NAME, demo=settings.DEMO)
    try:
        content = render_pdf(document)
    except (MissingGlyphs, PrintingUnavailable) as error:
        messages.error(request, str(error))
        return redirect(meeting)
    headers = {"Content-Disposition": f'inline; filename="verbale-seduta-{meeting.number}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _perform(name, meeting, user, form):
    if name == "cancel":
        return services.cancel(meeting, by=user, reason=form.cleaned_data["reason"])
    verb = services.convene if name == "convene" else services.close
    return verb(meeting, by=user, today=timezone.localdate())


def _own(request):
    """Keys of the offices whose compiti this person may say are done."""
    return [office.pk for office in request.user.offices_with(Permission.EDIT_OWN_STEPS)]


def _assignment_rows(view):
    for row in view.assignments:
        assignment = row.assignment
        yield (
            assignment.text,
            assignment.office_name,
            assignment.due,
            row.days_late or None,
            assignment.get_state_display(),
            assignment.done_on,
            assignment.done_note,
            row.meeting.number if row.meeting else None,
        )
