"""Doors of the staff pages: a stranger does not learn that the page exists, a reader learns it is not theirs."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

from abitare.people.roles import Permission


def permission_required(permission: Permission):
    """View decorator: 404 to who is not staff, 403 to staff without the permission. One query per request."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_staff:
                raise Http404
            if not request.user.can(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
