"""``/salute/``: whether the installation can work, and nothing else."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from tests.factories.records import ActFactory

pytestmark = pytest.mark.django_db

HEALTH = "/salute/"
SOUND = {"stato": "ok", "database": "ok", "migrazioni": "ok", "archivio": "ok"}


def test_all_is_well_and_anybody_may_ask(client):
    response = client.get(HEALTH)
    assert (response.status_code, response.json()) == (200, SOUND)
    assert response["Content-Type"] == "application/json"


def test_it_says_nothing_else_to_those_inside_either(client, coordinator):
    ActFactory(title="Riservato")
    client.force_login(coordinator)
    assert client.get(HEALTH).json() == SOUND


def test_the_answer_is_never_kept(client):
    assert "no-store" in client.get(HEALTH)["Cache-Control"]


def test_an_archive_not_there_yet_is_made_with_the_first_file(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "non ancora"
    assert client.get(HEALTH).json() == SOUND


def test_without_the_archive(client, settings, tmp_path):
    (tmp_path / "media").write_text("non è una cartella")
    settings.MEDIA_ROOT = tmp_path / "media"
    response = client.get(HEALTH)
    assert (response.status_code, response.json()) == (503, SOUND | {"stato": "errore", "archivio": "errore"})


def test_with_a_migration_still_to_run(client):
    applied = MigrationRecorder(connection).migration_qs.filter(app="records").latest("pk")
    applied.delete()
    response = client.get(HEALTH)
    assert (response.status_code, response.json()) == (503, SOUND | {"stato": "errore", "migrazioni": "errore"})


def test_without_the_database(client):
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("server closed the connection: host=10.0.0.7 user=abitare")

    with connection.execute_wrapper(refuse):
        response = client.get(HEALTH)
    assert response.status_code == 503
    assert response.json() == SOUND | {"stato": "errore", "database": "errore", "migrazioni": "errore"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_not_allowed(client, method):
    assert getattr(client, method)(HEALTH).status_code == 405
