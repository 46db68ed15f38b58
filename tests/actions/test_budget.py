"""The money of an Azione: what is not quantified is not zero, and nothing is deleted."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from abitare.records.models import LogEntry
from abitare.records.services.clauses import StaleVersion
from abitare.records.workflow import TransitionRefused
from actions.models import BudgetLine
from actions.services.budget import add_line, change_line, strike_line
from tests.factories.actions import TODAY, ActionFactory, PlanFactory
from tests.factories.records import ActFactory
from tests.html import control, errors, hrefs, messages, panel, parse, rows, words

pytestmark = pytest.mark.django_db

SENT = {
    "label": "Custodi di scala",
    "source": "Fondo regionale",
    "allocated": "10.000,00",
    "committed": "8.000",
    "paid": "",
    "act": "",
    "cup": "d31b 2000 0590 001",
    "cig": "z123456789",
}


@pytest.fixture
def action(db):
    return ActionFactory(plan=PlanFactory(), number=3)


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


@pytest.fixture
def line(action, coordinator):
    return add_line(action, by=coordinator, label="Custodi", allocated=Decimal(1000), committed=Decimal(400))


def create_url(number=3):
    return reverse("actions:budget_create", args=[number])


def url(name, line):
    return reverse(f"actions:budget_{name}", args=[line.pk])


def opened(client, line, **changes):
    """What the open form would send back."""
    page = parse(client.get(url("change", line)), "main form")
    fields = page.select("input[name]:not([name=csrfmiddlewaretoken])")
    return {field["name"]: field.get("value", "") for field in fields} | {"act": ""} | changes


def table(client, action):
    return panel(client.get(action.get_absolute_url()), "risorse")


def history(line):
    return list(LogEntry.objects.for_object(line).order_by("seq"))


def test_a_line(client, action, coordinator):
    act = ActFactory(number="77")
    response = client.post(create_url(), SENT | {"act": act.pk}, follow=True)
    assert messages(response) == ["Voce «Custodi di scala» salvata."]
    [line] = BudgetLine.objects.all()
    assert (line.allocated, line.committed, line.paid) == (Decimal(10000), Decimal(8000), None)
    assert (line.cup, line.cig) == ("D31B20000590001", "Z123456789")
    shown = panel(response, "risorse")
    assert rows(shown.table)[0][1:] == (
        "10.000,00 €",
        "8.000,00 €",
        "non quantificato",
        f"{act} CUP D31B20000590001 CIG Z123456789",
    )
    assert act.get_absolute_url() in hrefs(shown)
    [entry] = history(line)
    assert (entry.verb, entry.actor) == ("create", coordinator)
    assert ["stanziato", "", "10000.00"] in entry.changes


def test_not_quantified_is_a_state(client, action):
    client.post(create_url(), SENT | {"allocated": "", "committed": "", "paid": ""})
    assert words(table(client, action).tfoot) == "Totale non quantificato non quantificato non quantificato"
    checks = words(panel(client.get(action.get_absolute_url()), "completezza"))
    assert "Risorse quantificate" in checks
    assert BudgetLine.objects.get().allocated is None


def test_zero_is_a_figure(client, action):
    client.post(create_url(), SENT | {"allocated": "0", "committed": "0", "paid": "0"})
    assert words(table(client, action).tfoot) == "Totale 0,00 € 0,00 € 0,00 €"


def test_a_sum_with_a_hole_is_not_made(client, action, line, coordinator):
    add_line(action, by=coordinator, label="Corti", allocated=Decimal("499.50"))
    shown = table(client, action)
    assert words(shown.tfoot) == "Totale 1.499,50 € non sommabile non quantificato"
    assert "Una somma con una voce non quantificata direbbe meno del vero: non si fa." in words(shown)


@pytest.mark.parametrize(
    ("amounts", "warnings"),
    [
        ({"allocated": "100", "committed": "100,01"}, ["Impegnato più dello stanziato, di 0,01 €."]),
        ({"committed": "100", "paid": "150"}, ["Liquidato più dell’impegnato, di 50,00 €."]),
        ({"allocated": "", "committed": "100"}, []),
        ({"allocated": "100", "committed": "100", "paid": "100"}, []),
    ],
)
def test_what_does_not_add_up_is_said_and_kept(client, action, amounts, warnings):
    response = client.post(create_url(), SENT | amounts, follow=True)
    assert messages(response)[:-1] == [f"«Custodi di scala»: {warning}" for warning in warnings]
    assert all(warning in words(panel(response, "risorse")) for warning in warnings)
    assert BudgetLine.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"label": ""}, "Voce"),
        ({"allocated": "-1"}, "Stanziato: L’importo non può essere inferiore a 0."),
        ({"paid": "tanto"}, "Liquidato: L’importo non si legge: scrivilo come 1.234,50."),
        ({"cup": "D31B2000059000"}, "CUP: Il CUP ha 15 caratteri, lettere e cifre."),
        ({"cup": "D31B-0000590001"}, "CUP: Il CUP ha 15 caratteri, lettere e cifre."),
        ({"cig": "Z12345678"}, "CIG: Il CIG ha 10 caratteri, lettere e cifre."),
        ({"act": "0"}, "Atto"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, action, changes, error):
    response = client.post(create_url(), SENT | changes)
    [row] = errors(response)
    assert row.startswith(error)
    assert control(parse(response, "main form"), "allocated").get("value", "") == (SENT | changes)["allocated"]
    assert not BudgetLine.objects.exists()


@pytest.mark.parametrize("field", ["cup", "cig"])
def test_the_database_refuses_a_code_of_another_shape(action, field):
    with pytest.raises(IntegrityError, match=f"budget_{field}_format"):
        BudgetLine.objects.create(action=action, label="Scale", **{field: "minuscolo"})


def test_a_change_says_old_and_new(client, action, line, coordinator):
    client.post(url("change", line), opened(client, line, paid="100,00"))
    line.refresh_from_db()
    assert (line.paid, line.version) == (Decimal(100), 2)
    assert (history(line)[1].verb, history(line)[1].changes) == ("change", [["liquidato", "", "100.00"]])


def test_saving_without_changes_changes_nothing(client, line):
    client.post(url("change", line), opened(client, line))
    assert len(history(line)) == 1


def test_two_people_on_the_same_form(client, line, coordinator):
    mine = opened(client, line, paid="100,00")
    change_line(line, by=coordinator, version=1, label="Custodi e portinerie")
    response = client.post(url("change", line), mine)
    assert "Nel frattempo qualcun altro ha salvato questa scheda" in errors(response)[0]
    assert control(parse(response, "main form"), "paid")["value"] == "100,00"
    line.refresh_from_db()
    assert (line.label, line.paid) == ("Custodi e portinerie", None)
    with pytest.raises(StaleVersion):
        change_line(line, by=coordinator, version=1, label="Altro")


def test_a_line_struck_out_stays_and_leaves_the_sums(client, action, line, coordinator):
    add_line(action, by=coordinator, label="Corti", allocated=Decimal(500))
    response = client.post(url("strike", line), {"reason": "Il bando è stato revocato."}, follow=True)
    assert messages(response) == ["Voce «Custodi» annullata: resta scritta, fuori dalle somme."]
    shown = panel(response, "risorse")
    struck = rows(shown.table)[0]
    assert "Custodi annullata il 20 novembre 2031: Il bando è stato revocato." in struck[0]
    assert struck[1] == "1.000,00 €"
    assert words(shown.tfoot).startswith("Totale 500,00 €")
    line.refresh_from_db()
    assert (line.cancelled_on, line.version, line.allocated) == (date(2031, 11, 20), 2, Decimal(1000))
    assert (history(line)[-1].verb, history(line)[-1].reason) == ("strike", "Il bando è stato revocato.")
    assert url("change", line) not in hrefs(shown)


def test_a_struck_line_does_not_change(client, line, coordinator):
    sent = opened(client, line, paid="1,00")
    struck = strike_line(line, by=coordinator, version=1, reason="revocato")
    for write in (
        lambda: change_line(struck, by=coordinator, version=2, label="Altro"),
        lambda: strike_line(struck, by=coordinator, version=2, reason="di nuovo"),
    ):
        with pytest.raises(TransitionRefused, match="La voce è già annullata"):
            write()
    assert client.post(url("change", line), sent | {"opened_version": "2"}).status_code == 200
    line.refresh_from_db()
    assert line.paid is None


def test_striking_asks_why(client, line):
    assert len(errors(client.post(url("strike", line), {"reason": ""}))) == 1
    line.refresh_from_db()
    assert line.cancelled_on is None


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor", "administrator"])
def test_only_the_coordination_writes(client, action, line, request, who):
    client.force_login(request.getfixturevalue(who))
    for address in (create_url(), url("change", line), url("strike", line)):
        assert client.get(address).status_code == client.post(address, SENT | {"reason": "x"}).status_code == 403
    assert BudgetLine.objects.count() == 1


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor"])
def test_readers_see_the_figures_and_no_button(client, action, line, request, who):
    client.force_login(request.getfixturevalue(who))
    shown = table(client, action)
    assert "1.000,00 €" in words(shown)
    assert hrefs(shown) == []


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_it_is_there(client, line, request, who):
    client.force_login(request.getfixturevalue(who))
    for address in (create_url(), url("change", line), url("strike", line)):
        assert client.get(address).status_code == client.post(address, SENT).status_code == 404


def test_wrong_method_and_what_is_not_there(client, action, line):
    assert client.put(create_url()).status_code == 405
    assert client.get(create_url(0)).status_code == client.get(create_url(9)).status_code == 404
    for name in ("change", "strike"):
        assert client.get(reverse(f"actions:budget_{name}", args=[0])).status_code == 404
