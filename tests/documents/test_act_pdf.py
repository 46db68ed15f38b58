"""The act on paper: what is printed, where, in which order, and what must never be there."""

import re
from dataclasses import replace

import pytest

from abitare.documents.checks import PROFILES, failures, fonts, page_texts, syntax_problem
from abitare.documents.document import WORKING_COPY
from abitare.documents.pdf import render
from abitare.ui.formats import fingerprint
from tests.documents.samples import (
    NAMES,
    bullets,
    clause,
    digest,
    full_act,
    sample_documents,
    write_samples,
)

pytestmark = pytest.mark.pdf
VARIETIES = sorted(sample_documents())


def squeezed(text):
    """Without white space: what a line end does to a word does not matter here."""
    return "".join(text.split())


def content(texts):
    """The text of the document without the head and the foot of its pages."""
    body = []
    for number, text in enumerate(texts):
        text = text[: text.rindex(WORKING_COPY)]
        body.append(text[: text.rindex("DELIBERAZIONE DELLA GIUNTA")] if number else text)
    return " ".join(body)


def assert_in_order(pieces, text):
    text, position = squeezed(text), 0
    for piece in pieces:
        found = text.find(squeezed(piece), position)
        assert found >= 0, f"Manca, o è fuori posto: {piece}"
        position = found + len(squeezed(piece))


def pieces_of(item):
    """What a clause prints: its marker with its text, the clauses under it, its notes."""
    first, *others = item.paragraphs or ("Né testo né sintesi acquisiti",)
    yield f"{item.marker}{'SINTESI' if item.is_summary else ''}{first}"
    yield from others
    for child in item.children:
        yield from pieces_of(child)
    for note in item.notes:
        yield f"{note.label}·{note.text}" if note.label else note.text


def pieces_of_act(act):
    for level in act.levels:
        yield level.name.upper()
        yield from filter(None, [level.unit, level.organ.upper()])
        for section in level.sections:
            yield from filter(None, [section.decision_word.upper(), section.name.upper()])
            for item in section.items:
                yield from pieces_of(item)
        for vote in level.votes:
            yield vote.label


@pytest.mark.parametrize("name", VARIETIES)
def test_every_section_and_clause_is_printed_in_order(pages, name):
    act = sample_documents()[name]
    appendix = [
        *(file.title for file in act.attachments),
        *(relation.act for relation in act.relations),
        *(person.name for person in act.signatories),
        *act.sources,
    ]
    assert_in_order([act.subject, *pieces_of_act(act), *appendix], content(pages(name)))


def test_numbers_restart_in_every_section_and_level(pages):
    text = content(pages("completo"))
    markers = {}
    for number, section in re.findall(r"(\d+)\. Punto \1 (della decisione|delle premesse|della motivazione)", text):
        markers.setdefault(section, []).append(int(number))
    assert markers == {
        "delle premesse": [1, 2, 3, 4, 5, 6],
        "della motivazione": [1, 2],
        "della decisione": [1, 2, 3, 4],
    }
    assert text.count("DELIBERA DECISIONE 1. ") == 2


def test_two_hundred_clauses_are_all_there(pages):
    text = content(pages("lungo"))
    numbers = [int(number) for number in re.findall(r"(\d+)\. Punto \1 ", text)]
    assert numbers == [*range(1, 151), 1, 2, 1, *range(1, 51)]


@pytest.mark.parametrize("name", VARIETIES)
def test_every_page_has_the_foot_and_its_number(pages, name):
    texts = pages(name)
    for number, text in enumerate(texts, start=1):
        assert WORKING_COPY in text
        assert text.endswith(f"Pagina {number} di {len(texts)}")


def test_the_head_names_the_section_that_the_page_starts_with(pages):
    heads = [text[: text.rindex(WORKING_COPY)] for text in pages("lungo")]
    assert "Come approvata" not in heads[0]
    assert heads[4].endswith("Come approvata nella seduta del 4 maggio 2026 Premesse ")
    assert heads[-2].endswith("Proposta: decisione ")
    assert heads[-1].startswith("RELAZIONI")
    assert heads[-1].endswith("Relazioni con altri atti ")


@pytest.mark.parametrize("name", VARIETIES)
def test_no_name_or_decision_word_is_left_alone_at_the_end_of_a_page(pages, name):
    act = sample_documents()[name]
    words = {"seduta", "votazioni", "allegati e riferimenti", "allegati", "relazioni", "fonti", "delibera"}
    names = {level.name for level in act.levels} | {s.name for level in act.levels for s in level.sections if s.name}
    ends = tuple(squeezed(word.upper()) for word in words | names)
    for number, text in enumerate(pages(name)):
        body = text[: text.rindex(WORKING_COPY)]
        body = body[: body.rindex(act.title.upper())] if number else body
        assert not squeezed(body).endswith(ends), body[-80:]


@pytest.mark.parametrize("name", VARIETIES)
def test_only_our_fonts_embedded(rendered, name):
    used = fonts(rendered(name))
    allowed = {"Titillium-Web", "Titillium-Web-Italic", "Titillium-Web-Semi-Bold", "Titillium-Web-Bold", "Roboto-Mono"}
    assert {font.name for font in used} <= allowed
    assert all(font.embedded for font in used)
    assert used


