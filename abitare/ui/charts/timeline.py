"""The timeline: one row per step, with its first dates, its present ones, how late it is, and today's line. Pure."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from abitare.ui import formats
from abitare.ui.charts.geometry import clamp, coordinate, require


@dataclass(frozen=True, kw_only=True)
class Mark:
    """An act on the line of its day: adopted (full diamond) or expected (hollow)."""

    day: date
    expected: bool = False
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A stretch of a service covered by an act, or a hole in it. ``end`` is the last day included."""

    start: date
    end: date
    covered: bool = True


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """A step. ``moment=True`` draws its due date as a diamond (an act, a milestone) instead of a bar.

    ``first_start`` and ``first_due`` are the dates first promised, drawn only when they moved. ``words`` and
    ``tone`` replace the words computed from the dates; ``empty`` stands in place of the drawing when there are no
    dates.
    """

    label: str
    code: str = ""
    href: str = ""
    start: date | None = None
    due: date | None = None
    first_start: date | None = None
    first_due: date | None = None
    done_on: date | None = None
    moment: bool = False
    marks: tuple[Mark, ...] = ()
    covers: tuple[Cover, ...] = ()
    words: str = ""
    tone: str = ""
    empty: str = ""
    empty_href: str = ""
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class TimelineGroup:
    """Rows under a heading; without a title they stand on their own."""

    rows: tuple[TimelineRow, ...]
    title: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Rows between two days; ``today`` is given, never read from the clock."""

    title: str
    start: date
    end: date
    today: date
    groups: tuple[TimelineGroup, ...] = field(default_factory=tuple)
    note: str = ""


def draw_timeline(chart):
    """Coordinates and words of a ``Timeline``. Raises ``ValueError`` unless it ends after it starts."""
    require(chart.end > chart.start, f"{chart.title}: la fine precede l’inizio")
    scale = _Scale(chart)
    months = _months(chart)
    rows = [row for group in chart.groups for row in group.rows]
    return {
        "title": chart.title,
        "note": chart.note,
        "months": [{"x": scale.at(day), "words": words} for day, words in months],
        "lines": [scale.at(day) for day, _ in months[1:]],
        "today": scale.at(chart.today) if chart.start <= chart.today <= chart.end else "",
        "groups": [
            {"group": group, "rows": [_draw_row(row, chart, scale) for row in group.rows]} for group in chart.groups
        ],
        "legend": _legend(rows, chart),
        "table": {
            "headers": ["Voce", "Dal", "Termine", "Primo termine", "Situazione"],
            "rows": [_table_row(row, chart) for row in rows],
        },
    }


class _Scale:
    """Days to percentages of the width, held inside the drawing."""

    def __init__(self, chart):
        self.chart = chart
        self.length = (chart.end - chart.start).days

    def ratio(self, day):
        return clamp(Fraction((day - self.chart.start).days, self.length))

    def at(self, day):
        return coordinate(self.ratio(day))

    def span(self, start, end):
        """The stretch between two days, or ``None`` when nothing of it is inside the drawing."""
        left, right = self.ratio(start), self.ratio(end)
        return {"x": coordinate(left), "width": coordinate(right - left)} if right > left else None

    def inside(self, day):
        return self.chart.start <= day <= self.chart.end


def _months(chart):
    """The first days of the months to name, three or more apart, the year on the first of each year."""
    length = (chart.end.year - chart.start.year) * 12 + chart.end.month - chart.start.month + 1
    step = 3 if length <= 24 else 6 if length <= 48 else 12
    named, year = [], None
    for offset in range(0, length, step):
        month = chart.start.month - 1 + offset
        day = max(chart.start, date(chart.start.year + month // 12, month % 12 + 1, 1))
        words = formats.MONTHS[day.month - 1][:3] + (f" {day:%y}" if day.year != year else "")
        named.append((day, words))
        year = day.year
    return named


def _moved(row):
    return bool(row.first_due and row.due and row.first_due != row.due)


def _late(row, today):
    return bool(row.due and row.done_on is None and row.due < today)


def _draw_row(row, chart, scale):
    finish = row.done_on or row.due
    drawn = {
        "row": row,
        "tone": row.tone or _tone(row, chart.today),
        "words": row.words or _words(row, chart.today),
        "drift": "" if row.words else _drift_words(row),
        "bar": None, "base": None, "late": None, "drift_line": None, "first_dot": "", "diamond": None,
        "marks": [
            {"x": scale.at(mark.day), "open": mark.expected, "words": mark.label}
            for mark in row.marks
            if scale.inside(mark.day)
        ],
        "covers": [
            span | {"covered": cover.covered}
            for cover in row.covers
            if (span := scale.span(cover.start, date.fromordinal(cover.end.toordinal() + 1)))
        ],
    }  # fmt: skip
    if finish is None:
        return drawn
    if row.moment or row.start is None:
        return drawn | _draw_moment(row, finish, scale) | _overrun(row, chart, scale)
    if _moved(row):
        drawn["base"] = scale.span(row.first_start or row.start, row.first_due)
    drawn["bar"] = scale.span(row.start, finish)
    return drawn | _overrun(row, chart, scale)


def _draw_moment(row, finish, scale):
    shape = {"diamond": {"x": scale.at(finish), "open": row.done_on is None} if scale.inside(finish) else None}
    if row.first_due and row.first_due != finish and scale.inside(row.first_due):
        shape["first_dot"] = scale.at(row.first_due)
        shape["drift_line"] = scale.span(min(row.first_due, finish), max(row.first_due, finish))
    return shape


def _overrun(row, chart, scale):
    return {"late": scale.span(row.due, chart.today)} if _late(row, chart.today) else {}


def _tone(row, today):
    return "ok" if row.done_on else "late" if _late(row, today) else ""


def _words(row, today):
    if row.done_on:
        return f"fatto {formats.day_month(row.done_on)}"
    if _late(row, today):
        return f"{formats.days((today - row.due).days)} oltre"
    return formats.short_date(row.due) if row.due else ""


def _drift_words(row):
    if row.done_on or not _moved(row):
        return ""
    moved = (row.due - row.first_due).days
    return f"({formats.MINUS if moved < 0 else '+'}{abs(moved)} g)"


def _legend(rows, chart):
    """Only the signs that this drawing uses, in a fixed order."""
    marks = [mark for row in rows for mark in row.marks]
    covers = [cover for row in rows for cover in row.covers]
    moments = [row for row in rows if (row.due or row.done_on) and (row.moment or row.start is None)]
    bars = [row for row in rows if row.start and (row.due or row.done_on) and not row.moment]
    used = (
        ("base", "termine iniziale, se spostato", any(map(_moved, rows))),
        ("current", "periodo attuale", any(row.done_on is None for row in bars)),
        ("done", "concluso", any(row.done_on for row in bars)),
        ("late", "oltre il termine", any(_late(row, chart.today) for row in rows)),
        ("cover", "servizio coperto da un atto", any(cover.covered for cover in covers)),
        ("hole", "servizio senza atto", any(not cover.covered for cover in covers)),
        ("diamond", "atto adottato", any(not m.expected for m in marks) or any(row.done_on for row in moments)),
        (
            "diamond-open",
            "atto o traguardo atteso",
            any(m.expected for m in marks) or any(not r.done_on for r in moments),
        ),
        ("today", "oggi", chart.start <= chart.today <= chart.end),
    )
    return [{"sign": sign, "words": words} for sign, words, shown in used if shown]


def _table_row(row, chart):
    words = row.words or _words(row, chart.today) or row.empty or "senza termine"
    name = f"{row.code} {row.label}".strip()
    marks = "; ".join(f"{mark.label or 'atto'} {formats.short_date(mark.day)}" for mark in row.marks)
    return [
        name,
        formats.short_date(row.start),
        formats.short_date(row.due),
        formats.short_date(row.first_due),
        f"{words}: {marks}" if marks else words,
    ]
