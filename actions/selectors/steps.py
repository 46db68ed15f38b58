"""A step for its page: where it stands, how its due date moved, whom it waits for, what proves it, what was said."""

from dataclasses import dataclass

from abitare.records.models import Attachment
from abitare.ui.formats import days
from actions.enums import OPEN_STEP_STATES
from actions.models import DueChange, StepDependency
from actions.selectors.action import StepView, step_view


@dataclass(frozen=True)
class DueMove:
    """One change of the due date with its distance in days."""

    change: DueChange

    @property
    def days_words(self):
        """«+61 giorni», «−3 giorni», «fissato», «tolto»."""
        old, new = self.change.old_due, self.change.new_due
        if old is None or new is None:
            return "fissato" if old is None else "tolto"
        moved = (new - old).days
        return f"+{days(moved)}" if moved > 0 else days(moved)


@dataclass(frozen=True)
class StepPage:
    """Everything the page of a step shows beside its history."""

    view: StepView
    moves: tuple
    waits_for: tuple
    waited_by: tuple
    files: tuple
    updates: tuple

    @property
    def postponable(self):
        return self.view.step.state in OPEN_STEP_STATES


def read_step(step, today):
    """``StepPage`` of a step already loaded: five queries."""
    changes = tuple(step.due_changes.select_related("source_act", "recorded_by"))
    waits_for = StepDependency.objects.filter(step=step).select_related("predecessor__action").order_by("pk")
    waited_by = StepDependency.objects.filter(predecessor=step).select_related("step__action").order_by("pk")
    predecessors = tuple(row.predecessor for row in waits_for)
    return StepPage(
        view=step_view(
            step,
            today,
            predecessors=tuple(row.code for row in predecessors),
            moves=sum(change.old_due is not None for change in changes),
        ),
        moves=tuple(DueMove(change) for change in changes),
        waits_for=predecessors,
        waited_by=tuple(row.step for row in waited_by),
        files=tuple(Attachment.objects.for_object(step).with_file()),
        updates=tuple(step.updates.all()),
    )
