"""Strict readers of the environment: a value that is not understood stops the start and names its variable.

django-environ parses leniently (``DEBUG=banana`` is False, an empty ``DATABASE_URL`` is an empty dictionary, an
unknown database scheme goes through), so every setting of Abitare is read through these few functions.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on", "sì", "si"}
FALSE = {"0", "false", "no", "off"}
DATABASE_SCHEMES = ("sqlite:///", "postgres://", "postgresql://")
CACHE_SCHEMES = ("dbcache://", "locmemcache://", "rediscache://", "redis://", "rediss://", "dummycache://")
EMAIL_SCHEMES = (
    "smtp://",
    "smtp+tls://",
    "smtp+ssl://",
    "consolemail://",
    "filemail://",
    "memorymail://",
    "dummymail://",
)


class Environment:
    """Reads settings from one ``environ.Env``; every method takes the variable's name and its default.

    Raises ``ImproperlyConfigured`` with a sentence in Italian that names the variable.
    """

    def __init__(self, env):
        self.env = env

    def text(self, name, default=None):
        """A string; without a default the variable is required and may not be empty."""
        value = self.env.str(name, default="" if default is None else default).strip()
        if default is None and not value:
            raise ImproperlyConfigured(f"Manca la variabile d’ambiente {name}.")
        return value

    def flag(self, name, default):
        value = self.env.str(name, default="").strip().lower()
        if not value:
            return default
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise ImproperlyConfigured(f"{name}: «{value}» non è un sì o un no. Scrivi 1 oppure 0.")

    def integer(self, name, default, *, minimum=0):
        value = self.env.str(name, default="").strip()
        if not value:
            return default
        if not value.isdigit() or int(value) < minimum:
            raise ImproperlyConfigured(f"{name}: «{value}» non è un numero intero di almeno {minimum}.")
        return int(value)

    def words(self, name, default=()):
        """A comma-separated list, without empty items."""
        value = self.env.str(name, default="")
        return [item.strip() for item in value.split(",") if item.strip()] or list(default)

    def path(self, name, default):
        """An absolute directory or file path; relative values are refused because they depend on where one stands."""
        value = self.env.str(name, default="").strip()
        if not value:
            return Path(default)
        if not Path(value).is_absolute():
            raise ImproperlyConfigured(f"{name}: «{value}» non è un percorso assoluto.")
        return Path(value)

    def origin(self, name, default):
        """An http(s) address without a final slash."""
        value = self.env.str(name, default="").strip() or default
        if not value.startswith(("http://", "https://")):
            raise ImproperlyConfigured(f"{name}: «{value}» non comincia con http:// o https://.")
        return value.rstrip("/")

    def database(self, name, default):
        return self.env.db_url_config(self._address(name, default, DATABASE_SCHEMES))

    def cache(self, name, default):
        return self.env.cache_url_config(self._address(name, default, CACHE_SCHEMES))

    def email(self, name, default):
        return self.env.email_url_config(self._address(name, default, EMAIL_SCHEMES))

    def _address(self, name, default, schemes):
        if name in self.env.ENVIRON and not self.env.ENVIRON[name].strip():
            raise ImproperlyConfigured(f"{name} è presente ma vuota: toglila oppure scrivi un indirizzo.")
        value = self.env.str(name, default=default).strip()
        if not value.startswith(schemes):
            scheme = value.split("://", 1)[0]
            raise ImproperlyConfigured(f"{name}: «{scheme}» non è fra gli schemi ammessi ({', '.join(schemes)}).")
        return value
