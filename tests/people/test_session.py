"""The end of a session: renewed by what one does, told to the page, and nothing lost after it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from abitare.people.roles import Role
from tests.factories.people import make_user
from tests.html import hrefs, parse, words

pytestmark = pytest.mark.django_db
URL = "/sessione/"
PAGE = "/profilo/"
NOON = datetime(2031, 5, 4, 10, tzinfo=UTC)
EIGHT_HOURS = 8 * 3600


@pytest.fixture(autouse=True)
def clock(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    client.force_login(make_user(Role.GIUNTA))
    return time_machine


def left(client):
    return int(parse(client.get(PAGE), "dialog#sessione")["data-session-left"])


def test_the_page_says_how_long_it_lasts(client, clock):
    assert left(client) == EIGHT_HOURS
    clock.shift(timedelta(minutes=4))
    assert left(client) == EIGHT_HOURS - 240


def test_doing_something_renews_it_every_five_minutes(client, clock):
    clock.shift(timedelta(minutes=5))
    assert left(client) == EIGHT_HOURS
    saved = Session.objects.get().expire_date
    assert saved == NOON + timedelta(minutes=5, hours=8)


def test_a_page_soon_after_writes_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(6):  # session, person and grants, both again for the page, messages
        client.get(PAGE)


def test_eight_hours_without_doing_anything_end_it(client, clock):
    clock.shift(timedelta(hours=8, seconds=1))
    assert client.get(PAGE).status_code == 302


def test_a_day_of_work_does_not(client, clock):
    for _ in range(12):
        clock.shift(timedelta(hours=1))
        assert client.get(PAGE).status_code == 200


def test_the_hours_are_a_setting(client, settings):
    settings.SESSION_COOKIE_AGE = 3600
    assert left(client) == 3600


def test_asking_how_long_does_not_renew(client, clock):
    clock.shift(timedelta(hours=7, minutes=56))
    assert client.get(URL).json()["seconds"] == 240
    clock.shift(timedelta(minutes=5))
    assert client.get(URL).status_code == 302


def test_staying_renews_it(client, clock):
    clock.shift(timedelta(hours=7, minutes=56))
    answer = client.post(URL)
    assert (answer.json()["seconds"], answer["Cache-Control"]) == (
        EIGHT_HOURS,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    clock.shift(timedelta(hours=7))
    assert client.get(PAGE).status_code == 200


def test_staying_asks_for_the_token(client):
    client.handler.enforce_csrf_checks = True
    assert client.post(URL).status_code == 403
    token = client.get(URL).json()["token"]
    assert client.post(URL, headers={"X-CSRFToken": token}).status_code == 200


def test_who_has_not_signed_in_has_neither_the_dialog_nor_an_answer(client):
    client.logout()
    assert parse(client.get("/accedi/")).select("dialog") == []
    assert client.post(URL)["Location"] == f"/accedi/?next={URL}"


def test_a_staff_member_without_second_factor_may_stay(client, settings):
    settings.MFA_REQUIRED = True
    assert client.post(URL).status_code == 200


def test_a_session_of_before_this_clock_begins_to_count(client):
    session = client.session
    del session["renewed_at"]
    session.save()
    assert left(client) == EIGHT_HOURS


# --- after the end --------------------------------------------------------------------------------------------------
@pytest.fixture
def over(clock):
    clock.shift(timedelta(hours=9))


def entrance(client, answer):
    return words(parse(client.get(answer["Location"]), "#scaduta"))


def test_a_page_asked_after_the_end_comes_back(client, over):
    answer = client.get("/azioni/?ordine=x")
    assert answer["Location"] == "/accedi/?next=/azioni/%3Fordine%3Dx&scaduta=pagina"
    assert entrance(client, answer) == "La sessione è scaduta: accedi di nuovo e torni dove eri."


def test_a_form_sent_after_the_end_says_where_what_was_written_is(client, over):
    answer = client.post("/profilo/messaggi/", {}, headers={"Referer": "http://testserver/profilo/"})
    assert answer["Location"] == "/accedi/?next=/profilo/&scaduta=modulo"
    said = entrance(client, answer)
    assert "Quello che hai scritto è ancora nella pagina di prima" in said
    assert "Accedi in un’altra scheda" in said
    link = parse(client.get(answer["Location"]), "#scaduta").a
    assert (link["href"], link["target"]) == (reverse("account_login"), "_blank")


@pytest.mark.parametrize("referer", ["https://altrove.example/x", "//altrove.example", "javascript:alert(1)", ""])
def test_it_never_leads_elsewhere(client, over, referer):
    answer = client.post(URL, headers={"Referer": referer})
    assert answer["Location"] == "/accedi/?next=/profilo/&scaduta=modulo"


def test_a_list_filtered_by_htmx_sends_the_whole_page_to_the_entrance(client, over):
    answer = client.get(
        "/atti/?cerca=x", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/atti/?organo=y"}
    )
    assert (answer.status_code, answer["HX-Redirect"]) == (
        200,
        "/accedi/?next=/atti/%3Forgano%3Dy&scaduta=pagina",
    )
    assert answer.content == b""


def test_a_visitor_who_never_signed_in_is_told_nothing_of_sessions(client):
    client.logout()
    answer = client.get("/azioni/")
    assert answer["Location"] == "/accedi/?next=/azioni/"
    assert parse(client.get(answer["Location"])).select("#scaduta") == []


def test_the_dialog_offers_both_ways(client):
    dialog = parse(client.get(PAGE), "dialog#sessione")
    assert (dialog.form["method"], dialog.form["action"]) == ("post", URL)
    assert dialog.has_attr("open") is False
    assert hrefs(dialog) == [reverse("account_login")]
