"""What components receive: frozen dataclasses, and the reader that makes one out of a mapping or of any object.

A page may pass these classes, dictionaries with the same keys, or objects with the same attributes: whatever is not
there takes the default, so a template never meets a name that does not exist.
"""

from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime

from abitare.ui import formats
from abitare.ui.options import wrong


@dataclass(frozen=True, kw_only=True)
class Link:
    """A text, linked when it has an address."""

    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason of a state. ``kind`` is a badge kind: it chooses icon and colour; empty takes the health's own."""

    text: str
    href: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One control of completeness: ``ok`` True or False; ``action`` is the word of the link that mends it."""

    label: str
    ok: bool
    href: str = ""
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class DatedItem:
    """A thing with its day. ``when`` is a date or words («oggi», «scaduto»); ``tone`` colours the day."""

    title: str
    when: date | datetime | str | None = None
    href: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """A thing that waits. ``days`` is a count or words («mai»); ``kind`` late, stale, risk or nothing."""

    title: str
    days: int | str | None = None
    href: str = ""
    why: str = ""
    who: str = ""
    kind: str = "late"
    action: str = ""
    action_href: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A numbered question to decide, with its facts and who it concerns."""

    title: str
    href: str = ""
    text: str = ""
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class Node:
    """An act in the thread. ``relation`` is the verb that ties it to the one before («attua», «approva»)."""

    title: str
    organ: str = ""
    href: str = ""
    when: date | datetime | str | None = None
    note: str = ""
    relation: str = ""
    state: str = "acquired"
    label: str = ""
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A term with its value; an empty value is shown as «—». ``kind`` puts a badge with ``label`` before the value."""

    term: str
    value: object = None
    href: str = ""
    note: str = ""
    tone: str = ""
    kind: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedItem:
    """A dated sentence, who wrote it, what it asks for."""

    text: str
    when: date | datetime | str | None = None
    who: str = ""
    ask: str = ""
    href: str = ""
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class StaleField:
    """A field of a stale form: what this person wrote, what is saved now, in words."""

    label: str
    yours: str
    saved: str
    changed: bool = True


@dataclass(frozen=True, kw_only=True)
class StaleVersions:
    """Both versions of a record that someone else saved in the meantime; ``version`` names the one saved now."""

    fields: tuple[StaleField, ...]
    version: str = ""
    saved_by: str = ""
    saved_at: datetime | None = None

    @property
    def changed(self):
        return tuple(field for field in self.fields if field.changed)


def coerce(kind, raw):
    """``raw`` as an instance of the dataclass ``kind``: itself, a mapping, or any object with those attributes.

    Wrong keys of a mapping and missing required names are refused like every wrong option.
    """
    if isinstance(raw, kind):
        return raw
    names = {field.name: field for field in fields(kind)}
    if isinstance(raw, dict):
        if unknown := set(raw) - set(names):
            wrong(f"{kind.__name__}: non conosce {', '.join(sorted(unknown))}.")
        given = {name: raw[name] for name in names if name in raw}
    else:
        given = {name: getattr(raw, name) for name in names if hasattr(raw, name)}
    for name, field in names.items():
        if name not in given and field.default is MISSING:
            wrong(f"{kind.__name__}: manca {name} in {raw!r}.")
            given[name] = ""
    return kind(**given)


def coerce_all(kind, raws):
    """Every item of an iterable (``None`` is no items) as ``kind``."""
    return [coerce(kind, raw) for raw in raws or ()]


def fact(raw):
    """A ``Fact`` from itself, a mapping, an object or a pair (term, value)."""
    if isinstance(raw, tuple | list) and len(raw) == 2:
        return Fact(term=raw[0], value=raw[1])
    return coerce(Fact, raw)


def day_words(when, today=None):
    """A day as a list shows it: words stay, a date loses its year when it is that of ``today``."""
    if when is None or isinstance(when, str):
        return when or formats.NONE
    if today is not None and formats.local_day(when).year == formats.local_day(today).year:
        return formats.day_month(when)
    return formats.short_date(when)


def shown(value):
    """A value as text: numbers in Italian, days in words, nothing as «—», text and safe HTML as they are."""
    if value is None or value == "":
        return formats.NONE
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, int):
        return formats.number(value)
    if isinstance(value, datetime):
        return formats.instant(value)
    return formats.long_date(value) if isinstance(value, date) else value
