"""How django-allauth speaks and behaves in our house."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse

from abitare.people.roles import Permission


class AccountAdapter(DefaultAccountAdapter):
    """Public sign-up makes a plain account (an ente user); our sentences; our name under every message."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Questo account è sospeso.",
        "email_password_mismatch": "L’indirizzo e-mail o la password non sono corretti.",
        "email_taken": "Esiste già un account con questo indirizzo e-mail.",
        "enter_current_password": "La password attuale non è corretta.",
        "incorrect_code": "Il codice non è corretto o è scaduto.",
        "incorrect_password": "La password non è corretta.",
        "invalid_or_expired_key": "Il collegamento non è valido o è scaduto.",
        "invalid_password_reset": "Il collegamento per cambiare la password non è valido o è già stato usato.",
        "rate_limited": "Troppe richieste in poco tempo: aspetta qualche minuto e riprova.",
        "same_as_current": "È già il tuo indirizzo attuale.",
        "too_many_login_attempts": "Troppi tentativi di accesso. Aspetta cinque minuti e riprova.",
        "unverified_primary_email": "Prima conferma il tuo indirizzo e-mail.",
    }

    def save_user(self, request, user, form, commit=True):
        user.full_name = form.cleaned_data["full_name"]
        user.is_staff = False
        return super().save_user(request, user, form, commit)

    def render_mail(self, template_prefix, email, context, headers=None):
        ours = {"ente_name": settings.ENTE_NAME, "base_url": settings.BASE_URL}
        return super().render_mail(template_prefix, email, context | ours, headers)

    def get_login_redirect_url(self, request):
        """Who reads the plan starts from the dashboard, everybody else from the profile."""
        if request.user.can(Permission.VIEW_PLAN):
            return resolve_url(settings.STAFF_START)
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request):
        return reverse("people:profile")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Con la verifica in due passaggi attiva non si aggiungono indirizzi e-mail.",
        "cannot_delete_authenticator": "La verifica in due passaggi non si può disattivare.",
        "cannot_generate_recovery_codes": "Prima attiva la verifica in due passaggi, poi genera i codici di riserva.",
        "incorrect_code": "Il codice non è corretto o è scaduto: usa quello che l’app mostra adesso.",
        "unverified_email": "Prima conferma il tuo indirizzo e-mail, poi attiva la verifica in due passaggi.",
    }
