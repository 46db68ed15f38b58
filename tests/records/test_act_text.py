"""What a file really is, whatever it is called, and what the person is told."""

import io
import zipfile

import pytest
from fpdf import FPDF
from PIL import Image

from abitare.records.act_text import PAGE_LIMIT, PDF, PLAIN, UnreadableFile, read_act_file

TEXT = "DELIBERAZIONE DELLA GIUNTA COMUNALE N. 4\n\nPerché l’orto è più bello: «sì».\n"


def pdf(*pages, password=None):
    document = FPDF()
    document.set_font("helvetica", size=12)
    if password:
        document.set_encryption(owner_password="padrone", user_password=password)
    for text in pages:
        document.add_page()
        if text:
            document.multi_cell(0, 8, text)
    return bytes(document.output())


def archive(*names, mimetype=None):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x")
    return buffer.getvalue()


def image(kind):
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, kind)
    return buffer.getvalue()


def refusal(data, name, **options):
    with pytest.raises(UnreadableFile) as refused:
        read_act_file(data, name, **options)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_in_the_encodings_offices_use(encoding):
    found = read_act_file(TEXT.encode(encoding), "atto.txt")
    assert (found.text, found.media_type, found.page_count) == (TEXT, PLAIN, 0)


def test_text_under_another_name():
    assert read_act_file(TEXT.encode(), "atto.md").text == TEXT


def test_a_pdf_with_text():
    found = read_act_file(pdf("Prima pagina dell'atto di prova.", "Seconda pagina dell'atto."), "atto.pdf")
    assert (found.media_type, found.page_count, found.pages_without_text) == (PDF, 2, ())
    first, second = found.text.split("\f")
    assert first.strip() == "Prima pagina dell'atto di prova."
    assert second.strip() == "Seconda pagina dell'atto."


def test_pages_without_text_are_named():
    found = read_act_file(pdf("Prima pagina dell'atto di prova.", "", "Terza pagina."), "atto.pdf")
    assert found.pages_without_text == (2,)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "vuoto.txt", "«vuoto.txt» è vuoto."),
        (b" \n\r\n", "spazi.txt", "«spazi.txt» è vuoto."),
        ("\ufeff\n".encode(), "segno.txt", "«segno.txt» è vuoto."),
        (archive("word/document.xml"), "atto.txt", "un documento Word (.docx)"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "atto.pdf", "un foglio di calcolo Excel (.xlsx)"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "atto.pdf", "un documento OpenDocument (.odt)"),
        (archive("foto.png"), "atto.pdf", "un archivio .zip"),
        (b"PK\x03\x04rotto", "atto.txt", "un archivio .zip danneggiato"),
        (image("PNG"), "atto.pdf", "un’immagine PNG"),
        (image("JPEG"), "atto.txt", "un’immagine JPEG"),
        (image("TIFF"), "atto.pdf", "un’immagine TIFF"),
        (b"{\\rtf1 ciao}", "atto.txt", "un documento RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 20, "atto.txt", "vecchio formato (.doc, .xls)"),
        (b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"dati", "atto.pdf.p7m", "una busta firmata (.p7m)"),
        (b"-----BEGIN PKCS7-----\nMIIB", "atto.txt", "una busta firmata (.p7m)"),
        (b"<!DOCTYPE html><html>", "atto.txt", "una pagina web (HTML)"),
        (b"\x00\x01\x02\x03\x04", "atto.txt", "non è un testo leggibile"),
        (TEXT.encode(), "atto.pdf", "non è un PDF: contiene testo semplice"),
        (pdf("Un atto di prova con il suo testo."), "atto.txt", "è un PDF, non un file di testo"),
        (pdf("Un atto di prova.", password="segreta"), "atto.pdf", "protetto da password"),
        (b"%PDF-1.7\nrotto", "atto.pdf", "danneggiato o incompleto"),
        (pdf("Un atto di prova con il suo testo.")[:300], "atto.pdf", "danneggiato o incompleto"),
        (pdf("", ""), "atto.pdf", "una scansione senza testo"),
        (pdf("3", "4"), "atto.pdf", "una scansione senza testo"),
    ],
)
def test_refusals_say_what_the_file_is(data, name, said):
    message = refusal(data, name)
    assert said in message
    assert f"«{name}»" in message


def test_too_large_says_how_much():
    message = refusal(b"a" * 1_600_000, "grande.txt", limit=1_048_576)
    assert message == "«grande.txt» è troppo grande: 1,5 MB, il massimo è 1 MB."


def test_too_many_pages():
    assert f"il massimo è {PAGE_LIMIT}" in refusal(pdf(*["pagina"] * (PAGE_LIMIT + 1)), "libro.pdf")


def test_a_signed_envelope_of_real_size():
    header = bytes.fromhex("3082a1b2") + bytes.fromhex("06092a864886f70d010702")
    assert "una busta firmata (.p7m)" in refusal(header + b"\x00" * 500 + pdf("dentro c'è un atto"), "atto.pdf")
