"""Base classes of every form: one renderer, one bound field, Bootstrap Italia markup, errors a person can act on.

Django 5.2 writes ``required``, ``aria-invalid`` and ``aria-describedby``; the templates in ``templates/forms/`` add the
visible mark of what is compulsory, the hint before the control, the error after it. Show all errors on top of the page
with ``{% error_summary form %}``.
"""

from django import forms
from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList

from abitare.ui.components import StaleField, StaleVersions, shown

GROUPS = (widgets.CheckboxSelectMultiple, widgets.RadioSelect)
STALE = "stale"


class UiBoundField(BoundField):
    """A field that knows which of the markups it takes: group, check, select, file or input."""

    @property
    def kind(self):
        widget = self.field.widget
        if isinstance(widget, GROUPS):  # RadioSelect is a Select too: groups come first
            return "group"
        if isinstance(widget, widgets.CheckboxInput):
            return "check"
        if isinstance(widget, widgets.Select):
            return "select"
        return "file" if isinstance(widget, widgets.FileInput) else "input"

    @property
    def marks_optional(self):
        return getattr(self.form, "mark_optional", True)

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        own = {"input": "form-control", "file": "form-control", "select": "form-select", "check": "form-check-input"}
        classes = [self.field.widget.attrs.get("class", ""), own.get(self.kind, "")]
        if self.errors and self.kind != "group":
            classes.append("is-invalid")
        if named := " ".join(filter(None, classes)):
            attrs["class"] = named
        return attrs


class UiRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = UiBoundField


class UiErrorList(ErrorList):
    template_name = "forms/errors.html"


class UiFormMixin:
    """The renderer, the error list, and sections for long forms."""

    default_renderer = UiRenderer()
    required_css_class = "is-required"
    # ((key, title, introduction, (field names)), …): ``{% for section in form.iter_sections %}``
    sections = ()
    mark_optional = True

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("error_class", UiErrorList)
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, GROUPS):
                field.widget.template_name = "forms/widgets/group.html"

    def iter_sections(self):
        """Sections with their bound fields, in the declared order."""
        for key, title, intro, names in self.sections:
            yield {"key": key, "title": title, "intro": intro, "fields": [self[name] for name in names]}

    def error_fields(self):
        """The visible fields with errors, in the order of the form."""
        return [field for field in self.visible_fields() if field.errors]


class Form(UiFormMixin, forms.Form):
    """Base of every form of ours without a model."""


class ModelForm(UiFormMixin, forms.ModelForm):
    """Base of every form of ours on a model."""


class FilterForm(UiFormMixin, forms.Form):
    """Form of a ``FilterSet`` (``class Meta: form = FilterForm``): nothing is compulsory, so nothing says so."""

    mark_optional = False


class VersionedModelForm(ModelForm):
    """A model form that notices when someone else saved the record after it was opened.

    The page carries the value of ``version_field``; if the record has another by the time of saving, the form is not
    valid, ``form.stale`` holds both versions (``StaleVersions``) and ``{% stale_form form.stale %}`` shows them. What
    was written stays in the form; a submit button named ``KEEP``, carrying the version that was shown, saves it over
    the other. The comparison closes the long gap between two people; the row lock of the service closes the short one.
    """

    version_field = "version"
    saved_by_field = ""
    saved_at_field = ""
    KEEP = "keep_mine"

    opened_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stale = None
        self.fields["opened_version"].initial = self._version_of(self.instance)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        saved = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
        seen = {self.data.get(self.add_prefix(name), "") for name in ("opened_version", self.KEEP)}
        if saved is not None and self._version_of(saved) not in seen:
            self.stale = self._both_versions(saved)
            self.add_error(None, forms.ValidationError(
                "Nel frattempo qualcun altro ha salvato questa scheda: qui sotto trovi le due versioni.", code=STALE
            ))  # fmt: skip
        return cleaned

    def _version_of(self, instance):
        value = getattr(instance, self.version_field, None)
        return value.isoformat() if hasattr(value, "isoformat") else "" if value is None else str(value)

    def _both_versions(self, saved):
        rows = []
        for field in self.visible_fields():
            theirs = self._words(field, field.field.prepare_value(self._saved_value(saved, field.name)))
            mine = self._words(field, field.value())
            rows.append(StaleField(label=field.label, yours=mine, saved=theirs, changed=mine != theirs))
        return StaleVersions(
            fields=tuple(rows),
            version=self._version_of(saved),
            saved_by=str(getattr(saved, self.saved_by_field) or "") if self.saved_by_field else "",
            saved_at=getattr(saved, self.saved_at_field) if self.saved_at_field else None,
        )

    def _saved_value(self, saved, name):
        return forms.models.model_to_dict(saved, [name]).get(name, getattr(saved, name, None))

    @staticmethod
    def _words(field, value):
        """A value as a person reads it: the labels of its choices, a yes or no, or the text itself."""
        if isinstance(value, bool):
            return shown(value)
        values = [str(getattr(item, "pk", item)) for item in (value if isinstance(value, list | tuple) else [value])]
        labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
        return ", ".join(labels.get(item, item) for item in values if item not in ("", "None")) or "—"
