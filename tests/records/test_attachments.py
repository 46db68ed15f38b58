"""Files: acquired with their fingerprint, never overwritten, given only to who may see what they belong to."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from abitare.records.enums import AttachmentKind
from abitare.records.fingerprints import fingerprint
from abitare.records.integrity import verify
from abitare.records.models import Attachment, LogEntry
from abitare.records.services.attachments import AlreadyAcquired, acquire_file, declare
from tests.factories.people import OfficeFactory
from tests.factories.records import AttachmentFactory, registered_act
from tests.html import errors, messages, parse, texts, words
from tests.records.racing import race

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nparere di regolarita tecnica"
P7M = bytes.fromhex("3080") + bytes.fromhex("06092a864886f70d010702") + b"contenuto firmato"


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


@pytest.fixture
def act(db):
    return registered_act(short_title="DGC n. 23/2031")


@pytest.fixture
def declared(act):
    """An opinion the act names with its fingerprint, not acquired yet."""
    return AttachmentFactory(subject=act, title="Parere tecnico", declared_hash=fingerprint(PDF))


@pytest.fixture
def acquired(act, coordinator):
    return acquire(act, by=coordinator)


def acquire(obj, data=PDF, title="Parere", by=None, **values):
    given = {"kind": AttachmentKind.ANNEX, "name": "parere.pdf", "media_type": "application/pdf"} | values
    return acquire_file(obj, title=title, data=data, by=by, **given)


def send(client, attachment, data=PDF, name="parere.pdf", **kwargs):
    url = reverse("records:attachment_acquire", args=[attachment.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, data)}, **kwargs)


def acquire_url(attachment):
    return reverse("records:attachment_acquire", args=[attachment.pk])


def download(client, attachment):
    """The response, and the bytes it gave: None when it was not a file. Reading it to the end closes it."""
    response = client.get(attachment.get_absolute_url())
    return response, b"".join(response.streaming_content) if response.streaming else None


# --- acquiring -------------------------------------------------------------------------------------------------------
def test_a_file_is_kept_as_it_is_with_its_fingerprint(act, coordinator):
    attachment = acquire(act, by=coordinator)
    attachment.refresh_from_db()
    assert (attachment.computed_hash, attachment.size) == (fingerprint(PDF), len(PDF))
    assert (attachment.file_name, attachment.media_type) == ("parere.pdf", "application/pdf")
    assert (attachment.uploaded_by, attachment.uploaded_at is not None) == (coordinator, True)
    with attachment.file.open() as stored:
        assert stored.read() == PDF
    assert "parere" not in attachment.file.name


@pytest.mark.parametrize(
    ("declared_hash", "before", "after"),
    [
        (fingerprint(PDF), "dichiarata, file non acquisito", "verificata"),
        ("AB" * 32, "dichiarata, file non acquisito", "non corrisponde"),
        ("", "non dichiarata, file non acquisito", "acquisito"),
    ],
    ids=["verified", "mismatch", "undeclared"],
)
def test_the_fingerprint_is_compared_and_the_outcome_logged(act, declared_hash, before, after):
    AttachmentFactory(subject=act, title="Parere", declared_hash=declared_hash)
    attachment = acquire(act)
    assert (attachment.state_label, attachment.declared_hash) == (after, declared_hash)
    entry = LogEntry.objects.for_object(act).get(verb="acquire_file")
    assert entry.changes == [["Parere", before, after]]
    assert verify().findings == ()


def test_the_same_bytes_again_change_nothing(act, acquired):
    before = LogEntry.objects.count()
    again = acquire(act, name="altro-nome.pdf")
    assert (again.pk, again.file.name, again.file_name) == (acquired.pk, acquired.file.name, "parere.pdf")
    assert LogEntry.objects.count() == before


def test_a_file_is_never_overwritten(act, acquired):
    with pytest.raises(AlreadyAcquired, match="«Parere» è già acquisito con un altro contenuto"):
        acquire(act, data=b"%PDF-1.7 altro")
    with default_storage.open(acquired.file.name) as stored:
        assert stored.read() == PDF
    assert (Attachment.objects.count(), LogEntry.objects.filter(verb="acquire_file").count()) == (1, 1)


def test_the_same_title_on_another_act_is_another_file(acquired):
    other = acquire(registered_act(), data=b"%PDF-1.7 altro")
    assert (other.pk != acquired.pk, Attachment.objects.count()) == (True, 2)


def test_declaring_twice_keeps_the_first_fingerprint(act):
    values = {"kind": AttachmentKind.ANNEX, "title": "Parere"}
    first, created = declare(act, **values, declared_hash="AB" * 32)
    again, created_again = declare(act, **values, declared_hash="CD" * 32)
    assert (created, created_again, again.pk, again.declared_hash) == (True, False, first.pk, "AB" * 32)


def test_when_the_storage_fails_nothing_is_written(act, settings, tmp_path):
    (tmp_path / "pieno").write_text("non è una cartella")
    settings.MEDIA_ROOT = tmp_path / "pieno"
    with pytest.raises(OSError, match="pieno"):
        acquire(act)
    assert (Attachment.objects.count(), LogEntry.objects.filter(verb="acquire_file").count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_four_people_at_once_with_four_files_one_is_acquired(declared, act):
    files = [b"%PDF-1.7 " + bytes([65 + n]) for n in range(4)]
    outcomes = race(4, lambda n: acquire(act, data=files[n], title="Parere tecnico"))
    [kept] = [outcome for outcome in outcomes if isinstance(outcome, Attachment)]
    assert [type(o) for o in outcomes if o is not kept] == [AlreadyAcquired] * 3
    with default_storage.open(Attachment.objects.get().file.name) as stored:
        assert fingerprint(stored.read()) == kept.computed_hash


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_page_shows_what_the_act_declares(client, declared):
    page = parse(client.get(acquire_url(declared)), "main")
    assert words(page.h1) == "Parere tecnico"
    assert "Dichiarata, file non acquisito" in words(page)
    assert page.select_one("form[enctype='multipart/form-data'] input[type=file]") is not None


def test_a_file_that_matches(client, declared, act):
    response = send(client, declared, follow=True)
    assert response.redirect_chain == [(act.get_absolute_url(), 302)]
    assert messages(response) == ["«Parere tecnico»: file acquisito, impronta verificata."]
    declared.refresh_from_db()
    assert declared.state_label == "verificata"


def test_a_file_that_does_not_match_is_kept_and_said(client, declared):
    response = send(client, declared, b"%PDF-1.7 altro", follow=True)
    warning = "«Parere tecnico»: il file è conservato, ma la sua impronta non corrisponde."
    assert texts(parse(response), "[role=status] p, [role=alert] p") == [warning]
    declared.refresh_from_db()
    assert (declared.state_label, declared.size) == ("non corrisponde", 14)


def test_a_signed_file(client, declared):
    send(client, declared, P7M, "parere.pdf.p7m")
    declared.refresh_from_db()
    assert (declared.media_type, declared.file_name) == ("application/pkcs7-mime", "parere.pdf.p7m")


def test_a_second_file_is_refused_on_the_page(client, declared):
    send(client, declared)
    response = send(client, declared, b"%PDF-1.7 altro")
    assert errors(response) == [
        "File: «Parere tecnico» è già acquisito con un altro contenuto: un file non si sovrascrive."
    ]
    declared.refresh_from_db()
    assert declared.computed_hash == fingerprint(PDF)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"testo semplice", "parere.pdf", "«parere.pdf» non è fra i tipi ammessi"),
        (b"\x89PNG\r\n\x1a\n0000", "parere.pdf", "«parere.pdf» non è fra i tipi ammessi"),
        (b"PK\x03\x04[Content_Types].xml", "parere.pdf", "«parere.pdf» non è fra i tipi ammessi"),
        (b"<!doctype html><script>alert(1)</script>", "parere.p7m", "«parere.p7m» non è fra i tipi ammessi"),
        (PDF, "parere.html", "«parere.html» contiene PDF ma ha un’altra estensione"),
        (P7M, "parere.pdf", "«parere.pdf» contiene file firmato p7m ma ha un’altra estensione"),
        (b"", "parere.pdf", "Il file è vuoto."),
    ],
)
def test_the_content_decides_not_the_extension(client, declared, data, name, said):
    response = send(client, declared, data, name)
    [error] = errors(response)
    assert error.startswith(f"File: {said}")
    declared.refresh_from_db()
    assert (declared.state, default_storage.exists("attachments")) == ("declared", False)


def test_without_a_file(client, declared):
    assert errors(client.post(acquire_url(declared), {"csrfmiddlewaretoken": "x"})) == ["File: Scegli un file."]


# --- giving it back --------------------------------------------------------------------------------------------------
def test_a_file_comes_back_as_it_was_and_never_opens_in_the_page(client, acquired):
    response, body = download(client, acquired)
    assert body == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="parere.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_unknown_format_is_plain_bytes(client, act):
    attachment = acquire(act, media_type="", name="prova.bin")
    assert download(client, attachment)[0]["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["parere «finale».pdf", 'a"b.pdf', "riga\r\nSet-Cookie: x=1.pdf"])
def test_a_strange_name_does_not_break_the_header(client, act, name):
    attachment = acquire(act, name=name)
    header = download(client, attachment)[0]["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert "\n" not in header


def test_a_file_not_acquired_yet_is_not_there(client, declared):
    assert client.get(declared.get_absolute_url()).status_code == 404


def test_a_file_gone_from_the_archive_is_not_there(client, acquired):
    default_storage.delete(acquired.file.name)
    assert client.get(acquired.get_absolute_url()).status_code == 404


def test_no_address_serves_the_archive(client, acquired):
    for address in (f"/{acquired.file.name}", f"/media/{acquired.file.name}"):
        assert client.get(address).status_code == 404


# --- who -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "seen", "acquire"),
    [
        ("coordinator", 200, 200), ("editor", 200, 403), ("manager", 200, 403), ("giunta", 200, 403),
        ("auditor", 200, 403), ("administrator", 404, 403), ("ente_user", 404, 404), ("stranger", 404, 404),
    ],
)  # fmt: skip
def test_a_file_is_for_who_sees_its_act_and_is_acquired_by_the_coordination(
    client, acquired, declared, who, seen, acquire, request
):
    client.enter(request.getfixturevalue(who))
    response, body = download(client, acquired)
    assert (response.status_code, body) == (seen, PDF if seen == 200 else None)
    assert client.get(acquire_url(declared)).status_code == acquire
    assert send(client, declared).status_code == (302 if acquire == 200 else acquire)
    declared.refresh_from_db()
    assert bool(declared.file) == (acquire == 200)


@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("administrator", 200), ("stranger", 404)])
def test_a_file_of_something_else_is_for_who_sees_that(client, who, status, request):
    """The subject is asked: the administrator sees no act, but sees the offices."""
    attachment = acquire(OfficeFactory())
    client.enter(request.getfixturevalue(who))
    assert download(client, attachment)[0].status_code == status


def test_who_is_outside_is_sent_to_the_entrance(client, acquired, declared):
    client.enter(None)
    for address in (acquired.get_absolute_url(), acquire_url(declared)):
        assert client.get(address)["Location"].startswith("/accedi/?next=")
    assert send(client, declared)["Location"].startswith("/accedi/?next=")


def test_what_is_not_there(client, acquired):
    assert client.get(reverse("records:attachment_download", args=[acquired.pk + 1000])).status_code == 404
    assert client.get(reverse("records:attachment_acquire", args=[acquired.pk + 1000])).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_not_allowed(client, acquired, method):
    assert getattr(client, method)(acquired.get_absolute_url()).status_code == 405
    if method != "post":
        assert getattr(client, method)(acquire_url(acquired)).status_code == 405
