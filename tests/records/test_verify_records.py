"""Every fault planted round the protections is found; a sound register gives nothing."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from abitare.records.enums import AttachmentKind
from abitare.records.integrity import verify
from abitare.records.models import Act, Attachment, ChainDigest, LogChain, LogEntry
from abitare.records.services.attachments import acquire_file
from abitare.records.services.digest import make_digest
from abitare.records.services.log import log
from abitare.records.triggers import missing_triggers, trigger_names
from tests.factories.people import OfficeFactory
from tests.factories.records import registered_act
from tests.records.racing import race
from tests.records.tampering import disable_triggers, drop_trigger, rewrite_from, unprotected

pytestmark = pytest.mark.django_db

TODAY = date(2031, 5, 4)
NAMES = trigger_names("records_logentry")
LOG_TRIGGERS = trigger_names(LogEntry._meta.db_table)


@pytest.fixture
def act():
    """An act with four entries, the last two of an acquired file, beside a neighbour that nobody touches."""
    act = registered_act(short_title="DGC n. 23/2031")
    log(act, "change", by=None, reason="primo")
    log(act, "change", by=None, reason="secondo")
    values = {"kind": AttachmentKind.ANNEX, "name": "parere.pdf", "media_type": "application/pdf", "by": None}
    acquire_file(act, title="Parere", data=b"%PDF-1.7 parere", **values)
    acquire_file(registered_act(), title="Altro", data=b"%PDF-1.7 altro", **values)
    return act


@pytest.fixture
def key(act):
    return f"records.act:{act.pk}"


def found(digest=None):
    return [(finding.code, finding.sentence) for finding in verify(digest).findings]


def check(*arguments):
    """Output of the command and its refusal, if any."""
    out = StringIO()
    try:
        call_command("verify_records", *arguments, stdout=out, no_color=True)
    except CommandError as refusal:
        return out.getvalue(), str(refusal)
    return out.getvalue(), None


# --- sound -----------------------------------------------------------------------------------------------------------
def test_a_sound_register_gives_nothing(act):
    make_digest(TODAY)
    result = verify()
    assert (result.sound, result.findings) == (True, ())
    assert (result.chains, result.entries, result.files) == (2, 6, 2)


def test_an_empty_register_is_sound():
    assert verify().sound
    assert check() == ("Catene: 0. Voci: 0. File: 0. Irregolarità: 0.\n", None)


def test_the_command_writes_nothing(act, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as queries:
        check()
    assert not [q for q in queries.captured_queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize("table", ["records_logchain", "records_act"])
def test_what_is_written_while_it_reads_is_not_a_fault(act, table):
    """Another process registers an act and writes on this one, just after the first reading of a table."""
    written = []

    def meanwhile(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if f'FROM "{table}"' in sql and not written:
            written.append(sql)
            written.extend([registered_act(), log(act, "change", by=None)])
        return result

    with connection.execute_wrapper(meanwhile):
        assert verify().findings == ()
    assert (len(written), written[-1].seq) == (3, 5)


# --- rows ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"reason": "altro"},
        {"actor_label": "altri"},
        {"label": "altro"},
        {"changes": [["oggetto", "", "altro"]]},
        {"recorded_at": "2031-01-01T00:00:00Z"},
        {"happened_at": "2031-01-01T00:00:00Z"},
        {"subject_label": "DGC n. 24/2031"},
        {"verb": "complete"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row(act, key, change):
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=2).update(**change)
    assert found() == [("changed_entry", f"{key}: la voce n. 2 è stata cambiata.")]


def test_a_changed_row_with_its_own_fingerprint_recomputed(act, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=2).update(reason="altro", hash="AB" * 32)
    assert found() == [
        ("changed_entry", f"{key}: la voce n. 2 è stata cambiata."),
        ("broken_link", f"{key}: la voce n. 3 non segue la precedente."),
    ]


def test_a_row_missing_in_the_middle(act, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=2).delete()
    assert found() == [("missing_entry", f"{key}: manca la voce n. 2, si passa alla n. 3.")]


def test_the_first_row_missing(act, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=1).delete()
    assert found() == [("missing_entry", f"{key}: manca la voce n. 1, si passa alla n. 2.")]


def test_a_row_missing_and_the_others_renumbered(act, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=2).delete()
        for seq in (3, 4):
            LogEntry.objects.filter(chain__key=key, seq=seq).update(seq=seq - 1)
    assert {code for code, _ in found()} == {"broken_link", "changed_entry", "missing_tail"}


def test_rows_missing_at_the_tail(act, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq__gt=2).delete()
    assert found() == [("missing_tail", f"{key}: il registro si ferma alla voce n. 2 su 4.")]


def test_every_row_missing(act, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key).delete()
    assert found() == [("missing_tail", f"{key}: il registro si ferma alla voce n. 0 su 4.")]


def test_a_row_added_past_the_head(act, key):
    entry = LogEntry.objects.get(chain__key=key, seq=4)
    entry.pk, entry.seq, entry.previous_hash = None, 5, entry.hash
    entry.save(force_insert=True)
    assert {code for code, _ in found()} == {"changed_entry", "wrong_head"}


def test_a_row_moved_to_another_chain(act, key):
    other = LogChain.objects.exclude(key=key).get()
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=4).update(chain=other, seq=3)
    assert ("missing_tail", f"{key}: il registro si ferma alla voce n. 3 su 4.") in found()
    assert ("changed_entry", f"{other.key}: la voce n. 3 è stata cambiata.") in found()


def test_a_missing_chain(act, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key).delete()
    LogChain.objects.get(key=key).delete()
    assert found() == [("missing_chain", f"{key}: l’oggetto non ha più il suo registro.")]


def test_an_act_written_round_the_services_has_no_chain(act):
    copy = Act.objects.get(pk=act.pk)
    copy.pk, copy.number = None, "999"
    copy.save(force_insert=True)
    assert found() == [("missing_chain", f"records.act:{copy.pk}: l’oggetto non ha più il suo registro.")]


def test_objects_that_do_not_promise_a_chain_need_none(act):
    OfficeFactory()
    assert found() == []


# --- the tail rewritten with its head: only the digest knows ---------------------------------------------------------
@pytest.fixture
def shortened(act, key):
    """The last two entries gone, the head rewritten; the digest of the day before still says four."""
    make_digest(TODAY)
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq__gt=2).delete()
    rewrite_from(key, 1)


def test_a_tail_missing_with_the_head_rewritten_is_found_through_the_digest(shortened, key):
    assert found() == [("missing_since_digest", f"{key}: manca la voce n. 4 citata nel riepilogo.")]


def test_without_the_digest_it_would_not_be_found(shortened):
    ChainDigest.objects.all().delete()
    assert found() == []


def test_a_chain_rewritten_from_the_middle_is_found_through_the_digest(act, key):
    make_digest(TODAY)
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=2).update(reason="altro")
    rewrite_from(key, 2)
    assert found() == [("changed_since_digest", f"{key}: la voce n. 4 non è quella del riepilogo.")]


def test_a_digest_rewritten_inside_is_found_by_its_own_fingerprint(shortened):
    digest = ChainDigest.objects.get()
    digest.heads = {c.key: [c.last_seq, c.last_hash] for c in LogChain.objects.all()}
    digest.save()
    assert found() == [("changed_digest", "Il riepilogo del 04/05/2031 è stato cambiato.")]


def test_a_forger_who_rewrites_everything_inside_is_found_by_the_digest_kept_outside(act, key):
    outside = make_digest(TODAY).heads
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq__gt=2).delete()
    rewrite_from(key, 1)
    ChainDigest.objects.all().delete()
    make_digest(TODAY)
    assert found() == []
    assert found(outside) == [("missing_since_digest", f"{key}: manca la voce n. 4 citata nel riepilogo.")]


def test_what_is_written_after_the_digest_is_not_a_fault(act):
    make_digest(TODAY)
    log(act, "change", by=None)
    registered_act()
    assert found() == []


def test_an_object_gone_with_its_chain_is_found_through_the_digest(act):
    gone = registered_act()
    key = f"records.act:{gone.pk}"
    make_digest(TODAY)
    with unprotected():
        LogEntry.objects.filter(chain__key=key).delete()
    LogChain.objects.get(key=key).delete()
    gone.delete()
    assert found() == [("missing_since_digest", f"{key}: manca la voce n. 1 citata nel riepilogo.")]


# --- files -----------------------------------------------------------------------------------------------------------
def test_a_changed_file(act):
    stored = Attachment.objects.for_object(act).get()
    with default_storage.open(stored.file.name, "wb") as file:
        file.write(b"%PDF-1.7 parerE")
    assert found() == [("changed_file", "«Parere»: il file non è quello acquisito.")]


def test_a_missing_file(act):
    stored = Attachment.objects.for_object(act).get()
    default_storage.delete(stored.file.name)
    assert found() == [("missing_file", "«Parere»: il file non è più nell’archivio.")]


def test_a_fingerprint_rewritten_beside_its_file(act):
    Attachment.objects.for_object(act).update(computed_hash="AB" * 32)
    assert found() == [("changed_file", "«Parere»: il file non è quello acquisito.")]


# --- triggers --------------------------------------------------------------------------------------------------------
def test_the_triggers_are_there():
    assert missing_triggers() == []


@pytest.mark.parametrize("name", LOG_TRIGGERS)
def test_a_missing_trigger(act, name):
    drop_trigger(name)
    sentence = f"Il database non ha più la protezione «{name}»: il registro si può modificare."
    assert found() == [("missing_trigger", sentence)]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="solo PostgreSQL può spegnere una protezione")
def test_triggers_that_are_there_but_switched_off(act):
    disable_triggers()
    assert [code for code, _ in found()] == ["missing_trigger", "missing_trigger"]


def test_the_triggers_come_back_after_tampering(act):
    with unprotected():
        assert missing_triggers() == list(LOG_TRIGGERS)
    assert missing_triggers() == []


# --- the command -----------------------------------------------------------------------------------------------------
def test_the_command_says_how_much_it_read_and_ends_well(act):
    assert check() == ("Catene: 2. Voci: 6. File: 2. Irregolarità: 0.\n", None)


def test_the_command_names_every_fault_and_ends_badly(act, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=2).delete()
    default_storage.delete(Attachment.objects.for_object(act).get().file.name)
    out, refusal = check()
    assert out.splitlines() == [
        f"missing_entry: {key}: manca la voce n. 2, si passa alla n. 3.",
        "missing_file: «Parere»: il file non è più nell’archivio.",
        "Catene: 2. Voci: 5. File: 2. Irregolarità: 2.",
    ]
    assert refusal == "Il registro non è integro."


@pytest.fixture
def mailed(act, settings, mailbox, tmp_path):
    """The digest as it arrived outside, saved from the mail."""
    settings.DIGEST_RECIPIENT = "revisore@prova.example"
    with time_machine.travel("2031-05-04T12:00:00Z", tick=False):
        make_digest(TODAY)
    [message] = mailbox.deliver()
    path = tmp_path / "riepilogo.txt"
    path.write_text(message.body)
    return path


def test_the_mailed_digest_is_read_back(mailed):
    assert check("--digest", mailed) == ("Catene: 2. Voci: 6. File: 2. Irregolarità: 0.\n", None)


def test_the_mailed_digest_finds_what_the_inside_no_longer_says(mailed, key):
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq__gt=2).delete()
    rewrite_from(key, 1)
    ChainDigest.objects.all().delete()
    assert check()[1] is None
    out, refusal = check("--digest", mailed)
    assert f"missing_since_digest: {key}: manca la voce n. 4 citata nel riepilogo." in out.splitlines()
    assert refusal == "Il registro non è integro."


def test_a_forwarded_digest_is_read_through_its_marks(mailed):
    mailed.write_text("".join(f"> {line}\n" for line in mailed.read_text().splitlines()))
    assert check("--digest", mailed)[1] is None


def test_a_digest_cut_short_or_changed_is_not_taken_for_good(mailed):
    whole = mailed.read_text()
    last = whole.rstrip().splitlines()[-1]
    for damaged in (whole.replace(last, ""), whole.replace(last, last[:-1] + ("0" if last[-1] != "0" else "1"))):
        mailed.write_text(damaged)
        out, refusal = check("--digest", mailed)
        assert refusal == f"{mailed} non è il riepilogo intero: le righe non danno l’impronta che riporta."
        assert out == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Non riesco a leggere"),
        (b"", "non contiene nessuna testa di catena."),
        (b"Cara collega, in allegato il riepilogo.", "non contiene nessuna testa di catena."),
        (b"\xff\xfe\x00 riepilogo", "Non riesco a leggere"),
    ],
    ids=["missing", "empty", "something else", "not text"],
)
def test_an_unreadable_digest(tmp_path, content, said):
    path = tmp_path / "riepilogo.txt"
    if content is not None:
        path.write_bytes(content)
    out, refusal = check("--digest", path)
    assert (out, str(path) in refusal, said in refusal) == ("", True, True)


# --- at work ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_it_gives_no_false_alarm_while_others_write():
    acts = [registered_act() for _ in range(3)]

    def work(runner):
        if runner:
            return [log(acts[n % 3], "change", by=None).seq for n in range(6)]
        return [verify().findings for _ in range(4)]

    [checks, *written] = race(4, work)
    assert checks == [()] * 4
    assert sum(map(len, written)) == 18
    assert verify().entries == 21


def test_a_digest_of_each_day_and_the_last_one_counts(act, key):
    make_digest(TODAY)
    log(act, "change", by=None)
    make_digest(TODAY + timedelta(days=1))
    with unprotected():
        LogEntry.objects.filter(chain__key=key, seq=5).delete()
    rewrite_from(key, 1)
    assert found() == [("missing_since_digest", f"{key}: manca la voce n. 5 citata nel riepilogo.")]
