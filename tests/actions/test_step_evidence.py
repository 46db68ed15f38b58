"""A file as the proof of a step."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from abitare.records.enums import AttachmentKind
from abitare.records.fingerprints import fingerprint
from abitare.records.models import Attachment, LogEntry
from actions.enums import StepState
from actions.models import Step
from tests.factories.actions import StepFactory
from tests.html import control, errors, hrefs, messages, panel, parse, words

pytestmark = pytest.mark.django_db

DATA = b"%PDF-1.7 verbale"


@pytest.fixture
def step(office):
    return StepFactory(office=office, state=StepState.STARTED, title="Scegliere i custodi")


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def url(step):
    return reverse("actions:step_evidence", args=[step.pk])


def sent(data=DATA, name="verbale.pdf", title="Verbale n. 9"):
    return {"title": title, "file": SimpleUploadedFile(name, data)}


def test_it_works(client, step, coordinator):
    response = client.post(url(step), sent(), follow=True)
    [attachment] = Attachment.objects.for_object(step)
    assert (attachment.kind, attachment.computed_hash) == (AttachmentKind.EVIDENCE, fingerprint(DATA))
    assert (attachment.media_type, attachment.uploaded_by) == ("application/pdf", coordinator)
    assert messages(response)[0].startswith("«Verbale n. 9» conservato, impronta ")
    files = panel(response, "prove")
    assert "Acquisito" in words(files)
    assert hrefs(files)[0] == attachment.get_absolute_url()
    step.refresh_from_db()
    assert (step.evidence_note, step.version) == ("Verbale n. 9", 2)
    assert [entry.verb for entry in LogEntry.objects.for_object(step).order_by("seq")] == ["acquire_file", "change"]


def test_it_is_enough_to_complete(client, step):
    client.post(url(step), sent())
    complete = reverse("actions:step_perform", args=[step.pk, "complete"])
    assert control(parse(client.get(complete), "main form"), "evidence_note")["value"] == "Verbale n. 9"
    assert client.post(complete, {"done_on": "1/10/2026", "evidence_note": ""}).status_code == 302
    step.refresh_from_db()
    assert (step.state, step.evidence_note) == ("done", "Verbale n. 9")


def test_a_second_file_leaves_the_first_proof(client, step):
    client.post(url(step), sent())
    client.post(url(step), sent(b"%PDF-1.7 contratto", "contratto.pdf", "Contratto"))
    step.refresh_from_db()
    assert (step.evidence_note, Attachment.objects.for_object(step).count()) == ("Verbale n. 9", 2)


def test_a_file_is_not_overwritten(client, step):
    client.post(url(step), sent())
    response = client.post(url(step), sent(b"%PDF-1.7 altro"))
    said = "«Verbale n. 9» è già acquisito con un altro contenuto: un file non si sovrascrive."
    assert errors(response) == [f"File: {said}"]
    assert Attachment.objects.for_object(step).get().computed_hash == fingerprint(DATA)


def test_the_same_file_twice_is_one(client, step):
    client.post(url(step), sent())
    assert client.post(url(step), sent()).status_code == 302
    assert Attachment.objects.for_object(step).count() == 1
    assert LogEntry.objects.for_object(step).count() == 2


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"MZ\x90\x00\x03", "virus.pdf", "non è fra i tipi ammessi"),
        (DATA, "verbale.png", "ha un’altra estensione"),
        (b"", "vuoto.pdf", "Il file è vuoto."),
    ],
)
def test_a_file_that_is_not_what_it_says(client, step, data, name, error):
    response = client.post(url(step), sent(data, name))
    assert error in errors(response)[0]
    assert control(parse(response, "main form"), "title")["value"] == "Verbale n. 9"
    assert not Attachment.objects.for_object(step).exists()


def test_a_cancelled_step_has_nothing_to_prove(client, step):
    Step.objects.filter(pk=step.pk).update(state=StepState.CANCELLED)
    assert "è annullato: non c’è niente da provare." in errors(client.post(url(step), sent()))[0]
    assert not Attachment.objects.for_object(step).exists()


def test_who_reads_the_plan_downloads_it_and_nobody_else(client, step, giunta, administrator, ente_user):
    client.post(url(step), sent())
    address = Attachment.objects.for_object(step).get().get_absolute_url()
    client.force_login(giunta)
    response = client.get(address)
    assert b"".join(response.streaming_content) == DATA
    assert 'filename="verbale.pdf"' in response["Content-Disposition"]
    for outsider in (administrator, ente_user):
        client.force_login(outsider)
        assert client.get(address).status_code == 404


def test_an_office_proves_its_own(client, step, editor):
    client.force_login(editor)
    assert client.post(url(step), sent()).status_code == 302


@pytest.mark.parametrize("who", ["other_editor", "manager", "giunta", "auditor", "administrator"])
def test_nobody_else_does(client, step, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(step)).status_code == client.post(url(step), sent()).status_code == 403
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, step, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(step)).status_code == client.post(url(step), sent()).status_code == 404


def test_wrong_method_and_wrong_step(client, step):
    assert client.put(url(step)).status_code == 405
    assert client.get(reverse("actions:step_evidence", args=[0])).status_code == 404
