"""The triggers that keep facts append-only, as the database holds them now.

A model says ``append_only = True`` and a migration of its app creates ``<table>_no_update`` and ``<table>_no_delete``:
the names are the agreement, so this floor never learns the models above it. Migrations carry their own copy of the SQL
(a migration never imports live code); a house test compares what a fresh database holds with the names expected here.
"""

from django.apps import apps
from django.db import connection

SQLITE = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
POSTGRESQL = """
    SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE pg_table_is_visible(c.oid) AND NOT t.tgisinternal AND t.tgenabled <> 'D'"""


def trigger_names(table):
    """The two triggers of an append-only table."""
    return f"{table}_no_update", f"{table}_no_delete"


def append_only_tables():
    """The tables of every model that declares ``append_only``, in the order of the installed apps."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]


def missing_triggers():
    """Names of the triggers that are absent or disabled in the connected database."""
    present = _present()
    expected = [(table, name) for table in append_only_tables() for name in trigger_names(table)]
    return [name for table, name in expected if (table, name) not in present]


def _present():
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
        return set(cursor.fetchall())
