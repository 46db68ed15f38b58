"""The page of the table and of a meeting: what they say, how many queries, the compiti done, the corrections."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from abitare.records.models import LogEntry
from actions.enums import AgendaOrigin, AssignmentState, AttendanceState, MeetingState
from actions.models import MeetingAttendance
from actions.selectors.table import table_summary
from actions.services.decisions import record_decision
from tests.factories.actions import ActionFactory, PlanFactory, StepFactory, add_point
from tests.factories.people import OfficeFactory
from tests.factories.table import AssignmentFactory, ItemFactory, MeetingFactory, TableFactory
from tests.html import errors, hrefs, messages, panel, parse, rows, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def table(office):
    return TableFactory(offices=[office])


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def meeting_of(count, today, by):
    """A meeting under way with ``count`` points of each kind, members, decisions of each effect, compiti."""
    plan = PlanFactory()
    offices = [OfficeFactory() for _ in range(count)]
    table = TableFactory(plan=plan, offices=offices)
    earlier = MeetingFactory(table=table, number=1, date=today - timedelta(days=30), state=MeetingState.CLOSED)
    meeting = MeetingFactory(table=table, number=2, date=today, state=MeetingState.CONVENED)
    for n, office in enumerate(offices):
        action = ActionFactory(plan=plan)
        step = StepFactory(action=action, due=today - timedelta(days=n + 1))
        point = add_point(plan.mandate, n + 1)
        MeetingAttendance.objects.create(
            meeting=meeting, office=office, state=AttendanceState.PRESENT, office_name=office.name
        )
        old = ItemFactory(meeting=earlier, position=n + 1, minutes="Detto")
        given = AssignmentFactory(table=table, office=office, due=today - timedelta(days=n))
        ItemFactory(meeting=meeting, position=5 * n + 1, step=step, origin=AgendaOrigin.LATE)
        ItemFactory(meeting=meeting, position=5 * n + 2, action=action, origin=AgendaOrigin.AT_RISK)
        ItemFactory(meeting=meeting, position=5 * n + 3, point=point)
        ItemFactory(meeting=meeting, position=5 * n + 4, assignment=given, origin=AgendaOrigin.ASSIGNMENT)
        item = ItemFactory(meeting=meeting, position=5 * n + 5, corrects=old, origin=AgendaOrigin.CORRECTION)
        decide = {"text": "Deciso", "by": by, "today": today}
        due = today + timedelta(days=9)
        record_decision(item, effect="step", title="Fare", action=action, office=office, due=due, **decide)
        record_decision(item, effect="postpone", step=step, new_due=due, reason="serve tempo", **decide)
        record_decision(item, effect="assign", assignment="Cercare", office=office, due=due, **decide)
    return meeting


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_table(client, count, today, coordinator, django_assert_num_queries):
    meeting_of(count, today, coordinator)
    with django_assert_num_queries(8):
        response = client.get("/tavolo/")
    assert len(panel(response, "compiti").select("li strong")) == 2 * count
    assert len(rows(panel(response, "sedute").table)) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_meeting(client, count, today, coordinator, django_assert_num_queries):
    meeting = meeting_of(count, today, coordinator)
    with django_assert_num_queries(12):
        response = client.get(meeting.get_absolute_url())
    assert len(panel(response, "odg").select("h3")) == 5 * count


def test_a_closed_one_has_the_links_of_its_corrections(client, today, coordinator):
    meeting = meeting_of(1, today, coordinator)
    page = parse(client.get("/tavolo/1/"), "#odg")
    assert f"{meeting.get_absolute_url()}#punto-5" in hrefs(page)
    assert "Rettifica nella seduta 2" in words(page)


def test_nothing_yet(client, table):
    response = client.get("/tavolo/")
    assert "Nessun compito aperto." in words(panel(response, "compiti"))
    assert "Nessuna seduta fissata." in words(panel(response, "prossima"))
    assert texts(panel(response, "componenti"), "li") == ["Settore Case e Quartieri"]


def test_compiti_with_their_days_and_the_export(client, table, today):
    AssignmentFactory(table=table, text="Tardi", due=today - timedelta(days=8))
    AssignmentFactory(table=table, text="Presto", due=today)
    AssignmentFactory(table=table, text="Senza giorno")
    AssignmentFactory(table=table, text="Già fatto", state=AssignmentState.DONE, done_note="Albo n. 7")
    response = client.get("/tavolo/")
    assert texts(panel(response, "compiti"), "li strong") == ["Tardi", "Presto", "Senza giorno"]
    assert "8 giorni oltre" in words(panel(response, "compiti").li)
    sheet = client.get("/tavolo/?formato=csv").content.decode()
    lines = list(csv.DictReader(io.StringIO(sheet), delimiter=";"))
    assert [(line["Compito"], line["Giorni di ritardo"]) for line in lines] == [
        ("Tardi", "8"),
        ("Presto", ""),
        ("Senza giorno", ""),
    ]
    sheet = client.get("/tavolo/?compiti=tutti&formato=csv").content.decode()
    every = list(csv.DictReader(io.StringIO(sheet), delimiter=";"))
    assert len(every) == 4
    assert {line["Come, o perché no"] for line in every} == {"", "Albo n. 7"}
    assert client.get("/tavolo/?formato=xlsx")["Content-Type"].endswith("sheet")


def test_the_summary_for_the_dashboard(table, today):
    assert table_summary(table.plan, today).next_meeting is None
    MeetingFactory(table=table, number=1, date=today, state=MeetingState.CLOSED)
    MeetingFactory(table=table, number=3, date=today + timedelta(days=60))
    following = MeetingFactory(table=table, number=2, date=today + timedelta(days=30), state=MeetingState.CONVENED)
    ItemFactory(meeting=following, title="Un punto")
    late = AssignmentFactory(table=table, due=today - timedelta(days=1))
    AssignmentFactory(table=table, due=today)
    AssignmentFactory(table=table, state=AssignmentState.DROPPED)
    summary = table_summary(table.plan, today)
    assert (summary.next_meeting, summary.overdue) == (following, 1)
    assert [item.title for item in summary.agenda_items] == ["Un punto"]
    assert [row.assignment for row in summary.open_assignments][0] == late
    assert len(summary.open_assignments) == 2
    assert table_summary(PlanFactory(), today) is None


@pytest.mark.parametrize("who", ["editor", "manager", "giunta", "auditor"])
def test_who_reads_finds_no_button_to_write(client, today, coordinator, request, who):
    meeting = meeting_of(1, today, coordinator)
    client.force_login(request.getfixturevalue(who))
    for path in ("/tavolo/", meeting.get_absolute_url()):
        page = parse(client.get(path), "main")
        assert [href for href in hrefs(page) if "/punti/" in href or "/compiti/" in href or "modifica" in href] == []
        assert page.select("form") == []
    assert client.get("/tavolo/componenti/").status_code == 403


def test_an_administrator_sees_no_content(client, table, administrator):
    client.force_login(administrator)
    assert client.get("/tavolo/").status_code == 403


def test_the_members_change_and_it_is_written_down(client, table, office):
    other = OfficeFactory(name="Ufficio nuovo")
    client.post("/tavolo/componenti/", {"name": table.name, "offices": [other.pk]})
    assert list(table.offices.all()) == [other]
    [entry] = LogEntry.objects.for_object(table)
    assert entry.changes == [["ufficio tolto", office.name, ""], ["ufficio aggiunto", "", "Ufficio nuovo"]]
    assert len(errors(client.post("/tavolo/componenti/", {"name": table.name}))) == 1


# --- compiti ---------------------------------------------------------------------------------------------------------


def done_url(assignment, name="complete"):
    return f"/tavolo/compiti/{assignment.pk}/{name}/"


def test_the_office_says_its_compito_is_done(client, table, office, editor, other_editor, today):
    assignment = AssignmentFactory(table=table, office=office, text="Chiedere il testo")
    client.force_login(editor)
    assert done_url(assignment) in hrefs(parse(client.get("/tavolo/"), "#compiti"))
    sent = {"done_on": today.strftime("%d/%m/%Y"), "done_note": "Arrivato con protocollo n. 7."}
    response = client.post(done_url(assignment), sent, follow=True)
    assert messages(response) == ["Compito fatto: Chiedere il testo."]
    assignment.refresh_from_db()
    assert (assignment.state, assignment.done_on) == (AssignmentState.DONE, today)
    client.force_login(other_editor)
    assert client.get(done_url(assignment)).status_code == 403


def test_done_while_the_table_meets_it_goes_in_the_minutes(client, table, today):
    assignment = AssignmentFactory(table=table)
    meeting = MeetingFactory(table=table, date=today, state=MeetingState.CONVENED)
    item = ItemFactory(meeting=meeting, assignment=assignment, minutes="Se ne parla.")
    over = ItemFactory(meeting=MeetingFactory(table=table, state=MeetingState.CLOSED), assignment=assignment)
    client.post(done_url(assignment), {"done_on": today.strftime("%d/%m/%Y"), "done_note": "Con una nota"})
    item.refresh_from_db()
    over.refresh_from_db()
    assert item.minutes.splitlines()[0] == "Se ne parla."
    assert item.minutes.splitlines()[1].endswith(": Con una nota.")
    assert over.minutes == ""


def test_dropped_with_a_reason(client, table):
    assignment = AssignmentFactory(table=table)
    assert len(errors(client.post(done_url(assignment, "drop"), {"reason": ""}))) == 1
    client.post(done_url(assignment, "drop"), {"reason": "Non serve più"})
    assignment.refresh_from_db()
    assert (assignment.state, assignment.done_note) == (AssignmentState.DROPPED, "Non serve più")
    assert LogEntry.objects.for_object(assignment).get().reason == "Non serve più"


@pytest.mark.parametrize("sent", [{"done_on": "1/1/2099", "done_note": "x"}, {"done_on": "", "done_note": ""}])
def test_a_compito_not_done_stays_open(client, table, sent):
    assignment = AssignmentFactory(table=table)
    assert errors(client.post(done_url(assignment), sent))
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.OPEN


# --- corrections -----------------------------------------------------------------------------------------------------


def test_a_closed_meeting_is_put_right_by_the_next_one(client, table, today):
    closed = MeetingFactory(table=table, number=1, date=today, state=MeetingState.CLOSED)
    item = ItemFactory(meeting=closed, position=2, title="La copertura", minutes="Detto.")
    url, sent = f"/tavolo/punti/{item.pk}/rettifica/", {"text": "L’importo era un altro."}
    assert errors(client.post(url, sent)) == ["Non c’è una prossima seduta: fissala, poi torna qui."]
    following = MeetingFactory(table=table, number=2, date=today + timedelta(days=9))
    response = client.post(url, sent, follow=True)
    assert messages(response) == ["Rettifica messa all’ordine del giorno della seduta 2."]
    correction = following.agenda.get()
    assert (correction.origin, correction.corrects) == (AgendaOrigin.CORRECTION, item)
    assert correction.title.startswith("Rettifica del punto 2 della seduta n. 1 del ")
    assert messages(client.post(url, sent)) == [
        "La rettifica di questo punto è già all’ordine del giorno della prossima seduta."
    ]
    item.refresh_from_db()
    assert item.minutes == "Detto."


def test_only_a_closed_meeting_is_put_right(client, table, today):
    item = ItemFactory(meeting=MeetingFactory(table=table, number=1, date=today))
    MeetingFactory(table=table, number=2, date=today)
    response = client.post(f"/tavolo/punti/{item.pk}/rettifica/", {"text": "Altro"})
    assert messages(response) == ["Si rettifica solo il verbale di una seduta chiusa."]
