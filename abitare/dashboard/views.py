"""The public page of the plan and the dashboard of the table."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from abitare.dashboard.documents import status_document
from abitare.dashboard.forms import BoardForm
from abitare.dashboard.selectors import my_things, read_dashboard, read_public_page
from abitare.documents.fonts import MissingGlyphs
from abitare.documents.pdf import PrintingUnavailable
from abitare.documents.pdf import render as render_pdf
from abitare.people.access import permission_required
from abitare.people.roles import Permission
from actions.selectors.plan import plan_with_actions


@login_not_required
@require_GET
def home(request):
    today = timezone.localdate()
    return render(request, "dashboard/home.html", {"board": read_public_page(today), "today": today})


@require_GET
@permission_required(Permission.VIEW_PLAN)
def dashboard(request):
    today = timezone.localdate()
    plan = plan_with_actions()
    form = BoardForm(request.GET or None, plan=plan)
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("alla")
    board, mine = None, ()
    if plan:
        wanted = {"since": asked.get("dal"), "action_number": asked.get("azione"), "office_id": asked.get("settore")}
        board = read_dashboard(plan, day or today, as_known=day is not None, **wanted)
        form.offer(board.step_offices)
        mine = my_things(request.user, board.plan, board.table, today) if day is None else ()
    context = {"board": board, "today": day or today, "form": form, "mine": mine, "as_known": day is not None}
    return render(request, "dashboard/dashboard.html", context)


@require_GET
@permission_required(Permission.VIEW_PLAN)
def status_pdf(request):
    """«Stato di attuazione» of today, or as it was known at the end of ``?alla=``. Filters do not apply to it."""
    plan = plan_with_actions()
    if plan is None:
        raise Http404("Nessun piano nel registro.")
    form = BoardForm({"alla": request.GET.get("alla", "")}, plan=plan)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["alla"]))
        return redirect("dashboard:index")
    day = form.cleaned_data["alla"]
    board = read_dashboard(plan, day or timezone.localdate(), as_known=day is not None)
    document = status_document(board, municipality=settings.ENTE_NAME, demo=settings.DEMO)
    try:
        content = render_pdf(document)
    except (MissingGlyphs, PrintingUnavailable) as error:
        messages.error(request, str(error))
        return redirect("dashboard:index")
    headers = {"Content-Disposition": f'inline; filename="stato-di-attuazione-{board.today.isoformat()}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
