"""A whole plan worked by hand: the figures the screens were drawn with, from a table of our own.

Thirty-three demonstrative steps at 22 November 2026. Columns: key, kind,
weight, start, due, grade, then first start and first due where they moved, then what it waits for.
"""

import doctest
from datetime import date
from fractions import Fraction

import pytest

from abitare.ui.formats import percent, points
from actions import progress as package
from actions.progress import ActionFacts, Ending, HealthKind, StepFacts, assess, measure, roll_up, sentence
from tests.actions.progress_facts import LIMITS, TODAY

TABLE = """
1.1  activity  10 -          -          to_start
1.2  activity  30 2026-06-15 -          started
1.3  activity  20 2026-06-01 2026-12-31 reviewed
1.4  activity  25 -          -          to_start
1.5  activity  15 -          -          to_start
2.1  act       20 2026-07-01 2026-11-30 reviewed -          2026-10-31
2.2  activity  25 2026-06-01 2026-10-31 done
2.3  activity  15 2026-09-01 2027-01-31 reviewed
2.4  activity  15 2026-09-01 2026-12-15 reviewed
2.5  activity  15 2026-11-01 2027-04-30 started
2.6  act       10 -          2027-06-30 to_start
3.1  activity   5 2026-06-03 2026-07-15 done
3.2  act       10 2026-06-03 2026-09-18 done     -          2026-07-31
3.3  act       15 2026-06-03 2026-11-02 done     -          2026-08-31 3.2
3.4  activity   5 2026-11-02 2026-11-30 reviewed 2026-08-31 2026-09-30 3.3
3.5  activity   5 2026-07-01 2026-10-15 started  -          2026-09-30
3.6  act       10 2026-09-01 2026-11-10 reviewed -          2026-10-15
3.7  milestone  5 -          2026-12-11 to_start -          2026-10-16 3.3
3.8  act        5 -          2026-12-18 to_start -          2026-10-23 3.7
3.9  activity  10 2026-12-14 2027-01-29 to_start 2026-10-19 2026-11-13 3.8
3.10 activity  10 2027-02-08 2027-03-05 to_start 2026-11-16 2026-12-11 3.9
3.11 act       10 -          2027-03-31 to_start -          2026-12-18 3.10
3.12 activity   5 2026-09-01 2027-02-28 started  -          2026-12-31 3.5
3.13 milestone  5 -          -          to_start -          -          3.11
4.1  activity  20 2026-07-01 2026-10-09 done     -          2026-09-30
4.2  activity  20 2026-09-01 2026-12-18 started
4.3  act       20 -          2027-02-28 to_start
4.4  activity  15 2026-10-01 2027-03-31 started
4.5  activity  15 2026-09-01 2027-01-31 started
4.6  activity  10 2026-09-15 2027-01-20 to_start
T.1  activity  40 2026-09-24 2026-10-31 started
T.2  activity  40 2026-07-02 2026-10-30 reviewed -          2026-09-30
T.3  act       20 -          2026-09-24 done
"""


def day(cell):
    return None if cell == "-" else date.fromisoformat(cell)


def read(row):
    key, kind, weight, start, due, state, *rest = row.split()
    first_start, first_due, *predecessors = rest or ("-", "-")
    return StepFacts(
        key=key,
        kind=kind,
        weight=int(weight),
        start=day(start),
        due=day(due),
        state=state,
        first_start=day(first_start),
        first_due=day(first_due),
        predecessors=predecessors,
        has_evidence=state == "done",
    )


STEPS = [read(row) for row in TABLE.strip().splitlines()]


def steps_of(number):
    return [step for step in STEPS if step.key.startswith(f"{number}.")]


