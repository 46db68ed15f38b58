from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's, with its sentences in Italian: Django 5.2 has no translation of them."""

    def validate(self, password, user=None):
        if len(password) < self.min_length:
            raise ValidationError(
                f"La password è troppo corta: deve avere almeno {self.min_length} caratteri.",
                code="password_too_short",
            )

    def get_help_text(self):
        return f"La password deve avere almeno {self.min_length} caratteri."
