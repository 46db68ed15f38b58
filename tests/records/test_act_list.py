"""The register of acts as a list: filters, order, pages, and downloads of exactly what is filtered."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from abitare.records.enums import ActKind, Organ, TextState
from abitare.records.models import Act
from tests.factories.records import ActFactory
from tests.html import control, hrefs, parse, rows, texts, words

pytestmark = pytest.mark.django_db

LIST = "/atti/"


@pytest.fixture(autouse=True)
def _inside(client, giunta):
    client.force_login(giunta)


@pytest.fixture
def acts(db):
    """Three acts, one of each state of the text; by date: programme (2030), council, board."""
    board = ActFactory(
        number="23",
        date=date(2031, 5, 4),
        title="Cura delle corti",
        text_state=TextState.ACQUIRED,
        short_title="DGC n. 23/2031",
    )
    council = ActFactory(
        organ=Organ.COUNCIL, number="7", date=date(2031, 2, 1), title="Bilancio 2031", short_title="DCC n. 7/2031"
    )
    programme = ActFactory(
        organ=Organ.ZONE_ASSEMBLY, kind=ActKind.PLAN, number="", date=None, year=2030, title="Piano di Zona",
        short_title="Piano di Zona 2030", text_state=TextState.REFERENCE, valid_to=date(2032, 12, 31),
    )  # fmt: skip
    return board, council, programme


def names(response):
    return [row[0] for row in rows(parse(response, "#risultati table"))]


# --- the page --------------------------------------------------------------------------------------------------------
def test_every_act_with_the_state_of_its_text_newest_first(client, acts):
    page = parse(client.get(LIST), "main")
    assert words(page.h1) == "Registro degli atti"
    assert rows(page.select_one("#risultati table")) == [
        ("DGC n. 23/2031", "Giunta comunale", "4 mag 2031", "Cura delle corti", "Acquisito"),
        ("DCC n. 7/2031", "Consiglio comunale", "1º feb 2031", "Bilancio 2031", "Da acquisire"),
        (
            "Piano di Zona 2030", "Assemblea del Piano di Zona", "2030",
            "Piano di Zona riferimento fino al 31 dic 2032", "Solo riferimento",
        ),
    ]  # fmt: skip
    assert hrefs(page.select_one("#risultati tbody tr th")) == [acts[0].get_absolute_url()]


def test_the_import_is_offered_to_who_may_import(client, giunta, coordinator):
    assert "/atti/importa/" not in hrefs(parse(client.get(LIST), "main"))
    client.enter(coordinator)
    assert "/atti/importa/" in hrefs(parse(client.get(LIST), "main"))


def test_an_empty_register_says_what_to_do(client, coordinator):
    assert "Il registro è vuoto" in words(parse(client.get(LIST), "#risultati"))
    client.enter(coordinator)
    assert hrefs(parse(client.get(LIST), "#risultati")) == ["/atti/importa/"]


def test_filters_that_find_nothing_say_so_and_can_be_taken_off(client, acts):
    empty = parse(client.get(LIST, {"cerca": "introvabile"}), "#risultati")
    assert "Nessun atto con questi filtri" in words(empty)
    assert hrefs(empty) == [LIST]


# --- filters, search, order ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"organo": "council"}, ["DCC n. 7/2031"]),
        ({"tipo": "plan"}, ["Piano di Zona 2030"]),
        ({"testo": "acquired"}, ["DGC n. 23/2031"]),
        ({"testo": "missing"}, ["DCC n. 7/2031"]),
        ({"organo": "executive_board", "testo": "acquired"}, ["DGC n. 23/2031"]),
        ({"cerca": "corti"}, ["DGC n. 23/2031"]),
        ({"cerca": "CORTI cura"}, ["DGC n. 23/2031"]),
        ({"cerca": "7"}, ["DCC n. 7/2031"]),
        ({"cerca": "DGC 23"}, ["DGC n. 23/2031"]),
        ({"cerca": "23/2031"}, ["DGC n. 23/2031"]),
        ({"cerca": " piano  di zona "}, ["Piano di Zona 2030"]),
        ({"cerca": ""}, ["DGC n. 23/2031", "DCC n. 7/2031", "Piano di Zona 2030"]),
    ],
)
def test_filters(client, acts, query, found):
    assert names(client.get(LIST, query)) == found


def test_what_was_asked_stays_in_the_form(client, acts):
    page = parse(client.get(LIST, {"cerca": "corti", "organo": "executive_board"}))
    assert control(page, "cerca")["value"] == "corti"
    assert words(control(page, "organo").select_one("[selected]")) == "Giunta comunale"


def test_filters_that_exclude_each_other(client, acts):
    assert "Nessun atto" in words(parse(client.get(LIST, {"organo": "council", "tipo": "plan"}), "#risultati"))


@pytest.mark.parametrize("query", [{"organo": "altro"}, {"testo": "x"}, {"ordine": "-x"}, {"pagina": "x"}, {"x": "y"}])
def test_an_address_with_unknown_values_is_the_list(client, acts, query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    assert len(names(response)) == 3


@pytest.mark.parametrize("wild", ["%", "_", "' OR 1=1 --", "\\"])
def test_what_is_searched_is_only_text(client, acts, wild):
    assert "Nessun atto" in words(parse(client.get(LIST, {"cerca": wild}), "#risultati"))


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("data", ["Piano di Zona 2030", "DCC n. 7/2031", "DGC n. 23/2031"]),
        ("-data", ["DGC n. 23/2031", "DCC n. 7/2031", "Piano di Zona 2030"]),
        ("atto", ["DCC n. 7/2031", "DGC n. 23/2031", "Piano di Zona 2030"]),
        ("-atto", ["Piano di Zona 2030", "DGC n. 23/2031", "DCC n. 7/2031"]),
        ("organo", ["DCC n. 7/2031", "DGC n. 23/2031", "Piano di Zona 2030"]),
        ("testo", ["DGC n. 23/2031", "DCC n. 7/2031", "Piano di Zona 2030"]),
    ],
)
def test_order(client, acts, order, found):
    response = client.get(LIST, {"ordine": order})
    assert names(response) == found
    headings = parse(response).select("#risultati th[aria-sort]")
    sorted_now = [h["aria-sort"] for h in headings if h["aria-sort"] != "none"]
    assert sorted_now == ["descending" if order.startswith("-") else "ascending"]


def test_an_act_known_by_its_year_stands_before_the_others_of_that_year(client):
    ActFactory(short_title="di gennaio", date=date(2030, 1, 7))
    ActFactory(short_title="del 2030", date=None, year=2030, number="")
    ActFactory(short_title="del 2029", date=date(2029, 12, 31))
    assert names(client.get(LIST, {"ordine": "data"})) == ["del 2029", "del 2030", "di gennaio"]
    assert names(client.get(LIST)) == ["di gennaio", "del 2030", "del 2029"]


# --- pages -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def many(db):
    ActFactory.create_batch(51, title="Cura delle corti")


def test_fifty_on_a_page(client, many):
    first, second = client.get(LIST), client.get(LIST, {"pagina": "2"})
    assert (len(names(first)), len(names(second))) == (50, 1)
    assert set(names(first)) | set(names(second)) == set(Act.objects.values_list("short_title", flat=True))
    assert texts(parse(second, "main"), ".ab-pager > p") == ["51–51 di 51 atti"]


def test_a_page_beyond_the_last_is_the_last(client, many):
    assert len(names(client.get(LIST, {"pagina": "99"}))) == 1


def test_filters_and_order_stay_from_page_to_page(client, many):
    page = parse(client.get(LIST, {"cerca": "corti", "ordine": "atto"}), ".ab-pager")
    assert "?cerca=corti&ordine=atto&pagina=2" in hrefs(page)


# --- downloads -------------------------------------------------------------------------------------------------------
HEADER = ["Atto", "Organo", "Tipo", "Numero", "Anno", "Data", "Oggetto", "Testo", "Riferimento fino al"]


def as_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode()), delimiter=";"))


def as_sheet(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_csv_of_everything(client, acts):
    response = client.get(LIST, {"formato": "csv"})
    assert response["Content-Disposition"] == 'attachment; filename="atti.csv"'
    assert as_csv(response) == [
        HEADER,
        [
            "DGC n. 23/2031", "Giunta comunale", "deliberazione", "23", "2031", "04/05/2031", "Cura delle corti",
            "testo acquisito", "",
        ],
        [
            "DCC n. 7/2031", "Consiglio comunale", "deliberazione", "7", "2031", "01/02/2031", "Bilancio 2031",
            "testo da acquisire", "",
        ],
        [
            "Piano di Zona 2030", "Assemblea del Piano di Zona", "piano", "", "2030", "", "Piano di Zona",
            "solo riferimento", "31/12/2032",
        ],
    ]  # fmt: skip


def test_excel_of_what_is_filtered_in_its_order(client, acts):
    response = client.get(LIST, {"formato": "xlsx", "tipo": "deliberation", "ordine": "atto"})
    assert response["Content-Disposition"] == 'attachment; filename="atti.xlsx"'
    sheet = as_sheet(response)
    assert sheet[0] == HEADER
    assert [(row[0], row[5].date()) for row in sheet[1:]] == [
        ("DCC n. 7/2031", date(2031, 2, 1)),
        ("DGC n. 23/2031", date(2031, 5, 4)),
    ]


def test_a_download_has_every_page(client, many):
    assert len(as_csv(client.get(LIST, {"formato": "csv", "pagina": "2"}))) == 52


def test_the_links_of_the_page_download_what_the_page_shows(client, acts):
    links = hrefs(parse(client.get(LIST, {"organo": "council"}), ".ab-export"))
    assert [as_csv(client.get(LIST + links[0]))[1][0], as_sheet(client.get(LIST + links[1]))[1][0]] == [
        "DCC n. 7/2031"
    ] * 2


def test_nothing_in_a_cell_starts_a_formula(client):
    ActFactory(title="=HYPERLINK(0)")
    assert as_csv(client.get(LIST, {"formato": "csv"}))[1][6] == "'=HYPERLINK(0)"


def test_an_unknown_format_is_the_page(client, acts):
    response = client.get(LIST, {"formato": "pdf"})
    assert response["Content-Type"].startswith("text/html")
    assert len(names(response)) == 3


# --- how much it costs -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_costs_five_queries(client, django_assert_num_queries, item_count):
    ActFactory.create_batch(item_count)
    with django_assert_num_queries(5):
        assert len(names(client.get(LIST))) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_download_costs_five_queries(client, django_assert_num_queries, item_count):
    ActFactory.create_batch(item_count)
    with django_assert_num_queries(5):
        assert len(as_csv(client.get(LIST, {"formato": "csv"}))) == item_count + 1


# --- who -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200), ("editor", 200), ("manager", 200), ("giunta", 200), ("auditor", 200),
        ("administrator", 403), ("ente_user", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_acts_are_for_staff_with_the_permission(client, acts, who, status, request):
    client.enter(request.getfixturevalue(who))
    assert client.get(LIST).status_code == status
    assert client.get(LIST, {"formato": "csv"}).status_code == status


def test_who_is_outside_is_sent_to_the_entrance(client, acts):
    client.enter(None)
    assert client.get(LIST)["Location"].startswith("/accedi/?next=")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_not_allowed(client, acts, method):
    assert getattr(client, method)(LIST).status_code == 405
