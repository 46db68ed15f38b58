"""The demo story: every view, state and reason occurs, nothing is a person, the rows are what their facts say."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from abitare.people.demo import ACCOUNTS
from abitare.people.models import Office
from abitare.records.models import LogEntry
from actions import enums
from actions.models import (
    AgendaItem,
    Assignment,
    BudgetLine,
    Decision,
    DueChange,
    MandateLink,
    Meeting,
    MeetingAttendance,
    Observation,
    Override,
    Step,
    StepStateChange,
    Target,
    Update,
)
from actions.progress import HealthKind
from actions.selectors.plan import current_plan, read_plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
PLACES = (Step, DueChange, StepStateChange, Update, Meeting, Decision, Observation, Override, BudgetLine, Target)


@pytest.fixture
def demo(settings, time_machine):
    settings.DEMO = True
    time_machine.move_to("2026-11-22 09:00 +0100")
    call_command("load_plan", write=True, stdout=StringIO())


@pytest.fixture
def plan(demo):
    load("--write")
    return current_plan()


def load(*arguments):
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def everything():
    return [model.objects.count() for model in PLACES] + [LogEntry.objects.count(), Office.objects.count()]


def test_without_write_nothing_is_written(demo):
    before = everything()
    assert "niente è stato scritto" in load()
    assert everything() == before


@pytest.mark.parametrize("write", [(), ("--write",)])
def test_refused_where_there_is_no_demo(demo, settings, write):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="DEMO=1"):
        load(*write)
    assert Step.objects.count() == 0


def test_before_the_plan_only_the_accounts(settings):
    settings.DEMO = True
    assert "load_plan --write" in load("--write")


def test_twice_adds_nothing(plan):
    before = everything()
    assert "Fatti dimostrativi: 0 nuovi." in load("--write")
    assert everything() == before


@pytest.mark.parametrize(
    ("model", "field", "values"),
    [
        (StepStateChange, "state", set(enums.StepState.values) - {"to_start"}),
        (Step, "state", {"to_start", "started", "reviewed", "done", "cancelled"}),
        (Step, "kind", set(enums.StepKind.values)),
        (Meeting, "state", set(enums.MeetingState.values)),
        (AgendaItem, "origin", set(enums.AgendaOrigin.values)),
        (MeetingAttendance, "state", set(enums.AttendanceState.values)),
        (Assignment, "state", set(enums.AssignmentState.values)),
        (Update, "kind", set(enums.UpdateKind.values)),
        (Observation, "state", set(enums.ObservationState.values)),
    ],
)
def test_every_state_occurs(plan, model, field, values):
    assert set(model.objects.values_list(field, flat=True)) == values


def test_every_subject_of_an_update_occurs(plan):
    subjects = Update.objects.values_list("action", "step", "point")
    assert {tuple(value is not None for value in row).index(True) for row in subjects} == {0, 1, 2}


def test_every_health_occurs_over_three_dates(plan):
    views = [read_plan(plan, day, as_known=True) for day in (date(2026, 7, 10), date(2026, 10, 20), TODAY)]
    kinds = {column.health.kind for view in views for column in view.actions}
    assert kinds == {HealthKind.ON_TRACK, HealthKind.LATE, HealthKind.AT_RISK, HealthKind.NOT_ASSESSABLE}
    assert {view.progress.health.kind for view in views} == {HealthKind.ON_TRACK, HealthKind.LATE}


def test_every_reason_of_an_azione_with_steps_occurs(plan):
    views = [read_plan(plan, day) for day in (date(2026, 10, 20), TODAY)]
    codes = {reason.code for view in views for column in view.columns for reason in column.health.reasons}
    assert codes >= {"late", "gap", "ending", "indicator_off", "predecessor_late", "due_soon", "low_coverage"}


def test_every_state_of_a_link_occurs(plan):
    assert set(plan.links.values_list("state", flat=True)) == {"proposed", "validated", "rejected"}


def test_the_figures_of_the_day(plan):
    view = read_plan(plan, TODAY)
    three = view.action(3).progress
    percent = [round(float(value) * 100, 1) for value in (view.progress.done_dated, view.progress.expected)]
    assert percent == [42.8, 51.0]
    assert [round(float(value) * 100, 1) for value in (three.done_dated, three.expected)] == [42.1, 53.5]


def test_the_declared_health_stands_beside_the_computed_one(plan):
    four = read_plan(plan, TODAY).action(4)
    assert (four.health.kind, four.override.label) == (HealthKind.AT_RISK, "In ritardo")


def described(view):
    """Everything a page shows of the plan, as plain values."""
    steps = [
        (row.facts, row.days_late, row.moves, row.step.done_on, row.step.evidence_note, row.step.start)
        for row in view.steps
    ]
    actions = [
        (
            c.progress,
            c.health,
            c.last_news,
            c.shown_done,
            c.override and c.override.sentence,
            c.checks,
            c.budget.allocated,
        )
        for c in view.columns
    ]
    points = [(p.key, p.badge, p.state_label, len(p.proposed)) for p in view.points]
    indicators = [(v.indicator.code, v.status_label, v.due_label, v.baseline_words) for v in view.indicators]
    return steps, actions, points, indicators, view.progress, view.mandate


def test_what_the_facts_rebuild_for_today_are_the_rows(plan):
    assert described(read_plan(plan, TODAY, as_known=True)) == described(read_plan(plan, TODAY))


def test_every_row_is_recorded_in_its_story(plan):
    """No fact was known before it happened, and none after today."""
    late = [row for row in StepStateChange.objects.all() if row.recorded_at.date() < row.happened_on]
    late += [row for row in DueChange.objects.all() if row.recorded_at.date() < row.decided_on]
    late += [row for row in Update.objects.all() if row.recorded_at.date() < row.happened_on]
    late += [row for row in Observation.objects.all() if row.recorded_at.date() <= row.period_to]
    assert late == []
    moments = [moment for model in PLACES for moment in model.objects.values_list("recorded_at", flat=True)]
    assert max(moments).date() <= TODAY


def test_every_move_starts_where_the_one_before_ended(plan):
    for step in Step.objects.all():
        moves = list(step.due_changes.order_by("recorded_at", "pk"))
        assert [move.old_due for move in moves] == [None, *(move.new_due for move in moves[:-1])] if moves else True
        assert (moves[-1].new_due if moves else None) == step.due
        assert (moves[0].new_due if moves else None) == step.first_due


def test_the_register_is_sound_after_it(plan):
    out = StringIO()
    call_command("verify_records", stdout=out)
    assert "Irregolarità: 0." in out.getvalue()


def test_everything_says_it_is_a_demo(plan):
    named = set(Office.objects.exclude(name__contains="(dimostrativo)").values_list("name", flat=True))
    used = {row.office.name for row in Step.objects.select_related("office") if row.office}
    assert used & named == {
        "Servizio Sociale di Territorio",
        "Settore Entrate tributarie, Servizi Demografici Cimiteriali e Statistica",
    }
    assert set(Observation.objects.values_list("source", flat=True)) == {"dati dimostrativi"}
    assert all("dati dimostrativi" in label for label in Update.objects.values_list("author_label", flat=True))
    assert set(MandateLink.objects.exclude(step=None).values_list("proposed_note", flat=True)) == {"dati dimostrativi"}


def test_nobody_is_named(plan):
    """Updates are signed by offices, overrides by demo accounts, meetings by nobody."""
    assert all(account.full_name.endswith("demo") or "demo" in account.full_name for account in ACCOUNTS)
    assert {row.author.email for row in Override.objects.all()} == {"coordinatore@demo.example"}
    assert set(Update.objects.values_list("author", flat=True)) == {None}
    assert set(MeetingAttendance.objects.values_list("represented_by", flat=True)) == {""}
    words = " ".join([*Decision.objects.values_list("text", flat=True), *Update.objects.values_list("done", flat=True)])
    assert not re.search(r"\b(dott|ing|arch|avv|sig)\.(ssa|ra)?\s", words, re.IGNORECASE)
