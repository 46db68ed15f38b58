"""Indicators of Borgo Quieto, their targets and figures; rows as the services leave them, without the log."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from abitare.people.roles import Role
from abitare.records.workflow import perform
from actions.enums import Direction
from actions.models import Indicator, Target
from actions.services.observations import record_observation
from actions.transitions import OBSERVATION_TRANSITIONS
from tests.factories.actions import TODAY, ActionFactory
from tests.factories.people import make_user
from tests.factories.records import ActFactory

TRANSITION = {transition.name: transition for transition in OBSERVATION_TRANSITIONS}
JUNE = {"period_from": date(2031, 6, 1), "period_to": date(2031, 6, 30)}
JULY = {"period_from": date(2031, 7, 1), "period_to": date(2031, 7, 31)}
AUGUST = {"period_from": date(2031, 8, 1), "period_to": date(2031, 8, 31)}


class IndicatorFactory(DjangoModelFactory):
    """In use. ``start=(value, day)`` gives it a baseline."""

    class Meta:
        model = Indicator

    class Params:
        start = None

    action = factory.SubFactory(ActionFactory)
    plan = factory.LazyAttribute(lambda indicator: indicator.action.plan)
    code = factory.Sequence(lambda n: f"B{n + 1}")
    name = factory.LazyAttribute(lambda indicator: f"Corti aperte, {indicator.code}")
    unit = "corti"
    direction = Direction.UP
    formula = "Corti aperte a chi ci abita."
    source = "Registro delle corti"
    months = 1
    lag_days = 30
    min_cell = 0
    in_use = True
    baseline = factory.LazyAttribute(lambda indicator: indicator.start and Decimal(indicator.start[0]))
    baseline_on = factory.LazyAttribute(lambda indicator: indicator.start and indicator.start[1])
    baseline_source = factory.LazyAttribute(lambda indicator: "verbale n. 1" if indicator.start else "")


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    on = date(2031, 12, 31)
    value = Decimal(10)
    act = factory.SubFactory(ActFactory, number="")


def observe(indicator, period, value=None, *, state="draft", by=None, **fields):
    """A figure recorded as the page would, carried up to ``state`` by two invented people."""
    fields = {"source": "registro", "by": by, "today": TODAY} | fields
    given = {} if value is None else {"value": Decimal(str(value))}
    row = record_observation(indicator, **period, **given, **fields)
    if state != "draft":
        row = perform(TRANSITION["verify"], row, by=None, verified_by=make_user(Role.COORDINATOR), verified_on=TODAY)
    if state == "certified":
        row = perform(TRANSITION["certify"], row, by=None, certified_by=make_user(Role.MANAGER), certified_on=TODAY)
    return row
