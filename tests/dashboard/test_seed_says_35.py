"""What the first screen says with only the shipped plan loaded, on 22 November 2026: the table of the dossier, section
3.5, a line a test. Then the facts move, and the figures with them: nothing is written by hand."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from abitare.people.models import Office
from abitare.records.models import Act, MandatePoint
from abitare.records.services.attachments import acquire_file
from actions.models import Action, BudgetLine, MandateLink, Plan
from actions.services.steps import create_step
from tests.html import fact, parse, rows, texts, words

pytestmark = pytest.mark.django_db

SIX_WITHOUT_TEXT = [
    "DD n. 1271/2023",
    "DGR n. 1691/2023",
    "Decreto di incarico EQ, P.G. 105619",
    "Piano Strategico per l’Abitare",
    "DGC n. 154/2025",
    "Decreto sindacale del 31 luglio 2025",
]


@pytest.fixture
def board(client, coordinator, time_machine):
    """``board()``: the dashboard on 22 November 2026, or on another day."""
    time_machine.move_to("2026-11-22 09:00 +0100")
    coordinator.role_grants.update(valid_from=date(2026, 1, 1))
    call_command("load_plan", write=True, stdout=StringIO())

    def open_page(day="2026-11-22 09:00 +0100"):
        time_machine.move_to(day)
        client.force_login(coordinator)
        return parse(client.get(reverse("dashboard:index")), "main")

    return open_page


def figure(page, label):
    """Value, unit and note of one of the figures of the strip."""
    [stat] = [link for link in page.select("ul[aria-label*=cifre i] li > a") if words(link).startswith(f"{label} ")]
    return words(stat).removeprefix(f"{label} ")


def action_row(page, number):
    """The row of an Azione in the first panel."""
    [row] = [li for li in page.select("li") if li.select_one("a") and words(li).startswith(f"Azione {number} ")]
    return words(row)


def matrix(page):
    """Coordinate of the point -> Azioni (1–4, T) with a mark."""
    table = page.select_one("#mandato table")
    marks = {}
    for row in rows(table):
        cells = row[1:6]
        marks[row[0].split()[0]] = "".join(name for name, cell in zip("1234T", cells, strict=True) if cell)
    return marks


def points_of(page, column):
    return [point for point, columns in matrix(page).items() if column in columns]


def point_row(page, key):
    [row] = [row for row in rows(page.select_one("#mandato table")) if row[0].split()[0] == key]
    return row


def dated(page, panel):
    """Title -> (when, note) of the rows of a dated list."""
    found = {}
    for li in page.select(f"#{panel} li"):
        when, title, *note = (words(part) for part in li.find_all(recursive=False))
        found[title] = (when, *note)
    return found


# --- the table ----------------------------------------------------------------------------------------------------


def test_days_since_the_deliberation(board):
    assert "172 giorni dalla DGC n. 156/2026" in words(board())


def test_fifteen_points_and_two_of_the_organ(board):
    page = board()
    assert len(matrix(page)) == 15
    assert words(page.select_one("#mandato h2")) == "Dal mandato al lavoro 15"
    assert "2 punti dell’organo" in words(page.select_one("#mandato"))


def test_the_fifteen_leaves(board):
    leaves = [key.split(".")[0] for key in matrix(board())]
    assert [leaves.count(str(number)) for number in range(1, 7)] == [3, 1, 1, 5, 4, 1]


def test_one_point_of_fifteen_has_a_responsible(board):
    page = board()
    assert figure(page, "Con un responsabile").startswith("1 di 15")
    named = {row[0].split()[0]: row[6] for row in rows(page.select_one("#mandato table"))}
    assert named["2"] == "Settore Politiche Sociali"
    assert [key for key, value in named.items() if "da individuare" not in value] == ["2"]
    assert [named[f"5.{letter}"] for letter in "abcd"] == ["da individuare («Settori competenti»)"] * 4


def test_no_point_has_a_deadline(board):
    assert figure(board(), "Con un termine").startswith("0 di 15")


def test_azione_1_has_no_mandate_and_its_source_is_missing(board):
    page = board()
    assert points_of(page, "1") == []
    row = action_row(page, 1)
    assert "Non valutabile" in row
    assert "Nessun mandato in questo atto; fonte da acquisire: DGC n. 154/2025." in row


@pytest.mark.parametrize(
    ("column", "points"),
    [
        ("2", ["1.b", "5.a", "5.b"]),
        ("3", ["1.a", "3", "4.a", "4.b", "4.c", "4.d", "4.e", "6"]),
        ("4", ["5.b", "5.c", "5.d"]),
        ("T", ["1.c", "2"]),
    ],
)
def test_points_of_each_azione(board, column, points):
    assert points_of(board(), column) == points


def test_what_is_deduced_says_so(board):
    page = board()
    deduced = [row[0].split()[0] for row in rows(page.select_one("#mandato table")) if "dedotto" in " ".join(row)]
    assert deduced == ["1.b", "5.a", "5.b", "5.c", "5.d"]


def test_the_mapping_is_a_proposal(board):
    page = board()
    assert "16 legami proposti, da validare al tavolo" in words(page.select_one("#mandato"))
    links = MandateLink.objects.all()
    assert {(str(link.proposed_on), bool(link.proposed_note), link.state) for link in links} == {
        ("2026-11-22", True, "proposed")
    }


def test_the_regional_plan_has_ended(board):
    when, note = dated(board(), "scadenze")["Piano Regionale dei Servizi Abitativi 2022-2024"]
    assert (when, note) == (
        "scaduto",
        "periodo di riferimento finito il 31 dicembre 2024: verificare il successivo",
    )


@pytest.mark.parametrize(
    "title",
    ["Piano di Zona 2025-2027", "Incarico di EQ del Servizio Gestione Integrata Processi, Contratti e Convenzioni"],
)
def test_what_ends_with_2027(board, title):
    assert dated(board(), "scadenze")[title] == ("31 dic 2027", "fra 404 giorni")


def test_the_next_expiry(board):
    assert figure(board(), "Prossima scadenza").startswith("404 giorni")


def test_the_mandate_ends_in_2029(board):
    assert dated(board(), "scadenze")["Linee di mandato 2024-2029"][0] == "2029"


def test_fingerprints(board):
    page = board().select_one("#atti")
    assert "2 dichiarate · 0 file acquisiti · 0 verificate" in words(page)
    assert [row[0] for row in rows(page.table)] == ["Parere di regolarità tecnica", "Parere di regolarità contabile"]
    assert all("Dichiarata, file non acquisito" in row[1] for row in rows(page.table))


def test_six_acts_are_named_but_not_held(board):
    page = board()
    assert figure(page, "Testi da acquisire").startswith("6 ")
    assert texts(page, "#testi li a") == SIX_WITHOUT_TEXT


def test_the_budget_of_every_azione_is_not_quantified(board):
    page = board()
    for number in range(1, 5):
        assert action_row(page, number).endswith("budget non quantificato")
    assert [row[-1] for row in rows(page.select_one("#completezza table"))] == ["non quantificato"] * 4


def test_the_plan_is_not_assessable_neither_green_nor_zero(board):
    page = board()
    verdict = page.select_one("h2")
    assert words(verdict).startswith("Non valutabile ")
    assert "0,0 % del lavoro" in words(verdict.find_next_sibling("p"))
    assert "In linea" not in words(page)
    assert verdict.find_parent("section", attrs={"aria-label": True}).select(".ab-badge--ok") == []
    assert [action_row(page, number).count("avanzamento non valutabile") for number in range(1, 5)] == [1] * 4
    assert " fatto ·" not in words(page)


def test_nothing_is_late_because_nothing_is_dated(board):
    assert figure(board(), "Passi in ritardo") == "0 nessun passo registrato"


def test_the_thread_of_acts(board):
    nodes = [words(node) for node in board().select("#atti ol li")]
    assert len(nodes) == 4
    assert ["DD n. 1271/2023" in nodes[0], "DGC n. 154/2025" in nodes[2], "DGC n. 156/2026" in nodes[3]] == [True] * 3
    assert all("Testo da acquisire" in node for node in nodes)


# --- the facts move, the figures with them --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-06-03 09:00 +0200", "0 giorni dalla DGC n. 156/2026"),
        ("2026-06-04 00:30 +0200", "1 giorno dalla DGC n. 156/2026"),
        ("2027-06-03 09:00 +0200", "365 giorni dalla DGC n. 156/2026"),
    ],
)
def test_another_day(board, day, sentence):
    assert sentence in words(board(day))


def test_on_another_day_the_expiries_move(board):
    page = board("2028-01-01 09:00 +0100")
    when, note = dated(page, "scadenze")["Piano di Zona 2025-2027"]
    assert (when, note.split(":")[0]) == ("scaduto", "periodo di riferimento finito il 31 dicembre 2027")
    assert figure(page, "Prossima scadenza").startswith("730 giorni")
    near = board("2027-12-31 09:00 +0100")
    assert dated(near, "scadenze")["Piano di Zona 2025-2027"] == ("31 dic 2027", "oggi")


def test_a_responsible_found(board):
    office = Office.objects.create(name="Settore Patrimonio inventato", kind="sector")
    MandatePoint.objects.filter(clause__path="005.001").update(responsible=office)
    page = board()
    assert figure(page, "Con un responsabile").startswith("2 di 15")
    assert point_row(page, "5.a")[6] == "Settore Patrimonio inventato"
    assert "chi Individuare chi risponde di 13 punti su 15" in words(page.select_one("#decidere"))


def test_a_deadline_written_in_the_act(board):
    MandatePoint.objects.filter(clause__path="003").update(due_on=date(2027, 1, 31))
    assert figure(board(), "Con un termine").startswith("1 di 15")


def test_a_step_with_a_due_date(board, coordinator):
    board()
    plan = Plan.objects.get()
    dates = {"start": date(2026, 11, 1), "due": date(2026, 12, 15), "due_source": "seduta inventata"}
    create_step(
        plan=plan,
        action=plan.actions.get(number=3),
        by=coordinator,
        today=date(2026, 11, 22),
        points=[MandatePoint.objects.get(clause__level="proposal", clause__path="003")],
        title="Pubblicare l’avviso",
        **dates,
    )
    page = board()
    assert "A rischio" in action_row(page, 3)
    assert "0,0 % fatto" in action_row(page, 3)
    assert "25,0 % del lavoro" in words(page.select_one("h2").find_next_sibling("p"))
    assert figure(page, "Prossima scadenza").startswith("23 giorni")
    late = board("2026-12-20 09:00 +0100")
    assert "In ritardo" in action_row(late, 3)
    assert figure(late, "Passi in ritardo") == "1 il più vecchio da 5 giorni"
    assert words(late.select_one("h2")).startswith("In ritardo 1 passo oltre il termine.")


def test_a_link_for_azione_1(board):
    plan = Plan.objects.get()
    point = MandatePoint.objects.get(clause__level="proposal", clause__path="001.003")
    MandateLink.objects.create(
        plan=plan, point=point, action=plan.actions.get(number=1), proposed_on=date(2026, 11, 22)
    )
    page = board()
    assert points_of(page, "1") == ["1.c"]
    assert "Nessun mandato" not in action_row(page, 1)
    assert "17 legami proposti" in words(page.select_one("#mandato"))


def test_a_link_rejected(board):
    MandateLink.objects.filter(point__clause__path="003").update(state="rejected", decided_on=date(2026, 11, 23))
    page = board()
    assert "3" not in points_of(page, "3")
    assert point_row(page, "3")[7] == "Non coperto"
    assert "14 su 15 con un legame" in words(page.select_one("#mandato tfoot"))


def test_a_file_acquired_that_does_not_match(board):
    mandate = Plan.objects.get().mandate
    acquire_file(
        mandate,
        kind="technical_opinion",
        title="Parere di regolarità tecnica",
        data=b"%PDF-1.7 inventato",
        name="parere.pdf",
        media_type="application/pdf",
        by=None,
    )
    page = board().select_one("#atti")
    assert "2 dichiarate · 1 file acquisito · 0 verificate · 1 non corrisponde" in words(page)


def test_a_text_acquired(board):
    Act.objects.filter(number="154").update(text_state="acquired")
    page = board()
    assert texts(page, "#testi li a") == [name for name in SIX_WITHOUT_TEXT if name != "DGC n. 154/2025"]
    assert "fonte da cercare: DGC n. 154/2025" in action_row(page, 1)


def test_money_quantified(board):
    BudgetLine.objects.create(action=Action.objects.get(number=2), label="Lavori", allocated="1234567.50")
    page = board()
    assert action_row(page, 2).endswith("budget 1.234.567,50 €")
    assert action_row(page, 3).endswith("budget non quantificato")


# --- the other pages say the same ------------------------------------------------------------------------------------


def test_the_act_says_the_same(board, client):
    board()
    act = Plan.objects.get().mandate
    page = parse(client.get(act.get_absolute_url()), "main")
    assert fact(page, "Testo").startswith("Testo da acquisire")
    assert [figure(page, name)[:7] for name in ("Con un responsabile", "Con un termine")] == ["1 di 15", "0 di 15"]
    assert figure(page, "Impronte verificate") == "0 di 2"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_azione_says_the_same(board, client, number):
    board()
    page = parse(client.get(reverse("actions:detail", args=[number])), "main")
    assert words(page.select_one("section p")) == "Non valutabile"
    assert "non quantificato" in words(page.select_one("#risorse"))
    assert fact(page.select_one("#uffici"), "Capofila") == "da individuare"
