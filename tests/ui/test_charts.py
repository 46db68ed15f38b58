import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import formats as django_formats
from hypothesis import given
from hypothesis import strategies as st

from abitare.ui import charts
from abitare.ui.charts import geometry
from abitare.ui.gallery.drawings import CHARTS
from tests.ui.rendering import soup, words

TAGS = {
    "stacked": "stacked_bars", "shares": "stacked_bars", "funnel": "funnel", "few": "funnel", "months": "expected_bars",
    "line": "line_target", "line_percent": "line_target", "timeline": "timeline",
}  # fmt: skip
GEOMETRY = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "dx", "dy", "points", "viewbox", "d")
START, END, TODAY = date(2026, 6, 1), date(2027, 5, 31), date(2026, 11, 22)


def draw_row(**facts):
    row = charts.TimelineRow(label="Passo", **facts)
    chart = charts.Timeline(
        title="t", start=START, end=END, today=TODAY, groups=(charts.TimelineGroup(rows=(row,)),)
    )  # fmt: skip
    return charts.draw_timeline(chart)["groups"][0]["rows"][0]


@pytest.mark.parametrize("name", [*TAGS, "spark"])
def test_no_coordinate_carries_an_italian_comma_or_a_style(name):
    assert django_formats.localize(Decimal("1.5")) == "1,5", "the trap is there only if Django writes Italian numbers"
    page = soup("{% " + TAGS.get(name, "sparkline") + " chart %}", chart=CHARTS[name])
    drawn = [(key, value) for tag in page.svg.find_all(True) + page.select("svg") for key, value in tag.attrs.items()]
    coordinates = [value for key, value in drawn if key in GEOMETRY]
    assert coordinates
    for value in coordinates:
        assert re.fullmatch(r"-?\d+(\.\d+)?%?|[-\d., MZ]+", value), value
        assert not re.search(r"\d,\d+%", value)
    assert not page.select("[style]")


@pytest.mark.parametrize("name", TAGS)
def test_every_chart_has_its_data_table(name):
    page = soup("{% " + TAGS[name] + " chart %}", chart=CHARTS[name])
    table = page.select_one("details table")
    headers = table.select("thead th")
    assert all(len(row.select("th, td")) == len(headers) for row in table.select("tbody tr"))
    assert table.select("tbody tr")
    assert all(
        svg.find_parent(attrs={"aria-hidden": "true"}) or svg.get("aria-hidden") == "true" for svg in page("svg")
    )
    assert words(page.figcaption) == CHARTS[name].title


def test_stacked_bars_share_the_scale_of_the_longest():
    chart = charts.StackedBars(
        title="t",
        series=(charts.Series(name="a"), charts.Series(name="b", tone="late")),
        rows=(charts.BarRow(label="x", values=(30, 70)), charts.BarRow(label="y", values=(50, None))),
    )
    long, short = charts.draw_stacked_bars(chart)["rows"]
    assert [(s["x"], s["width"]) for s in long["segments"]] == [("0", "30"), ("30", "70")]
    assert [(s["width"], s["words"]) for s in short["segments"]] == [("50", "a 50"), ("", "b senza dato")]
    assert (long["total"], short["total"]) == ("100", "50")


def test_a_share_chart_fills_every_bar():
    chart = charts.StackedBars(
        title="t", share=True, series=(charts.Series(name="a"), charts.Series(name="b")),
        rows=(charts.BarRow(label="x", values=(1, 2)), charts.BarRow(label="nothing", values=(0, 0))),
    )  # fmt: skip
    first, nothing = charts.draw_stacked_bars(chart)["rows"]
    assert [segment["width"] for segment in first["segments"]] == ["33.33", "66.67"]
    assert nothing["segments"] == []


@pytest.mark.parametrize(
    ("rows", "tone"),
    [
        ((charts.BarRow(label="x", values=(-1,)),), "ok"),
        ((charts.BarRow(label="x", values=(1, 2)),), "ok"),
        ((), "giallo"),
    ],
)
def test_wrong_bars_are_refused(rows, tone):
    with pytest.raises(ValueError, match="x:|Tono"):
        charts.draw_stacked_bars(charts.StackedBars(title="t", series=(charts.Series(name="a", tone=tone),), rows=rows))


def test_a_funnel_gives_shares_of_the_first_stage():
    rows = charts.draw_funnel(CHARTS["funnel"])["rows"]
    assert [row["share"] for row in rows] == ["", "72\u00a0%", "58\u00a0%", "21\u00a0%"]
    assert [row["lost"] for row in rows] == ["", "16 in meno", "8 in meno", "21 in meno"]
    assert rows[1]["width"] == "71.93"


def test_under_ten_cases_a_funnel_gives_no_percentage():
    assert charts.draw_funnel(CHARTS["few"])["rows"][1]["share"] == "7 su 8"


def test_a_funnel_that_grows_stays_inside_and_loses_nothing():
    chart = charts.Funnel(title="t", stages=(charts.Stage(label="a", value=10), charts.Stage(label="b", value=20)))
    rows = charts.draw_funnel(chart)["rows"]
    assert [row["width"] for row in rows] == ["50", "100"]
    assert rows[1]["lost"] == ""


