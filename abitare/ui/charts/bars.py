"""Stacked bars, funnel, and progress against expectation month by month. Pure: data in, coordinates and words out."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from abitare.ui import formats
from abitare.ui.charts.geometry import clamp, coordinate, plain, require, share, written

SERIES_TONES = ("brand", "bar", "bar-2", "ok", "risk", "late", "stale", "unknown", "track")
FEW = 10  # under ten cases a percentage says more than the data do


@dataclass(frozen=True, kw_only=True)
class Series:
    """One part of every bar: its name and its colour (one of ``SERIES_TONES``)."""

    name: str
    tone: str = "brand"


@dataclass(frozen=True, kw_only=True)
class BarRow:
    """A bar: one value per series, ``None`` where the figure is not known."""

    label: str
    values: tuple
    href: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class StackedBars:
    """Bars made of parts. ``share=True`` draws every bar to the full width (composition instead of size)."""

    title: str
    series: tuple[Series, ...]
    rows: tuple[BarRow, ...]
    unit: str = "number"
    share: bool = False
    note: str = ""


def draw_stacked_bars(chart):
    """Coordinates and words of a ``StackedBars``. Raises ``ValueError`` on a negative value or a missing column."""
    for series in chart.series:
        require(series.tone in SERIES_TONES, f"Tono sconosciuto: {series.tone!r}")
    for row in chart.rows:
        require(len(row.values) == len(chart.series), f"{row.label}: {len(row.values)} valori per {len(chart.series)}")
        require(all(value is None or value >= 0 for value in row.values), f"{row.label}: valore negativo")
    totals = [sum(value or 0 for value in row.values) for row in chart.rows]
    longest = max(totals, default=0)
    rows = []
    for row, total in zip(chart.rows, totals, strict=True):
        rows.append(
            {
                "label": row.label,
                "href": row.href,
                "note": row.note,
                "total": written(total, chart.unit),
                "segments": _segments(chart, row, total if chart.share else longest),
            }
        )
    return {
        "title": chart.title,
        "note": chart.note,
        "series": chart.series,
        "rows": rows,
        "table": {
            "headers": ["Voce", *(series.name for series in chart.series), "Totale"],
            "rows": [_bar_cells(chart.unit, row, total) for row, total in zip(chart.rows, totals, strict=True)],
        },
    }


def _bar_cells(unit, row, total):
    return [row.label, *(written(value, unit) for value in row.values), written(total, unit)]


def _segments(chart, row, whole):
    start, segments = Fraction(0), []
    for series, value in zip(chart.series, row.values, strict=True):
        if value is None:
            segments.append({"x": "0", "width": "", "tone": series.tone, "words": f"{series.name} senza dato"})
        if not value:
            continue
        width = share(value, whole)
        words = f"{series.name} {written(value, chart.unit)}"
        segments.append({"x": coordinate(start), "width": coordinate(width), "tone": series.tone, "words": words})
        start += width
    return segments


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage of a funnel: how many reached it."""

    label: str
    value: int
    href: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """How many of the first stage reach each of the next ones."""

    title: str
    stages: tuple[Stage, ...]
    note: str = ""


def draw_funnel(chart):
    """Coordinates and words of a ``Funnel``; shares are of the first stage, and are not given under ten cases."""
    require(all(stage.value >= 0 for stage in chart.stages), f"{chart.title}: valore negativo")
    first = chart.stages[0].value if chart.stages else 0
    longest = max((stage.value for stage in chart.stages), default=0)
    rows, before = [], None
    for stage in chart.stages:
        lost = None if before is None else before - stage.value
        rows.append(
            {
                "stage": stage,
                "value": formats.number(stage.value),
                "width": coordinate(share(stage.value, longest)),
                "share": "" if before is None else _share_words(stage.value, first),
                "lost": "" if not lost or lost < 0 else f"{formats.number(lost)} in meno",
            }
        )
        before = stage.value
    return {
        "title": chart.title,
        "note": chart.note,
        "rows": rows,
        "table": {
            "headers": ["Fase", "Quanti", "Del totale iniziale"],
            "rows": [[row["stage"].label, row["value"], row["share"] or formats.NONE] for row in rows],
        },
    }


def _share_words(value, whole):
    if whole < FEW:
        return f"{formats.number(value)} su {formats.number(whole)}"
    return formats.percent(share(value, whole), 0)


@dataclass(frozen=True, kw_only=True)
class Period:
    """Progress at a day, as ratios: done (``None`` in the future), expected now, expected with the first dates."""

    day: date
    done: object = None
    expected: object = None
    first_expected: object = None
    now: bool = False


@dataclass(frozen=True, kw_only=True)
class ExpectedBars:
    """Done and expected, period by period: narrow bars inside wide ones, a line for what was first promised."""

    title: str
    periods: tuple[Period, ...]
    note: str = ""


HEIGHT, TOP, BASE = 186, 18, 168  # pixels: the drawing, its 100 % line, its 0 % line


def draw_expected_bars(chart):
    """Coordinates and words of an ``ExpectedBars``: widths in percent of the page, heights in pixels."""
    slot = Fraction(93, 100) / max(1, len(chart.periods))
    columns = []
    for position, period in enumerate(chart.periods):
        left = Fraction(6, 100) + slot * position
        columns.append(
            {
                "period": period,
                "label": formats.MONTHS[period.day.month - 1][:3],
                "middle": coordinate(left + slot / 2),
                "expected": _column(period.expected, left + slot * Fraction(12, 100), slot * Fraction(76, 100)),
                "done": _column(period.done, left + slot * Fraction(25, 100), slot * Fraction(50, 100)),
                "first": _column(period.first_expected, left + slot * Fraction(6, 100), slot * Fraction(88, 100)),
            }
        )
    levels = [(ratio, plain(BASE - ratio * (BASE - TOP))) for ratio in (Fraction(0), Fraction(1, 2), Fraction(1))]
    return {
        "title": chart.title,
        "note": chart.note,
        "height": str(HEIGHT),
        "columns": columns,
        "levels": [{"y": y, "text_y": plain(Fraction(y) - 4), "words": formats.percent(r, 0)} for r, y in levels],
        "table": {
            "headers": ["Al", "Fatto", "Atteso attuale", "Atteso con i primi termini"],
            "rows": [_period_cells(period) for period in chart.periods],
        },
    }


def _period_cells(period):
    return [
        formats.short_date(period.day),
        "futuro" if period.done is None else formats.percent(period.done),
        formats.percent(period.expected),
        formats.percent(period.first_expected),
    ]


def _column(ratio, left, width):
    """A column standing on the 0 % line, or ``None`` when there is no figure."""
    if ratio is None:
        return None
    height = clamp(ratio) * (BASE - TOP)
    return {
        "x": coordinate(left),
        "width": coordinate(width),
        "y": plain(BASE - height),
        "height": plain(height),
        "line_y": plain(BASE - height - 1),
    }
