"""The «Stato di attuazione» on paper: what is printed and in which order, what it must never claim."""

import functools
import re

import pytest
from pypdf import PdfReader

from abitare.documents.charts import ROWS_A_SHEET, draw_bar, draw_sheets, text_width, wrapped
from abitare.documents.checks import PROFILES, failures, fonts, page_texts, syntax_problem
from abitare.documents.pdf import document_html, render
from abitare.documents.status import StatusState
from tests.documents.status_samples import full_status, status_documents, timeline

pytestmark = pytest.mark.pdf
VARIETIES = sorted(status_documents())
FOOT = "Dati vivi al 20 novembre 2031: copia di lavoro prodotta da Abitare"


@pytest.fixture(scope="module")
def rendered():
    return functools.cache(lambda name: render(status_documents()[name]))


@pytest.fixture(scope="module")
def text(rendered):
    """``text(name)``: all the words without white space, page after page, head and foot left out."""
    return functools.cache(lambda name: "".join(_body(page, n) for n, page in enumerate(page_texts(rendered(name)))))


def _body(page, number):
    squeezed = "".join(page[: page.rindex(FOOT)].split())
    return squeezed[: squeezed.rindex("STATODIATTUAZIONEDELPIANO")] if number else squeezed


def pieces(document):
    """What is printed, in reading order; the words inside the drawings are checked apart."""
    yield from (document.title.upper(), document.subject, document.notice)
    for fact in document.facts:
        yield f"{fact.label.upper()}{fact.value}{fact.note}"
    yield from (document.state.words, document.verdict, document.coverage)
    for action in document.actions:
        yield f"{action.label} · {action.name}{action.reasons[0]}{action.state.words}{action.done}"
    for point in (*document.points, *document.organ_points):
        yield point.citation.capitalize()
        yield from (point.summary, point.state.words, *point.executed_by, point.responsible, point.due)
    yield from action_pieces(document.actions)
    yield from list_pieces(document)
    yield from document.method
    yield from document.sources


def action_pieces(actions):
    for action in actions:
        yield f"{action.label} · {action.name}".upper()
        yield from (action.title, action.done, action.expected, action.gap, action.expected_first)
        yield from (action.state.words, *action.reasons, action.declared)
        for step in action.steps:
            yield f"{step.code}{step.title}{step.office}{step.weight}{step.grade}"
            yield from (step.value, step.due, step.late, step.first_due, step.evidence)


def list_pieces(document):
    for row in (*document.late, *document.silent):
        yield f"{row.title}{row.figure}{row.text}{row.who}"
    for row in document.indicators:
        yield f"{row.code}{row.name}{row.unit}{row.value}{row.period}{row.voucher}{row.target}{row.state.words}"
    for row in document.tasks:
        yield f"{row.title}{row.who}{row.figure}{row.state.words}{row.text}"


@pytest.mark.parametrize("name", VARIETIES)
def test_everything_is_printed_in_order(text, name):
    printed, position = text(name), 0
    for piece in pieces(status_documents()[name]):
        piece = "".join(piece.split())
        found = printed.find(piece, position)
        assert found >= 0, f"Manca, o è fuori posto: {piece}"
        position = found + len(piece)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", VARIETIES)
def test_it_keeps_and_can_be_read_by_everybody(rendered, name, profile):
    assert failures(rendered(name), profile) == ()


@pytest.mark.parametrize("name", VARIETIES)
def test_the_syntax_is_right(qpdf, rendered, name, tmp_path):
    path = tmp_path / "stato.pdf"
    path.write_bytes(rendered(name))
    assert syntax_problem(path) == ""


@pytest.mark.parametrize("name", VARIETIES)
def test_every_font_is_in_the_file(rendered, name):
    found = fonts(rendered(name))
    assert found
    assert all(font.embedded for font in found)


