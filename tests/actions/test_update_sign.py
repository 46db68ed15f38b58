"""Signed updates: nominal, dated, never changed; freshness counts them and health does not."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.urls import reverse

from abitare.people.roles import Role
from abitare.records.models import LogEntry
from actions.enums import ParticipationRole
from actions.models import ActionParticipation, Update
from actions.services.updates import sign_update
from tests.factories.actions import TODAY, ActionFactory, LinkFactory, PlanFactory, StepFactory, add_point
from tests.factories.people import OfficeFactory, RoleGrantFactory
from tests.factories.records import ActFactory
from tests.html import control, errors, hrefs, messages, panel, parse, texts, words

pytestmark = pytest.mark.django_db

SENT = {
    "happened_on": "18/11/2031",
    "done": "Scritta la bozza.\nSentiti i custodi.",
    "obstacles": "Manca il parere.",
    "next_steps": "La si porta in Giunta.",
    "ask": "Una data per il parere.",
}
NOTHING = {"done": "", "obstacles": " ", "next_steps": "", "ask": ""}


@pytest.fixture
def action(office):
    """Azione 3, in which ``office`` takes part."""
    action = ActionFactory(plan=PlanFactory(), number=3, short_title="Custodi di scala")
    ActionParticipation.objects.create(action=action, office=office, role=ParticipationRole.CONTRIBUTES)
    return action


@pytest.fixture
def step(action):
    return StepFactory(action=action, position=1, office=OfficeFactory(name="Ufficio Scale"))


@pytest.fixture
def point(action):
    point = add_point(action.plan.mandate, 4, 1, summary="Un custode per scala.")
    LinkFactory(action=action, point=point)
    return point


@pytest.fixture(autouse=True)
def _inside(client, editor, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(editor)


def url(kind, key):
    return reverse(f"actions:{kind}_update", args=[key])


def sign(action, by, day=TODAY, **subject):
    subject = subject or {"action": action}
    return sign_update(subject, plan=action.plan, office=None, by=by, happened_on=day, done="qualcosa")


def test_it_works(client, action, editor, office):
    response = client.post(url("action", 3), SENT, follow=True)
    signature = "Renzo Redattore, Settore Case e Quartieri"
    assert messages(response) == [f"Aggiornamento firmato: {signature}."]
    [update] = Update.objects.all()
    assert (update.action, update.step, update.point, update.kind) == (action, None, None, "news")
    assert (update.author, update.office, update.author_label) == (editor, office, signature)
    assert (update.happened_on, update.done) == (date(2031, 11, 18), "Scritta la bozza.\nSentiti i custodi.")
    [entry] = LogEntry.objects.for_object(action)
    assert (entry.verb, entry.label, entry.actor) == ("sign_update", "aggiornamento", editor)
    assert ["firma", "", signature] in entry.changes


def test_the_page_of_the_azione_reads_it(client, action):
    client.post(url("action", 3), SENT)
    [item] = texts(panel(client.get(action.get_absolute_url()), "aggiornamenti"), "ol > li")
    for said in ("18 novembre 2031", "Ostacoli: Manca il parere.", "Poi: La si porta in Giunta.", "Chiede: Una data"):
        assert said in item
    assert "Renzo Redattore, Settore Case e Quartieri · registrato il 20 novembre 2031" in item


def test_news_of_a_step_are_on_its_page_and_on_the_azione(client, action, step, coordinator):
    client.force_login(coordinator)
    client.post(url("step", step.pk), SENT)
    assert "Manca il parere." in words(panel(client.get(step.get_absolute_url()), "aggiornamenti"))
    feed = panel(client.get(action.get_absolute_url()), "aggiornamenti")
    assert step.get_absolute_url() in hrefs(feed)


def test_news_of_a_point_are_beside_it(client, action, point):
    client.post(url("point", point.pk), SENT)
    page = parse(client.get(point.clause.act.get_absolute_url()), f"#{point.clause.anchor}")
    said = "Fresche aggiornate 2 giorni fa, il 18 novembre 2031 · Renzo Redattore, Settore Case e Quartieri"
    assert said in words(page)


def test_the_coordination_signs_as_such(client, action, coordinator):
    client.force_login(coordinator)
    client.post(url("action", 3), SENT)
    assert Update.objects.get().author_label == "Carla Coordinatrice, coordinamento"


def test_the_signature_stays_as_it_was(action, editor, office):
    update = sign_update({"action": action}, plan=action.plan, office=office, by=editor, happened_on=TODAY, done="x")
    editor.full_name, office.name = "Renzo Altro", "Settore Nuovo"
    editor.save()
    office.save()
    update.refresh_from_db()
    assert update.author_label == "Renzo Redattore, Settore Case e Quartieri"


def test_who_has_two_offices_says_which(client, action, editor):
    second = OfficeFactory(name="Ufficio Cortili")
    RoleGrantFactory(user=editor, role=Role.EDITOR, office=second)
    ActionParticipation.objects.create(action=action, office=second, role=ParticipationRole.CONTRIBUTES)
    assert errors(client.post(url("action", 3), SENT))[0].startswith("A nome di: ")
    client.post(url("action", 3), SENT | {"office": second.pk})
    assert Update.objects.get().author_label == "Renzo Redattore, Ufficio Cortili"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (NOTHING, "Scrivi almeno una cosa, oppure usa «nessuna novità»."),
        ({"happened_on": "21/11/2031"}, "Un aggiornamento non può riferirsi a un giorno che deve ancora venire."),
        ({"happened_on": "ieri"}, "Riferito al: La data non si legge: scrivila come 03/06/2026."),
        ({"done": "x" * 2001}, "Che cosa è stato fatto"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, action, changes, error):
    response = client.post(url("action", 3), SENT | changes)
    assert error in errors(response)[0]
    assert control(parse(response, "main form"), "happened_on")["value"] == (SENT | changes)["happened_on"]
    assert not Update.objects.exists()


# --- Freshness ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "Notizie: Nessuna notizia attese ogni 60 giorni"),
        (0, "Notizie: Fresche aggiornate oggi, il 20 novembre 2031"),
        (60, "Notizie: Fresche aggiornate 60 giorni fa, il 21 settembre 2031"),
        (61, "Notizie: Fermo da 61 giorni aggiornate 61 giorni fa, il 20 settembre 2031"),
    ],
)
def test_how_fresh_the_news_are(client, action, editor, days, said):
    if days is not None:
        sign(action, editor, TODAY - timedelta(days=days))
    assert said in words(parse(client.get(action.get_absolute_url()), "section[aria-labelledby=salute]"))


def test_the_interval_is_a_setting(client, action, editor, settings):
    settings.FRESH_ACTION_DAYS = 5
    sign(action, editor, TODAY - timedelta(days=6))
    assert "Fermo da 6 giorni" in words(parse(client.get(action.get_absolute_url()), "main"))


def test_saving_a_form_is_not_news(client, action, step, coordinator):
    client.force_login(coordinator)
    client.post(reverse("actions:step_perform", args=[step.pk, "start"]))
    assert "Nessuna notizia" in words(parse(client.get(action.get_absolute_url()), "section[aria-labelledby=salute]"))


def test_freshness_never_replaces_health(client, action, editor):
    StepFactory(action=action, position=1, due=date(2031, 11, 10), first_due=date(2031, 11, 10))
    sign(action, editor)
    health = words(parse(client.get(action.get_absolute_url()), "section[aria-labelledby=salute]"))
    assert "In ritardo" in health
    assert "Fresche" in health


def test_a_point_has_its_own_interval(client, action, point, editor):
    sign(action, editor, TODAY - timedelta(days=90), point=point)
    page = parse(client.get(point.clause.act.get_absolute_url()), f"#{point.clause.anchor}")
    assert "Fresche aggiornate 90 giorni fa" in words(page)


# --- Who ------------------------------------------------------------------------------------------------------------


def test_an_office_writes_of_what_it_takes_part_in(client, action, step, point):
    elsewhere = ActionFactory(plan=action.plan, number=4)
    allowed = {url("action", 3): 200, url("action", elsewhere.number): 403}
    allowed |= {url("step", step.pk): 403, url("point", point.pk): 200}
    assert {address: client.get(address).status_code for address in allowed} == allowed


def test_an_office_writes_of_its_own_step(client, office):
    step = StepFactory(office=office)
    assert client.post(url("step", step.pk), SENT).status_code == 302


def test_the_office_named_by_the_act_writes_of_the_point(client, action, office):
    point = add_point(action.plan.mandate, 5, responsible=office)
    assert client.post(url("point", point.pk), SENT).status_code == 302


def test_a_point_of_another_act_has_no_updates(client, coordinator):
    client.force_login(coordinator)
    point = add_point(ActFactory(), 1)
    assert client.get(url("point", point.pk)).status_code == 404


@pytest.mark.parametrize("who", ["other_editor", "manager", "giunta", "auditor", "administrator"])
def test_readers_do_not_write(client, action, step, point, request, who):
    client.force_login(request.getfixturevalue(who))
    for address in (url("action", 3), url("step", step.pk), url("point", point.pk)):
        assert client.get(address).status_code == client.post(address, SENT).status_code == 403
    assert not Update.objects.exists()


@pytest.mark.parametrize("who", ["manager", "giunta", "auditor", "other_editor"])
def test_readers_are_offered_nothing(client, action, point, request, who):
    client.force_login(request.getfixturevalue(who))
    for page in (action.get_absolute_url(), point.clause.act.get_absolute_url()):
        assert "Nessuna novità" not in words(parse(client.get(page), "main"))


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, action, step, point, request, who):
    client.force_login(request.getfixturevalue(who))
    for address in (url("action", 3), url("step", step.pk), url("point", point.pk)):
        assert client.get(address).status_code == client.post(address, SENT).status_code == 404


def test_wrong_method_and_wrong_subject(client, action):
    assert client.put(url("action", 3)).status_code == 405
    for kind, key in (("action", 9), ("action", 0), ("step", 0), ("point", 0)):
        assert client.get(url(kind, key)).status_code == 404


# --- The list -------------------------------------------------------------------------------------------------------


def test_all_of_them_with_their_export(client, action, step, editor, coordinator):
    for day in range(30):
        sign(action, editor, TODAY - timedelta(days=day))
    sign(action, coordinator, step=step)
    address = reverse("actions:action_updates", args=[3])
    assert len(parse(client.get(address), "main").select("ol.ab-feed > li")) == 25
    assert len(parse(client.get(address, {"pagina": 2}), "main").select("ol.ab-feed > li")) == 6
    header, *rows = csv.reader(StringIO(client.get(address, {"formato": "csv"}).content.decode()), delimiter=";")
    assert (len(rows), rows[0][header.index("Riguarda")], rows[0][header.index("Fatto")]) == (31, str(step), "qualcosa")


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(client, action, step, editor, count, django_assert_num_queries):
    for _ in range(count):
        sign(action, editor)
        sign(action, editor, step=step)
    with django_assert_num_queries(7):
        client.get(reverse("actions:action_updates", args=[3]))


def test_the_list_of_nothing(client, action):
    assert "Nessun ufficio ha ancora firmato niente." in words(
        parse(client.get(reverse("actions:action_updates", args=[0])), "main")
    )
