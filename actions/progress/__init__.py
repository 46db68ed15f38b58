"""How far the plan has come, how far it should be, and whether to worry: the arithmetic of the «nota metodologica».

Pure: no database, no clock, no Django. Facts come in as frozen dataclasses, ``today`` is always an argument (a day in
Europe/Rome), ratios are exact ``Fraction`` between 0 and 1, and ``None`` means *not assessable*, which is never zero.
Nothing here has side effects. Source of the formulas: dossier «piano e azioni», section 3.3.

    completion    c in {0, 1/4, 1/2, 3/4, 1}: the ladder, the same for everybody; 1 only with evidence
    done          P  = Σ w·c / Σ w      over all the steps not cancelled
    done, dated   P′ = Σ w·c / Σ w      over the steps with a due date
    expected      E  = Σ w·e / Σ w      over the same steps; e = (today − start) / (due − start), kept in [0, 1],
                                        for an activity; 0 before the due day and 1 from it on, for the rest
    gap           G  = P′ − E
    coverage      weight with a due date / total weight

Four facts stay apart, because one must not hide another: *progress* (``measure``), *health* with its reasons
(``assess``), *freshness* (``freshness``: do we know?) and the *mandate* (``mandate_coverage``: has each point of the
act somebody working on it?). ``roll_up`` puts the Azioni together, ``uncovered_days`` counts the days of a service
without an act, ``sentence`` says a reason in Italian.

    >>> from datetime import date
    >>> step = StepFacts(key="3.5", state="started", weight=5, due=date(2026, 10, 15))
    >>> health = assess([step], date(2026, 11, 22), thresholds=Thresholds())
    >>> health.kind.label, [sentence(reason) for reason in health.reasons][0]
    ('In ritardo', 'Passo 3.5: 38 giorni oltre il termine')
"""

from actions.progress.continuity import Period, uncovered_days, uncovered_periods
from actions.progress.dates import Expiry, Freshness, FreshnessKind, expiry, freshness, next_expiry
from actions.progress.health import Ending, Health, IndicatorOff, Thresholds, assess
from actions.progress.mandate import MandateCoverage, PointFacts, PointState, mandate_coverage, point_state
from actions.progress.measure import Counts, Progress, measure
from actions.progress.plan import ActionFacts, PlanProgress, roll_up
from actions.progress.reasons import HealthKind, Reason
from actions.progress.sentences import sentence
from actions.progress.steps import Ladder, StepFacts, StepKind, completion

__all__ = [
    "ActionFacts",
    "Counts",
    "Ending",
    "Expiry",
    "Freshness",
    "FreshnessKind",
    "Health",
    "HealthKind",
    "IndicatorOff",
    "Ladder",
    "MandateCoverage",
    "Period",
    "PlanProgress",
    "PointFacts",
    "PointState",
    "Progress",
    "Reason",
    "StepFacts",
    "StepKind",
    "Thresholds",
    "assess",
    "completion",
    "expiry",
    "freshness",
    "mandate_coverage",
    "measure",
    "next_expiry",
    "point_state",
    "roll_up",
    "sentence",
    "uncovered_days",
    "uncovered_periods",
]
