"""The public page of the plan and the dashboard of the table."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from abitare.dashboard.selectors import read_dashboard, read_public_page
from abitare.people.access import permission_required
from abitare.people.roles import Permission


@login_not_required
@require_GET
def home(request):
    today = timezone.localdate()
    return render(request, "dashboard/home.html", {"board": read_public_page(today), "today": today})


@require_GET
@permission_required(Permission.VIEW_PLAN)
def dashboard(request):
    today = timezone.localdate()
    return render(request, "dashboard/dashboard.html", {"board": read_dashboard(today), "today": today})
