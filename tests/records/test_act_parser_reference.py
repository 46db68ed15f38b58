"""The real act, when the shared folder is there: its structure and its facts, never its sentences."""

import re
from datetime import date
from pathlib import Path

import pytest

from abitare.records.act_parser import Level, Section, parse_act

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference" / "dgc-156-2026.txt"
pytestmark = pytest.mark.skipif(
    not REFERENCE.exists(), reason=f"SKIPPED ALOUD: the reference act is not there ({REFERENCE}), nothing was checked"
)


@pytest.fixture(scope="module")
def text():
    return REFERENCE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def act(text):
    return parse_act(text)


def shape(act, level, section):
    """How many children each top-level point has, in order."""
    clauses = act.clauses_of(level, section)
    tops = [c.path for c in clauses if len(c.path) == 1]
    return [sum(c.path[:1] == top and len(c.path) == 2 for c in clauses) for top in tops]


def test_nothing_is_left_over(act, text):
    assert act.leftovers == ()
    assert act.warnings == ()
    assert act.account.lines == sum(bool(line.strip()) for line in text.split("\n"))
    assert act.account.furniture + act.account.recognised == act.account.lines


def test_mandate_points(act):
    assert len(act.mandate_leaves) == 17
    assert shape(act, Level.GIUNTA, Section.DECISION) == [0, 0]
    assert shape(act, Level.PROPOSAL, Section.DECISION) == [3, 0, 0, 5, 4, 0]


@pytest.mark.parametrize(
    ("section", "children"),
    [
        (Section.PREMISES, [0] * 10 + [4, 0, 0, 3, 0]),
        (Section.REASONS, [0, 0, 4, 0, 0, 0, 0]),
        (Section.PRECHECKS, [0, 0]),
        (Section.NORMS, [0, 0, 0, 0]),
    ],
)
def test_the_sections_of_the_proposal(act, section, children):
    assert shape(act, Level.PROPOSAL, section) == children


def test_facts(act):
    assert (act.municipality, act.organ, act.number) == ("Cremona", "executive_board", 156)
    assert act.date == date(2026, 6, 3)
    assert act.title == act.proposal_object
    assert act.signed_digitally
    assert act.immediately_executable
    assert act.session_place
    assert act.procedure_officer.casefold().split() == sorted(act.handled_by.casefold().split())
    assert act.proposing_sector.casefold().count("settore") == act.proposing_service.casefold().count("servizio") == 1


def test_presences_votes_and_signatures(act):
    assert len(act.present) == len(act.attendance) == 10
    assert not any(row.remote for row in act.attendance)
    assert [(vote.path, vote.unanimous, vote.separate) for vote in act.votes] == [
        ((1,), True, False),
        ((2,), True, True),
    ]
    assert [(o.role.value, o.signs) for o in act.officials] == [
        ("secretary", False), ("assistant", False), ("chair", True), ("secretary", True),
    ]  # fmt: skip


def test_attachments(act):
    assert len(act.attachments) == 2
    assert all(re.fullmatch(r"[0-9A-F]{64}", item.declared_hash) for item in act.attachments)
    assert len({item.declared_hash for item in act.attachments}) == 2
