"""A synthetic act, printed as an export prints it: every fact of it is found."""

from dataclasses import replace
from datetime import date

import pytest

from abitare.records import act_parser, enums
from abitare.records.act_parser import Level, MarkerKind, NotAnAct, OfficialRole, Section, parse_act

from .acts.printing import print_act
from .acts.spec import Act, Annex, Item, Member

PRINTED = print_act(Act())


def read(act):
    return [(c.level, c.section, c.path, c.text) for c in act.clauses]


def test_the_clauses_are_those_of_the_act():
    act = parse_act(PRINTED)
    assert read(act) == Act().expected()
    assert act.leftovers == ()
    assert act.warnings == ()


def test_what_the_head_says():
    act = parse_act(PRINTED)
    assert (act.municipality, act.number, act.date) == ("Borgo Quieto", 23, date(2031, 5, 4))
    assert (act.organ, act.kind) == (act_parser.Organ.EXECUTIVE_BOARD, act_parser.ActKind.DELIBERATION)
    assert act.title == act.proposal_object == Act().title
    assert act.session_place == "sala delle Corti"


def test_what_the_foot_says():
    act = parse_act(PRINTED)
    assert act.signed_digitally
    assert (act.procedure_officer, act.handled_by) == ("Teodora Fiordaliso", "FIORDALISO TEODORA")


def test_the_doubled_name_of_the_sector_is_said_once():
    act = parse_act(PRINTED)
    assert (act.proposing_sector, act.proposing_service) == ("SETTORE CASA E CORTI", "Servizio Abitare Insieme")


def test_officials_of_the_session_and_signatures():
    officials = [(o.role, o.title, o.name, o.signs) for o in parse_act(PRINTED).officials]
    assert officials == [
        (OfficialRole.SECRETARY, "Segretario Generale", "DOTT. ZANZOTTERA ULISSE", False),
        (OfficialRole.ASSISTANT, "Capo di Gabinetto", "dott.ssa Brigida Tagliaferro", False),
        (OfficialRole.CHAIR, "PRESIDENTE", "SALVALAGGIO ORTENSIA", True),
        (OfficialRole.SECRETARY, "SEGRETARIO GENERALE", "ZANZOTTERA ULISSE", True),
    ]


def test_only_leaves_of_the_dispositivo_are_mandate():
    leaves = [(c.level, c.path) for c in parse_act(PRINTED).mandate_leaves]
    giunta, proposal = Level.GIUNTA, Level.PROPOSAL
    assert leaves == [(giunta, (1,)), (giunta, (2,)), (proposal, (1,)), (proposal, (2, 1)), (proposal, (2, 2))]


def test_markers_are_kept_as_printed():
    markers = {(c.section, c.path): (c.marker, c.kind) for c in parse_act(PRINTED).clauses if c.level == Level.PROPOSAL}
    assert markers[Section.PREMISES, (2,)] == ("2.", MarkerKind.NUMBER)
    assert markers[Section.PREMISES, (2, 2)] == ("-", MarkerKind.DASH)
    assert markers[Section.DECISION, (2, 1)] == ("a)", MarkerKind.LETTER)


def test_headings_are_kept_in_order_with_their_lines():
    act = parse_act(PRINTED)
    assert [heading.printed for heading in act.headings] == [
        "DELIBERA", "PREMESSE", "MOTIVAZIONE", "PRE-VERIFICHE", "NORMATIVA", "DELIBERA", "DECISIONE",
    ]  # fmt: skip
    lines = PRINTED.split("\n")
    assert all(lines[heading.line - 1].startswith(heading.printed) for heading in act.headings)
    assert act.levels == (Level.GIUNTA, Level.PROPOSAL)


def test_clauses_know_the_lines_they_come_from():
    lines = PRINTED.split("\n")
    clause = next(c for c in parse_act(PRINTED).clauses if "bottega" in c.text)
    assert [lines[number - 1] for number in clause.lines] == ['- una "bottega di quartiere" aperta il sabato.']


def test_every_line_is_accounted_for():
    account = parse_act(PRINTED).account
    assert account.lines == sum(bool(line.strip()) for line in PRINTED.split("\n"))
    assert account.furniture + account.recognised + account.leftover == account.lines
    assert account.leftover == 0


def test_no_line_of_a_section_is_outside_a_clause():
    act, lines = parse_act(PRINTED), PRINTED.split("\n")
    first = next(heading.line for heading in act.headings if heading.level == Level.PROPOSAL)
    inside = {number for clause in act.clauses for number in clause.lines} | {h.line for h in act.headings}
    outside = [lines[n - 1] for n in range(first, act.clauses[-1].lines[-1] + 1) if n not in inside]
    assert set(outside) == {""}


@pytest.mark.parametrize("count", range(1, 7))
def test_one_to_six_attachments(count):
    annexes = tuple(Annex(f"ALLEGATO TECNICO {n}", f"{n:X}" * 64) for n in range(1, count + 1))
    act = parse_act(print_act(replace(Act(), annexes=annexes)))
    assert [(a.title, a.declared_hash, a.note) for a in act.attachments] == [
        (annex.title, annex.fingerprint, "") for annex in annexes
    ]


def test_an_attachment_without_fingerprint():
    act = parse_act(print_act(replace(Act(), annexes=(Annex("PLANIMETRIA"), Annex("RELAZIONE", "AB" * 32)))))
    assert [(a.title, a.declared_hash) for a in act.attachments] == [("PLANIMETRIA", None), ("RELAZIONE", "AB" * 32)]


