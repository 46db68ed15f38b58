"""A message is queued in the transaction of the change, and never twice for the same key."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction

from abitare.records.models import QueuedMessage
from abitare.records.notifications import queue
from tests.factories.records import ActFactory
from tests.records.racing import race

pytestmark = pytest.mark.django_db

DIGEST = SimpleNamespace(day=date(2031, 5, 4), fingerprint="AB" * 32, heads={"records.act:1": [3, "CD" * 32]})


def send(key="prova:1", recipient="anna@prova.example", digest=DIGEST):
    return queue(key=key, recipient=recipient, template="records/chain_digest", context={"digest": digest})


def test_it_is_queued_and_not_yet_sent(mailbox):
    assert send() is True
    [queued] = mailbox.queued
    assert (queued.to, queued.subject) == (
        ["anna@prova.example"],
        "Abitare: riepilogo del registro del 4 maggio 2031",
    )
    assert "records.act:1 3 " + "CD" * 32 in queued.message.splitlines()
    assert mail.outbox == []


def test_it_is_delivered_by_the_jobs(mailbox):
    send()
    [message] = mailbox.deliver()
    assert (message.to, message.content_subtype) == (["anna@prova.example"], "plain")
    assert message.body.startswith("Riepilogo delle catene del registro al 4 maggio 2031.")


def test_twice_for_the_same_key_is_once(mailbox):
    assert [send(), send()] == [True, False]
    assert len(mailbox.queued) == 1


def test_not_even_after_it_was_delivered_or_to_somebody_else(mailbox):
    send()
    mailbox.deliver()
    assert send(recipient="bruno@prova.example") is False
    assert len(mailbox.queued) == 1
    assert QueuedMessage.objects.get().recipient == "anna@prova.example"


def test_another_key_is_another_message(mailbox):
    assert [send(), send("prova:2")] == [True, True]
    assert len(mailbox.queued) == 2


def test_text_is_not_escaped_as_if_it_were_a_page(mailbox):
    send(digest=SimpleNamespace(day=date(2031, 5, 4), fingerprint="l'atto <n. 1> & l’altro", heads={}))
    assert "l'atto <n. 1> & l’altro" in mailbox.queued[0].message


class PowerCut(Exception):
    pass


@transaction.atomic
def change_send_and_fail():
    ActFactory()
    send()
    raise PowerCut


def test_it_vanishes_with_the_change_and_its_key_is_free_again(mailbox):
    with pytest.raises(PowerCut):
        change_send_and_fail()
    assert (mailbox.queued, QueuedMessage.objects.count()) == ([], 0)
    assert send() is True


def test_a_message_that_cannot_be_queued_leaves_its_key_free(mailbox):
    with pytest.raises(ValidationError):
        send(recipient="non un indirizzo")
    assert (mailbox.queued, QueuedMessage.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_the_same_key_queue_one(mailbox):
    assert sorted(race(8, lambda n: send(recipient=f"persona{n}@prova.example"))) == [False] * 7 + [True]
    assert len(mailbox.queued) == 1
