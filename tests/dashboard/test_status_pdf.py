"""«Stato di attuazione» from the register: what the dashboard reads, on paper."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from pypdf import PdfReader

from abitare.dashboard.documents import status_document
from abitare.dashboard.selectors import read_dashboard
from abitare.documents import fonts
from abitare.documents.checks import page_texts
from abitare.documents.document import to_canonical_json
from abitare.records.services.log import log
from abitare.ui import formats
from actions.enums import StepState
from actions.models import Override, Step, StepStateChange
from actions.selectors import current_plan
from tests.factories.actions import (
    TODAY,
    ActionFactory,
    LinkFactory,
    PlanFactory,
    StepFactory,
    add_point,
    make_plan,
    make_plan_of,
)
from tests.factories.indicators import IndicatorFactory, observe
from tests.factories.table import AssignmentFactory, TableFactory
from tests.html import hrefs, parse, texts

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]
URL = "/cruscotto/stato.pdf"
ROME = ZoneInfo("Europe/Rome")
AUTUMN = date(2031, 10, 1)


@pytest.fixture(autouse=True)
def _inside(client, giunta, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(giunta)


def read(day=None):
    """The board and the document of a day as it was known, of today without one."""
    board = read_dashboard(current_plan(), day or TODAY, as_known=day is not None)
    return board, status_document(board, municipality="Comune di Borgo Quieto", demo=False)


def words_of(response):
    """The words of the PDF without white space."""
    return "".join("".join(page_texts(response.content)).split())


def squeeze(words):
    return "".join(words.split())


def at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=ROME)


def in_order(printed, pieces):
    position = 0
    for piece in map(squeeze, pieces):
        found = printed.find(piece, position)
        assert found >= 0, f"Manca, o è fuori posto: {piece}"
        position = found + len(piece)


def test_every_point_in_the_order_of_the_act_by_its_citation(client):
    plan = make_plan()
    board, document = read()
    cited = [view.clause.citation for view in board.plan.points]
    assert len(cited) == 5
    assert [point.citation for point in (*document.points, *document.organ_points)] == cited
    summaries = [view.clause.summary for view in board.plan.points]
    in_order(
        words_of(client.get(URL)),
        [part for pair in zip(cited, summaries, strict=True) for part in (pair[0].capitalize(), pair[1])],
    )
    assert plan.mandate_id == board.plan.plan.mandate_id


def test_our_coordinates_are_never_printed_as_letters_of_the_act(client):
    make_plan()
    board, document = read()
    assert [row.title for row in board.silent][-1] == "Punti della deliberazione senza notizie"
    assert "1.a" in board.silent[-1].facts
    assert "punto 1, primo trattino" in document.silent[-1].text
    printed = words_of(client.get(URL))
    assert not [view.key for view in board.plan.points if not view.key.isdigit() and squeeze(view.key) in printed]


def test_every_azione_in_order_with_its_steps(client):
    make_plan()
    board, _ = read()
    pieces = []
    for column in board.plan.columns:
        pieces.append(f"{column.label} · {column.short_title}".upper())
        pieces += [f"{view.step.code}{view.step.title}" for view in column.steps]
    assert len(pieces) == 8
    in_order(words_of(client.get(URL)), pieces)


def test_the_figures_are_those_of_the_dashboard():
    plan = make_plan()
    step = plan.actions.get(number=1).steps.get(position=1)
    Step.objects.filter(pk=step.pk).update(due=TODAY - timedelta(days=7), state=StepState.REVIEWED)
    IndicatorFactory(action=plan.actions.get(number=1), plan=plan, code="B1")
    AssignmentFactory(table=TableFactory(plan=plan), due=TODAY - timedelta(days=3))
    board, document = read()
    view, shown = board.plan.actions[0], document.actions[0]
    assert (document.verdict, document.coverage) == (board.plan.verdict_sentence, board.plan.coverage_note)
    assert document.state.words == board.plan.progress.health.kind.label
    assert (shown.done, shown.expected) == (formats.percent(view.shown_done), formats.percent(view.shown_expected))
    assert (shown.done_permille, shown.expected_permille) == (500, 1000)
    assert shown.gap == f"{formats.points(view.progress.gap)} punti" == "−50,0 punti"
    assert shown.reasons == tuple(reason.text for reason in view.reasons)
    assert shown.facts[-1].value == f"{view.checks_passed} su {len(view.checks)}"
    assert [row.figure for row in document.late] == [formats.days(item.days) for item in board.late] == ["7 giorni"]
    assert [row.code for row in document.indicators] == [v.indicator.code for v in board.indicators] == ["B1"]
    assert [fact.value for fact in document.facts] == ["200 giorni", "0 di 4", "1", "1 in uso", "1"]
    assert document.tasks[0].state.words == "3 giorni oltre"


def test_they_are_printed_too(client):
    plan = make_plan()
    Step.objects.filter(plan=plan, position=1, action__number=1).update(due=TODAY - timedelta(days=7))
    _, document = read()
    in_order(words_of(client.get(URL)), [document.verdict, document.coverage, "7 giorni oltre", document.late[0].text])


def test_what_is_not_known_is_not_a_zero(client):
    plan = PlanFactory()
    ActionFactory(plan=plan, number=1)
    _, document = read()
    action = document.actions[0]
    assert (action.done, action.expected, action.gap) == ("non valutabile", "non valutabile", "")
    assert (action.done_permille, action.expected_permille) == (None, None)
    assert action.state.words == "Non valutabile"
    assert document.timeline is None
    printed = words_of(client.get(URL))
    assert squeeze("non è uno zero") in printed
    assert "0,0%·" not in printed


def test_a_step_says_its_grade_its_two_dates_and_its_proof():
    plan = PlanFactory()
    action = ActionFactory(plan=plan, number=1)
    StepFactory(action=action, position=1, due=TODAY, first_due=AUTUMN, state=StepState.DONE, weight=25)
    StepFactory(action=action, position=2, state=StepState.CANCELLED)
    done, cancelled = read()[1].actions[0].steps
    assert (done.weight, done.grade, done.value) == ("25", "attuato con prova", "1,00")
    assert (done.due, done.first_due, done.evidence) == ("20 nov 2031", "1º ott 2031", "verbale n. 3")
    assert (cancelled.grade, cancelled.value, cancelled.due) == ("annullato", "", "da fissare")


def test_the_links_of_a_point_in_words():
    plan = PlanFactory()
    action = ActionFactory(plan=plan, number=1)
    point = add_point(plan.mandate, 1, summary="Aprire le corti.")
    LinkFactory(action=action, point=point, state="validated")
    for position in (1, 2):
        LinkFactory(step=StepFactory(action=action, position=position), point=point)
    lone = add_point(plan.mandate, 2, summary="Scrivere la carta.")
    points = {row.summary: row.executed_by for row in read()[1].points}
    assert points["Aprire le corti."] == ("Esegue: Azione 1, passi 1.1, 1.2", "2 legami da validare")
    assert points[lone.clause.summary] == ("Nessun passo, nessuna Azione",)


def test_who_answers_for_a_figure():
    action = ActionFactory()
    rows = {code: IndicatorFactory(action=action, plan=action.plan, code=code) for code in ("B1", "B2", "B3", "B4")}
    period = {"period_from": date(2031, 10, 1), "period_to": date(2031, 10, 31)}
    for code, state in (("B1", "draft"), ("B2", "verified"), ("B3", "certified")):
        observe(rows[code], period, 7, state=state)
    found = {row.code: row for row in read()[1].indicators}
    assert found["B1"].voucher == "bozza, né verificata né certificata"
    assert found["B2"].voucher.startswith("verificata il 20 novembre 2031 da ")
    assert found["B2"].voucher.endswith(", non certificata")
    assert found["B3"].voucher.startswith("certificata il 20 novembre 2031 da ")
    assert (found["B3"].value, found["B3"].period) == ("7", "ottobre 2031")
    assert (found["B4"].value, found["B4"].voucher) == ("mai rilevato", "—")


def test_a_declared_health_stands_beside_the_computed_one(giunta):
    action = ActionFactory()
    Override.objects.create(
        action=action,
        health="late",
        reason="Il cantiere è chiuso.",
        declared_on=TODAY,
        expires_on=date(2031, 12, 31),
        author=giunta,
    )
    shown = read()[1].actions[0]
    assert shown.state.words == "Non valutabile"
    assert shown.declared.startswith("Salute dichiarata: In ritardo, al 31 dicembre 2031")
    assert "Il cantiere è chiuso." in shown.declared


# --- at a date ------------------------------------------------------------------------------------------------------


def story():
    """A step done today that in autumn was only started, and two compiti: one done since, one given since."""
    plan = PlanFactory(mandate__recorded_at=at(date(2031, 5, 5)))
    action = ActionFactory(plan=plan, number=1)
    known = {"recorded_at": at(date(2031, 6, 1)), "due": date(2031, 12, 31), "start": date(2031, 6, 1)}
    step = StepFactory(action=action, position=1, state=StepState.DONE, weight=1, **known)
    for day, state in ((date(2031, 9, 1), StepState.STARTED), (date(2031, 11, 1), StepState.DONE)):
        StepStateChange.objects.create(step=step, state=state, happened_on=day, recorded_at=at(day))
    table = TableFactory(plan=plan)
    september = {"table": table, "recorded_at": at(date(2031, 9, 5)), "due": date(2031, 9, 20)}
    AssignmentFactory(text="Contare le corti", state="done", done_on=date(2031, 10, 20), **september)
    AssignmentFactory(text="Già fatto", state="done", done_on=date(2031, 9, 10), **september)
    AssignmentFactory(table=table, text="Dato dopo", recorded_at=at(date(2031, 11, 2)))
    return plan


def test_at_a_past_date_it_says_what_was_known(client):
    story()
    then, now = read(AUTUMN)[1], read()[1]
    assert [(d.actions[0].steps[0].grade, d.actions[0].steps[0].evidence) for d in (then, now)] == [
        ("avviato", "—"),
        ("attuato con prova", "verbale n. 3"),
    ]
    assert (then.actions[0].done, now.actions[0].done) == ("25,0\u00a0%", "100,0\u00a0%")
    assert [[row.title for row in d.tasks] for d in (then, now)] == [["Contare le corti"], ["Dato dopo"]]
    assert then.tasks[0].state.words == "11 giorni oltre"
    printed = words_of(client.get(f"{URL}?alla=2031-10-01"))
    in_order(printed, ["SITUAZIONE AL 1º OTTOBRE 2031", "ricostruita dai fatti com’erano noti al 1º ottobre 2031"])
    in_order(printed, ["avviato", "Contare le corti", "La situazione è ricostruita dai fatti registrati"])


def test_the_same_day_read_as_known_or_live_tells_the_same(client):
    story()
    live, known = read()[1], read(TODAY)[1]
    assert [a.steps for a in live.actions] == [a.steps for a in known.actions]
    assert (live.verdict, live.tasks, live.facts) == (known.verdict, known.tasks, known.facts)


def test_it_speaks_for_the_newest_fact_by_the_end_of_that_day(time_machine):
    plan = make_plan()
    for day in (date(2031, 9, 1), date(2031, 11, 3)):
        time_machine.move_to(at(day))
        log(plan, "plan_loaded", by=None, label="Piano caricato")
    time_machine.move_to(at(TODAY))
    then, now, before = read(AUTUMN)[1], read()[1], read(date(2031, 8, 1))[1]
    assert (then.created, now.created) == (at(date(2031, 9, 1)), at(date(2031, 11, 3)))
    assert now.known == "Ultimo fatto registrato: 3 novembre 2031, ore\u00a010.00"
    assert formats.local_day(before.created) == date(2031, 8, 1)
    assert before.known == "Dai fatti noti alla fine del 1º agosto 2031"


def test_before_the_mandate_there_is_nothing_to_say(client):
    make_plan()
    assert client.get(f"{URL}?alla=2031-01-01", follow=True).redirect_chain == [("/cruscotto/", 302)]
    assert client.get("/cruscotto/?alla=2031-01-01").status_code == 200


# --- the address ----------------------------------------------------------------------------------------------------


def test_the_file(client):
    make_plan()
    response = client.get(URL)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="stato-di-attuazione-2031-11-20.pdf"'
    assert client.get(f"{URL}?alla=2031-10-01")["Content-Disposition"].endswith('attuazione-2031-10-01.pdf"')
    page = PdfReader(BytesIO(response.content)).pages[-1].extract_text()
    assert "Dati vivi al 20 novembre 2031: copia di lavoro prodotta da Abitare" in " ".join(page.split())


def test_the_same_data_are_the_same_bytes_at_another_hour(client, giunta, time_machine):
    make_plan()
    first = client.get(URL).content
    time_machine.move_to(datetime(2031, 11, 20, 18, 30, tzinfo=ROME))
    client.force_login(giunta)  # the session of the night has expired
    assert client.get(URL).content == first


def test_the_data_go_with_it():
    make_plan()
    assert to_canonical_json(read()[1]) == to_canonical_json(read()[1])
    assert b"/azioni/" not in to_canonical_json(read()[1])


@pytest.mark.parametrize(("asked", "words"), [("2031-12-25", "Il futuro non è ancora un fatto"), ("ieri", "data")])
def test_a_day_that_cannot_be_asked_is_said_on_the_dashboard(client, asked, words):
    make_plan()
    response = client.get(f"{URL}?alla={asked}", follow=True)
    assert response.redirect_chain == [("/cruscotto/", 302)]
    assert any(words in message for message in texts(parse(response), ".ab-message"))


def test_a_sign_that_cannot_be_drawn_is_said_on_the_dashboard(client):
    StepFactory(title="Passo con 漢")
    assert "漢" in str(fonts.MissingGlyphs(("漢",)))
    response = client.get(URL, follow=True)
    assert response.redirect_chain == [("/cruscotto/", 302)]
    assert any("漢" in message for message in texts(parse(response), ".ab-message"))


def test_without_a_plan_there_is_no_file(client):
    assert client.get(URL).status_code == 404


def test_the_dashboard_leads_to_it_for_its_own_day(client):
    make_plan()
    assert URL in hrefs(parse(client.get("/cruscotto/"), "main"))
    assert f"{URL}?alla=2031-10-01" in hrefs(parse(client.get("/cruscotto/?alla=2031-10-01"), "main"))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("editor", 200),
        ("auditor", 200),
        ("administrator", 403),
        ("ente_user", 404),
        ("stranger", 404),
    ],
)
def test_who_may_read_it(client, request, who, status):
    make_plan()
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == status


def test_wrong_method(client):
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, count, django_assert_num_queries):
    make_plan_of(count)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(20):
        assert client.get(URL).status_code == 200
