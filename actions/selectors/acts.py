"""One act with its tracing, for its page and its document."""

from dataclasses import dataclass

from abitare.records.enums import Level, Section
from abitare.records.models import MandatePoint
from abitare.records.selectors import act_files, count_files
from actions.models import MandateLink
from actions.selectors.plan import step_view
from actions.selectors.points import point_views

SHOWS = {
    "": ("Tutti", lambda view: True),
    "senza-responsabile": ("Senza responsabile", lambda view: not view.point.responsible_id),
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


def act_page(act, today):
    """``ActPage`` of an act already loaded: five queries."""
    clauses = tuple(act.clauses.in_reading_order())
    by_pk = {clause.pk: clause for clause in clauses}
    points = list(MandatePoint.objects.filter(clause__act=act).select_related("responsible"))
    for point in points:
        point.clause = by_pk[point.clause_id]
        point.clause.act = act
    for clause in clauses:
        clause.act = act
    points.sort(key=lambda point: clauses.index(point.clause))
    links = MandateLink.objects.live().filter(point__clause__act=act)
    links = list(links.select_related("action", "step__action", "step__evidence_act", "step__office", "plan"))
    facts = {link.step_id: step_view(link.step, today).facts for link in links if link.step_id}
    return ActPage(
        act=act,
        clauses=clauses,
        points=point_views(points, links, facts),
        files=tuple(act_files(act)),
        today=today,
    )
