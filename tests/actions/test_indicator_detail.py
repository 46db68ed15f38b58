"""The page of one indicator: where it stands and why, its figures with who answers for them, targets, points."""

from datetime import date

import pytest
from django.urls import reverse

from abitare.records.enums import PointKind
from actions.enums import Direction, LinkHow, LinkState
from tests.factories.actions import MANDATE_DAY, TODAY, ActionFactory, LinkFactory, PlanFactory, add_point, make_plan_of
from tests.factories.indicators import AUGUST, JULY, JUNE, IndicatorFactory, TargetFactory, observe
from tests.factories.people import OfficeFactory
from tests.html import fact, hrefs, panel, parse, rows, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(client, giunta, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(giunta)


@pytest.fixture
def action(db):
    return ActionFactory(plan=PlanFactory(), number=1, short_title="Corti aperte")


@pytest.fixture
def indicator(action, office):
    return IndicatorFactory(action=action, code="A1.1", name="Corti aperte", start=("10", MANDATE_DAY), office=office)


def page(client, indicator):
    return client.get(reverse("actions:indicator", args=[indicator.code]))


def remarks(client, indicator):
    return texts(panel(page(client, indicator), "esito"), ".ab-links li")


def test_who_it_is(client, indicator):
    response = page(client, indicator)
    assert words(parse(response, "h1")) == "A1.1 Corti aperte"
    how = panel(response, "come")
    assert "Corti aperte a chi ci abita." in words(how)
    assert fact(how, "Chi rileva") == "Settore Case e Quartieri"
    assert fact(how, "Ogni quanto") == "1 mese, con 30 giorni di tempo"


def test_before_anything_is_known(client, indicator):
    response = page(client, indicator)
    where = panel(response, "esito")
    assert (fact(where, "Ultimo dato"), fact(where, "Obiettivo")) == ("nessuno", "da fissare")
    assert fact(where, "Valore di partenza") == "10 al 4 maggio 2031 verbale n. 1"
    assert remarks(client, indicator) == ["Non si può valutare: non c’è ancora una rilevazione."]
    assert "Nessuna rilevazione ancora" in words(panel(response, "rilevazioni"))
    assert "Nessun atto e nessuna seduta ne ha fissato uno." in words(panel(response, "obiettivi"))


def test_a_regression_is_shown_as_it_is_and_explained(client, indicator):
    TargetFactory(indicator=indicator, value=20)
    observe(indicator, JULY, 5, state="verified")
    where = panel(page(client, indicator), "esito")
    assert "Fuori" in words(where)
    assert fact(where, "Ultimo dato").startswith("5 luglio 2031 · verificata")
    assert remarks(client, indicator) == [
        "È peggio del valore di partenza (10 al 4 maggio 2031): è un passo indietro, non uno zero.",
        "Della strada fra partenza e obiettivo ha fatto il −50,0 %; era atteso il 36,5 %.",
        "Distanza dall’obiettivo: 15.",
    ]


def test_more_than_a_hundred_per_cent_is_shown_as_it_is_and_explained(client, action):
    share = IndicatorFactory(action=action, code="A1.2", unit="%", places=1, factor=100)
    observe(share, JULY, numerator=60, denominator=57, state="verified")
    where = panel(page(client, share), "esito")
    assert fact(where, "Ultimo dato").startswith("105,3 % 60 su 57")
    assert remarks(client, share)[1:] == [
        "È oltre il cento per cento. Il numeratore supera il denominatore. Resta come è stato scritto."
    ]


def test_below_zero_is_shown_as_it_is(client, indicator):
    observe(indicator, JULY, -3)
    assert fact(panel(page(client, indicator), "esito"), "Ultimo dato").startswith("−3 ")
    assert "È sotto zero. Resta come è stato scritto." in remarks(client, indicator)


def test_a_draft_says_what_it_weighs(client, indicator):
    observe(indicator, JULY, 12)
    assert remarks(client, indicator)[-1] == "È una bozza: pesa sulla salute dell’Azione solo quando è verificata."


def test_in_a_band(client, action):
    hours = IndicatorFactory(action=action, code="A1.3", direction=Direction.BAND)
    TargetFactory(indicator=hours, value=None, minimum=430, maximum=480)
    observe(hours, JULY, 418, state="verified")
    response = page(client, hours)
    assert fact(panel(response, "esito"), "Obiettivo").startswith("fra 430 e 480 al 31 dicembre 2031")
    assert "Quasi" in words(panel(response, "esito"))
    assert remarks(client, hours) == ["Distanza dalla fascia: 12."]
    observe(hours, AUGUST, 455, state="verified")
    assert "In fascia" in words(panel(page(client, hours), "esito"))


def test_the_chart_has_its_figures_beside(client, indicator):
    TargetFactory(indicator=indicator, value=20)
    observe(indicator, JUNE, 11)
    observe(indicator, AUGUST, 14)
    table = panel(page(client, indicator), "esito").select_one("figure table")
    assert rows(table) == [("giugno 2031", "11", "12"), ("agosto 2031", "14", "15"), ("31 dic 2031", "—", "20")]


def test_who_answers_for_each_figure(client, indicator, coordinator):
    observe(indicator, JULY, 12, state="certified", by=coordinator)
    observe(indicator, AUGUST, 13)
    august, july = rows(panel(page(client, indicator), "rilevazioni").table)
    assert august[0] == "agosto 2031"
    assert (august[2], august[4]) == ("Bozza", "inserita da Abitare, 20 nov 2031")
    assert july[2] == "Certificata"
    assert july[4].startswith("inserita da Carla Coordinatrice, 20 nov 2031 verificata da Persona")
    assert "certificata da Persona" in july[4]


def test_what_was_corrected_stays_on_the_page(client, indicator):
    old = observe(indicator, JULY, 12, state="certified")
    observe(indicator, JULY, 13, supersedes=old, note="contate due volte")
    table = panel(page(client, indicator), "rilevazioni").table
    new, before = rows(table)
    assert (new[1], new[2], new[3]) == ("13", "Bozza", "registro contate due volte")
    assert before[2] == "Sostituita"
    assert [words(struck) for struck in table.select("del")] == ["12"]


def test_a_number_too_small_is_nowhere(client, action):
    few = IndicatorFactory(action=action, code="A1.4", min_cell=3, places=4)
    TargetFactory(indicator=few)
    old = observe(few, JULY, "1.7777", state="certified")
    observe(few, JULY, "2.8888", supersedes=old, note="riletta")
    observe(few, AUGUST, 7)
    text = words(parse(page(client, few)))
    assert "1,7777" not in text
    assert "2,8888" not in text
    assert "1.7777" not in text
    assert "meno di 3" in text


def test_the_terms_of_a_small_share_are_hidden_too(client, action):
    share = IndicatorFactory(action=action, code="A1.5", unit="%", factor=100, min_cell=3)
    observe(share, JULY, numerator=2, denominator=877)
    text = words(parse(page(client, share)))
    assert "877" not in text
    assert "meno di 3" in text


def test_targets_with_their_sources_and_what_took_their_place(client, indicator):
    old = TargetFactory(indicator=indicator, value=15, current=False)
    TargetFactory(indicator=indicator, value=20, supersedes=old)
    targets = panel(page(client, indicator), "obiettivi")
    assert [row[0] for row in rows(targets.table)] == [
        "15 al 31 dicembre 2031 sostituito",
        "20 al 31 dicembre 2031",
    ]
    assert old.act.get_absolute_url() in hrefs(targets)


def test_the_points_it_measures(client, indicator, action):
    point = add_point(action.plan.mandate, 4, 4, summary="Più presenza nelle corti.")
    LinkFactory(action=action, point=point, indicator=indicator, how=LinkHow.MEASURES)
    rejected = add_point(action.plan.mandate, 4, 5, summary="Altro.")
    LinkFactory(action=action, point=rejected, indicator=indicator, how=LinkHow.MEASURES, state=LinkState.REJECTED)
    found = panel(page(client, indicator), "punti")
    assert texts(found, "li") == ["4.d Più presenza nelle corti. proposto"]


def test_the_azione_lists_those_in_use_and_counts_the_links(client, indicator, action):
    IndicatorFactory(action=action, code="A1.9", in_use=False)
    point = add_point(action.plan.mandate, 4, 4, kind=PointKind.CRITERION, summary="Più presenza nelle corti.")
    LinkFactory(action=action, point=point, indicator=indicator, how=LinkHow.MEASURES, state=LinkState.VALIDATED)
    response = client.get(action.get_absolute_url())
    assert [row[0] for row in rows(panel(response, "indicatori").table)] == ["A1.1 Corti aperte Aumenta · corti"]
    mandate = words(panel(response, "mandato"))
    assert "1 indicatore lo misura" in mandate
    assert "A1.1: misura · validato" in mandate
    assert "Misurato" in mandate


def off_target(action, *, state, key=True, **fields):
    row = IndicatorFactory(action=action, code="A1.13", key=key, start=("0", MANDATE_DAY), **fields)
    TargetFactory(indicator=row, on=date(2031, 7, 31))
    observe(row, JULY, 1, state=state)
    return row


def test_a_key_indicator_off_target_puts_its_azione_at_risk(client, action):
    row = off_target(action, state="verified")
    health = parse(client.get(action.get_absolute_url()), "section[aria-labelledby=salute]")
    assert "A rischio" in words(health)
    assert "Indicatore A1.13: fuori obiettivo" in texts(health, "li")
    assert row.get_absolute_url() in hrefs(health)


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"state": "verified", "key": False}])
def test_a_draft_or_a_lesser_indicator_alarms_nobody(client, action, fields):
    off_target(action, **fields)
    health = parse(client.get(action.get_absolute_url()), "section[aria-labelledby=salute]")
    assert "A1.13" not in words(health)


