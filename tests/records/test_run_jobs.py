"""The loop of jobs: mail and digest, each round as good as none or as many."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from post_office.models import STATUS, Email

from abitare import settings as product_settings
from abitare.records.models import ChainDigest
from tests.factories.records import registered_act

# The delivery closes its connection, so these tests cannot live inside one transaction.
pytestmark = pytest.mark.django_db(transaction=True)

FAILING = "tests.records.mail_that_fails.Backend"


@pytest.fixture(autouse=True)
def recipient(settings, mailbox):
    settings.DIGEST_RECIPIENT = "revisore@prova.example"


def jobs(*arguments):
    out = StringIO()
    call_command("run_jobs", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def clock():
    with time_machine.travel("2031-05-04T10:00:00Z", tick=False) as traveller:
        yield traveller


def test_one_round_makes_the_digest_and_delivers_it(clock):
    registered_act()
    said = jobs("--once")
    assert said == f"Riepilogo del registro: 1 catene, impronta {ChainDigest.objects.get().fingerprint}.\n"
    [message] = mail.outbox
    assert message.to == ["revisore@prova.example"]
    assert Email.objects.get().status == STATUS.sent


def test_twice_is_once(clock):
    jobs("--once")
    assert jobs("--once") == ""
    assert (ChainDigest.objects.count(), Email.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_the_day_is_that_of_rome(clock):
    clock.move_to("2031-05-04T22:30:00Z")
    jobs("--once")
    assert str(ChainDigest.objects.get().day) == "2031-05-05"


def test_a_week_without_rounds_loses_nothing(clock):
    jobs("--once")
    act = registered_act()
    clock.shift(timedelta(days=7))
    jobs("--once")
    assert list(ChainDigest.objects.latest("day").heads) == [f"records.act:{act.pk}"]
    assert len(mail.outbox) == 2


def test_mail_that_does_not_leave_waits_for_a_later_round(clock, settings):
    working = settings.POST_OFFICE
    settings.POST_OFFICE = working | {"BACKENDS": {"default": FAILING}, "MAX_RETRIES": 80}
    jobs("--once")
    waiting = Email.objects.get()
    assert (waiting.status, waiting.number_of_retries, mail.outbox) == (STATUS.requeued, 1, [])
    settings.POST_OFFICE = working
    clock.shift(timedelta(hours=2))
    jobs("--once")
    assert Email.objects.get().status == STATUS.sent
    assert len(mail.outbox) == 1


def test_the_installation_keeps_trying_for_at_least_three_days():
    queue = product_settings.POST_OFFICE
    assert queue["MAX_RETRIES"] * queue["RETRY_INTERVAL"] >= timedelta(days=3)


def test_it_goes_round_until_it_is_stopped(clock, monkeypatch):
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        clock.shift(timedelta(days=1))
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("abitare.records.management.commands.run_jobs.time.sleep", pause)
    with pytest.raises(KeyboardInterrupt):
        jobs("--every", "7")
    assert (pauses, ChainDigest.objects.count(), len(mail.outbox)) == ([7, 7, 7], 3, 3)
