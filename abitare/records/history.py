"""The history of an object as people read it: by day, as sentences, old → new, with the words of then.

Pure on the entries it is given: reads no database and changes no word of the register, except that a day written as
«2026-10-15» is said «15 ottobre 2026».
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from abitare.ui import formats

ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
LONG = 160  # characters: past this a text is folded


@dataclass(frozen=True)
class Change:
    """One thing that changed: its name as it was then, what it was, what it became; empty means nothing."""

    label: str
    old: str
    new: str

    @property
    def long(self):
        return len(self.old) + len(self.new) > LONG

    @property
    def sentence(self):
        """«Termine: 1º ottobre 2026 → 5 novembre 2026»."""
        label = self.label[:1].upper() + self.label[1:]
        if not self.new:
            return f"{label}: tolto (era {self.old})" if self.old else f"{label}: nessun valore"
        return f"{label}: {self.old} → {self.new}" if self.old else f"{label}: {self.new}"


@dataclass(frozen=True)
class Event:
    """One entry of the register, ready to be read. ``happened_on``: its day, when it is not the day it was recorded."""

    entry: object
    changes: tuple[Change, ...]
    happened_on: date | None

    @property
    def time(self):
        """«10.12», in Europe/Rome."""
        moment = self.entry.recorded_at.astimezone(formats.ROME)
        return f"{moment.hour}.{moment.minute:02}"

    @property
    def sentence(self):
        """«Carla Coordinatrice: modificato»."""
        return f"{self.entry.actor_label}: {self.entry.label}"


@dataclass(frozen=True)
class Day:
    """A day of the history with its events, newest first."""

    day: date
    events: tuple[Event, ...]


def by_day(entries: Iterable) -> tuple[Day, ...]:
    """Entries of the register, in the order given, grouped by the day in Italy on which they were recorded."""
    events = (event(entry) for entry in entries)
    grouped = groupby(events, key=lambda e: formats.local_day(e.entry.recorded_at))
    return tuple(Day(day, tuple(own)) for day, own in grouped)


def event(entry) -> Event:
    """One entry as an ``Event``."""
    recorded, happened = formats.local_day(entry.recorded_at), formats.local_day(entry.happened_at)
    return Event(
        entry=entry,
        changes=tuple(Change(label, said(old), said(new)) for label, old, new in entry.changes),
        happened_on=happened if happened != recorded else None,
    )


def said(value: str) -> str:
    """A value of the register as it is read: days in words, everything else untouched."""
    if not ISO_DAY.match(value):
        return value
    try:
        return formats.long_date(date.fromisoformat(value))
    except ValueError:
        return value
