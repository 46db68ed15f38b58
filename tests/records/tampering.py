"""Going round the protections of the log, as somebody holding the keys of the database would."""

from contextlib import contextmanager

from django.db import connection

from abitare.records.fingerprints import GENESIS
from abitare.records.models import LogChain, LogEntry
from abitare.records.services.log import entry_hash

TABLE = "records_logentry"


@contextmanager
def unprotected():
    """The log without its triggers; they come back at the end, as they were."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        triggers = _run(sql, [TABLE])
        for name, _ in triggers:
            _run(f"DROP TRIGGER {name}")
        yield
        for _, statement in triggers:
            _run(statement)
    else:
        # PostgreSQL does not alter a table while foreign keys of this transaction are still to be checked.
        _run("SET CONSTRAINTS ALL IMMEDIATE")
        _run(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        yield
        _run(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
        _run("SET CONSTRAINTS ALL DEFERRED")


def rewrite_from(chain_key, seq):
    """Recompute the chain from entry ``seq`` on, head included: a forger who knows the method."""
    chain = LogChain.objects.get(key=chain_key)
    before = LogEntry.objects.filter(chain=chain, seq__lt=seq).order_by("-seq").values_list("hash", flat=True)
    previous = before.first() or GENESIS
    last = seq - 1
    with unprotected():
        for entry in LogEntry.objects.filter(chain=chain, seq__gte=seq).order_by("seq"):
            entry.previous_hash = previous
            entry.hash = previous = entry_hash(entry, chain_key)
            entry.save()
            last = entry.seq
    LogChain.objects.filter(pk=chain.pk).update(last_seq=last, last_hash=previous)


def drop_trigger(name):
    suffix = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    if suffix:
        _run("SET CONSTRAINTS ALL IMMEDIATE")
    _run(f"DROP TRIGGER {name}{suffix}")


def disable_triggers():
    """PostgreSQL only: the triggers are still there and do nothing."""
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    _run(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")


def _run(sql, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []
