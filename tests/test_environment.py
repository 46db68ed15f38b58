"""A value of the environment that is not understood stops the start and names its variable."""

import os
import subprocess
import sys

import environ
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from abitare.environment import Environment

NAME = "ABITARE_PROVA"


@pytest.fixture
def env():
    return Environment(environ.Env())


@pytest.fixture
def given(monkeypatch):
    """``given(value)`` writes the variable; ``given(None)`` takes it away."""

    def write(value):
        monkeypatch.delenv(NAME, raising=False)
        if value is not None:
            monkeypatch.setenv(NAME, value)

    return write


def refused(read, *arguments, **keywords):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(NAME, *arguments, **keywords)
    return str(refusal.value)


# --- text ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", [None, "", "   "])
def test_what_is_required_must_be_there(env, given, value):
    given(value)
    assert refused(env.text) == f"Manca la variabile d’ambiente {NAME}."
    assert env.text(NAME, "") == ""


@pytest.mark.parametrize(("value", "read"), [(None, "noi"), ("", ""), (" voi ", "voi")])
def test_text(env, given, value, read):
    given(value)
    assert env.text(NAME, "noi") == read


def test_required_text(env, given):
    given("voi")
    assert env.text(NAME) == "voi"


# --- yes and no ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", ["1", "true", "True", "YES", "on", "sì", "si", " 1 "])
def test_yes(env, given, value):
    given(value)
    assert env.flag(NAME, False) is True


@pytest.mark.parametrize("value", ["0", "false", "No", "OFF"])
def test_no(env, given, value):
    given(value)
    assert env.flag(NAME, True) is False


@pytest.mark.parametrize("value", ["banana", "2", "vero", "truee", "-1"])
def test_neither_yes_nor_no(env, given, value):
    given(value)
    assert refused(env.flag, False) == f"{NAME}: «{value}» non è un sì o un no. Scrivi 1 oppure 0."


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("default", [True, False])
def test_a_flag_not_given_is_its_default(env, given, value, default):
    given(value)
    assert env.flag(NAME, default) is default


# --- numbers ---------------------------------------------------------------------------------------------------------
def test_numbers(env, given):
    given("42")
    assert env.integer(NAME, 7, minimum=1) == 42
    given(None)
    assert env.integer(NAME, 7) == 7


@pytest.mark.parametrize("value", ["banana", "-1", "4.5", "1e3", "²", "0x10", "1 000"])
def test_what_is_not_a_number(env, given, value):
    given(value)
    assert refused(env.integer, 7).startswith(f"{NAME}: «{value}» non è un numero intero")


@pytest.mark.parametrize("value", ["0", "8"])
def test_a_number_outside_its_range(env, given, value):
    given(value)
    assert refused(env.integer, 2, minimum=1, maximum=7) == f"{NAME}: «{value}» non è un numero intero fra 1 e 7."


# --- lists, choices --------------------------------------------------------------------------------------------------
def test_words(env, given):
    given(" casa.it, www.casa.it ,,")
    assert env.words(NAME) == ["casa.it", "www.casa.it"]
    given("")
    assert env.words(NAME, ["localhost"]) == ["localhost"]


def test_a_choice(env, given):
    given("warning")
    assert env.choice(NAME, "INFO", ("INFO", "WARNING")) == "WARNING"
    given("banana")
    assert refused(env.choice, "INFO", ("INFO", "WARNING")) == (
        f"{NAME}: «banana» non è fra i valori ammessi (INFO, WARNING)."
    )


# --- places ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", ["media", "./media", "../media", "~/media"])
def test_a_path_that_depends_on_where_one_stands(env, given, value):
    given(value)
    assert refused(env.path, "/srv") == f"{NAME}: «{value}» non è un percorso assoluto."


def test_a_path(env, given):
    given("/srv/abitare")
    assert str(env.path(NAME, "/altro")) == "/srv/abitare"
    given(None)
    assert str(env.path(NAME, "/altro")) == "/altro"


@pytest.mark.parametrize("value", ["casa.it", "ftp://casa.it", "http//casa.it", "https://", "http:///"])
def test_what_is_not_the_address_of_a_site(env, given, value):
    given(value)
    assert refused(env.origin, "http://127.0.0.1:8000").startswith(f"{NAME}: ")


def test_the_address_of_a_site_has_no_final_slash(env, given):
    given("https://casa.it/")
    assert env.origin(NAME, "http://127.0.0.1:8000") == "https://casa.it"


