"""The triggers that keep the log append-only, as the database holds them now.

Migrations carry their own copy of this SQL (a migration never imports live code); a house test compares what a fresh
database holds with the names listed here.
"""

from django.db import connection

TABLE = "records_logentry"
NAMES = ("records_logentry_no_update", "records_logentry_no_delete")


def missing_triggers():
    """Names of the triggers that are absent or disabled in the connected database."""
    return [name for name in NAMES if name not in _present()]


def _present():
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        parameters = [TABLE]
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgenabled <> 'D'"
        parameters = [TABLE]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return {row[0] for row in cursor.fetchall()}
