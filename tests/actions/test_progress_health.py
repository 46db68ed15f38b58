"""The verdict on an Azione, its reasons and the sentences that say them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.progress import Ending, Health, HealthKind, IndicatorOff, Reason, Thresholds, sentence
from actions.progress import reasons as typed
from tests.actions.progress_facts import TODAY, health_of, step

quickly = settings(deadline=None, database=None, max_examples=80)


def day(offset):
    return TODAY + timedelta(days=offset)


def codes(health: Health):
    return [reason.code for reason in health.reasons]


def fine(key="fine", weight=1000):
    """A heavy step that is done and dated: with it, coverage and gap are never the reason."""
    return step(key, "done", weight=weight, due=day(-1))


@pytest.mark.parametrize(
    ("steps", "kind", "expected"),
    [
        ([], HealthKind.NOT_ASSESSABLE, ["no_steps"]),
        ([step(state="cancelled", due=day(-9))], HealthKind.NOT_ASSESSABLE, ["no_steps"]),
        ([step(weight=0, due=day(90))], HealthKind.NOT_ASSESSABLE, ["no_weight"]),
        ([step()], HealthKind.NOT_ASSESSABLE, ["no_due_dates"]),
        ([step("1"), step("2", weight=0, due=day(90))], HealthKind.NOT_ASSESSABLE, ["no_due_dates"]),
        ([step("1", due=day(90)), step("2")], HealthKind.NOT_ASSESSABLE, ["low_coverage"]),
        ([step("1", due=day(90))], HealthKind.ON_TRACK, []),
        ([step("1", "done", due=day(-90))], HealthKind.ON_TRACK, []),
    ],
    ids=["no steps", "all cancelled", "no weight", "no dates", "no dates that weigh", "half dated", "early", "done"],
)
def test_the_unknown_is_neither_green_nor_zero(steps, kind, expected):
    health = health_of(*steps)
    assert (health.kind, codes(health)) == (kind, expected)


@pytest.mark.parametrize(("dated", "kind"), [(60, "on_track"), (59, "not_assessable")])
def test_on_track_needs_the_coverage_of_the_threshold_exactly(dated, kind):
    assert health_of(step("1", weight=dated, due=day(90)), step("2", weight=100 - dated)).kind == kind


def test_late_beats_the_unknown_and_says_both():
    """A step past its date is a fact, whatever is not known of the rest."""
    health = health_of(step("1", due=day(-1)), step("2", weight=90))
    assert (health.kind, codes(health)) == (HealthKind.LATE, ["late", "low_coverage"])


def test_a_late_step_without_weight_is_late_all_the_same():
    assert health_of(fine(), step("1", weight=0, due=day(-1))).kind is HealthKind.LATE


def test_due_today_is_at_risk_and_not_late():
    health = health_of(fine(), step("1", due=TODAY))
    assert (health.kind, codes(health)) == (HealthKind.AT_RISK, ["due_soon"])


def test_late_steps_come_worst_first_and_step_nine_before_ten():
    health = health_of(
        fine(), step("3.10", due=day(-5)), step("3.9", due=day(-5)), step("3.2", due=day(-1)), step("3.6", due=day(-38))
    )
    assert [(reason.step_key, reason.days) for reason in health.reasons] == [
        ("3.6", 38),
        ("3.9", 5),
        ("3.10", 5),
        ("3.2", 1),
    ]


def behind(hundredths):
    """One activity half way through its time, so many hundredths behind what is expected of it."""
    rest = 100 - 4 * hundredths
    return [
        step("behind", "started", weight=4 * hundredths, start=day(-100), due=day(100)),
        step("even", "reviewed", weight=rest, start=day(-100), due=day(100)),
    ]


@pytest.mark.parametrize(("due", "kind"), [(day(31), "on_track"), (day(30), "risk"), (day(1), "risk"), (TODAY, "risk")])
def test_due_within_thirty_days_with_a_low_grade(due, kind):
    assert health_of(fine(), step("1", "started", due=due)).kind == kind


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("to_start", "risk"),
        ("started", "risk"),
        ("reviewed", "on_track"),
        ("adopted", "on_track"),
        ("done", "on_track"),
    ],
)
def test_due_tomorrow_is_a_risk_only_below_half(state, kind):
    assert health_of(fine(), step("1", state, due=day(1))).kind == kind


def test_the_soonest_due_comes_first():
    health = health_of(fine(), step("1", due=day(20)), step("2", due=day(3)))
    assert [reason.step_key for reason in health.reasons] == ["2", "1"]


@pytest.mark.parametrize(
    ("ends_on", "kind"),
    [(day(61), "on_track"), (day(60), "risk"), (TODAY, "risk"), (day(-1), "risk"), (day(-700), "risk")],
    ids=["in 61 days", "in 60 days", "today", "yesterday", "long ago: it does not heal by waiting"],
)
def test_what_ends_without_a_successor(ends_on, kind):
    assert health_of(fine(), signals=[Ending("Affidamento del servizio", ends_on)]).kind == kind


def test_the_nearest_ending_comes_first():
    signals = [Ending("B", day(9)), Ending("A", day(9)), Ending("C", day(-4))]
    assert [(reason.label, reason.days) for reason in health_of(fine(), signals=signals).reasons] == [
        ("C", -4),
        ("A", 9),
        ("B", 9),
    ]


def test_an_indicator_off_target_is_a_risk():
    health = health_of(fine(), signals=[IndicatorOff("A3.13")])
    assert (health.kind, codes(health)) == (HealthKind.AT_RISK, ["indicator_off"])


def test_a_signal_is_a_risk_even_where_nothing_can_be_measured():
    health = health_of(signals=[IndicatorOff("A1.4")])
    assert (health.kind, codes(health)) == (HealthKind.AT_RISK, ["indicator_off", "no_steps"])


@pytest.mark.parametrize(
    ("waiting", "other", "kind"),
    [
        ("to_start", {"due": day(-4)}, "risk"),
        ("done", {"due": day(-4)}, "on_track"),
        ("cancelled", {"due": day(-4)}, "on_track"),
        ("to_start", {"due": TODAY}, "on_track"),
        ("to_start", {"due": day(-4), "state": "done"}, "on_track"),
        ("to_start", {"due": day(-4), "state": "cancelled"}, "on_track"),
    ],
    ids=["late", "already done", "cancelled", "due today", "the other is done", "the other is cancelled"],
)
def test_waiting_for_a_late_step_of_another_azione(waiting, other, kind):
    waits = step("1.3", waiting, due=day(90), predecessors=("T.2",))
    assert health_of(fine(), waits, others=[step("T.2", **other)]).kind == kind


def test_waiting_for_a_late_step_of_the_same_azione_is_said_after_it():
    health = health_of(fine(), step("1", due=day(-2)), step("2", due=day(90), predecessors=("1", "unknown")))
    assert [(r.code, r.step_key) for r in health.reasons] == [("late", "1"), ("predecessor_late", "2")]


def test_the_late_steps_of_the_others_are_not_ours():
    assert health_of(fine(), others=[step("T.2", due=day(-9))]).kind is HealthKind.ON_TRACK


def test_reasons_come_gravest_first():
    health = health_of(
        step("late", due=day(-9)),
        step("soon", due=day(3), predecessors=("late",)),
        step("undated", weight=15),
        signals=[IndicatorOff("A3.1"), Ending("Servizio", day(5))],
    )
    assert codes(health) == [
        "late",
        "ending",
        "indicator_off",
        "predecessor_late",
        "due_soon",
        "low_coverage",
    ]
    gravity = list(HealthKind)
    assert [gravity.index(reason.kind) for reason in health.reasons] == sorted(
        gravity.index(reason.kind) for reason in health.reasons
    )


def test_a_gap_of_exactly_the_threshold_is_not_yet_a_risk():
    assert health_of(*behind(15)).kind is HealthKind.ON_TRACK
    health = health_of(*behind(16))
    assert health.reasons == (typed.Behind(done=Fraction(34, 100), expected=Fraction(1, 2)),)
    assert health.kind is HealthKind.AT_RISK


def test_a_gap_measured_on_a_fifth_of_the_work_is_not_a_verdict():
    """The reason to worry stays visible in the figures; the verdict is that we do not know."""
    health = health_of(step("1", start=day(-90), due=day(40)), step("2", weight=40))
    assert (health.kind, codes(health)) == (HealthKind.NOT_ASSESSABLE, ["low_coverage"])


@pytest.mark.parametrize(
    ("thresholds", "steps"),
    [
        (Thresholds(gap=Decimal("0.10")), behind(11)),
        (Thresholds(due_soon_days=40), [fine(), step("1", due=day(35))]),
        (Thresholds(low_grade=Fraction(3, 4)), [fine(), step("1", "reviewed", due=day(1))]),
    ],
    ids=["gap", "due soon", "low grade"],
)
def test_thresholds_are_arguments(thresholds, steps):
    assert health_of(*steps).kind is HealthKind.ON_TRACK
    assert health_of(*steps, thresholds=thresholds).kind is HealthKind.AT_RISK


def test_the_thresholds_of_endings_and_coverage_are_arguments_too():
    ending = [Ending("Servizio", day(80))]
    assert health_of(fine(), signals=ending, thresholds=Thresholds(ending_days=90)).kind is HealthKind.AT_RISK
    half = [step("1", due=day(90)), step("2")]
    assert health_of(*half, thresholds=Thresholds(coverage=Fraction(1, 2))).kind is HealthKind.ON_TRACK


def test_the_default_thresholds_are_those_of_the_dossier_and_a_float_is_refused():
    assert Thresholds() == Thresholds(
        gap=Decimal("0.15"), due_soon_days=30, low_grade=Decimal("0.5"), ending_days=60, coverage=Decimal("0.6")
    )
    with pytest.raises(TypeError, match="gap must be int, Decimal or Fraction"):
        Thresholds(gap=0.15)


def test_an_instant_as_today_or_as_an_end_is_refused():
    instant = datetime(2026, 11, 22, tzinfo=UTC)
    with pytest.raises(TypeError, match="today"):
        health_of(fine(), today=instant)
    with pytest.raises(TypeError, match="ends_on"):
        health_of(fine(), signals=[Ending("Servizio", instant)])


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (typed.StepLate(step_key="3.5", days=1), "Passo 3.5: 1 giorno oltre il termine"),
        (typed.StepLate(step_key="3.5", days=38), "Passo 3.5: 38 giorni oltre il termine"),
        (
            typed.Behind(done=Fraction(325, 1000), expected=Fraction(529, 1000)),
            "Fatto 32,5 %, atteso 52,9 %: mancano 20,4 punti",
        ),
        (
            typed.EndsSoon(label="Affidamento del servizio", ends_on=date(2026, 12, 31), days=39),
            "Affidamento del servizio: finisce fra 39 giorni (31 dicembre 2026), senza niente che segua",
        ),
        (
            typed.EndsSoon(label="Affidamento", ends_on=date(2026, 11, 23), days=1),
            "Affidamento: finisce domani (23 novembre 2026), senza niente che segua",
        ),
        (
            typed.EndsSoon(label="Incarico", ends_on=date(2026, 11, 1), days=-21),
            "Incarico: ha smesso di valere 21 giorni fa (1º novembre 2026), senza niente che segua",
        ),
        (typed.IndicatorOffTarget(label="A3.13"), "Indicatore A3.13: fuori obiettivo"),
        (
            typed.PredecessorLate(step_key="3.12", predecessor_key="3.5", days=1),
            "Passo 3.12: aspetta il passo 3.5, in ritardo di 1 giorno",
        ),
        (
            typed.DueSoon(step_key="4.2", days=26, state=step(state="started").state),
            "Passo 4.2: scade fra 26 giorni ed è al grado «avviato»",
        ),
        (
            typed.DueSoon(step_key="4.2", days=0, state=step().state),
            "Passo 4.2: scade oggi ed è al grado «da avviare»",
        ),
        (typed.NoSteps(), "Non c’è ancora nessun passo"),
        (typed.NoWeight(), "Nessun passo ha un peso"),
        (typed.NoDueDates(), "Nessun passo ha un termine"),
        (
            typed.LowCoverage(coverage=Fraction(1, 5), least=Fraction(3, 5)),
            "Lavoro con un termine: 20,0 %, meno della soglia (60,0 %)",
        ),
        (
            typed.LowPlanCoverage(coverage=Fraction(1, 4), least=Fraction(3, 5)),
            "Lavoro misurabile del piano: 25,0 %, meno della soglia (60,0 %)",
        ),
        (typed.ActionLate(action_key="3", label="Azione 3", steps=1), "Azione 3: 1 passo oltre il termine"),
        (typed.ActionLate(action_key="3", label="Azione 3", steps=2), "Azione 3: 2 passi oltre il termine"),
        (typed.ActionAtRisk(action_key="4", label="Azione 4"), "Azione 4: a rischio"),
    ],
    ids=lambda value: getattr(value, "code", None),
)
def test_each_reason_is_said_in_plain_italian(reason, text):
    assert sentence(reason).replace("\u00a0", " ") == text


def every_reason(kind=Reason):
    return {kind}.union(*(every_reason(narrower) for narrower in kind.__subclasses__()))


def test_every_reason_has_its_own_code_and_a_sentence():
    kinds = every_reason() - {Reason}
    assert len({kind.code for kind in kinds}) == len(kinds) == 13
    assert all(sentence.dispatch(kind) is not sentence.dispatch(object) for kind in kinds)
    with pytest.raises(TypeError, match="No sentence"):
        sentence(Reason())


STATES = st.sampled_from(["to_start", "started", "reviewed", "adopted", "done", "cancelled"])


@quickly
@given(st.lists(st.tuples(STATES, st.integers(0, 9), st.none() | st.integers(-90, 90)), max_size=6), st.data())
def test_the_verdict_is_that_of_the_gravest_reason_in_any_order(drawn, data):
    steps = [
        step(str(number), state, weight=weight, due=None if due is None else day(due))
        for number, (state, weight, due) in enumerate(drawn)
    ]
    health = health_of(*steps)
    gravity = [list(HealthKind).index(reason.kind) for reason in health.reasons]
    assert gravity == sorted(gravity)
    assert (health.kind is HealthKind.LATE) == any(facts.days_late(TODAY) for facts in steps)
    assert health == health_of(*data.draw(st.permutations(steps)))