def shown(ratio):
    return percent(ratio).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("number", "done", "done_dated", "expected", "gap", "coverage"),
    [
        ("1", "17,5 %", "50,0 %", "81,7 %", "−31,7", "20,0 %"),
        ("2", "53,8 %", "53,8 %", "46,6 %", "+7,2", "100,0 %"),
        ("3", "40,0 %", "42,1 %", "53,5 %", "−11,4", "95,0 %"),
        ("4", "32,5 %", "32,5 %", "52,9 %", "−20,4", "100,0 %"),
        ("T", "50,0 %", "50,0 %", "100,0 %", "−50,0", "100,0 %"),
    ],
)
def test_the_figures_of_each_azione(number, done, done_dated, expected, gap, coverage):
    progress = measure(steps_of(number), TODAY)
    figures = (progress.done, progress.done_dated, progress.expected, progress.coverage)
    assert tuple(map(shown, figures)) == (done, done_dated, expected, coverage)
    assert points(progress.gap) == gap


def test_the_third_azione_with_its_first_dates():
    progress = measure(steps_of("3"), TODAY)
    assert shown(progress.expected_with_first_dates) == "79,8 %"
    assert points(progress.expected_with_first_dates - progress.expected) == "+26,3"
    counts = progress.counts
    assert (counts.steps, counts.done, counts.late, counts.undated, counts.slipped) == (13, 3, 2, 1, 11)


@pytest.mark.parametrize(
    ("at", "expected", "first"),
    [
        ("2026-06-30", "3,4 %", "3,4 %"),
        ("2026-07-31", "6,8 %", "17,5 %"),
        ("2026-08-31", "8,3 %", "35,1 %"),
        ("2026-09-30", "21,2 %", "43,4 %"),
        ("2026-10-31", "22,8 %", "70,8 %"),
        ("2026-12-31", "70,6 %", "100,0 %"),
        ("2027-01-31", "78,1 %", "100,0 %"),
        ("2027-02-28", "87,4 %", "100,0 %"),
        ("2027-03-31", "100,0 %", "100,0 %"),
    ],
)
def test_the_curve_of_the_third_azione_month_by_month(at, expected, first):
    progress = measure(steps_of("3"), date.fromisoformat(at))
    assert (shown(progress.expected), shown(progress.expected_with_first_dates)) == (expected, first)


def health(number, **given):
    return assess(steps_of(number), TODAY, thresholds=LIMITS, others=STEPS, **given)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("1", HealthKind.NOT_ASSESSABLE),
        ("2", HealthKind.ON_TRACK),
        ("3", HealthKind.LATE),
        ("4", HealthKind.AT_RISK),
        ("T", HealthKind.LATE),
    ],
)
def test_the_verdict_on_each_azione(number, kind):
    assert health(number).kind is kind


def test_the_reasons_of_the_third_azione_in_words():
    ending = Ending("Affidamento del servizio", date(2026, 12, 31))
    assert [sentence(reason) for reason in health("3", signals=[ending]).reasons] == [
        "Passo 3.5: 38 giorni oltre il termine",
        "Passo 3.6: 12 giorni oltre il termine",
        "Affidamento del servizio: finisce fra 39 giorni (31 dicembre 2026), senza niente che segua",
        "Passo 3.12: aspetta il passo 3.5, in ritardo di 38 giorni",
        "Passo 3.7: scade fra 19 giorni ed è al grado «da avviare»",
        "Passo 3.8: scade fra 26 giorni ed è al grado «da avviare»",
    ]


def test_the_plan():
    rolled = roll_up(
        [
            ActionFacts(
                key=number,
                label=f"Azione {number}",
                weight=int(number != "T"),
                progress=measure(steps_of(number), TODAY),
                health=health(number),
            )
            for number in "1234T"
        ],
        thresholds=LIMITS,
    )
    assert (shown(rolled.done_dated), shown(rolled.expected), points(rolled.gap)) == ("42,8 %", "51,0 %", "−8,2")
    assert (rolled.health.kind, rolled.late_steps, rolled.lowest.key) == (HealthKind.LATE, 4, "4")
    assert ([entry.key for entry in rolled.left_out], rolled.coverage) == (["1"], Fraction(295, 400))
    assert [sentence(reason) for reason in rolled.health.reasons] == [
        "Azione 3: 2 passi oltre il termine",
        "Azione T: 2 passi oltre il termine",
        "Azione 4: a rischio",
    ]


def test_the_example_printed_in_the_note_is_true():
    results = doctest.testmod(package)
    assert (results.failed, results.attempted) == (0, 4)
