"""``import_act FILE``: says what it understood and what it did not, writes only when told, all or nothing."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from abitare.records.models import Act, ActClause, Attachment, LogEntry
from tests.factories.records import act_text
from tests.records.acts.spec import TITLE

pytestmark = pytest.mark.django_db

DRY = "Prova a vuoto: niente è stato scritto. Ripeti con --write per scrivere."


@pytest.fixture
def act_file(tmp_path):
    path = tmp_path / "dgc-23.txt"
    path.write_bytes(act_text())
    return path


def run(*arguments, **options):
    out = StringIO()
    call_command("import_act", *arguments, stdout=out, **options)
    return out.getvalue().splitlines()


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


def test_without_write_it_says_everything_and_writes_nothing(act_file):
    said = run(act_file)
    account = said.pop(14)
    lines = sum(bool(line.strip()) for line in act_file.read_text().splitlines())
    assert (account.startswith(f"Righe: {lines}. "), account.endswith(" Avanzate: 0.")) == (True, True)
    assert said == [
        f"DGC n. 23/2031: {TITLE}",
        "    4  presenti",
        "    0  assenti",
        "    4  persone citate per ufficio",
        "    2  voti",
        "    2  dispositivo, livello dell’organo",
        "    3  premesse, proposta",
        "    1  motivazione, proposta",
        "    1  pre-verifiche, proposta",
        "    2  normativa, proposta",
        "    2  dispositivo, proposta",
        "    5  punti del dispositivo",
        "    2  allegati",
        "    2  impronte di 64 cifre",
        "Nuovi: 31. Completati: 0. Invariati: 0. Diversi e lasciati: 0. Cambiamenti: 31.",
        DRY,
    ]
    written = [model.objects.count() for model in (Act, ActClause, Attachment, LogEntry)]
    assert (written, default_storage.exists("attachments")) == ([0, 0, 0, 0], False)


def test_with_write_it_registers_as_the_system(act_file):
    said = run(act_file, "--write")
    assert DRY not in said
    assert said[-1].endswith("Cambiamenti: 31.")
    assert (Act.objects.count(), ActClause.objects.count()) == (1, 16)
    assert set(LogEntry.objects.values_list("actor_label", flat=True)) == {"sistema"}


def test_run_twice_the_second_changes_nothing(act_file):
    run(act_file, "--write")
    entries = LogEntry.objects.count()
    assert run(act_file, "--write")[-1] == (
        "Nuovi: 0. Completati: 0. Invariati: 31. Diversi e lasciati: 0. Cambiamenti: 0."
    )
    assert LogEntry.objects.count() == entries


def test_what_is_left_over_is_told_line_by_line(act_file):
    act_file.write_bytes(
        act_text().replace(b"NORMATIVA 1.", b"PARTE FINANZIARIA\n\n1. Spesa a bilancio.\n\nNORMATIVA 1.")
    )
    said = "\n".join(run(act_file))
    assert "Avanzate: 2." in said
    assert "): PARTE FINANZIARIA" in said
    assert "): 1. Spesa a bilancio." in said


def test_what_differs_is_always_told_and_the_rest_only_when_asked(act_file):
    run(act_file, "--write")
    Act.objects.update(title="Corretto a mano")
    brief, full = run(act_file), run(act_file, verbosity=2)
    assert [line for line in brief if line.startswith("  diverso")] == ["  diverso, lasciato com’è: oggetto"]
    assert not [line for line in brief if line.startswith("  invariato")]
    assert "  invariato: punto 2, lettera a" in full


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vuoto.txt", b"", "vuoto.txt: «vuoto.txt» è vuoto."),
        ("lettera.txt", "Cara collega, ci vediamo giovedì in sala rossa.".encode(), "lettera.txt: "),
        ("foto.pdf", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "foto.pdf: «foto.pdf» è un’immagine PNG."),
    ],
)
def test_what_is_not_an_act_is_refused_by_name(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path, "--write").startswith(said)
    assert Act.objects.count() == 0


def test_a_file_that_is_not_there(tmp_path):
    path = tmp_path / "manca.txt"
    assert refusal(path).startswith(f"Non riesco a leggere {path}: ")


def test_when_the_storage_fails_nothing_is_registered(act_file, settings, tmp_path):
    (tmp_path / "pieno").write_text("non è una cartella")
    settings.MEDIA_ROOT = tmp_path / "pieno"
    assert refusal(act_file, "--write").endswith("niente è stato registrato.")
    assert [model.objects.count() for model in (Act, ActClause, Attachment, LogEntry)] == [0, 0, 0, 0]
