"""One act with its tracing, for its page and its document."""

from dataclasses import dataclass, replace

from abitare.records.enums import DatePrecision, Level, Section
from abitare.records.models import MandatePoint
from abitare.records.selectors import act_files, count_files
from abitare.ui import formats
from abitare.ui.components import Fact
from actions.models import MandateLink
from actions.rules import can_sign_update
from actions.selectors.action import step_view
from actions.selectors.points import point_views
from actions.selectors.updates import news_of_points, offices_of_point, participating_offices

SHOWS = {
    "": ("Tutti", lambda view: True),
    "con-responsabile": ("Con responsabile", lambda view: view.point.responsible_id is not None),
    "senza-responsabile": ("Senza responsabile", lambda view: not view.point.responsible_id),
    "con-termine": ("Con un termine", lambda view: view.point.due_on is not None),
    "con-legame": ("Con un legame", lambda view: bool(view.links)),
    "senza-legame": ("Senza legame", lambda view: not view.covered),
    "da-validare": ("Legame da validare", lambda view: bool(view.proposed)),
    "attuati": ("Attuati", lambda view: view.badge == "done"),
}


@dataclass(frozen=True)
class ClauseRow:
    """A clause of the dispositivo beside its tracing; ``view`` is None for an introduction, which is not a point."""

    clause: object
    view: object

    @property
    def depth(self):
        return len(self.clause.positions)


@dataclass(frozen=True)
class ActPage:
    """Everything the page of an act shows."""

    act: object
    clauses: tuple
    points: tuple
    files: tuple
    today: object

    @property
    def point_by_clause(self):
        return {view.clause.pk: view for view in self.points}

    @property
    def file_counts(self):
        return count_files(self.files)

    @property
    def proposal_points(self):
        """The points people answer for; when the act has one level only, all of them."""
        return [view for view in self.points if view.in_proposal] or list(self.points)

    @property
    def of_points(self):
        return f"di {len(self.proposal_points)}"

    @property
    def of_declared(self):
        return f"di {self.file_counts.declared}"

    @property
    def linked(self):
        return [view for view in self.proposal_points if view.links]

    @property
    def with_responsible(self):
        return [view for view in self.proposal_points if view.point.responsible_id]

    @property
    def with_deadline(self):
        return [view for view in self.proposal_points if view.point.due_on]

    @property
    def done(self):
        return [view for view in self.proposal_points if view.badge == "done"]

    def rows(self, level, show=""):
        """Rows of the dispositivo of one level, only the points ``show`` asks for (and their introductions)."""
        _, wanted = SHOWS.get(show, SHOWS[""])
        views = self.point_by_clause
        chosen = [c for c in self._decision(level) if c.pk not in views or wanted(views[c.pk])]
        parents = {c.parent_id for c in chosen if c.pk in views}
        return [ClauseRow(c, views.get(c.pk)) for c in chosen if c.pk in views or c.pk in parents]

    @property
    def levels(self):
        return [level for level in (Level.PROPOSAL, Level.GIUNTA) if self._decision(level)]

    def chips(self, show):
        """The filters of the points: (key, label, how many, whether it is the one in use)."""
        return [
            (key, label, sum(map(wanted, self.proposal_points)), key == show) for key, (label, wanted) in SHOWS.items()
        ]

    @property
    def other_sections(self):
        """Pairs (section, clauses) of what comes before the dispositivo."""
        return [
            (section, own)
            for section in Section
            if section != Section.DECISION and (own := [c for c in self.clauses if c.section == section])
        ]

    def _decision(self, level):
        return [c for c in self.clauses if c.section == Section.DECISION and c.level == level]


def act_page(act, today, reader=None):
    """``ActPage`` of an act already loaded: five queries, and two for the news of the points, which only a page with a
    ``reader`` shows, and only on the deliberation of a plan."""
    clauses = tuple(act.clauses.in_reading_order())
    by_pk = {clause.pk: clause for clause in clauses}
    points = list(MandatePoint.objects.filter(clause__act=act).select_related("responsible"))
    for point in points:
        point.clause = by_pk[point.clause_id]
        point.clause.act = act
    for clause in clauses:
        clause.act, clause.parent = act, by_pk.get(clause.parent_id)
    points.sort(key=lambda point: clauses.index(point.clause))
    links = MandateLink.objects.live().filter(point__clause__act=act)
    related = ("action", "indicator", "step__action", "step__evidence_act", "step__office", "plan")
    links = list(links.select_related(*related).in_reading_order())
    facts = {link.step_id: step_view(link.step, today).facts for link in links if link.step_id}
    views = point_views(points, links, facts)
    return ActPage(
        act=act,
        clauses=clauses,
        points=_with_news(views, today, reader) if reader and hasattr(act, "plan") else views,
        files=tuple(act_files(act)),
        today=today,
    )


def _with_news(views, today, reader):
    """The points people answer for, each with its last update and whether the reader may write another."""
    asked = [view for view in views if view.asks_for_responsible]
    participating = participating_offices()
    signing = {
        view.point.pk
        for view in asked
        if can_sign_update(reader, offices_of_point(view.point, view.links, participating))
    }
    news = news_of_points([view.point for view in asked], today, signing=signing)
    return tuple(replace(view, news=news.get(view.point.pk)) for view in views)


def act_facts(act):
    """The facts of an act for the grid under its title: only those the register knows."""
    attendances = list(act.attendances.all())
    present = sum(row.present for row in attendances)
    votes = list(act.votes.all())
    facts = [
        Fact(
            term="Organo",
            value=act.get_organ_display(),
            note=f"{present} presenti su {len(attendances)}" if attendances else "",
        )
    ]
    if votes:
        outcome = "unanime" if all(vote.unanimous for vote in votes) else "a maggioranza"
        facts.append(Fact(term="Voto", value=outcome, note=formats.counted(len(votes), "votazione,votazioni")))
    if act.executable_from:
        facts.append(
            Fact(
                term="Esecutività",
                value=("immediata, dal " if act.immediate else "dal ") + formats.long_date(act.executable_from),
            )
        )
    if act.unit_name:
        facts.append(Fact(term="Proponente", value=", ".join(filter(None, [act.unit_name, act.service_name]))))
    if act.protocol:
        facts.append(
            Fact(
                term="Protocollo",
                value=act.protocol,
                note=formats.long_date(act.protocol_date) if act.protocol_date else "",
            )
        )
    if act.valid_to:
        facts.append(Fact(term="Periodo di riferimento", value=_period(act)))
    kind = {"acquired": "ok", "missing": "unknown", "reference": "neutral"}[act.text_state]
    facts.append(Fact(term="Testo", kind=kind, label=act.get_text_state_display().capitalize(), value=act.note or " "))
    return facts


def _period(act):
    if act.valid_to_precision == DatePrecision.YEAR:
        return f"fino al {act.valid_to.year}"
    start = f"dal {formats.long_date(act.valid_from)} " if act.valid_from else ""
    return f"{start}al {formats.long_date(act.valid_to)}"
