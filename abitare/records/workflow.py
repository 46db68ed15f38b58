"""One door for state: nothing else in Abitare assigns a state."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction

from abitare.records.services.log import log


class TransitionRefused(Exception):
    """A transition that may not happen now. ``failures``: every reason together, sentences in Italian."""

    def __init__(self, failures):
        super().__init__(" ".join(failures))
        self.failures = tuple(failures)


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One arrow of a state table.

    name: the verb in the log and in the URL; label: the verb people press; done: what the history says. sources and
    target: values of the state field; may(user, obj): the rule; guards: callables (obj, data) -> sentence or None;
    writes: names of the fields that ``data`` may set together with the state; clears: names of those emptied with it;
    needs_reason: a reason must be given;
    effects: callables (obj, by, happened_on, reason) run after the save, in its transaction, for facts of their own.
    """

    name: str
    label: str
    done: str
    sources: frozenset
    target: str
    may: Callable
    guards: tuple = ()
    writes: tuple = field(default=())
    clears: tuple = ()
    needs_reason: bool = False
    effects: tuple = ()
    state_field: str = "state"


@transaction.atomic
def perform(transition, obj, *, by, reason="", happened_at=None, **data):
    """Move ``obj`` along ``transition`` and return it as saved.

    by: a user, or None for the clock. data: values for the fields listed in ``transition.writes``. Locks the row,
    checks the source state, the rule and every guard, saves the state and appends the log entry in one transaction.
    Raises ``TransitionRefused`` with all failures together, ``PermissionDenied`` when the rule says no. A refusal
    worth keeping is logged by the caller in a second transaction: one written here would vanish with the exception.
    """
    unknown = set(data) - set(transition.writes)
    if unknown:
        raise TypeError(f"{transition.name} does not write {', '.join(sorted(unknown))}")
    locked = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if by is not None and not transition.may(by, locked):
        raise PermissionDenied
    before = getattr(locked, transition.state_field)
    failures = _failures(transition, locked, before, reason, data)
    if failures:
        raise TransitionRefused(failures)
    data |= dict.fromkeys(transition.clears)
    changes = [_state_change(locked, transition, before)]
    for name, value in data.items():
        changes.append((locked._meta.get_field(name).verbose_name, getattr(locked, name), value))
        setattr(locked, name, value)
    setattr(locked, transition.state_field, transition.target)
    locked.save(update_fields=[transition.state_field, *data])
    for effect in transition.effects:
        effect(locked, by, happened_at, reason)
    log(locked, transition.name, label=transition.done, by=by, changes=changes, reason=reason, happened_at=happened_at)
    return locked


def available(transitions, obj, user):
    """The transitions ``user`` may try on ``obj`` from its present state, in the order of the table."""
    return [t for t in transitions if getattr(obj, t.state_field) in t.sources and t.may(user, obj)]


def _failures(transition, obj, before, reason, data):
    if before not in transition.sources:
        choices = dict(obj._meta.get_field(transition.state_field).flatchoices)
        return [f"«{transition.label}» non si può fare da «{choices[before]}»."]
    failures = [sentence for guard in transition.guards if (sentence := guard(obj, data))]
    if transition.needs_reason and not reason.strip():
        failures.append("Scrivi il motivo.")
    return failures


def _state_change(obj, transition, before):
    state = obj._meta.get_field(transition.state_field)
    choices = dict(state.flatchoices)
    return state.verbose_name, choices[before], choices[transition.target]
