"""The real act on the real plan, when the shared folder is there: counts and facts, never its sentences."""

import os
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from abitare.records.act_source import read_act
from abitare.records.enums import AttachmentKind, Level, PointKind, Section, TextState
from abitare.records.integrity import verify
from abitare.records.models import Act, ActClause, Attachment, Attendance, LogEntry, MandatePoint, Official, Vote
from abitare.records.services.importing import Outcome
from tests.factories.records import import_text

from .acts.pdf import PRINTERS, with_chromium

REFERENCE = settings.BASE_DIR.parent / "shared" / "reference" / "dgc-156-2026.txt"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not REFERENCE.exists(),
        reason=f"SKIPPED ALOUD: the reference act is not there ({REFERENCE}), nothing was checked",
    ),
]


def import_reference():
    return import_text(REFERENCE.read_bytes(), name=REFERENCE.name)


@pytest.fixture
def plan():
    call_command("load_plan", write=True, verbosity=0)
    return Act.objects.get(number="156", year=2026)


def shape(act):
    """How many clauses each section has at each depth."""
    return Counter((c.level, c.section, len(c.positions)) for c in act.clauses.all())


SHAPE = {
    (Level.GIUNTA, Section.DECISION, 1): 2,
    (Level.PROPOSAL, Section.PREMISES, 1): 15,
    (Level.PROPOSAL, Section.PREMISES, 2): 7,
    (Level.PROPOSAL, Section.REASONS, 1): 7,
    (Level.PROPOSAL, Section.REASONS, 2): 4,
    (Level.PROPOSAL, Section.PRECHECKS, 1): 2,
    (Level.PROPOSAL, Section.NORMS, 1): 4,
    (Level.PROPOSAL, Section.DECISION, 1): 6,
    (Level.PROPOSAL, Section.DECISION, 2): 12,
}


def test_on_an_empty_register():
    report = import_reference()
    act = Act.objects.get()
    assert (report.created, report.kept, act.text_state) == (True, [], TextState.ACQUIRED)
    assert shape(act) == SHAPE
    assert Counter(MandatePoint.objects.values_list("clause__level", flat=True)) == {"giunta": 2, "proposal": 15}
    assert set(MandatePoint.objects.values_list("kind", flat=True)) == {PointKind.UNCLASSIFIED}
    assert (Attendance.objects.filter(present=True).count(), Attendance.objects.count()) == (10, 10)
    assert list(Vote.objects.values_list("unanimous", flat=True)) == [True, True]
    assert Official.objects.count() == 6
    declared = Attachment.objects.exclude(kind=AttachmentKind.ACT_TEXT).values_list("declared_hash", flat=True)
    assert [len(value) for value in declared] == [64, 64]
    assert verify().findings == ()


def test_a_second_run_changes_nothing():
    import_reference()
    before = LogEntry.objects.count()
    report = import_reference()
    assert (report.changes, report.kept, LogEntry.objects.count()) == (0, [], before)


def test_on_the_plan_the_text_joins_what_was_waiting(plan):
    ours = {"point__kind", "point__responsible", "point__responsible_note", "summary"}
    before = {row["pk"]: row for row in plan.clauses.values("pk", *ours)}
    report = import_reference()
    assert (report.created, report.kept) == (False, [])
    plan.refresh_from_db()
    assert (plan.text_state, shape(plan)) == (TextState.ACQUIRED, SHAPE)
    assert MandatePoint.objects.filter(clause__act=plan).count() == 17
    assert {row["pk"]: row for row in plan.clauses.filter(pk__in=before).values("pk", *ours)} == before
    assert not plan.clauses.filter(official_text="").exists()
    assert verify().findings == ()


def test_on_the_plan_the_declared_fingerprints_are_those_of_the_text(plan):
    before = set(Attachment.objects.for_object(plan).values_list("title", "declared_hash"))
    report = import_reference()
    after = Attachment.objects.for_object(plan).exclude(kind=AttachmentKind.ACT_TEXT)
    assert set(after.values_list("title", "declared_hash")) == before
    rows = [row.outcome for row in report.rows if row.what.startswith("allegato")]
    assert rows == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_on_the_plan_a_second_run_changes_nothing(plan):
    import_reference()
    before = LogEntry.objects.count()
    assert (import_reference().changes, LogEntry.objects.count()) == (0, before)


def test_the_plan_loaded_after_the_text_finds_everything_there():
    import_reference()
    clauses = ActClause.objects.count()
    call_command("load_plan", write=True, verbosity=0)
    act = Act.objects.get(number="156", year=2026)
    assert (act.clauses.count(), shape(act)) == (clauses, SHAPE)
    assert import_reference().changes == 0


def registered():
    return list(ActClause.objects.in_reading_order().values_list("level", "section", "path", "marker", "official_text"))


@pytest.mark.pdf
@pytest.mark.parametrize("printer", PRINTERS, ids=lambda printer: printer.__name__)
def test_printed_to_pdf_by_another_program_it_is_the_same_act(printer, tmp_path):
    import_reference()
    same_act_again(printer, tmp_path)


@pytest.mark.browser
def test_printed_to_pdf_by_chromium_it_is_the_same_act(tmp_path):
    if not Path("/usr/bin/chromium").exists():
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER is set and /usr/bin/chromium is not there")
        pytest.skip("SKIPPED ALOUD: no Chromium, printing to PDF from a browser was not checked")
    import_reference()
    same_act_again(with_chromium, tmp_path)


def same_act_again(printer, folder):
    """The printed PDF finds nothing to change, and on an empty register gives the same clauses."""
    from_text = registered()
    pdf = printer(REFERENCE.read_text(encoding="utf-8"), folder)
    report = import_text(pdf, name="atto.pdf")
    assert (report.changes, report.kept) == (0, [])
    parsed, source = read_act(pdf, "atto.pdf")
    assert source.media_type == "application/pdf"
    assert sorted((c.level.value, c.section.value, c.marker, c.text) for c in parsed.clauses) == sorted(
        (level, section, marker, text) for level, section, _, marker, text in from_text
    )
