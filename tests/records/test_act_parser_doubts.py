"""What the parser does not understand is kept and told, in Italian."""

from dataclasses import replace

import pytest

from abitare.records.act_parser import Level, Section, Vote, parse_act

from .acts.printing import print_act
from .acts.spec import GIUNTA, Act, Item

PRINTED = print_act(Act())


def decided(text):
    """The votes of an act whose organ decides with this sentence."""
    own = ((Section.DECISION, (Item(text), GIUNTA[1])),)
    return parse_act(print_act(replace(Act(), own=own)))


def test_unanimous_votes_one_per_point():
    common = {"unanimous": True, "open_ballot": True, "favourable": None, "against": None, "abstained": None}
    nobody = {"against_names": (), "abstained_names": ()}
    assert parse_act(PRINTED).votes == (
        Vote(path=(1,), separate=False, **common, **nobody),
        Vote(path=(2,), separate=True, **common, **nobody),
    )


def test_a_divided_vote_with_names():
    act = decided(
        "di approvare, con voti favorevoli n. 7, contrari n. 2 (RUTA DINO, DE' FIORI ADA), astenuti n. 1 (SALICE EVA), "
        "espressi per alzata di mano, la proposta;"
    )
    vote = act.votes[0]
    assert (vote.favourable, vote.against, vote.abstained, vote.unanimous) == (7, 2, 1, False)
    assert vote.against_names == ("RUTA DINO", "DE' FIORI ADA")
    assert vote.abstained_names == ("SALICE EVA",)
    assert vote.open_ballot
    assert "Punto 1: i voti contati sono 10, i presenti 4." in act.warnings


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("di approvare, con 3 voti favorevoli, 1 contrario (RUTA DINO) e nessun astenuto, la proposta", (3, 1, 0)),
        ("di approvare con voti favorevoli tre, contrari uno, la proposta", (None, None, None)),
        ("di approvare con tre voti favorevoli e un astenuto la proposta", (3, None, 1)),
        ("di approvare, con voti favorevoli: 3, contrari: 1, astenuti: 0, la proposta", (3, 1, 0)),
        ("di approvare a maggioranza, con votazione segreta, la proposta", (None, None, None)),
    ],
)
def test_votes_in_other_words(text, counts):
    vote = decided(text).votes[0]
    assert (vote.favourable, vote.against, vote.abstained) == counts
    assert not vote.unanimous


def test_a_secret_ballot_and_an_unsaid_one():
    assert decided("di approvare, con voto segreto unanime, la proposta").votes[0].open_ballot is False
    assert decided("di approvare, con voto unanime, la proposta").votes[0].open_ballot is None


def test_the_vote_told_before_the_decision_covers_the_whole_act():
    own = ((Section.DECISION, (Item("di approvare la proposta."),)),)
    printed = print_act(replace(Act(), own=own)).replace("\nDELIBERA\n", "\nCon voti unanimi palesi\n\nDELIBERA\n", 1)
    assert [(vote.path, vote.unanimous) for vote in parse_act(printed).votes] == [((), True)]


def test_only_the_organ_makes_the_act_executable():
    assert parse_act(PRINTED).immediately_executable
    own = ((Section.DECISION, GIUNTA[:1]),)
    asked = ((Section.DECISION, (Item("Dichiarare il presente atto immediatamente eseguibile."),)),)
    act = parse_act(print_act(replace(Act(), own=own, proposal=asked)))
    assert not act.immediately_executable
    assert "La proposta chiede l’immediata eseguibilità, ma l’organo non la dichiara." in act.warnings


def test_an_unknown_section_is_kept_aside_with_its_points():
    printed = PRINTED.replace(
        "NORMATIVA 1.", "PARTE FINANZIARIA\n\n1. Spesa a bilancio.\n\n- capitolo 7\n\nNORMATIVA 1."
    )
    act = parse_act(printed)
    assert [(c.level, c.section, c.path, c.text) for c in act.clauses] == Act().expected()
    assert [item.text for item in act.leftovers] == ["PARTE FINANZIARIA", "1. Spesa a bilancio.", "- capitolo 7"]
    assert {item.reason for item in act.leftovers} == {"sezione non prevista «PARTE FINANZIARIA»"}
    assert any("sezione non prevista «PARTE FINANZIARIA»" in warning for warning in act.warnings)


def test_an_unknown_section_beside_its_first_point():
    act = parse_act(PRINTED.replace("NORMATIVA 1.", "VINCOLI 1. Nessuno.\n\nNORMATIVA 1."))
    assert [item.text for item in act.leftovers] == ["VINCOLI 1. Nessuno."]


def test_a_jump_in_the_numbers_is_accepted_and_told():
    printed = PRINTED.replace("3. La DGR", "5. La DGR")
    act = parse_act(printed)
    assert [c.path for c in act.clauses_of(Level.PROPOSAL, Section.PREMISES)] == [
        (1,), (2,), (2, 1), (2, 2), (2, 3), (5,),
    ]  # fmt: skip
    line = printed.split("\n").index(next(x for x in printed.split("\n") if x.startswith("5. La DGR"))) + 1
    assert act.warnings == (f"Sezione PREMESSE, riga {line}: la numerazione salta dal punto 2 al punto 5.",)


