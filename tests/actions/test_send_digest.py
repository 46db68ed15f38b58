"""The weekly digest: who hears of what, once a week, in our words and with nobody's name."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from abitare.people.enums import NotificationKind
from abitare.people.roles import Role
from abitare.people.services import set_preferences
from abitare.records.models import JobRun
from abitare.ui.formats import ROME
from actions.enums import AssignmentState, ParticipationRole, StepState, UpdateKind
from actions.models import ActionParticipation, Assignment, CoordinationTable, DueChange, StepStateChange, Update
from actions.selectors.messages import office_digests
from actions.selectors.plan import read_plan
from actions.services.messages import send_digests
from tests.factories.actions import ActionFactory, PlanFactory, StepFactory, add_point
from tests.factories.people import RoleGrantFactory, make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime(2031, 11, 24, 8, tzinfo=ROME)
TODAY = MONDAY.date()


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def plan():
    return PlanFactory(title="Piano di Borgo Quieto", mandate__date=date(2031, 11, 1), mandate__executable_from=None)


@pytest.fixture
def action(plan):
    return ActionFactory(plan=plan, number=3, short_title="Custodi di scala")


def late_step(action, office, **fields):
    return StepFactory(action=action, office=office, **{"due": TODAY - timedelta(days=38), "position": 5, **fields})


def command(*arguments):
    out = StringIO()
    call_command("send_digest", *arguments, stdout=out)
    return out.getvalue().splitlines()


def bodies(mailbox):
    return {message.to[0]: message.message for message in mailbox.queued}


def test_an_office_hears_of_itself_and_the_coordination_of_all(
    mailbox, action, office, editor, other_editor, coordinator
):
    late_step(action, office, title="Scrivere l’avviso")
    late_step(action, other_editor.current_grants[0].office, position=6, title="Fare la gara")
    assert send_digests(MONDAY).messages == 3
    sent = bodies(mailbox)
    assert "3.5 Scrivere l’avviso: 38 giorni oltre il termine del 17 ottobre 2031" in sent[editor.email]
    assert "Fare la gara" not in sent[editor.email]
    assert "Scrivere l’avviso" not in sent[other_editor.email]
    assert "Scrivere l’avviso" in sent[coordinator.email]
    assert "Fare la gara" in sent[coordinator.email]


def test_what_it_says(mailbox, settings, plan, action, office, editor):
    """Late, near, silent, promised, changed: each with the address of its page."""
    settings.BASE_URL = "https://abitare.prova.example"
    plan.mandate.date = date(2031, 6, 1)
    plan.mandate.save()
    ActionParticipation.objects.create(action=action, office=office, role=ParticipationRole.LEAD)
    add_point(plan.mandate, 5, 2, responsible=office)
    step = late_step(action, office, title="Scrivere l’avviso", state=StepState.STARTED)
    near = late_step(action, office, position=6, title="Aprire la corte", due=TODAY + timedelta(days=30))
    late_step(action, office, position=7, title="Lontano", due=TODAY + timedelta(days=31))
    late_step(action, office, position=8, title="Fatto", state=StepState.DONE)
    table = CoordinationTable.objects.create(plan=plan)
    fields = {"table": table, "office": office, "office_name": office.name}
    Assignment.objects.create(text="Chiamare il gestore", due=TODAY - timedelta(days=1), **fields)
    Assignment.objects.create(text="Già fatto", state=AssignmentState.DONE, done_on=TODAY, **fields)
    StepStateChange.objects.create(
        step=step, state=StepState.STARTED, happened_on=TODAY, recorded_at=MONDAY - timedelta(days=6)
    )
    StepStateChange.objects.create(
        step=step, state=StepState.TO_START, happened_on=TODAY, recorded_at=MONDAY - timedelta(days=8)
    )
    DueChange.objects.create(
        step=near, old_due=date(2031, 12, 1), new_due=near.due, reason="Mancano i fondi di Rossi", source="seduta n. 3",
        decided_on=TODAY, recorded_at=MONDAY - timedelta(days=2),
    )  # fmt: skip
    send_digests(MONDAY)
    [message] = mailbox.queued
    assert message.subject == "Comune di Cremona: riepilogo del Piano al 24 novembre 2031"
    lines = message.message.splitlines()
    here = settings.BASE_URL
    assert lines[lines.index("SETTORE CASE E QUARTIERI") :][:23] == [
        "SETTORE CASE E QUARTIERI",
        "",
        "In ritardo (1)",
        "- 3.5 Scrivere l’avviso: 38 giorni oltre il termine del 17 ottobre 2031",
        f"  {here}{step.get_absolute_url()}",
        "",
        "In scadenza entro 30 giorni (1)",
        "- 3.6 Aprire la corte: scade fra 30 giorni, il 24 dicembre 2031",
        f"  {here}{near.get_absolute_url()}",
        "",
        "Senza notizie (2)",
        "- Azione 3, Custodi di scala: da 176 giorni",
        f"  {here}{action.get_absolute_url()}",
        f"- Punto 5.b della {plan.mandate}: da 176 giorni",
        f"  {here}/atti/{plan.mandate_id}/#proposal-decision-005-002",
        "",
        "Compiti aperti (1)",
        "- Chiamare il gestore: entro il 23 novembre 2031, 1 giorno oltre",
        "",
        "Cambiati dall’ultimo riepilogo (2)",
        "- 3.5 Scrivere l’avviso: avviato",
        f"  {here}{step.get_absolute_url()}",
        "- 3.6 Aprire la corte: termine 1º dicembre 2031 → 24 dicembre 2031",
    ]
    assert "Comune di Cremona" in lines
    assert "Rossi" not in message.message


def test_nobody_is_named(mailbox, plan, action, office, editor, coordinator):
    late_step(action, office)
    Update.objects.create(
        plan=plan, action=action, kind=UpdateKind.NEWS, done="Ho sentito Bruno Bianchi", office=office, author=editor,
        author_label="Renzo Redattore, Settore", happened_on=TODAY, recorded_at=MONDAY - timedelta(days=1),
    )  # fmt: skip
    send_digests(MONDAY)
    for text in bodies(mailbox).values():
        assert "Azione 3, Custodi di scala: aggiornamento" in text
        assert {name for name in ("Renzo", "Redattore,", "Bianchi", "Carla") if name in text} == set()


def test_nothing_to_say_no_message(mailbox, plan, editor, coordinator):
    sent = send_digests(MONDAY)
    assert (sent.offices, sent.messages, mailbox.queued) == ((), 0, [])


def test_before_a_plan(mailbox, editor):
    assert send_digests(MONDAY).messages == 0


def test_a_step_nobody_answers_for_reaches_the_coordination(mailbox, action, editor, coordinator):
    late_step(action, None, title="Di nessuno")
    send_digests(MONDAY)
    assert "UFFICIO DA INDIVIDUARE" in bodies(mailbox)[coordinator.email]
    assert list(bodies(mailbox)) == [coordinator.email]


def test_who_switched_it_off_who_left_and_who_may_not_write_hear_nothing(
    mailbox, action, office, editor, manager, giunta
):
    late_step(action, office)
    gone = RoleGrantFactory(role=Role.EDITOR, office=office, valid_from=date(2031, 1, 1), valid_to=TODAY).user
    stopped = make_user(Role.EDITOR, office, is_active=False)
    set_preferences(user=editor, choices={NotificationKind.DIGEST: False})
    assert send_digests(MONDAY).messages == 0
    assert {gone.email, stopped.email, manager.email, giunta.email} & set(bodies(mailbox)) == set()


def test_two_offices_are_one_message(mailbox, action, office, editor):
    other = RoleGrantFactory(user=editor, role=Role.TECHNICIAN, office=make_user(Role.EDITOR).current_grants[0].office)
    late_step(action, office, title="Primo")
    late_step(action, other.office, position=6, title="Secondo")
    send_digests(MONDAY)
    assert all(words in bodies(mailbox)[editor.email] for words in ("Primo", "Secondo"))


def test_the_command_is_dry_unless_told(mailbox, action, office, editor, coordinator):
    late_step(action, office)
    assert command() == [
        "  Settore Case e Quartieri: 2 destinatari. 1 in ritardo.",
        "Settimana 2031-W48. Uffici: 1. Messaggi: 2.",
        "Prova a vuoto: niente è stato messo in coda. Ripeti con --write per mandare.",
    ]
    assert (mailbox.queued, JobRun.objects.count()) == ([], 0)
    assert command("--write")[-1] == "Settimana 2031-W48. Uffici: 1. Messaggi: 2."
    assert len(mailbox.queued) == 2


def test_once_a_week_whoever_sends_it(mailbox, action, office, editor):
    late_step(action, office)
    command("--write")
    assert command("--write") == ["Settimana 2031-W48: il riepilogo è già stato mandato."]
    assert command("--write", "--day", "2031-11-30") == ["Settimana 2031-W48: il riepilogo è già stato mandato."]
    assert command("--write", "--day", "2031-12-01")[-1] == "Settimana 2031-W49. Uffici: 1. Messaggi: 1."
    assert len(mailbox.queued) == 2


def test_a_day_that_is_not_one():
    with pytest.raises(CommandError, match="«ieri» non è un giorno"):
        command("--day", "ieri")


def test_what_changed_is_counted_from_the_last_digest(mailbox, time_machine, action, office, editor):
    """Two weeks without rounds: what happened in the first is told all the same, and only once."""
    step = late_step(action, office)
    command("--write")
    for days, state in ((2, StepState.STARTED), (9, StepState.REVIEWED)):
        moment = MONDAY + timedelta(days=days)
        StepStateChange.objects.create(step=step, state=state, happened_on=moment.date(), recorded_at=moment)
    time_machine.move_to(MONDAY + timedelta(days=14), tick=False)
    command("--write")
    second = mailbox.queued[-1].message
    assert ": avviato" in second
    assert ": istruttoria conclusa" in second
    time_machine.move_to(MONDAY + timedelta(days=21), tick=False)
    command("--write")
    assert ": avviato" not in mailbox.queued[-1].message


@pytest.mark.parametrize("count", [1, 3])
def test_queries(plan, office, coordinator, count, django_assert_num_queries):
    """Beyond reading the plan: offices, news of Azioni and points, compiti, three kinds of changes."""
    plan.mandate.date = date(2031, 1, 1)
    plan.mandate.save()
    for number in range(1, count + 1):
        action = ActionFactory(plan=plan, number=number)
        step = late_step(action, office)
        add_point(plan.mandate, number, responsible=office)
        ActionParticipation.objects.create(action=action, office=office, role=ParticipationRole.LEAD)
        StepStateChange.objects.create(step=step, state=StepState.STARTED, happened_on=TODAY)
    view = read_plan(plan, TODAY)
    with django_assert_num_queries(7):
        [digest] = office_digests(view, MONDAY - timedelta(days=7), MONDAY + timedelta(days=1))
    assert digest.counts == f"{count} in ritardo, {2 * count} senza notizie, {count} cambiati dall’ultimo riepilogo"
