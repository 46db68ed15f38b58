"""Putting an indicator in use, taking it out, writing where it starts."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from actions.models import Indicator
from tests.factories.actions import TODAY, ActionFactory
from tests.factories.indicators import JULY, IndicatorFactory, TargetFactory, observe
from tests.html import control, errors, messages, parse, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


@pytest.fixture
def indicator(db):
    return IndicatorFactory(action=ActionFactory(number=1), code="A1.1", in_use=False, places=1)


def url(name):
    return reverse(f"actions:indicator_{name}", args=["A1.1"])


def saved():
    return Indicator.objects.get(code="A1.1")


def history(indicator):
    return [(entry.verb, entry.changes, entry.reason) for entry in LogEntry.objects.for_object(indicator)]


def use(office=None, **changes):
    fields = {
        "office": office.pk if office else "",
        "months": "3",
        "lag_days": "15",
        "key": "on",
        "opened_version": "1",
    }
    return fields | changes


def test_put_in_use(client, indicator, office):
    response = client.post(url("use"), use(office), follow=True)
    assert messages(response) == ["A1.1: i suoi dati ora sono attesi."]
    row = saved()
    assert (row.in_use, row.office, row.months, row.lag_days, row.key, row.version) == (True, office, 3, 15, True, 2)
    assert history(row) == [
        (
            "put_in_use",
            [
                ["ufficio che rileva", "", "Settore Case e Quartieri"],
                ["mesi fra due rilevazioni", "1", "3"],
                ["giorni concessi dopo il periodo", "30", "15"],
                ["indicatore chiave", "no", "sì"],
                ["in uso", "no", "sì"],
            ],
            "",
        )
    ]


def test_twice_is_once(client, indicator, office):
    client.post(url("use"), use(office))
    client.post(url("use"), use(office, opened_version="2"))
    assert (saved().version, len(history(saved()))) == (2, 1)


def test_changed_later(client, indicator, office):
    client.post(url("use"), use(office))
    client.post(url("use"), use(office, months="6", opened_version="2"))
    assert [verb for verb, *_ in history(saved())] == ["put_in_use", "change"]


@pytest.mark.parametrize(
    ("changes", "label"),
    [({"months": "0"}, "almeno un mese"), ({"months": "spesso"}, "mesi"), ({"lag_days": "-1"}, "giorni")],
)
def test_what_is_wrong_is_said_and_kept(client, indicator, changes, label):
    response = client.post(url("use"), use(**changes))
    [row] = errors(response)
    assert label in row.lower()
    [(name, value)] = changes.items()
    assert control(parse(response, "main form"), name)["value"] == value
    assert not saved().in_use


def test_two_people_on_the_same_form(client, indicator, office):
    Indicator.objects.update(version=5, months=12)
    response = client.post(url("use"), use(office))
    assert "Qualcun altro ha salvato prima di te" in words(parse(response, "main"))
    assert control(parse(response, "main form"), "months")["value"] == "3"
    assert not saved().in_use
    client.post(url("use"), use(office, keep_mine="5"))
    assert saved().months == 3


def test_taken_out_of_use_with_its_reason(client, indicator):
    Indicator.objects.update(in_use=True)
    observe(saved(), JULY, 3)
    assert len(errors(client.post(url("retire"), {"reason": " "}))) == 1
    response = client.post(url("retire"), {"reason": "si conta altrove"}, follow=True)
    assert messages(response) == ["A1.1: tolto dall’uso. I dati rilevati restano."]
    assert (saved().in_use, saved().observations.count()) == (False, 1)
    assert history(saved()) == [("take_out_of_use", [["in uso", "sì", "no"]], "si conta altrove")]
    client.post(url("retire"), {"reason": "di nuovo"})
    assert len(history(saved())) == 1


BASELINE = {"baseline": "27,15", "baseline_on": "31/12/2030", "baseline_source": "registro 2030", "opened_version": "1"}


def test_the_baseline_with_its_day_and_its_source(client, indicator):
    response = client.post(url("baseline"), BASELINE, follow=True)
    assert messages(response) == ["A1.1: valore di partenza registrato."]
    row = saved()
    assert (row.baseline, row.baseline_on) == (Decimal("27.15"), date(2030, 12, 31))
    assert history(row)[0][1][0] == ["valore di partenza", "", "27,2"]


def test_another_baseline_leaves_the_old_one_in_the_log(client, indicator):
    client.post(url("baseline"), BASELINE)
    client.post(url("baseline"), BASELINE | {"baseline": "30", "opened_version": "2"})
    assert [entry[1] for entry in history(saved())][1] == [["valore di partenza", "27,2", "30,0"]]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"baseline": ""}, "Valore di partenza: Scrivi il numero."),
        ({"baseline": "molto"}, "Valore di partenza: Il numero non si legge: scrivilo come 1.234,5."),
        ({"baseline": "0.625"}, "Valore di partenza: Il numero non si legge: scrivilo come 1.234,5."),
        ({"baseline": "1,23456"}, "Valore di partenza: Il numero ha più di quattro decimali."),
        ({"baseline_on": ""}, "Rilevato il: Scrivi la data."),
        ({"baseline_on": "21/11/2031"}, "Il valore di partenza è di un giorno che deve ancora venire."),
        ({"baseline_on": "31/12/2031"}, "Il valore di partenza è di un giorno che deve ancora venire."),
        ({"baseline_source": ""}, "Da dove viene: "),
    ],
)
def test_a_baseline_that_is_not_one(client, indicator, changes, sentence):
    response = client.post(url("baseline"), BASELINE | changes)
    assert any(row.startswith(sentence) for row in errors(response))
    assert (saved().baseline, history(indicator)) == (None, [])
    assert control(parse(response, "main form"), "baseline").get("value", "") == (BASELINE | changes)["baseline"]


def test_a_baseline_beyond_the_target_is_refused(client, indicator):
    TargetFactory(indicator=indicator, value=20, on=date(2030, 6, 30))
    assert errors(client.post(url("baseline"), BASELINE)) == [
        "L’obiettivo al 30 giugno 2030 non viene dopo il valore di partenza.",
        "L’obiettivo 20,0 è sotto il valore di partenza, ma l’indicatore deve aumentare.",
    ]


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor", "administrator"])
@pytest.mark.parametrize("name", ["use", "retire", "baseline"])
def test_only_the_coordination(client, indicator, request, who, name):
    client.force_login(request.getfixturevalue(who))
    before = Indicator.objects.values().get()
    sent = use() | BASELINE | {"reason": "x"}
    assert client.get(url(name)).status_code == client.post(url(name), sent).status_code == 403
    assert Indicator.objects.values().get() == before


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
@pytest.mark.parametrize("name", ["use", "retire", "baseline"])
def test_outside_nobody_knows_the_page_is_there(client, indicator, request, who, name):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(name)).status_code == client.post(url(name)).status_code == 404


def test_the_neighbours_stay_as_they_were(client, indicator, office):
    other = IndicatorFactory(action=indicator.action, code="A1.2")
    before = Indicator.objects.values().get(pk=other.pk)
    client.post(url("use"), use(office))
    client.post(url("baseline"), BASELINE | {"opened_version": "2"})
    assert Indicator.objects.values().get(pk=other.pk) == before


def test_wrong_method_and_wrong_code(client, indicator):
    for name in ("use", "retire", "baseline"):
        assert client.put(url(name)).status_code == 405
        assert client.get(reverse(f"actions:indicator_{name}", args=["A9.9"])).status_code == 404
