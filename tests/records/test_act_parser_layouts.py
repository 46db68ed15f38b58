"""The same act printed in many ways reads as the same act."""

from dataclasses import replace

import pytest

from abitare.records.act_parser import Section, parse_act

from .acts.printing import EXPORT, STATEMENT, Layout, print_act
from .acts.spec import Act, Item, Member


def read(text):
    act = parse_act(text)
    assert act.leftovers == ()
    return [(c.level, c.section, c.path, c.text) for c in act.clauses]


@pytest.mark.parametrize("page", [9, 20, 45])
@pytest.mark.parametrize("width", [0, 62, 80, 95])
@pytest.mark.parametrize("gaps", [True, False], ids=["blank lines", "no blank lines"])
def test_width_pages_and_blank_lines_do_not_matter(page, width, gaps):
    layout = Layout(width=width, page=page, gaps=gaps, page_number="Pagina {number} di {count}", form_feed=True)
    assert read(print_act(Act(), layout)) == Act().expected()


@pytest.mark.parametrize("number", ["Pagina {number} di {count}", "pag. {number}", "{number}/{count}", "- {number} -"])
@pytest.mark.parametrize("form_feed", [True, False], ids=["form feeds", "no form feeds"])
def test_page_numbers_are_furniture(number, form_feed):
    layout = Layout(page=14, page_number=number, form_feed=form_feed)
    assert read(print_act(Act(), layout)) == Act().expected()


def test_a_bare_page_number_is_furniture_at_the_page_edge():
    assert read(print_act(Act(), Layout(page=12, page_number="{number}", form_feed=True))) == Act().expected()


def test_an_unknown_running_line_is_furniture_when_every_page_has_it():
    layout = Layout(page=12, page_number="Borgo Quieto – protocollo generale – foglio {number}", form_feed=True)
    act = parse_act(print_act(Act(), layout))
    assert [(c.level, c.section, c.path, c.text) for c in act.clauses] == Act().expected()
    assert act.leftovers == ()
    assert act.running_lines == ("Borgo Quieto – protocollo generale – foglio …",)


@pytest.mark.parametrize("every", [2, 3])
def test_the_officers_lines_may_miss_from_some_pages(every):
    assert read(print_act(Act(), Layout(page=11, officer_every=every))) == Act().expected()


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_of_other_systems(newline):
    assert read(print_act(Act(), replace(EXPORT, newline=newline))) == Act().expected()


@pytest.mark.parametrize("dash", ["–", "—", "•", "*", "\uf0b7"])
def test_other_bullets(dash):
    assert read(print_act(Act(), Layout(dash=dash))) == Act().expected()


def test_section_names_alone_or_beside_the_first_item():
    assert read(print_act(Act(), Layout(own_line=True))) == read(print_act(Act(), EXPORT))


def test_section_names_in_a_left_column():
    printed = print_act(Act(), EXPORT).replace("PREMESSE\n\n1.", "PREMESSE          1.")
    assert "PREMESSE          1." in printed
    assert read(printed) == Act().expected()


def test_a_table_whose_tabs_became_spaces():
    tabs, spaces = print_act(Act(), EXPORT), print_act(Act(), Layout(table_spaces=True))
    rows = [(r.name, r.qualification, r.present, r.remote) for r in parse_act(spaces).attendance]
    assert rows == [(r.name, r.qualification, r.present, r.remote) for r in parse_act(tabs).attendance]
    assert rows[2] == ("QUATTROCCHI D'ALOIA LIA MARIA", "Assessore", True, False)


def test_a_table_with_single_spaces_and_wrapped_cells():
    row = "QUATTROCCHI D'ALOIA LIA MARIA\tAssessore\tpresente\t"
    printed = print_act(Act(), EXPORT)
    assert row in printed
    printed = printed.replace(row, "QUATTROCCHI D'ALOIA\nLIA MARIA Assessore presente")
    act = parse_act(printed.replace("DE BENEDICTIS PRIMO\tVice Sindaco", "DE BENEDICTIS PRIMO Vice\nSindaco"))
    assert [(r.name, r.qualification) for r in act.attendance[1:3]] == [
        ("DE BENEDICTIS PRIMO", "Vice Sindaco"),
        ("QUATTROCCHI D'ALOIA LIA MARIA", "Assessore"),
    ]


def test_dirt_of_exports_is_cleaned_and_the_acts_own_signs_are_kept():
    text = "L\u2019Ufficio \u00abCasa\u00bb cura l'orto, po' alla volta: 3 * 2 corti, \"bottega e s.m.i."
    spec = replace(Act(), proposal=((Section.DECISION, (Item(text),)),))
    dirty = "\ufeff" + print_act(spec).replace("l'orto", "l'or\u00adto").replace("3 * 2", "3\u00a0*\u00a02")
    assert read(dirty) == spec.expected()


