"""Indicators as a page shows them: last figure, judgement, next one due. Three queries, then pure arithmetic."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from abitare.ui import formats
from abitare.ui.charts import LineTarget, Point, Sparkline
from actions.achievement import Course, Due, DueKind, Goal, Status, Unknown, achieve, due, unknown
from actions.enums import Direction, ObservationState
from actions.known import Known, value_at
from actions.models import Baseline, Indicator, IndicatorUse, Observation, Target
from actions.models.indicators import PERCENT
from actions.progress import IndicatorOff

STATUS_BADGES = {
    Status.ON_TARGET: "ok",
    Status.ALMOST: "risk",
    Status.OFF: "bad",
    Status.NOT_ASSESSABLE: "unknown",
}
SPARK_TONES = {"ok": "ok", "risk": "risk", "bad": "late", "unknown": "unknown"}
DUE_BADGES = {DueKind.LATE: "stale", DueKind.NEVER: "stale", DueKind.AHEAD: "ok", DueKind.NOT_EXPECTED: "neutral"}
OBSERVATION_BADGES = {
    ObservationState.DRAFT: "neutral",
    ObservationState.VERIFIED: "running",
    ObservationState.CERTIFIED: "ok",
}
SPARK_POINTS = 8
TRUSTED = (ObservationState.VERIFIED, ObservationState.CERTIFIED)


@dataclass(frozen=True)
class IndicatorView:
    """An indicator on one day, with its observations and targets in force, oldest first."""

    indicator: Indicator
    observations: tuple
    targets: tuple
    today: date

    @cached_property
    def course(self):
        goals = (Goal(on=t.on, value=t.value, minimum=t.minimum, maximum=t.maximum) for t in self.targets)
        i = self.indicator
        return Course(direction=i.direction, baseline=i.baseline, baseline_on=i.baseline_on, goals=tuple(goals))

    @cached_property
    def series(self):
        """The observations of the whole, without those by quarter, zone or kind."""
        return tuple(row for row in self.observations if not row.dimension)

    @property
    def last(self):
        """The last figure of the whole; when there is none, the last of a part; None before the first."""
        rows = self.series or self.observations
        return rows[-1] if rows else None

    @cached_property
    def achievement(self):
        return self._judge(self.last)

    @cached_property
    def trusted(self):
        """The judgement of the last figure that somebody has at least verified."""
        return self._judge(next((row for row in reversed(self.series) if row.state in TRUSTED), None))

    def _judge(self, row):
        if row is None or self.indicator.direction == Direction.WATCH:
            return achieve(self.course, None, None)
        if row.dimension:
            return unknown(Unknown.PARTS_ONLY)
        return unknown(Unknown.HIDDEN) if row.hidden else achieve(self.course, row.exact, row.period_to)

    @cached_property
    def due(self) -> Due:
        i = self.indicator
        last = max((row.period_to for row in self.observations), default=None)
        return due(last, self.today, months=i.months, lag_days=i.lag_days, in_use=i.in_use)

    @property
    def target(self):
        """The target that judges the last figure; before the first figure, the one in force today."""
        goal = self.course.goal_at(self.last.period_to if self.last else self.today)
        return next((t for t in self.targets if goal is not None and t.on == goal.on), None)

    @property
    def baseline_words(self):
        """«27,1 % al 31 dicembre 2024»."""
        i = self.indicator
        return f"{i.figure(i.baseline)} {formats.dated(i.baseline_on, 'al')}" if i.baseline_on else "da rilevare"

    @property
    def badge(self):
        return STATUS_BADGES[self.achievement.status]

    @property
    def status_label(self):
        on_target = self.achievement.status is Status.ON_TARGET
        if on_target and self.indicator.direction == Direction.BAND:
            return "In fascia"
        return self.achievement.status.label

    @property
    def due_badge(self):
        return DUE_BADGES[self.due.kind]

    @property
    def due_label(self):
        """What is expected and when: «Nessun dato atteso fino al 31 gen 2027» is not a silence."""
        if self.due.kind is DueKind.LATE:
            return f"Atteso il {formats.short_date(self.due.on)}"
        if self.due.kind is DueKind.AHEAD:
            return f"Prossimo entro il {formats.short_date(self.due.on)}"
        return "Mai rilevato" if self.due.kind is DueKind.NEVER else "Nessun aggiornamento atteso"

    @property
    def off(self):
        """Whether it alarms its Azione: key, in use, off target on a figure somebody has at least verified."""
        return self.indicator.key and self.indicator.in_use and self.trusted.status is Status.OFF

    @property
    def remarks(self):
        """What has to be said of the last figure, in sentences: nothing is corrected in silence."""
        return list(_remarks(self))

    @property
    def sparkline(self):
        rows = self.series[-SPARK_POINTS:]
        return Sparkline(
            values=tuple(None if row.hidden else row.exact for row in rows),
            labels=tuple(row.period for row in rows),
            places=self.indicator.places,
            tone=SPARK_TONES[self.badge],
        )

    @property
    def chart(self):
        """The figures of the whole against what was foreseen for their days; None without figures."""
        if not self.series:
            return None
        points = [Point(label=row.period, value=None if row.hidden else row.exact) for row in self.series]
        wanted = [self.course.expected_value(row.period_to) for row in self.series]
        for goal in self.course.goals:
            if goal.on > self.series[-1].period_to and goal.value is not None:
                points.append(Point(label=formats.short_date(goal.on)))
                wanted.append(goal.value)
        band = self.target.promise if self.target and self.target.value is None else ""
        return LineTarget(
            title=f"{self.indicator.name}, {self.indicator.unit}",
            points=tuple(points),
            target=tuple(wanted),
            target_label="atteso",
            value_label="rilevato",
            places=self.indicator.places,
            note=f"La fascia voluta è {band}." if band else "",
        )


def _remarks(view):
    judged, last = view.achievement, view.last
    if not judged.assessable:
        yield f"Non si può valutare: {judged.why}."
    if last is not None and not last.hidden:
        yield from _odd_figure(last, view.indicator)
        yield from _against_target(judged, view.indicator)
    if last is not None and last.state == ObservationState.DRAFT:
        yield "È una bozza: pesa sulla salute dell’Azione solo quando è verificata."


def _odd_figure(last, indicator):
    if indicator.unit == PERCENT and last.exact > 100:
        terms = " Il numeratore supera il denominatore." if last.terms else ""
        yield f"È oltre il cento per cento.{terms} Resta come è stato scritto."
    if last.exact < 0:
        yield "È sotto zero. Resta come è stato scritto."


def _against_target(judged, indicator):
    if judged.regressed:
        start = f"{indicator.figure(indicator.baseline)} {formats.dated(indicator.baseline_on, 'al')}"
        yield f"È peggio del valore di partenza ({start}): è un passo indietro, non uno zero."
    if judged.achieved is not None:
        done, expected = formats.percent(judged.achieved), formats.percent(judged.expected)
        yield f"Della strada fra partenza e obiettivo ha fatto il {done}; era atteso il {expected}."
    if judged.distance:
        away = "dalla fascia" if indicator.direction == Direction.BAND else "dall’obiettivo"
        points = " punti" if indicator.unit == PERCENT else ""
        yield f"Distanza {away}: {formats.number(judged.distance, indicator.places)}{points}."


def read_indicators(plan, today, *, instant=None, **filters):
    """``IndicatorView`` of every indicator of the plan that ``filters`` (fields of Indicator) ask for, by code.

    instant: what Abitare knew then (rows recorded later left out, states, use and baseline as they were), for a page at
    a date; two queries more.
    """
    indicators = list(Indicator.objects.filter(plan=plan, **filters).select_related("action", "office"))
    chosen = {indicator.pk: indicator for indicator in indicators}
    observations, targets = _observations(plan, instant), _targets(plan, instant)
    if instant is not None:
        _as_known(indicators, instant)
    rows, promised = defaultdict(list), defaultdict(list)
    for kept, fact in [*((rows, o) for o in observations), *((promised, t) for t in targets)]:
        if fact.indicator_id in chosen:
            fact.indicator = chosen[fact.indicator_id]
            kept[fact.indicator_id].append(fact)
    return tuple(
        IndicatorView(i, tuple(rows[i.pk]), tuple(promised[i.pk]), today)
        for i in sorted(indicators, key=lambda indicator: natural(indicator.code))
    )


def _observations(plan, instant):
    rows = Observation.objects.filter(indicator__plan=plan).order_by("period_to", "pk")
    rows = rows.current() if instant is None else rows.known_at(instant)
    rows = list(rows.select_related("author", "verified_by", "certified_by"))
    if instant is not None:
        for row in rows:
            row.state = state_at(row, formats.local_day(instant))
    return rows


def _targets(plan, instant):
    rows = Target.objects.filter(indicator__plan=plan).order_by("on", "pk")
    rows = rows.current() if instant is None else rows.known_at(instant)
    return list(rows.select_related("act", "meeting"))


def state_at(observation, day):
    """The state of an observation at the end of ``day``, from the days of its verification and certification."""
    if observation.certified_on and observation.certified_on <= day:
        return ObservationState.CERTIFIED
    if observation.verified_on and observation.verified_on <= day:
        return ObservationState.VERIFIED
    return ObservationState.DRAFT


def _as_known(indicators, instant):
    """Put the indicators, in memory, as they were known: in use or not, with which baseline. Two queries."""
    uses, starts = defaultdict(list), defaultdict(list)
    for row in IndicatorUse.objects.filter(indicator__in=indicators):
        uses[row.indicator_id].append(Known(row.recorded_at, row.in_use, not row.in_use))
    for row in Baseline.objects.filter(indicator__in=indicators):
        starts[row.indicator_id].append(Known(row.recorded_at, (row.value, row.on), (None, None)))
    for indicator in indicators:
        indicator.in_use = value_at(uses[indicator.pk], indicator.in_use, instant)
        present = (indicator.baseline, indicator.baseline_on)
        indicator.baseline, indicator.baseline_on = value_at(starts[indicator.pk], present, instant)


def natural(code):
    """Sorting key that puts A3.2 before A3.10."""
    return [(int(part) if part.isdigit() else 0, part) for part in re.findall(r"\d+|\D+", code)]


def signals_of(views, action_id):
    """What the key indicators say against the health of an Azione (None: the coordination)."""
    return [IndicatorOff(v.indicator.code) for v in views if v.off and v.indicator.action_id == action_id]


# --- the list -------------------------------------------------------------------------------------------------------

STATUS_ORDER = {status: position for position, status in enumerate((Status.OFF, Status.ALMOST, Status.ON_TARGET))}
SORTS = {
    "uso": lambda v: (not v.indicator.in_use, natural(v.indicator.code)),
    "indicatore": lambda v: natural(v.indicator.code),
    "esito": lambda v: (STATUS_ORDER.get(v.achievement.status, len(STATUS_ORDER)), natural(v.indicator.code)),
    "dato": lambda v: (v.last is not None, v.last.period_to if v.last else date.min, natural(v.indicator.code)),
    "prossima": lambda v: (v.due.on or date.max, natural(v.indicator.code)),
}


def choose(views, *, azione="", uso="", esito="", direzione="", dato=""):
    """The views that the filters of the list ask for; an empty filter asks for nothing."""

    def wanted(view):
        indicator = view.indicator
        return (
            (not azione or str(indicator.action.number if indicator.action else 0) == azione)
            and (not uso or indicator.in_use is (uso == "si"))
            and (not esito or view.achievement.status == esito)
            and (not direzione or indicator.direction == direzione)
            and (not dato or view.due.kind == dato)
        )

    return [view for view in views if wanted(view)]
