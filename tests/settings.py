"""Settings of the suite: the product's own, with what a test run needs to be fast, strict and alone."""

import os
from pathlib import Path
from tempfile import gettempdir

os.environ.setdefault("SECRET_KEY", "prova" * 12)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")

from abitare.settings import *  # noqa: E402, F403
from abitare.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One file per run, so that two runs at the same time do not meet; a file, because threads must share it.
    DATABASES["default"]["TEST"] = {"NAME": Path(gettempdir()) / f"abitare-test-{os.getpid()}.sqlite3"}
COMPONENTS_STRICT = True
SHOW_GALLERY = True
MFA_REQUIRED = False  # the tests of the second factor switch it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
    "DEFAULT_PRIORITY": "medium",
    "LOCK_FILE_NAME": f"abitare-test-post-office-{os.getpid()}",
}
STATIC_ROOT = VAR_DIR / "test-static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
