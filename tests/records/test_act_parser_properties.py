"""Whatever act is printed, in whatever layout, the same act is read; whatever text comes, no line is lost."""

import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from abitare.records.act_parser import NotAnAct, Section, parse_act

from .acts.printing import Layout, print_act
from .acts.spec import GIUNTA, Act, Annex, Item, Member

TOKENS = """corte ballatoi lavatoio la di del nel Settore Servizio orto abitanti dell'abitare l'Ufficio po' cura città
tecnico-manutentivi 2031-2034 1691 4/5/2030 art. n. 12 – - «Casa» "bottega" (artt. ERP comma (3) e/o
NORMATIVA perché DELIBERA Oggetto Il"""
WORDS = st.sampled_from(TOKENS.split())
PHRASE = st.lists(WORDS, min_size=4, max_size=24).map(" ".join)


def sentence(end):
    """A phrase that starts as an item does and ends as an item does."""
    return PHRASE.map(lambda words: f"Curare {words} ora{end}")


LEAVES = st.lists(sentence(";"), min_size=1, max_size=3)
CHILDREN = LEAVES.map(lambda texts: tuple(Item(text) for text in texts))
NESTED = st.builds(lambda text, children: Item(text, children, letters=True), sentence(":"), CHILDREN)
ITEM = st.one_of(
    sentence(".").map(Item),
    st.builds(Item, sentence(":"), CHILDREN, st.booleans()),
    st.builds(lambda text, nested: Item(text, tuple(nested)), sentence(":"), st.lists(NESTED, min_size=1, max_size=2)),
)
ITEMS = st.lists(ITEM, min_size=1, max_size=5).map(tuple)
PROPOSAL = st.lists(st.sampled_from(Section), unique=True, min_size=1).flatmap(
    lambda chosen: st.tuples(*(ITEMS.map(lambda items, s=s: (s, items)) for s in Section if s in chosen))
)
MEMBERS = st.lists(
    st.builds(
        Member,
        st.sampled_from(["ACERO UGO", "D'ERICA LIA MARIA", "DE' LILLÀ ZOE", "SAN PIETRO-PINO IDA"]),
        st.sampled_from(["Sindaco", "Vice Sindaco", "Assessore", "Assessora"]),
        st.sampled_from(["presente", "assente", "assente giustificato"]),
        st.sampled_from(["", "sì", "X"]),
    ),
    min_size=1,
    max_size=5,
).map(tuple)
ANNEXES = st.lists(
    st.builds(Annex, st.sampled_from(["PARERE TECNICO", "PIANO DELLE CORTI"]), st.sampled_from(["", "AB12" * 16])),
    max_size=6,
).map(tuple)
ACTS = st.builds(
    lambda proposal, members, annexes: replace(
        Act(), own=((Section.DECISION, GIUNTA),), proposal=proposal, members=members, annexes=annexes
    ),
    PROPOSAL,
    MEMBERS,
    ANNEXES,
)
UNWRAPPED = st.builds(
    Layout,
    page=st.sampled_from([0, 10, 25, 60]),
    gaps=st.booleans(),
    own_line=st.booleans(),
    page_number=st.sampled_from(["", "Pagina {number} di {count}", "{number}/{count}"]),
    form_feed=st.booleans(),
    officer_every=st.integers(1, 3),
    table_spaces=st.booleans(),
    dash=st.sampled_from("-–•"),
)
WRAPPED = st.builds(replace, UNWRAPPED, width=st.integers(72, 120))


def read(act):
    return [(c.level, c.section, c.path, c.text) for c in act.clauses]


@settings(max_examples=50, deadline=None)
@given(ACTS, UNWRAPPED)
def test_an_export_reads_back_as_the_act_it_came_from(spec, layout):
    act = parse_act(print_act(spec, layout))
    assert read(act) == spec.expected()
    assert act.leftovers == ()
    assert [(r.name, r.qualification, r.status) for r in act.attendance] == [
        (m.name, m.qualification, m.status) for m in spec.members
    ]
    assert [(a.title, a.declared_hash or "") for a in act.attachments] == [
        (a.title, a.fingerprint) for a in spec.annexes
    ]


@settings(max_examples=80, deadline=None)
@given(ACTS, WRAPPED)
def test_a_wrapped_print_keeps_every_word_in_its_clause(spec, layout):
    act = parse_act(print_act(spec, layout))
    assert read(act) == spec.expected()
    assert act.leftovers == ()


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.sampled_from("\n\n\n\f \t-*.1234abcd)(:;DELIBRA«’"), max_size=600), ACTS)
def test_no_line_is_ever_lost(noise, spec):
    """Noise in the middle of an act: every line still ends in one place, and nothing crashes."""
    printed = print_act(spec)
    middle = len(printed) // 2
    text = printed[:middle] + noise + printed[middle:]
    account = parse_act(text).account
    assert account.lines == account.furniture + account.recognised + account.leftover


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_an_act_or_is_refused(text):
    try:
        act = parse_act(text)
    except NotAnAct:
        return
    assert act.clauses


def test_reading_time_grows_with_the_act_and_not_faster():
    def seconds(count):
        items = tuple(Item(f"Curare la corte numero {n} con gli abitanti * e ** gli uffici.") for n in range(count))
        printed = print_act(replace(Act(), proposal=((Section.DECISION, items),)))
        return min(timed(printed) for _ in range(5))

    def timed(printed):
        start = time.process_time()
        parse_act(printed)
        return time.process_time() - start

    assert seconds(800) < 16 * max(seconds(200), 0.005)
