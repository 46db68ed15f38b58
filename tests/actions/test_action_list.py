"""The list of the Azioni."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from tests.factories.actions import TODAY, ActionFactory, PlanFactory, make_plan, make_plan_of
from tests.html import hrefs, parse, texts, words

pytestmark = pytest.mark.django_db
URL = "/azioni/"


@pytest.fixture(autouse=True)
def _inside(client, giunta, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(giunta)


def listed(client):
    """Name of each Azione -> its row."""
    page = parse(client.get(URL), "main")
    items = [li for li in page.select("ul li") if li.select_one("a[href^='/azioni/']") and "%" not in li.a["href"]]
    return {words(li.a): words(li) for li in items if words(li.a) not in ("Azioni", "Cruscotto")}


def test_every_azione_and_the_coordination(client):
    make_plan()
    rows = listed(client)
    assert list(rows) == [
        "Azione 1 Affitti chiari",
        "Azione 2 Custodi di scala",
        "Azione 3 Case per ripartire",
        "Azione 4 Corti aperte",
        "Coordinamento Il lavoro del tavolo",
    ]
    assert "1 punto · 2 passi · budget non quantificato · capofila da individuare" in rows["Azione 1 Affitti chiari"]
    assert "0 punti · 0 passi" in rows["Azione 4 Corti aperte"]
    assert "1 punto · 1 passo" in rows["Coordinamento Il lavoro del tavolo"]


def test_each_leads_to_its_page(client):
    make_plan()
    links = [href for href in hrefs(parse(client.get(URL), "main")) if href.startswith(URL) and href != URL]
    assert links == [reverse("actions:detail", args=[number]) for number in (1, 2, 3, 4, 0)]


def test_what_cannot_be_judged_is_not_a_zero(client):
    make_plan()
    row = listed(client)["Azione 4 Corti aperte"]
    assert "Non valutabile" in row
    assert "avanzamento non valutabile" in row
    assert "0,0 %" not in row


def test_only_the_plan_in_force(client):
    old = PlanFactory()
    ActionFactory(plan=old, number=7, short_title="Di un altro piano")
    make_plan(mandate__date=TODAY)
    assert not [name for name in listed(client) if "altro piano" in name]


def test_before_a_plan_is_loaded(client):
    assert "Nessun piano nel registro" in texts(parse(client.get(URL), "main"), "p")


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, count, django_assert_num_queries):
    make_plan_of(count)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(15):
        client.get(URL)
