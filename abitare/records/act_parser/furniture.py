"""Stage 2: heads, feet and page numbers, mined for what they say and then taken off the page.

An export has no page marks: it repeats the title, the signature sentence and the names of the officers
wherever a page ended, sometimes dropping one of them. Some of these lines are furniture wherever they stand;
others («Responsabile del procedimento: …») could be words of a clause at the start of a wrapped line, so they
count only next to other furniture, at a page edge, or when they come back elsewhere identical.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from .dates import find_date
from .lines import Line
from .notes import Notes
from .titles import SECTION_LINE, Title, read_title

_PAGE_NUMBER = re.compile(
    r"(?:pag(?:ina|\.)?\s*)?\d{1,4}\s*(?:/|di|su)\s*\d{1,4}|pag(?:ina|\.)?\s*\d{1,4}|[-–]\s?\d{1,4}\s?[-–]",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_SESSION = re.compile(r"COME (?:APPROVATA|ADOTTATA|ASSUNTA) NELLA SEDUTA DEL.{4,40}")
_STATEMENT = re.compile(r"documento informatico (?:firmato|sottoscritto) digitalmente", re.IGNORECASE)
_STATEMENT_END = re.compile(r"82/2005\s*(?:e\s*s\.?m\.?i\.?)?\s*\)?\.?$", re.IGNORECASE)
_STATEMENT_MORE = re.compile(r"[a-z(\d]|D\.\s?Lgs|CAD\b")
_OFFICER = re.compile(r"responsabile del procedimento(?: istruttorio)?\s*:\s*(.{0,70})", re.IGNORECASE)
_HANDLER = re.compile(r"pratica trattata da\s*:?\s*(.{0,70})", re.IGNORECASE)
_REST_OF_NAME = re.compile(r"[A-ZÀ-Ý][\w'’.-]*(?: [A-ZÀ-Ý][\w'’.-]*){0,4}")
_DIGITS = re.compile(r"\d+")
_ITEM = re.compile(r"(?:\d{1,3}[.)]|[a-z]\)|[-–•])(?:\s|$)")
_ADDRESS = re.compile(r"[/@\d]|www\.")
_KEPT_ONCE = re.compile(r"comune d|citt[àa]'? d|oggetto\b|(?:la|il) (?:giunta|consiglio)\b", re.IGNORECASE)
_REACH = 4  # how far from a page edge an unknown running line may stand
_STATEMENT_LINES = 5


@dataclass(frozen=True, slots=True)
class Heads:
    """What the running heads and feet say, first printed first."""

    titles: tuple[Title, ...]
    sessions: tuple[date, ...]
    officers: tuple[str, ...]
    handlers: tuple[str, ...]
    signed_digitally: bool
    running: tuple[str, ...]


def take_off_furniture(lines: Sequence[Line], notes: Notes) -> tuple[list[Line], Heads]:
    """Split the lines into the body and what the furniture said; the first body line after it starts a page."""
    known = _known(lines)
    running = _running(lines, known)
    notes.furniture(lines[i] for i in known | running)
    repeated = dict.fromkeys(_DIGITS.sub("…", lines[i].text) for i in sorted(running))
    return _body(lines, known | running), _mine([lines[i] for i in sorted(known)], tuple(repeated))


def _known(lines: Sequence[Line]) -> set[int]:
    """Indices of the lines whose words give them away, and of the doubtful ones that their place confirms."""
    taken: set[int] = set()
    for index, line in enumerate(lines):
        if _is_surely_furniture(line, index):
            taken.add(index)
        if _STATEMENT.match(line.text):
            taken.update(_statement(lines, index))
    own = {title.number for i in taken if (title := read_title(lines[i].text))}
    doubtful = [i for i, line in enumerate(lines) if i not in taken and _is_perhaps_furniture(line)]
    taken |= {i for i in doubtful if (title := read_title(lines[i].text)) and title.number in own and title.upper}
    _confirm([i for i in doubtful if i not in taken], lines, taken)
    return taken | {i for i in range(1, len(lines)) if i not in taken and _is_rest_of_name(lines, taken, i)}


def _is_surely_furniture(line: Line, index: int) -> bool:
    if not line.text or _PAGE_NUMBER.fullmatch(line.text) or _SESSION.fullmatch(line.text):
        return True
    return index < _FIRST_PAGE and read_title(line.text) is not None


_FIRST_PAGE = 15  # the title stands among the first lines; further down it must prove itself


def _is_perhaps_furniture(line: Line) -> bool:
    return _names_someone(line.text) or read_title(line.text) is not None


def _statement(lines: Sequence[Line], start: int) -> Iterator[int]:
    """The signature sentence, which a narrow page breaks over more lines, even around a page number."""
    read = ""
    for index in range(start, min(start + _STATEMENT_LINES, len(lines))):
        text = lines[index].text
        if _PAGE_NUMBER.fullmatch(text):
            continue
        if read and not _STATEMENT_MORE.match(text):
            return
        yield index
        read = f"{read} {text}"
        if _STATEMENT_END.search(read):
            return


def _is_rest_of_name(lines: Sequence[Line], taken: set[int], index: int) -> bool:
    """The name of an officer, broken by a narrow page: alone between the furniture and its next line."""
    above = next((lines[i].text for i in range(index - 1, -1, -1) if not _PAGE_NUMBER.fullmatch(lines[i].text)), "")
    if index - 1 not in taken or not _names_someone(above):
        return False
    last = index + 1 in taken or index + 1 == len(lines) or lines[index + 1].page
    return last and _REST_OF_NAME.fullmatch(lines[index].text) is not None


def _names_someone(text: str) -> bool:
    return bool(_OFFICER.fullmatch(text) or _HANDLER.fullmatch(text))


def _confirm(doubtful: Sequence[int], lines: Sequence[Line], taken: set[int]) -> None:
    """Add to ``taken`` the doubtful lines that touch furniture or a page edge, or that come back identical."""
    counts = Counter(lines[i].text.casefold() for i in doubtful)
    last = len(lines) - 1
    for order in (doubtful, tuple(reversed(doubtful))):  # twice: officer and handler confirm each other
        for i in order:
            at_edge = i == last or lines[i].page or lines[i + 1].page
            if at_edge or {i - 1, i + 1} & taken or counts[lines[i].text.casefold()] > 1:
                taken.add(i)


def _running(lines: Sequence[Line], taken: set[int]) -> set[int]:
    """Lines of an unknown head or foot: the same words (digits aside) in the same place at most page edges."""
    turned = [i for i, line in enumerate(lines) if i and line.page]
    furnished = [i for i in range(1, len(lines)) if i not in taken and i - 1 in taken]
    running = _frequent(lines, taken, turned) | _frequent(lines, taken, furnished)
    if not running:
        return set()
    near = {i for edge in (0, *turned, *furnished, len(lines)) for i in _around(lines, taken, edge).values()}
    found = sorted(i for i in near if _words(lines[i]) in running)
    kept = {next(i for i in found if _words(lines[i]) == words) for words in running if _KEPT_ONCE.match(words)}
    return set(found) - kept


def _frequent(lines: Sequence[Line], taken: set[int], edges: Sequence[int]) -> set[str]:
    """The words seen in one place around most of these edges: page turns, or the ends of known furniture."""
    seen = Counter((place, _words(lines[i])) for edge in edges for place, i in _around(lines, taken, edge).items())
    least = max(2, -(-len(edges) * 4 // 5))
    return {words for (_, words), count in seen.items() if count >= least and words}


def _around(lines: Sequence[Line], taken: set[int], edge: int) -> dict[int, int]:
    """Place (-1 is the last line before a page edge, 0 the first after it) -> index, furniture known so far aside."""
    before = [i for i in range(edge - 1, max(-1, edge - 12), -1) if i not in taken]
    after = [i for i in range(edge, min(len(lines), edge + 12)) if i not in taken]
    return {-1 - place: i for place, i in enumerate(before[:_REACH])} | dict(enumerate(after[:_REACH]))


def _words(line: Line) -> str:
    """The line with its digits levelled, or nothing when it is visibly content: an item, or a sentence going on."""
    goes_on = line.text[0].islower() and not _ADDRESS.search(line.text)
    if goes_on or _ITEM.match(line.text) or SECTION_LINE.match(line.text):
        return ""
    return _DIGITS.sub("0", line.text.casefold())


def _body(lines: Sequence[Line], taken: set[int]) -> list[Line]:
    """The lines that stay; blank lines around furniture are the page's, not the author's."""
    stays = [i for i in range(len(lines)) if i not in taken]
    body = [lines[i] for i in stays[:1]]
    for before, i in pairwise(stays):
        crossed = i - before > 1 or lines[i].page
        body.append(replace(lines[i], page=crossed, gap=lines[i].gap and not crossed))
    return body


def _mine(furniture: Sequence[Line], running: tuple[str, ...]) -> Heads:
    texts = _whole_lines(furniture)
    sessions = (find_date(text) for text in texts if _SESSION.fullmatch(text))
    return Heads(
        titles=tuple(title for text in texts if (title := read_title(text))),
        sessions=tuple(day for day in sessions if day),
        officers=_names(_OFFICER, texts),
        handlers=_names(_HANDLER, texts),
        signed_digitally=any(_STATEMENT.match(text) for text in texts),
        running=running,
    )


def _whole_lines(furniture: Sequence[Line]) -> list[str]:
    """The words of each furniture line but page numbers, a broken name put back together."""
    texts: list[str] = []
    for line in furniture:
        if _PAGE_NUMBER.fullmatch(line.text):
            continue
        if texts and _names_someone(texts[-1]) and _REST_OF_NAME.fullmatch(line.text):
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    return texts


def _names(pattern: re.Pattern[str], texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(found[1].strip() for text in texts if (found := pattern.fullmatch(text)))