@pytest.mark.parametrize("name", VARIETIES)
def test_the_same_data_are_the_same_bytes(rendered, name):
    assert render(status_documents()[name]) == rendered(name)


def test_another_figure_makes_another_paper(rendered):
    assert render(full_status(verdict="Fatto 26,0 %.")) != rendered("stato")


def test_every_page_says_what_it_is_worth(rendered):
    pages = page_texts(rendered("stato-lungo"))
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert FOOT in page
        assert "Ultimo fatto registrato: 20 novembre 2031, ore 8.40" in page
        assert f"Pagina {number} di {len(pages)}" in page
        assert "DATI DIMOSTRATIVI" in page.upper()


@pytest.mark.parametrize("name", VARIETIES)
def test_it_claims_no_signature_and_no_number(rendered, name):
    words = " ".join(page_texts(rendered(name))).lower()
    for claim in ("firmat", "f.to", "protocollo", "sottoscritt"):
        assert claim not in words


def test_each_chart_has_its_words(rendered):
    alternatives = figures(rendered("stato"))
    assert "Azione 1: fatto 25,0 %, atteso 60,0 %" in alternatives
    assert "Azione 2: fatto non valutabile, atteso non valutabile" in alternatives
    assert any(words.startswith("Diciotto mesi, dal 21 maggio 2031") for words in alternatives)


def figures(data):
    """The alternative text of every figure of the structure tree."""
    from io import BytesIO  # noqa: PLC0415

    found, todo = [], [PdfReader(BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        item = todo.pop().get_object()
        if not hasattr(item, "get"):
            continue
        if item.get("/S") == "/Figure":
            found.append(str(item["/Alt"]))
        kids = item.get("/K", [])
        todo += [kid for kid in (kids if isinstance(kids, list) else [kids]) if not isinstance(kid, int)]
    return found


def test_what_cannot_be_measured_is_drawn_as_no_bar():
    bar = draw_bar(None, None, "")
    assert (bar["done"], bar["expected"]) == ("", "")
    assert draw_bar(0, 0, "")["done"] == "0.0"


def test_the_bar_keeps_its_proportions():
    bar = draw_bar(250, 1000, "")
    assert float(bar["done"]) == pytest.approx(float(bar["inner"]) / 4, abs=0.1)
    assert float(bar["expected"]) == pytest.approx(1 + float(bar["inner"]))


@pytest.mark.parametrize("rows", [1, 22, 23, 60, 100])
def test_a_timeline_of_any_length_loses_no_row_and_fits_the_page(rows):
    sheets = draw_sheets(timeline(rows))
    assert [row["code"] for sheet in sheets for row in sheet["rows"]] == [f"1.{n}" for n in range(1, rows + 1)] + [
        "1.1"
    ]
    assert max(len(sheet["rows"]) + len(sheet["headings"]) for sheet in sheets) <= ROWS_A_SHEET
    assert max(float(sheet["height"]) for sheet in sheets) < 900


def test_no_sign_of_the_timeline_leaves_its_plot():
    for row in draw_sheets(timeline(60))[0]["rows"]:
        for span in filter(None, (row["bar"], row["base"], row["late"])):
            assert 204 <= float(span["x"]) <= float(span["end"]) <= 523


def test_a_long_label_is_cut_where_it_ends():
    lines = wrapped("Contare le corti e chiedere a chi ci abita che cosa serve davvero", 120, 10)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, 10) <= 130 for line in lines)
    assert wrapped("Breve", 120, 10) == ["Breve"]


def test_drawings_carry_no_style_but_attributes():
    source = document_html(full_status())
    drawings = re.findall(r"<svg.*?</svg>", source, re.DOTALL)
    assert len(drawings) == 4
    assert not any("style" in drawing or "class=" in drawing for drawing in drawings)


def test_a_state_without_a_shape_is_refused():
    with pytest.raises(ValueError, match="senza una forma"):
        StatusState(kind="verde", words="Bene")
