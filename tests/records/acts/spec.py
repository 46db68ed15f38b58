"""What a synthetic act says, apart from how it is printed."""

from dataclasses import dataclass

from abitare.records.act_parser import Level, Section

TITLE = "Indirizzi per la cura delle corti di Borgo Quieto. Atto di indirizzo."
OFFICER = "Teodora Fiordaliso"
HANDLER = "FIORDALISO TEODORA"


@dataclass(frozen=True)
class Item:
    """One item and what hangs from it: dashes, or letters when ``letters``."""

    text: str
    children: tuple["Item", ...] = ()
    letters: bool = False


@dataclass(frozen=True)
class Member:
    name: str
    qualification: str
    status: str = "presente"
    remote: str = ""


@dataclass(frozen=True)
class Annex:
    title: str
    fingerprint: str = ""


MEMBERS = (
    Member("SALVALAGGIO ORTENSIA", "Sindaco"),
    Member("DE BENEDICTIS PRIMO", "Vice Sindaco"),
    Member("QUATTROCCHI D'ALOIA LIA MARIA", "Assessore"),
    Member("PASSERO NIVES", "Assessora"),
)
GIUNTA = (
    Item(f"di fare propria, all'unanimità e a voti palesi, la proposta ad oggetto: {TITLE}"),
    Item(
        "di dichiarare l'atto, con separata votazione palese e unanime, immediatamente eseguibile, poiché le corti "
        "attendono i primi lavori entro l'estate (art. 134 del D.Lgs. 267/2000)."
    ),
)
PROPOSAL = (
    (
        Section.PREMISES,
        (
            Item("Le corti di Borgo Quieto sono abitate dal 1912 e contano 48 famiglie."),
            Item(
                "Il programma 2031-2034 individua:",
                (
                    Item("la cura degli ingressi – e dei ballatoi – nelle corti;"),
                    Item("l'ascolto di chi abita al civico n. 12;"),
                    Item('una "bottega di quartiere" aperta il sabato.'),
                ),
            ),
            Item("La DGR n. 7731 del 4/5/2030 finanzia gli interventi tecnico-manutentivi nelle corti."),
        ),
    ),
    (Section.REASONS, (Item("L'Amministrazione ritiene utile proseguire il lavoro comune degli uffici."),)),
    (Section.PRECHECKS, (Item("Incarico della dott.ssa Fiordaliso - responsabile di servizio - fino al 2034."),)),
    (Section.NORMS, (Item("Regolamento comunale delle corti e s.m.i."), Item("Art. 48 D.Lgs. 267/2000"))),
    (
        Section.DECISION,
        (
            Item("Confermare il mandato agli uffici."),
            Item("Avviare:", (Item("un avviso pubblico;"), Item("un tavolo con gli abitanti.")), letters=True),
        ),
    ),
)
ANNEXES = (Annex("PARERE DI REGOLARITÀ TECNICA", "0A1B" * 16), Annex("PARERE DI REGOLARITÀ CONTABILE", "C2D3" * 16))


@dataclass(frozen=True)
class Act:
    """A whole act. ``proposal`` empty: the organ decides alone, on the sections in ``own``."""

    municipality: str = "BORGO QUIETO"
    number: int = 23
    day: str = "4 maggio 2031"
    title: str = TITLE
    members: tuple[Member, ...] = MEMBERS
    own: tuple[tuple[Section, tuple[Item, ...]], ...] = ((Section.DECISION, GIUNTA),)
    proposal: tuple[tuple[Section, tuple[Item, ...]], ...] = PROPOSAL
    annexes: tuple[Annex, ...] = ANNEXES

    def expected(self) -> list[tuple[Level, Section, tuple[int, ...], str]]:
        """Level, section, path and text of every clause, in order."""
        levels = ((Level.GIUNTA, self.own), (Level.PROPOSAL, self.proposal))
        return [
            (level, section, path, text)
            for level, sections in levels
            for section, items in sections
            for path, text in _walk(items)
        ]


def _walk(items: tuple[Item, ...], above: tuple[int, ...] = ()):
    for position, item in enumerate(items, start=1):
        path = (*above, position)
        yield path, item.text
        yield from _walk(item.children, path)
