from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

# What a staff member without a second factor may still do: set it up, prove who they are, stay, leave.
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {"mfa_activate_totp", "mfa_reauthenticate", "account_reauthenticate", "account_logout", "people:session"}
)


class SecondFactorMiddleware:
    """Sends staff without an authenticator to set one up, when `MFA_REQUIRED`.

    Asked of the database at every page (one query): a second factor removed in another window counts at once.
    Public pages stay open. Goes after `AccountMiddleware`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.MFA_REQUIRED or not getattr(view_func, "login_required", True):
            return None
        if not (request.user.is_authenticated and request.user.is_staff):
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT_SECOND_FACTOR or has_second_factor(request.user):
            return None
        target = reverse("mfa_activate_totp")
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)


def has_second_factor(user) -> bool:
    """True when the person has an authenticator app. One query."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
