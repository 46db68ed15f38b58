"""django-allauth's pages at Italian addresses, under allauth's own names. Only the pages we support.

allauth puts its own `site` (a domain) in the context of its entrance pages, over the `site` of our context
processor (the ente): the pages here leave it out.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path, re_path


class KeepOurSite:
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


def ours(view_class):
    """The view of an allauth class that shows our `site`."""
    return type(view_class.__name__, (KeepOurSite, view_class), {}).as_view()


entrance = [
    path("accedi/", ours(account.LoginView), name="account_login"),
    path("accedi/codice/", ours(second_factor.AuthenticateView), name="mfa_authenticate"),
    path("accedi/sospeso/", ours(account.AccountInactiveView), name="account_inactive"),
    path("esci/", ours(account.LogoutView), name="account_logout"),
    path("registrati/", ours(account.SignupView), name="account_signup"),
    path("conferma-email/", ours(account.EmailVerificationSentView), name="account_email_verification_sent"),
    re_path(r"^conferma-email/(?P<key>[-:\w]+)/$", ours(account.ConfirmEmailView), name="account_confirm_email"),
    path("password/dimenticata/", ours(account.PasswordResetView), name="account_reset_password"),
    path("password/dimenticata/inviata/", ours(account.PasswordResetDoneView), name="account_reset_password_done"),
    path(
        "password/nuova/fatto/",
        ours(account.PasswordResetFromKeyDoneView),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/nuova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ours(account.PasswordResetFromKeyView),
        name="account_reset_password_from_key",
    ),
]
security = [
    path("sicurezza/", ours(second_factor.IndexView), name="mfa_index"),
    path("sicurezza/email/", ours(account.EmailView), name="account_email"),
    path("sicurezza/password/", ours(account.PasswordChangeView), name="account_change_password"),
    path("sicurezza/password/imposta/", ours(account.PasswordSetView), name="account_set_password"),
    path("sicurezza/chi-sei/", ours(account.ReauthenticateView), name="account_reauthenticate"),
    path("sicurezza/chi-sei/codice/", ours(second_factor.ReauthenticateView), name="mfa_reauthenticate"),
    path("sicurezza/app/attiva/", ours(totp.ActivateTOTPView), name="mfa_activate_totp"),
    path("sicurezza/app/disattiva/", ours(totp.DeactivateTOTPView), name="mfa_deactivate_totp"),
    path("sicurezza/codici/", ours(recovery.ViewRecoveryCodesView), name="mfa_view_recovery_codes"),
    path("sicurezza/codici/nuovi/", ours(recovery.GenerateRecoveryCodesView), name="mfa_generate_recovery_codes"),
    path("sicurezza/codici/scarica/", ours(recovery.DownloadRecoveryCodesView), name="mfa_download_recovery_codes"),
]
urlpatterns = entrance + security
