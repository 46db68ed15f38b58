"""Importing figures from a CSV: first what would happen, then all of it or nothing; the same rules as by hand."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from abitare.records.models import LogEntry
from actions.models import Observation
from actions.observation_file import ObservationFileError, read_observations, text_of
from tests.factories.actions import TODAY, ActionFactory, PlanFactory
from tests.factories.indicators import JULY, IndicatorFactory, observe
from tests.html import control, errors, messages, panel, parse, rows, words

pytestmark = pytest.mark.django_db
URL = reverse("actions:observation_import")
HEAD = "indicatore;dal;al;valore;numeratore;denominatore;ripartizione;fonte;nota\n"
SHARE = "A1.2;2031-01-01;2031-06-30;;412;1312;Borgo Alto;registro;stima"
GOOD = f"{HEAD}A1.1;01/07/2031;31/07/2031;1.312,5;;;;registro;\n{SHARE}\n"


@pytest.fixture(autouse=True)
def _inside(client, coordinator, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(coordinator)


@pytest.fixture
def plan(office):
    action = ActionFactory(plan=PlanFactory(), number=1)
    IndicatorFactory(action=action, code="A1.1", office=office, places=1)
    IndicatorFactory(action=action, code="A1.2", factor=100, unit="%", places=1)
    return action.plan


def upload(client, text, name="dati.csv"):
    return client.post(URL, {"file": SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())})


def outcomes(response):
    return rows(panel(response, "esito").table)


def test_first_what_would_happen(client, plan):
    response = upload(client, GOOD)
    assert outcomes(response) == [
        ("Riga 2", "Buona", "A1.1, luglio 2031: 1.312,5"),
        ("Riga 3", "Buona", "A1.2, 1º semestre 2031: 31,4 %"),
    ]
    assert Observation.objects.count() == LogEntry.objects.count() == 0


def test_then_all_of_it(client, plan, coordinator):
    page = panel(upload(client, GOOD), "esito")
    response = client.post(URL, {"testo": control(page, "testo")["value"]}, follow=True)
    assert messages(response) == ["Rilevazioni registrate in bozza: 2."]
    first, second = Observation.objects.order_by("indicator__code")
    assert (str(first.value), first.state, first.author, first.source) == (
        "1312.5000",
        "draft",
        coordinator,
        "registro",
    )
    assert (second.numerator, second.denominator, second.dimension, second.note) == (412, 1312, "Borgo Alto", "stima")


def test_one_bad_row_and_nothing_is_written(client, plan):
    bad = GOOD + "A1.1;15/07/2031;15/08/2031;3;;;;registro;\nA9.9;01/07/2031;31/07/2031;3;;;;registro;\n"
    response = upload(client, bad)
    assert [row[1] for row in outcomes(response)] == ["Buona", "Buona", "Da correggere", "Da correggere"]
    assert outcomes(response)[2][2] == "Il periodo si sovrappone a una rilevazione che c’è già: luglio 2031 (bozza)."
    assert outcomes(response)[3][2] == "Nel catalogo non c’è l’indicatore «A9.9»."
    assert "2 righe da correggere" in words(panel(response, "esito"))
    assert panel(response, "esito").select("form") == []
    client.post(URL, {"testo": bad})
    assert Observation.objects.count() == LogEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("row", "sentences"),
    [
        ("A1.1;31/02/2031;31/07/2031;1;;;;r;", "«dal»: il giorno «31/02/2031» non esiste."),
        ("A1.1;ieri;31/07/2031;1;;;;r;", "«dal»: la data «ieri» non si legge, scrivila come 03/06/2026."),
        ("A1.1;;31/07/2031;1;;;;r;", "«dal»: la data «» non si legge, scrivila come 03/06/2026."),
        ("A1.1;01/07/2031;31/07/2031;1.5;;;;r;", "«valore»: il numero «1.5» non si legge, scrivilo come 1.234,5."),
        ("A1.1;01/07/2031;31/07/2031;=1+1;;;;r;", "«valore»: il numero «=1+1» non si legge, scrivilo come 1.234,5."),
        ("A1.1;01/07/2031;31/07/2031;;;;;r;", "Scrivi il valore."),
        ("A1.1;01/07/2031;31/07/2031;;1;3;;r;", "Questo indicatore non è un rapporto: scrivi il valore."),
        ("A1.2;01/07/2031;31/07/2031;;1;0;;r;", "Il denominatore non può essere zero."),
        ("A1.1;01/07/2031;31/07/2031;1;;;;;", "Scrivi da dove viene il dato."),
        ("A1.1;01/07/2031;31/12/2031;1;;;;r;", "Il periodo finisce il 31 dicembre 2031: si rileva quando è concluso."),
        (";01/07/2031;31/07/2031;1;;;;r;", "Manca il codice dell’indicatore."),
        ("A1.1;01/07/2031", "Ha 2 celle, le colonne sono 9."),
        ("boh;ieri;oggi;x;;;;r;", "«dal»"),
    ],
)
def test_each_row_says_what_is_wrong(client, plan, row, sentences):
    [(number, outcome, what)] = outcomes(upload(client, f"{HEAD}{row}\n"))
    assert (number, outcome) == ("Riga 2", "Da correggere")
    assert what.startswith(sentences)


def test_every_error_of_a_row_together(client, plan):
    [(_, _, what)] = outcomes(upload(client, HEAD + "boh;ieri;oggi;x;;;;r;\n"))
    assert [part in what for part in ("«dal»", "«al»", "«valore»", "«boh»")] == [True] * 4


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("indicatore;dal;al\nA1.1;1/1/2031;1/1/2031\n", "File CSV: Manca la colonna «fonte»."),
        ("indicatore,dal,al,fonte\n", "File CSV: Manca la colonna «indicatore»."),
        (HEAD.replace("nota", "notte"), "File CSV: La colonna «notte» non c’è"),
        (HEAD.replace("nota", "valore"), "File CSV: La colonna «valore» è scritta due volte."),
        (HEAD, "File CSV: Nel file non c’è nessuna rilevazione sotto l’intestazione."),
        (HEAD + 'A1.1;"01/07/2031', "File CSV: Il CSV non si legge alla riga"),
        ("", "File CSV: Il file è vuoto."),
        (b"%PDF-1.7\x00\x01", "File CSV: «dati.csv» non è fra i tipi ammessi"),
    ],
)
def test_a_file_that_is_not_such_a_table(client, plan, text, sentence):
    [row] = errors(upload(client, text))
    assert row.startswith(sentence)
    assert Observation.objects.count() == 0


def test_the_columns_in_any_order_and_only_those_needed(client, plan):
    response = upload(client, "FONTE; valore ;al;dal;indicatore\nregistro;3;31/07/2031;01/07/2031;A1.1\n")
    assert outcomes(response) == [("Riga 2", "Buona", "A1.1, luglio 2031: 3,0")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_as_spreadsheets_write_it(client, plan, encoding):
    text = HEAD + "A1.1;01/07/2031;31/07/2031;3;;;Città vecchia;registro;\r\n\r\n"
    upload_response = upload(client, text.encode(encoding))
    client.post(URL, {"testo": control(panel(upload_response, "esito"), "testo")["value"]})
    assert Observation.objects.get().dimension == "Città vecchia"


def test_a_figure_already_there_is_not_overwritten(client, plan):
    observe(plan.indicators.get(code="A1.1"), JULY, 7)
    assert outcomes(upload(client, GOOD))[0][1] == "Da correggere"


def test_an_office_imports_only_its_own(client, plan, editor):
    client.force_login(editor)
    assert [row[2] for row in outcomes(upload(client, GOOD))] == [
        "A1.1, luglio 2031: 1.312,5",
        "A1.2 lo rileva un altro ufficio.",
    ]


@pytest.mark.parametrize("who", ["manager", "giunta", "auditor", "administrator"])
def test_readers_do_not_import(client, plan, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == client.post(URL, {"testo": GOOD}).status_code == 403
    assert Observation.objects.count() == 0


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, plan, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == 404


def test_the_page_and_the_wrong_method(client, plan):
    assert "indicatore;dal;al;fonte" in words(parse(client.get(URL), "main"))
    assert client.put(URL).status_code == 405


def test_before_a_plan_is_loaded(client):
    assert client.get(URL).status_code == 404


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path):
    def command(text, **options):
        path = tmp_path / "dati.csv"
        path.write_bytes(text.encode())
        out = StringIO()
        call_command("import_observations", path, stdout=out, **options)
        return out.getvalue().splitlines()

    return command


def test_the_command_is_dry_until_told(plan, run):
    said = ["riga 2: A1.1, luglio 2031: 1.312,5", "riga 3: A1.2, 1º semestre 2031: 31,4\u00a0%", "Rilevazioni: 2."]
    assert run(GOOD) == [*said, "Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere."]
    assert Observation.objects.count() == 0
    assert run(GOOD, write=True) == said
    assert set(Observation.objects.values_list("author", "state")) == {(None, "draft")}


def test_the_command_refuses_the_whole_file(plan, run):
    with pytest.raises(CommandError, match="Righe da correggere: 1. Niente è stato scritto."):
        run(GOOD + "A9.9;01/07/2031;31/07/2031;3;;;;registro;\n", write=True)
    assert Observation.objects.count() == 0
    with pytest.raises(CommandError, match="Manca la colonna"):
        run("a;b\n")


def test_the_command_needs_a_file_and_a_plan(plan, run, tmp_path):
    with pytest.raises(CommandError, match="Non riesco a leggere"):
        call_command("import_observations", tmp_path / "manca.csv")


def test_the_command_before_a_plan_is_loaded(run):
    with pytest.raises(CommandError, match="Non c’è ancora un piano"):
        run(GOOD)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text):
    """Nothing but rows or ``ObservationFileError`` comes out of any text under a right header."""
    with suppress(ObservationFileError):
        assert all(row.errors or row.code for row in read_observations(HEAD + text))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_refused(data):
    with suppress(ObservationFileError):
        assert isinstance(text_of(data), str)
