"""What the offices have signed: who may write of what, the last news of each subject, and how fresh it is."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from actions.models import Action, ActionParticipation, MandateLink, Step, Update
from actions.progress import Freshness, freshness


@dataclass(frozen=True)
class PointNews:
    """The last update of a point of the mandate, None when there never was one, with its age."""

    update: Update | None
    age: Freshness
    limit: int
    may_sign: bool = False


def updates_of_action(plan, action):
    """Updates of an Azione (None: the coordination) and of its steps, newest first, with what each is about."""
    own = Q(step__action=action) if action else Q(step__isnull=False, step__action=None)
    of_azione = Q(action=action) if action else Q(pk__in=[])
    return Update.objects.filter(own | of_azione, plan=plan).select_related("step__action")


def last_news_of_actions(plan, today, instant=None):
    """The day of the last update of each Azione, its steps included: {action pk, or None for the coordination: day}.

    News about a step is news about its Azione; ``instant``: only what was recorded by then. One query.
    """
    known = Update.objects.filter(plan=plan, point=None, happened_on__lte=today)
    if instant:
        known = known.filter(recorded_at__lte=instant)
    return dict(
        known.values_list(Coalesce("action_id", "step__action_id")).annotate(last=Max("happened_on")).order_by()
    )


def action_freshness(last, today):
    """How old the news of an Azione is, against the interval this installation has decided."""
    return freshness(last, today, settings.FRESH_ACTION_DAYS)


def news_of_points(points, today, *, signing=frozenset()):
    """``PointNews`` by point pk for points already loaded; ``signing``: keys of those this person may write of."""
    last = {}
    for update in Update.objects.filter(point__in=points, happened_on__lte=today).order_by("happened_on", "pk"):
        last[update.point_id] = update
    limit = settings.FRESH_POINT_DAYS
    return {
        point.pk: PointNews(
            update=(update := last.get(point.pk)),
            age=freshness(update.happened_on if update else None, today, limit),
            limit=limit,
            may_sign=point.pk in signing,
        )
        for point in points
    }


def answering_offices(subject):
    """Keys of the offices that write of an Azione (those that take part), a step (the one that answers) or a point
    (the one the act names, and those of the Azioni and of the steps that execute it)."""
    if isinstance(subject, Step):
        return {subject.office_id} - {None}
    if isinstance(subject, Action):
        return set(subject.participations.values_list("office_id", flat=True))
    links = MandateLink.objects.live().filter(point=subject).select_related("step")
    return offices_of_point(subject, links, participating_offices())


def offices_of_point(point, links, participating):
    """As ``answering_offices`` for a point, from rows already loaded; ``participating``: {action pk: office keys}."""
    offices = {point.responsible_id, *(link.step.office_id for link in links if link.step_id)}
    for link in links:
        offices |= participating.get(link.action_id, set())
    return offices - {None}


def participating_offices():
    """The offices of every Azione: {action pk: office keys}. One query."""
    offices = {}
    for action, office in ActionParticipation.objects.values_list("action_id", "office_id"):
        offices.setdefault(action, set()).add(office)
    return offices
