"""A point measured by an indicator: a proposal like the others, validated by the table."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from abitare.records.enums import Level, PointKind
from abitare.records.models import LogEntry
from actions.enums import LinkHow
from actions.models import MandateLink
from tests.factories.actions import MANDATE_DAY, TODAY, ActionFactory, LinkFactory, PlanFactory, add_point
from tests.factories.indicators import IndicatorFactory
from tests.html import control, errors, messages, parse, texts, words

pytestmark = pytest.mark.django_db
URL = reverse("actions:measure_propose", args=["A1.1"])


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


@pytest.fixture
def indicator(db):
    return IndicatorFactory(action=ActionFactory(plan=PlanFactory(), number=1), code="A1.1")


@pytest.fixture
def point(indicator):
    return add_point(indicator.plan.mandate, 4, 4, kind=PointKind.CRITERION, summary="Più presenza nelle corti.")


def test_proposed_in_the_name_of_the_person(client, indicator, point, coordinator):
    response = client.post(URL, {"point": point.pk}, follow=True)
    assert messages(response) == ["Legame proposto: 4.d misurato da A1.1. Lo valida il tavolo."]
    link = MandateLink.objects.get()
    assert (link.how, link.indicator, link.action, link.step) == ("measures", indicator, indicator.action, None)
    assert (link.state, link.proposed_by, link.proposed_on) == ("proposed", coordinator, TODAY)
    assert [entry.verb for entry in LogEntry.objects.for_object(link)] == ["propose"]


def state_of(client, point):
    row = parse(client.get(point.clause.act.get_absolute_url()), f"#{point.clause.anchor}")
    return texts(row, ".ab-clause-trace > span")[0]


def test_measured_only_when_the_table_says_so(client, indicator, point, manager):
    client.post(URL, {"point": point.pk})
    assert state_of(client, point) == "Da avviare"
    client.force_login(manager)
    link = MandateLink.objects.get()
    client.post(reverse("actions:link_perform", args=[link.pk, "validate"]))
    assert state_of(client, point) == "Misurato"
    page = words(parse(client.get(point.clause.act.get_absolute_url()), f"#{point.clause.anchor}"))
    assert "A1.1: misura · validato il 20 nov 2031" in page


def test_it_may_stand_beside_the_link_of_its_azione(client, indicator, point):
    LinkFactory(action=indicator.action, point=point, how=LinkHow.MEASURES)
    assert client.post(URL, {"point": point.pk}).status_code == 302
    assert MandateLink.objects.count() == 2


def test_a_point_is_offered_once_and_only_those_of_the_proposal(client, indicator, point):
    add_point(indicator.plan.mandate, 1, level=Level.GIUNTA)
    add_point(PlanFactory(mandate__date=MANDATE_DAY.replace(year=2020)).mandate, 7)
    offered = lambda: texts(control(parse(client.get(URL), "main form"), "point"), "option")  # noqa: E731 - asked twice
    assert offered() == ["scegli un punto", "4.d Più presenza nelle corti."]
    client.post(URL, {"point": point.pk})
    assert offered() == ["scegli un punto"]
    assert len(errors(client.post(URL, {"point": point.pk}))) == 1


def test_one_must_be_chosen(client, indicator, point):
    assert len(errors(client.post(URL, {"point": ""}))) == 1


def test_the_database_keeps_indicators_to_measuring(indicator, point):
    for wrong in ({"how": LinkHow.EXECUTES}, {"how": LinkHow.INCORPORATES}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LinkFactory(action=indicator.action, point=point, indicator=indicator, **wrong)
    LinkFactory(action=indicator.action, point=point, indicator=indicator, how=LinkHow.MEASURES)
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkFactory(action=indicator.action, point=point, indicator=indicator, how=LinkHow.MEASURES)


def test_the_tracing_of_the_act_names_it(client, indicator, point):
    client.post(URL, {"point": point.pk})
    text = client.get(point.clause.act.get_absolute_url(), {"formato": "csv"}).content.decode()
    assert ";misura;A1.1;proposto;" in text


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor", "administrator"])
def test_only_the_coordination(client, indicator, point, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == client.post(URL, {"point": point.pk}).status_code == 403
    assert MandateLink.objects.count() == 0


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, indicator, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == 404


def test_wrong_method(client, indicator):
    assert client.put(URL).status_code == 405
