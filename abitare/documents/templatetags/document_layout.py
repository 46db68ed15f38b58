"""Template filters that decide where a thing stands on the sheet."""

import itertools
import textwrap
from typing import NamedTuple

from django import template

register = template.Library()

# The left column holds 36 mm of bold capitals at 10.4 pt: 15 of the wider ones.
COLUMN_CHARACTERS = 15


@register.filter
def label_place(name):
    """Class of a section by the length of its name: «» one line in the left column, «two-lines», «above» if longer."""
    lines = textwrap.wrap(name, COLUMN_CHARACTERS, break_long_words=False)
    if len(lines) > 2 or any(len(line) > COLUMN_CHARACTERS for line in lines):
        return "above"
    return "two-lines" if len(lines) == 2 else ""


class Run(NamedTuple):
    """Clauses in a row that all have a marker, or all have none."""

    has_markers: bool
    items: tuple


@register.filter
def runs(items):
    """Cuts clauses into runs with and without markers: the first are a list, the second plain paragraphs."""
    return [Run(has, tuple(group)) for has, group in itertools.groupby(items, key=lambda item: bool(item.marker))]
