"""Forms of what the offices declare: updates and healths."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from abitare.people.models import Office
from abitare.ui.fields import ItalianDateField
from abitare.ui.forms import Form
from actions.enums import HealthValue

TEXT = 2000
DECLARED_FOR = timedelta(days=30)  # proposed, never imposed


def _text(label, help_text="", rows=3):
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": rows})
    )


class UpdateForm(Form):
    """What was done, what stands in the way, what comes next, what is asked. ``offices``: those this person may sign
    for; with one or none there is nothing to choose."""

    office = forms.ModelChoiceField(label="A nome di", queryset=Office.objects.none(), empty_label="scegli l’ufficio")
    happened_on = ItalianDateField(label="Riferito al", initial=timezone.localdate)
    done = _text("Che cosa è stato fatto")
    obstacles = _text("Ostacoli")
    next_steps = _text("Che cosa viene dopo")
    ask = _text("Che cosa si chiede al tavolo", "Entra nell’ordine del giorno con le tue parole.", rows=2)

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = offices
        if len(offices) > 1:
            self.fields["office"].queryset = Office.objects.filter(pk__in=[office.pk for office in offices])
        else:
            del self.fields["office"]

    @property
    def values(self):
        only = self.offices[0] if self.offices else None
        return {"office": only} | self.cleaned_data


class OverrideForm(Form):
    """Declare a health beside the computed one."""

    health = forms.ChoiceField(label="Salute dichiarata", choices=HealthValue.choices)
    expires_on = ItalianDateField(label="Vale fino al", initial=lambda: timezone.localdate() + DECLARED_FOR)
    reason = forms.CharField(
        label="Perché",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Si legge accanto alla salute calcolata, con il tuo nome.",
    )