def test_a_list_that_does_not_start_at_one():
    act = parse_act(PRINTED.replace("MOTIVAZIONE\n\n1. ", "MOTIVAZIONE\n\n2. "))
    assert [c.path for c in act.clauses_of(Level.PROPOSAL, Section.REASONS)] == [(2,)]
    assert any("la numerazione comincia da 2" in warning for warning in act.warnings)


def test_a_number_that_goes_back_stays_in_the_text_and_is_told():
    act = parse_act(PRINTED.replace("3. La DGR", "1. La DGR"))
    last = act.clauses_of(Level.PROPOSAL, Section.PREMISES)[-1]
    assert last.path == (2, 3)
    assert last.text.endswith(
        "aperta il sabato. 1. La DGR n. 7731 del 4/5/2030 finanzia gli interventi tecnico-manutentivi nelle corti."
    )
    assert any("«1.» non continua la numerazione (atteso 3)" in warning for warning in act.warnings)


def test_text_before_the_first_point_is_left_over():
    act = parse_act(PRINTED.replace("MOTIVAZIONE\n", "MOTIVAZIONE\n\nPremesso quanto sopra;\n"))
    assert [(item.text, item.reason) for item in act.leftovers] == [
        ("Premesso quanto sopra;", "testo prima del punto 1 nella sezione MOTIVAZIONE")
    ]


def test_a_strange_line_on_the_front_page_is_left_over():
    act = parse_act(PRINTED.replace("Oggetto:", "Repertorio riservato\n\nOggetto:", 1))
    assert [item.text for item in act.leftovers] == ["Repertorio riservato"]
    assert act.title == Act().title


def test_two_numbers_in_the_heads():
    head = "DELIBERAZIONE DELLA GIUNTA COMUNALE N. 23"
    first, rest = PRINTED.split(head, 1)
    act = parse_act(first + head + rest.replace(head, head.replace("23", "24"), 1))
    assert act.number == 23
    assert "Le intestazioni portano numeri diversi: 23, 24. Vale il primo." in act.warnings
    assert act.leftovers == ()


def test_dates_that_do_not_agree():
    act = parse_act(PRINTED.replace("Il 4 maggio 2031 si è", "Il 5 maggio 2031 si è"))
    assert act.warnings == ("L’atto porta date diverse: 4 maggio 2031, 5 maggio 2031. Vale la prima.",)


def test_two_officers():
    act = parse_act(PRINTED.replace("**Teodora Fiordaliso**", "**Ugo Betulla**", 1))
    assert act.procedure_officer == "Ugo Betulla"
    assert any("responsabili del procedimento diversi" in warning for warning in act.warnings)


def test_an_object_that_changes():
    act = parse_act(PRINTED.replace("OGGETTO **Indirizzi", "OGGETTO **Criteri"))
    assert "L’oggetto della proposta è diverso da quello dell’atto." in act.warnings


def test_the_printed_total_of_the_presences_is_checked():
    row = "PASSERO NIVES\tAssessora\tpresente\t"
    right, wrong = (PRINTED.replace(row, f"{row}\nTotale presenti: {n}") for n in (4, 5))
    assert parse_act(right).warnings == ()
    assert parse_act(right).leftovers == ()
    assert "L’atto conta 5 presenti, la tabella ne elenca 4." in parse_act(wrong).warnings


def test_a_row_without_its_presence_is_left_over():
    act = parse_act(PRINTED.replace("PASSERO NIVES\tAssessora\tpresente\t", "PASSERO NIVES\tAssessora\t\t"))
    assert [item.reason for item in act.leftovers] == ["riga della tabella delle presenze senza «presente» o «assente»"]
    assert len(act.attendance) == 3


def test_two_signatures_side_by_side():
    stacked = "IL PRESIDENTE\n\nSALVALAGGIO ORTENSIA\n\nIL SEGRETARIO GENERALE\n\nZANZOTTERA ULISSE"
    assert stacked in PRINTED
    beside = "IL PRESIDENTE            IL SEGRETARIO GENERALE\nSALVALAGGIO ORTENSIA     ZANZOTTERA ULISSE"
    act = parse_act(PRINTED.replace(stacked, beside))
    assert [(o.title, o.name) for o in act.officials if o.signs] == [
        ("PRESIDENTE", "SALVALAGGIO ORTENSIA"),
        ("SEGRETARIO GENERALE", "ZANZOTTERA ULISSE"),
    ]
    glued = parse_act(PRINTED.replace(stacked, " ".join(beside.split("\n")[0].split()) + "\nA B C D"))
    assert [item.text for item in glued.leftovers] == ["A B C D"]


def test_text_after_the_attachments_is_left_over():
    act = parse_act(PRINTED.replace(f"{'C2D3' * 16})", f"{'C2D3' * 16})\n\nUna postilla a penna.", 1))
    assert [(item.text, item.reason) for item in act.leftovers] == [
        ("Una postilla a penna.", "testo dopo l’elenco degli allegati")
    ]
