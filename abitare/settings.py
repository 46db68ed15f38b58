"""Settings of Abitare: one file, everything an installation decides comes from the environment (see .env.example)."""

from datetime import timedelta
from pathlib import Path

import bootstrap_italia_template
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from abitare.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)  # also the lock of the mail queue is here, whatever the database
environ.Env.read_env(BASE_DIR / ".env")
env = Environment(environ.Env())

# Installation ---------------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", False)  # demo accounts, MFA off, «DATI DIMOSTRATIVI» on every page
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "Abitare-2026-demo")
SECRET_KEY = env.text("SECRET_KEY", "solo-per-prove-" * 4 if DEBUG or DEMO else None)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost"] if DEBUG or DEMO else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Manca la variabile d’ambiente ALLOWED_HOSTS: i nomi del sito, separati da virgole.")
BASE_URL = env.origin("BASE_URL", "http://127.0.0.1:8000")
SECURE = BASE_URL.startswith("https://")
ENTE_NAME = env.text("ENTE_NAME", "Comune di Cremona")
ENTE_UNIT = env.text("ENTE_UNIT", "Settore Politiche Sociali")
PRIVACY_URL = env.text("PRIVACY_URL", "")
LEGAL_NOTES_URL = env.text("LEGAL_NOTES_URL", "")
ACCESSIBILITY_URL = env.text("ACCESSIBILITY_URL", "")
MAX_UPLOAD_MB = env.integer("MAX_UPLOAD_MB", 60, minimum=1)
# Where worry begins: decided by the table, printed under every figure that depends on them.
EXPIRY_WARNING_DAYS = env.integer("EXPIRY_WARNING_DAYS", 60, minimum=1)
RISK_GAP_POINTS = env.integer("RISK_GAP_POINTS", 15, minimum=1)  # percentage points behind what was expected
RISK_DUE_DAYS = env.integer("RISK_DUE_DAYS", 30, minimum=1)  # a step due within, with a low grade
MIN_COVERAGE_PERCENT = env.integer("MIN_COVERAGE_PERCENT", 60, minimum=1)  # work with a due date, to say «in linea»
# Messages of the plan: after how long a silence or a delay reaches the dirigente, and when the mail leaves.
ESCALATION_DAYS = env.integer("ESCALATION_DAYS", 30, minimum=1)
DIGEST_WEEKDAY = env.integer("DIGEST_WEEKDAY", 1, minimum=1, maximum=7)  # 1 is Monday
MESSAGES_HOUR = env.integer("MESSAGES_HOUR", 7, maximum=23)  # nobody is written to in the night
FRESH_ACTION_DAYS = env.integer("FRESH_ACTION_DAYS", 60, minimum=1)  # an Azione without news for longer is «ferma»
FRESH_POINT_DAYS = env.integer("FRESH_POINT_DAYS", 90, minimum=1)  # the same for a point of the deliberation
DIGEST_RECIPIENT = env.mailbox("DIGEST_RECIPIENT", "")  # who receives, outside, the daily digest of the log heads

# Application ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "post_office",
    "abitare.ui",
    "abitare.people",
    "abitare.territory",
    "abitare.records",
    "abitare.documents",
    "actions",
    "abitare.dashboard",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "abitare.people.session_middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "abitare.people.middleware.SecondFactorMiddleware",
    "abitare.people.session_middleware.SessionClockMiddleware",
]
ROOT_URLCONF = "abitare.urls"
WSGI_APPLICATION = "abitare.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "abitare.ui.context.site",
            ]
        },
    }
]
MESSAGE_TAGS = {10: "info", 20: "info", 25: "success", 30: "warning", 40: "danger"}
COMPONENTS_STRICT = env.flag("COMPONENTS_STRICT", DEBUG)
SHOW_GALLERY = DEBUG

# Data -----------------------------------------------------------------------------------------------------------
# A demo keeps its own database and files: its accounts, whose password is printed, never meet real data.
OWN_NAME = "demo" if DEMO else "abitare"
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / OWN_NAME}.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"] |= {
        # Writers queue instead of failing at the first upgrade of a read lock; readers never wait.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "TEST": {"NAME": VAR_DIR / "test.sqlite3"},
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", "dbcache://cache_entries")}  # shared: rate limits count on every worker

# Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "it"
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # Only the files of the package, under a prefix: it is not an installed app, so its templates never load.
    ("bootstrap-italia", Path(bootstrap_italia_template.__file__).parent / "static"),
]
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / f"{OWN_NAME}-media")  # private: no URL serves it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "abitare.ui.storage.CompressedStaticStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail: queued in the transaction of the change, delivered by run_jobs ---------------------------------------------
_email = env.email("EMAIL_URL", "consolemail://")
EMAIL_BACKEND = "post_office.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "abitare@demo.example")
EMAIL_HOST = _email.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _email.get("EMAIL_FILE_PATH") or None
POST_OFFICE = {
    "BACKENDS": {"default": _email["EMAIL_BACKEND"]},
    "DEFAULT_PRIORITY": "medium",
    "MAX_RETRIES": 80,  # 80 tries an hour apart: more than three days
    "RETRY_INTERVAL": timedelta(hours=1),
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": BASE_URL.split("://", 1)[1].split(":")[0],
    "LOCK_FILE_NAME": str(VAR_DIR / "post_office"),
    "CELERY_ENABLED": False,
}

# Accounts -------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "abitare.people.password_rules.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
MFA_REQUIRED = env.flag("MFA_REQUIRED", not DEMO)  # staff must set up a second factor before anything else
SESSION_COOKIE_AGE = env.integer("SESSION_HOURS", 8, minimum=1) * 3600  # from the last thing done
LOGOUT_REDIRECT_URL = "home"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY", False) else 0  # whose address the rate limits count
ACCOUNT_ADAPTER = "abitare.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "abitare.people.entrance_forms.LoginForm",
    "signup": "abitare.people.entrance_forms.SignupForm",
    "add_email": "abitare.people.entrance_forms.AddEmailForm",
    "change_password": "abitare.people.entrance_forms.ChangePasswordForm",
    "set_password": "abitare.people.entrance_forms.SetPasswordForm",
    "reset_password": "abitare.people.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "abitare.people.entrance_forms.ResetPasswordKeyForm",
    "reauthenticate": "abitare.people.entrance_forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
MFA_FORMS = {
    "authenticate": "abitare.people.entrance_forms.AuthenticateForm",
    "reauthenticate": "abitare.people.entrance_forms.ReauthenticateMfaForm",
    "activate_totp": "abitare.people.entrance_forms.ActivateTotpForm",
    "deactivate_totp": "abitare.people.entrance_forms.DeactivateTotpForm",
    "generate_recovery_codes": "abitare.people.entrance_forms.GenerateRecoveryCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = f"Abitare – {ENTE_NAME}"
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "abitare.people.adapters.SecondFactorAdapter"
# Rate limits: allauth’s own (five wrong passwords in five minutes …), counted on the shared cache.

# Safety ---------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:profile"
STAFF_START = "dashboard:index"
AUTH_USER_MODEL = "people.User"

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", "INFO", LOG_LEVELS)},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        # With a handler of ours it adds none of its own, and says only what went wrong.
        "post_office": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
