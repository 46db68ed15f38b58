"""Invented forms: one field of each markup, and the filters of a list."""

from django import forms

from abitare.ui.fields import ItalianDateField, MoneyField, UploadField
from abitare.ui.forms import FilterForm, Form


class SampleForm(Form):
    """One field of each kind of markup."""

    name = forms.CharField(label="Denominazione", help_text="Come risulta dallo statuto.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    day = ItalianDateField(label="Data della seduta")
    amount = MoneyField(label="Importo (euro)")
    kind = forms.ChoiceField(
        label="Forma giuridica", choices=[("", "Scegli…"), ("aps", "Associazione"), ("coop", "Cooperativa")]
    )
    areas = forms.MultipleChoiceField(
        label="Ambiti",
        choices=[("casa", "Casa"), ("lavoro", "Lavoro"), ("cura", "Cura")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Almeno uno.",
    )
    role = forms.ChoiceField(
        label="Ruolo", choices=[("solo", "Da solo"), ("capo", "Capofila")], widget=forms.RadioSelect
    )
    document = UploadField(label="Statuto", kinds=["pdf"], max_megabytes=10)
    agreed = forms.BooleanField(label="Ho letto l’informativa")


class SampleFilters(FilterForm):
    text = forms.CharField(label="Cerca", required=False)
    state = forms.ChoiceField(
        label="Stato", required=False, choices=[("", "Tutti"), ("late", "In ritardo"), ("ok", "In linea")]
    )
    year = forms.ChoiceField(label="Anno", required=False, choices=[("", "Tutti"), ("2031", "2031"), ("2030", "2030")])
