"""The compiti of the table still open on a day."""

from django.db.models import F

from actions.enums import AssignmentState
from actions.models import Assignment
from actions.selectors.table import assignment_view


def open_tasks(board):
    """``AssignmentView`` of the compiti open at the day of the board; at a date, those known and not done by then.

    A compito given up has no day of its own unless it was written: without one it stays given up. One query at a date,
    none otherwise.
    """
    plan = board.plan
    if plan.instant is None:
        return board.open_assignments
    known = Assignment.objects.filter(table__plan=plan.plan, recorded_at__lte=plan.instant)
    known = known.select_related("decision__item__meeting").order_by(F("due").asc(nulls_last=True), "pk")
    return tuple(assignment_view(_reopened(row), plan.today) for row in known if _open_on(row, plan.today))


def _open_on(row, day):
    return row.state == AssignmentState.OPEN or (row.done_on is not None and row.done_on > day)


def _reopened(row):
    """The row as it was: nothing is saved."""
    row.state, row.done_on = AssignmentState.OPEN, None
    return row