def test_a_draft_does_not_hide_what_was_verified(client, action):
    row = off_target(action, state="verified")
    observe(row, AUGUST, 10)
    health = parse(client.get(action.get_absolute_url()), "section[aria-labelledby=salute]")
    assert "Indicatore A1.13: fuori obiettivo" in texts(health, "li")


@pytest.mark.parametrize(
    ("who", "writes", "leads"),
    [("coordinator", True, True), ("editor", True, False), ("other_editor", False, False), ("manager", False, False)],
)
def test_what_each_is_offered(client, indicator, request, who, writes, leads):
    client.force_login(request.getfixturevalue(who))
    links = hrefs(parse(page(client, indicator), "main"))
    assert (reverse("actions:observation_create", args=["A1.1"]) in links) is writes
    assert (reverse("actions:target_create", args=["A1.1"]) in links) is leads
    assert (reverse("actions:indicator_use", args=["A1.1"]) in links) is leads


def test_not_in_use_nobody_is_asked_for_figures(client, coordinator, action):
    row = IndicatorFactory(action=action, code="A1.1", in_use=False)
    client.force_login(coordinator)
    links = hrefs(parse(page(client, row), "main"))
    assert reverse("actions:observation_create", args=["A1.1"]) not in links
    assert reverse("actions:indicator_use", args=["A1.1"]) in links


def test_what_is_not_there(client, indicator):
    other = IndicatorFactory(action__plan=PlanFactory(mandate__date=date(2020, 1, 1)), code="V9")
    assert client.get("/indicatori/A9.9/").status_code == 404
    assert page(client, other).status_code == 404
    assert client.post("/indicatori/A1.1/").status_code == 405


@pytest.mark.parametrize(("who", "status"), [("administrator", 403), ("ente_user", 404), ("stranger", 404)])
def test_who_does_not_get_in(client, indicator, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert page(client, indicator).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, coordinator, count, django_assert_num_queries):
    client.force_login(coordinator)
    plan = make_plan_of(count)
    indicator = plan.indicators.order_by("code").first()
    for number in range(2, count + 1):
        observe(indicator, {"period_from": date(2031, 6 + number, 1), "period_to": date(2031, 6 + number, 3)}, number)
        TargetFactory(indicator=indicator, on=date(2033, 1, number), value=50)
        point = add_point(plan.mandate, 9, number)
        LinkFactory(action=indicator.action, point=point, indicator=indicator, how=LinkHow.MEASURES)
    OfficeFactory()
    with django_assert_num_queries(9):
        page(client, indicator)
