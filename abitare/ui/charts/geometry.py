"""Numbers to coordinates, pure. Coordinates are strings with a point: no locale can put an Italian comma in an SVG."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from abitare.ui import formats

UNITS = ("number", "decimal", "percent", "euro", "square_metres")


def clamp(ratio):
    """The exact ratio held between 0 and 1."""
    return min(Fraction(1), max(Fraction(0), formats.fraction(ratio)))


def coordinate(ratio):
    """A ratio (1 = the whole width) as a percentage of at most two decimals, without the sign: «31.75»."""
    return plain(formats.fraction(ratio) * 100)


def plain(value):
    """A number with at most two decimals and a point, whatever the language: «5», «31.75», «-0.5»."""
    exact = formats.fraction(value)
    quotient = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{quotient:f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def share(value, whole):
    """``value`` as a ratio of ``whole``; nothing of nothing is 0."""
    return formats.fraction(value) / formats.fraction(whole) if whole else Fraction(0)


def written(value, unit, places=None):
    """A value of a chart in words, by its unit: number, decimal, percent (a ratio), euro, square_metres."""
    if unit not in UNITS:
        raise ValueError(f"Unità sconosciuta: {unit!r}")
    if unit in ("number", "decimal"):
        return formats.number(value, (0 if unit == "number" else 1) if places is None else places)
    write = getattr(formats, unit)
    return write(value) if places is None else write(value, places)


def ticks(highest, lowest=0, wanted=4):
    """Round values for an axis, from at or under ``lowest`` to at or over ``highest``, about ``wanted`` steps."""
    low, high = formats.fraction(lowest), formats.fraction(highest)
    if high <= low:
        high = low + 1
    raw = (high - low) / wanted
    power = Fraction(10) ** (len(str(int(raw))) - 1 if raw >= 1 else -_zeros(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    first = low // step
    values = [first * step]
    while values[-1] < high:
        values.append(values[-1] + step)
    return values


def _zeros(raw):
    """How many places the first digit of a number smaller than one stands after the comma."""
    count = 1
    while raw * 10**count < 1:
        count += 1
    return count


def require(condition, message):
    """Raise ``ValueError(message)`` unless the condition holds."""
    if not condition:
        raise ValueError(message)
