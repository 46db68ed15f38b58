"""When a session ends: ``SESSION_COOKIE_AGE`` after the last thing the person did, told to the page that is open.

The instant of the last renewal is in the session itself. It is written again only when it is ``RENEW_EVERY`` old, so
that most pages write nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

KEY = "renewed_at"
RENEW_EVERY = timedelta(minutes=5)


def start_clock(sender, request, **kwargs):
    """Receiver of a login: the session begins now."""
    renew(request)


def renew(request):
    """The session of ``request`` lasts its whole length from now. Marks it to be saved."""
    request.session[KEY] = timezone.now().timestamp()


def keep_alive(request):
    """Something was done: renew a session of a signed-in person if the last renewal is not recent."""
    if SESSION_KEY not in request.session:
        return
    last = request.session.get(KEY)
    if last is None or timezone.now().timestamp() - last >= RENEW_EVERY.total_seconds():
        renew(request)


def seconds_left(request) -> int | None:
    """How many seconds the session still lasts; None for who has not signed in."""
    last = request.session.get(KEY) if SESSION_KEY in request.session else None
    if last is None:
        return None
    return max(0, int(last + settings.SESSION_COOKIE_AGE - timezone.now().timestamp()))


def stands_still(view):
    """Mark a view that answers without anybody having done anything: it does not renew the session."""
    view.keeps_session_clock = True
    return view
