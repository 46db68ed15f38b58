"""What one may ask of the dashboard in its address."""

from django import forms
from django.utils import timezone

from abitare.ui import formats
from abitare.ui.fields import ItalianDateField
from abitare.ui.forms import FilterForm


class BoardForm(FilterForm):
    """The day of the situation and the filters of the lists. Empty means today and everything."""

    alla = ItalianDateField(label="Situazione al", required=False)
    dal = ItalianDateField(label="Che cosa è cambiato dal", required=False)
    azione = forms.TypedChoiceField(label="Azione", required=False, coerce=int, empty_value=None)
    settore = forms.IntegerField(label="Ufficio", required=False, widget=forms.Select)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        numbers = [(action.number, str(action)) for action in plan.actions.all()] if plan else []
        self.fields["azione"].choices = [("", "Tutte"), *sorted(numbers), (0, "Coordinamento")]

    def offer(self, offices):
        """The offices one may choose, once the plan has been read; one that is not there is an error."""
        choices = sorted(((office.pk, office.name) for office in offices), key=lambda choice: choice[1])
        self.fields["settore"].widget.choices = [("", "Tutti"), *choices]
        chosen = self.cleaned_data.get("settore") if self.is_valid() else None
        if chosen is not None and chosen not in dict(choices):
            self.add_error("settore", "Questo ufficio non ha passi nel piano: scegline uno dall’elenco.")

    def clean_alla(self):
        day = self.cleaned_data["alla"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Il futuro non è ancora un fatto: scegli una data fino a oggi.", code="future")
        mandate = self.plan.mandate if self.plan else None
        if day and mandate and mandate.date and day < mandate.date:
            since = formats.long_date(mandate.date)
            message = f"Il piano comincia con la {mandate}, il {since}: scegli una data da allora in poi."
            raise forms.ValidationError(message, code="before")
        return day

    def clean(self):
        cleaned = super().clean()
        until = cleaned.get("alla") or timezone.localdate()
        if cleaned.get("dal") and cleaned["dal"] >= until:
            self.add_error("dal", "Scegli un giorno prima di quello della situazione.")
        return cleaned
