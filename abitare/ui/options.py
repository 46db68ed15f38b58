"""The closed lists of options that components accept, and what happens when a template asks for another one."""

import logging
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

SPRITES = "bootstrap-italia/svg/sprites.svg"
TONES = ("", "ok", "risk", "late", "unknown", "stale", "running")
# kind of badge -> (tone of the colours, icon). The word is always given by who calls: state is never colour alone.
BADGES = {
    "ok": ("ok", "it-check-circle"),
    "done": ("ok", "it-check-circle"),
    "open": ("ok", "it-unlocked"),
    "risk": ("risk", "it-warning-circle"),
    "late": ("late", "it-clock"),
    "bad": ("late", "it-close-circle"),
    "void": ("late", "it-ban"),
    "stale": ("stale", "it-minus-circle"),
    "running": ("running", "it-refresh"),
    "expected": ("running", "it-calendar"),
    "unknown": ("unknown", "it-help-circle"),
    "missing": ("unknown", "it-file"),
    "neutral": ("unknown", "it-info-circle"),
}
BADGE_SIZES = ("", "lg")
ICON_SIZES = ("", "md", "lg")
PROGRESS_SIZES = ("", "sm", "lg")
FACTS_LAYOUTS = ("inline", "grid", "stack")
WORK_KINDS = ("late", "stale", "risk", "")
CONFIRM_TONES = ("primary", "danger")
# state of an act in the thread -> (badge kind, icon, default words)
NODE_STATES = {
    "acquired": ("ok", "", "Testo acquisito"),
    "missing": ("missing", "", "Testo da acquisire"),
    "expected": ("expected", "", "Atteso"),
}
# state of a file and its fingerprint -> (badge kind, icon, default words)
FINGERPRINT_STATES = {
    "declared": ("missing", "", "File non acquisito"),
    "acquired": ("ok", "it-file", "Acquisito"),
    "verified": ("ok", "", "Verificata"),
    "mismatch": ("bad", "", "Non corrisponde"),
}
log = logging.getLogger(__name__)


def strict():
    """Whether a wrong option stops the page: ``COMPONENTS_STRICT``, on unless an installation turns it off."""
    return getattr(settings, "COMPONENTS_STRICT", True)


def wrong(message):
    """Raise ``ImproperlyConfigured`` when strict, otherwise write one error in the log and go on."""
    if strict():
        raise ImproperlyConfigured(message)
    log.error(message)


def choose(value, allowed, option, fallback=None):
    """The value if it is one of ``allowed``; otherwise ``wrong`` and the fallback (default: the first allowed)."""
    if value in allowed:
        return value
    wrong(f"{option}: {value!r} non è fra {', '.join(repr(item) for item in allowed)}.")
    return next(iter(allowed)) if fallback is None else fallback


@lru_cache(maxsize=1)
def icon_names():
    """The names of the design system's sprite, read once; empty when static files are not where finders look."""
    found = finders.find(SPRITES)
    return frozenset(re.findall(r'id="(it-[a-z0-9-]+)"', Path(found).read_text("utf-8"))) if found else frozenset()


def known_icon(name):
    """The name, after checking (only when strict) that the sprite has it."""
    if strict() and icon_names() and name not in icon_names():
        wrong(f"icon: {name!r} non è nello sprite di Bootstrap Italia.")
    return name
