"""What people type in the search box."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.search_words import MAX_LENGTH, excerpt, pattern, understand


@pytest.mark.parametrize("text", ["", "   ", "x", "à", "a" * (MAX_LENGTH + 1), "\x00"])
def test_what_is_not_searched(text):
    assert understand(text) is None


@pytest.mark.parametrize(("text", "count"), [("5", 1), ("dg", 1), ("  dgc   156 ", 2), ("a" * MAX_LENGTH, 1)])
def test_what_is_searched(text, count):
    assert len(understand(text).patterns) == count


@pytest.mark.parametrize(
    ("text", "code"), [("3.5", (3, 5)), ("t.1", (None, 1)), ("T.12", (None, 12)), ("3", None), ("3.5.1", None)]
)
def test_the_code_of_a_step(text, code):
    assert understand(text).step_code == code


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("5.b", (False, "005.002")),
        ("5.B", (False, "005.002")),
        ("G 1", (True, "001")),
        ("g1", (True, "001")),
        ("12.a.c", (False, "012.001.003")),
        ("4.27", (False, "004.027")),
        ("5", (False, "005")),
        ("5.bb", None),
        ("b.5", None),
        ("tutor", None),
    ],
)
def test_the_coordinate_of_a_point(text, place):
    assert understand(text).coordinate == place


@pytest.mark.parametrize("typed", ["novita", "NOVITÀ", "novità", "Novita"])
@pytest.mark.parametrize("written", ["novità", "NOVITÀ", "novita", "Novità"])
def test_case_and_accents_do_not_count(typed, written):
    assert re.search(pattern(typed), written, re.IGNORECASE)


def test_either_apostrophe():
    assert re.search(pattern("l'avviso"), "L’avviso pubblico", re.IGNORECASE)


@given(st.text(min_size=2, max_size=MAX_LENGTH))
def test_whatever_is_typed_becomes_patterns_that_are_good(text):
    words = understand(text)
    for word in words.patterns if words else ():
        re.compile(word)


@given(st.text(alphabet="abc .*+?()[]{}|^$\\", min_size=2, max_size=20))
def test_signs_of_patterns_are_letters_like_any_other(text):
    words = understand(text)
    found = [re.search(p, f"prima {text.lower()} dopo") for p in (words.patterns if words else ())]
    assert None not in found


def test_an_excerpt_shows_the_word():
    text = "parola " * 100 + "Tutor di condominio " + "altro " * 100
    shown = excerpt(text, understand("tutor"))
    assert "Tutor di condominio" in shown
    assert (shown[0], shown[-1], len(shown) <= 162) == ("…", "…", True)
    assert excerpt("breve", understand("tutor")) == "breve"
