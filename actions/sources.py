"""Computed sources of indicators: whoever owns the facts registers how to count them.

An app registers its functions in ``AppConfig.ready()``; an indicator names one in ``source_key``. What follows a colon
in the key is for the function: «incorporated:004» is the source «incorporated», which reads «004» by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

# What a source answers: a figure, its two terms, or None when the facts do not allow to say.
Answer = int | Decimal | Fraction | tuple | None


@dataclass(frozen=True)
class Source:
    """A way to compute. function(indicator, day) answers for the facts known at the end of ``day``."""

    key: str
    label: str
    function: Callable[[object, date], Answer]


_sources: dict[str, Source] = {}


def register(key: str, function: Callable[[object, date], Answer], *, label: str) -> None:
    """Make a source known. ``label`` says, in Italian, where the figure comes from.

    Raises ``ValueError`` when another function already has that key.
    """
    known = _sources.setdefault(key, Source(key, label, function))
    if known.function is not function:
        raise ValueError(f"Two sources for «{key}»")


def source_of(indicator) -> Source | None:
    """The source an indicator names, None when it names none or when the app that has it is not installed."""
    return _sources.get(indicator.source_key.partition(":")[0])


def argument_of(indicator) -> str:
    """What follows the colon in the key of the indicator."""
    return indicator.source_key.partition(":")[2]


def compute(indicator, day: date) -> Answer:
    """The figure of an indicator at ``day`` from its source. Raises ``LookupError`` when it has none."""
    source = source_of(indicator)
    if source is None:
        raise LookupError(f"No source for «{indicator.source_key}»")
    return source.function(indicator, day)
