"""Every page at two widths: axe and the content policy have nothing to say, nothing runs off the side."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from abitare.records.models import Act, ActClause, Attachment
from abitare.records.services.acts import Tally, register_act
from actions.models import MandateLink, Plan
from actions.services.steps import create_step

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
        f"/legami/{link.pk}/reject/",
        "/atti/",
        "/atti/?cerca=nessuno+di+questi",
        "/atti/importa/",
        f"/atti/{act.pk}/",
        f"/atti/{act.pk}/?mostra=senza-responsabile",
        f"/atti/{empty_act.pk}/",
        f"/atti/punti/{clause.pk}/correggi/",
        f"/file/{attachment.pk}/acquisisci/",
        "/profilo/",
        "/stile/",
    ]
    with visit(width, user="coordinatore") as visitor:
        assert audit(visitor, paths) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_administrator_pages(visit, width):
    with visit(width, user="amministratore") as visitor:
        assert audit(visitor, ["/persone/", "/persone/inviti/", "/uffici/", "/profilo/"]) == {}
