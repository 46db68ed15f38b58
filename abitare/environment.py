"""Strict readers of the environment: a value that is not understood stops the start and names its variable.

django-environ parses leniently (``DEBUG=banana`` is False, an empty ``DATABASE_URL`` is an empty dictionary, an
unknown database scheme goes through), so every setting of Abitare is read through these few functions.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

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

    def integer(self, name, default, *, minimum=0, maximum=None):
        value = self.env.str(name, default="").strip()
        if not value:
            return default
        if not value.isdecimal() or int(value) < minimum or (maximum is not None and int(value) > maximum):
            range_of = f"di almeno {minimum}" if maximum is None else f"fra {minimum} e {maximum}"
            raise ImproperlyConfigured(f"{name}: «{value}» non è un numero intero {range_of}.")
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
        if not value.split("://", 1)[1].strip("/"):
            raise ImproperlyConfigured(f"{name}: in «{value}» manca il nome del sito.")
        return value.rstrip("/")

    def choice(self, name, default, choices):
        """One of ``choices``, whatever its case; returned as the list writes it."""
        value = self.env.str(name, default="").strip() or default
        known = {choice.lower(): choice for choice in choices}
        if value.lower() not in known:
            raise ImproperlyConfigured(f"{name}: «{value}» non è fra i valori ammessi ({', '.join(choices)}).")
        return known[value.lower()]

    def mailbox(self, name, default):
        """An e-mail address, or empty when ``default`` is."""
        value = self.env.str(name, default="").strip() or default
        try:
            if value:
                validate_email(value)
        except ValidationError as error:
            raise ImproperlyConfigured(f"{name}: «{value}» non è un indirizzo e-mail.") from error
        return value

    def database(self, name, default):
        """The connection; a SQLite file by its absolute path, a PostgreSQL database by its name."""
        config = self._understood(name, self.env.db_url_config, self._address(name, default, DATABASE_SCHEMES))
        if config["ENGINE"].endswith("sqlite3") and not Path(config["NAME"]).is_absolute():
            raise ImproperlyConfigured(
                f"{name}: il file di SQLite va scritto col percorso assoluto (sqlite:////srv/…)."
            )
        if not config["NAME"]:
            raise ImproperlyConfigured(f"{name}: manca il nome della base di dati.")
        return config

    def cache(self, name, default):
        return self._understood(name, self.env.cache_url_config, self._address(name, default, CACHE_SCHEMES))

    def email(self, name, default):
        return self._understood(name, self.env.email_url_config, self._address(name, default, EMAIL_SCHEMES))

    def _understood(self, name, read, address):
        try:
            urlsplit(address).port  # noqa: B018 - raises when it is not a number
            return read(address)
        except ValueError as error:  # a port that is not a number, brackets that do not close
            raise ImproperlyConfigured(f"{name}: l’indirizzo non si legge ({error}).") from error

    def _address(self, name, default, schemes):
        if name in self.env.ENVIRON and not self.env.ENVIRON[name].strip():
            raise ImproperlyConfigured(f"{name} è presente ma vuota: toglila oppure scrivi un indirizzo.")
        value = self.env.str(name, default=default).strip()
        if not value.startswith(schemes):
            scheme = value.split("://", 1)[0]
            raise ImproperlyConfigured(f"{name}: «{scheme}» non è fra gli schemi ammessi ({', '.join(schemes)}).")
        return value
