import functools
import shutil
from datetime import UTC, datetime

import pytest

from abitare.documents.checks import page_texts
from abitare.documents.document import Document
from abitare.documents.pdf import render
from tests.documents.samples import sample_documents


class Trial(Document):
    kind = "prova"
    schema = "abitare.prova/1"
    template = "trial.html"
    styles = ()


@pytest.fixture(scope="session")
def rendered():
    """``rendered(name)``: the bytes of a sample document, drawn once in the session."""
    return functools.cache(lambda name: render(sample_documents()[name]))


@pytest.fixture(scope="session")
def pages(rendered):
    """``pages(name)``: the text of each page of a sample document."""
    return functools.cache(lambda name: tuple(page_texts(rendered(name))))


@pytest.fixture
def qpdf():
    """Skips, saying so, where qpdf is not installed."""
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf non è installato: sintassi dei PDF non controllata")


@pytest.fixture
def kind_with_template(settings, tmp_path):
    """``kind_with_template(body)``: a document of a kind whose template is the given body, with the shared base."""

    def build(body):
        (tmp_path / "trial.html").write_text(
            '{% extends "documents/base.html" %}{% block body %}<h1>Prova</h1>' + body + "{% endblock %}"
        )
        engine = settings.TEMPLATES[0]
        settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]
        created = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        return Trial(
            municipality="Comune di Valdoro", title="Prova", subject="Prova.", created=created, author="Comune"
        )

    return build
