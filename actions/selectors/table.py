"""The table as its pages read it: the list of meetings, one meeting, the compiti, a summary for the dashboard."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q

from actions.enums import AssignmentState, AttendanceState, MeetingState
from actions.models import AgendaItem, Assignment, CoordinationTable, Decision, Meeting
from actions.selectors.agenda import BADGES

MEETING_BADGES = {
    MeetingState.PLANNED: "expected",
    MeetingState.CONVENED: "running",
    MeetingState.CLOSED: "done",
    MeetingState.CANCELLED: "void",
}
COMING = (MeetingState.PLANNED, MeetingState.CONVENED)


@dataclass(frozen=True)
class AssignmentView:
    """A compito with what its day says today."""

    assignment: Assignment
    days_late: int
    meeting: Meeting | None

    @property
    def open(self):
        return self.assignment.state == AssignmentState.OPEN

    @property
    def badge(self):
        if self.days_late:
            return "late"
        return {"open": "running", "done": "done", "dropped": "neutral"}[self.assignment.state]


@dataclass(frozen=True)
class TableView:
    """The page of the table."""

    table: CoordinationTable
    offices: tuple
    meetings: tuple
    assignments: tuple
    next_meeting: Meeting | None

    @property
    def open_assignments(self):
        return [row for row in self.assignments if row.open]

    @property
    def overdue(self):
        return [row for row in self.assignments if row.days_late]


@dataclass(frozen=True)
class TableSummary:
    """The table in figures, for the dashboard: the next meeting (None: none planned), its points, the compiti."""

    table: CoordinationTable
    next_meeting: Meeting | None
    agenda_items: tuple
    open_assignments: tuple
    overdue: int
    last_closed: date | None = None


@dataclass(frozen=True)
class ItemView:
    """A point with its decisions, already read."""

    item: AgendaItem
    decisions: tuple
    assignment: AssignmentView | None

    @property
    def badge(self):
        return BADGES[self.item.origin]

    @property
    def handled(self):
        return bool(self.decisions or self.item.minutes)

    @property
    def href(self):
        """Where the subject of the point is, empty when it is about nothing with a page."""
        about = self.item.step or self.item.action or (self.item.point.clause if self.item.point_id else None)
        return about.get_absolute_url() if about else ""

    @property
    def about(self):
        if self.item.step_id:
            return f"passo {self.item.step.code}"
        return f"Azione {self.item.action.number}" if self.item.action_id else "la deliberazione"


@dataclass(frozen=True)
class MeetingView:
    """The page of a meeting: agenda in order, attendance of each office, what still keeps it from being closed."""

    meeting: Meeting
    items: tuple
    attendances: tuple
    offices: tuple
    under_way: bool

    @property
    def badge(self):
        return MEETING_BADGES[self.meeting.state]

    @property
    def handled(self):
        return sum(item.handled for item in self.items)

    @property
    def decisions(self):
        return [decision for item in self.items for decision in item.decisions]

    @property
    def effects_note(self):
        changing = sum(bool(decision.effect) for decision in self.decisions)
        return f"{changing} con effetto sul piano" if self.decisions else ""

    @property
    def of_items(self):
        return f"di {len(self.items)}"

    @property
    def of_offices(self):
        return f"di {len(self.attendances) or len(self.offices)}"

    @property
    def present(self):
        return sum(row.state == AttendanceState.PRESENT for row in self.attendances)

    @property
    def carried(self):
        return [item for item in self.items if item.assignment is not None]

    @property
    def carried_note(self):
        still = sum(item.assignment.open for item in self.carried)
        return f"{still} ancora aperti" if self.carried else "nessuno dalle sedute prima"

    @property
    def current(self):
        """The first point without an outcome while the meeting is under way, None otherwise."""
        return next((item for item in self.items if not item.handled), None) if self.under_way else None


def table_of(plan):
    """The table of a plan, None when nobody has set it up."""
    return CoordinationTable.objects.filter(plan=plan).select_related("plan").first()


def read_table(table, today, *, every=False):
    """``TableView`` at ``today``; ``every``: also the compiti that are done or given up. Three queries."""
    counts = {
        "item_count": Count("agenda", distinct=True),
        "decision_count": Count("agenda__decisions", distinct=True),
        "present_count": Count("attendances", filter=Q(attendances__state=AttendanceState.PRESENT), distinct=True),
    }
    meetings = tuple(table.meetings.annotate(**counts).order_by("-number"))
    return TableView(
        table=table,
        offices=tuple(table.offices.order_by("name")),
        meetings=meetings,
        assignments=tuple(assignment_view(row, today) for row in _assignments(table, every=every)),
        next_meeting=_next(meetings),
    )


def table_summary(plan, today, *, work=True):
    """``TableSummary`` of a plan at ``today``, None without a table. Three queries at most.

    work: False leaves out the next meeting and the compiti, for who looks back.
    """
    meetings = tuple(Meeting.objects.filter(table__plan=plan).select_related("table"))
    table = meetings[0].table if meetings else table_of(plan)
    if table is None:
        return None
    meeting = _next(meetings) if work else None
    assignments = tuple(assignment_view(row, today) for row in _assignments(table)) if work else ()
    return TableSummary(
        table=table,
        next_meeting=meeting,
        agenda_items=tuple(meeting.agenda.order_by("position")) if meeting else (),
        open_assignments=assignments,
        overdue=sum(bool(row.days_late) for row in assignments),
        last_closed=last_closed(meetings, today),
    )


def last_closed(meetings, today):
    """The day of the last meeting before ``today`` whose minutes were closed by then, None before the first."""
    closed = (m for m in meetings if m.state == MeetingState.CLOSED and m.closed_on <= today and m.date < today)
    return max((m.date for m in closed), default=None)


def read_meeting(meeting, today):
    """``MeetingView``: four queries, whatever is on the agenda."""
    return MeetingView(
        meeting=meeting,
        items=tuple(item_view(item, today) for item in agenda_of(meeting)),
        attendances=tuple(meeting.attendances.order_by("office_name")),
        offices=tuple(meeting.table.offices.order_by("name")),
        under_way=meeting.is_under_way(today),
    )


def agenda_of(meeting):
    """The points in order, each with its subject and its decisions. Two queries."""
    decisions = Decision.objects.select_related("step__action", "due_change__step__action", "assignment__office")
    return (
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("step__action", "action", "point__clause", "assignment__decision__item__meeting", "corrects")
        .select_related("corrects__meeting")
        .prefetch_related(
            Prefetch("decisions", queryset=decisions.order_by("pk")),
            Prefetch("corrections", queryset=AgendaItem.objects.select_related("meeting")),
        )
        .order_by("position")
    )


def item_view(item, today):
    """A point read by ``agenda_of``."""
    carried = assignment_view(item.assignment, today) if item.assignment_id else None
    return ItemView(item, tuple(item.decisions.all()), carried)


def assignment_view(assignment, today):
    """A compito read with its decision, its point and its meeting."""
    decision = assignment.decision
    return AssignmentView(assignment, assignment.days_late(today), decision.item.meeting if decision else None)


def _assignments(table, *, every=False):
    rows = Assignment.objects.filter(table=table).select_related("office", "decision__item__meeting")
    rows = rows.order_by(F("due").asc(nulls_last=True), "pk")
    return rows if every else rows.filter(state=AssignmentState.OPEN)


def _next(meetings):
    """The coming meeting with the lowest number."""
    return min((m for m in meetings if m.state in COMING), key=lambda m: m.number, default=None)
