"""Global search: acts, points, steps, indicators, compiti and sedute, each through ``visible_to``, in six queries."""

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, Value, When, Window

from abitare.records.enums import Level
from abitare.records.models import Act, ActClause, MandatePoint
from abitare.ui import formats
from actions.models import Assignment, Indicator, Meeting, Step
from actions.search_words import excerpt

PER_GROUP = 20
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, where it is read, what says which one it is."""

    title: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """The hits of one kind; ``total`` counts also those past the first ``PER_GROUP``."""

    key: str
    label: str
    hits: tuple[Hit, ...]
    total: int

    @property
    def more(self):
        return self.total - len(self.hits)


def search(words, user):
    """The groups where something was found, what matches exactly first. Six queries, whatever is found."""
    groups = (
        _group("atti", "Atti", _acts(words, user), _act),
        _group("punti", "Punti della deliberazione", _points(words, user), lambda p: _point(p, words)),
        _group("passi", "Passi", _steps(words, user), _step),
        _group("indicatori", "Indicatori", _indicators(words, user), _indicator),
        _group("compiti", "Compiti", _assignments(words, user), _assignment),
        _group("sedute", "Sedute del tavolo", _meetings(words, user), _meeting),
    )
    return tuple(group for group in groups if group.total)


def _group(key, label, rows, hit):
    found = list(rows[:PER_GROUP])
    return Group(key, label, tuple(hit(row) for row in found), found[0].total if found else 0)


def _find(queryset, words, fields, exact, order):
    """Rows with every word in one of the fields, or that are exactly what was asked; those first.

    Each row carries ``total``, how many rows there are without the limit: counted in the same query.
    """
    every_word = Q()
    for pattern in words.patterns:
        every_word &= _any(Q(**{f"{field}__iregex": pattern}) for field in fields)
    rank = Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = queryset.filter(every_word | exact).annotate(rank=rank, total=Window(Count("*")))
    return rows.order_by("rank", *order, "pk")


def _any(conditions):
    found = NOTHING
    for condition in conditions:
        found |= condition
    return found


def _acts(words, user):
    exact = Q(number__iexact=words.text) | Q(short_title__iexact=words.text)
    return _find(Act.objects.visible_to(user), words, ("number", "short_title", "title"), exact, ("-year", "-date"))


def _points(words, user):
    """Points are read on the page of their act: they need both rights."""
    exact = NOTHING
    if words.coordinate:
        organ, path = words.coordinate
        exact = Q(clause__path=path, clause__level=Level.GIUNTA if organ else Level.PROPOSAL)
    visible = MandatePoint.objects.visible_to(user).filter(clause__in=ActClause.objects.visible_to(user))
    fields = ("clause__summary", "clause__official_text")
    order = ("-clause__act__date", "clause__level", "clause__path")
    return _find(visible.select_related("clause__act"), words, fields, exact, order)


def _steps(words, user):
    exact = NOTHING
    if words.step_code:
        number, position = words.step_code
        azione = Q(action__number=number) if number is not None else Q(action__isnull=True)
        exact = azione & Q(position=position)
    steps = Step.objects.visible_to(user).select_related("action", "office")
    return _find(steps, words, ("title", "office__name"), exact, ("action__number", "position"))


def _indicators(words, user):
    exact = Q(code__iexact=words.text)
    return _find(Indicator.objects.visible_to(user), words, ("code", "name"), exact, ("code",))


def _assignments(words, user):
    assignments = Assignment.objects.visible_to(user).select_related("decision__item__meeting")
    return _find(assignments, words, ("text", "office_name"), NOTHING, ("-recorded_at",))


def _meetings(words, user):
    exact = Q(number=int(words.text)) if words.text.isdigit() and int(words.text) < 32_768 else NOTHING
    return _find(Meeting.objects.visible_to(user), words, ("place", "notes"), exact, ("-date",))


def _act(act):
    when = formats.short_date(act.date) if act.date else str(act.year)
    return Hit(act.short_title, act.get_absolute_url(), f"{act.title} · {act.get_organ_display()}, {when}")


def _point(point, words):
    clause = point.clause
    text = clause.summary or excerpt(clause.official_text, words)
    return Hit(f"{clause.coordinate} {text}", clause.get_absolute_url(), f"{clause.act}, {point.get_kind_display()}")


def _step(step):
    office = step.office.label if step.office else "ufficio da individuare"
    due = f", termine {formats.short_date(step.due)}" if step.due else ""
    return Hit(str(step), step.get_absolute_url(), f"{step.get_state_display()} · {office}{due}")


def _indicator(indicator):
    return Hit(str(indicator), indicator.get_absolute_url(), indicator.unit)


def _assignment(assignment):
    """A compito is read where it was given; one that no meeting gave has no page."""
    meeting = assignment.decision.item.meeting if assignment.decision else None
    due = f", entro il {formats.long_date(assignment.due)}" if assignment.due else ""
    note = f"{assignment.get_state_display()} · {assignment.office_name}{due}"
    return Hit(assignment.text, meeting.get_absolute_url() if meeting else "", note)


def _meeting(meeting):
    title = f"Seduta n. {meeting.number} del {formats.long_date(meeting.date)}"
    return Hit(title, meeting.get_absolute_url(), meeting.get_state_display())
