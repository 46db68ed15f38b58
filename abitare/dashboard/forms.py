"""What one may ask of the dashboard in its address."""

from django import forms
from django.utils import timezone

from abitare.people.models import Office
from abitare.ui.fields import ItalianDateField
from abitare.ui.forms import FilterForm


class BoardForm(FilterForm):
    """The day of the situation and the filters of the lists. Empty means today and everything."""

    alla = ItalianDateField(label="Situazione al", required=False)
    dal = ItalianDateField(label="Che cosa è cambiato dal", required=False)
    azione = forms.TypedChoiceField(label="Azione", required=False, coerce=int, empty_value=None)
    settore = forms.ModelChoiceField(
        label="Ufficio", queryset=Office.objects.none(), required=False, empty_label="Tutti"
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        numbers = [(action.number, str(action)) for action in plan.actions.all()] if plan else []
        self.fields["azione"].choices = [("", "Tutte"), *numbers, (0, "Coordinamento")]
        self.fields["settore"].queryset = Office.objects.filter(steps__plan=plan).distinct().order_by("name")

    def clean_alla(self):
        day = self.cleaned_data["alla"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Il futuro non è ancora un fatto: scegli una data fino a oggi.", code="future")
        return day

    def clean(self):
        cleaned = super().clean()
        until = cleaned.get("alla") or timezone.localdate()
        if cleaned.get("dal") and cleaned["dal"] >= until:
            self.add_error("dal", "Scegli un giorno prima di quello della situazione.")
        return cleaned
