"""A line against its target, and the sparkline of a table cell. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from abitare.ui import formats
from abitare.ui.charts.geometry import coordinate, plain, require, share, ticks, written

HEIGHT, TOP, BASE = 210, 16, 184  # pixels
LEFT, RIGHT = Fraction(9, 100), Fraction(97, 100)
LABELS = 6  # how many labels of the axis fit a phone


@dataclass(frozen=True, kw_only=True)
class Point:
    """An observation: its period in words and its value, ``None`` when it is missing or still to come."""

    label: str
    value: object = None


@dataclass(frozen=True, kw_only=True)
class LineTarget:
    """Observations against a target: one value for all, or one per point (``None`` where none is set)."""

    title: str
    points: tuple[Point, ...]
    target: object = None
    target_label: str = "obiettivo"
    value_label: str = "dato"
    unit: str = "number"
    places: int | None = None
    note: str = ""


def draw_line_target(chart):
    """Coordinates and words of a ``LineTarget``. A missing value breaks the line: it is never bridged."""
    count = len(chart.points)
    targets = chart.target if isinstance(chart.target, tuple | list) else (chart.target,) * count
    require(len(targets) == count, f"{chart.title}: {len(targets)} obiettivi per {count} punti")
    known = [formats.fraction(v) for v in (*(p.value for p in chart.points), *targets) if v is not None]
    axis = ticks(max(known, default=1), min(0, *known, 0))
    low, high = axis[0], axis[-1]
    across = [LEFT + (RIGHT - LEFT) * share(i, count - 1) if count > 1 else (LEFT + RIGHT) / 2 for i in range(count)]
    values = [None if p.value is None else (formats.fraction(p.value) - low) / (high - low) for p in chart.points]
    wanted = [None if t is None else (formats.fraction(t) - low) / (high - low) for t in targets]
    last = max((i for i in range(count) if values[i] is not None), default=None)
    return {
        "title": chart.title,
        "note": chart.note,
        "value_label": chart.value_label,
        "target_label": chart.target_label,
        "height": str(HEIGHT),
        "frame": {"y": str(TOP), "height": str(BASE - TOP)},
        "lines": _lines(across, values),
        "target_lines": _lines(across, wanted) if count > 1 else [],
        "dots": _dots(chart, across, values, last),
        "levels": [{"y": _level(level, low, high), "words": _axis_words(level, axis, chart)} for level in axis],
        "labels": _labels(chart.points, across),
        "has_target": any(t is not None for t in targets),
        "table": _table(chart, targets),
    }


def _table(chart, targets):
    return {
        "headers": ["Periodo", chart.value_label.capitalize(), chart.target_label.capitalize()],
        "rows": [
            [p.label, _write(p.value, chart), _write(t, chart)] for p, t in zip(chart.points, targets, strict=True)
        ],
    }


def _write(value, chart):
    return written(value, chart.unit, chart.places)


def _axis_words(level, axis, chart):
    """A value of the axis without decimals, unless two of them would read the same."""
    scale = 100 if chart.unit == "percent" else 1
    return written(level, chart.unit, 0 if all((value * scale).denominator == 1 for value in axis) else chart.places)


def _level(value, low, high):
    return plain(BASE - (value - low) / (high - low) * (BASE - TOP))


def _lines(across, ratios):
    """Point lists of the unbroken stretches, in hundredths of a 100 × 100 box stretched over the frame."""
    stretches, current = [], []
    for x, ratio in zip(across, ratios, strict=True):
        if ratio is None:
            stretches.append(current)
            current = []
        else:
            current.append(f"{plain(x * 100)},{plain((1 - ratio) * 100)}")
    return [" ".join(stretch) for stretch in (*stretches, current) if len(stretch) > 1]


def _dots(chart, across, values, last):
    dots = []
    for i, ratio in enumerate(values):
        if ratio is None:
            continue
        at_end = across[i] > Fraction(85, 100)
        y = BASE - ratio * (BASE - TOP)
        dots.append(
            {
                "x": coordinate(across[i]),
                "y": plain(y),
                "text_y": plain(y + 20 if y < TOP + 14 else y - 9),
                "words": _write(chart.points[i].value, chart) if i == last else "",
                "anchor": "end" if at_end else "middle",
            }
        )
    return dots


def _labels(points, across):
    """At most ``LABELS`` labels of the axis, the last one always."""
    step = -(-len(points) // LABELS) or 1
    shown = [i for i in range(len(points)) if (len(points) - 1 - i) % step == 0]
    return [
        {"x": coordinate(across[i]), "text": points[i].label, "anchor": "end" if i == len(points) - 1 > 0 else "middle"}
        for i in shown
    ]


@dataclass(frozen=True, kw_only=True)
class Sparkline:
    """The course of a figure in a table cell. ``tone`` colours the last dot; the words say first and last value."""

    values: tuple
    unit: str = "number"
    places: int | None = None
    tone: str = ""
    labels: tuple[str, ...] = ()


SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 92, 28, 4  # pixels


def draw_sparkline(chart):
    """Coordinates and words of a ``Sparkline``; missing values are skipped, fewer than two values draw no line."""
    require(not chart.labels or len(chart.labels) == len(chart.values), "Una etichetta per ogni valore")
    known = [(i, formats.fraction(value)) for i, value in enumerate(chart.values) if value is not None]
    low = min((value for _, value in known), default=Fraction(0))
    high = max((value for _, value in known), default=Fraction(0))
    points = []
    for i, value in known:
        x = SPARK_EDGE + share(i, max(1, len(chart.values) - 1)) * (SPARK_WIDTH - 2 * SPARK_EDGE)
        height = share(value - low, high - low) if high > low else Fraction(1, 2)
        points.append((plain(x), plain(SPARK_HEIGHT - SPARK_EDGE - height * (SPARK_HEIGHT - 2 * SPARK_EDGE))))
    texts = [written(value, chart.unit, chart.places) for _, value in known]
    words = {0: "nessun dato", 1: f"un solo dato: {texts[0]}" if texts else ""}.get(len(texts))
    labels = chart.labels or tuple(str(i + 1) for i in range(len(chart.values)))
    return {
        "points": " ".join(f"{x},{y}" for x, y in points) if len(points) > 1 else "",
        "last": {"x": points[-1][0], "y": points[-1][1]} if points else None,
        "tone": chart.tone,
        "words": words or f"da {texts[0]} a {texts[-1]}",
        "table": {
            "headers": ["Periodo", "Valore"],
            "rows": [
                [label, written(v, chart.unit, chart.places)] for label, v in zip(labels, chart.values, strict=True)
            ],
        },
    }
