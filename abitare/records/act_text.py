"""From an uploaded file to the text of an act: what the file really is, and whether it can be read.

The name of a file is only a claim: the bytes decide. PDF text is extracted with PDFium (``pypdfium2``), the
engine of Chromium. Tried on PDFs of six programs it lost no word, expanded ligatures and kept table rows
together, at a tenth of the time of pypdf and pdfminer.six; pypdf's layout mode glued words, pdfminer.six read
tables by column.
"""

import io
import re
import threading
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import pypdfium2
from pypdfium2 import PdfiumError

DEFAULT_LIMIT = 20 * 1024 * 1024
PAGE_LIMIT = 500
PDF = "application/pdf"
PLAIN = "text/plain"

_WHAT_TO_UPLOAD = "Carica l’atto in PDF con il testo oppure in testo semplice (.txt)."
_MEGABYTE = 1024 * 1024
_FEWEST_LETTERS = 20  # a stamp or a page number is not a text layer
_PDF_HEADER_WITHIN = 1024
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the ASN.1 name of a CMS envelope, .p7m
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "un documento di Office nel vecchio formato (.doc, .xls)"),
    (b"{\\rtf", "un documento RTF"),
    (b"\x89PNG", "un’immagine PNG"),
    (b"\xff\xd8\xff", "un’immagine JPEG"),
    (b"GIF8", "un’immagine GIF"),
    (b"II*\x00", "un’immagine TIFF"),
    (b"MM\x00*", "un’immagine TIFF"),
    (b"BM", "un’immagine BMP"),
    (b"\x1f\x8b", "un archivio compresso (.gz)"),
    (b"7z\xbc\xaf\x27\x1c", "un archivio compresso (.7z)"),
    (b"Rar!", "un archivio compresso (.rar)"),
    (b"MZ", "un programma per Windows"),
    (b"\x7fELF", "un programma"),
)
_ZIP_KINDS = (
    ("word/", "un documento Word (.docx)"),
    ("xl/", "un foglio di calcolo Excel (.xlsx)"),
    ("ppt/", "una presentazione PowerPoint (.pptx)"),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "un documento OpenDocument (.odt)",
    b"application/vnd.oasis.opendocument.spreadsheet": "un foglio di calcolo OpenDocument (.ods)",
    b"application/epub+zip": "un libro elettronico (.epub)",
}
_WEB_PAGE = re.compile(r"\s*(?:<!doctype html|<html\b)", re.IGNORECASE)
_PEM = re.compile(rb"\s*-----BEGIN (?:PKCS7|CMS)-----")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_pdfium = threading.Lock()  # PDFium may not be entered by two threads at once


class UnreadableFile(ValueError):
    """The file cannot give the text of an act. The message is an Italian sentence fit for the person."""


@dataclass(frozen=True, slots=True)
class ActText:
    """The text of a file, pages parted by form feeds; ``page_count`` is 0 for plain text.

    ``pages_without_text`` are numbered from 1: scans inside a PDF that has text elsewhere.
    """

    text: str
    media_type: str
    page_count: int
    pages_without_text: tuple[int, ...] = ()


def read_act_file(data: bytes, name: str, limit: int = DEFAULT_LIMIT) -> ActText:
    """Read an uploaded act.

    ``data`` is the whole file, ``name`` what the person called it, ``limit`` the largest size in bytes.
    Raises ``UnreadableFile`` (Italian sentence naming the file and what it really is). No side effects.
    """
    _refuse_by_size(data, name, limit)
    if foreign := _foreign_kind(data):
        raise UnreadableFile(f"«{name}» è {foreign}. {_WHAT_TO_UPLOAD}")
    found = PDF if b"%PDF-" in data[:_PDF_HEADER_WITHIN] else PLAIN  # some programs write bytes before the header
    _refuse_wrong_name(name, found)
    return _read_pdf(data, name) if found == PDF else ActText(_decode(data, name), PLAIN, 0)


