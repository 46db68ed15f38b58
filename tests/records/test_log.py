"""The register: chained, complete, append-only, written with the change or not at all."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from abitare.records.fingerprints import GENESIS
from abitare.records.models import LogChain, LogEntry, chain_key
from abitare.records.services.log import LABELS, differences, entry_hash, log
from tests.factories.people import OfficeFactory, make_user
from tests.factories.records import ActFactory
from tests.records.racing import race
from tests.records.tampering import unprotected

NOON = datetime(2031, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.django_db
def test_entries_follow_each_other_from_the_first():
    act = ActFactory()
    first, second = log(act, "register", by=None), log(act, "complete", by=None)
    assert [first.seq, second.seq] == [1, 2]
    assert [first.previous_hash, second.previous_hash] == [GENESIS, first.hash]
    head = LogChain.objects.get(key=f"records.act:{act.pk}")
    assert (head.last_seq, head.last_hash) == (2, second.hash)


@pytest.mark.django_db
def test_what_an_entry_says():
    act, user = ActFactory(short_title="DGC n. 23/2031"), make_user(full_name="Nives Passero")
    with time_machine.travel(NOON, tick=False):
        log(act, "change", by=user, changes=[("oggetto", None, "Corti"), ("anno", 2030, 2031)], reason="refuso")
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.label, entry.reason) == ("change", "modificato", "refuso")
    assert (entry.actor, entry.actor_label, entry.subject_label) == (user, "Nives Passero", "DGC n. 23/2031")
    assert entry.changes == [["oggetto", "", "Corti"], ["anno", "2030", "2031"]]
    assert entry.happened_at == entry.recorded_at == NOON
    assert str(entry) == "DGC n. 23/2031: change"


@pytest.mark.django_db
def test_the_clock_is_shown_as_the_system():
    entry = log(ActFactory(), "register", by=None)
    assert (entry.actor, entry.actor_label) == (None, "sistema")


@pytest.mark.django_db
def test_the_name_stays_as_it_was_when_the_person_changes_it():
    user = make_user(full_name="Nives Passero")
    entry = log(ActFactory(), "register", by=user)
    user.full_name = "Nives Rondine"
    user.save()
    entry.refresh_from_db()
    assert (entry.actor_label, entry_hash(entry, entry.chain.key)) == ("Nives Passero", entry.hash)


@pytest.mark.django_db
def test_what_happened_before_keeps_its_day():
    yesterday = NOON - timedelta(days=1)
    with time_machine.travel(NOON, tick=False):
        entry = log(ActFactory(), "register", by=None, happened_at=yesterday)
    assert (entry.happened_at, entry.recorded_at) == (yesterday, NOON)


@pytest.mark.django_db
def test_an_unknown_verb_without_its_words_is_refused():
    with pytest.raises(KeyError):
        log(ActFactory(), "invented", by=None)
    assert log(ActFactory(), "invented", by=None, label="inventato").label == "inventato"
    assert "invented" not in LABELS


@pytest.mark.django_db
def test_a_very_long_name_is_cut_and_the_entry_still_written():
    act = ActFactory()
    act.short_title = "x" * 300
    assert log(act, "register", by=None).subject_label == "x" * 250


@pytest.mark.django_db
def test_two_chains_do_not_mix():
    act, other = ActFactory(), ActFactory()
    log(act, "register", by=None)
    log(other, "register", by=None)
    entry = log(act, "complete", by=None)
    assert [(e.seq, e.chain.key) for e in LogEntry.objects.for_object(act).order_by("seq")] == [
        (1, chain_key(act)),
        (2, chain_key(act)),
    ]
    assert [e.seq for e in LogEntry.objects.for_object(other)] == [1]
    assert entry_hash(entry, chain_key(other)) != entry.hash


@pytest.mark.django_db
def test_two_models_with_the_same_key_have_two_chains():
    act = ActFactory()
    office = OfficeFactory(pk=act.pk)
    log(act, "register", by=None)
    log(office, "create", by=None)
    assert set(LogChain.objects.values_list("key", flat=True)) == {f"records.act:{act.pk}", f"people.office:{act.pk}"}


@pytest.mark.django_db
def test_the_history_is_read_newest_first():
    act = ActFactory()
    for verb in ("register", "complete", "change"):
        log(act, verb, by=None)
    assert [e.verb for e in LogEntry.objects.newest_first()] == ["change", "complete", "register"]


# --- one transaction -------------------------------------------------------------------------------------------------
class PowerCut(Exception):
    """Something goes wrong after the change and its entry, before the end of the transaction."""


@transaction.atomic
def change_then_fail(act):
    act.title = "Dopo"
    act.save()
    log(act, "change", by=None, changes=[("oggetto", "Prima", "Dopo")])
    raise PowerCut


@pytest.mark.django_db
def test_the_entry_vanishes_with_the_change():
    act = ActFactory(title="Prima")
    log(act, "register", by=None)
    with pytest.raises(PowerCut):
        change_then_fail(act)
    act.refresh_from_db()
    assert (act.title, LogEntry.objects.count(), LogChain.objects.get().last_seq) == ("Prima", 1, 1)


@pytest.mark.django_db
def test_after_a_rollback_the_numbers_have_no_gap():
    act = ActFactory()
    with pytest.raises(PowerCut):
        change_then_fail(act)
    assert log(act, "register", by=None).seq == 1


# --- append-only -----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "tamper",
    [
        lambda: LogEntry.objects.update(reason="altro"),
        lambda: LogEntry.objects.all().delete(),
        lambda: LogEntry.objects.get().save(),
        lambda: LogEntry.objects.get().delete(),
        lambda: run("UPDATE records_logentry SET actor_label = 'altri'"),
        lambda: run("DELETE FROM records_logentry"),
    ],
    ids=["update", "delete", "save", "delete one", "plain UPDATE", "plain DELETE"],
)
def test_the_database_refuses_to_change_or_delete_an_entry(tamper):
    entry = log(ActFactory(), "register", by=None, reason="primo")
    with pytest.raises(DatabaseError, match="Il registro si aggiunge e non si modifica."), transaction.atomic():
        tamper()
    assert LogEntry.objects.values_list("pk", "reason", "hash").get() == (entry.pk, "primo", entry.hash)


@pytest.mark.django_db
def test_the_same_change_succeeds_only_without_the_triggers():
    log(ActFactory(), "register", by=None)
    with unprotected():
        assert LogEntry.objects.update(reason="altro") == 1
    with pytest.raises(DatabaseError, match="non si modifica"), transaction.atomic():
        LogEntry.objects.update(reason="terzo")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


# --- what the fingerprint covers -------------------------------------------------------------------------------------
ENTRY = {
    "seq": 3,
    "verb": "change",
    "label": "modificato",
    "subject_label": "DGC n. 23/2031",
    "actor_id": 7,
    "actor_label": "Nives Passero",
    "changes": [["oggetto", "Prima", "Dopo"]],
    "reason": "refuso",
    "happened_at": NOON - timedelta(days=1),
    "recorded_at": NOON,
    "previous_hash": "AB" * 32,
}
OTHER = {
    "seq": 4,
    "verb": "complete",
    "label": "corretto",
    "subject_label": "DGC n. 24/2031",
    "actor_id": None,
    "actor_label": "sistema",
    "changes": [["oggetto", "Dopo", "Prima"]],
    "reason": "",
    "happened_at": NOON - timedelta(days=1, microseconds=1),
    "recorded_at": NOON + timedelta(microseconds=1),
    "previous_hash": "AC" * 32,
}


def hashed(key="records.act:1", **values):
    return entry_hash(LogEntry(**ENTRY | values), key)


def test_every_field_of_an_entry_is_tried_below():
    fields = {field.attname for field in LogEntry._meta.concrete_fields}
    assert fields - {"id", "chain_id", "hash"} == set(ENTRY) == set(OTHER)


@pytest.mark.parametrize("name", ENTRY)
def test_the_fingerprint_covers_every_field(name):
    assert hashed(**{name: OTHER[name]}) != hashed()


def test_the_fingerprint_covers_the_object():
    assert hashed("records.act:2") != hashed("records.act:1")


def test_the_same_instant_in_another_time_zone_has_the_same_fingerprint():
    rome = timezone(timedelta(hours=2))
    assert hashed(recorded_at=NOON.astimezone(rome), happened_at=ENTRY["happened_at"].astimezone(rome)) == hashed()


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
MOMENT = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ENTRIES = st.fixed_dictionaries(
    {
        "seq": st.integers(1, 9),
        "verb": TEXT,
        "label": TEXT,
        "subject_label": TEXT,
        "actor_id": st.none() | st.integers(1, 9),
        "actor_label": TEXT,
        "changes": st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=2),
        "reason": TEXT,
        "happened_at": MOMENT,
        "recorded_at": MOMENT,
        "previous_hash": st.sampled_from([GENESIS, "AB" * 32]),
    }
)


@given(ENTRIES, ENTRIES)
def test_two_entries_have_the_same_fingerprint_only_if_they_say_the_same(one, other):
    assert (hashed(**one) == hashed(**other)) == (one == other)


@given(TEXT, TEXT, TEXT)
def test_words_cannot_move_from_one_field_to_the_next(first, middle, last):
    there = hashed(actor_label=first + middle, reason=last)
    assert (there == hashed(actor_label=first, reason=middle + last)) == (middle == "")


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["È così: «perché»", "a\tb\nc", "🏠", '{"a": [1]}', "'; DROP TABLE x; --", "\u2028"])
def test_the_fingerprint_is_the_same_after_the_journey_to_the_database(words):
    entry = log(ActFactory(), "change", by=None, reason=words, changes=[(words, words, words)])
    read = LogEntry.objects.get(pk=entry.pk)
    assert entry_hash(read, read.chain.key) == entry.hash


# --- differences -----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_differences_are_told_with_the_words_people_read():
    act = ActFactory(title="Prima", organ="executive_board")
    new = {"title": "Dopo", "organ": "council", "year": act.year}
    assert differences(act, new) == [
        ("oggetto", "Prima", "Dopo"),
        ("organo", "Giunta comunale", "Consiglio comunale"),
    ]


# --- eight at once ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_eight_people_writing_at_once_get_eight_consecutive_numbers():
    act = ActFactory()
    entries = race(8, lambda n: log(act, "change", by=None, reason=f"mano {n}"))
    assert sorted(entry.seq for entry in entries) == [1, 2, 3, 4, 5, 6, 7, 8]
    written = list(LogEntry.objects.for_object(act).order_by("seq"))
    assert {entry.reason for entry in written} == {f"mano {n}" for n in range(8)}
    assert [entry.previous_hash for entry in written] == [GENESIS, *[entry.hash for entry in written[:-1]]]
    assert LogChain.objects.get().last_hash == written[-1].hash
