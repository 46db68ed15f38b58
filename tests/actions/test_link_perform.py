"""The table validates or rejects a link between a point and what executes it."""

import pytest
from django.urls import reverse

from abitare.records.models import LogEntry
from actions.models import MandateLink
from tests.factories.actions import TODAY, make_plan, points_of
from tests.html import errors, hrefs, messages, parse, texts, words

pytestmark = pytest.mark.django_db

REASON = "Il punto parla di altre case."


@pytest.fixture
def link(db):
    """«2 esegue coordinamento»."""
    return make_plan().links.get(action=None)


@pytest.fixture(autouse=True)
def _inside(client, manager, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(manager)


def url(link, name):
    return reverse("actions:link_perform", args=[link.pk, name])


def saved(link):
    return MandateLink.objects.get(pk=link.pk)


def history(link):
    return [(entry.verb, str(entry.actor), entry.reason) for entry in LogEntry.objects.for_object(link)]


def test_validating(client, link, manager):
    response = client.post(url(link, "validate"), follow=True)
    assert response.redirect_chain == [(link.point.clause.get_absolute_url(), 302)]
    assert messages(response) == ["Legame validato: 2 esegue coordinamento."]
    assert (saved(link).state, saved(link).decided_by, saved(link).decided_on) == ("validated", manager, TODAY)
    assert history(link) == [("validate", "Dario Dirigente", "")]
    assert "validato il 20 nov 2031" in words(parse(response, f"#{link.point.clause.anchor}"))


def test_rejecting_asks_why(client, link):
    response = client.post(url(link, "reject"), {"reason": " "})
    assert len(errors(response)) == 1
    assert (saved(link).state, history(link)) == ("proposed", [])
    response = client.post(url(link, "reject"), {"reason": REASON}, follow=True)
    assert saved(link).state == "rejected"
    assert history(link) == [("reject", "Dario Dirigente", REASON)]
    assert "Nessun passo, nessun indicatore." in words(parse(response, f"#{link.point.clause.anchor}"))


def test_the_page_asks_before_rejecting(client, link):
    page = parse(client.get(url(link, "reject")), "main")
    assert "2 esegue coordinamento: ora è «proposto»" in words(page)
    assert link.point.clause.get_absolute_url() in hrefs(page.form)
    assert saved(link).state == "proposed"


def test_a_validated_link_can_be_rejected_later(client, link):
    client.post(url(link, "validate"))
    client.post(url(link, "reject"), {"reason": REASON})
    assert [verb for verb, _, _ in history(link)] == ["validate", "reject"]


def test_twice_does_nothing_more(client, link):
    client.post(url(link, "validate"), follow=True)
    response = client.post(url(link, "validate"), follow=True)
    assert messages(response) == ["«Valida» non si può fare da «validato»."]
    assert len(history(link)) == 1


@pytest.mark.parametrize(("who", "decides"), [("manager", True), ("coordinator", True), ("giunta", False)])
def test_the_page_of_the_act_offers_it_to_who_decides(client, link, request, who, decides):
    client.force_login(request.getfixturevalue(who))
    point = parse(client.get(link.point.clause.act.get_absolute_url()), f"#{link.point.clause.anchor}")
    offered = [form["action"] for form in point.select("form") if "legami" in form["action"]] + [
        href for href in hrefs(point) if "legami" in href
    ]
    assert offered == ([url(link, "validate"), url(link, "reject")] if decides else [])
    assert "da validare" in words(point)


@pytest.mark.parametrize("who", ["editor", "giunta", "auditor", "administrator"])
@pytest.mark.parametrize("name", ["validate", "reject"])
def test_nobody_else_decides(client, link, request, who, name):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(link, name)).status_code == 403
    assert client.post(url(link, name), {"reason": REASON}).status_code == 403
    assert (saved(link).state, history(link)) == ("proposed", [])


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_link_is_there(client, link, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(url(link, "validate")).status_code == 404


def test_the_neighbours_stay_as_they_were(client, link):
    others = MandateLink.objects.exclude(pk=link.pk).order_by("pk")
    before = list(others.values())
    client.post(url(link, "reject"), {"reason": REASON})
    assert list(others.values()) == before


def test_a_rejected_link_leaves_the_point_uncovered(client, link):
    act = link.point.clause.act
    client.post(url(link, "reject"), {"reason": REASON})
    response = client.get(act.get_absolute_url(), {"mostra": "senza-legame"})
    shown = [element["id"] for element in parse(response).select("[id^=proposal-decision]")]
    points = points_of(link.plan)
    assert {points["2"].clause.anchor, points["3"].clause.anchor} <= set(shown)
    assert points["1.b"].clause.anchor not in shown
    assert not texts(parse(response), f"#{link.point.clause.anchor} form")


def test_wrong_method_wrong_name_wrong_link(client, link):
    assert client.put(url(link, "validate")).status_code == 405
    assert client.post(url(link, "esplodi")).status_code == 404
    assert client.post(reverse("actions:link_perform", args=[0, "validate"])).status_code == 404
