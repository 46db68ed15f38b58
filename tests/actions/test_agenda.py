"""The agenda: what the facts propose, with their figures, and how the coordination composes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from abitare.records.models import Appointment
from actions.enums import AgendaOrigin, MeetingState, StepState, UpdateKind
from actions.models import AgendaItem, Update
from actions.selectors.agenda import proposals
from actions.selectors.plan import read_plan
from actions.services.agenda import MeetingRefuses, add_items, move_item, remove_item
from tests.factories.actions import ActionFactory, PlanFactory, StepFactory, add_point
from tests.factories.people import OfficeFactory
from tests.factories.records import ActFactory
from tests.factories.table import AssignmentFactory, ItemFactory, MeetingFactory, TableFactory
from tests.html import control, errors, hrefs, messages, parse, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def plan(today):
    """Mandate of ten days ago: nobody is silent yet."""
    plan = PlanFactory(mandate=ActFactory(date=today - timedelta(days=10)))
    add_point(plan.mandate, 1, responsible=OfficeFactory())
    return plan


@pytest.fixture
def action(plan):
    return ActionFactory(plan=plan, number=3, short_title="Custodi di scala")


@pytest.fixture
def meeting(plan, today):
    return MeetingFactory(table=TableFactory(plan=plan), number=1, date=today + timedelta(days=2))


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def proposed(meeting, today):
    """Triples (origin, title, facts) of what the facts propose."""
    found = proposals(read_plan(meeting.table.plan, today), meeting, today)
    return [(p.origin, p.title, p.facts) for p in found]


def of(meeting, today, origin):
    return [(title, facts) for found, title, facts in proposed(meeting, today) if found == origin]


def test_nothing_to_say(meeting, today):
    assert proposed(meeting, today) == []


def test_a_late_step_with_its_days(meeting, action, today):
    due = today - timedelta(days=38)
    step = StepFactory(action=action, title="Il protocollo", due=due, office=None, state=StepState.STARTED)
    StepFactory(action=action, due=due, state=StepState.DONE)
    StepFactory(action=action, due=today)  # due today is not late
    [(title, facts)] = of(meeting, today, AgendaOrigin.LATE)
    assert title == str(step)
    assert facts.startswith("38 giorni oltre il termine del ")
    assert "(stima dell’ufficio), grado «avviato». Ufficio da individuare." in facts


def test_what_expires_soon_and_not_what_expires_later(meeting, action, today):
    StepFactory(action=action, title="Vicino", due=today + timedelta(days=10))
    StepFactory(action=action, title="Lontano", due=today + timedelta(days=61))
    act = ActFactory()
    for title, days in (("Incarico che finisce", 60), ("Incarico lungo", 61), ("Incarico finito", -1)):
        Appointment.objects.create(
            title=title,
            office=OfficeFactory(),
            act=act,
            valid_from=today - timedelta(days=99),
            valid_to=today + timedelta(days=days),
        )
    found = of(meeting, today, AgendaOrigin.EXPIRING)
    assert [title.split(" ", 1)[1] for title, _ in found] == ["Vicino", "che finisce"]
    assert "fra 10 giorni" in found[0][1]


def test_an_azione_at_risk_with_its_reasons(meeting, action, today):
    StepFactory(action=action, due=today + timedelta(days=5))
    [(title, facts)] = of(meeting, today, AgendaOrigin.AT_RISK)
    assert title == "Azione 3, Custodi di scala: a rischio"
    assert "scade fra 5 giorni ed è al grado «da avviare»." in facts


@pytest.mark.parametrize(("days", "silent"), [(60, 0), (61, 1)])
def test_an_azione_is_silent_one_day_past_its_interval(meeting, plan, action, today, days, silent):
    step = StepFactory(action=action)
    Update.objects.create(
        plan=plan,
        step=step,
        kind=UpdateKind.NOTHING_NEW,
        author_label="Renzo",
        happened_on=today - timedelta(days=days),
    )
    plan.mandate.date = today - timedelta(days=200)
    plan.mandate.save()
    found = of(meeting, today, AgendaOrigin.SILENT)
    about_azioni = [facts for title, facts in found if title.startswith("Azione")]
    assert len(about_azioni) == silent
    assert all("61 giorni fa: è atteso ogni 60 giorni." in facts for facts in about_azioni)


def test_never_a_word_counts_from_the_mandate(meeting, plan, action, today):
    plan.mandate.date = today - timedelta(days=172)
    plan.mandate.save()
    azione, points = of(meeting, today, AgendaOrigin.SILENT)
    assert azione[0] == "Azione 3, Custodi di scala: senza notizie"
    assert "172 giorni fa" in azione[1]
    assert points[1] == "1 punto senza un aggiornamento da oltre 90 giorni (fino a 172 giorni): 1."


def test_points_nobody_answers_for(meeting, plan, today):
    add_point(plan.mandate, 2)
    add_point(plan.mandate, 3, responsible_note="Settori competenti")
    [(title, facts)] = of(meeting, today, AgendaOrigin.UNNAMED)
    assert facts == "2 punti su 3 senza un ufficio responsabile: 2, 3."


def test_the_compiti_of_other_tables_are_not_here(meeting, today):
    AssignmentFactory()
    mine = AssignmentFactory(table=meeting.table)
    assert of(meeting, today, AgendaOrigin.ASSIGNMENT) == [
        (mine.text, f"Compito di {mine.office.name}, senza termine.")
    ]


def test_what_is_there_already_is_not_proposed_twice(meeting, action, plan, today, coordinator):
    plan.mandate.date = today - timedelta(days=172)
    plan.mandate.save()
    add_point(plan.mandate, 2)
    StepFactory(action=action, due=today - timedelta(days=1))
    AssignmentFactory(table=meeting.table)
    found = proposals(read_plan(plan, today), meeting, today)
    assert len({p.origin for p in found}) == 4
    add_items(meeting, [p.row for p in found], by=coordinator)
    assert proposals(read_plan(plan, today), meeting, today) == ()
    assert add_items(meeting, [p.row for p in found], by=coordinator) == []


# --- composing it --------------------------------------------------------------------------------------------------


def url(meeting):
    return f"/tavolo/{meeting.number}/ordine-del-giorno/"


def test_ticked_points_go_on_the_agenda_with_their_facts(client, meeting, action, today):
    step = StepFactory(action=action, due=today - timedelta(days=38))
    StepFactory(action=action, due=today - timedelta(days=2))
    page = parse(client.get(url(meeting)), "#proposti")
    assert len(page.select("input[type=checkbox]")) == 2
    assert step.get_absolute_url() in hrefs(page)
    response = client.post(url(meeting), {"points": f"ritardo-{step.pk}"}, follow=True)
    assert messages(response) == ["1 punto messo all’ordine del giorno."]
    item = meeting.agenda.get()
    assert (item.origin, item.step, item.position) == (AgendaOrigin.LATE, step, 1)
    assert "38 giorni oltre il termine" in item.facts
    assert str(step) not in words(parse(response, "#proposti"))


def test_a_point_by_hand(client, meeting):
    client.post(url(meeting), {"title": "Comunicazioni", "facts": ""})
    assert (meeting.agenda.get().title, meeting.agenda.get().origin) == ("Comunicazioni", AgendaOrigin.MANUAL)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"points": []}, "Scegli almeno un punto."),
        (
            {"points": "ritardo-999"},
            "Uno dei punti scelti non è più fra quelli proposti: guarda l’elenco di adesso.",
        ),
    ],
)
def test_a_wrong_choice_is_said(client, meeting, action, today, data, words):
    StepFactory(action=action, due=today - timedelta(days=2))
    response = client.post(url(meeting), data | {"csrf": "x"})
    assert errors(response)[0].endswith(words)
    assert not meeting.agenda.exists()


def test_a_title_is_asked_and_the_rest_is_kept(client, meeting):
    response = client.post(url(meeting), {"title": "", "facts": "Perché sì"})
    assert len(errors(response)) == 1
    assert words(control(parse(response), "facts")) == "Perché sì"


def order(meeting):
    return list(meeting.agenda.order_by("position").values_list("position", "title"))


@pytest.fixture
def three(meeting):
    return [ItemFactory(meeting=meeting, position=n, title=t) for n, t in enumerate("abc", 1)]


def test_points_move_up_and_down(client, meeting, three):
    client.post(f"/tavolo/punti/{three[2].pk}/sposta/su/")
    assert order(meeting) == [(1, "a"), (2, "c"), (3, "b")]
    client.post(f"/tavolo/punti/{three[0].pk}/sposta/giu/")
    assert order(meeting) == [(1, "c"), (2, "a"), (3, "b")]


def test_at_the_ends_nothing_moves(client, meeting, three, coordinator):
    move_item(three[0], up=True, by=coordinator)
    move_item(three[2], up=False, by=coordinator)
    assert order(meeting) == [(1, "a"), (2, "b"), (3, "c")]


def test_a_point_is_taken_away_and_the_others_close_ranks(client, meeting, three):
    response = client.post(f"/tavolo/punti/{three[0].pk}/togli/", follow=True)
    assert messages(response) == ["Tolto dall’ordine del giorno: a."]
    assert order(meeting) == [(1, "b"), (2, "c")]


def test_a_compito_still_open_is_not_taken_away(client, meeting, coordinator):
    assignment = AssignmentFactory(table=meeting.table)
    item = ItemFactory(meeting=meeting, assignment=assignment, origin=AgendaOrigin.ASSIGNMENT)
    with pytest.raises(MeetingRefuses):
        remove_item(item, by=coordinator)
    assert AgendaItem.objects.filter(pk=item.pk).exists()
    assert texts(parse(client.get(url(meeting)), "#odg"), "button") == []


def test_after_the_convocation_points_only_arrive(client, meeting, three, coordinator):
    meeting.state = MeetingState.CONVENED
    meeting.save()
    with pytest.raises(MeetingRefuses):
        remove_item(three[0], by=coordinator)
    with pytest.raises(MeetingRefuses):
        move_item(three[0], up=False, by=coordinator)
    assert texts(parse(client.get(url(meeting)), "#odg"), "button") == []
    client.post(url(meeting), {"title": "Urgente", "facts": ""})
    assert meeting.agenda.get(title="Urgente").added_late is True
    assert "Aggiunto dopo la convocazione." in words(parse(client.get(meeting.get_absolute_url()), "#punto-4"))


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor"])
def test_nobody_else_composes_it(client, meeting, three, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(meeting)).status_code == 403
    assert client.post(url(meeting), {"title": "x", "facts": ""}).status_code == 403
    for path in ("togli", "sposta/su", "decidi", "rettifica"):
        assert client.post(f"/tavolo/punti/{three[1].pk}/{path}/").status_code == 403
    assert order(meeting) == [(1, "a"), (2, "b"), (3, "c")]


def test_a_get_moves_nothing(client, three):
    for path in ("togli", "sposta/su", "decidi"):
        assert client.get(f"/tavolo/punti/{three[1].pk}/{path}/").status_code == 405
    assert client.post(f"/tavolo/punti/{three[1].pk}/sposta/altrove/").status_code == 404
