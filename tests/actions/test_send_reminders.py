"""Reminders of due dates: each once, none lost when a day is missed."""

from datetime import date, timedelta

import pytest

from abitare.people.enums import NotificationKind
from abitare.people.roles import Role
from abitare.people.services import set_preferences
from actions.enums import StepState
from actions.services.messages import send_reminders
from tests.factories.actions import ActionFactory, PlanFactory, StepFactory
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
DUE = date(2031, 11, 20)


@pytest.fixture
def step(time_machine, office):
    time_machine.move_to(date(2031, 5, 1))
    action = ActionFactory(plan=PlanFactory(mandate__date=date(2031, 4, 1)), number=3)
    return StepFactory(action=action, position=5, title="Scrivere l’avviso", office=office, due=DUE)


@pytest.fixture
def on(time_machine):
    """``on(-7, 0)``: a round on each of these days around the date; how many messages each time."""

    def rounds(*offsets):
        sent = []
        for offset in offsets:
            day = DUE + timedelta(days=offset)
            time_machine.move_to(day)
            sent.append(send_reminders(day))
        return sent

    return rounds


def test_seven_days_before_on_the_day_and_after(mailbox, step, editor, on):
    assert on(*range(-10, 40)) == [1 if offset in (-7, 0, 7, 30) else 0 for offset in range(-10, 40)]
    texts = [message.message for message in mailbox.queued]
    assert [next(line for line in text.splitlines() if line.startswith("- 3.5")) for text in texts] == [
        "- 3.5 Scrivere l’avviso: scade fra 7 giorni (20 novembre 2031)",
        "- 3.5 Scrivere l’avviso: scade oggi (20 novembre 2031)",
        "- 3.5 Scrivere l’avviso: 7 giorni oltre il termine (20 novembre 2031)",
        "- 3.5 Scrivere l’avviso: 30 giorni oltre il termine (20 novembre 2031)",
    ]


@pytest.mark.parametrize(
    ("days", "sent"),
    [
        ((-5, 3, 11, 44), [1, 1, 1, 1]),  # every appointment missed: told later, with the days of that day
        ((12,), [1]),  # the first round of all: the rung of today, not the two below
        ((-7, 31), [1, 1]),  # two rungs missed
        ((0, 0, 0), [1, 0, 0]),
        ((100, 200), [1, 0]),
    ],
)
def test_a_missed_day_loses_nothing_and_nothing_is_told_twice(step, editor, on, days, sent):
    assert on(*days) == sent


def test_a_date_that_moves_begins_again(step, editor, on):
    on(0)
    step.due = DUE + timedelta(days=60)
    step.save()
    assert on(1, 53, 60) == [0, 1, 1]


@pytest.mark.parametrize("state", [StepState.DONE, StepState.CANCELLED])
def test_a_step_that_is_over_asks_for_nothing(step, editor, on, state):
    step.state = state
    step.done_on, step.evidence_note = DUE - timedelta(days=9), "verbale"
    step.save()
    assert on(-7, 0, 30) == [0, 0, 0]


def test_several_steps_are_one_message(mailbox, step, editor, on):
    StepFactory(action=step.action, position=6, title="Aprire", office=step.office, due=DUE)
    assert on(0) == [1]
    [message] = mailbox.queued
    assert message.subject == "Comune di Cremona: 2 termini da guardare"
    assert message.message.count("scade oggi") == 2


def test_each_person_of_the_office_and_nobody_else(mailbox, step, editor, other_editor, coordinator, manager, on):
    colleague = make_user(Role.TECHNICIAN, step.office)
    on(0)
    assert {message.to[0] for message in mailbox.queued} == {editor.email, colleague.email}


def test_who_joins_later_hears_of_where_it_stands(mailbox, step, editor, on):
    on(0)
    newcomer = make_user(Role.EDITOR, step.office)
    on(1)
    assert [message.to[0] for message in mailbox.queued] == [editor.email, newcomer.email]
    assert "1 giorno oltre il termine" in mailbox.queued[-1].message


@pytest.mark.parametrize("office_of_step", [True, False])
def test_where_nobody_may_write_the_coordination_hears(mailbox, step, coordinator, on, office_of_step):
    if not office_of_step:
        step.office = None
        step.save()
    on(0)
    assert [message.to[0] for message in mailbox.queued] == [coordinator.email]


def test_who_switched_them_off_hears_nothing(mailbox, step, editor, on):
    set_preferences(user=editor, choices={NotificationKind.REMINDERS: False})
    assert on(0) == [0]
    set_preferences(user=editor, choices={NotificationKind.REMINDERS: True})
    assert on(1) == [1]


def test_before_a_plan(on):
    assert on(0) == [0]
