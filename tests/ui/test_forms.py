import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from abitare.ui.fields import ItalianDateField, MoneyField
from abitare.ui.forms import FilterForm, Form, VersionedModelForm
from abitare.ui.gallery.sample_forms import SampleForm
from tests.ui.rendering import soup, words

RIGHT = {
    "name": "Insieme",
    "day": "3/6/2026",
    "amount": "1.000",
    "kind": "aps",
    "areas": ["casa"],
    "role": "solo",
    "agreed": "on",
}


def page_of(form):
    return soup("{% error_summary form %}{{ form }}", form=form)


@pytest.fixture
def wrong():
    return page_of(SampleForm(RIGHT | {"name": "", "day": "31/2/2026", "areas": []}, {"document": None}))


def test_every_control_has_its_label():
    page = page_of(SampleForm())
    for control in page.select("input, select, textarea"):
        assert page.find("label", {"for": control["id"]}) is not None, control


def test_what_is_optional_says_so_and_what_is_required_is_marked():
    page = page_of(SampleForm())
    assert words(page.find("label", {"for": "id_note"})) == "Note (facoltativo)"
    label = page.find("label", {"for": "id_name"})
    assert label.select_one(".ab-req")["aria-hidden"] == "true"
    assert page.find(id="id_name").has_attr("required")


def test_groups_are_fieldsets_with_a_legend():
    page = page_of(SampleForm())
    groups = [(words(group.legend), len(group.select("input"))) for group in page.select("fieldset")]
    assert groups == [("Ambiti * (obbligatorio)", 3), ("Ruolo * (obbligatorio)", 2)]


def test_the_hint_comes_before_the_control_and_is_tied_to_it():
    page = page_of(SampleForm())
    control = page.find(id="id_name")
    assert control["aria-describedby"] == "id_name_helptext"
    assert page.find(id="id_name_helptext").find_next("input") is control


def test_a_hint_is_escaped():
    class Hinted(Form):
        code = forms.CharField(help_text="<b>grasso</b>")

    assert page_of(Hinted()).b is None


def test_an_error_is_tied_to_its_control(wrong):
    control = wrong.find(id="id_day")
    assert control["aria-invalid"] == "true"
    assert "is-invalid" in control["class"]
    assert control["value"] == "31/2/2026", "what was written is still there"
    for target in control["aria-describedby"].split():
        assert wrong.find(id=target) is not None
    assert "non esiste" in words(wrong.find(id="id_day_error"))
    assert wrong.find(id="id_day_error").select_one(".visually-hidden").text.strip() == "Errore:"


def test_the_summary_links_every_error_to_a_control_that_exists(wrong):
    summary = wrong.select_one(".ab-errors")
    assert summary["role"] == "alert"
    assert summary["tabindex"] == "-1"
    assert words(summary.h2) == "Ci sono 4 errori da correggere"
    targets = [link["href"].removeprefix("#") for link in summary.select("a")]
    assert targets == ["id_name", "id_day", "id_areas_0", "id_document"]
    assert all(wrong.find(id=target) is not None for target in targets)


def test_a_form_without_errors_has_no_summary():
    assert page_of(SampleForm()).select_one(".ab-errors") is None


def test_an_error_of_the_whole_form_is_in_the_summary():
    class Sum(Form):
        cost = MoneyField()

        def clean(self):
            raise forms.ValidationError("La somma non torna.")

    page = page_of(Sum({"cost": "1"}))
    assert words(page.select_one(".ab-errors li")) == "La somma non torna."
    assert words(page.select_one(".ab-errors h2")) == "C’è un errore da correggere"


def test_a_right_form_gives_typed_values():
    form = SampleForm(RIGHT, {"document": SimpleUploadedFile("statuto.pdf", b"%PDF-1.7")})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"].isoformat() == "2026-06-03"
    assert form.cleaned_data["amount"] == 1000


def test_initial_values_are_shown_in_italian():
    class Dated(Form):
        day = ItalianDateField()
        cost = MoneyField()

    page = page_of(Dated(initial={"day": SampleDay, "cost": 1234}))
    assert page.find(id="id_day")["value"] == "03/06/2026"
    assert page.find(id="id_cost")["value"] == "1.234,00"
    assert page.find(id="id_cost")["inputmode"] == "decimal"


SampleDay = ItalianDateField().clean("2026-06-03")


def test_sections_hold_their_fields():
    class Long(Form):
        name = forms.CharField()
        note = forms.CharField(required=False)
        sections = (("who", "Chi", "", ("name",)), ("what", "Che cosa", "In breve.", ("note",)))

    sections = list(Long().iter_sections())
    assert [(section["key"], [field.name for field in section["fields"]]) for section in sections] == [
        ("who", ["name"]),
        ("what", ["note"]),
    ]


def test_filters_do_not_mark_what_is_optional():
    class Filters(FilterForm):
        text = forms.CharField(required=False, label="Cerca")

    assert words(page_of(Filters()).label) == "Cerca"


class GroupForm(VersionedModelForm):
    version_field = "name"  # any column that changes with every save will do
    saved_by_field = "name"

    class Meta:
        model = Group
        fields = ["name"]


@pytest.fixture
def group(db):
    return Group.objects.create(name="Prima")


def opened(group):
    """The hidden version that the page of the form carries."""
    return page_of(GroupForm(instance=group)).find("input", {"name": "opened_version"})["value"]


def test_a_form_saved_by_nobody_else_goes_through(group):
    form = GroupForm({"name": "Mia", "opened_version": opened(group)}, instance=group)
    assert form.is_valid(), form.errors
    assert form.save().name == "Mia"


def test_a_stale_form_shows_both_versions_and_loses_nothing(group):
    version = opened(group)
    Group.objects.filter(pk=group.pk).update(name="Loro")
    form = GroupForm({"name": "Mia", "opened_version": version}, instance=group)
    assert not form.is_valid()
    assert [(field.yours, field.saved, field.changed) for field in form.stale.fields] == [("Mia", "Loro", True)]
    page = soup("{% stale_form form.stale keep_name=form.KEEP %}{{ form }}", form=form)
    assert page.find(id="id_name")["value"] == "Mia"
    assert page.button["value"] == "Loro"
    assert Group.objects.get().name == "Loro"


def test_who_has_seen_the_other_version_may_save_over_it(group):
    Group.objects.filter(pk=group.pk).update(name="Loro")
    form = GroupForm({"name": "Mia", "opened_version": "Prima", "keep_mine": "Loro"}, instance=group)
    assert form.is_valid(), form.errors


def test_a_third_version_that_nobody_has_seen_stops_the_form_again(group):
    Group.objects.filter(pk=group.pk).update(name="Terza")
    form = GroupForm({"name": "Mia", "opened_version": "Prima", "keep_mine": "Loro"}, instance=group)
    assert not form.is_valid()
    assert form.stale.version == "Terza"


def test_a_new_record_cannot_be_stale(db):
    assert GroupForm({"name": "Nuova"}).is_valid()
