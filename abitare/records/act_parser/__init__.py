"""Reads the text of a deliberation and says what it understood, line by line.

The page of an act is read as a clerk reads it, in small steps, each in its own module:

1. ``lines``       text -> numbered lines, cleaned of what an export adds (tags, asterisks, odd spaces);
2. ``furniture``   heads, feet and page numbers are mined for their facts, then taken off the page;
3. ``wrapping``    is a line break the author's, or did the line merely run out of room?
4. ``parts``       front page, sections, signatures, proposal, attachments: which line belongs where;
5. ``front``, ``attendance``, ``officials``, ``clauses``, ``votes``, ``attachments``: one reader per part;
6. ``reader``      puts the answers together.

Every line that is not blank ends in exactly one of three places (``notes``): page furniture, recognised,
or left over with a reason. Nothing is dropped silently, nothing is corrected typographically.

The package is pure: no Django, no files, no clock. Bytes become text in ``abitare.records.act_text``.
"""

from .model import (
    Account,
    ActKind,
    Attachment,
    Attendance,
    Clause,
    Heading,
    Leftover,
    Level,
    MarkerKind,
    NotAnAct,
    Official,
    OfficialRole,
    Organ,
    ParsedAct,
    Section,
    Vote,
)
from .reader import parse_act

__all__ = [
    "Account",
    "ActKind",
    "Attachment",
    "Attendance",
    "Clause",
    "Heading",
    "Leftover",
    "Level",
    "MarkerKind",
    "NotAnAct",
    "Official",
    "OfficialRole",
    "Organ",
    "ParsedAct",
    "Section",
    "Vote",
    "parse_act",
]
