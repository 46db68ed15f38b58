"""django-allauth's forms in our words and with our renderer: labels and hints instead of placeholders."""

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from django import forms

from abitare.ui.forms import Form

EMAIL = {"label": "Indirizzo e-mail", "autocomplete": "username"}
CURRENT_PASSWORD = {"label": "Password", "autocomplete": "current-password"}
NEW_PASSWORD = {
    "label": "Nuova password",
    "help_text": "Almeno 12 caratteri. Non usare solo cifre, parole comuni, il tuo nome o la tua e-mail.",
    "autocomplete": "new-password",
}
NEW_PASSWORD_AGAIN = {"label": "Ripeti la password", "autocomplete": "new-password"}
CODE = {"label": "Codice", "autocomplete": "one-time-code"}
CODE_HINT = "Le 6 cifre mostrate dall’app, oppure un codice di riserva."


class InOurWords(Form):
    """Applies `words` (field name -> label, help_text, autocomplete) once the fields are there."""

    words: dict[str, dict[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            field = self.fields[name]
            field.label = words["label"]
            field.help_text = words.get("help_text", "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["autocomplete"] = words["autocomplete"]

    def clean(self):
        """Says in our words that the two passwords differ."""
        cleaned = super().clean()
        if "password2" in self.errors and self.data.get(self.add_prefix("password2")):
            del self.errors["password2"]
            self.add_error("password2", "Le due password non sono uguali.")
        return cleaned


class LoginForm(InOurWords, account.LoginForm):
    words = {"login": EMAIL, "password": CURRENT_PASSWORD}


class SignupForm(InOurWords, account.SignupForm):
    full_name = forms.CharField(max_length=150)
    field_order = ("full_name", "email", "password1", "password2")
    words = {
        "full_name": {"label": "Nome e cognome", "autocomplete": "name"},
        "email": EMAIL | {"help_text": "Ti mandiamo un messaggio per confermarlo."},
        "password1": NEW_PASSWORD | {"label": "Password"},
        "password2": NEW_PASSWORD_AGAIN,
    }


class AddEmailForm(InOurWords, account.AddEmailForm):
    words = {
        "email": {
            "label": "Nuovo indirizzo e-mail",
            "help_text": "Il cambio vale quando apri il messaggio che ti mandiamo al nuovo indirizzo.",
            "autocomplete": "email",
        }
    }


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    words = {
        "oldpassword": CURRENT_PASSWORD | {"label": "Password attuale"},
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD_AGAIN,
    }


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    words = {"password1": NEW_PASSWORD | {"label": "Password"}, "password2": NEW_PASSWORD_AGAIN}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    words = {"email": EMAIL}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    words = {"password": CURRENT_PASSWORD}


class AuthenticateForm(InOurWords, second_factor.AuthenticateForm):
    words = {"code": CODE | {"help_text": CODE_HINT}}


class ReauthenticateMfaForm(InOurWords, second_factor.ReauthenticateForm):
    words = {"code": CODE | {"help_text": CODE_HINT}}


class ActivateTotpForm(InOurWords, totp.ActivateTOTPForm):
    words = {"code": CODE | {"help_text": "Le 6 cifre mostrate dall’app dopo aver letto il codice QR."}}


class DeactivateTotpForm(InOurWords, totp.DeactivateTOTPForm):
    pass


class GenerateRecoveryCodesForm(InOurWords, recovery.GenerateRecoveryCodesForm):
    pass
