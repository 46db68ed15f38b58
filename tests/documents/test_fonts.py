"""What our fonts can draw, and how the rest is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abitare.documents.fonts import FACES, FONT_DIR, REPLACEMENTS, missing_glyphs, printable
from abitare.documents.templatetags.document_layout import label_place, runs
from tests.documents.samples import bullets, clause


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ISEE ≥ 9.000", "ISEE maggiore o uguale a 9.000"),
        ("punto 3 → Azione 3", "punto 3 -> Azione 3"),
        ("10\u202f000\u2009m²", "10\u00a0000\u00a0m²"),
        ("tecnico\u2010amministrativo", "tecnico-amministrativo"),
        ("uf\u00adfi\u200bcio", "ufficio"),
        ("proﬁlo", "profilo"),
        ("\uf0b7 primo", "• primo"),
        ("Perche\u0301", "Perché"),
        ("a\x0cb\x02", "a\nb"),
    ],
)
def test_known_signs_are_written_otherwise(text, expected):
    assert printable(text) == expected
    assert missing_glyphs(expected) == ()


def test_official_punctuation_is_left_alone():
    text = "«L’ente», “così” – 4° comma – art. 134; €, ½, §, à è é ì ò ù À È…"
    assert printable(text) == text
    assert missing_glyphs(text) == ()


def test_names_of_europe_can_be_printed():
    assert missing_glyphs("Łukasz Žižek Ștefan Țepeș Győr Müller Çelik Søren Đorđe") in ((), ("Ș", "Ț", "ș", "ț"))


def test_missing_characters_are_listed_once():
    assert missing_glyphs("αβα\n\t ok") == ("α", "β")


@given(st.text())
def test_printing_twice_changes_nothing_more(text):
    once = printable(text)
    assert printable(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_replacements_can_be_drawn():
    assert missing_glyphs("".join(REPLACEMENTS.values())) == ()


def test_font_files_are_there():
    assert all((FONT_DIR / path).is_file() for *_, path in FACES)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Premesse", ""),
        ("Pre-verifiche", ""),
        ("Considerazioni finali", "two-lines"),
        ("Firmatari dell’originale", "two-lines"),
        ("Accertamenti preliminari del responsabile", "above"),
        ("Particolareggiatamente", "above"),
        ("", ""),
    ],
)
def test_place_of_a_section_name(name, place):
    assert label_place(name) == place


def test_runs_keep_the_order_and_part_lists_from_paragraphs():
    plain = clause(1).__class__(text="senza numero")
    items = (plain, clause(1), clause(2), plain, *bullets("a"))
    cut = runs(items)
    assert [run.has_markers for run in cut] == [False, True, False, True]
    assert tuple(item for run in cut for item in run.items) == items
