"""Every page at two widths: axe and the content policy have nothing to say, nothing runs off the side."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from abitare.people.models import User
from abitare.records.models import Act, ActClause, Attachment
from abitare.records.services.acts import Tally, register_act
from actions.models import Assignment, CoordinationTable, Indicator, MandateLink, Plan
from actions.services.agenda import add_items
from actions.services.decisions import record_decision
from actions.services.indicators import put_in_use, set_target
from actions.services.meetings import convene, plan_meeting
from actions.services.observations import record_observation
from actions.services.steps import create_step
from tests.factories.table import ItemFactory, MeetingFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=False)]
WIDTHS = (1280, 390)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def audit(visitor, paths):
    """Open each path; a dictionary of what is wrong, empty when all is well."""
    wrong = {}
    for path in paths:
        page = visitor.open(path)
        page.wait_for_load_state("networkidle")
        found = [
            f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
            for violation in Axe().run(page, options=RULES).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]:
            found.append("la pagina esce dal lato")
        found += visitor.complaints
        visitor.complaints = []
        if found:
            wrong[path] = found
    return wrong


@pytest.fixture
def step(site):
    plan = Plan.objects.get()
    return create_step(
        plan=plan, action=plan.actions.get(number=3), by=None, today=plan.mandate.date, title="Scrivere l’avviso"
    )


def figure_of(code):
    """A figure of an indicator put in use, with a target of the mandate."""
    indicator = Indicator.objects.select_related("plan__mandate").get(code=code)
    values = {"office": None, "months": 3, "lag_days": 30, "key": True}
    indicator = put_in_use(indicator, by=None, version=indicator.version, **values)
    set_target(indicator, by=None, on=date(2027, 12, 31), value=40, act=indicator.plan.mandate)
    period = {"period_from": date(2026, 7, 1), "period_to": date(2026, 9, 30), "today": date(2026, 10, 1)}
    return record_observation(indicator, **period, value=12, source="registro", by=None)


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages(visit, width):
    with visit(width) as visitor:
        assert audit(visitor, ["/", "/accedi/", "/registrati/", reverse("account_reset_password")]) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_staff_pages(visit, step, width):
    act = Act.objects.get(number="156")
    empty_act = register_act(
        Tally(), organ="council", kind="deliberation", number="9", year=2026, title="Vuota", short_title="DCC n. 9/2026"
    )
    clause = ActClause.objects.filter(act=act, point__isnull=False).first()
    link = MandateLink.objects.filter(step=None).first()
    figure = figure_of("A3.4")
    attachment = Attachment.objects.first()
    paths = [
        "/cruscotto/",
        "/azioni/",
        "/azioni/0/",
        "/azioni/1/",
        "/azioni/3/",
        "/azioni/3/passi/nuovo/",
        f"/passi/{step.pk}/",
        f"/passi/{step.pk}/modifica/",
        f"/passi/{step.pk}/cancel/",
        f"/passi/{step.pk}/sposta/",
        f"/passi/{step.pk}/attese/nuova/",
        f"/passi/{step.pk}/prove/nuova/",
        f"/passi/{step.pk}/aggiornamenti/nuovo/",
        "/azioni/3/aggiornamenti/",
        "/azioni/3/aggiornamenti/nuovo/",
        "/azioni/3/salute/nuova/",
        "/azioni/3/spese/nuova/",
        f"/legami/{link.pk}/reject/",
        "/atti/",
        "/atti/?cerca=nessuno+di+questi",
        "/atti/importa/",
        f"/atti/{act.pk}/",
        f"/atti/{act.pk}/?mostra=senza-responsabile",
        f"/atti/{empty_act.pk}/",
        f"/atti/punti/{clause.pk}/correggi/",
        f"/file/{attachment.pk}/acquisisci/",
        "/indicatori/",
        "/indicatori/?esito=off",
        "/indicatori/importa/",
        "/indicatori/A3.4/",
        "/indicatori/A3.4/uso/",
        "/indicatori/A3.4/togli/",
        "/indicatori/A3.4/partenza/",
        "/indicatori/A3.4/obiettivi/nuovo/",
        "/indicatori/A3.4/punti/nuovo/",
        "/indicatori/A3.4/rilevazioni/nuova/",
        f"/rilevazioni/{figure.pk}/correggi/",
        f"/rilevazioni/{figure.pk}/verify/",
        "/profilo/",
        "/stile/",
    ]
    with visit(width, user="coordinatore") as visitor:
        assert audit(visitor, paths) == {}


@pytest.fixture
def meetings(site):
    """A meeting under way with its decisions, one closed, one to be convened."""
    today, by = timezone.localdate(), User.objects.get(email="coordinatore@demo.example")
    table = CoordinationTable.objects.get()
    office = table.offices.first()
    under_way = plan_meeting(table, by=by, date=today)
    items = [{"origin": "manual", "title": title, "facts": "38 giorni oltre il termine."} for title in ("Uno", "Due")]
    item = add_items(under_way, items, by=by)[0]
    under_way = convene(under_way, by=by, today=today)
    decide = {"text": "Deciso.", "by": by, "today": today, "office": office, "due": today}
    record_decision(item, effect="step", title="Passo deciso", action=None, **decide)
    record_decision(item, effect="assign", assignment="Compito dato", **decide)
    closed = MeetingFactory(table=table, number=90, date=today, state="closed")
    ItemFactory(meeting=closed, minutes="Se n’è parlato.")
    planned = plan_meeting(table, by=by, date=today)
    return under_way, closed, planned


@pytest.mark.parametrize("width", WIDTHS)
def test_table_pages(visit, meetings, width):
    under_way, closed, planned = meetings
    item, compito = under_way.agenda.first(), Assignment.objects.get()
    paths = [
        "/tavolo/",
        "/tavolo/?compiti=tutti",
        "/tavolo/componenti/",
        "/tavolo/nuova/",
        *(f"/tavolo/{meeting.number}/" for meeting in meetings),
        *(f"/tavolo/{meeting.number}/ordine-del-giorno/" for meeting in (under_way, planned)),
        f"/tavolo/{planned.number}/modifica/",
        f"/tavolo/{planned.number}/convene/",
        f"/tavolo/{planned.number}/cancel/",
        f"/tavolo/{under_way.number}/presenze/",
        f"/tavolo/punti/{item.pk}/",
        f"/tavolo/punti/{closed.agenda.get().pk}/rettifica/",
        f"/tavolo/compiti/{compito.pk}/complete/",
        f"/tavolo/compiti/{compito.pk}/drop/",
    ]
    with visit(width, user="coordinatore") as visitor:
        assert audit(visitor, paths) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_administrator_pages(visit, width):
    with visit(width, user="amministratore") as visitor:
        assert audit(visitor, ["/persone/", "/persone/inviti/", "/uffici/", "/profilo/"]) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_the_plan_at_work(visit, story, width):
    late = story.steps.get(action__number=3, position=6)
    item = story.table.meetings.get(number=4).agenda.first()
    paths = [
        "/cruscotto/",
        "/cruscotto/?alla=2026-10-20",
        "/cruscotto/?alla=2126-10-20",
        "/cruscotto/?azione=3&dal=2026-10-01",
        "/indicatori/",
        "/indicatori/A3.6/",
        "/indicatori/A3.6/obiettivi/nuovo/",
        "/tavolo/",
        "/tavolo/3/",
        "/tavolo/4/",
        "/tavolo/5/",
        "/tavolo/5/ordine-del-giorno/",
        f"/tavolo/punti/{item.pk}/",
        f"/passi/{late.pk}/",
        f"/passi/{late.pk}/sposta/",
        f"/passi/{late.pk}/aggiornamenti/nuovo/",
        f"/passi/{late.pk}/attese/nuova/",
        "/azioni/3/",
        "/azioni/3/aggiornamenti/",
        "/azioni/3/salute/nuova/",
        "/azioni/3/spese/nuova/",
        "/cerca/?q=tutor",
        "/registro/",
    ]
    with visit(width, user="coordinatore") as visitor:
        assert audit(visitor, paths) == {}
