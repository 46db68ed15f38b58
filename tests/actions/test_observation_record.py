"""Writing a figure and correcting it: exact, over its own period, never over another one."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from abitare.records.models import LogEntry
from actions.achievement import ratio
from actions.models import Indicator, Observation
from actions.services.observations import record_observation
from tests.factories.actions import TODAY, ActionFactory
from tests.factories.indicators import AUGUST, JULY, JUNE, IndicatorFactory, observe
from tests.html import control, errors, messages, parse

pytestmark = pytest.mark.django_db
URL = reverse("actions:observation_create", args=["A1.1"])


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


@pytest.fixture
def indicator(office):
    return IndicatorFactory(action=ActionFactory(number=1), code="A1.1", office=office)


@pytest.fixture
def share(indicator):
    Indicator.objects.update(factor=100, unit="%", places=1)
    return Indicator.objects.get()


def sent(**changes):
    return {"period_from": "1/7/2031", "period_to": "31/7/2031", "value": "12", "source": "registro"} | changes


def terms(numerator, denominator, **changes):
    return sent(value="", numerator=numerator, denominator=denominator, **changes)


def history(row):
    return [(entry.verb, entry.changes, entry.reason) for entry in LogEntry.objects.for_object(row).order_by("seq")]


def test_a_figure(client, indicator, coordinator):
    response = client.post(URL, sent(value="1.312,5", note="in parte stimata"), follow=True)
    assert messages(response) == ["Registrata in bozza: A1.1, luglio 2031, 1.313."]
    row = Observation.objects.get()
    assert (row.value, row.state, row.author, row.current) == (Decimal("1312.5"), "draft", coordinator, True)
    assert (row.period_from, row.period_to, row.note) == (date(2031, 7, 1), date(2031, 7, 31), "in parte stimata")
    assert history(row) == [("record", [["valore", "", "1.313"]], "")]


def test_a_share_is_computed_exactly_from_its_terms(client, share):
    client.post(URL, terms("1", "3"))
    row = Observation.objects.get()
    assert (row.value, row.numerator, row.denominator) == (Decimal("33.3333"), 1, 3)
    assert row.exact == Fraction(100, 3)
    assert (row.shown, row.terms) == ("33,3\u00a0%", "1 su 3")


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [("60", "57", "105.2632"), ("-5", "10", "-50.0000"), ("0", "57", "0.0000"), ("412,5", "1.312,5", "31.4286")],
)
def test_a_share_is_never_clamped(client, share, numerator, denominator, value):
    client.post(URL, terms(numerator, denominator))
    assert Observation.objects.get().value == Decimal(value)


def test_a_share_known_only_as_such(client, share):
    client.post(URL, sent(value="31,4"))
    row = Observation.objects.get()
    assert (row.exact, row.terms) == (Fraction("31.4"), "")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (terms("1", "0"), "Il denominatore non può essere zero."),
        (terms("1", ""), "Numeratore e denominatore vanno insieme."),
        (terms("", "3"), "Numeratore e denominatore vanno insieme."),
        (terms("", ""), "Scrivi numeratore e denominatore."),
        (terms("1", "3") | {"value": "33"}, "Scrivi il valore, oppure numeratore e denominatore: non tutti e tre."),
    ],
)
def test_terms_that_do_not_stand(client, share, form, sentence):
    response = client.post(URL, form)
    assert errors(response) == [sentence]
    assert control(parse(response, "main form"), "numerator").get("value", "") == form["numerator"]
    assert Observation.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"value": ""}, ["Scrivi il valore."]),
        ({"source": "  "}, ["Fonte: Questo campo è obbligatorio."]),
        ({"period_from": "1/8/2031"}, ["Il periodo finisce prima di cominciare."]),
        ({"period_to": "21/11/2031"}, ["Il periodo finisce il 21 novembre 2031: si rileva quando è concluso."]),
        ({"value": "", "period_from": "1/8/2031"}, ["Scrivi il valore.", "Il periodo finisce prima di cominciare."]),
        ({"value": "1234567890123"}, ["Valore (corti): "]),
        ({"value": "nan"}, ["Valore (corti): Il numero non si legge: scrivilo come 1.234,5."]),
        ({"period_from": "boh"}, ["Dal: La data non si legge: scrivila come 03/06/2026."]),
    ],
)
def test_what_is_wrong_is_said_all_at_once_and_nothing_is_lost(client, indicator, changes, sentences):
    response = client.post(URL, sent(**changes))
    found = errors(response)
    assert len(found) == len(sentences)
    assert all(row.startswith(sentence) for row, sentence in zip(found, sentences, strict=True))
    page = parse(response, "main form")
    for name, value in sent(**changes).items():
        assert control(page, name).get("value", "").strip() == value.strip()
    assert Observation.objects.count() == 0


def test_a_period_that_ends_today_is_over(client, indicator):
    assert client.post(URL, sent(period_to="20/11/2031")).status_code == 302


@pytest.mark.parametrize(
    ("start", "end"),
    [("1/7/2031", "31/7/2031"), ("31/7/2031", "31/7/2031"), ("1/1/2031", "31/10/2031"), ("15/6/2031", "1/7/2031")],
)
def test_periods_may_not_overlap(client, indicator, start, end):
    observe(indicator, JULY, 9, state="verified")
    assert errors(client.post(URL, sent(period_from=start, period_to=end))) == [
        "Il periodo si sovrappone a una rilevazione che c’è già: luglio 2031 (verificata)."
    ]
    assert Observation.objects.count() == 1


def test_two_observations_of_the_same_period_only_for_two_parts(client, indicator):
    observe(indicator, JULY, 9)
    assert client.post(URL, sent(dimension="Borgo  Alto ")).status_code == 302
    assert len(errors(client.post(URL, sent(dimension="Borgo Alto")))) == 1
    assert sorted(Observation.objects.values_list("dimension", flat=True)) == ["", "Borgo Alto"]


def test_periods_that_touch_do_not_overlap(client, indicator):
    observe(indicator, JUNE, 9)
    observe(indicator, AUGUST, 9)
    assert client.post(URL, sent()).status_code == 302


def test_before_a_certified_figure_the_period_is_closed(client, indicator):
    observe(indicator, AUGUST, 9, state="certified")
    assert errors(client.post(URL, sent())) == [
        "Il periodo è chiuso: è già certificata la rilevazione che segue, agosto 2031."
    ]
    assert client.post(URL, sent(dimension="Borgo Alto")).status_code == 302


def test_before_one_that_is_only_verified_it_is_not(client, indicator):
    observe(indicator, AUGUST, 9, state="verified")
    assert client.post(URL, sent()).status_code == 302


def test_not_in_use_no_figures(client, indicator):
    Indicator.objects.update(in_use=False)
    [sentence] = errors(client.post(URL, sent()))
    assert sentence.startswith("L’indicatore è nel catalogo ma non è in uso")


# --- correcting -------------------------------------------------------------------------------------------------------


def correct(client, row, **changes):
    return client.post(reverse("actions:observation_correct", args=[row.pk]), sent(note="contate due volte") | changes)


@pytest.mark.parametrize("state", ["draft", "verified", "certified"])
def test_a_correction_is_a_new_row_and_the_old_one_stays(client, indicator, state, coordinator):
    old = observe(indicator, JULY, 9, state=state)
    before = Observation.objects.values().get()
    correct(client, old)
    new = Observation.objects.get(current=True)
    assert (new.value, new.state, new.supersedes, new.author) == (12, "draft", old, coordinator)
    assert Observation.objects.values().get(pk=old.pk) == before | {"current": False}
    assert history(new) == [("record", [["valore", "9", "12"]], "contate due volte")]
    assert history(old)[-1] == ("supersede", [["valore", "9", "12"]], "contate due volte")


def test_a_correction_of_a_closed_period_is_possible(client, indicator):
    old = observe(indicator, JULY, 9, state="certified")
    observe(indicator, AUGUST, 9, state="certified")
    assert correct(client, old).status_code == 302


def test_a_correction_says_why(client, indicator):
    old = observe(indicator, JULY, 9)
    assert errors(correct(client, old, note="")) == ["Perché la correggi: Questo campo è obbligatorio."]
    assert Observation.objects.get() == old


def test_the_same_row_is_not_corrected_twice(client, indicator):
    old = observe(indicator, JULY, 9)
    correct(client, old)
    sentences = errors(correct(client, old, value="13"))
    assert "Questa rilevazione è già stata sostituita: correggi quella in vigore." in sentences
    assert Observation.objects.count() == 2


def test_a_correction_may_move_the_period_but_not_over_another(client, indicator):
    old = observe(indicator, JULY, 9)
    observe(indicator, AUGUST, 9)
    assert len(errors(correct(client, old, period_to="1/8/2031"))) == 1
    assert correct(client, old, period_from="2/7/2031").status_code == 302


def test_a_correction_keeps_its_part(client, indicator):
    old = observe(indicator, JULY, 9, dimension="Borgo Alto")
    correct(client, old)
    assert Observation.objects.get(current=True).dimension == "Borgo Alto"


def test_a_number_too_small_is_not_written_in_the_log(client, indicator):
    Indicator.objects.update(min_cell=3)
    client.post(URL, sent(value="2"))
    row = Observation.objects.get()
    assert history(row) == [("record", [["valore", "", "meno di 3"]], "")]


def test_the_form_of_a_correction_does_not_show_the_figure(client, indicator):
    old = observe(indicator, JULY, 9)
    page = parse(client.get(reverse("actions:observation_correct", args=[old.pk])), "main form")
    assert control(page, "value").get("value", "") == ""
    assert control(page, "period_from")["value"] == "01/07/2031"


# --- who --------------------------------------------------------------------------------------------------------------


def test_an_office_writes_its_own(client, indicator, editor):
    client.force_login(editor)
    assert client.post(URL, sent()).status_code == 302
    assert Observation.objects.get().author == editor


@pytest.mark.parametrize("who", ["other_editor", "manager", "giunta", "auditor", "administrator"])
def test_nobody_else_does(client, indicator, request, who):
    old = observe(indicator, JULY, 9)
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == client.post(URL, sent()).status_code == 403
    assert correct(client, old).status_code == 403
    assert Observation.objects.get() == old


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, indicator, request, who):
    old = observe(indicator, JULY, 9)
    client.force_login(request.getfixturevalue(who))
    assert client.post(URL, sent()).status_code == correct(client, old).status_code == 404


def test_wrong_method_and_wrong_row(client, indicator):
    assert client.put(URL).status_code == 405
    assert client.get(reverse("actions:observation_correct", args=[0])).status_code == 404


def test_the_service_asks_for_a_source_too(indicator):
    with pytest.raises(ValidationError) as refusal:
        record_observation(indicator, **JULY, value=Decimal(1), source=" ", by=None, today=TODAY)
    assert refusal.value.messages == ["Scrivi da dove viene il dato."]


class TestStoredShares(TestCase):
    """What the database keeps of a share, rounded to four places, and what it keeps whole."""

    @given(numerator=st.decimals(-10_000, 10_000, places=2), denominator=st.decimals(Decimal("0.01"), 10_000, places=2))
    def test_the_exact_value_survives_the_database(self, numerator, denominator):
        indicator = IndicatorFactory(factor=100)
        row = record_observation(
            indicator, **JULY, numerator=numerator, denominator=denominator, source="r", by=None, today=TODAY
        )
        row = Observation.objects.select_related("indicator").get(pk=row.pk)
        assert row.exact == ratio(numerator, denominator, 100)
        assert abs(Fraction(row.value) - row.exact) <= Fraction(1, 20_000)
