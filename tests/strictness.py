"""What makes the suite strict; ``conftest`` installs it.

A variable that a template of ours names and nobody gives is a failure. A GET cannot write. The database can be emptied
although the log refuses to be.
"""

import copy

import pytest
from django.conf import settings
from django.db import connection
from django.template import base as template_base
from django.template import defaultfilters
from django.test import Client, TransactionTestCase

OUR_TEMPLATES = str(settings.BASE_DIR / "templates")
FORGIVING = {defaultfilters.default, defaultfilters.default_if_none}


class StrictExpression(template_base.FilterExpression):
    """Fails on a missing variable, unless the template says what to do about it (``{% if %}``, ``|default``)."""

    __slots__ = ("origin",)

    def resolve(self, context, ignore_failures=False):
        forgiving = ignore_failures or any(func in FORGIVING for func, _ in self.filters)
        if forgiving or not self.is_var:
            return super().resolve(context, ignore_failures)
        try:
            value = self.var.resolve(context)
        except template_base.VariableDoesNotExist as missing:
            pytest.fail(f"{self.origin.template_name}: {{{{ {self.token} }}}}: {missing}")
        known = copy.copy(self)  # the variable is looked up once, so that query counts stay true
        known.is_var, known.var = False, value
        return template_base.FilterExpression.resolve(known, context)


def _compile_filter(parser, token):
    ours = parser.origin is not None and str(parser.origin.name).startswith(OUR_TEMPLATES)
    if not ours:
        return template_base.FilterExpression(token, parser)
    expression = StrictExpression(token, parser)
    expression.origin = parser.origin
    return expression


# A GET may keep its session; allauth marks recovery codes as seen when it shows them, once.
WRITTEN_BY_GET = ('"django_session"', 'UPDATE "mfa_authenticator"')
READS = ("SELECT", "WITH", "EXPLAIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET")


class WriteInGet(AssertionError):
    """A GET tried to change the database."""


def refuse_writes(execute, sql, params, many, context):
    reads = sql.lstrip("( \n\t").upper().startswith(READS)
    if not reads and not any(words in sql for words in WRITTEN_BY_GET):
        raise WriteInGet(sql[:200])
    return execute(sql, params, many, context)


class ReadOnlyGetClient(Client):
    """The test client, with the database closed to writing during every GET and HEAD. The session may be written."""

    def request(self, **request):
        if request.get("REQUEST_METHOD") in ("GET", "HEAD"):
            with connection.execute_wrapper(refuse_writes):
                return super().request(**request)
        return super().request(**request)

    def enter(self, user):
        """Leave, come in as ``user`` (None: stay outside); returns the client."""
        self.logout()
        if user is not None:
            self.force_login(user)
        return self


_plain_teardown = TransactionTestCase._fixture_teardown


def _teardown_past_the_triggers(self):
    """The flush of ``transactional_db`` and ``live_server`` deletes log entries: triggers off, then on as they were."""
    if connection.vendor == "sqlite":
        triggers = _query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        off, on = [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]
    else:
        tables = _query("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        off, on = (
            [f"ALTER TABLE {table} {word} TRIGGER USER" for (table,) in tables] for word in ("DISABLE", "ENABLE")
        )
    _run(off)
    try:
        _plain_teardown(self)
    finally:
        _run(on)


def _query(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _run(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install():
    """Put the two rules on Django's own classes; done once, before any template is compiled."""
    template_base.Parser.compile_filter = _compile_filter
    TransactionTestCase._fixture_teardown = _teardown_past_the_triggers
