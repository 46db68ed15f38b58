"""The public page of the plan and the dashboard of the table."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from abitare.dashboard.forms import BoardForm
from abitare.dashboard.selectors import my_things, read_dashboard, read_public_page
from abitare.people.access import permission_required
from abitare.people.roles import Permission
from actions.selectors import current_plan


@login_not_required
@require_GET
def home(request):
    today = timezone.localdate()
    return render(request, "dashboard/home.html", {"board": read_public_page(today), "today": today})


@require_GET
@permission_required(Permission.VIEW_PLAN)
def dashboard(request):
    today = timezone.localdate()
    form = BoardForm(request.GET or None, plan=current_plan())
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("alla")
    board = read_dashboard(
        day or today,
        as_known=day is not None,
        since=asked.get("dal"),
        action_number=asked.get("azione"),
        office_id=asked["settore"].pk if asked.get("settore") else None,
    )
    mine = my_things(request.user, board.plan, board.table, today) if board and day is None else ()
    context = {"board": board, "today": day or today, "form": form, "mine": mine, "as_known": day is not None}
    return render(request, "dashboard/dashboard.html", context)
