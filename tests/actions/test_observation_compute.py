"""Computed sources: who owns the facts registers how to count them; what they answer is a draft like any other."""

from fractions import Fraction
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from abitare.records.enums import PointKind
from actions import sources
from actions.enums import LinkHow, LinkState
from actions.models import Observation
from actions.services.observations import record_computed
from tests.factories.actions import TODAY, ActionFactory, LinkFactory, PlanFactory, add_point
from tests.factories.indicators import IndicatorFactory
from tests.html import messages, parse, texts

pytestmark = pytest.mark.django_db
URL = reverse("actions:observation_compute", args=["A3.16"])


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


@pytest.fixture
def indicator(office):
    action = ActionFactory(plan=PlanFactory(), number=3)
    return IndicatorFactory(action=action, code="A3.16", source_key="incorporated:004", office=office)


@pytest.fixture
def criteria(indicator):
    mandate = indicator.plan.mandate
    add_point(mandate, 1, 1, kind=PointKind.CRITERION)  # of another number: not counted
    return [add_point(mandate, 4, number, kind=PointKind.CRITERION) for number in range(1, 6)]


def incorporate(indicator, point, state=LinkState.VALIDATED, how=LinkHow.INCORPORATES, **fields):
    return LinkFactory(action=indicator.action, point=point, how=how, state=state, **fields)


@pytest.fixture
def source():
    """Registers a source for one test: ``source(answer)`` gives its key."""
    added = []

    def register(answer):
        key = f"prova-{len(added)}"
        sources.register(key, lambda indicator, day: answer, label="Una prova")
        added.append(key)
        return key

    yield register
    for key in added:
        sources._sources.pop(key)


def test_points_incorporated_are_those_the_table_validated(indicator, criteria):
    assert sources.compute(indicator, TODAY) == 0
    incorporate(indicator, criteria[0])
    incorporate(indicator, criteria[1], state=LinkState.PROPOSED)
    incorporate(indicator, criteria[2], how=LinkHow.EXECUTES)
    incorporate(indicator, criteria[3], decided_on=TODAY.replace(year=2032))
    assert sources.compute(indicator, TODAY) == 1


def test_without_criteria_nobody_can_say(indicator):
    assert sources.compute(indicator, TODAY) is None
    with pytest.raises(ValidationError, match="Abitare non ha i fatti"):
        record_computed(indicator, day=TODAY, by=None)


def test_the_button_records_a_draft(client, indicator, criteria, coordinator):
    incorporate(indicator, criteria[0])
    page = parse(client.get(indicator.get_absolute_url()), "main")
    assert URL in [form["action"] for form in page.select("form")]
    response = client.post(URL, follow=True)
    assert messages(response) == ["Registrata in bozza: A3.16, 20 novembre 2031, 1."]
    row = Observation.objects.get()
    assert (row.value, row.state, row.source, row.author) == (1, "draft", "calcolato da Abitare", coordinator)
    assert (row.period_from, row.period_to, row.note) == (TODAY, TODAY, "Legami validati fra punti e atti")


def test_twice_in_a_day_is_once(client, indicator, criteria):
    client.post(URL, follow=True)
    [sentence] = messages(client.post(URL, follow=True))
    assert sentence.startswith("Il periodo si sovrappone a una rilevazione che c’è già: 20 novembre 2031")
    assert Observation.objects.count() == 1


def test_a_source_may_answer_with_two_terms(indicator, source):
    indicator.source_key, indicator.factor = source((2, 3)), 100
    indicator.save()
    row = record_computed(indicator, day=TODAY, by=None)
    assert (row.exact, row.numerator, row.denominator) == (Fraction(200, 3), 2, 3)


def test_a_fraction_is_kept_to_four_places(indicator, source):
    indicator.source_key = source(Fraction(1, 3))
    indicator.save()
    assert str(record_computed(indicator, day=TODAY, by=None).value) == "0.3333"


def test_a_key_has_one_source_only(source):
    key = source(1)
    with pytest.raises(ValueError, match="Two sources"):
        sources.register(key, lambda indicator, day: 2, label="Un’altra")


def test_registering_the_same_function_again_is_harmless():
    known = sources._sources["incorporated"]
    sources.register("incorporated", known.function, label=known.label)
    assert sources._sources["incorporated"] is known


def test_a_source_nobody_registered(client, indicator):
    indicator.source_key = "che-non-c-e"
    indicator.save()
    assert sources.source_of(indicator) is None
    with pytest.raises(LookupError):
        sources.compute(indicator, TODAY)
    page = parse(client.get(indicator.get_absolute_url()), "main")
    assert "Rileva oggi" not in texts(page, "button")
    assert messages(client.post(URL, follow=True)) == ["Abitare non ha i fatti per calcolarlo: si rileva a mano."]


def test_the_command_is_dry_until_told(indicator, criteria):
    def run(**options):
        out = StringIO()
        call_command("observe_indicators", stdout=out, **options)
        return out.getvalue().splitlines()

    IndicatorFactory(action=indicator.action, code="A3.99", source_key="incorporated:004", in_use=False)
    IndicatorFactory(action=indicator.action, code="A3.98")
    line = "A3.16, 20 novembre 2031: 0"
    assert run() == [line, "Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere."]
    assert Observation.objects.count() == 0
    assert run(write=True) == [line]
    assert Observation.objects.get().author is None
    [again] = run(write=True)
    assert again.startswith("A3.16: Il periodo si sovrappone")
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("editor", 302), ("other_editor", 403), ("manager", 403), ("giunta", 403)])
def test_who_may(client, indicator, criteria, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.post(URL).status_code == status


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, indicator, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(URL).status_code == 404


def test_wrong_method(client, indicator):
    assert client.get(URL).status_code == 405
