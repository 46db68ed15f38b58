"""The thread of acts and what expires: reads over the records, in the words of the pages."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, DateField, F, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

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


def thread_of(act, *, relations=None, missing=frozenset()):
    """The nodes of the thread ``act`` belongs to, oldest first. One query, none when the relations are given.

    relations: those marked ``in_thread``, with their acts. missing: keys of acts whose text was not there yet.

    The thread is what the relations marked ``in_thread`` tie together; the verb on each node says how it stands to
    the acts before it. An act tied to nothing is a thread of one.
    """
    if relations is None:
        relations = thread_relations()
    acts = {end.pk: end for relation in relations for end in (relation.source, relation.target)} | {act.pk: act}
    connected = (acts[pk] for pk in _connected(act.pk, relations))
    ordered = sorted(connected, key=lambda a: (a.date or date(a.year, 1, 1), a.pk))
    place = {a.pk: position for position, a in enumerate(ordered)}
    return [_node(a, act, relations, place, missing) for a in ordered]


def thread_relations(also=None):
    """The relations of the threads, with their two acts; ``also``: an act whose every relation is wanted too."""
    wanted = Q(in_thread=True) | (Q(source=also) if also else Q(pk=None))
    return list(ActRelation.objects.filter(wanted).select_related("source", "target").order_by("pk"))


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


def _node(act, current, relations, place, missing):
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
        state="missing" if act.pk in missing else NODE_STATES[act.text_state],
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


def deadlines(today, steps=(), rows=None):
    """What expires: reference periods of plans, incarichi, substitutions, open steps with a due date.

    Expired first, then by day, the undated ones last. steps: StepViews already read. rows: what
    ``ending_rows`` reads, one query, for who has it already.
    """
    found = [_of_row(row, today) for row in (ending_rows() if rows is None else rows) if row.kind != TALLY]
    found += [_of_step(view, today) for view in steps if view.step.due and view.facts.open]
    return sorted(found, key=lambda d: (d.ends_on is None, d.ends_on or date.max, d.title))


TALLY = "tally"  # how many acts in each state of the text


class EndingRow(NamedTuple):
    """Something of the register with an end, or the count of the acts of one text state."""

    kind: str
    act: int | None
    title: str
    ends_on: date | None
    note: str
    count: int


def ending_rows():
    """``EndingRow`` of acts, incarichi and substitutions, and the count of the acts by text state. One query."""
    nothing = Cast(Value(None), DateField())
    acts = Act.objects.filter(valid_to__isnull=False)
    tally = Act.objects.order_by().values("text_state").annotate(count=Cast(Count("pk"), BigIntegerField()))
    return [
        EndingRow(*row)
        for row in _ends(acts, "act", "pk", "short_title", "valid_to_precision").union(
            _ends(Appointment.objects.filter(valid_to__isnull=False), "appointment", "act_id", "title", Value("")),
            _ends(Substitution.objects.all(), "substitution", "act_id", "office__name", "until_note"),
            tally.values_list(
                Value(TALLY), Cast(Value(None), BigIntegerField()), "text_state", nothing, Value(""), "count"
            ),
            all=True,
        )
    ]


def _ends(rows, kind, act, title, note):
    return rows.order_by().values_list(Value(kind), Cast(act, BigIntegerField()), F(title), "valid_to", note, Value(1))


def _of_row(row, today):
    href = reverse("acts:detail", args=[row.act])
    if row.kind == "act":
        return _of_act(row, today, href)
    title = row.title if row.kind == "appointment" else f"Sostituzione alla direzione: {row.title}"
    if row.ends_on is None:
        return Deadline(title, None, None, "senza data", f"fino a: {row.note}", href)
    left = expiry(today, row.ends_on)
    over = "finito " if left.expired and row.kind == "appointment" else ""
    note = f"{over}{formats.distance(left.days)}"
    return Deadline(title, row.ends_on, left.days, formats.short_date(row.ends_on), note, href)


def _of_act(row, today, href):
    left = expiry(today, row.ends_on)
    yearly = row.note == DatePrecision.YEAR
    when = str(row.ends_on.year) if yearly else formats.short_date(row.ends_on)
    if left.expired:
        note = f"periodo di riferimento finito il {formats.long_date(row.ends_on)}: verificare il successivo"
    else:
        note = "fine nell’anno, giorno da precisare" if yearly else formats.distance(left.days)
    return Deadline(row.title, row.ends_on, left.days, when, note, href)


def _of_step(view, today):
    left = expiry(today, view.step.due)
    note = f"passo, {formats.distance(left.days)}"
    return Deadline(
        str(view.step), view.step.due, left.days, formats.short_date(view.step.due), note, view.step.get_absolute_url()
    )
