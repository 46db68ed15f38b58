"""Short ways to write the facts of a step in the tests of ``actions.progress``; nothing that computes."""

from datetime import date

from actions.progress import ActionFacts, Health, StepFacts, Thresholds, assess, measure

TODAY = date(2026, 11, 22)
LIMITS = Thresholds()


def step(key="1", state="to_start", weight=10, **facts):
    """A step of weight 10, still to start; one that is done has its evidence unless told otherwise."""
    return StepFacts(key=key, state=state, weight=weight, **{"has_evidence": state == "done"} | facts)


def health_of(*steps, today=TODAY, thresholds=LIMITS, **given) -> Health:
    return assess(steps, today, thresholds=thresholds, **given)


def action(key, *steps, weight=1, today=TODAY, **given) -> ActionFacts:
    return ActionFacts(
        key=key,
        label=f"Azione {key}",
        weight=weight,
        progress=measure(steps, today),
        health=health_of(*steps, today=today, **given),
    )
