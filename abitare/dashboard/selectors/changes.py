"""What is new since a day: the facts recorded after it, as dated sentences. Never from the log."""

from datetime import timedelta

from django.urls import reverse

from abitare.ui import formats
from abitare.ui.components import FeedItem
from actions.enums import StepState
from actions.known import end_of_day
from actions.selectors.facts import DUE, OBSERVATION, STATE, UPDATE

DAYS_BEFORE = timedelta(days=30)  # how far back, before the first meeting of the table


def changes_between(view, since, until):
    """``FeedItem`` of everything recorded after the day ``since`` and by the end of ``until``, newest first.

    view: a ``PlanView`` that has read its facts; no query.
    """
    start, end = end_of_day(since), end_of_day(until)
    teller = _Teller(view)
    found = [fact for fact in view.facts.between(start, end) if fact.kind != OBSERVATION]
    # A figure is news on the day somebody certifies it, not on that on which it was written down.
    found += [fact for fact in view.facts.known if fact.kind == OBSERVATION and since < fact.day <= until]
    found.sort(key=lambda fact: fact.recorded_at, reverse=True)
    return tuple(item for fact in found if (item := teller.tell(fact)))


class _Teller:
    """Turns facts into sentences, with the rows of the plan already in memory."""

    def __init__(self, view):
        self.steps = {row.step.pk: row.step for row in view.steps}
        self.actions = {column.action.pk: column.action for column in view.actions}
        self.points = {row.point.pk: row.clause for row in view.points}

    def tell(self, fact):
        """The sentence of a fact; None for the first date of a step, which is not a change."""
        tellers = {STATE: self._grade, DUE: self._due, UPDATE: self._update, OBSERVATION: _observation}
        return tellers.get(fact.kind, _decision)(fact)

    def _grade(self, fact):
        step = self.steps[fact.step]
        text = f"Passo {step.code}, {step.title}: {StepState(fact.text).label}."
        return FeedItem(text=text, when=fact.day, href=step.get_absolute_url())

    def _due(self, fact):
        if fact.old is None:
            return None
        step = self.steps[fact.step]
        new = formats.long_date(fact.new) if fact.new else "da fissare"
        text = f"Passo {step.code}: termine dal {formats.long_date(fact.old)} al {new}. {fact.text}"
        return FeedItem(text=text, when=fact.day, who=fact.note, href=step.get_absolute_url())

    def _update(self, fact):
        subject = self.steps.get(fact.step) or self.actions.get(fact.action) or self.points[fact.point]
        text = f"{subject}: {fact.text}"
        return FeedItem(text=text, when=fact.day, who=fact.note, href=subject.get_absolute_url())


def _observation(fact):
    text = f"Indicatore {fact.note}, {fact.text}: dato certificato al {formats.long_date(fact.new)}."
    return FeedItem(text=text, when=fact.day, href=reverse("actions:indicator", args=[fact.note]))


def _decision(fact):
    href = reverse("actions:meeting", args=[fact.number])
    return FeedItem(text=f"Il tavolo ha deciso: {fact.text}", when=fact.day, who=f"seduta {fact.number}", href=href)