def test_emphasis_of_the_export_is_taken_off():
    spec = replace(
        Act(), proposal=((Section.DECISION, (Item('Cura ad oggetto: *"Le corti"* e <i>gli</i> **orti**.'),)),)
    )
    assert read(print_act(spec))[-1][-1] == 'Cura ad oggetto: "Le corti" e gli orti.'


def broken(before, after):
    """An act whose last decision is broken by a page between two printed halves."""
    foot = f"\n\n{STATEMENT}\n\nDELIBERAZIONE DELLA GIUNTA COMUNALE N. 23\n\n"
    items = (Item(f"Curare {before}§{after}"),)
    return print_act(replace(Act(), proposal=((Section.DECISION, items),))).replace("§", foot)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("l'accompa-", "gnamento delle corti.", "Curare l'accompagnamento delle corti."),
        ("gli aspetti tecnico-", "manutentivi.", "Curare gli aspetti tecnico-manutentivi."),
        ("il periodo 2031-", "2034.", "Curare il periodo 2031-2034."),
        ("gli orti -", "anche piccoli - e le corti.", "Curare gli orti - anche piccoli - e le corti."),
        ("la qualità dell'", "abitare.", "Curare la qualità dell'abitare."),
        ("gli orti e", "i ballatoi.", "Curare gli orti e i ballatoi."),
        ("la tras\u2010", "formazione.", "Curare la trasformazione."),
        ("la tras\u00ad", "formazione.", "Curare la trasformazione."),
        ("gli orti un po'", "alla volta.", "Curare gli orti un po' alla volta."),
    ],
)
def test_words_broken_by_a_page_are_joined(before, after, joined):
    assert read(broken(before, after))[-1][-1] == joined


def test_the_act_itself_says_whether_a_hyphen_belongs_to_the_word():
    text = broken("il sotto-", "scala.")
    assert read(text)[-1][-1] == "Curare il sottoscala."
    known = text.replace("Curare il", "Curare ogni sotto-scala e il")
    assert read(known)[-1][-1] == "Curare ogni sotto-scala e il sotto-scala."


@pytest.mark.parametrize(
    "tail",
    [
        "1691 del 28/12/2030",
        "2022-2024",
        "2. del regolamento",
        "14. comma",
        "- responsabile - del servizio",
        "a. lettera",
    ],
)
def test_a_wrapped_line_that_only_looks_like_an_item_stays_text(tail):
    text = (
        "Richiamare per intero e senza eccezioni di sorta le disposizioni vigenti di cui al n.\n"
        f"{tail} in quanto si applicano alle corti di Borgo Quieto e ai loro abitanti, senza che\n"
        "occorra altro atto."
    )
    spec = replace(Act(), proposal=((Section.DECISION, (Item(text), Item("Fine."))),))
    printed = print_act(spec, Layout(gaps=False))
    assert [path for _, _, path, _ in read(printed)[2:]] == [(1,), (2,)]
    assert read(printed)[2][-1] == text.replace("\n", " ")


def test_a_sector_at_the_start_of_a_wrapped_line_is_not_the_proposal():
    text = "Affidare la cura delle corti, che comprende ballatoi, ingressi, orti e lavatoi comuni, al\nSettore Casa."
    spec = replace(Act(), proposal=((Section.DECISION, (Item(text),)),))
    act = parse_act(print_act(spec, Layout(gaps=False)))
    assert act.proposing_sector == "SETTORE CASA E CORTI"
    assert act.clauses[-1].text == text.replace("\n", " ")


def test_a_long_name_of_the_officer_on_a_narrow_page():
    act = parse_act(print_act(Act(), Layout(width=62, page=20, gaps=False)))
    assert (act.procedure_officer, act.handled_by) == ("Teodora Fiordaliso", "FIORDALISO TEODORA")
    assert act.warnings == ()


def test_the_municipality_in_many_spellings():
    printed = print_act(replace(Act(), municipality="SANT'ILARIO DEL COLLE IN PIANO"))
    assert parse_act(printed).municipality == "Sant'Ilario del Colle in Piano"
    assert parse_act("Sant'Ilario del Colle In Piano\n" + printed).municipality == "Sant'Ilario del Colle In Piano"


def test_names_and_offices_without_known_words():
    members = (Member("ORCHIDEA FLORA", "Delegata alle corti"),)
    act = parse_act(print_act(replace(Act(), members=members), Layout(table_spaces=True)).replace("   ", " "))
    assert [(r.name, r.qualification) for r in act.attendance] == [("ORCHIDEA FLORA", "Delegata alle corti")]
