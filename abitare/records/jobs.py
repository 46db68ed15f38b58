"""The jobs of ``run_jobs``: each app registers its own in ``AppConfig.ready``, so that this floor imports none of them.

A job is a function of one argument, the moment in Europe/Rome. It returns the sentence to print, «» when there was
nothing to do, and is idempotent: a round repeated or missed loses and doubles nothing. With a ``period`` it is done
once for each key the period gives, and its work and the note that it was done are one transaction.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from abitare.records.models import JobRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """``period``: a function of the moment that names the period it falls in; «» means that it is not time yet."""

    name: str
    function: Callable[[datetime], str]
    period: Callable[[datetime], str] | None = None


@dataclass(frozen=True)
class Outcome:
    """What a job said, or why it failed. ``error`` is empty when all went well."""

    name: str
    sentence: str = ""
    error: str = ""


_jobs: dict[str, Job] = {}


def register(name, function, *, period=None):
    """Add a job under a name people can read. Raises ``ImproperlyConfigured`` when another has the name."""
    job = Job(name, function, period)
    if _jobs.setdefault(name, job) != job:
        raise ImproperlyConfigured(f"C’è già un lavoro di nome «{name}».")


def registered() -> tuple[Job, ...]:
    """The jobs in the order of the apps that registered them."""
    return tuple(_jobs.values())


def run_all(now) -> Iterator[Outcome]:
    """Do every job once; one that fails is logged, rolled back and tried again at the next round."""
    for job in registered():
        yield attempt(job.name, lambda job=job: run(job, now))


def attempt(name, function) -> Outcome:
    """The outcome of one job alone: whatever it raises stops here and is logged."""
    try:
        return Outcome(name, sentence=function() or "")
    except Exception as error:  # a job that fails must not take the others with it
        logger.exception("job %s failed", name)
        return Outcome(name, error=f"{type(error).__name__}: {error}")


def run(job, now) -> str:
    """The sentence of a job, «» when its period has it already or has not begun."""
    if job.period is None:
        return job.function(now)
    key = job.period(now)
    return once(job.name, key, lambda: job.function(now)) if key else ""


@transaction.atomic
def once(name, key, function):
    """Call ``function`` and note it, unless it was done for this key before: «» then. All or nothing."""
    _, first = JobRun.objects.get_or_create(job=name, key=key)
    return function() if first else ""


def every_day(now) -> str:
    """The period of a daily job of messages: the day, from ``MESSAGES_HOUR`` on."""
    return now.date().isoformat() if now.hour >= settings.MESSAGES_HOUR else ""


def every_week(now) -> str:
    """The period of a weekly job of messages, «2026-W48»: it begins at ``MESSAGES_HOUR`` of ``DIGEST_WEEKDAY``.

    Before that hour it is still the week before, so that a day missed is made good on the first one that comes.
    """
    return week_key((now - timedelta(hours=settings.MESSAGES_HOUR)).date())


def week_key(day: date) -> str:
    """The ISO week of the last digest day, ``day`` included."""
    year, week, _ = digest_day(day).isocalendar()
    return f"{year}-W{week:02}"


def digest_day(day: date) -> date:
    """The last ``DIGEST_WEEKDAY`` not after ``day``."""
    return day - timedelta(days=(day.isoweekday() - settings.DIGEST_WEEKDAY) % 7)
