"""The typed document: its exact form, its states, what it refuses."""

import json
from dataclasses import FrozenInstanceError, dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from abitare.documents.deliberation import AttachedFile, HashState, Item, Section
from abitare.documents.document import to_canonical_json
from tests.documents.samples import bare_act, digest, full_act


def test_canonical_json_is_sorted_compact_and_readable():
    data = to_canonical_json(bare_act())
    assert data == json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert json.loads(data)["schema"] == "abitare.deliberazione/1"
    assert json.loads(data)["document"]["levels"][0]["sections"][0]["items"][0]["text"] == "Un solo paragrafo."


def test_equal_documents_have_equal_json_whatever_the_zone():
    rome = full_act().created.astimezone(timezone(timedelta(hours=1)))
    assert to_canonical_json(full_act(created=rome)) == to_canonical_json(full_act())
    assert b'"created":"2026-11-22T07:40:00Z"' in to_canonical_json(full_act())


def test_a_changed_value_changes_the_json():
    assert to_canonical_json(full_act(demo=True)) != to_canonical_json(full_act())


def test_json_keeps_the_text_as_it_is():
    assert "≥ 3 → ﬁne" in to_canonical_json(full_act(subject="≥ 3 → ﬁne")).decode()


@dataclass(frozen=True)
class Values:
    schema = "prova/1"
    value: object


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1.50"), '"1.50"'),
        (date(2026, 6, 3), '"2026-06-03"'),
        (datetime(2026, 6, 3, 12, 0, 1, 5, tzinfo=UTC), '"2026-06-03T12:00:01.000005Z"'),
        (True, "true"),
        (None, "null"),
        ((1, "è"), '[1,"è"]'),
        (HashState.VERIFIED, '"verified"'),
    ],
)
def test_exact_forms(value, expected):
    assert to_canonical_json(Values(value)).decode() == f'{{"document":{{"value":{expected}}},"schema":"prova/1"}}'


@pytest.mark.parametrize("value", [0.5, [1], {"a": 1}, {1}, b"x", object, datetime(2026, 6, 3)])  # noqa: DTZ001
def test_values_without_an_exact_form_are_refused(value):
    with pytest.raises(TypeError):
        to_canonical_json(Values(value))


def test_an_instant_without_zone_is_refused():
    with pytest.raises(ValueError, match="fuso orario"):
        full_act(created=datetime(2026, 6, 3))  # noqa: DTZ001


def test_documents_do_not_change():
    with pytest.raises(FrozenInstanceError):
        full_act().title = "altro"
    assert hash(full_act()) == hash(full_act())


@pytest.mark.parametrize("marker", ["un testo lungo", " 1.", "1.\n"])
def test_a_marker_that_is_not_a_number_is_refused(marker):
    with pytest.raises(ValueError, match="non valido"):
        Item(marker=marker, text="x")


@pytest.mark.parametrize(
    ("declared", "computed", "state"),
    [
        ("", "", HashState.UNKNOWN),
        (digest("a"), "", HashState.DECLARED),
        ("", digest("a"), HashState.ACQUIRED),
        (digest("a"), digest("a").lower(), HashState.VERIFIED),
        (digest("a"), digest("b"), HashState.MISMATCH),
    ],
)
def test_state_of_an_attachment_follows_from_its_fingerprints(declared, computed, state):
    attachment = AttachedFile(title="x", declared=declared, computed=computed)
    assert attachment.state is state
    assert state.words


def test_paragraphs_of_a_clause():
    assert Item(text="uno\n\n due \n").paragraphs == ("uno", "due")
    assert Item(text=" \n").paragraphs == ()


def test_section_knows_whether_it_is_all_summaries():
    official, summary, empty = Item(text="a"), Item(text="b", is_official=False), Item(text="", is_official=False)
    section = Section(name="x", items=(official,))
    assert (section.is_summary, section.is_mixed) == (False, False)
    section = replace(section, items=(summary, summary))
    assert (section.is_summary, section.is_mixed) == (True, False)
    for items in ((official, summary), (summary, empty), (replace(official, children=(summary,)),)):
        section = replace(section, items=items)
        assert (section.is_summary, section.is_mixed) == (False, True)
