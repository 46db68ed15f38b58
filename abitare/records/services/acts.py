"""Registering acts: the row, its relations and the log, never twice."""

from dataclasses import dataclass, field

from django.db import transaction

from abitare.records.models import Act, ActClause, ActRelation, MandatePoint
from abitare.records.services.log import log


@dataclass
class Tally:
    """How many rows a load created, completed or found as they were."""

    created: int = 0
    completed: int = 0
    unchanged: int = 0
    names: list = field(default_factory=list)

    @property
    def changes(self):
        return self.created + self.completed

    def count(self, obj, created, completed):
        if created:
            self.created += 1
        elif completed:
            self.completed += 1
        else:
            self.unchanged += 1
        if created or completed:
            self.names.append(f"{obj._meta.verbose_name}: {obj}")


def path_of(positions):
    """(4, 2) -> ``004.002``: text that sorts as the numbers do."""
    return ".".join(f"{position:03d}" for position in positions)


def find_act(*, organ, kind, number, year, short_title=""):
    """The act with this number, or for an act without a number the one with this short title; None when new."""
    acts = Act.objects.filter(organ=organ, kind=kind, year=year)
    return acts.filter(number=number).first() if number else acts.filter(number="", short_title=short_title).first()


@transaction.atomic
def register_act(tally, *, by=None, reason="", **values):
    """Create an act, or complete the empty fields of the one already registered; logs either.

    What people have written since is never overwritten. Returns the act.
    """
    act = find_act(**{name: values.get(name, "") for name in ("organ", "kind", "number", "year", "short_title")})
    created = act is None
    if created:
        act = Act.objects.create(**values)
        log(act, "register", by=by, reason=reason)
    completed = [] if created else complete(act, values)
    if completed:
        log(act, "complete", by=by, changes=completed, reason=reason)
    tally.count(act, created, completed)
    return act


def complete(obj, values):
    """Fill the fields of ``obj`` that are still empty; save and return the changes as triples for the log."""
    changes = []
    for name, value in values.items():
        if getattr(obj, name) in (None, "") and value not in (None, ""):
            changes.append((obj._meta.get_field(name).verbose_name, "", value))
            setattr(obj, name, value)
    if changes:
        obj.full_clean(validate_unique=False, validate_constraints=False)
        obj.save()
    return changes


def register_clause(tally, *, act, level, section, positions, kind=None, point=None, **values):
    """Create or complete one clause; ``kind`` makes it a mandate point with the values of ``point``.

    The clause above is found by its path and must be there already.
    """
    place = {"act": act, "level": level, "section": section, "path": path_of(positions)}
    clause = ActClause.objects.filter(**place).first()
    created = clause is None
    if created:
        parent = None
        if len(positions) > 1:
            parent = ActClause.objects.get(**place | {"path": path_of(positions[:-1])})
        clause = ActClause.objects.create(**place, parent=parent, **values)
    completed = [] if created else complete(clause, values)
    tally.count(clause, created, completed)
    if kind is not None:
        _, point_created = MandatePoint.objects.get_or_create(clause=clause, defaults={"kind": kind, **(point or {})})
        tally.count(clause, point_created, False)
    return clause


def relate(tally, *, source, target, kind, where="", in_thread=False):
    """``source`` (the later act) stands to ``target`` as ``kind`` says."""
    relation, created = ActRelation.objects.get_or_create(
        source=source, target=target, kind=kind, defaults={"where": where, "in_thread": in_thread}
    )
    tally.count(relation, created, False)
