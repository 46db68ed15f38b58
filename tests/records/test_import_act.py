"""Importing the text of an act: what is new comes in, what was waiting is completed, what people wrote stays."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from abitare.records.act_source import read_act
from abitare.records.enums import AttachmentKind, Level, OfficialRole, PointKind, Section, TextState
from abitare.records.fingerprints import fingerprint
from abitare.records.integrity import verify
from abitare.records.models import Act, ActClause, Attachment, Attendance, LogEntry, MandatePoint, Official, Vote
from abitare.records.services.clauses import correct_clause
from abitare.records.services.importing import ImportRefused, Outcome, import_act, preview_import
from tests.factories.people import OfficeFactory, make_user
from tests.factories.records import act_text, import_text, registered_act
from tests.records.acts.spec import ANNEXES, TITLE, Annex, Item, Member
from tests.records.acts.spec import Act as ActSpec
from tests.records.racing import race

pytestmark = pytest.mark.django_db

EVERYTHING = (Act, ActClause, MandatePoint, Attendance, Official, Vote, Attachment, LogEntry)
PLACE = {"level": Level.PROPOSAL, "section": Section.DECISION}


def counts():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def stored_files():
    return [path for path in Path(default_storage.path("")).rglob("*") if path.is_file()]


def clauses():
    return [(c.level, c.section, c.positions, c.official_text) for c in ActClause.objects.in_reading_order()]


def kept(report):
    return [(row.what, row.old, row.new) for row in report.kept]


def registered_before(**fields):
    """The act as the office knew it before its text arrived."""
    values = {"number": "23", "date": date(2031, 5, 4), "title": "Indirizzi sulle corti, in breve"} | fields
    return registered_act(short_title="DGC n. 23/2031", **values)


# --- a new act -------------------------------------------------------------------------------------------------------
def test_a_new_act_with_everything_its_text_says():
    report = import_text()
    act = Act.objects.get()
    assert report.created
    assert (act.organ, act.kind, act.number, act.year) == ("executive_board", "deliberation", "23", 2031)
    assert (act.date, act.title, act.short_title) == (date(2031, 5, 4), TITLE, "DGC n. 23/2031")
    assert (act.municipality, act.session_place) == ("Comune di Borgo Quieto", "sala delle Corti")
    assert (act.unit_name, act.service_name) == ("SETTORE CASA E CORTI", "Servizio Abitare Insieme")
    assert (act.immediate, act.executable_from, act.signed_digitally) == (True, date(2031, 5, 4), True)
    assert act.text_state == TextState.ACQUIRED


def test_the_clauses_are_those_of_the_text_in_its_order():
    import_text()
    expected = [(level.value, section.value, path, text) for level, section, path, text in ActSpec().expected()]
    assert sorted(clauses()) == sorted(expected)
    assert [place for *place, _ in clauses()][:3] == [
        ["giunta", "decision", (1,)],
        ["giunta", "decision", (2,)],
        ["proposal", "premises", (1,)],
    ]
    child = ActClause.objects.get(section=Section.PREMISES, path="002.003")
    assert (child.parent.positions, child.marker) == ((2,), "-")


def test_the_leaves_of_the_dispositivo_are_points_to_be_classified():
    import_text()
    points = [p.clause.coordinate for p in MandatePoint.objects.order_by("clause__level", "clause__path")]
    assert points == ["G 1", "G 2", "1", "2.a", "2.b"]
    assert set(MandatePoint.objects.values_list("kind", "responsible")) == {(PointKind.UNCLASSIFIED, None)}
    assert MandatePoint.objects.get(clause__path="002.002").clause.citation == "punto 2, lettera b"


def test_presences_officials_votes():
    import_text(
        act_text(members=(Member("SALVALAGGIO ORTENSIA", "Sindaco"), Member("PASSERO NIVES", "Assessora", "assente")))
    )
    assert list(Attendance.objects.values_list("position", "name", "title", "present", "remote", "status")) == [
        (1, "SALVALAGGIO ORTENSIA", "Sindaco", True, False, "presente"),
        (2, "PASSERO NIVES", "Assessora", False, False, "assente"),
    ]
    assert (OfficialRole.OFFICER, "Teodora Fiordaliso", False) in Official.objects.values_list("role", "name", "signs")
    assert (OfficialRole.CHAIR, "SALVALAGGIO ORTENSIA", True) in Official.objects.values_list("role", "name", "signs")
    assert list(Vote.objects.values_list("position", "unanimous", "open")) == [(1, True, True), (2, True, True)]


def test_attachments_are_declared_with_their_fingerprints():
    import_text()
    annexes = Attachment.objects.exclude(kind=AttachmentKind.ACT_TEXT).order_by("pk")
    assert list(annexes.values_list("kind", "title", "declared_hash", "file")) == [
        (AttachmentKind.TECHNICAL_OPINION, "PARERE DI REGOLARITÀ TECNICA", "0A1B" * 16, ""),
        (AttachmentKind.ACCOUNTING_OPINION, "PARERE DI REGOLARITÀ CONTABILE", "C2D3" * 16, ""),
    ]


def test_the_file_it_was_read_from_is_acquired():
    data = act_text()
    import_text(data, name="dgc-23.txt")
    text = Attachment.objects.get(kind=AttachmentKind.ACT_TEXT)
    assert (text.title, text.file_name, text.media_type, text.size) == (
        "Testo dell’atto", "dgc-23.txt", "text/plain", len(data),
    )  # fmt: skip
    assert text.computed_hash == fingerprint(data)
    with text.file.open() as stored:
        assert stored.read() == data


def test_what_is_logged(coordinator):
    import_text(by=coordinator)
    entries = LogEntry.objects.for_object(Act.objects.get()).order_by("seq")
    assert [(e.verb, e.actor, e.reason) for e in entries] == [
        ("register", coordinator, "importato dal testo"),
        ("import_text", coordinator, ""),
        ("acquire_file", coordinator, ""),
    ]
    assert entries[1].changes == [["contenuto", "", "31 nuovi, 0 completati"]]
    assert entries[2].changes == [["Testo dell’atto", "non dichiarata, file non acquisito", "acquisito"]]
    assert verify().findings == ()


def test_lines_that_found_no_place_stay_in_the_history():
    import_text(act_text().replace(b"NORMATIVA 1.", b"PARTE FINANZIARIA\n\n1. Spesa a bilancio.\n\nNORMATIVA 1."))
    [entry] = LogEntry.objects.filter(verb="import_text")
    assert [new for label, _, new in entry.changes if "avanzata" in label] == [
        "PARTE FINANZIARIA",
        "1. Spesa a bilancio.",
    ]


def test_the_same_number_in_another_year_is_another_act():
    import_text()
    import_text(act_text(day="4 maggio 2032"))
    assert list(Act.objects.order_by("year").values_list("number", "year")) == [("23", 2031), ("23", 2032)]
    assert ActClause.objects.filter(act__year=2031).count() == ActClause.objects.filter(act__year=2032).count() == 16


def test_neighbours_are_untouched():
    other = registered_act(number="24", title="Altro atto", text_state=TextState.MISSING)
    before = Act.objects.filter(pk=other.pk).values().get()
    import_text()
    assert Act.objects.filter(pk=other.pk).values().get() == before
    assert LogEntry.objects.for_object(other).count() == 1


def test_an_act_without_a_date_is_refused():
    parsed, source = read_act(act_text(), "atto.txt")
    undated = replace(parsed, date=None)
    for attempt in (lambda: import_act(undated, source, by=None), lambda: preview_import(undated, by=None)):
        with pytest.raises(ImportRefused, match="senza data non si può registrare"):
            attempt()
    assert set(counts().values()) == {0}


def test_an_object_longer_than_the_register_holds_is_cut_and_told():
    long = "Indirizzi per " + "le corti " * 60 + "di Borgo Quieto"
    report = import_text(act_text(title=long))
    assert Act.objects.get().title == long[:500]
    assert kept(report)[0] == ("oggetto troppo lungo, abbreviato", long[:500], long)


# --- twice -----------------------------------------------------------------------------------------------------------
def test_twice_is_once():
    import_text()
    before, files = counts(), stored_files()
    report = import_text()
    assert (report.created, report.changes, report.kept) == (False, 0, [])
    assert {row.outcome for row in report.rows} == {Outcome.UNCHANGED}
    assert (counts(), stored_files()) == (before, files)


def test_the_same_act_from_another_file_keeps_the_first_file():
    import_text(name="primo.txt")
    report = import_text(act_text() + b"\n", name="secondo.txt")
    assert report.changes == 0
    assert report.rows[-1].what == "file del testo: resta quello acquisito la prima volta"
    assert Attachment.objects.get(kind=AttachmentKind.ACT_TEXT).file_name == "primo.txt"
    assert len(stored_files()) == 1


# --- on what is already there ----------------------------------------------------------------------------------------
@pytest.fixture
def waiting():
    """The act with its points summed up by the office, responsible and nature given, no text yet."""
    office = OfficeFactory(name="Settore Case")
    act = registered_before(office=office)
    parent = None
    for path, marker, kind in [("001", "1.", "number"), ("002", "2.", "number"), ("002.001", "-", "dash")]:
        clause = ActClause.objects.create(
            act=act, **PLACE, path=path, marker=marker, marker_kind=kind, summary=f"Sintesi {path}",
            parent=parent if "." in path else None,
        )  # fmt: skip
        parent = clause
        if path != "002":
            MandatePoint.objects.create(
                clause=clause, kind=PointKind.FULFILMENT, responsible=office, responsible_note="Settori competenti"
            )
    return act


def test_the_text_completes_the_act_that_was_waiting(waiting):
    report = import_text()
    act = Act.objects.get()
    assert (act.pk, report.created, act.text_state) == (waiting.pk, False, TextState.ACQUIRED)
    assert (act.title, act.short_title, act.office) == (TITLE, "DGC n. 23/2031", waiting.office)
    [entry] = LogEntry.objects.filter(verb="import_text")
    assert ["oggetto", "Indirizzi sulle corti, in breve", TITLE] in entry.changes
    assert ["testo", "testo da acquisire", "testo acquisito"] in entry.changes


def test_summaries_nature_and_responsible_stay_and_the_official_text_arrives(waiting):
    import_text()
    clause = ActClause.objects.get(**PLACE, path="002.001")
    assert (clause.summary, clause.official_text, clause.version) == ("Sintesi 002.001", "un avviso pubblico;", 2)
    assert (clause.marker, clause.marker_kind, clause.citation) == ("a)", "letter", "punto 2, lettera a")
    point = clause.point
    assert (point.kind, point.responsible, point.responsible_note) == (
        PointKind.FULFILMENT, waiting.office, "Settori competenti",
    )  # fmt: skip
    assert ActClause.objects.count() == 16
    assert MandatePoint.objects.count() == 5


def test_the_report_tells_completed_from_new(waiting):
    report = import_text()
    completed = [row.what for row in report.rows if row.outcome == Outcome.COMPLETED]
    assert completed == ["atto DGC n. 23/2031", "punto 1", "punto 2", "punto 2, lettera a"]
    assert "punto 2, lettera b" in [row.what for row in report.rows if row.outcome == Outcome.NEW]


def test_the_same_name_in_capitals_is_not_a_change():
    registered_before(municipality="Comune di Borgo Quieto", unit_name="Settore Casa e Corti")
    import_text()
    assert Act.objects.get().unit_name == "Settore Casa e Corti"


def test_a_corrected_clause_is_kept_and_reported(coordinator):
    import_text()
    clause = ActClause.objects.get(**PLACE, path="001")
    values = {"official_text": "Confermare il mandato agli Uffici.", "summary": ""}
    correct_clause(clause, by=coordinator, reason="refuso", version=1, values=values)
    before = counts()
    report = import_text()
    assert kept(report) == [("punto 1", "Confermare il mandato agli Uffici.", "Confermare il mandato agli uffici.")]
    assert (report.changes, counts()) == (0, before)
    assert ActClause.objects.get(pk=clause.pk).official_text == "Confermare il mandato agli Uffici."


def test_a_clause_the_text_does_not_have_is_reported_and_kept(waiting):
    ActClause.objects.create(act=waiting, **PLACE, path="009", marker="9.", marker_kind="number", summary="Di troppo")
    report = import_text()
    assert kept(report) == [("punto 9, che il testo non ha", "Di troppo", "")]
    assert ActClause.objects.get(path="009").summary == "Di troppo"


def test_a_different_object_is_kept_and_reported():
    import_text()
    Act.objects.update(title="Corretto a mano")
    assert kept(import_text()) == [("oggetto", "Corretto a mano", TITLE)]


def test_a_different_presence_is_kept_and_reported():
    import_text()
    Attendance.objects.filter(position=4).update(present=False, status="assente")
    report = import_text()
    assert (kept(report), report.changes) == ([("presenza: PASSERO NIVES", "", "")], 0)
    assert not Attendance.objects.get(position=4).present


def test_one_presence_more_or_less_than_the_register_is_reported():
    import_text()
    Attendance.objects.filter(position=4).delete()
    assert kept(import_text()) == [("presenza n. 4, che il registro non ha", "", "")]
    Attendance.objects.create(act=Act.objects.get(), position=4, name="PASSERO NIVES", title="Assessora", present=True)
    Attendance.objects.create(act=Act.objects.get(), position=5, name="TERZI ADA", title="Assessora", present=True)
    assert [what for what, _, _ in kept(import_text())] == ["presenza: PASSERO NIVES", "presenza: TERZI ADA"]


def test_a_different_vote_is_kept_and_reported():
    import_text()
    Vote.objects.filter(position=2).update(unanimous=False, favour=3, against=1)
    report = import_text()
    assert (kept(report), report.changes) == ([("voto: DGC n. 23/2031, voto 2", "", "")], 0)


# --- attachments -----------------------------------------------------------------------------------------------------
def declared(act, title="Parere di regolarità tecnica", declared_hash="", **fields):
    return Attachment.objects.create(
        subject=act, kind=AttachmentKind.TECHNICAL_OPINION, title=title, declared_hash=declared_hash, **fields
    )


def test_an_attachment_is_recognised_whatever_its_capitals():
    attachment = declared(registered_before())
    report = import_text()
    attachment.refresh_from_db()
    assert (attachment.title, attachment.declared_hash) == ("Parere di regolarità tecnica", "0A1B" * 16)
    assert Attachment.objects.filter(kind=AttachmentKind.TECHNICAL_OPINION).count() == 1
    assert "allegato Parere di regolarità tecnica" in [r.what for r in report.rows if r.outcome == Outcome.COMPLETED]


def test_a_fingerprint_different_from_the_declared_one_is_kept_and_reported():
    attachment = declared(registered_before(), declared_hash="FF00" * 16)
    report = import_text()
    attachment.refresh_from_db()
    assert attachment.declared_hash == "FF00" * 16
    assert kept(report) == [("allegato Parere di regolarità tecnica", "FF00" * 16, "0A1B" * 16)]


@pytest.mark.parametrize(
    ("data", "state"), [(b"%PDF-1.7 parere", "verificata"), (b"%PDF-1.7 altro", "non corrisponde")]
)
def test_a_file_acquired_before_is_measured_against_the_fingerprint_that_arrives(data, state):
    attachment = declared(registered_before(), file="attachments/parere", computed_hash=fingerprint(b"%PDF-1.7 parere"))
    import_text(act_text(annexes=(Annex(ANNEXES[0].title, fingerprint(data)),)))
    attachment.refresh_from_db()
    assert attachment.state_label == state


def test_an_attachment_without_fingerprint_leaves_the_one_already_declared():
    attachment = declared(registered_before(), declared_hash="FF00" * 16)
    report = import_text(act_text(annexes=(Annex(ANNEXES[0].title),)))
    attachment.refresh_from_db()
    assert attachment.declared_hash == "FF00" * 16
    assert kept(report) == [("allegato Parere di regolarità tecnica", "FF00" * 16, "")]


# --- all or nothing --------------------------------------------------------------------------------------------------
def test_the_preview_says_what_the_import_does_and_writes_nothing(waiting):
    before = counts()
    parsed, source = read_act(act_text(), "atto.txt")
    preview = preview_import(parsed, by=None)
    assert (counts(), stored_files()) == (before, [])
    assert Act.objects.get().text_state == TextState.MISSING
    done = import_act(parsed, source, by=None)
    assert preview.rows == done.rows


def test_when_the_storage_fails_nothing_is_written(settings, tmp_path, waiting):
    (tmp_path / "pieno").write_text("non è una cartella")
    settings.MEDIA_ROOT = tmp_path / "pieno"
    before = counts()
    with pytest.raises(OSError, match="pieno"):
        import_text()
    assert counts() == before
    assert Act.objects.get().text_state == TextState.MISSING


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True], ids=["new", "waiting for its text"])
def test_the_same_text_imported_by_four_people_at_once_is_one_act(known):
    if known:
        registered_before()
    reports = race(4, lambda n: import_text())
    assert [r for r in reports if isinstance(r, Exception)] == []
    assert sorted(report.changes for report in reports) == [0, 0, 0, 31]
    assert (Act.objects.count(), ActClause.objects.count(), verify().findings) == (1, 16, ())


@pytest.mark.parametrize("section", [s for s, _ in ActSpec().proposal])
def test_an_act_without_one_of_its_sections(section):
    proposal = tuple((s, items) for s, items in ActSpec().proposal if s != section)
    import_text(act_text(proposal=proposal))
    assert section.value not in {c.section for c in ActClause.objects.filter(level=Level.PROPOSAL)}
    assert verify().findings == ()


def test_two_hundred_clauses_in_one_act():
    items = tuple(Item(f"Prevedere la misura numero {n} per le corti di Borgo Quieto.") for n in range(1, 201))
    report = import_text(act_text(proposal=((Section.DECISION, items),)))
    assert MandatePoint.objects.count() == 202
    assert ActClause.objects.filter(**PLACE, path="200").get().citation == "punto 200"
    assert report.kept == []
    assert import_text(act_text(proposal=((Section.DECISION, items),))).changes == 0


def test_who_imported_is_in_the_log_and_nobody_else():
    import_text(by=make_user(full_name="Nives Passero"))
    assert set(LogEntry.objects.values_list("actor_label", flat=True)) == {"Nives Passero"}
