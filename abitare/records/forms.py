"""Parsing and validating what people send about acts. No form writes."""

from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from abitare.people.models import Office
from abitare.records.act_parser import NotAnAct
from abitare.records.act_source import read_act
from abitare.records.act_text import UnreadableFile
from abitare.records.enums import ActKind, Organ, PointKind, TextState
from abitare.records.models import Act, ActClause, LogEntry
from abitare.records.selectors import kinds
from abitare.ui.fields import ItalianDateField, UploadField
from abitare.ui.forms import FilterForm, Form, VersionedModelForm

ACT_MEGABYTES = 20  # what the reader of acts takes; attachments may be larger


class ActFilter(django_filters.FilterSet):
    """Filters of the register of acts; all of them live in the address."""

    cerca = django_filters.CharFilter(label="Numero o parole dell’oggetto", method="search")
    organo = django_filters.ChoiceFilter(label="Organo", field_name="organ", choices=Organ.choices, empty_label="Tutti")
    tipo = django_filters.ChoiceFilter(label="Tipo", field_name="kind", choices=ActKind.choices, empty_label="Tutti")
    testo = django_filters.ChoiceFilter(
        label="Testo", field_name="text_state", choices=TextState.choices, empty_label="Qualunque"
    )

    class Meta:
        model = Act
        fields = []
        form = FilterForm

    def search(self, queryset, name, value):
        """Every word must be found, in whatever order: «DGC 156», «casa quartieri»."""
        for word in value.split():
            found = Q(number__iexact=word) | Q(title__icontains=word) | Q(short_title__icontains=word)
            queryset = queryset.filter(found)
        return queryset


class DayFilter(django_filters.Filter):
    """A day as Italians write it."""

    field_class = ItalianDateField


class LogFilter(django_filters.FilterSet):
    """Filters of the register of the operations. Days are those of Italy, both included."""

    chi = django_filters.CharFilter(label="Chi", field_name="actor_label", lookup_expr="icontains", max_length=100)
    cosa = django_filters.CharFilter(label="Che cosa", field_name="label", lookup_expr="icontains", max_length=100)
    oggetto = django_filters.CharFilter(
        label="Oggetto", field_name="subject_label", lookup_expr="icontains", max_length=100
    )
    tipo = django_filters.ChoiceFilter(label="Tipo di oggetto", choices=kinds, empty_label="Tutti", method="of_kind")
    dal = DayFilter(label="Dal (gg/mm/aaaa)", method="from_day", help_text="")
    al = DayFilter(label="Al (gg/mm/aaaa)", method="to_day", help_text="")

    class Meta:
        model = LogEntry
        fields = []
        form = FilterForm

    def of_kind(self, queryset, name, value):
        return queryset.filter(chain__key__startswith=f"{value}:")

    def from_day(self, queryset, name, value):
        return queryset.filter(recorded_at__gte=start_of(value))

    def to_day(self, queryset, name, value):
        return queryset.filter(recorded_at__lt=start_of(value + timedelta(days=1)))


def start_of(day):
    """The first instant of a day in Italy."""
    return timezone.make_aware(datetime.combine(day, time.min))


class ActUploadForm(Form):
    """The text of an act, as text or as a PDF with text. ``parsed`` and ``source`` are there when it is valid."""

    file = UploadField(label="File dell’atto", kinds=("pdf", "text"), max_megabytes=ACT_MEGABYTES)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            self.parsed, self.source = read_act(upload.read(), upload.name)
        except (UnreadableFile, NotAnAct) as error:
            raise forms.ValidationError(str(error), code="unreadable") from error
        return upload


class AttachmentFileForm(Form):
    """The file of an attachment the act names."""

    file = UploadField(label="File", kinds=("pdf", "p7m"), max_megabytes=settings.MAX_UPLOAD_MB)


class ClauseForm(VersionedModelForm):
    """Correct a clause: its texts, and for a point of the dispositivo what it is and who answers for it."""

    kind = forms.ChoiceField(label="Natura del punto", choices=PointKind.choices)
    responsible = forms.ModelChoiceField(
        label="Responsabile", queryset=Office.objects.none(), required=False, empty_label="da individuare"
    )
    reason = forms.CharField(
        label="Perché lo correggi", max_length=300, help_text="Resta nel registro insieme al testo di prima."
    )

    class Meta:
        model = ActClause
        fields = ["official_text", "summary"]
        widgets = {"official_text": forms.Textarea(attrs={"rows": 5}), "summary": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        point = getattr(self.instance, "point", None)
        if point is None:
            del self.fields["kind"], self.fields["responsible"]
        else:
            self.fields["responsible"].queryset = Office.objects.order_by("name")
            self.fields["kind"].initial = point.kind
            self.fields["responsible"].initial = point.responsible_id
        self.order_fields(["official_text", "summary", "kind", "responsible", "reason"])

    def _saved_value(self, saved, name):
        if name in ("kind", "responsible"):
            return getattr(saved.point, saved.point._meta.get_field(name).attname)
        return super()._saved_value(saved, name)

    @property
    def point_values(self):
        """The values of the mandate point, empty for a clause that is not one."""
        return {name: self.cleaned_data[name] for name in ("kind", "responsible") if name in self.fields}
