"""The search box."""

from django import forms

from abitare.ui.forms import Form
from actions.search_words import MAX_LENGTH, understand


class SearchForm(Form):
    """What to look for. ``words`` is there when it is valid and not empty."""

    q = forms.CharField(
        label="Che cosa cerchi",
        required=False,
        max_length=MAX_LENGTH,
        help_text="Un numero d’atto (156), un punto (5.b), un passo (3.5), un indicatore (A3.1) o qualche parola.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
        error_messages={"max_length": "Scrivi al massimo %(limit_value)d caratteri: ne hai scritti %(show_value)d."},
    )
    mark_optional = False

    def clean_q(self):
        text = self.cleaned_data["q"]
        self.words = understand(text)
        if text and self.words is None:
            raise forms.ValidationError("Scrivi almeno due lettere, oppure un numero.")
        return text
