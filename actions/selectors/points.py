"""A point of the mandate with everything that answers for it."""

from dataclasses import dataclass

from abitare.records.enums import Level, PointKind
from abitare.ui import formats
from actions.enums import LinkHow, LinkState
from actions.progress import PointFacts, PointState, point_state

# A point that takes effect by the vote itself: nothing is left to execute.
EFFECT_KINDS = (PointKind.FORMAL_EFFECT, PointKind.APPROVAL)
BADGES = {
    PointState.EXECUTED: "done",
    PointState.ADOPTED: "done",
    PointState.MEASURED: "done",
    PointState.IN_PROGRESS: "running",
    PointState.TO_START: "neutral",
    PointState.UNCOVERED: "missing",
}
TO_NAME = "da individuare"


@dataclass(frozen=True)
class PointView:
    """A leaf of the dispositivo with its live links. ``effect_on``: the day it took effect by itself, if it does."""

    point: object
    links: tuple
    steps: tuple
    effect_on: object = None
    news: object = None  # ``PointNews`` where the page shows them

    @property
    def clause(self):
        return self.point.clause

    @property
    def in_proposal(self):
        return self.clause.level == Level.PROPOSAL

    @property
    def key(self):
        return self.clause.coordinate

    @property
    def facts(self):
        """What ``progress.point_state`` needs; a step named by several links counts once.

        «Recepito» and «misurato» are said of the point itself: until the table validates them no more than a start.
        """
        validated = [link.how for link in self.links if link.state == LinkState.VALIDATED]
        carried = [link for link in self.links if link.how == LinkHow.EXECUTES and link.step_id is None]
        awaiting = [link for link in self.proposed if link.how != LinkHow.EXECUTES]
        return PointFacts(
            key=self.key,
            criterion=self.point.kind == PointKind.CRITERION,
            steps=self.steps,
            adopting_acts=validated.count(LinkHow.INCORPORATES),
            indicators=validated.count(LinkHow.MEASURES),
            actions=len(carried) + len(awaiting),
        )

    @property
    def state(self):
        return PointState.EXECUTED if self.effect_on else point_state(self.facts)

    @property
    def state_label(self):
        if self.effect_on:
            return f"Effetto dal {formats.short_date(self.effect_on)}"
        return self.state.label.capitalize()

    @property
    def badge(self):
        return BADGES[self.state]

    @property
    def covered(self):
        return bool(self.links) or self.effect_on is not None

    @property
    def asks_for_responsible(self):
        """The organ's own decisions take effect by the vote: nobody has to answer for them."""
        return self.in_proposal or self.effect_on is None

    @property
    def responsible_label(self):
        """The office the act names, or that it names none, with the words it uses instead."""
        if self.point.responsible:
            return self.point.responsible.name
        return f"{TO_NAME} («{self.point.responsible_note}»)" if self.point.responsible_note else TO_NAME

    @property
    def answered_by(self):
        """«2 passi lo eseguono, 1 indicatore lo misura», empty when neither does."""
        steps, measures = len(self.steps), sum(link.how == LinkHow.MEASURES for link in self.links)
        words = [formats.counted(steps, "passo lo esegue,passi lo eseguono")] if steps else []
        words += [formats.counted(measures, "indicatore lo misura,indicatori lo misurano")] if measures else []
        return ", ".join(words)

    @property
    def transversal(self):
        return any(link.action_id is None for link in self.links)

    @property
    def action_numbers(self):
        return sorted({link.action.number for link in self.links if link.action_id})

    @property
    def proposed(self):
        return [link for link in self.links if link.state == LinkState.PROPOSED]

    def how_for(self, action_id):
        """Words of what an Azione (None: the coordination) does for this point, in the order of the enum."""
        words = {link.how for link in self.links if link.action_id == action_id}
        return [how for how in LinkHow if how in words]


def point_views(points, links, step_facts):
    """PointViews in reading order from rows already loaded."""
    by_pk, by_point = {point.pk: point for point in points}, {}
    for link in links:
        if link.point_id in by_pk:
            link.point = by_pk[link.point_id]  # every button says the name of its link, and the name says the point
            by_point.setdefault(link.point_id, []).append(link)
    return tuple(_view(point, tuple(by_point.get(point.pk, ())), step_facts) for point in points)


def _view(point, links, step_facts):
    steps = {link.step_id: step_facts[link.step_id] for link in links if link.step_id in step_facts}
    act = point.clause.act
    effect_on = (act.executable_from or act.date) if point.kind in EFFECT_KINDS else None
    return PointView(point=point, links=links, steps=tuple(steps.values()), effect_on=effect_on)