def test_an_empty_funnel_draws_nothing():
    assert charts.draw_funnel(charts.Funnel(title="t", stages=()))["rows"] == []


def test_expected_bars_stand_on_the_ground_and_skip_the_future():
    period = charts.Period(
        day=date(2026, 6, 30), done=Fraction(1, 2), expected=Fraction(1), first_expected=Decimal("1.7")
    )
    future = charts.Period(day=date(2026, 12, 31), expected=Decimal("0.7"))
    now, later = charts.draw_expected_bars(charts.ExpectedBars(title="t", periods=(period, future)))["columns"]
    assert (now["done"]["y"], now["done"]["height"]) == ("93", "75")
    assert (now["expected"]["y"], now["expected"]["height"]) == ("18", "150")
    assert now["first"]["line_y"] == "17", "beyond the whole it stops at the top"
    assert (later["done"], later["first"]) == (None, None)
    assert later["label"] == "dic"


def test_a_missing_value_breaks_the_line():
    drawn = charts.draw_line_target(CHARTS["line"])
    assert [len(line.split()) for line in drawn["lines"]] == [3, 2]
    assert len(drawn["dots"]) == 5
    assert [dot["words"] for dot in drawn["dots"]][-1] == "418"


def test_targets_may_change_point_by_point_and_must_be_as_many():
    drawn = charts.draw_line_target(CHARTS["line_percent"])
    assert len(drawn["target_lines"][0].split()) == 4
    with pytest.raises(ValueError, match="obiettivi"):
        charts.draw_line_target(charts.LineTarget(title="t", points=(charts.Point(label="a", value=1),), target=(1, 2)))


@pytest.mark.parametrize("values", [(), (None,), (3,), (0, 0), (-5, 5)])
def test_a_line_of_any_length_can_be_drawn(values):
    points = tuple(charts.Point(label=str(i), value=value) for i, value in enumerate(values))
    drawn = charts.draw_line_target(charts.LineTarget(title="t", points=points))
    assert len(drawn["dots"]) == len([value for value in values if value is not None])
    assert not drawn["has_target"]


def test_axis_labels_are_few_and_keep_the_last():
    points = tuple(charts.Point(label=str(i), value=i) for i in range(25))
    labels = charts.draw_line_target(charts.LineTarget(title="t", points=points))["labels"]
    assert len(labels) <= 6
    assert labels[-1]["text"] == "24"


def test_a_sparkline_says_its_first_and_last_value():
    page = soup("{% sparkline chart %}", chart=CHARTS["spark"])
    assert words(page.select_one(".visually-hidden")) == "da 27,1 a 31,4"
    assert page.circle["class"] == ["risk"]
    assert page.polyline["points"].startswith("4,24 ")


@pytest.mark.parametrize(("name", "text"), [("spark_one", "un solo dato: 5"), ("spark_none", "nessun dato")])
def test_a_sparkline_without_a_course_draws_no_line(name, text):
    page = soup("{% sparkline chart %}", chart=CHARTS[name])
    assert page.polyline is None
    assert words(page) == text


def test_a_flat_sparkline_runs_in_the_middle():
    points = charts.draw_sparkline(CHARTS["spark_flat"])["points"].split()
    assert {point.split(",")[1] for point in points} == {"14"}


def test_a_sparkline_can_bring_its_figures():
    page = soup("{% sparkline chart table=True %}", chart=CHARTS["spark"])
    assert [words(td) for td in page.select("td")] == ["27,1", "28,4", "—", "31,4"]


def test_a_late_step_runs_past_its_due_date_up_to_today():
    row = draw_row(start=date(2026, 7, 1), due=date(2026, 10, 15), first_due=date(2026, 9, 30))
    assert (row["words"], row["tone"], row["drift"]) == ("38 giorni oltre", "late", "(+15 g)")
    late_end = Fraction(row["late"]["x"]) + Fraction(row["late"]["width"])
    assert abs(late_end - Fraction(geometry.coordinate(Fraction((TODAY - START).days, (END - START).days)))) < Fraction(
        2, 100
    )
    assert row["base"]["x"] == row["bar"]["x"]


def test_a_step_due_today_is_not_late():
    row = draw_row(start=START, due=TODAY)
    assert (row["late"], row["tone"], row["words"]) == (None, "", "22 nov 2026")


def test_a_finished_step_is_never_late():
    row = draw_row(start=START, due=date(2026, 7, 1), done_on=date(2026, 9, 1))
    assert (row["late"], row["tone"], row["words"], row["drift"]) == (None, "ok", "fatto 1º set", "")


def test_the_first_dates_are_drawn_only_when_they_moved():
    assert draw_row(start=START, due=date(2026, 12, 1), first_due=date(2026, 12, 1))["base"] is None
    assert draw_row(start=START, due=date(2026, 12, 1), first_due=date(2026, 11, 1))["base"] is not None
    assert draw_row(start=START, due=date(2026, 12, 1), first_due=date(2026, 12, 31))["drift"] == "(−30 g)"


