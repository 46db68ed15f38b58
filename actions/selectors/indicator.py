"""One indicator for its own page: every observation with what may be done to it, targets, points, history."""

from dataclasses import dataclass

from abitare.records.models import LogEntry, chain_key
from abitare.records.workflow import available
from actions.models import Observation, Target
from actions.rules import can_observe
from actions.selectors.indicators import OBSERVATION_BADGES, IndicatorView


@dataclass(frozen=True)
class ObservationRow:
    """An observation, the transitions this person may try, whether they may correct it."""

    observation: Observation
    transitions: tuple
    correctable: bool

    @property
    def badge(self):
        return OBSERVATION_BADGES[self.observation.state] if self.observation.current else "neutral"

    @property
    def label(self):
        return self.observation.get_state_display().capitalize() if self.observation.current else "Sostituita"

    @property
    def people(self):
        """Who wrote it, who verified it, who certified it: triples (word, person, day)."""
        row = self.observation
        written = ("inserita da", row.author or "Abitare", row.recorded_at)
        signed = [("verificata da", row.verified_by or "Abitare", row.verified_on)] if row.verified_on else []
        signed += [("certificata da", row.certified_by or "Abitare", row.certified_on)] if row.certified_on else []
        return [written, *signed]


@dataclass(frozen=True)
class IndicatorPage:
    """Everything the page of an indicator shows."""

    view: IndicatorView
    rows: tuple
    targets: tuple
    links: tuple
    history: tuple


def indicator_page(indicator, today, user, transitions):
    """``IndicatorPage`` of an indicator already loaded with its plan, action and office: four queries.

    transitions: the state table of the observations, which stands above the selectors.
    """
    observations = list(
        Observation.objects.filter(indicator=indicator)
        .select_related("author", "verified_by", "certified_by")
        .order_by("-period_to", "dimension", "-pk")
    )
    targets = list(Target.objects.filter(indicator=indicator).select_related("act", "meeting").order_by("on", "pk"))
    for fact in (*observations, *targets):
        fact.indicator = indicator
    may_correct = can_observe(user, indicator) and indicator.in_use
    rows = tuple(
        ObservationRow(
            row,
            tuple(available(transitions, row, user)) if row.current else (),
            may_correct and row.current,
        )
        for row in observations
    )
    in_force = sorted((row for row in observations if row.current), key=lambda row: (row.period_to, row.pk))
    keys = [chain_key(fact) for fact in (indicator, *observations)]
    links = indicator.links.live().select_related("point__clause__act", "proposed_by").order_by("point__clause__path")
    return IndicatorPage(
        view=IndicatorView(indicator, tuple(in_force), tuple(t for t in targets if t.current), today),
        rows=rows,
        targets=tuple(targets),
        links=tuple(links),
        history=tuple(LogEntry.objects.filter(chain__key__in=keys).newest_first()),
    )
