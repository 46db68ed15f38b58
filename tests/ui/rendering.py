"""Draws a piece of template and gives its elements back, parsed: tests ask for elements, never for strings of HTML."""

from bs4 import BeautifulSoup
from django.template import engines
from django.test import RequestFactory


def soup(source, *, path="/elenco/", **context):
    """The parsed HTML of a template source with our tag libraries loaded and a GET of ``path`` as its request."""
    request = RequestFactory().get(path)
    template = engines["django"].from_string("{% load components charts formats %}" + source)
    return BeautifulSoup(template.render(context, request), "html.parser")


def words(element):
    """The text of an element with its spaces evened out (no-break spaces stay)."""
    return " ".join(element.get_text(" ", strip=True).replace("\u00a0", "~").split()).replace("~", "\u00a0")
