"""Rows as they were known at an instant: the present ones, put back in memory to what the facts of then say.

Nothing is saved. The facts are ``StepStateChange`` and ``DueChange`` for the steps, the day of decision for the links;
what has no facts of its own (title, weight, office) is shown as it is now.
"""

from collections import defaultdict

from actions.enums import LinkState, StepState
from actions.known import state_at, value_at


def steps_as_known(steps, facts, instant):
    """The steps recorded by ``instant``, each at the grade and with the due date known then.

    facts: the ``PlanFacts`` of their plan.
    """
    steps = [step for step in steps if step.recorded_at <= instant]
    states, dues = _by_step(facts.states_of_steps()), _by_step(facts.dues_of_steps())
    for step in steps:
        step.state = state_at(states[step.pk], instant)
        present = step.due
        step.due = value_at(dues[step.pk], present, instant)
        if step.due != present:
            step.start = step.first_start  # a start moves only together with its due date
        step.moves = sum(change.recorded_at <= instant and change.before is not None for change in dues[step.pk])
        if step.state != StepState.DONE:
            step.done_on = step.evidence_act = None
            step.evidence_note = ""
    return steps


def links_as_known(links, instant):
    """The links recorded by ``instant``; one decided later was still a proposal, one rejected by then is left out.

    ``links``: all of them, the rejected ones too.
    """
    known = []
    for link in links:
        if link.recorded_at > instant:
            continue
        if link.decided_recorded_at and link.decided_recorded_at > instant:
            link.state, link.decided_on, link.decided_by = LinkState.PROPOSED, None, None
        if link.state != LinkState.REJECTED:
            known.append(link)
    return known


def _by_step(pairs):
    rows = defaultdict(list)
    for step, change in pairs:
        rows[step].append(change)
    return rows