@pytest.mark.parametrize("name", VARIETIES)
def test_nothing_says_that_this_copy_is_signed(pages, name):
    assert "firmato digitalmente" not in " ".join(pages(name)).lower()


def test_signatories_are_names_of_the_original(pages):
    assert_in_order(
        ["FIRMATARI DELL’ORIGINALE", "LA PRESIDENTE", "Ferraris Ludovica", "questa copia non porta firme"],
        content(pages("completo")),
    )


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", VARIETIES)
def test_conforms(rendered, name, profile):
    assert failures(rendered(name), profile) == ()


@pytest.mark.usefixtures("qpdf")
@pytest.mark.parametrize("name", VARIETIES)
def test_qpdf_finds_nothing(rendered, name, tmp_path):
    path = tmp_path / "atto.pdf"
    path.write_bytes(rendered(name))
    assert syntax_problem(path) == ""


def test_samples_are_written_for_the_validator(rendered, tmp_path):
    paths = write_samples(tmp_path, ["minimo"])
    assert [path.name for path in paths] == ["minimo.pdf"]
    assert paths[0].read_bytes() == rendered("minimo")


def test_fingerprints_are_in_groups_of_four_eight_to_a_line(pages):
    groups = fingerprint(digest("a")).split(" ")
    text = " ".join(pages("allegati"))
    assert " ".join(groups) in text


def test_states_of_the_attachments_are_in_words(pages):
    text = " ".join(pages("allegati"))
    assert text.count("Dichiarata, file non acquisito") == 2
    assert text.count("Verificata: il file ha l’impronta dichiarata") == 1
    assert f"Non corrisponde al file acquisito Dichiarata {fingerprint(digest('c'))}" in text
    assert f"Calcolata {fingerprint(digest('d'))}" in text
    assert "Impronta non dichiarata, file non acquisito —" in text
    assert "File acquisito, nessuna impronta dichiarata" in text


def test_long_names_wrap_inside_their_column(pages):
    long_name = max((name for name, _ in NAMES), key=len)
    assert_in_order([long_name, "Assessore ai lavori pubblici e al patrimonio", "presente"], content(pages("completo")))
    assert "Elenco_alloggi_via_dei_Tigli_scala_B_versione_definitiva_corretta.xlsx" in squeezed(
        content(pages("allegati"))
    )


def test_absent_and_remote_members(pages):
    text = content(pages("assenti"))
    assert "Cognome e nome Qualifica Presenti/Assenti Da remoto" in text
    assert "Abbondanza Teodoro Vicesindaco assente —" in text
    assert "Nobile Perla Assessora presente sì" in text
    assert "Approvazione palese a maggioranza 3 1 0" in text
    assert "Da remoto" not in content(pages("completo"))


def test_an_act_known_by_summaries_says_so_on_every_clause(pages):
    text = content(pages("sintesi"))
    act = sample_documents()["sintesi"]
    sections = [section for level in act.levels for section in level.sections]
    assert "Il testo ufficiale non è stato acquisito" in text
    assert text.count("SINTESI ") == len(act.clauses)
    assert text.count("Sintesi redatta dall’ufficio: testo ufficiale non acquisito") == len(sections)


def test_a_mixed_section_marks_only_the_summaries(pages):
    text = content(pages("misto"))
    assert "Punti con il testo ufficiale: 1 su 5." in text
    assert "segnati uno a uno: 3. Senza testo né sintesi: 1." in text
    assert "1. Punto 1:" in text
    assert "2. SINTESI Punto 2:" in text
    assert text.count("Sintesi redatta dall’ufficio: testo ufficiale non acquisito") == 1
    assert "3. Né testo né sintesi acquisiti" in text


def test_an_official_act_never_speaks_of_summaries(pages):
    assert "sintesi" not in content(pages("completo")).lower()


def test_demo_data_are_stamped_on_every_page(pages):
    assert all("DATI DIMOSTRATIVI" in text for text in pages("sintesi"))
    assert not any("DIMOSTRATIVI" in text for text in pages("completo"))


def test_text_is_printed_as_text():
    act = full_act()
    hostile = replace(clause(1), text='<b>grassetto</b> & "virgolette" {{ document }} </main>')
    section = replace(act.levels[0].sections[1], items=(hostile,))
    act = replace(act, levels=(replace(act.levels[0], sections=(section,)),))
    assert '<b>grassetto</b> & "virgolette" {{ document }} </main>' in content(page_texts(render(act)))


def test_a_clause_with_children_of_children():
    inner = bullets("terzo livello;")
    outer = replace(bullets("secondo livello:")[0], children=inner)
    act = full_act()
    section = replace(act.levels[0].sections[1], items=(replace(clause(1), children=(outer,)),))
    data = render(replace(act, levels=(replace(act.levels[0], sections=(section,)),)))
    assert_in_order(["1.Punto 1", "-secondo livello:", "-terzo livello;"], content(page_texts(data)))
    assert failures(data, "ua1") == ()
