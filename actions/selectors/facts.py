"""Every dated fact of a plan in one query, for the page that needs them all."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import BigIntegerField, Case, DateField, F, Q, TextField, Value, When
from django.db.models.functions import Cast

from actions.enums import ObservationState
from actions.known import Known
from actions.models import Decision, DueChange, Observation, StepStateChange, Update

STATE, DUE, UPDATE, OBSERVATION, DECISION = "state", "due", "update", "observation", "decision"


class Fact(NamedTuple):
    """One fact; what does not apply to its kind is None or empty.

    ``day``: when it happened, was decided or certified. ``number``: of the meeting that decided.
    """

    kind: str
    recorded_at: datetime
    day: date
    step: int | None
    action: int | None
    point: int | None
    office: int | None
    number: int | None
    text: str
    note: str
    old: date | None
    new: date | None


class PlanFacts:
    """The facts of a plan known at an instant (None: all of them), in the order in which they were recorded."""

    def __init__(self, rows, instant=None):
        self.every = sorted(rows, key=lambda fact: fact.recorded_at)
        self.known = [fact for fact in self.every if instant is None or fact.recorded_at <= instant]

    def states_of_steps(self):
        """Pairs (step pk, ``Known`` grade), also those recorded later."""
        return [(fact.step, Known(fact.recorded_at, fact.text)) for fact in self.every if fact.kind == STATE]

    def dues_of_steps(self):
        """Pairs (step pk, ``Known`` due date), also those recorded later."""
        return [(fact.step, Known(fact.recorded_at, fact.new, fact.old)) for fact in self.every if fact.kind == DUE]

    def last_news(self, today, key):
        """The day of the last update by ``key`` of the fact, about the days up to ``today``; keys None left out."""
        last = {}
        for fact in self.known:
            subject = key(fact) if fact.kind == UPDATE and fact.day <= today else None
            if subject is not None:
                last[subject] = max(fact.day, last.get(subject, fact.day))
        return last

    def between(self, start, end):
        """The facts recorded after an instant and not after another."""
        return [fact for fact in self.known if start < fact.recorded_at <= end]


def read_facts(plan, instant=None):
    """``PlanFacts`` of a plan. One query: a union of five tables."""
    first, *others = [
        _facts(StepStateChange.objects.filter(step__plan=plan), STATE, day="happened_on", step="step_id", text="state"),
        _dues(plan),
        _updates(plan),
        _observations(plan),
        _facts(
            Decision.objects.filter(item__meeting__table__plan=plan),
            DECISION,
            day="item__meeting__date",
            number="item__meeting__number",
            text="text",
        ),
    ]
    return PlanFacts((Fact(*row) for row in first.union(*others, all=True)), instant)


def _dues(plan):
    columns = {"step": "step_id", "text": "reason", "note": "source", "old": "old_due", "new": "new_due"}
    return _facts(DueChange.objects.filter(step__plan=plan), DUE, day="decided_on", **columns)


def _updates(plan):
    said = (When(~Q(**{name: ""}), then=F(name)) for name in ("done", "obstacles", "next_steps", "ask"))
    about = {name: f"{name}_id" for name in ("step", "action", "point", "office")}
    words = Case(*said, default=Value("Nessuna novità."), output_field=TextField())
    return _facts(Update.objects.filter(plan=plan), UPDATE, day="happened_on", text=words, note="author_label", **about)


def _observations(plan):
    certified = Observation.objects.filter(indicator__plan=plan, state=ObservationState.CERTIFIED)
    columns = {"text": "indicator__name", "note": "indicator__code", "new": "period_to"}
    return _facts(certified, OBSERVATION, day="certified_on", **columns)


TYPES = {"day": DateField, "old": DateField, "new": DateField, "text": TextField, "note": TextField}


def _facts(rows, kind, **columns):
    """The rows as the columns of ``Fact``: the same order and types in every part of the union."""
    return rows.order_by().values_list(
        Value(kind), F("recorded_at"), *(_column(name, columns.get(name)) for name in Fact._fields[2:])
    )


def _column(name, source):
    kind = TYPES.get(name, BigIntegerField)()
    nothing = Value("" if isinstance(kind, TextField) else None)
    return Cast(nothing if source is None else source, kind)
