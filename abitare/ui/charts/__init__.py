"""Charts as data: frozen dataclasses in, coordinates and words out. The tags of ``{% load charts %}`` draw them."""

from abitare.ui.charts.bars import (
    SERIES_TONES,
    BarRow,
    ExpectedBars,
    Funnel,
    Period,
    Series,
    StackedBars,
    Stage,
    draw_expected_bars,
    draw_funnel,
    draw_stacked_bars,
)
from abitare.ui.charts.lines import LineTarget, Point, Sparkline, draw_line_target, draw_sparkline
from abitare.ui.charts.timeline import Cover, Mark, Timeline, TimelineGroup, TimelineRow, draw_timeline

__all__ = [
    "SERIES_TONES",
    "BarRow",
    "Cover",
    "ExpectedBars",
    "Funnel",
    "LineTarget",
    "Mark",
    "Period",
    "Point",
    "Series",
    "Sparkline",
    "StackedBars",
    "Stage",
    "Timeline",
    "TimelineGroup",
    "TimelineRow",
    "draw_expected_bars",
    "draw_funnel",
    "draw_line_target",
    "draw_sparkline",
    "draw_stacked_bars",
    "draw_timeline",
]
