"""The names that layouts link to, and one page per layout, for tests of the ground floor alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path


def page(template):
    return login_not_required(lambda request: render(request, template))


@login_not_required
def forbidden(request):
    raise PermissionDenied("Serve il permesso di <b>importare</b>.")


@login_not_required
def broken(request):
    raise ZeroDivisionError


@login_not_required
def said(request):
    messages.success(request, "Atto importato.")
    messages.error(request, "File <i>troppo</i> grande.")
    return render(request, "layout/staff.html")


@login_not_required
def empty(request):
    return HttpResponse()


dashboard = ([path("cruscotto/", page("layout/staff.html"), name="index")], "dashboard")
acts = ([path("atti/", empty, name="list"), path("atti/1/", page("layout/staff.html"), name="detail")], "acts")

urlpatterns = [
    path("", include("abitare.ui.urls")),
    path("", page("layout/public.html"), name="home"),
    path("accedi/", page("layout/entrance.html"), name="account_login"),
    path("vietata/", forbidden),
    path("rotta/", broken),
    path("messaggi/", said),
    path("", include(dashboard)),
    path("", include(acts)),
]