def test_a_moment_is_a_diamond_hollow_until_it_happens():
    assert draw_row(moment=True, due=date(2027, 3, 31))["diamond"]["open"] is True
    done = draw_row(moment=True, due=date(2026, 9, 18), first_due=date(2026, 7, 31), done_on=date(2026, 9, 18))
    assert done["diamond"]["open"] is False
    assert done["drift_line"] is not None
    assert done["bar"] is None


def test_what_is_outside_the_drawing_stays_out_of_it_but_in_the_table():
    mark = charts.Mark(day=date(2030, 1, 1), label="convenzione")
    row = charts.TimelineRow(
        label="Atti", marks=(mark,), start=date(2020, 1, 1), due=date(2021, 1, 1), words="due atti"
    )
    groups = (charts.TimelineGroup(rows=(row,)),)
    drawn = charts.draw_timeline(
        charts.Timeline(title="t", start=START, end=END, today=date(2031, 1, 1), groups=groups)
    )
    assert drawn["today"] == ""
    assert drawn["groups"][0]["rows"][0]["marks"] == []
    assert drawn["groups"][0]["rows"][0]["bar"] is None
    assert "convenzione 1º gen 2030" in drawn["table"]["rows"][0][-1]


def test_a_step_without_dates_says_so():
    row = charts.TimelineRow(label="Altri", empty="senza termine: fissarlo", empty_href="/tavolo/")
    chart = charts.Timeline(title="t", start=START, end=END, today=TODAY, groups=(charts.TimelineGroup(rows=(row,)),))
    page = soup("{% timeline chart %}", chart=chart)
    assert page.li.a["href"] == "/tavolo/"
    assert page.li.svg is None


def test_a_cover_includes_its_last_day():
    whole = draw_row(covers=(charts.Cover(start=START, end=END),))["covers"]
    assert whole == [{"x": "0", "width": "100", "covered": True}]


def test_the_legend_explains_only_what_is_drawn():
    row = charts.TimelineRow(label="Passo", start=START, due=date(2027, 1, 31))
    chart = charts.Timeline(title="t", start=START, end=END, today=TODAY, groups=(charts.TimelineGroup(rows=(row,)),))
    assert [item["sign"] for item in charts.draw_timeline(chart)["legend"]] == ["current", "today"]


def test_months_are_named_every_three_with_the_year_when_it_changes():
    drawn = charts.draw_timeline(CHARTS["timeline"])
    assert [month["words"] for month in drawn["months"]] == ["giu 31", "set", "dic", "mar 32", "giu", "set"]
    assert len(drawn["lines"]) == 5


def test_a_timeline_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="precede"):
        charts.draw_timeline(charts.Timeline(title="t", start=END, end=START, today=TODAY))


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (Fraction(1, 3), "0.33"), (Decimal("31.750"), "31.75"), (-0.5, "-0.5"), (0.001, "0")]
)
def test_plain_numbers(value, text):
    assert geometry.plain(value) == text


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="Unità"):
        geometry.written(1, "litri")


@given(st.fractions(min_value=-3, max_value=3))
def test_a_coordinate_stays_between_nought_and_a_hundred_once_held(ratio):
    assert 0 <= Fraction(geometry.coordinate(geometry.clamp(ratio))) <= 100


@given(st.fractions(min_value=-(10**6), max_value=10**6), st.fractions(min_value=0, max_value=10**6))
def test_an_axis_holds_its_values_in_a_few_even_steps(lowest, length):
    axis = geometry.ticks(lowest + length, lowest)
    assert axis[0] <= lowest
    assert lowest + length <= axis[-1]
    assert 2 <= len(axis) <= 7
    assert len({b - a for a, b in zip(axis, axis[1:], strict=False)}) == 1


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=1, max_size=6))
def test_the_parts_of_a_bar_never_pass_its_end(values):
    chart = charts.StackedBars(
        title="t", series=tuple(charts.Series(name=str(i)) for i in range(len(values))),
        rows=(charts.BarRow(label="x", values=tuple(values)),),
    )  # fmt: skip
    segments = [segment for segment in charts.draw_stacked_bars(chart)["rows"][0]["segments"] if segment["width"]]
    for segment in segments:
        assert Fraction(segment["x"]) + Fraction(segment["width"]) <= 100 + Fraction(1, 50)


@given(st.integers(-900, 900), st.integers(0, 900), st.one_of(st.none(), st.integers(-900, 900)))
def test_any_dates_can_be_drawn(start, length, done):
    day = START + timedelta(days=start)
    row = draw_row(
        start=day, due=day + timedelta(days=length), done_on=None if done is None else START + timedelta(days=done)
    )
    for shape in filter(None, (row["bar"], row["late"], row["base"])):
        assert Fraction(shape["x"]) >= 0
        assert Fraction(shape["x"]) + Fraction(shape["width"]) <= 100 + Fraction(1, 50)
