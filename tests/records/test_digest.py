"""The daily digest of the heads: once a day, mailed outside once, complete whatever was missed."""

from datetime import date, timedelta

import pytest
import time_machine

from abitare.records.fingerprints import canonical_json, fingerprint
from abitare.records.models import ChainDigest, QueuedMessage
from abitare.records.services.digest import make_digest
from abitare.records.services.log import log
from tests.factories.records import registered_act
from tests.records.racing import race

pytestmark = pytest.mark.django_db

TODAY = date(2031, 5, 4)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def recipient(settings):
    settings.DIGEST_RECIPIENT = "revisore@prova.example"
    return settings.DIGEST_RECIPIENT


def test_it_keeps_every_head_with_its_own_fingerprint():
    act, other = registered_act(), registered_act()
    last = log(act, "change", by=None)
    only = log(other, "change", by=None)
    digest = make_digest(TODAY)
    assert digest.heads == {f"records.act:{act.pk}": [2, last.hash], f"records.act:{other.pk}": [2, only.hash]}
    assert digest.fingerprint == fingerprint(canonical_json(digest.heads))
    assert str(digest) == "Riepilogo del 2031-05-04"


def test_it_is_read_back_from_the_database_as_it_was_made():
    registered_act()
    made = make_digest(TODAY)
    kept = ChainDigest.objects.get()
    assert (kept.heads, kept.fingerprint, kept.day) == (made.heads, made.fingerprint, TODAY)


def test_once_a_day():
    act = registered_act()
    first = make_digest(TODAY)
    log(act, "change", by=None)
    assert make_digest(TODAY) is None
    assert ChainDigest.objects.get().heads == first.heads


def test_a_day_already_done_costs_one_query(django_assert_num_queries):
    make_digest(TODAY)
    with django_assert_num_queries(1):
        make_digest(TODAY)


def test_the_next_day_says_what_was_added():
    act = registered_act()
    make_digest(TODAY)
    entry = log(act, "change", by=None)
    assert make_digest(TOMORROW).heads == {f"records.act:{act.pk}": [2, entry.hash]}


def test_missed_days_lose_nothing():
    act = registered_act()
    make_digest(TODAY)
    for _ in range(3):
        last = log(act, "change", by=None)
    born_meanwhile = registered_act()
    digest = make_digest(TODAY + timedelta(days=10))
    assert digest.heads[f"records.act:{act.pk}"] == [4, last.hash]
    assert digest.heads[f"records.act:{born_meanwhile.pk}"][0] == 1
    assert list(ChainDigest.objects.order_by("day").values_list("day", flat=True)) == [TODAY, digest.day]


def test_an_empty_register_has_its_digest_too():
    assert make_digest(TODAY).heads == {}


# --- leaving the system ----------------------------------------------------------------------------------------------
@time_machine.travel("2031-05-04T10:00:00Z", tick=False)
def test_it_is_queued_for_who_keeps_it_outside(recipient, mailbox):
    act = registered_act()
    digest = make_digest(TODAY)
    [queued] = mailbox.queued
    assert queued.to == [recipient]
    assert queued.subject == "Abitare: riepilogo del registro del 4 maggio 2031"
    lines = queued.message.splitlines()
    assert lines[0] == "Riepilogo delle catene del registro al 4 maggio 2031."
    assert f"Impronta del riepilogo: {digest.fingerprint}" in lines
    assert f"records.act:{act.pk} 1 {digest.heads[f'records.act:{act.pk}'][1]}" in lines


def test_large_numbers_are_printed_without_separators(recipient, mailbox):
    act = registered_act(pk=1234567)
    make_digest(TODAY)
    assert f"records.act:{act.pk} 1 " in mailbox.queued[0].message


def test_it_is_queued_once_for_the_day(recipient, mailbox):
    make_digest(TODAY)
    make_digest(TODAY)
    assert len(mailbox.queued) == 1
    make_digest(TOMORROW)
    assert sorted(QueuedMessage.objects.values_list("key", flat=True)) == [
        "chain-digest:2031-05-04",
        "chain-digest:2031-05-05",
    ]


def test_a_digest_made_again_after_it_was_removed_is_not_mailed_again(recipient, mailbox):
    make_digest(TODAY)
    ChainDigest.objects.all().delete()
    assert make_digest(TODAY) is not None
    assert len(mailbox.queued) == 1


def test_without_a_recipient_it_is_kept_and_nothing_is_mailed(settings, mailbox):
    settings.DIGEST_RECIPIENT = ""
    assert make_digest(TODAY) is not None
    assert (mailbox.queued, QueuedMessage.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_make_one_digest_and_one_message(recipient, mailbox):
    registered_act()
    made = race(8, lambda n: make_digest(TODAY))
    assert [outcome for outcome in made if isinstance(outcome, Exception)] == []
    assert len([digest for digest in made if digest is not None]) == 1
    assert (ChainDigest.objects.count(), len(mailbox.queued)) == (1, 1)
