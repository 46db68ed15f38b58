"""What a PDF of ours must be, asked to independent readers: page-validation, qpdf, pypdf. For tests and commands.

page-validation and pypdf are development packages, qpdf a program: each is looked for only when it is used.
"""

import re
import subprocess
from dataclasses import dataclass
from io import BytesIO

PROFILES = ("3a", "ua1")
_FALSE_ALARM = "STREAM-LENGTH-001"
_STREAM = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\s*<<(?:(?!endobj).)*?>>\s*stream\r?\n", re.DOTALL)


@dataclass(frozen=True)
class EmbeddedFont:
    """A font of the PDF: its name without the subset tag, and whether its outlines are in the file as TrueType."""

    name: str
    embedded: bool


def failures(data, profile):
    """Rules of a profile («3a», «ua1») that the PDF breaks, as «rule: message»; empty when it conforms.

    page-validation reports STREAM-LENGTH-001 when the bytes of a compressed stream happen to end with 0x0D, which it
    takes for a line end. That report is dropped only after counting the bytes of that very stream.
    """
    import page  # noqa: PLC0415

    report = page.validate_pdf_bytes(data, profile=profile)
    return tuple(
        f"{failure.rule_id}: {failure.message}" for failure in report.failures if not _is_false_alarm(failure, data)
    )


def _is_false_alarm(failure, data):
    if not failure.rule_id.endswith(_FALSE_ALARM):
        return False
    if failure.object_id is None:  # it does not say which: then every one is counted
        numbers = [int(found) for found in _STREAM.findall(data)]
        return bool(numbers) and all(stream_ends_where_it_says(data, number) for number in numbers)
    return stream_ends_where_it_says(data, failure.object_id.object_number)


def stream_ends_where_it_says(data, number):
    """Whether ``endstream`` follows, after one line end, exactly ``/Length`` bytes of the stream of an object."""
    head = rb"(?:^|[\r\n])%d 0 obj\s*(<<(?:(?!endobj).)*?>>)\s*stream\r?\n" % number
    start = re.search(head, data, re.DOTALL)
    length = start and re.search(rb"/Length (\d+)(?! \d+ R)", start[1])
    if not length:
        return False
    end = start.end() + int(length[1])
    return re.match(rb"(?:\r\n|\n|\r)endstream", data[end : end + 11]) is not None


def syntax_problem(path):
    """What ``qpdf --check`` says against the file; empty when nothing. Raises ``FileNotFoundError`` without qpdf."""
    command = ["qpdf", "--check", "--warning-exit-0", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    complaints = [line for line in (result.stdout + result.stderr).splitlines() if "WARNING" in line]
    return "\n".join(complaints) if result.returncode == 0 else result.stdout + result.stderr


def page_texts(data):
    """The text of each page in reading order, with runs of white space made one space."""
    from pypdf import PdfReader  # noqa: PLC0415

    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


def fonts(data):
    """The fonts of every page, each once, sorted by name."""
    from pypdf import PdfReader  # noqa: PLC0415

    found = set()
    for page in PdfReader(BytesIO(data)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(_font(font.get_object()))
    return sorted(found, key=lambda font: font.name)


def _font(font):
    descendants = font.get("/DescendantFonts", [font])
    descriptor = descendants[0].get_object().get("/FontDescriptor", {})
    name = str(font["/BaseFont"]).lstrip("/").split("+")[-1]
    return EmbeddedFont(name=name, embedded="/FontFile2" in descriptor)


def attached_files(data):
    """Names and bytes of the files inside the PDF, with their declared relationship."""
    from pypdf import PdfReader  # noqa: PLC0415

    files = [file.get_object() for file in PdfReader(BytesIO(data)).trailer["/Root"].get("/AF", [])]
    return [(file["/UF"], str(file["/AFRelationship"]), file["/EF"]["/F"].get_object().get_data()) for file in files]
