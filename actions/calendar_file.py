"""A meeting as an iCalendar file (RFC 5545). Pure: no Django."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

LINE = 75  # bytes of a line, then it is folded
CALENDAR_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """An event of one day. ``starts_at`` None: the whole day. ``stamp``: the last change, with its time zone."""

    uid: str
    day: date
    summary: str
    stamp: datetime
    zone: object
    starts_at: time | None = None
    place: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False
    sequence: int = 0


def calendar_file(event):
    """The file as text, lines ended and folded as the norm wants. The same event gives the same text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Abitare//Tavolo//IT", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", "BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_utc(event.stamp)}", *_days(event)]
    lines += [f"SUMMARY:{_text(event.summary)}", f"SEQUENCE:{event.sequence}"]
    lines += [f"{name}:{_text(value)}" for name, value in _optional(event) if value]
    lines += [f"URL:{event.url}"] if event.url else []
    lines += [f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}", "END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _optional(event):
    return (("LOCATION", event.place), ("DESCRIPTION", event.description))


def _days(event):
    if event.starts_at is None:
        following = event.day + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{following:%Y%m%d}"]
    start = datetime.combine(event.day, event.starts_at, tzinfo=event.zone)
    return [f"DTSTART:{_utc(start)}"]


def _utc(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value):
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        value = value.replace(plain, escaped)
    return value


def _folded(line):
    """Cut at 75 bytes without cutting a character; what follows starts with a space."""
    parts, current = [], ""
    for character in line:
        if len((current + character).encode()) > LINE - bool(parts):
            parts.append(current)
            current = ""
        current += character
    return "\r\n ".join([*parts, current])
