"""The thread of acts and what expires: reads over the records, in the words of the pages."""

from dataclasses import dataclass
from datetime import date

from abitare.records.enums import DatePrecision, TextState
from abitare.records.models import Act, ActRelation, Appointment, Substitution
from abitare.ui import formats
from abitare.ui.components import DatedItem, Node
from actions.progress import expiry

NODE_STATES = {
    TextState.ACQUIRED: "acquired",
    TextState.MISSING: "missing",
    TextState.REFERENCE: "acquired",
}


def thread_of(act):
    """The nodes of the thread ``act`` belongs to, oldest first. Two queries.

    The thread is what the relations marked ``in_thread`` tie together; the verb on each node says how it stands to
    the acts before it. An act tied to nothing is a thread of one.
    """
    relations = list(ActRelation.objects.filter(in_thread=True).order_by("pk"))
    acts = Act.objects.in_bulk(_connected(act.pk, relations))
    ordered = sorted(acts.values(), key=lambda a: (a.date or date(a.year, 1, 1), a.pk))
    place = {a.pk: position for position, a in enumerate(ordered)}
    return [_node(a, act, relations, place) for a in ordered]


def _connected(start, relations):
    found, pending = {start}, [start]
    while pending:
        pk = pending.pop()
        for relation in relations:
            ends = {relation.source_id, relation.target_id}
            if pk in ends:
                new = ends - found
                found |= new
                pending += new
    return found


def _node(act, current, relations, place):
    """The verb shown on an act is the one that ties it to an earlier one, whichever of the two says it."""
    verb = next(
        (
            relation.get_kind_display()
            for relation in relations
            if (relation.source_id == act.pk and place.get(relation.target_id, 99) < place[act.pk])
            or (relation.target_id == act.pk and place.get(relation.source_id, 99) < place[act.pk])
        ),
        "",
    )
    return Node(
        title=act.short_title,
        organ=act.get_organ_display(),
        href=act.get_absolute_url(),
        when=act.date or str(act.year),
        note=act.title,
        relation=verb,
        state=NODE_STATES[act.text_state],
        label="" if act.text_state != TextState.REFERENCE else "Solo riferimento",
        current=act.pk == current.pk,
    )


@dataclass(frozen=True)
class Deadline:
    """Something with a last good day. ``days`` is negative when it has passed; ``when`` is the day in words."""

    title: str
    ends_on: date | None
    days: int | None
    when: str
    note: str
    href: str = ""

    @property
    def expired(self):
        return self.days is not None and self.days < 0

    def item(self, warning_days):
        """The deadline as a row of a dated list; ``warning_days``: from when it is worth a colour."""
        near = self.days is not None and self.days <= warning_days
        tone = "late" if self.expired else "risk" if near else ""
        when = "scaduto" if self.expired else self.when
        return DatedItem(title=self.title, when=when, href=self.href, note=self.note, tone=tone)


def deadlines(today, steps=()):
    """What expires: reference periods of plans, incarichi, substitutions, open steps with a due date.

    Expired first, then by day, the undated ones last. Three queries; ``steps`` are StepViews already read.
    """
    found = [_of_act(act, today) for act in Act.objects.filter(valid_to__isnull=False).order_by("valid_to", "pk")]
    found += [_of_appointment(row, today) for row in _appointments()]
    found += [_of_substitution(row, today) for row in Substitution.objects.select_related("office", "act")]
    found += [_of_step(view, today) for view in steps if view.step.due and view.facts.open]
    return sorted(found, key=lambda d: (d.ends_on is None, d.ends_on or date.max, d.title))


def _appointments():
    return Appointment.objects.filter(valid_to__isnull=False).select_related("act").order_by("valid_to", "pk")


def _of_act(act, today):
    left = expiry(today, act.valid_to)
    yearly = act.valid_to_precision == DatePrecision.YEAR
    when = str(act.valid_to.year) if yearly else formats.short_date(act.valid_to)
    if left.expired:
        note = f"periodo di riferimento finito il {formats.long_date(act.valid_to)}: verificare il successivo"
    else:
        note = "fine nell’anno, giorno da precisare" if yearly else formats.distance(left.days)
    return Deadline(act.short_title, act.valid_to, left.days, when, note, act.get_absolute_url())


def _of_appointment(row, today):
    left = expiry(today, row.valid_to)
    note = f"finito {formats.distance(left.days)}" if left.expired else formats.distance(left.days)
    return Deadline(row.title, row.valid_to, left.days, formats.short_date(row.valid_to), note, _act_url(row))


def _of_substitution(row, today):
    title = f"Sostituzione alla direzione: {row.office.name}"
    if row.valid_to is None:
        return Deadline(title, None, None, "senza data", f"fino a: {row.until_note}", _act_url(row))
    left = expiry(today, row.valid_to)
    return Deadline(
        title, row.valid_to, left.days, formats.short_date(row.valid_to), formats.distance(left.days), _act_url(row)
    )


def _of_step(view, today):
    left = expiry(today, view.step.due)
    note = f"passo, {formats.distance(left.days)}"
    return Deadline(
        str(view.step), view.step.due, left.days, formats.short_date(view.step.due), note, view.step.get_absolute_url()
    )


def _act_url(row):
    return row.act.get_absolute_url()
