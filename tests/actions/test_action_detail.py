"""The page of an Azione: its verdict with the reasons, its steps, the mandate it answers for, what is missing."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from actions.enums import LinkState, ParticipationRole, StepState
from actions.models import ActionParticipation, BudgetLine, Step
from tests.factories.actions import (
    TODAY,
    ActionFactory,
    LinkFactory,
    PlanFactory,
    StepFactory,
    add_point,
    make_plan,
    make_plan_of,
    points_of,
)
from tests.factories.people import OfficeFactory
from tests.factories.records import ActFactory
from tests.html import fact, hrefs, panel, parse, rows, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(client, giunta, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(giunta)


@pytest.fixture
def action(db):
    """An Azione of a plan whose mandate has nothing else."""
    return ActionFactory(plan=PlanFactory(), number=3, short_title="Custodi di scala", title="Un custode per scala.")


def url(number):
    return reverse("actions:detail", args=[number])


def step(action, position, **fields):
    return StepFactory(action=action, position=position, title=f"Passo numero {position}", **fields)


def test_who_it_is(client, action):
    page = parse(client.get(url(3)), "main")
    assert words(page.h1) == "Azione 3 Custodi di scala"
    assert "Un custode per scala. Situazione al 20 novembre 2031" in words(page)


def test_late_with_the_reason_that_leads_to_the_step(client, action):
    late = step(action, 1, due=date(2031, 11, 10))
    health = parse(client.get(url(3)), "section[aria-labelledby=salute]")
    assert "In ritardo" in words(health)
    assert "Passo 3.1: 10 giorni oltre il termine" in texts(health, "li")
    assert late.get_absolute_url() in hrefs(health)


def test_figures(client, action):
    """Two steps of equal weight: one done and due, one just started half way along."""
    step(action, 1, due=date(2031, 10, 1), state=StepState.DONE)
    step(action, 2, start=date(2031, 11, 10), due=date(2031, 11, 30), state=StepState.STARTED)
    health = words(parse(client.get(url(3)), "section[aria-labelledby=salute]"))
    assert "62,5 % fatto" in health
    assert "75,0 % atteso oggi" in health
    assert "−12,5 punti di scarto" in health
    assert "Passi con un termine: 2 su 2, 100,0 % del lavoro." in health


def test_a_step_without_due_date_lowers_the_coverage_not_the_figures(client, action):
    step(action, 1, due=date(2031, 10, 1), state=StepState.DONE)
    step(action, 2)
    health = words(parse(client.get(url(3)), "section[aria-labelledby=salute]"))
    assert "Non valutabile" in health
    assert "Lavoro con un termine: 50,0 %, meno della soglia (60,0 %)" in health


def test_the_steps(client, action):
    office = OfficeFactory(name="Ufficio Scale")
    step(action, 1, due=date(2031, 10, 1), state=StepState.DONE, office=office)
    step(action, 2, due=date(2031, 11, 10), first_due=date(2031, 9, 10))
    step(action, 3, state=StepState.CANCELLED)
    table = rows(panel(client.get(url(3)), "passi").table)
    assert [row[0] for row in table] == [
        "3.1 Passo numero 1 Attività · Ufficio Scale",
        "3.2 Passo numero 2 Attività · responsabile da individuare",
        "3.3 Passo numero 3 Attività · responsabile da individuare",
    ]
    assert table[0][1:4] == ("attuato con prova", "fatto 1º ott 2031", "verbale n. 3")
    assert "10 nov 2031 10 giorni oltre il termine stima dell’ufficio" in table[1][2]
    assert "primo termine 10 set 2031, spostato di 61 giorni" in table[1][2]
    assert table[2][1:4] == ("annullato", "da fissare", "non ancora")


def test_the_steps_of_another_azione_are_not_here(client, action):
    step(ActionFactory(plan=action.plan, number=4), 1)
    assert panel(client.get(url(3)), "passi").table is None


def test_the_mandate(client, action):
    point = add_point(action.plan.mandate, 4, 2, summary="Un custode in ogni scala.", responsible_note="Settori vari")
    LinkFactory(action=action, point=point, inferred=True)
    page = words(panel(client.get(url(3)), "mandato"))
    assert "4.b Un custode in ogni scala." in page
    assert "Azione 3: esegue, dedotto · proposta del 4 mag 2031, da validare" in page
    assert "Responsabile da individuare («Settori vari»)" in page


def test_no_mandate_and_where_to_look_for_it(client, action):
    action.plan.previous_mandate = ActFactory(number="12", date=date(2030, 1, 2))
    action.plan.save()
    page = client.get(url(3))
    sentence = "Nessun mandato in questo atto; fonte da acquisire: DGC n. 12/2030."
    assert sentence in words(panel(page, "mandato"))
    assert sentence in texts(parse(page, "section[aria-labelledby=salute]"), "li")


def test_a_rejected_link_gives_no_mandate(client, action):
    point = add_point(action.plan.mandate, 1)
    LinkFactory(action=action, point=point, state=LinkState.REJECTED)
    assert "Nessun mandato in questo atto." in words(panel(client.get(url(3)), "mandato"))


def test_what_is_missing(client, action):
    checks = lambda: words(panel(client.get(url(3)), "completezza"))  # noqa: E731 - asked twice
    assert "0 controlli su 5" in checks()
    step(action, 1, due=date(2032, 1, 1))
    LinkFactory(action=action, point=add_point(action.plan.mandate, 1))
    ActionParticipation.objects.create(action=action, office=OfficeFactory(), role=ParticipationRole.LEAD)
    BudgetLine.objects.create(action=action, label="Scale", allocated=0)
    assert "5 controlli su 5" in checks()


def test_who_answers_and_the_money(client, action):
    lead, other = OfficeFactory(name="Settore Scale"), OfficeFactory(name="Settore Corti")
    ActionParticipation.objects.create(action=action, office=other, role=ParticipationRole.CONTRIBUTES, source="p. 2")
    page = client.get(url(3))
    assert fact(panel(page, "uffici"), "Capofila") == "da individuare"
    assert fact(panel(page, "uffici"), "Concorre") == "Settore Corti p. 2"
    assert "Budget non quantificato" in words(panel(page, "risorse"))
    ActionParticipation.objects.create(action=action, office=lead, role=ParticipationRole.LEAD)
    BudgetLine.objects.create(action=action, label="Scale", allocated="1000.50")
    BudgetLine.objects.create(action=action, label="Corti", allocated="499.50")
    page = client.get(url(3))
    assert fact(panel(page, "uffici"), "Capofila") == "Settore Scale"
    assert words(panel(page, "risorse").tfoot) == "Totale 1.500,00 € non quantificato non quantificato"


def test_the_coordination_is_at_zero(client):
    plan = make_plan()
    page = client.get(url(0))
    assert words(parse(page, "h1")) == "Coordinamento Il lavoro del tavolo"
    assert [row[0] for row in rows(panel(page, "passi").table)] == [
        "T.1 Riunire il tavolo Attività · responsabile da individuare"
    ]
    assert "2 Il settore coordina." in words(panel(page, "mandato"))
    assert parse(page).select("#risorse, #uffici, #completezza") == []
    assert points_of(plan)["2"].clause.get_absolute_url() in hrefs(panel(page, "mandato"))


@pytest.mark.parametrize(("who", "may"), [("coordinator", True), ("giunta", False), ("editor", False)])
def test_only_the_coordination_is_offered_a_new_step(client, action, request, who, may):
    client.force_login(request.getfixturevalue(who))
    page = parse(client.get(url(3)), "main")
    assert (reverse("actions:step_create", args=[3]) in hrefs(page)) is may


def test_the_steps_as_csv(client, action):
    office = OfficeFactory(name="=Ufficio")
    step(action, 1, due=date(2031, 11, 10), weight="2.5", office=office)
    response = client.get(url(3), {"formato": "csv"})
    assert response["Content-Disposition"] == 'attachment; filename="passi-azione-3.csv"'
    header, row = csv.reader(StringIO(response.content.decode()), delimiter=";")
    found = dict(zip(header, row, strict=True))
    assert found["Passo"] == "3.1"
    assert (found["Peso"], found["Termine"], found["Giorni di ritardo"]) == ("2,50", "10/11/2031", "10")
    assert found["Ufficio"] == "'=Ufficio"


def test_numbers_that_are_not_there(client, action):
    assert client.get(url(9)).status_code == 404
    assert client.get("/azioni/tre/").status_code == 404


def test_before_a_plan_is_loaded(client):
    assert client.get(url(1)).status_code == 404


def test_wrong_method(client, action):
    assert client.post(url(3)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("number", [1, 0])
def test_queries(client, coordinator, count, number, django_assert_num_queries):
    client.force_login(coordinator)  # who sees the buttons too
    make_plan_of(count)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(16):
        client.get(url(number))


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_step(client, coordinator, count, django_assert_num_queries):
    client.force_login(coordinator)
    plan = make_plan_of(count)
    step = Step.objects.filter(action__number=1).get()
    for position in range(2, count + 1):
        LinkFactory(step=step, point=add_point(plan.mandate, position, 2))
    with django_assert_num_queries(12):
        client.get(step.get_absolute_url())
