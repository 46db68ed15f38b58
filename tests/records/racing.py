"""Several people doing the same thing in the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def race(runners, act):
    """Run ``act(n)`` for n from 0 in so many threads that start together; returns results or exceptions, in order."""
    start = Barrier(runners, timeout=30)

    def run(number):
        try:
            start.wait()
            return act(number)
        except Exception as error:  # noqa: BLE001 - the caller looks at what each runner met
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(runners) as pool:
        return list(pool.map(run, range(runners)))
