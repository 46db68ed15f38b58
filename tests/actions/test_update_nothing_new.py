"""«Nessuna novità»: one click, somebody's name, a day."""

import pytest
from django.urls import reverse

from abitare.people.roles import Role
from actions.enums import ParticipationRole
from actions.models import ActionParticipation, Update
from tests.factories.actions import TODAY, ActionFactory, LinkFactory, PlanFactory, StepFactory, add_point
from tests.factories.people import OfficeFactory, RoleGrantFactory
from tests.html import messages, panel, texts, words

pytestmark = pytest.mark.django_db

SIGNATURE = "Renzo Redattore, Settore Case e Quartieri"


@pytest.fixture
def action(office):
    action = ActionFactory(plan=PlanFactory(), number=3)
    ActionParticipation.objects.create(action=action, office=office, role=ParticipationRole.LEAD)
    return action


@pytest.fixture(autouse=True)
def _inside(client, editor, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(editor)


def url(kind, key):
    return reverse(f"actions:{kind}_nothing_new", args=[key])


def test_the_button_says_whose_name_and_which_day(client, action):
    page = panel(client.get(action.get_absolute_url()), "aggiornamenti")
    assert texts(page, "form button") == ["Nessuna novità"]
    assert f"si firma con un clic: {SIGNATURE}, il 20 novembre 2031." in words(page)


def test_one_click(client, action, editor):
    [form] = panel(client.get(action.get_absolute_url()), "aggiornamenti").select("form")
    response = client.post(form["action"], {"office": form.select_one("[name=office]")["value"]}, follow=True)
    assert messages(response) == [f"Nessuna novità al 20 novembre 2031: firmato {SIGNATURE}."]
    [update] = Update.objects.all()
    assert (update.kind, update.author, update.happened_on, update.done) == ("nothing_new", editor, TODAY, "")
    assert "Nessuna novità." in words(panel(response, "aggiornamenti").ol)


def test_twice_on_the_same_day_is_once(client, action, coordinator):
    client.post(url("action", 3))
    client.post(url("action", 3))
    assert Update.objects.count() == 1
    client.force_login(coordinator)
    client.post(url("action", 3))
    assert list(Update.objects.order_by("pk").values_list("author_label", flat=True)) == [
        SIGNATURE,
        "Carla Coordinatrice, coordinamento",
    ]


def test_it_counts_as_news(client, action):
    client.post(url("action", 3))
    assert "Fresche aggiornate oggi" in words(
        panel(client.get(action.get_absolute_url()), "salute").find_parent("section")
    )


def test_on_a_step_and_on_a_point(client, action, office):
    step = StepFactory(action=action, office=office)
    point = add_point(action.plan.mandate, 4, 1)
    LinkFactory(step=step, point=point)
    assert client.post(url("step", step.pk)).url == step.get_absolute_url()
    assert client.post(url("point", point.pk)).url == point.clause.get_absolute_url()
    assert [update.subject for update in Update.objects.order_by("pk")] == [step, point]


def test_who_has_two_offices_has_two_buttons(client, action, editor):
    second = OfficeFactory(name="Ufficio Cortili")
    RoleGrantFactory(user=editor, role=Role.EDITOR, office=second)
    ActionParticipation.objects.create(action=action, office=second, role=ParticipationRole.CONTRIBUTES)
    buttons = texts(panel(client.get(action.get_absolute_url()), "aggiornamenti"), "form button")
    assert buttons == [f"Nessuna novità: {SIGNATURE}", "Nessuna novità: Renzo Redattore, Ufficio Cortili"]
    response = client.post(url("action", 3), follow=True)
    assert messages(response) == ["Scegli per quale ufficio firmi."]
    assert response.redirect_chain == [(reverse("actions:action_update", args=[3]), 302)]
    client.post(url("action", 3), {"office": second.pk})
    assert Update.objects.get().office == second


def test_an_office_does_not_sign_for_another(client, action):
    elsewhere = OfficeFactory()
    client.post(url("action", 3), {"office": elsewhere.pk})
    assert Update.objects.get().author_label == SIGNATURE


def test_it_is_not_done_by_reading(client, action):
    assert client.get(url("action", 3)).status_code == 405
    assert not Update.objects.exists()


@pytest.mark.parametrize("who", ["other_editor", "manager", "giunta", "auditor", "administrator"])
def test_readers_do_not_sign(client, action, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(url("action", 3)).status_code == 403
    assert not Update.objects.exists()


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_it_is_there(client, action, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(url("action", 3)).status_code == 404


def test_what_is_not_there(client, action):
    for kind, key in (("action", 9), ("step", 0), ("point", 0)):
        assert client.post(url(kind, key)).status_code == 404
