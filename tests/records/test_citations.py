"""How a place of an act is quoted: the words of a lawyer, never our coordinates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abitare.records.citations import citation, ordinal

NUMBER, DASH = ("number", "5."), ("dash", "-")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("proposal", "decision", (5,), (NUMBER,)), "punto 5"),
        (("proposal", "decision", (5, 2), (NUMBER, DASH)), "punto 5, secondo trattino"),
        (("proposal", "decision", (5, 13), (NUMBER, DASH)), "punto 5, 13º trattino"),
        (("proposal", "decision", (5, 2), (NUMBER, ("letter", "b)"))), "punto 5, lettera b"),
        (("proposal", "decision", (5, 2), (NUMBER, ("letter", "b."))), "punto 5, lettera b"),
        (("proposal", "decision", (5, 2), (NUMBER, ("number", "5.2."))), "punto 5, numero 5.2"),
        (("proposal", "decision", (5, 2, 1), (NUMBER, DASH, DASH)), "punto 5, secondo trattino, primo trattino"),
        (
            ("proposal", "decision", (5, 2, 1), (NUMBER, ("letter", "b)"), DASH)),
            "punto 5, lettera b, primo trattino",
        ),
        (
            ("proposal", "decision", (5, 2, 1), (NUMBER, DASH, ("letter", "a)"))),
            "punto 5, secondo trattino, lettera a",
        ),
        (("giunta", "decision", (1,), (NUMBER,)), "punto 1 della decisione dell’organo"),
        (("giunta", "decision", (1, 1), (NUMBER, DASH)), "punto 1, primo trattino della decisione dell’organo"),
        (("proposal", "premises", (3,), (NUMBER,)), "premessa 3"),
        (("proposal", "reasons", (3, 4), (NUMBER, DASH)), "motivazione 3, quarto trattino"),
        (("proposal", "prechecks", (2,), (NUMBER,)), "pre-verifica 2"),
        (("proposal", "norms", (1,), (NUMBER,)), "norma 1"),
    ],
)
def test_a_place_in_words(place, words):
    assert citation(*place) == words


def test_ordinals():
    assert [ordinal(n) for n in (1, 2, 12, 13, 100)] == ["primo", "secondo", "dodicesimo", "13º", "100º"]


@given(st.lists(st.integers(1, 99), min_size=1, max_size=4))
def test_a_letter_is_printed_only_if_the_act_prints_it(positions):
    words = citation("proposal", "decision", tuple(positions), (NUMBER, *[DASH] * (len(positions) - 1)))
    assert "lettera" not in words
    assert words.count("trattino") == len(positions) - 1


@given(
    st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=3).map(tuple), min_size=2, unique=True),
    st.sampled_from(["giunta", "proposal"]),
    st.sampled_from(["premises", "reasons", "prechecks", "norms", "decision"]),
)
def test_two_places_never_have_the_same_words(places, level, section):
    quoted = {citation(level, section, p, (NUMBER, *[DASH] * (len(p) - 1))) for p in places}
    assert len(quoted) == len(places)
