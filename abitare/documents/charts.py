"""Charts on paper: geometry here, drawing in templates/documents/charts. Presentation attributes only.

Lengths are in units of a drawing 640 wide, which fills the sheet (168 mm). Coordinates leave as strings with a dot, so
that no locale can break them. The order of things in time is that of the screen: ``abitare.ui.charts`` decides it.
"""

import functools
from decimal import Decimal

from fontTools.ttLib import TTFont

from abitare.documents.fonts import FACES, FONT_DIR
from abitare.ui import formats
from abitare.ui.charts import draw_timeline

WIDTH = 640
BAR_WIDTH, BAR_HEIGHT = 168, 16
PLOT_LEFT, PLOT_RIGHT = 204, 522
ROW_HEIGHT, GROUP_HEIGHT, HEAD_HEIGHT = 24, 20, 30
ROWS_A_SHEET = 24  # with their headings: about two thirds of a page
LABEL_LEFT, LABEL_SIZE, LINE_HEIGHT = 30, 10, 11
SIGNS = {
    "base": "Tratto sottile sopra la barra: periodo iniziale.",
    "current": "Barra chiara: periodo attuale.",
    "done": "Barra piena: concluso.",
    "late": "Trattini dopo il termine: giorni di ritardo.",
    "diamond": "Rombo pieno: atto adottato o traguardo raggiunto.",
    "diamond-open": "Rombo vuoto: atto o traguardo atteso.",
    "today": "Linea verticale: giorno della situazione.",
}


def text_width(text, size):
    """Width of a text in Titillium Web regular at a size, in the units of the size."""
    cmap, metrics, per_em = _face()
    return sum(metrics[cmap.get(ord(char), ".notdef")][0] for char in text) * size / per_em


@functools.cache
def _face():
    with TTFont(FONT_DIR / FACES[0][3], lazy=True) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


def wrapped(text, room, size, lines=2):
    """The text cut into at most ``lines`` lines no wider than ``room``; what does not fit ends with «…»."""
    words, cut = text.split(), []
    while words and len(cut) < lines:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        cut.append(line)
    if words:
        cut[-1] = cut[-1].rstrip(",;:") + "…"
    return cut


def draw_bar(done, expected, words):
    """The bar of an Azione: ``done`` and ``expected`` in thousandths, None for what is not assessable."""
    inner = BAR_WIDTH - 2
    return {
        "title": words,
        "width": str(BAR_WIDTH),
        "height": str(BAR_HEIGHT),
        "inner": str(inner),
        "quarters": [_number(1 + inner * share / 4) for share in (1, 2, 3)],
        "done": "" if done is None else _number(inner * done / 1000),
        "expected": "" if expected is None else _number(1 + inner * expected / 1000),
    }


def draw_sheets(timeline):
    """The timeline as drawings that fit a page: groups are kept whole while they fit."""
    drawn = draw_timeline(timeline)
    sheets = [_draw_sheet(timeline, drawn, groups) for groups in _sheets(drawn["groups"])]
    for number, sheet in enumerate(sheets, 1):
        of = f", parte {number} di {len(sheets)}" if len(sheets) > 1 else ""
        sheet["title"] = f"{_title(timeline, sheet['count'])}{of}. Le date sono nelle tabelle dei passi."
    return sheets


def timeline_note(timeline):
    """The meaning of the signs that the drawing uses."""
    return " ".join(SIGNS[item["sign"]] for item in draw_timeline(timeline)["legend"] if item["sign"] in SIGNS)


def _title(timeline, count):
    start, end = formats.dated(timeline.start, "dal"), formats.dated(timeline.end, "al")
    return f"{timeline.title}, {start} {end}: {formats.counted(count, 'passo,passi')}"


def _sheets(groups):
    """Lists of (heading, rows): a group too long for a sheet goes on in the next one under the same heading."""
    sheet, room = [], ROWS_A_SHEET
    for group in groups:
        rows = group["rows"]
        while rows:
            if room < 2 or (sheet and len(rows) + 1 > room and len(rows) < ROWS_A_SHEET):
                yield sheet
                sheet, room = [], ROWS_A_SHEET
            taken, rows = rows[: room - 1], rows[room - 1 :]
            sheet.append((group["group"].title, taken))
            room -= len(taken) + 1
    if sheet:
        yield sheet


def _draw_sheet(timeline, drawn, groups):
    y, headings, rows = HEAD_HEIGHT, [], []
    for heading, items in groups:
        headings.append({"words": heading, "y": _number(y + 14), "line": _number(y)})
        y += GROUP_HEIGHT
        for item in items:
            rows.append(_draw_row(item, y))
            y += ROW_HEIGHT
    today = drawn["today"]
    return {
        "count": len(rows),
        "width": str(WIDTH),
        "height": _number(y + 4),
        "bottom": _number(y),
        "top": _number(HEAD_HEIGHT - 8),
        "months": [{"x": _x(month["x"]), "words": month["words"]} for month in drawn["months"]],
        "today": _x(today) if today else "",
        "today_words": formats.day_month(timeline.today),
        "headings": headings,
        "rows": rows,
        "label_x": str(LABEL_LEFT),
        "words_x": str(PLOT_RIGHT + 10),
    }


def _draw_row(item, y):
    row, middle = item["row"], y + ROW_HEIGHT / 2
    lines = wrapped(row.label, PLOT_LEFT - LABEL_LEFT - 8, LABEL_SIZE)
    first = middle + 3.5 - (len(lines) - 1) * LINE_HEIGHT / 2
    diamond = item["diamond"]
    words = f"{item['words']} {item['drift']}".strip()
    return {
        "code": row.code,
        "code_y": _number(middle + 3.5),
        "lines": [{"words": line, "y": _number(first + at * LINE_HEIGHT)} for at, line in enumerate(lines)],
        "line": _number(y),
        "middle": _number(middle),
        "bar_y": _number(middle - 4),
        "base_y": _number(middle - 8),
        "bar": _span(item["bar"]),
        "base": _span(item["base"] or item["drift_line"]),
        "late": _span(item["late"]),
        "done": row.done_on is not None,
        "diamond": _diamond(diamond["x"], middle) if diamond else "",
        "open": bool(diamond) and diamond["open"],
        "first": _x(item["first_dot"]) if item["first_dot"] else "",
        "words": words,
        "alarm": item["tone"] == "late",
    }


def _diamond(share, middle):
    x = Decimal(_x(share))
    return f"{x - 6},{_number(middle)} {x},{_number(middle - 6)} {x + 6},{_number(middle)} {x},{_number(middle + 6)}"


def _span(span):
    """A stretch with its two ends and its width, at least one unit so that a day is seen."""
    if span is None:
        return None
    width = max(1, float(span["width"]) * (PLOT_RIGHT - PLOT_LEFT) / 100)
    left = _x(span["x"])
    return {"x": left, "width": _number(width), "end": _number(float(left) + width)}


def _x(share):
    """A percentage of the plot as a coordinate."""
    return _number(PLOT_LEFT + float(share) * (PLOT_RIGHT - PLOT_LEFT) / 100)


def _number(value):
    return f"{value:.1f}"