@pytest.mark.parametrize(
    ("printed", "said"),
    [("A" * 63, "impronta di 63 caratteri invece di 64"), ("G" + "A" * 63, "caratteri non esadecimali (G)")],
)
def test_a_malformed_fingerprint_is_told_and_not_mended(printed, said):
    act = parse_act(print_act(replace(Act(), annexes=(Annex("PARERE", printed),))))
    assert act.attachments[0].declared_hash is None
    assert said in act.attachments[0].note
    assert printed in act.attachments[0].note
    assert any("Allegato «PARERE»" in warning and said in warning for warning in act.warnings)


def test_two_hundred_clauses():
    items = tuple(Item(f"Punto di prova numero {n} del dispositivo.") for n in range(1, 201))
    spec = replace(Act(), proposal=((Section.DECISION, items),))
    act = parse_act(print_act(spec))
    assert read(act) == spec.expected()
    assert len(act.mandate_leaves) == 202


def test_no_proposal_level():
    own = ((Section.PREMISES, (Item("Le corti sono 12."),)), (Section.DECISION, (Item("di curare le corti."),)))
    spec = replace(Act(), own=own, proposal=())
    act = parse_act(print_act(spec))
    assert read(act) == spec.expected()
    assert act.levels == (Level.GIUNTA,)
    assert act.leftovers == ()


@pytest.mark.parametrize("missing", [s for s in Section if s != Section.DECISION])
def test_a_missing_section_is_simply_absent(missing):
    spec = replace(Act(), proposal=tuple(part for part in Act().proposal if part[0] != missing))
    act = parse_act(print_act(spec))
    assert read(act) == spec.expected()
    assert act.leftovers == ()


def test_letters_under_dashes():
    inner = (Item("porte;"), Item("scale."))
    items = (Item("Curare:", (Item("gli ingressi:", inner, letters=True), Item("i ballatoi:", inner, letters=True))),)
    spec = replace(Act(), proposal=((Section.DECISION, items),))
    act = parse_act(print_act(spec))
    assert read(act) == spec.expected()
    assert [c.path for c in act.clauses if c.text == "scale."] == [(1, 1, 2), (1, 2, 2)]


def test_absent_and_remote_members():
    members = (
        Member("ROCCAFORTE GINO", "Sindaco"),
        Member("ALBICOCCA NORA", "Assessore", remote="sì"),
        Member("DI LÀ DAL PONTE REMIGIO", "Assessore", "assente"),
        Member("CAMPANULA IDA", "Assessora", "assente giustificata"),
        Member("NESPOLO VITO", "Assessore", remote="X"),
        Member("SORBO ELSA", "Assessore", remote="da remoto"),
    )
    act = parse_act(print_act(replace(Act(), members=members)))
    rows = [(r.name, r.qualification, r.present, r.remote, r.status) for r in act.attendance]
    assert rows == [
        ("ROCCAFORTE GINO", "Sindaco", True, False, "presente"),
        ("ALBICOCCA NORA", "Assessore", True, True, "presente"),
        ("DI LÀ DAL PONTE REMIGIO", "Assessore", False, False, "assente"),
        ("CAMPANULA IDA", "Assessora", False, False, "assente giustificata"),
        ("NESPOLO VITO", "Assessore", True, True, "presente"),
        ("SORBO ELSA", "Assessore", True, True, "presente"),
    ]
    assert [row.name for row in act.present] == ["ROCCAFORTE GINO", "ALBICOCCA NORA", "NESPOLO VITO", "SORBO ELSA"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "vuoto"),
        (" \n\f\n ", "vuoto"),
        ("latte\npane\n1. uova\n2. farina", "manca l’intestazione"),
        ("Gentile Sindaco,\nla delibera n. 12 è chiara.\nDELIBERA\n1. Grazie.", "manca l’intestazione"),
        ("codice;via;vani\n1;via Larga;3\n2;via Stretta;2", "manca l’intestazione"),
        ("DELIBERAZIONE DELLA GIUNTA COMUNALE N. 4\n\nOggetto: prova", "nessuna sezione con punti numerati"),
    ],
)
def test_what_is_not_an_act_is_refused_in_words(text, said):
    with pytest.raises(NotAnAct, match=said):
        parse_act(text)


@pytest.mark.parametrize(
    ("heading", "organ", "kind"),
    [
        ("DELIBERAZIONE DEL CONSIGLIO COMUNALE N. 23", "council", "deliberation"),
        ("DELIBERAZIONE DI GIUNTA COMUNALE N. 23 DEL 4 MAGGIO 2031", "executive_board", "deliberation"),
        ("DELIBERAZIONE DEL COMMISSARIO STRAORDINARIO N. 23", "other", "deliberation"),
        ("DETERMINAZIONE DIRIGENZIALE N. 23", "manager", "determination"),
        ("DECRETO DEL SINDACO N. 23", "mayor", "decree"),
    ],
)
def test_other_organs(heading, organ, kind):
    act = parse_act(PRINTED.replace("DELIBERAZIONE DELLA GIUNTA COMUNALE N. 23", heading))
    assert (act.organ, act.kind, act.number) == (organ, kind, 23)
    assert read(act) == Act().expected()


@pytest.mark.parametrize("name", ["Organ", "ActKind", "Level", "Section", "MarkerKind", "OfficialRole"])
def test_the_closed_lists_agree_with_the_register(name):
    known = set(getattr(enums, name).values)
    assert {member.value for member in getattr(act_parser, name)} <= known