def _refuse_by_size(data: bytes, name: str, limit: int) -> None:
    if not data.strip():
        raise UnreadableFile(f"«{name}» è vuoto.")
    if len(data) > limit:
        size, most = len(data) / _MEGABYTE, limit / _MEGABYTE
        raise UnreadableFile(f"«{name}» è troppo grande: {_italian(size)} MB, il massimo è {_italian(most)} MB.")


def _italian(megabytes: float) -> str:
    return f"{megabytes:.1f}".replace(".", ",").removesuffix(",0")


def _refuse_wrong_name(name: str, found: str) -> None:
    """A right content behind a wrong name is refused too: the register keeps the file under its name."""
    extension = PurePath(name).suffix.lower()
    if found == PDF and extension == ".txt":
        raise UnreadableFile(f"«{name}» è un PDF, non un file di testo: rinominalo in .pdf e caricalo di nuovo.")
    if found == PLAIN and extension == ".pdf":
        raise UnreadableFile(f"«{name}» non è un PDF: contiene testo semplice. Rinominalo in .txt e caricalo di nuovo.")


def _foreign_kind(data: bytes) -> str:
    """What the file really is, when it is neither a PDF nor text."""
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if _PEM.match(data) or (data[:1] == b"\x30" and _SIGNED_DATA in data[:64]):
        return "una busta firmata (.p7m): estrai prima il documento che contiene"
    if data[4:8] == b"ftyp":
        return "un’immagine o un video del telefono"
    if data[:4] == b"RIFF":
        return "un’immagine o un suono (RIFF)"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < _PDF_HEADER_WITHIN:
                return _OPEN_DOCUMENT.get(archive.read("mimetype").strip(), "un documento compresso")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return "un archivio .zip danneggiato"
    return next((kind for start, kind in _ZIP_KINDS if any(n.startswith(start) for n in names)), "un archivio .zip")


def _decode(data: bytes, name: str) -> str:
    """Text in UTF-8, in UTF-16 with its mark, or in the encoding of Windows."""
    encodings = ("utf-16",) if data.startswith(_UTF16_MARKS) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return _as_prose(text, name)
    raise UnreadableFile(f"«{name}» non è un testo leggibile: contiene dati di un altro formato.")


def _as_prose(text: str, name: str) -> str:
    if _WEB_PAGE.match(text):
        raise UnreadableFile(f"«{name}» è una pagina web (HTML). {_WHAT_TO_UPLOAD}")
    if not text.strip("\ufeff \t\r\n\f"):
        raise UnreadableFile(f"«{name}» è vuoto.")
    return text


def _read_pdf(data: bytes, name: str) -> ActText:
    with _pdfium:
        try:
            pages = _pdf_pages(data, name)
        except PdfiumError as error:
            raise UnreadableFile(_pdf_refusal(name, str(error))) from error
    without = tuple(number for number, text in enumerate(pages, start=1) if not text.strip())
    if sum(len("".join(text.split())) for text in pages) < _FEWEST_LETTERS:
        raise UnreadableFile(
            f"«{name}» è una scansione senza testo: le pagine sono immagini. "
            "Chiedi l’originale digitale oppure esegui prima il riconoscimento dei caratteri (OCR)."
        )
    return ActText("\n\f".join(pages), PDF, len(pages), without)


def _pdf_pages(data: bytes, name: str) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        if len(document) > PAGE_LIMIT:
            raise UnreadableFile(f"«{name}» ha {len(document)} pagine: il massimo è {PAGE_LIMIT}.")
        return [_page_text(document, index) for index in range(len(document))]
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    """One page. PDFium marks a hyphen at a line end with U+0002 and swallows the line end: both come back."""
    page = document[index]
    layer = page.get_textpage()
    try:
        text = layer.get_text_range()
    finally:
        layer.close()
        page.close()
    return text.replace("\r\n", "\n").replace("\x02", "-\n").replace("\ufffe", "-\n")


def _pdf_refusal(name: str, error: str) -> str:
    if "password" in error.lower() or "security" in error.lower():
        return f"«{name}» è un PDF protetto da password: carica una copia senza protezione."
    return f"«{name}» è un PDF danneggiato o incompleto: non si riesce ad aprire."
