"""Uploading the text of an act: what was understood is shown, and nothing changes until it is confirmed."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from fpdf import FPDF

from abitare.people.roles import Role
from abitare.records.models import Act, ActClause, ActUpload, Attachment, LogEntry
from abitare.records.services.uploads import confirm_upload
from tests.factories.people import make_user
from tests.factories.records import act_text, import_text, registered_act
from tests.html import errors, fact, messages, panel, parse, rows, texts, words
from tests.records.acts.spec import TITLE
from tests.records.racing import race

pytestmark = pytest.mark.django_db

IMPORT = "/atti/importa/"


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def send(client, data=None, name="atto.txt", **kwargs):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, act_text() if data is None else data)}, **kwargs)


@pytest.fixture
def upload(client):
    send(client)
    return ActUpload.objects.get()


def registered():
    return [model.objects.count() for model in (Act, ActClause, Attachment, LogEntry)]


NOTHING = [0, 0, 0, 0]


# --- uploading -------------------------------------------------------------------------------------------------------
def test_the_page_asks_for_a_file(client):
    page = parse(client.get(IMPORT), "main")
    assert words(page.h1) == "Importa un atto"
    assert page.select_one("form[enctype='multipart/form-data'] input[type=file][name=file]") is not None


def test_an_upload_goes_to_its_preview_and_the_register_does_not_change(client, coordinator):
    response = send(client)
    upload = ActUpload.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{IMPORT}{upload.token}/")
    assert (upload.state, upload.file_name, upload.uploaded_by) == ("pending", "atto.txt", coordinator)
    assert registered() == NOTHING
    with upload.file.open() as stored:
        assert stored.read() == act_text()
    assert "atto" not in upload.file.name.removeprefix("attachments/")


def test_the_preview_says_what_was_recognised(client, upload):
    page = client.get(upload.get_absolute_url())
    assert words(parse(page, "main").h1) == "DGC n. 23/2031"
    recognised = panel(page, "riconosciuto")
    assert [fact(recognised, term) for term in ("Presenti", "Punti del dispositivo", "Allegati")] == ["4", "5", "2"]
    assert texts(panel(page, "avanzato"), ".ab-empty-line") == ["Niente: ogni riga ha trovato il suo posto."]
    changes = rows(panel(page, "cambia").table)
    assert changes[0] == ("atto DGC n. 23/2031", "Nuovo", "")
    assert ("punto 2, lettera a", "Nuovo", "un avviso pubblico;") in changes
    assert [fact(panel(page, "conferma"), term) for term in ("Nuovi", "Completati", "Invariati")] == ["31", "0", "0"]
    assert texts(panel(page, "conferma"), "button") == ["Registra l’atto", "Lascia perdere"]


def test_the_preview_shows_what_was_left_over(client):
    send(client, act_text().replace(b"NORMATIVA 1.", b"PARTE FINANZIARIA\n\n1. Spesa a bilancio.\n\nNORMATIVA 1."))
    page = client.get(ActUpload.objects.get().get_absolute_url())
    assert [text for _, text, _ in rows(panel(page, "avanzato").table)] == ["PARTE FINANZIARIA", "1. Spesa a bilancio."]


def test_the_preview_of_an_act_already_there_shows_both_texts(client):
    import_text()
    ActClause.objects.filter(path="002.001", section="decision").update(official_text="un avviso molto pubblico;")
    send(client)
    page = client.get(ActUpload.objects.get().get_absolute_url())
    changed = [row for row in rows(panel(page, "cambia").table) if row[1] != "Invariato"]
    assert changed == [
        (
            "punto 2, lettera a",
            "Diverso, lasciato com’è",
            "nel registro: un avviso molto pubblico; un avviso pubblico;",
        )
    ]
    assert texts(panel(page, "conferma"), "button") == []
    assert "non c’è nulla da aggiornare" in words(panel(page, "conferma"))


def test_the_preview_of_an_act_that_was_waiting_says_what_it_completes(client):
    registered_act(number="23", short_title="DGC n. 23/2031")
    send(client)
    page = client.get(ActUpload.objects.get().get_absolute_url())
    assert rows(panel(page, "cambia").table)[0] == ("atto DGC n. 23/2031", "Testo acquisito", TITLE)
    assert texts(panel(page, "conferma"), "button") == ["Aggiorna il registro", "Lascia perdere"]
    assert Act.objects.get().text_missing


# --- confirming ------------------------------------------------------------------------------------------------------
def test_confirming_registers_the_act_and_opens_it(client, upload, coordinator):
    response = client.post(upload.get_absolute_url(), follow=True)
    act = Act.objects.get()
    assert response.redirect_chain == [(act.get_absolute_url(), 302)]
    assert messages(response) == ["DGC n. 23/2031: 31 cambiamenti nel registro."]
    assert (act.title, act.clauses.count()) == (TITLE, 16)
    assert set(LogEntry.objects.values_list("actor", flat=True)) == {coordinator.pk}
    upload.refresh_from_db()
    assert (upload.state, upload.act) == ("confirmed", act)


def test_confirming_twice_changes_nothing_more(client, upload):
    client.post(upload.get_absolute_url())
    before = registered()
    response = client.post(upload.get_absolute_url(), follow=True)
    assert messages(response)[-1:] == ["DGC n. 23/2031: 0 cambiamenti nel registro."]
    assert registered() == before
    page = client.get(upload.get_absolute_url())
    assert texts(panel(page, "conferma"), "button") == []
    assert texts(panel(page, "conferma"), "p a") == ["Apri DGC n. 23/2031"]


def test_what_another_person_did_meanwhile_is_found(client, upload):
    import_text(by=make_user(Role.COORDINATOR))
    response = client.post(upload.get_absolute_url(), follow=True)
    assert messages(response) == ["DGC n. 23/2031: 0 cambiamenti nel registro."]
    assert Act.objects.count() == 1


def test_discarding_leaves_the_register_as_it_was(client, upload):
    response = client.post(upload.get_absolute_url(), {"discard": "1"}, follow=True)
    assert response.redirect_chain == [(IMPORT, 302)]
    assert messages(response) == ["«atto.txt» è stato messo da parte: il registro non è cambiato."]
    assert registered() == NOTHING
    upload.refresh_from_db()
    assert upload.state == "discarded"
    assert texts(panel(client.get(upload.get_absolute_url()), "conferma"), "p a") == ["Carica un altro file"]


def test_what_was_discarded_cannot_be_confirmed_from_an_old_page(client, upload):
    client.post(upload.get_absolute_url(), {"discard": "1"})
    response = client.post(upload.get_absolute_url(), follow=True)
    assert messages(response)[-1:] == ["«atto.txt» era stato messo da parte: caricalo di nuovo."]
    assert registered() == NOTHING


def test_what_was_confirmed_cannot_be_discarded_from_an_old_page(client, upload):
    client.post(upload.get_absolute_url())
    response = client.post(upload.get_absolute_url(), {"discard": "1"}, follow=True)
    assert messages(response)[-1:] == ["«atto.txt» è già nel registro: non si può più mettere da parte."]
    upload.refresh_from_db()
    assert upload.state == "confirmed"


def test_a_file_gone_from_the_archive_is_said_and_nothing_registered(client, upload):
    default_storage.delete(upload.file.name)
    response = client.post(upload.get_absolute_url(), follow=True)
    assert messages(response) == ["«atto.txt» non è più nell’archivio: caricalo di nuovo."]
    assert registered() == NOTHING


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_register_one_act(client, coordinator, upload):
    reports = race(2, lambda n: confirm_upload(upload, by=coordinator))
    assert [r for r in reports if isinstance(r, Exception)] == []
    assert sorted(report.changes for report in reports) == [0, 31]
    assert Act.objects.count() == 1


# --- bad input -------------------------------------------------------------------------------------------------------
def scan():
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(20, 20, 100, 200)
    return bytes(pdf.output())


def word_document():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "atto.txt", "Il file è vuoto."),
        (b" \n\n ", "atto.txt", "«atto.txt» è vuoto."),
        (b"Cara collega, ci vediamo in sala rossa.", "lettera.txt", "Questo testo non è un atto: manca l’intestazione"),
        (scan(), "atto.pdf", "«atto.pdf» è una scansione senza testo"),
        (word_document(), "atto.pdf", "«atto.pdf» non è fra i tipi ammessi (PDF, testo)"),
        (word_document(), "atto.docx", "«atto.docx» non è fra i tipi ammessi (PDF, testo)"),
        (act_text(), "atto.pdf", "«atto.pdf» contiene testo ma ha un’altra estensione"),
        (b"%PDF-1.7\nrotto", "atto.pdf", "«atto.pdf» è un PDF danneggiato o incompleto"),
        (b"a" * 20_000_001, "atto.txt", "«atto.txt» pesa"),
    ],
    ids=["empty", "blank", "a letter", "scan", "word in pdf", "word", "text in pdf", "broken pdf", "too big"],
)
def test_what_cannot_be_an_act_is_refused_with_a_sentence(client, data, name, said):
    response = send(client, data, name)
    assert response.status_code == 200
    [error] = errors(response)
    assert error.startswith(f"File dell’atto: {said}")
    assert parse(response).title.get_text().startswith("Errore: ")
    assert (registered(), ActUpload.objects.count()) == (NOTHING, 0)
    assert not default_storage.exists("attachments")


def test_without_a_file(client):
    assert errors(client.post(IMPORT, {"csrfmiddlewaretoken": "x"})) == ["File dell’atto: Scegli un file."]


def test_an_act_without_a_date_is_refused(client):
    undated = act_text().decode().replace(" del 4 maggio 2031", "").replace("SEDUTA DEL 4 MAGGIO 2031", "SEDUTA")
    response = send(client, undated.replace("Il 4 maggio 2031 si", "Si").encode())
    [error] = errors(response)
    assert "data" in error
    assert (registered(), ActUpload.objects.count()) == (NOTHING, 0)


# --- who -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200), ("editor", 403), ("manager", 403), ("giunta", 403), ("auditor", 403),
        ("administrator", 403), ("ente_user", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_only_the_coordination_imports(client, upload, who, status, request):
    ActUpload.objects.update(uploaded_by=request.getfixturevalue(who))
    client.enter(request.getfixturevalue(who))
    assert client.get(IMPORT).status_code == status
    assert client.get(upload.get_absolute_url()).status_code == status
    assert send(client).status_code == (302 if status == 200 else status)
    assert client.post(upload.get_absolute_url()).status_code == (302 if status == 200 else status)
    assert Act.objects.count() == (1 if status == 200 else 0)


def test_who_is_outside_is_sent_to_the_entrance(client, upload):
    client.enter(None)
    for address in (IMPORT, upload.get_absolute_url()):
        assert client.get(address)["Location"].startswith("/accedi/?next=")
        assert client.post(address)["Location"].startswith("/accedi/?next=")
    assert registered() == NOTHING


def test_the_upload_of_another_person_is_not_there(client, upload):
    client.enter(make_user(Role.COORDINATOR))
    assert client.get(upload.get_absolute_url()).status_code == 404
    assert client.post(upload.get_absolute_url()).status_code == 404
    assert client.post(upload.get_absolute_url(), {"discard": "1"}).status_code == 404
    upload.refresh_from_db()
    assert (upload.state, registered()) == ("pending", NOTHING)


def test_an_unknown_token_is_not_there(client):
    assert client.get(reverse("acts:import_preview", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(client, upload, method):
    assert getattr(client, method)(IMPORT).status_code == 405
    assert getattr(client, method)(upload.get_absolute_url()).status_code == 405


def test_looking_changes_nothing(client, upload):
    for _ in range(2):
        client.get(upload.get_absolute_url())
        client.get(upload.get_absolute_url(), {"discard": "1"})
    upload.refresh_from_db()
    assert (upload.state, registered()) == ("pending", NOTHING)
