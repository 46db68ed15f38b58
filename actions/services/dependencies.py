"""Which step waits for which: no circles, and a trace of what was added and removed."""

from django.db import transaction

from abitare.records.services.log import log
from abitare.records.workflow import TransitionRefused
from actions.enums import OPEN_STEP_STATES
from actions.models import Plan, Step, StepDependency


@transaction.atomic
def add_dependency(step, predecessor, *, by):
    """``step`` is not to start before ``predecessor`` is done; returns the ``StepDependency``.

    Raises ``TransitionRefused`` with every reason: the same step, another plan, a closed step, a wait already there,
    a circle. The plan stays locked, so that two people cannot close a circle together. Logs on ``step``.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=step.plan_id)
    failures = _failures(step, predecessor)
    if failures:
        raise TransitionRefused(failures)
    dependency = StepDependency.objects.create(step=step, predecessor=predecessor)
    log(step, "add_dependency", by=by, changes=[("non avviabile prima di", "", str(predecessor))])
    return dependency


@transaction.atomic
def remove_dependency(dependency, *, by, reason=""):
    """The step no longer waits: the row goes, the log keeps that it was there."""
    step, predecessor = dependency.step, dependency.predecessor
    dependency.delete()
    log(step, "remove_dependency", by=by, changes=[("non avviabile prima di", str(predecessor), "")], reason=reason)


def _failures(step, predecessor):
    if step.pk == predecessor.pk:
        return ["Un passo non può attendere sé stesso."]
    if step.plan_id != predecessor.plan_id:
        return [f"Il passo {predecessor.code} è di un altro piano."]
    said = [
        f"Il passo {row.code} è «{row.get_state_display()}»: non c’è più niente da attendere."
        for row in (step, predecessor)
        if row.state not in OPEN_STEP_STATES
    ]
    waits = _waits(step.plan_id)
    if predecessor.pk in waits.get(step.pk, ()):
        said.append(f"Il passo {step.code} aspetta già {predecessor.code}.")
    elif path := _path(waits, predecessor.pk, step.pk):
        codes = {row.pk: row.code for row in Step.objects.filter(pk__in=path).select_related("action")}
        chain = " → ".join(codes[pk] for pk in path)
        said.append(f"Il passo {predecessor.code} aspetta già {step.code} ({chain}): si aspetterebbero a vicenda.")
    return said


def _waits(plan_id):
    """For each step of the plan that waits, the keys of those it waits for."""
    waits = {}
    for step, predecessor in StepDependency.objects.filter(step__plan=plan_id).values_list("step_id", "predecessor_id"):
        waits.setdefault(step, []).append(predecessor)
    return waits


def _path(waits, start, end):
    """The chain of waits from ``start`` to ``end``, both included; None when there is none."""
    pending, seen = [(start,)], {start}
    while pending:
        path = pending.pop()
        if path[-1] == end:
            return path
        for following in waits.get(path[-1], ()):
            if following not in seen:
                seen.add(following)
                pending.append((*path, following))
    return None
