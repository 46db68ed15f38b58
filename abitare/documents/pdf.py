"""Document -> PDF/A-3a + PDF/UA-1: the one place that knows WeasyPrint.

The same document gives the same bytes in every process of one machine with the same pinned packages; elsewhere the
stored file is the one that counts, so it is kept with its fingerprint and never drawn again to be compared.
"""

import hashlib
import html
import re
from datetime import UTC
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from abitare.documents.document import to_canonical_json
from abitare.documents.finisher import finish
from abitare.documents.fonts import FONT_DIR, MissingGlyphs, font_face_css, missing_glyphs, printable

STYLE_DIR = Path(__file__).parent / "style"
VARIANT = "pdf/a-3a"
_BETWEEN_BRACKETS = re.compile("[^<>]+")


class PrintingUnavailable(RuntimeError):
    """The system libraries that draw the text are not installed."""

    def __init__(self):
        super().__init__(
            "Impossibile produrre il PDF: mancano le librerie di sistema di Pango. Su Debian o Ubuntu si installano "
            "con «apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0»."
        )


class ResourceRefused(RuntimeError):
    """A document asked for a file that is not one of our fonts or style files."""


def render(document):
    """The PDF of a document, as bytes, with its canonical JSON attached (AFRelationship Data).

    Raises ``MissingGlyphs`` when the text has characters our fonts cannot draw, ``PrintingUnavailable`` without Pango,
    ``ForeignFont`` or ``ResourceRefused`` when something that is not ours would enter the file. No side effects: no
    network, no clock, no file kept.
    """
    weasyprint = _weasyprint()
    data = to_canonical_json(document)
    source = document_html(document)
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = _fetcher(weasyprint)
    sheets = [_sheet(weasyprint, css, fonts, fetcher) for css in _style_sheets(document)]
    try:
        drawn = weasyprint.HTML(string=source, base_url=_base_url(), url_fetcher=fetcher).render(
            stylesheets=sheets, font_config=fonts
        )
        return drawn.write_pdf(
            pdf_variant=VARIANT,
            finisher=finish,
            attachments=[_attachment(weasyprint, document, data)],
            pdf_identifier=hashlib.sha256(data).digest()[:16],
        )
    except weasyprint.urls.FatalURLFetchingError as error:
        raise ResourceRefused(str(error)) from error


def document_html(document):
    """The page the PDF is drawn from, with only characters our fonts have. Raises ``MissingGlyphs``."""
    # Between the angle brackets only: a combining mark at the start of a text would join the bracket of its tag.
    source = _BETWEEN_BRACKETS.sub(
        lambda run: printable(run[0]), render_to_string(document.template, {"document": document})
    )
    missing = missing_glyphs(html.unescape(strip_tags(source)))
    if missing:
        raise MissingGlyphs(missing)
    return source


def _weasyprint():
    """WeasyPrint, imported at the first document: it takes half a second and needs Pango."""
    try:
        import weasyprint  # noqa: PLC0415
        import weasyprint.text.fonts  # noqa: PLC0415
        import weasyprint.urls  # noqa: PLC0415
    except OSError as error:
        raise PrintingUnavailable from error
    return weasyprint


def _style_sheets(document):
    yield font_face_css()
    for name in ("document.css", *document.styles):
        yield (STYLE_DIR / name).read_text()


def _sheet(weasyprint, css, fonts, fetcher):
    return weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url=_base_url())


def _base_url():
    return f"{STYLE_DIR.as_uri()}/"


def _fetcher(weasyprint):
    """Opens our fonts and style files, and nothing else: a document never reads the network or the disk."""
    urls = weasyprint.urls

    class OwnFiles(urls.URLFetcher):
        def fetch(self, url, headers=None):
            if not is_own_file(url):
                raise urls.FatalURLFetchingError(f"Il documento chiede una risorsa non prevista: {url}")
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=("file",))


def is_own_file(url):
    """Whether an address is a file of ours: a font of the package or a file of ``style``, whatever its spelling."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        return False
    path = Path(url2pathname(parts.path)).resolve()
    return any(path.is_relative_to(folder.resolve()) for folder in (FONT_DIR, STYLE_DIR))


def _attachment(weasyprint, document, data):
    moment = document.created.astimezone(UTC)  # written with a «Z» whatever its zone
    return weasyprint.Attachment(
        string=data,
        name=document.data_name,
        description="Dati del documento in forma canonica (JSON)",
        relationship="Data",
        created=moment,
        modified=moment,
        url_fetcher=_fetcher(weasyprint),
    )
