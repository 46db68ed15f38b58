"""A meeting for a calendar: lines, folding, escapes, hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from actions.calendar_file import CalendarEvent, calendar_file

EVENT = CalendarEvent(
    uid="seduta-1-4@prova.example",
    day=date(2031, 12, 4),
    summary="Tavolo, seduta n. 4",
    stamp=datetime(2031, 11, 20, 8, 0, tzinfo=UTC),
    zone=ZoneInfo("Europe/Rome"),
)


def lines(event):
    text = calendar_file(event)
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_the_shape():
    found = lines(EVENT)
    assert found[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert found[-2:] == ["END:VEVENT", "END:VCALENDAR"]
    for line in ("UID:seduta-1-4@prova.example", "DTSTAMP:20311120T080000Z", "SUMMARY:Tavolo\\, seduta n. 4"):
        assert found.count(line) == 1


def test_without_an_hour_it_takes_the_day():
    assert {"DTSTART;VALUE=DATE:20311204", "DTEND;VALUE=DATE:20311205"} <= set(lines(EVENT))


@pytest.mark.parametrize(
    ("day", "utc"), [(date(2031, 12, 4), "20311204T083000Z"), (date(2031, 7, 1), "20310701T073000Z")]
)
def test_the_hour_is_that_of_rome_in_winter_and_summer(day, utc):
    assert f"DTSTART:{utc}" in lines(replace(EVENT, day=day, starts_at=time(9, 30)))


def test_long_and_odd_texts_come_back_whole():
    text = "Perché è così; 1, 2\\3\n" + "città " * 40
    [line] = [line for line in lines(replace(EVENT, description=text)) if line.startswith("DESCRIPTION:")]
    read = line.removeprefix("DESCRIPTION:").replace("\\\\", "\0").replace("\\n", "\n")
    assert read.replace("\\;", ";").replace("\\,", ",").replace("\0", "\\") == text


def test_a_line_break_cannot_start_a_property():
    found = lines(replace(EVENT, summary="Seduta\r\nATTENDEE:mailto:x@prova.example"))
    assert not any(line.startswith("ATTENDEE") for line in found)


def test_a_cancelled_meeting_says_so():
    assert "STATUS:CANCELLED" in lines(replace(EVENT, cancelled=True))
