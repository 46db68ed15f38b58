"""Forms of the indicators. Figures are written as Italians do, and kept exact."""

import re

from django import forms

from abitare.people.models import Office
from abitare.records.models import Act, MandatePoint
from abitare.ui import formats
from abitare.ui.fields import ItalianDateField, MoneyField, UploadField
from abitare.ui.forms import FilterForm, Form, VersionedModelForm
from actions.achievement import DueKind, Status
from actions.enums import Direction, LinkHow, MeetingState
from actions.models import Indicator, MandateLink, Meeting
from actions.observation_file import FIGURE


class FigureField(MoneyField):
    """A figure with at most four decimals: «1.312», «31,4», «-2». Gives a ``Decimal``; a float never enters."""

    default_error_messages = {
        "required": "Scrivi il numero.",
        "invalid": "Il numero non si legge: scrivilo come 1.234,5.",
        "max_decimal_places": "Il numero ha più di quattro decimali.",
    }
    ITALIAN = FIGURE
    POINTED = re.compile(r"(?!)")  # «0.625» might be a thousand or less than one: the comma tells

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": None, "max_digits": 16, "decimal_places": 4} | kwargs)

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        places = max(0, -value.normalize().as_tuple().exponent)
        return formats.number(value, places).replace(formats.MINUS, "-")


class IndicatorFilter(FilterForm):
    """Filters of the list; all of them live in the address."""

    azione = forms.ChoiceField(label="Azione", required=False)
    uso = forms.ChoiceField(
        label="In uso", required=False, choices=[("", "Tutti"), ("si", "in uso"), ("no", "solo in catalogo")]
    )
    esito = forms.ChoiceField(
        label="Esito", required=False, choices=[("", "Qualunque"), *((s.value, s.label) for s in Status)]
    )
    dato = forms.ChoiceField(
        label="Dato",
        required=False,
        choices=[
            ("", "Qualunque"),
            (DueKind.LATE.value, "in ritardo"),
            (DueKind.NEVER.value, "mai rilevato"),
            (DueKind.AHEAD.value, "aggiornato"),
        ],
    )
    direzione = forms.ChoiceField(label="Direzione", required=False, choices=[("", "Qualunque"), *Direction.choices])

    def __init__(self, *args, actions, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(str(action.number), f"{action.number}, {action.short_title}") for action in actions]
        self.fields["azione"].choices = [("", "Tutte"), *choices]

    @property
    def chosen(self):
        """The filters that make sense; a value nobody offered filters nothing."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


class UseForm(VersionedModelForm):
    """Put in use, or change how, an indicator of the catalogue."""

    class Meta:
        model = Indicator
        fields = ["office", "months", "lag_days", "key"]
        help_texts = {
            "office": "Chi rileva il dato: può inserirlo e verificarlo.",
            "months": "1 ogni mese, 3 ogni trimestre, 6 ogni semestre, 12 ogni anno.",
            "lag_days": "Quanti giorni dopo la fine del periodo il dato è ancora puntuale.",
            "key": "Fuori obiettivo, un indicatore chiave mette a rischio la sua Azione.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.order_by("name")
        self.fields["office"].empty_label = "da individuare"

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class BaselineForm(VersionedModelForm):
    """Where the indicator starts."""

    baseline = FigureField(label="Valore di partenza")
    baseline_on = ItalianDateField(label="Rilevato il")
    baseline_source = forms.CharField(label="Da dove viene", max_length=200)

    class Meta:
        model = Indicator
        fields = ["baseline", "baseline_on", "baseline_source"]


class TargetForm(Form):
    """A promise: the figure or the band, its day, the act or the closed meeting that made it."""

    on = ItalianDateField(label="Entro il")
    value = FigureField(label="Obiettivo")
    minimum = FigureField(label="Da")
    maximum = FigureField(label="A")
    act = forms.ModelChoiceField(
        label="Atto che lo fissa", queryset=Act.objects.none(), required=False, empty_label="nessuno"
    )
    meeting = forms.ModelChoiceField(
        label="Seduta che lo fissa",
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="nessuna",
        help_text="Solo le sedute chiuse: il verbale non cambia più.",
    )

    def __init__(self, *args, indicator, user, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("value",) if indicator.direction == Direction.BAND else ("minimum", "maximum"):
            del self.fields[name]
        self.fields["act"].queryset = Act.objects.visible_to(user).in_register_order()
        meetings = Meeting.objects.visible_to(user).filter(table__plan=indicator.plan_id, state=MeetingState.CLOSED)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = lambda m: f"seduta {m.number} del {formats.long_date(m.date)}"

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("act") and not cleaned.get("meeting"):
            self.add_error(None, "Un obiettivo cita l’atto o la seduta che lo fissa.")
        return cleaned


class ObservationForm(Form):
    """A figure with its period. A ratio is written with its two terms; its value is computed."""

    period_from = ItalianDateField(label="Dal")
    period_to = ItalianDateField(label="Al")
    numerator = FigureField(label="Numeratore", required=False)
    denominator = FigureField(label="Denominatore", required=False)
    value = FigureField(label="Valore", required=False)
    dimension = forms.CharField(
        label="Ripartizione",
        max_length=80,
        required=False,
        help_text="Un quartiere, una zona, una tipologia; vuoto è il totale. Mai nomi di persone o di nuclei.",
    )
    source = forms.CharField(label="Fonte", max_length=200, help_text="Il documento o il registro da cui viene.")
    note = forms.CharField(label="Nota", max_length=300, required=False)

    def __init__(self, *args, indicator, supersedes=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        if indicator.factor:
            self.fields["value"].help_text = "Solo quando la fonte non dà numeratore e denominatore."
            self.fields["value"].label = f"Valore ({indicator.unit})"
        else:
            del self.fields["numerator"], self.fields["denominator"]
            self.fields["value"].label = f"Valore ({indicator.unit})"
        if supersedes is not None:
            self.fields["note"].label, self.fields["note"].required = "Perché la correggi", True
            del self.fields["dimension"]
        elif not self.is_bound:
            self.initial.setdefault("source", indicator.source)


class MeasureForm(Form):
    """The point of the deliberation that an indicator measures."""

    point = forms.ModelChoiceField(label="Punto della deliberazione", queryset=MandatePoint.objects.none())

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        taken = MandateLink.objects.filter(indicator=indicator, how=LinkHow.MEASURES).values("point")
        points = MandatePoint.objects.of_proposal().filter(clause__act_id=indicator.plan.mandate_id)
        points = points.exclude(pk__in=taken).select_related("clause__parent").order_by("clause__path")
        self.fields["point"].queryset = points
        self.fields["point"].empty_label = "scegli un punto"
        self.fields["point"].label_from_instance = lambda p: f"{p.clause.coordinate} {p.clause.summary or p.clause}"


class ObservationFileForm(Form):
    """A CSV of figures, or the text of one already read, on its way from the preview to the register."""

    file = UploadField(label="File CSV", kinds=("csv",), max_megabytes=1)
