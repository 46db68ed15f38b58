"""``/salute/``: whether the installation can work, for whoever watches over it. Says nothing else."""

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@login_not_required
@never_cache
@require_GET
def health(request):
    checks = {"database": _database(), "migrazioni": _migrations(), "archivio": _storage()}
    return JsonResponse(
        {"stato": _word(all(checks.values())), **{name: _word(ok) for name, ok in checks.items()}},
        status=200 if all(checks.values()) else 503,
    )


def _word(ok):
    return "ok" if ok else "errore"


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _migrations():
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _storage():
    try:
        default_storage.listdir("")
    except FileNotFoundError:
        return True  # the folder is made with the first file
    except OSError:
        return False
    return True