@pytest.mark.parametrize("value", ["revisore", "a@b", "a@b.it, c@d.it"])
def test_what_is_not_an_e_mail_address(env, given, value):
    given(value)
    assert refused(env.mailbox, "") == f"{NAME}: «{value}» non è un indirizzo e-mail."


def test_an_e_mail_address_or_none(env, given):
    given("revisore@comune.example")
    assert env.mailbox(NAME, "") == "revisore@comune.example"
    given("")
    assert env.mailbox(NAME, "") == ""


# --- connections -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["database", "cache", "email"])
def test_a_connection_present_but_empty(env, given, kind):
    given("  ")
    assert refused(getattr(env, kind), "x://") == f"{NAME} è presente ma vuota: toglila oppure scrivi un indirizzo."


@pytest.mark.parametrize(
    ("kind", "value", "scheme"),
    [
        ("database", "mysq://u:p@h/n", "mysq"),
        ("database", "mysql://u:p@h/n", "mysql"),
        ("database", "banana", "banana"),
        ("cache", "memcached://h", "memcached"),
        ("email", "http://h", "http"),
    ],
)
def test_an_unknown_scheme(env, given, kind, value, scheme):
    given(value)
    said = refused(getattr(env, kind), "x://")
    assert said.startswith(f"{NAME}: «{scheme}» non è fra gli schemi ammessi (")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("database", "postgres://localhost:abc/abitare"),
        ("database", "postgres://[::1/abitare"),
        ("email", "smtp://localhost:abc"),
        ("cache", "redis://localhost:abc"),
    ],
)
def test_an_address_that_cannot_be_read(env, given, kind, value):
    given(value)
    assert refused(getattr(env, kind), "x://").startswith(f"{NAME}: l’indirizzo non si legge (")


@pytest.mark.parametrize("value", ["sqlite:///abitare.sqlite3", "sqlite:///var/abitare.sqlite3", "sqlite:///:memory:"])
def test_a_database_file_that_depends_on_where_one_stands(env, given, value):
    given(value)
    assert refused(env.database, "x://").startswith(f"{NAME}: il file di SQLite va scritto col percorso assoluto")


def test_a_database_without_a_name(env, given):
    given("postgres://utente:segreta@localhost/")
    said = refused(env.database, "x://")
    assert said == f"{NAME}: manca il nome della base di dati."
    assert "segreta" not in said


def test_connections(env, given):
    given("postgres://u:p@h:5433/abitare")
    assert env.database(NAME, "x://") | {"OPTIONS": {}} == {
        "ENGINE": "django.db.backends.postgresql", "NAME": "abitare", "USER": "u", "PASSWORD": "p", "HOST": "h",
        "PORT": 5433, "OPTIONS": {},
    }  # fmt: skip
    given("sqlite:////srv/abitare.sqlite3")
    assert env.database(NAME, "x://")["NAME"] == "/srv/abitare.sqlite3"
    given(None)
    assert env.cache(NAME, "dbcache://voci")["LOCATION"] == "voci"
    assert env.email(NAME, "consolemail://")["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


# --- the start -------------------------------------------------------------------------------------------------------
MINIMUM = {"SECRET_KEY": "prova" * 12, "ALLOWED_HOSTS": "127.0.0.1"}
FROM_THIS_PROCESS = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")


def start(*command, **variables):
    """A process of its own that knows the least an installation must say, and ``variables``."""
    kept = {name: os.environ[name] for name in FROM_THIS_PROCESS if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        env=kept | MINIMUM | variables,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_with_the_least_it_starts():
    done = start("manage.py", "check")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [("DEBUG", "banana"), ("DATABASE_URL", ""), ("DATABASE_URL", "mysq://u:segreta@h/n")],
    ids=["banana", "empty database", "unknown scheme"],
)
def test_a_value_that_is_not_understood_stops_the_start_and_is_named(name, value):
    done = start("manage.py", "check", **{name: value})
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: " + name)
    assert "segreta" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("ALLOWED_HOSTS", ""),
        ("DEMO", "forse"),
        ("MEDIA_ROOT", "media"),
        ("BASE_URL", "casa.it"),
        ("CACHE_URL", "memcached://h"),
        ("EMAIL_URL", ""),
        ("LOG_LEVEL", "banana"),
        ("DIGEST_RECIPIENT", "revisore"),
        ("MAX_UPLOAD_MB", "molti"),
    ],
    ids=lambda value: value or "empty",
)
def test_every_kind_of_setting_is_read_so(name, value):
    done = start("-c", "import abitare.settings", **{name: value})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert name in last
