"""Fixing a target: never without the act or the closed meeting that made the promise."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from actions.enums import Direction, MeetingState
from actions.models import CoordinationTable, Meeting, Target
from tests.factories.actions import MANDATE_DAY, TODAY, ActionFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.records import ActFactory
from tests.html import control, errors, messages, parse, texts

pytestmark = pytest.mark.django_db
URL = reverse("actions:target_create", args=["A1.1"])
NO_SOURCE = "Un obiettivo cita l’atto o la seduta che lo fissa."


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


@pytest.fixture
def indicator(db):
    return IndicatorFactory(action=ActionFactory(number=1), code="A1.1", start=("10", MANDATE_DAY))


@pytest.fixture
def act(db):
    return ActFactory(number="77", short_title="DGC n. 77/2031")


def sent(act=None, **changes):
    return {"on": "31/12/2032", "value": "40", "act": act.pk if act else "", "meeting": ""} | changes


def meeting(indicator, number, state):
    table, _ = CoordinationTable.objects.get_or_create(plan=indicator.plan)
    return Meeting.objects.create(
        table=table, number=number, date=date(2031, 9, number), state=state, closed_on=date(2031, 9, number)
    )


def test_with_an_act(client, indicator, act, coordinator):
    response = client.post(URL, sent(act), follow=True)
    assert messages(response) == ["A1.1: obiettivo 40 al 31 dicembre 2032."]
    target = Target.objects.get()
    assert (target.value, target.on, target.act, target.recorded_by) == (40, date(2032, 12, 31), act, coordinator)
    [entry] = LogEntry.objects.for_object(indicator)
    assert (entry.verb, entry.changes) == (
        "set_target",
        [["obiettivo", "", "40 al 31 dicembre 2032 (DGC n. 77/2031)"]],
    )


def test_with_a_closed_meeting_and_only_with_that(client, indicator):
    closed = meeting(indicator, 1, MeetingState.CLOSED)
    still_open = meeting(indicator, 2, MeetingState.CONVENED)
    options = texts(control(parse(client.get(URL), "main form"), "meeting"), "option")
    assert options == ["nessuna", "seduta 1 del 1º settembre 2031"]
    assert len(errors(client.post(URL, sent(meeting=still_open.pk)))) > 0
    client.post(URL, sent(meeting=closed.pk))
    assert Target.objects.get().meeting == closed


def test_never_without_a_source(client, indicator):
    response = client.post(URL, sent())
    assert errors(response) == [NO_SOURCE]
    assert control(parse(response, "main form"), "value")["value"] == "40"
    assert Target.objects.count() == 0


def test_a_second_promise_for_the_same_day_takes_the_place_of_the_first(client, indicator, act):
    client.post(URL, sent(act))
    client.post(URL, sent(act, value="45,5"))
    old, new = Target.objects.order_by("pk")
    assert (old.current, new.current, new.supersedes, new.value) == (False, True, old, Decimal("45.5"))
    assert LogEntry.objects.for_object(indicator).newest_first().first().changes[0][1:] == [
        "40 al 31 dicembre 2032 (DGC n. 77/2031)",
        "46 al 31 dicembre 2032 (DGC n. 77/2031)",
    ]


def test_the_very_same_promise_twice_is_refused(client, indicator, act):
    client.post(URL, sent(act))
    assert errors(client.post(URL, sent(act))) == ["Questo obiettivo c’è già, con la stessa fonte."]
    assert Target.objects.count() == 1


def test_several_days_are_steps_of_one_road(client, indicator, act):
    client.post(URL, sent(act))
    client.post(URL, sent(act, on="31/12/2033", value="60"))
    assert Target.objects.current().count() == 2


@pytest.mark.parametrize(
    ("direction", "value", "sentence"),
    [
        ("up", "5", "L’obiettivo 5 è sotto il valore di partenza, ma l’indicatore deve aumentare."),
        ("down", "15", "L’obiettivo 15 è sopra il valore di partenza, ma l’indicatore deve diminuire."),
    ],
)
def test_a_target_on_the_wrong_side(client, indicator, act, direction, value, sentence):
    type(indicator).objects.update(direction=direction)
    assert errors(client.post(URL, sent(act, value=value))) == [sentence]


@pytest.mark.parametrize(("direction", "value"), [("up", "10"), ("down", "10"), ("keep", "5"), ("keep", "50")])
def test_to_keep_a_level_is_a_target(client, indicator, act, direction, value):
    type(indicator).objects.update(direction=direction)
    assert client.post(URL, sent(act, value=value)).status_code == 302


def test_a_target_before_the_baseline(client, indicator, act):
    assert errors(client.post(URL, sent(act, on="4/5/2031"))) == [
        "L’obiettivo al 4 maggio 2031 non viene dopo il valore di partenza."
    ]


@pytest.fixture
def band(indicator):
    type(indicator).objects.update(direction=Direction.BAND)


def test_a_band_has_two_ends(client, band, act):
    page = parse(client.get(URL), "main form")
    assert page.select("[name=value]") == []
    client.post(URL, sent(act, minimum="430", maximum="480,5"))
    target = Target.objects.get()
    assert (target.value, target.minimum, target.maximum) == (None, 430, Decimal("480.5"))


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ({"minimum": "480", "maximum": "430"}, "La fascia finisce prima di cominciare."),
        ({"minimum": "480", "maximum": ""}, "A: Scrivi il numero."),
        ({"minimum": "", "maximum": "480"}, "Da: Scrivi il numero."),
    ],
)
def test_a_band_that_is_not_one(client, band, act, ends, sentence):
    assert errors(client.post(URL, sent(act, **ends))) == [sentence]
    assert Target.objects.count() == 0


def test_what_is_only_watched_has_no_target(client, indicator, act):
    type(indicator).objects.update(direction=Direction.WATCH)
    assert errors(client.post(URL, sent(act))) == ["Questo indicatore si osserva soltanto: non ha obiettivi."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": ""}, "Obiettivo: Scrivi il numero."),
        ({"value": "1e3"}, "Obiettivo: Il numero non si legge: scrivilo come 1.234,5."),
        ({"on": "31/2/2032"}, "Entro il: Il giorno 31/2/2032 non esiste: controlla giorno e mese."),
    ],
)
def test_what_cannot_be_read(client, indicator, act, changes, sentence):
    assert errors(client.post(URL, sent(act, **changes))) == [sentence]


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor", "administrator"])
def test_only_the_coordination(client, indicator, act, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == client.post(URL, sent(act)).status_code == 403
    assert Target.objects.count() == 0


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, indicator, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(URL, sent()).status_code == 404


def test_wrong_method(client, indicator):
    assert client.put(URL).status_code == 405
