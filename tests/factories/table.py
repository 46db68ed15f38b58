"""The table of the invented plan: meetings, points, compiti. Nobody has logged what these make."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from actions.enums import AssignmentState, MeetingState
from actions.models import AgendaItem, Assignment, CoordinationTable, Meeting
from tests.factories.actions import PlanFactory
from tests.factories.people import OfficeFactory

PAST_CONVOCATION = date(2026, 1, 2)


class TableFactory(DjangoModelFactory):
    """The table of a plan; ``offices=[…]`` sit at it."""

    class Meta:
        model = CoordinationTable
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)

    @factory.post_generation
    def offices(self, create, extracted, **kwargs):
        self.offices.set(extracted or [])


class MeetingFactory(DjangoModelFactory):
    """A meeting still to be convened; ``state=…`` gives it the days that state wants."""

    class Meta:
        model = Meeting

    table = factory.SubFactory(TableFactory)
    number = factory.Sequence(lambda n: n + 1)
    date = date(2031, 11, 20)
    state = MeetingState.PLANNED
    convened_on = factory.LazyAttribute(
        lambda m: PAST_CONVOCATION if m.state in (MeetingState.CONVENED, MeetingState.CLOSED) else None
    )
    closed_on = factory.LazyAttribute(lambda m: m.date if m.state == MeetingState.CLOSED else None)


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Punto inventato {n:04d}")


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    table = factory.SubFactory(TableFactory)
    text = factory.Sequence(lambda n: f"Compito inventato {n:04d}")
    office = factory.SubFactory(OfficeFactory)
    office_name = factory.LazyAttribute(lambda a: a.office.name)
    state = AssignmentState.OPEN
    done_on = factory.LazyAttribute(lambda a: date(2026, 1, 5) if a.state == AssignmentState.DONE else None)
