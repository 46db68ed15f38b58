"""What is new since a day: the facts recorded after it, as dated sentences. Never from the log."""

from datetime import timedelta

from django.db.models import Max

from abitare.ui import formats
from abitare.ui.components import FeedItem
from actions.enums import MeetingState, ObservationState
from actions.known import end_of_day
from actions.models import Decision, DueChange, Meeting, Observation, StepStateChange, Update


def changes_between(plan, since, until):
    """``FeedItem`` of everything recorded after the day ``since`` and by the end of ``until``, newest first.

    Five queries: grades, due dates, updates, observations, decisions.
    """
    span = {"recorded_at__gt": end_of_day(since), "recorded_at__lte": end_of_day(until)}
    found = [
        *(_grade(row) for row in _of_steps(StepStateChange, plan, span)),
        *(_due(row) for row in _of_steps(DueChange, plan, span) if row.old_due),
        *(_update(row) for row in _updates(plan, span)),
        *(_observation(row) for row in _observations(plan, span)),
        *(_decision(row) for row in _decisions(plan, span)),
    ]
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0], reverse=True))


def default_since(plan, today):
    """The day to compare with when nobody says: the last closed meeting, otherwise thirty days before. One query."""
    closed = Meeting.objects.filter(table__plan=plan, state=MeetingState.CLOSED, date__lt=today)
    return closed.aggregate(last=Max("date"))["last"] or today - timedelta(days=30)


def _of_steps(model, plan, span):
    return model.objects.filter(step__plan=plan, **span).select_related("step__action")


def _updates(plan, span):
    return Update.objects.filter(plan=plan, **span).select_related("action", "step__action", "point__clause__act")


def _observations(plan, span):
    rows = Observation.objects.filter(indicator__plan=plan, state=ObservationState.CERTIFIED, **span)
    return rows.select_related("indicator")


def _decisions(plan, span):
    rows = Decision.objects.filter(item__meeting__table__plan=plan, **span)
    return rows.select_related("item__meeting")


def _grade(row):
    text = f"Passo {row.step.code}, {row.step.title}: {row.get_state_display()}."
    return row.recorded_at, FeedItem(text=text, when=row.happened_on, href=row.step.get_absolute_url())


def _due(row):
    new = formats.long_date(row.new_due) if row.new_due else "da fissare"
    text = f"Passo {row.step.code}: termine dal {formats.long_date(row.old_due)} al {new}. {row.reason}"
    return row.recorded_at, FeedItem(text=text, when=row.decided_on, who=row.source, href=row.step.get_absolute_url())


def _update(row):
    words = row.done or row.obstacles or row.next_steps or row.ask or "Nessuna novità."
    subject = row.action or row.step or row.point.clause
    item = FeedItem(
        text=f"{subject}: {words}", when=row.happened_on, who=row.author_label, href=subject.get_absolute_url()
    )
    return row.recorded_at, item


def _observation(row):
    day = formats.long_date(row.period_to)
    text = f"Indicatore {row.indicator.code}, {row.indicator.name}: dato certificato al {day}."
    return row.recorded_at, FeedItem(text=text, when=row.certified_on, href=row.indicator.get_absolute_url())


def _decision(row):
    meeting = row.item.meeting
    return row.recorded_at, FeedItem(
        text=f"Il tavolo ha deciso: {row.text}", when=meeting.date, who=str(meeting), href=meeting.get_absolute_url()
    )
