"""The register of the operations: who reads it, what it finds, where it leads."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from abitare.records.services.log import log
from tests.factories.actions import ActionFactory, StepFactory
from tests.factories.records import ActFactory, registered_act
from tests.html import errors, hrefs, parse, rows

pytestmark = pytest.mark.django_db
URL = "/registro/"


@pytest.fixture(autouse=True)
def _inside(client, auditor, time_machine):
    time_machine.move_to(datetime(2031, 5, 4, 10, tzinfo=UTC))
    client.force_login(auditor)


def listed(client, **query):
    return rows(parse(client.get(URL, query), "main"))


@pytest.mark.parametrize(
    ("visitor", "status"),
    [("auditor", 200), ("manager", 200), ("coordinator", 200), ("giunta", 403), ("editor", 403), ("ente_user", 404)],
)
def test_who_may_read_it(client, request, visitor, status):
    assert client.enter(request.getfixturevalue(visitor)).get(URL).status_code == status


def test_outside_one_signs_in_first(client):
    client.logout()
    assert client.get(URL)["Location"] == f"/accedi/?next={URL}"


def test_each_entry_says_when_who_what_and_leads_to_its_object(client, coordinator):
    act = ActFactory(short_title="DGC n. 7/2031")
    log(act, "change", by=coordinator, changes=[("oggetto", "Corti", "Corti aperte")], reason="refuso")
    [row] = listed(client)
    assert row == (
        "4 maggio 2031, ore 12.00",
        "DGC n. 7/2031 atto",
        "Carla Coordinatrice",
        "Modificato Motivo: refuso Oggetto: Corti → Corti aperte",
    )
    assert act.get_absolute_url() in hrefs(parse(client.get(URL), "#risultati table"))


def test_an_object_that_is_no_more_keeps_its_words_and_has_no_link(client):
    act = registered_act(short_title="DGC n. 8/2031")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_act WHERE id = %s", [act.pk])
    [row] = listed(client)
    assert row[1] == "DGC n. 8/2031 atto"
    assert [href for href in hrefs(parse(client.get(URL), "#risultati table")) if href.startswith("/atti/")] == []


def test_filters(client, auditor, coordinator, time_machine):
    log(ActFactory(short_title="DGC n. 7/2031"), "register", by=None)
    log(StepFactory(title="Aprire la corte"), "create", by=coordinator)
    time_machine.move_to(datetime(2031, 5, 5, 22, 30, tzinfo=UTC))  # the sixth, in Italy
    log(ActFactory(short_title="DGC n. 9/2031"), "complete", by=None, reason="testo")

    client.force_login(auditor)  # the session of two days before is over

    def found(**query):
        return [row[1] for row in listed(client, **query)]

    assert found(chi="carla") == [row[1] for row in listed(client, cosa="creato")]
    assert found(oggetto="n. 9") == ["DGC n. 9/2031 atto"]
    assert found(tipo="records.act") == ["DGC n. 9/2031 atto", "DGC n. 7/2031 atto"]
    assert found(dal="6/5/2031") == ["DGC n. 9/2031 atto"]
    assert found(al="5/5/2031", chi="sistema") == ["DGC n. 7/2031 atto"]
    assert found(dal="4 maggio 2031", al="04.05.2031", tipo="records.act") == ["DGC n. 7/2031 atto"]
    assert found(oggetto="niente così") == []


def test_a_day_that_cannot_be_read_is_said(client):
    registered_act()
    [sentence] = errors(client.get(URL, {"dal": "31/2/2031"}))
    assert "Il giorno 31/2/2031 non esiste" in sentence


def test_orders(client, coordinator):
    log(ActFactory(short_title="DGC n. 2/2031"), "register", by=coordinator)
    log(ActFactory(short_title="DGC n. 1/2031"), "register", by=None)
    assert [row[1] for row in listed(client, ordine="oggetto")] == ["DGC n. 1/2031 atto", "DGC n. 2/2031 atto"]
    assert [row[2] for row in listed(client, ordine="chi")] == ["Carla Coordinatrice", "sistema"]
    assert [row[2] for row in listed(client, ordine="password")] == ["sistema", "Carla Coordinatrice"]


def test_the_export_is_what_is_filtered(client, coordinator):
    log(ActFactory(short_title="=1+1"), "change", by=coordinator, changes=[("termine", "2031-10-01", "2031-11-05")])
    log(ActFactory(), "register", by=None)
    answer = client.get(URL, {"chi": "carla", "formato": "csv"})
    header, row = answer.content.decode().splitlines()
    assert header.split(";")[:5] == ["Registrato il", "Accaduto il", "Chi", "Che cosa", "Oggetto"]
    cells = row.split(";")
    assert cells[:7] == [
        "04/05/2031 12:00", "04/05/2031 12:00", "Carla Coordinatrice", "modificato", "'=1+1", "atto",
        "Termine: 1º ottobre 2031 → 5 novembre 2031",
    ]  # fmt: skip
    assert client.get(URL, {"formato": "xlsx"})["Content-Disposition"] == 'attachment; filename="registro.xlsx"'


def test_empty(client):
    assert "Il registro è vuoto" in parse(client.get(URL), "main").get_text()
    assert "Nessuna voce con questi filtri" in parse(client.get(URL, {"chi": "x"}), "main").get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, count, django_assert_num_queries):
    """Session, person, grants, how many, the page, then one query for each of the three kinds of things shown."""
    for _ in range(count):
        action = ActionFactory()
        for thing in (action, StepFactory(action=action), action.plan.mandate):
            log(thing, "create", by=None)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(8):
        client.get(URL)


def test_the_export_asks_once(client, django_assert_num_queries):
    for _ in range(3):
        registered_act()
    with django_assert_num_queries(5):
        client.get(URL, {"formato": "csv"})
