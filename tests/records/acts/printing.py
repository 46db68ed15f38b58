"""How a synthetic act is printed: page length, width, blank lines, furniture, and the habits of programs."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from abitare.records.act_parser import Section

from .spec import HANDLER, OFFICER, Act, Item

STATEMENT = (
    "Documento informatico firmato digitalmente, **tiene luogo, a ogni effetto di legge, dell'originale con firma di "
    "pugno.** (art. 21 del D.Lgs n. 82/2005)."
)
_NAMES = {
    Section.PREMISES: "PREMESSE",
    Section.REASONS: "MOTIVAZIONE",
    Section.PRECHECKS: "PRE-VERIFICHE",
    Section.NORMS: "NORMATIVA",
    Section.DECISION: "DECISIONE",
}
_FURNITURE = ("Documento informatico", "Responsabile del", "Pratica trattata", "DELIBERAZIONE ", "COME APPROVATA")
_SHARE_A_LINE = {Section.PRECHECKS, Section.NORMS, Section.DECISION}


@dataclass(frozen=True)
class Layout:
    """``width`` 0: one line per paragraph; ``page`` 0: page furniture only where the form always has it."""

    width: int = 0
    page: int = 0
    gaps: bool = True
    own_line: bool = False  # section names always alone on their line
    page_number: str = ""
    form_feed: bool = False
    officer_every: int = 1  # the officer's lines are on one page in so many
    table_spaces: bool = False
    dash: str = "-"
    newline: str = "\n"


EXPORT = Layout()


def print_act(act: Act, layout: Layout = EXPORT) -> str:
    """The text of the act as some program would have written it."""
    blocks = [_lines(paragraph, layout) for paragraph in paragraphs(act, layout)]
    return layout.newline.join(_paged(blocks, act, layout))


def paragraphs(act: Act, layout: Layout = EXPORT) -> Iterator[str]:
    """The paragraphs of the act, page furniture of the form included, without blank lines."""
    yield f"COMUNE DI {act.municipality}"
    yield f"Estratto del verbale della seduta della Giunta Comunale del {act.day}"
    yield from _head(act)
    yield f"Oggetto: **{act.title}**"
    yield f"Il {act.day} si è riunita la Giunta Comunale presso la sala delle Corti, secondo le norme vigenti."
    yield "Per la trattazione del punto risultano queste presenze:"
    yield "<i>Cognome Nome</i>\t<i>Qualifica</i>\t<i>Presenti/Assenti</i>\t<i>Da remoto</i>"
    for member in act.members:
        yield f"{member.name}\t{member.qualification}\t{member.status}\t{member.remote}"
    yield "Partecipa in presenza il Segretario Generale: **DOTT. ZANZOTTERA ULISSE**"
    yield "Assiste alla seduta il Capo di Gabinetto **dott.ssa Brigida Tagliaferro**."
    yield from _foot()
    yield from _head(act)
    yield "LA GIUNTA COMUNALE"
    if act.proposal:
        yield "Vista la proposta che reca per oggetto:"
        yield act.title
    for section, items in act.own:
        yield from _section("DELIBERA" if section == Section.DECISION else _NAMES[section], items, layout, own=True)
    yield from _signatures()
    if act.proposal:
        yield from _proposal(act, layout)
    yield from _attachments(act)
    yield from _foot()


def _proposal(act: Act, layout: Layout) -> Iterator[str]:
    yield from _foot()
    yield from _head(act)
    yield "Settore SETTORE CASA E CORTI"
    yield "Servizio Servizio Abitare Insieme"
    yield f"OGGETTO **{act.title}**"
    for section, items in act.proposal:
        if section == Section.DECISION:
            yield "DELIBERA"
        yield from _section(_NAMES[section], items, layout, own=layout.own_line or section not in _SHARE_A_LINE)


def _section(name: str, items: tuple[Item, ...], layout: Layout, own: bool) -> Iterator[str]:
    printed = list(_items(items, layout))
    if own or not printed:
        yield name
        yield from printed
    else:
        yield f"{name} {printed[0]}"
        yield from printed[1:]


def _items(items: tuple[Item, ...], layout: Layout) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        yield f"{number}. {item.text}"
        yield from _children(item, layout)


def _children(item: Item, layout: Layout) -> Iterator[str]:
    for letter, child in zip("abcdefghijklmnopqrstuvwxyz", item.children, strict=False):
        yield f"{f'{letter})' if item.letters else layout.dash} {child.text}"
        yield from _children(child, layout)


def _signatures() -> Iterator[str]:
    yield "Letto, approvato e sottoscritto."
    yield "IL PRESIDENTE"
    yield "SALVALAGGIO ORTENSIA"
    yield "IL SEGRETARIO GENERALE"
    yield "ZANZOTTERA ULISSE"


def _attachments(act: Act) -> Iterator[str]:
    if act.annexes:
        yield "ALLEGATI"
    for annex in act.annexes:
        yield f"- **{annex.title}** (impronta:" if annex.fingerprint else f"- **{annex.title}**"
        if annex.fingerprint:
            yield f"{annex.fingerprint})"


def _head(act: Act) -> Iterator[str]:
    yield f"DELIBERAZIONE DELLA GIUNTA COMUNALE N. {act.number}"
    yield f"COME APPROVATA NELLA SEDUTA DEL {act.day.upper()}"


def _foot(officer: bool = True) -> Iterator[str]:
    yield STATEMENT
    if officer:
        yield f"Responsabile del Procedimento Istruttorio: **{OFFICER}**"
        yield f"Pratica trattata da **{HANDLER}**"


def _lines(paragraph: str, layout: Layout) -> list[str]:
    """A paragraph as printed lines, followed by a blank one if the program leaves it."""
    if "\t" in paragraph:
        return ["   ".join(paragraph.split("\t")).rstrip()] if layout.table_spaces else [paragraph]
    if layout.width:
        lines = textwrap.wrap(paragraph, layout.width, break_long_words=False, break_on_hyphens=True)
    else:
        lines = [paragraph]
    return [*lines, ""] if layout.gaps else lines


def _paged(blocks: list[list[str]], act: Act, layout: Layout) -> Iterator[str]:
    """Cut into pages, with foot and head between one and the next; no page turns inside the form's own furniture."""
    if not layout.page:
        yield from (line for block in blocks for line in block)
        return
    pages: list[list[str]] = [[]]
    for block in blocks:
        whole = block[0].startswith(_FURNITURE)
        for piece in [block] if whole else [[line] for line in block]:
            if len(pages[-1]) >= layout.page:
                pages.append([])
            pages[-1] += piece
    for number, page in enumerate(pages, start=1):
        yield from page
        if number < len(pages):
            yield from _turn(act, layout, number, len(pages))


def _turn(act: Act, layout: Layout, number: int, count: int) -> Iterator[str]:
    furniture = [*_foot(officer=number % layout.officer_every == 0)]
    head = [*_head(act)]
    if layout.page_number:
        furniture.append(layout.page_number.format(number=number, count=count))
    for line in furniture:
        yield from _lines(line, layout)
    if layout.form_feed:
        yield "\f"
    for line in head:
        yield from _lines(line, layout)
