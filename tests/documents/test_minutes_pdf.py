"""The minutes on paper: what is printed, where, in which order, and what must never be there."""

import functools

import pytest

from abitare.documents.checks import PROFILES, failures, fonts, page_texts, syntax_problem
from abitare.documents.document import WORKING_COPY
from abitare.documents.pdf import render
from tests.documents.minutes_samples import closed_minutes, minutes_documents

pytestmark = pytest.mark.pdf
VARIETIES = sorted(minutes_documents())


@pytest.fixture(scope="module")
def rendered():
    return functools.cache(lambda name: render(minutes_documents()[name]))


@pytest.fixture(scope="module")
def text(rendered):
    """``text(name)``: all the words of a document without white space, page after page, head and foot left out."""
    return functools.cache(lambda name: "".join(_body(page, n) for n, page in enumerate(page_texts(rendered(name)))))


def _body(page, number):
    page = page[: page.rindex(WORKING_COPY)]
    squeezed = "".join(page.split())
    return squeezed[: squeezed.rindex("VERBALEDELLASEDUTA")] if number else squeezed


def pieces(document):
    """What is printed, in reading order."""
    yield from (document.municipality.upper(), document.title.upper(), document.subject)
    if document.draft:
        yield "BOZZA"
    yield from (document.session, *document.opening_paragraphs)
    for row in document.attendance:
        yield f"{row.office}{row.presence}{row.represented_by}"
    for item in document.items:
        yield f"{item.number}.{item.title}"
    for item in document.items:
        yield item.title
        yield from filter(None, [item.origin, item.facts, *item.paragraphs])
        for decision in item.decisions:
            yield f"DECISIONE{decision.number}"
            yield from (decision.text, decision.effect or "Presa d’atto")
    for row in document.assignments:
        yield f"{row.text}{row.office}{row.due}{row.decision}"
    yield from document.signatures


@pytest.mark.parametrize("name", VARIETIES)
def test_everything_is_printed_in_order(text, name):
    printed, position = text(name), 0
    for piece in pieces(minutes_documents()[name]):
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
    path = tmp_path / "verbale.pdf"
    path.write_bytes(rendered(name))
    assert syntax_problem(path) == ""


@pytest.mark.parametrize("name", VARIETIES)
def test_every_font_is_in_the_file(rendered, name):
    found = fonts(rendered(name))
    assert found
    assert all(font.embedded for font in found)


@pytest.mark.parametrize("name", VARIETIES)
def test_the_same_minutes_are_the_same_bytes(rendered, name):
    assert render(minutes_documents()[name]) == rendered(name)


def test_a_draft_says_so_on_every_page_and_a_closed_one_on_none(rendered):
    assert all("BOZZA" in page.upper() for page in page_texts(rendered("verbale-bozza")))
    for name in ("verbale", "verbale-lungo"):
        assert not any("BOZZA" in page.upper() for page in page_texts(rendered(name)))


def test_it_never_says_it_is_signed(rendered):
    words = " ".join(" ".join(page_texts(rendered("verbale"))).split()).lower()
    assert "firma da apporre" in words
    assert "questa copia non porta firme" in words
    for claim in ("firmato digitalmente", "f.to", "sottoscritto da"):
        assert claim not in words


def test_every_page_says_what_it_is_worth_and_which_it_is(rendered):
    texts = [" ".join(page.split()) for page in page_texts(rendered("verbale-lungo"))]
    assert len(texts) > 4
    for number, page in enumerate(texts, 1):
        assert WORKING_COPY in page
        assert f"Pagina {number} di {len(texts)}" in page
        assert "DATI DIMOSTRATIVI" in page.upper()


def test_another_decision_makes_another_paper(rendered):
    changed = closed_minutes(opening="Un’altra apertura.")
    assert render(changed) != rendered("verbale")
