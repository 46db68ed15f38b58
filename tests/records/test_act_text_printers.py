"""The same text printed to PDF by other programs reads as the same clauses."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from abitare.records.act_parser import Section, parse_act
from abitare.records.act_text import PDF, read_act_file

from .acts.pdf import PRINTERS, with_chromium
from .acts.printing import Layout, print_act
from .acts.spec import Act, Item, Member
from .test_act_parser_reference import REFERENCE

LONG = tuple(
    Item(
        f"Curare la corte n. {n}, con gli uffici tecnico-manutentivi e con chi vi abita – dal civico {n} in poi – fino "
        "alla qualificazione degli ingressi, al fine di:",
        (
            Item("rafforzare la \"bottega di quartiere\" e l'officina affidata all'ufficio;"),
            Item("offrire - senza spese - un orto a ogni famiglia."),
        ),
    )
    for n in range(1, 25)
)
MEMBERS = (
    Member("QUATTROCCHI D'ALOIA LIA MARIA ELISABETTA", "Vice Sindaco"),
    Member("PASSERO NIVES", "Assessora", "assente giustificata"),
    Member("ALBICOCCA NORA", "Assessore", remote="sì"),
)
SPEC = replace(Act(), proposal=(*Act().proposal[:-1], (Section.DECISION, LONG)), members=MEMBERS)

pytestmark = pytest.mark.pdf


def facts(act):
    return (
        [(c.level, c.section, c.path, c.marker, c.text) for c in act.clauses],
        [(r.name, r.qualification, r.present, r.remote) for r in act.attendance],
        [(o.role, o.name, o.signs) for o in act.officials],
        [(a.title, a.declared_hash) for a in act.attachments],
        (act.municipality, act.number, act.date, act.title, act.session_place, act.procedure_officer, act.handled_by),
        (act.proposing_sector, act.proposing_service, act.votes, act.leftovers, act.warnings),
    )


@pytest.mark.parametrize("printer", PRINTERS, ids=lambda printer: printer.__name__)
def test_a_synthetic_act(printer, tmp_path):
    text = print_act(SPEC, Layout(dash="-"))
    found = read_act_file(printer(text, tmp_path), "atto.pdf")
    assert found.media_type == PDF
    assert found.page_count > 2
    assert facts(parse_act(found.text)) == facts(parse_act(text))


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"SKIPPED ALOUD: no reference act at {REFERENCE}")
@pytest.mark.parametrize("printer", PRINTERS, ids=lambda printer: printer.__name__)
def test_the_real_act(printer, tmp_path):
    text = REFERENCE.read_text(encoding="utf-8")
    found = read_act_file(printer(text, tmp_path), "atto.pdf")
    assert facts(parse_act(found.text)) == facts(parse_act(text))


@pytest.mark.browser
def test_chromium(tmp_path):
    """With the browser's own head and foot: date, title, address, page number."""
    if not Path("/usr/bin/chromium").exists():
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set and /usr/bin/chromium is not there")
        pytest.skip("no Chromium: printing to PDF from a browser was not checked")
    text = print_act(SPEC)
    found = read_act_file(with_chromium(text, tmp_path), "atto.pdf")
    assert facts(parse_act(found.text)) == facts(parse_act(text))
