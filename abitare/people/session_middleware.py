"""What every page does about the session: renew it, say how long it lasts, lead to the entrance when it is over."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import middleware as django_auth
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from abitare.people.session_clock import keep_alive, seconds_left

EXPIRED = "scaduta"  # in the address of the entrance: why one is there


class LoginRequiredMiddleware(django_auth.LoginRequiredMiddleware):
    """Django's own, which also tells the entrance that a session has expired and whether a form was being sent.

    A form sent after the end leads, after signing in, to the page it was written on; what was written stays in the
    page before, in the browser: nothing of it is kept here. A list asked for by htmx sends the whole page to the
    entrance.
    """

    def handle_no_permission(self, request, view_func):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return super().handle_no_permission(request, view_func)
        form = request.method not in ("GET", "HEAD")
        by_htmx = request.headers.get("HX-Request") == "true"
        then = request.get_full_path()
        if form or by_htmx:
            then = _own_path(request, request.headers.get("HX-Current-URL") or request.headers.get("Referer"))
        query = urlencode({REDIRECT_FIELD_NAME: then, EXPIRED: "modulo" if form else "pagina"}, safe="/")
        entrance = f"{resolve_url(self.get_login_url(view_func))}?{query}"
        return HttpResponse(headers={"HX-Redirect": entrance}) if by_htmx else HttpResponseRedirect(entrance)


def _own_path(request, address):
    """The path of an address of this site; the start page for any other."""
    if not address or not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=False):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class SessionClockMiddleware:
    """Renews the session of who does something and tells the page how long it lasts (`request.session_left`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "keeps_session_clock", False):
            keep_alive(request)
        request.session_left = seconds_left(request)
