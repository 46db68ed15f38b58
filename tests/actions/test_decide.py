"""Deciding: the decision and what it becomes are written together or not at all, and point at each other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from abitare.records.models import LogEntry
from abitare.records.services.clauses import StaleVersion
from abitare.ui import formats
from actions.enums import AgendaOrigin, AssignmentState, DecisionEffect, MeetingState, StepState
from actions.models import Assignment, Decision, DueChange, Step
from actions.services.agenda import MeetingRefuses
from actions.services.decisions import discuss, record_decision
from tests.factories.actions import ActionFactory, PlanFactory, StepFactory
from tests.factories.people import OfficeFactory
from tests.factories.table import ItemFactory, MeetingFactory, TableFactory
from tests.html import control, errors, hrefs, messages, parse, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def step(today):
    action = ActionFactory(plan=PlanFactory(), number=3)
    return StepFactory(action=action, position=5, title="Il protocollo", due=today - timedelta(days=38))


@pytest.fixture
def item(step, today):
    meeting = MeetingFactory(table=TableFactory(plan=step.plan), number=4, date=today, state=MeetingState.CONVENED)
    return ItemFactory(meeting=meeting, position=1, step=step, origin=AgendaOrigin.LATE)


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def url(item):
    return f"/tavolo/punti/{item.pk}/decidi/"


def sent(effect, **values):
    return {"text": "Così è deciso.", "effect": effect} | values


def source(item):
    return f"seduta n. 4 del {formats.long_date(item.meeting.date)}"


def on_the_agenda(client, item):
    return parse(client.get(item.meeting.get_absolute_url()), "#punto-1")


def test_nothing_but_the_words(client, item):
    response = client.post(url(item), sent("nothing"), follow=True)
    assert messages(response) == ["Decisione sul punto 1 registrata."]
    decision = Decision.objects.get()
    assert (decision.text, decision.effect, decision.item) == ("Così è deciso.", "", item)
    assert "Presa d’atto, nessun effetto sul piano" in words(on_the_agenda(client, item))
    assert LogEntry.objects.for_object(item.meeting).get().verb == "decide"


def test_a_postponement(client, item, step, today, coordinator):
    old, new = step.due, today + timedelta(days=26)
    client.post(url(item), sent("postpone", step=step.pk, new_due=formats.numeric_date(new), reason="i dati seguono"))
    step.refresh_from_db()
    assert (step.due, step.first_due, step.due_source) == (new, old, source(item))
    change = DueChange.objects.get()
    assert (change.old_due, change.new_due, change.reason) == (old, new, "i dati seguono")
    assert (change.source, change.decided_on, change.recorded_by) == (source(item), item.meeting.date, coordinator)
    assert change.decision.item == item
    page = on_the_agenda(client, item)
    assert f"→ passo 3.5, termine {formats.dated(old, 'dal')} {formats.dated(new, 'al')}" in words(page)
    assert step.get_absolute_url() in hrefs(page)


def test_a_new_step(client, item, today):
    office, action = OfficeFactory(name="Ufficio case"), ActionFactory(plan=item.meeting.table.plan, number=4)
    due = today + timedelta(days=20)
    client.post(
        url(item),
        sent(
            "step",
            step_title="Scrivere la proposta",
            step_action=action.pk,
            step_office=office.pk,
            step_due=formats.numeric_date(due),
        ),
    )
    step = Step.objects.get(title="Scrivere la proposta")
    assert (step.action, step.office, step.due, step.due_source) == (action, office, due, source(item))
    assert [decision.item for decision in step.decided_by.all()] == [item]
    page = on_the_agenda(client, item)
    assert f"→ passo {step.code} «Scrivere la proposta», Ufficio case, entro il" in words(page)


def test_a_new_step_may_wait_for_office_and_date(client, item):
    client.post(url(item), sent("step", step_title="Cercare un ufficio"))
    step = Step.objects.get(title="Cercare un ufficio")
    assert (step.action, step.office, step.due, step.due_source) == (None, None, None, "")
    assert Decision.objects.get().effect == (
        f"passo {step.code} «Cercare un ufficio», ufficio da individuare, termine da fissare"
    )


def test_a_compito(client, item, today):
    office, due = OfficeFactory(name="Ragioneria"), today + timedelta(days=7)
    client.post(
        url(item),
        sent(
            "assign",
            assignment="Trovare la copertura",
            assignment_office=office.pk,
            assignment_due=formats.numeric_date(due),
        ),
    )
    assignment = Assignment.objects.get()
    assert (assignment.text, assignment.office, assignment.due) == ("Trovare la copertura", office, due)
    assert (assignment.state, assignment.decision.item, assignment.table) == (
        AssignmentState.OPEN,
        item,
        item.meeting.table,
    )
    assert LogEntry.objects.for_object(assignment).get().verb == "create"
    expected = f"→ compito a Ragioneria, entro il {formats.long_date(due)}: Trovare la copertura"
    assert expected in words(on_the_agenda(client, item))


def nothing_written():
    return not (Decision.objects.exists() or Assignment.objects.exists() or DueChange.objects.exists())


@pytest.mark.parametrize(
    ("effect", "values", "said"),
    [
        ("nothing", {"text": " "}, ["Decisione, come va a verbale: Questo campo è obbligatorio."]),
        (
            "postpone",
            {},
            [
                "Passo: Scegli il passo di cui si sposta il termine.",
                "Nuovo termine: Scrivi il nuovo termine.",
                "Motivo dello spostamento: Scrivi perché il termine si sposta.",
            ],
        ),
        ("step", {"step_due": "1/1/2020"}, 2),
        ("step", {"step_title": "x", "step_due": "31/2/2031"}, 1),
        ("assign", {"assignment_due": "1/1/2020"}, 3),
        ("sparisci", {}, 1),
        ("", {}, 1),
    ],
)
def test_what_is_missing_is_said_all_together(client, item, effect, values, said):
    response = client.post(url(item), sent(effect, **values))
    assert response.status_code == 200
    assert len(errors(response)) == (said if isinstance(said, int) else len(said))
    for sentence in [] if isinstance(said, int) else said:
        assert any(sentence.split(": ", 1)[1] in error for error in errors(response))
    assert nothing_written()


def test_what_was_written_is_kept(client, item):
    response = client.post(url(item), sent("assign", assignment="Metà compito", reason="non c’entra"))
    page = parse(response, "#decisione form")
    assert control(page, "assignment")["value"] == "Metà compito"
    assert control(page, "reason")["value"] == "non c’entra"
    assert words(control(page, "text")) == "Così è deciso."


def test_the_fields_of_the_other_effects_are_not_judged(client, item):
    client.post(url(item), sent("nothing", new_due="mai", step_due="boh", assignment_due="forse", step="999"))
    assert Decision.objects.count() == 1


def test_a_step_that_is_over_is_not_postponed(client, item, step, today):
    Step.objects.filter(pk=step.pk).update(state=StepState.CANCELLED)
    new = formats.numeric_date(today + timedelta(days=3))
    response = client.post(url(item), sent("postpone", step=step.pk, new_due=new, reason="perché sì"))
    assert len(errors(response)) == 1
    assert nothing_written()


def test_the_same_date_is_not_a_postponement(client, item, step):
    due = formats.numeric_date(step.due)
    response = client.post(url(item), sent("postpone", step=step.pk, new_due=due, reason="perché sì"))
    assert errors(response) == [f"Il termine è già il {formats.long_date(step.due)}."]
    assert nothing_written()


def test_all_or_nothing(item, step, today, coordinator):
    """The postponement is good, the decision says nothing: neither is written."""
    with pytest.raises(Exception, match="testo|vuoto|decisione"):
        record_decision(
            item,
            text="",
            effect=DecisionEffect.POSTPONE,
            by=coordinator,
            today=today,
            step=step,
            new_due=today + timedelta(days=9),
            reason="perché sì",
        )
    step.refresh_from_db()
    assert step.due == today - timedelta(days=38)
    assert nothing_written()


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CLOSED, MeetingState.CANCELLED])
def test_only_a_convened_meeting_decides(client, item, state):
    meeting = item.meeting
    meeting.state, meeting.closed_on = state, meeting.date
    meeting.save()
    response = client.post(url(item), sent("nothing"))
    assert errors(response) == ["Si scrive solo di una seduta convocata e non ancora chiusa."]
    assert nothing_written()


def test_not_before_its_day(client, item, today):
    meeting = item.meeting
    meeting.date = today + timedelta(days=1)
    meeting.save()
    response = client.post(url(item), sent("nothing"))
    assert errors(response) == ["Presenze, discussione e decisioni si scrivono dal giorno della seduta."]


def test_the_discussion(client, item):
    page = parse(client.get(f"/tavolo/punti/{item.pk}/"), "#discussione form")
    version = control(page, "opened_version")["value"]
    client.post(f"/tavolo/punti/{item.pk}/", {"minutes": "Si discute.", "opened_version": version})
    item.refresh_from_db()
    assert (item.minutes, item.version) == ("Si discute.", 2)
    assert "Si discute." in words(on_the_agenda(client, item))


def test_two_people_on_the_same_discussion(client, item, today, coordinator):
    discuss(item, text="La sua", version=1, by=coordinator, today=today)
    response = client.post(f"/tavolo/punti/{item.pk}/", {"minutes": "La mia", "opened_version": "1"})
    assert "Nel frattempo qualcun altro ha salvato" in errors(response)[0]
    assert words(control(parse(response, "#discussione form"), "minutes")) == "La mia"
    item.refresh_from_db()
    assert item.minutes == "La sua"
    with pytest.raises(StaleVersion):
        discuss(item, text="La mia", version=1, by=coordinator, today=today)


def test_a_step_renamed_later_does_not_change_what_was_decided(client, item):
    client.post(url(item), sent("step", step_title="Nome di allora"))
    Step.objects.filter(title="Nome di allora").update(title="Nome nuovo")
    assert "«Nome di allora»" in words(on_the_agenda(client, item))


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor", "administrator"])
def test_nobody_else_decides(client, item, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(url(item), sent("nothing")).status_code == 403
    assert client.get(f"/tavolo/punti/{item.pk}/").status_code == 403
    assert nothing_written()


@pytest.mark.parametrize("who", ["ente_user", "stranger"])
def test_outside_nobody_knows_the_page_is_there(client, item, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(url(item), sent("nothing")).status_code == 404


def test_the_meeting_of_the_refusal_is_locked_first(item, coordinator, today):
    """The state is read again under the lock, not taken from the object of the page."""
    stale = type(item.meeting).objects.get(pk=item.meeting.pk)
    stale.state = MeetingState.CANCELLED
    stale.save()
    assert item.meeting.state == MeetingState.CONVENED
    with pytest.raises(MeetingRefuses):
        record_decision(item, text="Tardi", effect=DecisionEffect.NOTHING, by=coordinator, today=today)
