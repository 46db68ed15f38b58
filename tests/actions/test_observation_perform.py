"""From draft to certified: two people at least, each with a name and a day."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from abitare.people.roles import Role
from abitare.records.models import LogEntry
from abitare.records.workflow import TransitionRefused, perform
from actions.enums import ObservationState
from actions.models import Observation
from tests.factories.actions import TODAY, ActionFactory
from tests.factories.indicators import JULY, TRANSITION, IndicatorFactory, observe
from tests.factories.people import make_user
from tests.html import errors, hrefs, messages, panel, parse, words

pytestmark = pytest.mark.django_db

ARROWS = {
    ("verify", "draft"): "verified",
    ("certify", "verified"): "certified",
    ("return", "verified"): "draft",
}


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


@pytest.fixture
def indicator(office):
    return IndicatorFactory(action=ActionFactory(number=1), code="A1.1", office=office)


@pytest.fixture
def draft(indicator, editor):
    return observe(indicator, JULY, 9, by=editor)


@pytest.fixture
def verified(indicator, editor):
    return observe(indicator, JULY, 9, by=editor, state="verified")


def url(row, name):
    return reverse("actions:observation_perform", args=[row.pk, name])


def saved(row):
    return Observation.objects.get(pk=row.pk)


def verbs(row):
    return list(LogEntry.objects.for_object(row).order_by("seq").values_list("verb", flat=True))


@pytest.mark.parametrize(("name", "state"), list(product(TRANSITION, ObservationState.values)))
def test_every_arrow_from_every_state(indicator, name, state):
    row = observe(indicator, JULY, 9, state=state)
    person, day = TRANSITION[name].writes
    data = {person: make_user(Role.MANAGER), day: TODAY}
    target = ARROWS.get((name, state))
    if target:
        assert perform(TRANSITION[name], row, by=None, reason="una ragione", **data).state == target
    else:
        with pytest.raises(TransitionRefused):
            perform(TRANSITION[name], row, by=None, reason="una ragione", **data)
        assert saved(row).state == state


def test_verified_and_certified_by_two_people(client, draft, editor, manager):
    client.force_login(editor)
    response = client.post(url(draft, "verify"), follow=True)
    assert messages(response) == ["A1.1, luglio 2031: verificata."]
    client.force_login(manager)
    page = words(parse(client.get(url(draft, "certify")), "main"))
    assert "luglio 2031: 9, ora «verificata». Fonte: registro." in page
    client.post(url(draft, "certify"))
    row = saved(draft)
    assert (row.state, row.verified_by, row.verified_on) == ("certified", editor, TODAY)
    assert (row.certified_by, row.certified_on) == (manager, TODAY)
    assert verbs(row) == ["record", "verify", "certify"]


def test_who_certifies_is_not_who_wrote(client, indicator, coordinator):
    row = observe(indicator, JULY, 9, by=coordinator, state="verified")
    response = client.post(url(row, "certify"), follow=True)
    assert messages(response) == ["Chi certifica non è chi ha inserito."]
    assert (saved(row).state, saved(row).certified_by) == ("verified", None)


def test_a_computed_figure_is_certified_by_anybody_who_may(client, indicator):
    row = observe(indicator, JULY, 9, by=None, state="verified")
    client.post(url(row, "certify"))
    assert saved(row).state == "certified"


def test_certifying_what_nobody_has_verified(client, draft):
    assert messages(client.post(url(draft, "certify"), follow=True)) == ["«Certifica» non si può fare da «bozza»."]


def test_sent_back_with_the_reason(client, verified):
    assert len(errors(client.post(url(verified, "return"), {"reason": " "}))) == 1
    client.post(url(verified, "return"), {"reason": "manca agosto"})
    row = saved(verified)
    assert (row.state, row.verified_by, row.verified_on) == ("draft", None, None)
    assert LogEntry.objects.for_object(row).newest_first().first().reason == "manca agosto"


def test_twice_does_nothing_more(client, draft):
    client.post(url(draft, "verify"), follow=True)
    response = client.post(url(draft, "verify"), follow=True)
    assert messages(response) == ["«Verifica» non si può fare da «verificata»."]
    assert verbs(draft) == ["record", "verify"]


def test_what_was_corrected_is_not_signed_any_more(client, indicator, draft):
    observe(indicator, JULY, 10, supersedes=draft, note="riletta")
    response = client.post(url(draft, "verify"), follow=True)
    assert messages(response) == ["È stata sostituita da un’altra rilevazione: guarda quella."]
    assert saved(draft).state == "draft"


def test_the_page_asks_before_doing(client, draft):
    page = parse(client.get(url(draft, "verify")), "main")
    assert words(page.select_one("form button")) == "Verifica"
    assert saved(draft).state == "draft"


@pytest.mark.parametrize(
    ("who", "offered"),
    [("editor", ["verify"]), ("manager", []), ("other_editor", []), ("giunta", []), ("coordinator", ["verify"])],
)
def test_what_each_is_offered_on_a_draft(client, draft, request, who, offered):
    client.force_login(request.getfixturevalue(who))
    links = hrefs(panel(client.get(draft.indicator.get_absolute_url()), "rilevazioni"))
    assert [name for name in TRANSITION if url(draft, name) in links] == offered


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("other_editor", "verify"), ("manager", "verify"), ("giunta", "verify"), ("auditor", "verify"),
        ("editor", "certify"), ("other_editor", "certify"), ("giunta", "certify"), ("auditor", "certify"),
        ("editor", "return"), ("administrator", "verify"), ("administrator", "certify"),
    ],
)  # fmt: skip
def test_nobody_else_signs(client, draft, verified_elsewhere, request, who, name):
    row = draft if name == "verify" else verified_elsewhere
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(row, name)).status_code == client.post(url(row, name), {"reason": "x"}).status_code == 403
    assert saved(row).state == row.state


@pytest.fixture
def verified_elsewhere(indicator):
    return observe(indicator, JULY, 4, dimension="Borgo Alto", state="verified")


def test_the_rule_holds_at_the_door_too(draft, other_editor):
    with pytest.raises(PermissionDenied):
        perform(TRANSITION["verify"], draft, by=other_editor, verified_by=other_editor, verified_on=TODAY)


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, draft, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(url(draft, "verify")).status_code == 404


def test_the_neighbours_stay_as_they_were(client, draft, verified_elsewhere):
    before = Observation.objects.values().get(pk=verified_elsewhere.pk)
    client.post(url(draft, "verify"))
    assert Observation.objects.values().get(pk=verified_elsewhere.pk) == before


def test_wrong_method_wrong_name_wrong_row(client, draft):
    assert client.put(url(draft, "verify")).status_code == 405
    assert client.post(url(draft, "esplodi")).status_code == 404
    assert client.post(reverse("actions:observation_perform", args=[0, "verify"])).status_code == 404
