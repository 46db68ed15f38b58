"""Reading a page: its elements, their words, its tables. Tests ask for elements, never for strings of HTML."""

import re

from bs4 import BeautifulSoup


def parse(response, selector=None):
    """The page of a response, or the one element ``selector`` finds in it: fails when there are none or several."""
    page = BeautifulSoup(response.content, "html.parser")
    if selector is None:
        return page
    found = page.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} elements instead of one"
    return found[0]


def words(element):
    """The text of an element, every run of spaces (no-break ones too) made one, none before punctuation."""
    return re.sub(r" ([,.:;)])", r"\1", " ".join(element.get_text(" ", strip=True).split()))


def texts(element, selector):
    """The words of every element ``selector`` finds under ``element``."""
    return [words(found) for found in element.select(selector)]


def rows(table):
    """The rows of the body of a table, each a tuple with the words of its cells."""
    return [tuple(words(cell) for cell in row.find_all(["th", "td"])) for row in table.select("tbody tr")]


def hrefs(element):
    """The addresses every link under ``element`` goes to."""
    return [link["href"] for link in element.select("a[href]")]


def panel(response, key):
    """The panel whose id is ``key``."""
    return parse(response, f"#{key}")


def fact(element, term):
    """What a list of facts (``dl``) says of ``term``."""
    [value] = [dt.find_next_sibling("dd") for dt in element.select("dt") if words(dt) == term]
    return words(value)


def messages(response):
    """The messages shown on a page after something was done."""
    return texts(parse(response), "[role=status] p")


def errors(response):
    """The rows of the summary of errors on top of a form."""
    return texts(parse(response, "[role=alert]"), "li")


def control(page, name):
    """The control of a form whose name is ``name``."""
    [found] = page.select(f"[name={name}]")
    return found
