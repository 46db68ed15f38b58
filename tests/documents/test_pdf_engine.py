"""The engine under every document: same bytes, no network, no foreign font, tags and metadata."""

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from abitare.documents.checks import attached_files, failures
from abitare.documents.document import to_canonical_json
from abitare.documents.finisher import ForeignFont
from abitare.documents.fonts import FONT_DIR, MissingGlyphs
from abitare.documents.pdf import STYLE_DIR, ResourceRefused, document_html, is_own_file, render
from tests.documents.samples import full_act, mixed_act

pytestmark = pytest.mark.pdf
PRINT_DIGEST = (
    "import django, hashlib; django.setup();"
    "from tests.documents.samples import mixed_act; from abitare.documents.pdf import render;"
    "print(hashlib.sha256(render(mixed_act())).hexdigest())"
)


def run_python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=False
    )


def elements(data):
    """The structure tree as (tag, element), parents first."""
    todo = [PdfReader(BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        element = todo.pop(0).get_object()
        if "/S" in element:
            yield element["/S"], element
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        todo[:0] = [kid for kid in kids if hasattr(kid.get_object(), "keys") and "/K" in kid.get_object()]


def test_the_same_document_gives_the_same_bytes_in_every_process():
    here = hashlib.sha256(render(mixed_act())).hexdigest()
    assert hashlib.sha256(render(mixed_act())).hexdigest() == here
    for seed, zone, language in (("1", "Pacific/Auckland", "C"), ("4242", "America/Lima", "it_IT.UTF-8")):
        result = run_python(PRINT_DIGEST, PYTHONHASHSEED=seed, TZ=zone, LANG=language)
        assert result.stdout.strip() == here, result.stderr


def test_one_changed_letter_gives_other_bytes():
    assert render(mixed_act()) != render(full_act())


def test_metadata_claim_both_standards_and_come_from_the_data(rendered):
    data = rendered("completo")
    reader = PdfReader(BytesIO(data))
    xmp = reader.trailer["/Root"]["/Metadata"].get_object()
    assert "/Filter" not in xmp
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in xmp.get_data()
    assert b'pdfuaid:part="1"' in xmp.get_data()
    assert reader.trailer["/Root"]["/Lang"] == "it"
    assert reader.metadata.title == (
        "Deliberazione della Giunta comunale n. 87 – Come approvata nella seduta del 4 maggio 2026"
    )
    assert reader.metadata.author == "Comune di Valdoro"
    assert reader.metadata.creation_date.isoformat() == "2026-11-22T07:40:00+00:00"


def test_the_data_are_attached_once_as_data(rendered):
    expected = ("deliberazione.json", "/Data", to_canonical_json(full_act()))
    assert attached_files(rendered("completo")) == [expected]


def test_outline_follows_the_act(rendered):
    def flat(outline):
        return [name for entry in outline for name in (flat(entry) if isinstance(entry, list) else [entry.title])]

    titles = flat(PdfReader(BytesIO(rendered("completo"))).outline)
    assert titles[0] == "Deliberazione della Giunta comunale n. 87"
    wanted = ["Seduta", "Decisione della Giunta comunale", "Proposta deliberativa", "Premesse", "Allegati"]
    assert [title for title in titles if title in wanted] == wanted


def test_list_items_have_their_marker_as_label(rendered):
    items = [element for tag, element in elements(rendered("completo")) if tag == "/LI"]
    shapes = {tuple(kid.get_object()["/S"] for kid in item["/K"]) for item in items}
    assert shapes == {("/Lbl", "/LBody")}


def test_head_and_foot_are_artifacts(rendered):
    page = PdfReader(BytesIO(rendered("completo"))).pages[1]
    stream = page.get_contents().get_data()
    # two lines of the head, the running name, two of the foot (one with a bold part), the page number
    assert len(re.findall(rb"/Artifact\s+<</Type /Pagination>>\s+BDC", stream)) == 7


def test_plain_lists_and_pictures_of_other_kinds_conform(kind_with_template):
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}<rect width="9" height="9"/></svg>'
    body = "<ul><li>uno</li><li><p>due</p><p>ancora</p></li></ul><p>x" + square.format("")
    data = render(kind_with_template(body + square.format("<title>Un quadrato</title>") + "</p>"))
    assert [failures(data, profile) for profile in ("3a", "ua1")] == [(), ()]
    figures = [element for tag, element in elements(data) if tag == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == ["Un quadrato"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.com/x.png",
        "file:///etc/hostname",
        f"{STYLE_DIR.as_uri()}/../pdf.py",
        f"{STYLE_DIR.as_uri()}/%2e%2e/pdf.py",
        "file://host/x.svg",
        "data:image/svg+xml,<svg/>",
        "ftp://example.com/x",
    ],
)
def test_other_files_are_refused(url):
    assert not is_own_file(url)


def test_own_files_are_accepted():
    assert is_own_file(f"{STYLE_DIR.as_uri()}/icons/missing.svg")
    assert is_own_file(f"{FONT_DIR.as_uri()}/Lora/x.ttf")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.png", "file:///etc/hostname"])
def test_a_document_that_asks_for_other_files_is_not_printed(kind_with_template, url):
    with pytest.raises(ResourceRefused, match="risorsa non prevista"):
        render(kind_with_template(f'<p><img src="{url}" alt="x"></p>'))


def test_a_font_of_the_machine_never_slips_in(kind_with_template):
    with pytest.raises(ForeignFont, match="Carattere tipografico non previsto"):
        render(kind_with_template('<p style="font-family: monospace">altro carattere</p>'))


def test_characters_our_fonts_lack_are_named():
    with pytest.raises(MissingGlyphs, match=r"«Ω» \(GREEK CAPITAL LETTER OMEGA, U\+03A9\)") as caught:
        document_html(full_act(subject="Classe Ω"))
    assert caught.value.characters == ("Ω",)


def test_a_combining_mark_does_not_break_the_markup():
    with pytest.raises(MissingGlyphs, match="COMBINING LONG SOLIDUS OVERLAY"):
        document_html(full_act(subject="\u0338comincia con un segno"))
    assert "<strong>Città</strong>" in document_html(full_act(subject="Citta\u0300"))


def test_without_pango_the_message_says_what_to_install(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    code = (
        "import django; django.setup();"
        "from tests.documents.samples import full_act; from abitare.documents import pdf\n"
        "try: pdf.render(full_act())\n"
        "except pdf.PrintingUnavailable as error: print(error)"
    )
    result = run_python(code, PYTHONPATH=os.pathsep.join([str(tmp_path), *sys.path]))
    assert "apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0" in result.stdout, result


def test_weasyprint_is_imported_only_to_print():
    code = "import django, sys; django.setup(); import abitare.documents.pdf; print('weasyprint' in sys.modules)"
    result = run_python(code)
    assert result.stdout.strip() == "False", result.stderr
