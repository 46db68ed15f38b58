"""The reasons in plain Italian: one sentence each, without a final full stop."""

from functools import singledispatch

from abitare.ui.formats import counted, days, distance, long_date, number, percent
from actions.progress import reasons


@singledispatch
def sentence(reason: reasons.Reason) -> str:
    """The reason as a person reads it. Raises ``TypeError`` for a reason that has no sentence."""
    raise TypeError(f"No sentence for {reason!r}")


@sentence.register
def _(reason: reasons.StepLate) -> str:
    return f"Passo {reason.step_key}: {days(reason.days)} oltre il termine"


@sentence.register
def _(reason: reasons.Behind) -> str:
    missing = number((reason.expected - reason.done) * 100, 1)
    return f"Fatto {percent(reason.done)}, atteso {percent(reason.expected)}: mancano {missing} punti"


@sentence.register
def _(reason: reasons.EndsSoon) -> str:
    when = f"ha smesso di valere {distance(reason.days)}" if reason.days < 0 else f"finisce {distance(reason.days)}"
    return f"{reason.label}: {when} ({long_date(reason.ends_on)}), senza niente che segua"


@sentence.register
def _(reason: reasons.IndicatorOffTarget) -> str:
    return f"Indicatore {reason.label}: fuori obiettivo"


@sentence.register
def _(reason: reasons.PredecessorLate) -> str:
    return f"Passo {reason.step_key}: aspetta il passo {reason.predecessor_key}, in ritardo di {days(reason.days)}"


@sentence.register
def _(reason: reasons.DueSoon) -> str:
    return f"Passo {reason.step_key}: scade {distance(reason.days)} ed è al grado «{reason.state.label}»"


@sentence.register
def _(reason: reasons.NoSteps) -> str:
    return "Non c’è ancora nessun passo"


@sentence.register
def _(reason: reasons.NoWeight) -> str:
    return "Nessun passo ha un peso"


@sentence.register
def _(reason: reasons.NoDueDates) -> str:
    return "Nessun passo ha un termine"


@sentence.register
def _(reason: reasons.LowCoverage) -> str:
    return f"Lavoro con un termine: {percent(reason.coverage)}, meno della soglia ({percent(reason.least)})"


@sentence.register
def _(reason: reasons.LowPlanCoverage) -> str:
    return f"Lavoro misurabile del piano: {percent(reason.coverage)}, meno della soglia ({percent(reason.least)})"


@sentence.register
def _(reason: reasons.ActionLate) -> str:
    return f"{reason.label}: {counted(reason.steps, 'passo,passi')} oltre il termine"


@sentence.register
def _(reason: reasons.ActionAtRisk) -> str:
    return f"{reason.label}: a rischio"
