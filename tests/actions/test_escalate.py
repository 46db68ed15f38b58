"""What reaches the dirigente: a delay or a silence that lasts too long, once each, whatever one prefers."""

from datetime import date, timedelta

import pytest

from abitare.people.enums import NotificationKind
from abitare.people.roles import Role
from abitare.people.services import set_preferences
from actions.enums import ParticipationRole, UpdateKind
from actions.models import ActionParticipation, Update
from actions.services.messages import escalate
from tests.factories.actions import ActionFactory, PlanFactory, StepFactory
from tests.factories.people import OfficeFactory, RoleGrantFactory, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2031, 11, 20)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(TODAY)


@pytest.fixture
def plan():
    return PlanFactory(mandate__date=TODAY - timedelta(days=10))


@pytest.fixture
def late(plan, office):
    """``late(days)``: a step late by so many days."""

    def step(days, **fields):
        action = fields.pop("action", None) or ActionFactory(plan=plan, number=3)
        return StepFactory(action=action, office=office, due=TODAY - timedelta(days=days), **{"position": 5} | fields)

    return step


def told(mailbox):
    return [
        (message.to[0], [line for line in message.message.splitlines() if line.startswith("- ")])
        for message in mailbox.queued
    ]


def test_a_delay_of_more_than_thirty_days(mailbox, late, manager):
    late(31, title="Scrivere l’avviso")
    assert escalate(TODAY) == 1
    line = "- 3.5 Scrivere l’avviso (Settore Case e Quartieri): 31 giorni oltre il termine del 20 ottobre 2031"
    assert told(mailbox) == [(manager.email, [line])]


def test_thirty_days_are_not_more_than_thirty(late, manager):
    late(30)
    assert escalate(TODAY) == 0


def test_the_days_are_a_setting(settings, late, manager):
    settings.ESCALATION_DAYS = 10
    late(11)
    assert escalate(TODAY) == 1


def test_once_for_each_fact_and_together(mailbox, late, manager, time_machine):
    first = late(31, title="Primo")
    late(29, action=first.action, position=6, title="Secondo")
    assert [escalate(TODAY), escalate(TODAY), escalate(TODAY + timedelta(days=1))] == [1, 0, 0]
    assert escalate(TODAY + timedelta(days=2)) == 1
    assert [len(lines) for _, lines in told(mailbox)] == [1, 1]
    assert "Secondo" in told(mailbox)[1][1][0]


def test_a_date_moved_and_missed_again_is_another_fact(late, manager):
    step = late(31)
    escalate(TODAY)
    step.due = TODAY
    step.save()
    assert [escalate(TODAY + timedelta(days=days)) for days in (30, 31)] == [0, 1]


def test_a_dirigente_hears_of_what_depends_on_the_office(mailbox, late, office):
    office.parent = OfficeFactory(name="Area Sociale")
    office.save()
    above = RoleGrantFactory(role=Role.MANAGER, office=office.parent).user
    elsewhere = RoleGrantFactory(role=Role.MANAGER, office=OfficeFactory()).user
    of_all = make_user(Role.MANAGER)
    late(40)
    escalate(TODAY)
    assert {email for email, _ in told(mailbox)} == {above.email, of_all.email}
    assert elsewhere.email not in dict(told(mailbox))


def test_it_cannot_be_switched_off(late, manager):
    set_preferences(user=manager, choices=dict.fromkeys(NotificationKind, False))
    late(31)
    assert escalate(TODAY) == 1


def test_editors_and_readers_hear_nothing(late, editor, giunta, auditor):
    late(31)
    assert escalate(TODAY) == 0


# --- silence --------------------------------------------------------------------------------------------------------
@pytest.fixture
def leading(plan, office):
    plan.mandate.date = TODAY - timedelta(days=91)
    plan.mandate.save()
    action = ActionFactory(plan=plan, number=3)
    ActionParticipation.objects.create(action=action, office=office, role=ParticipationRole.LEAD)
    return action


def test_an_office_that_never_said_anything(mailbox, leading, manager):
    """News is due after 60 days, and late by more than 30 from the ninety-first on."""
    assert [escalate(TODAY - timedelta(days=1)), escalate(TODAY)] == [0, 1]
    line = "- Settore Case e Quartieri: nessun aggiornamento da 91 giorni, non ne ha mai firmati"
    assert told(mailbox) == [(manager.email, [line])]


def test_news_begins_the_count_again(mailbox, leading, office, manager):
    Update.objects.create(
        plan=leading.plan, action=leading, office=office, kind=UpdateKind.NOTHING_NEW, author_label="Ufficio",
        happened_on=TODAY - timedelta(days=1),
    )  # fmt: skip
    assert [escalate(TODAY + timedelta(days=days)) for days in (0, 89, 90, 120)] == [0, 0, 1, 0]
    assert "l’ultimo è del 19 novembre 2031" in told(mailbox)[0][1][0]


def test_an_office_that_answers_for_nothing_may_be_silent(plan, manager):
    plan.mandate.date, plan.mandate.year = date(2030, 1, 1), 2030
    plan.mandate.save()
    OfficeFactory()
    assert escalate(TODAY) == 0


def test_before_a_plan(manager):
    assert escalate(TODAY) == 0
