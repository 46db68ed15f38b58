"""Other programs that print a text to PDF, as a person would with their own."""

import html
import re
import subprocess

import weasyprint
from fpdf import FPDF
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_CSS = """
@page { size: A4; margin: 2cm; @bottom-center { content: "Pagina " counter(page) " di " counter(pages) } }
body { font: 11pt "DejaVu Serif" } td { padding: 2pt 8pt }
"""


def _rich(text):
    """The export's emphasis as a word processor would show it."""
    escaped = html.escape(text, quote=False).replace("&lt;i&gt;", "<i>").replace("&lt;/i&gt;", "</i>")
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", re.sub(r'\*("[^*]+")\*', r"<i>\1</i>", escaped))


def _blocks(text):
    """Paragraphs, and the rows of a table together."""
    rows = []
    for line in filter(str.strip, text.split("\n")):
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            yield rows
            rows = []
        yield line
    if rows:
        yield rows


def as_html(text):
    parts = []
    for block in _blocks(text):
        if isinstance(block, str):
            parts.append(f"<p>{_rich(block)}</p>")
        else:
            rows = ("".join(f"<td>{_rich(cell)}</td>" for cell in row) for row in block)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return f'<!doctype html><html lang="it"><meta charset="utf-8"><style>{_CSS}</style><body>{"".join(parts)}'


def with_weasyprint(text, folder):
    return weasyprint.HTML(string=as_html(text)).write_pdf()


def with_weasyprint_as_typed(text, folder):
    css = "<style>pre { font: 9pt 'DejaVu Sans Mono'; white-space: pre-wrap }</style>"
    return weasyprint.HTML(string=f"{css}<pre>{html.escape(text)}</pre>").write_pdf()


def with_chromium(text, folder):
    source, target = folder / "act.html", folder / "act.pdf"
    source.write_text(as_html(text), encoding="utf-8")
    command = [
        "/usr/bin/chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--print-to-pdf={target}",
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def with_reportlab(text, folder):
    """Justified Times, page numbers «Pag. n»."""
    style = ParagraphStyle("act", fontName="Times-Roman", fontSize=11, leading=14, alignment=4, spaceAfter=5)
    flow = [
        Paragraph(_rich(block), style)
        if isinstance(block, str)
        else Table([[Paragraph(_rich(cell), style) for cell in row] for row in block])
        for block in _blocks(text)
    ]

    def number(canvas, document):
        canvas.drawCentredString(300, 30, f"Pag. {document.page}")

    target = folder / "act.pdf"
    SimpleDocTemplate(str(target)).build(flow, onFirstPage=number, onLaterPages=number)
    return target.read_bytes()


def with_fpdf2(text, folder):
    """A proportional font, justified, markdown emphasis, «Pagina n/N» at the foot."""

    class Pages(FPDF):
        def footer(self):
            self.set_y(-15)
            self.cell(0, 10, f"Pagina {self.page_no()}/{{nb}}", align="C")

    pdf = Pages()
    pdf.add_font("DejaVu", "", DEJAVU)
    pdf.add_font("DejaVu", "B", DEJAVU.replace("Sans", "Sans-Bold"))
    pdf.set_font("DejaVu", size=10.5)
    pdf.add_page()
    for block in _blocks(text):
        if isinstance(block, str):
            pdf.multi_cell(0, 6, re.sub(r"</?i>", "", block), align="J", markdown=True, new_x="LMARGIN", new_y="NEXT")
            continue
        with pdf.table(col_widths=(4, 2, 2, 2)) as table:
            for cells in block:
                row = table.row()
                for cell in cells:
                    row.cell(re.sub(r"</?i>", "", cell))
    return bytes(pdf.output())


PRINTERS = (with_weasyprint, with_weasyprint_as_typed, with_reportlab, with_fpdf2)
