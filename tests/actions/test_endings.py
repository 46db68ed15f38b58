"""An Azione runs on the incarichi of its offices: one that ends with nothing after it is a risk."""

from datetime import date, timedelta

import pytest

from abitare.records.models import Appointment
from actions.enums import ParticipationRole
from actions.models import ActionParticipation
from actions.progress import HealthKind
from actions.selectors import read_plan
from tests.factories.actions import MANDATE_DAY, ActionFactory, PlanFactory
from tests.factories.people import OfficeFactory
from tests.factories.records import ActFactory

pytestmark = pytest.mark.django_db
TODAY = date(2031, 11, 19)


@pytest.fixture
def participation():
    action = ActionFactory(plan=PlanFactory(), number=1)
    office = OfficeFactory(name="Ufficio Vincoli")
    return ActionParticipation.objects.create(action=action, office=office, role=ParticipationRole.CONTRIBUTES)


def appoint(office, valid_to):
    Appointment.objects.create(
        title="Incarico", office=office, act=ActFactory(number=""), valid_from=MANDATE_DAY, valid_to=valid_to
    )


def reasons(participation):
    view = read_plan(participation.action.plan, TODAY).action(1)
    return view.health.kind, [reason.text for reason in view.reasons if "Incarico" in reason.text]


def test_the_end_of_the_last_incarico_is_said(participation):
    appoint(participation.office, TODAY + timedelta(days=12))
    appoint(participation.office, TODAY + timedelta(days=42))
    kind, texts = reasons(participation)
    assert kind is HealthKind.AT_RISK
    assert texts == ["Incarico di Ufficio Vincoli: finisce fra 42 giorni (31 dicembre 2031), senza niente che segua"]


@pytest.mark.parametrize("days", [60, 0, -1])
def test_up_to_the_warning_days_and_after_the_end(participation, days):
    appoint(participation.office, TODAY + timedelta(days=days))
    assert reasons(participation)[0] is HealthKind.AT_RISK


def test_far_away_it_is_not_a_risk(participation):
    appoint(participation.office, TODAY + timedelta(days=61))
    assert reasons(participation) == (HealthKind.NOT_ASSESSABLE, [])


def test_an_incarico_without_an_end_follows(participation):
    appoint(participation.office, TODAY + timedelta(days=12))
    appoint(participation.office, None)
    assert reasons(participation)[1] == []


def test_who_is_only_consulted_does_not_hold_the_azione_up(participation):
    ActionParticipation.objects.update(role=ParticipationRole.CONSULTED)
    appoint(participation.office, TODAY + timedelta(days=12))
    assert reasons(participation)[1] == []
