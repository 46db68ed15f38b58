"""The registry of jobs: each alone, each once for its period, none lost."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from abitare.records import jobs
from abitare.records.models import JobRun
from abitare.ui.formats import ROME
from tests.factories.records import ActFactory
from tests.records.racing import race

NOW = datetime(2031, 5, 7, 10, tzinfo=ROME)  # a Wednesday


@pytest.fixture
def registry(monkeypatch):
    """An empty registry for one test."""
    monkeypatch.setattr(jobs, "_jobs", {})
    return jobs


def failing(now):
    ActFactory(number="99")
    raise RuntimeError("manca la corrente")


def test_every_app_registers_its_own():
    assert [job.name for job in jobs.registered()] == [
        "riepilogo del registro",
        "riepilogo settimanale",
        "promemoria dei termini",
        "avvisi al dirigente",
    ]


def test_two_jobs_cannot_have_one_name(registry):
    registry.register("prova", len)
    registry.register("prova", len)
    with pytest.raises(ImproperlyConfigured, match="«prova»"):
        registry.register("prova", str)


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_does_not_stop_the_others(registry, caplog):
    said = []
    registry.register("prima", lambda now: said.append("prima") or "fatta la prima")
    registry.register("guasta", failing, period=jobs.every_day)
    registry.register("ultima", lambda now: said.append("ultima") or "")
    out, err = StringIO(), StringIO()
    call_command("run_jobs", "--once", stdout=out, stderr=err)
    assert said == ["prima", "ultima"]
    assert out.getvalue() == "fatta la prima\n"
    assert err.getvalue() == "Lavoro «guasta» non riuscito: RuntimeError: manca la corrente\n"
    assert [record.message for record in caplog.records if record.name == "abitare.records.jobs"] == [
        "job guasta failed"
    ]


@pytest.mark.django_db
def test_one_that_fails_leaves_nothing_behind_and_is_tried_again(registry):
    registry.register("guasta", failing, period=jobs.every_day)
    [outcome] = registry.run_all(NOW)
    assert (outcome.sentence, outcome.error) == ("", "RuntimeError: manca la corrente")
    assert (JobRun.objects.count(), ActFactory._meta.model.objects.count()) == (0, 0)
    assert [outcome.error != "" for outcome in registry.run_all(NOW)] == [True]


@pytest.mark.django_db
def test_once_for_each_period(registry):
    registry.register("giornaliero", lambda now: f"il {now.day}", period=jobs.every_day)
    moments = [NOW, NOW.replace(hour=23), NOW.replace(day=8), NOW.replace(day=8, hour=8)]
    assert [o.sentence for moment in moments for o in registry.run_all(moment)] == ["il 7", "", "il 8", ""]
    assert list(JobRun.objects.values_list("key", flat=True)) == ["2031-05-07", "2031-05-08"]


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_do_it_once():
    assert sorted(race(8, lambda n: jobs.once("prova", "2031", lambda: "fatto"))) == [""] * 7 + ["fatto"]


@pytest.mark.parametrize(
    ("moment", "day", "week"),
    [
        (datetime(2031, 5, 7, 6, 59, tzinfo=ROME), "", "2031-W19"),
        (datetime(2031, 5, 7, 7, 0, tzinfo=ROME), "2031-05-07", "2031-W19"),
        (datetime(2031, 5, 5, 6, 59, tzinfo=ROME), "", "2031-W18"),  # Monday before the hour: still the week before
        (datetime(2031, 5, 5, 7, 0, tzinfo=ROME), "2031-05-05", "2031-W19"),
        (datetime(2031, 5, 6, 7, 0, tzinfo=ROME), "2031-05-06", "2031-W19"),  # a Monday missed is made good on Tuesday
        (datetime(2031, 5, 11, 23, 59, tzinfo=ROME), "2031-05-11", "2031-W19"),
        (datetime(2031, 3, 30, 3, 30, tzinfo=ROME), "", "2031-W13"),  # the night the hour goes forward
        (datetime(2031, 10, 26, 7, 0, tzinfo=ROME), "2031-10-26", "2031-W43"),  # the day it goes back
        (datetime(2030, 12, 31, 9, 0, tzinfo=ROME), "2030-12-31", "2031-W01"),  # ISO weeks have their own year
    ],
)
def test_periods(moment, day, week):
    assert (jobs.every_day(moment), jobs.every_week(moment)) == (day, week)


@pytest.mark.parametrize(("weekday", "expected"), [(1, date(2031, 5, 5)), (3, date(2031, 5, 7)), (4, date(2031, 5, 1))])
def test_the_day_of_the_digest_is_a_setting(settings, weekday, expected):
    settings.DIGEST_WEEKDAY = weekday
    assert jobs.digest_day(date(2031, 5, 7)) == expected
