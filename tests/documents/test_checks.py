"""The checks themselves: they must see what is wrong and forgive only one proven false alarm."""

import io

import page
import pydyf
import pytest

from abitare.documents.checks import failures, stream_ends_where_it_says, syntax_problem


def odd_pdf():
    """A PDF that conforms to nothing, and the number of its stream, whose last byte is a carriage return."""
    pdf = pydyf.PDF()
    stream = pydyf.Stream([b"q Q \r"])
    pdf.add_object(stream)
    output = io.BytesIO()
    pdf.write(output)
    return output.getvalue(), stream.number


def test_a_stream_that_ends_with_a_carriage_return_is_counted_not_trusted():
    data, number = odd_pdf()
    assert stream_ends_where_it_says(data, number)
    assert not stream_ends_where_it_says(data.replace(b"/Length 5", b"/Length 3"), number)
    assert not stream_ends_where_it_says(data.replace(b"/Length 5", b"/Length 6"), number)
    assert not stream_ends_where_it_says(data, number - 1)
    assert not stream_ends_where_it_says(data, number + 50)


def test_only_the_false_alarm_is_dropped():
    data, _ = odd_pdf()
    reported = [failure.rule_id for failure in page.validate_pdf_bytes(data, profile="3a").failures]
    kept = [failure.split(":")[0] for failure in failures(data, "3a")]
    assert any(rule.endswith("STREAM-LENGTH-001") for rule in reported)
    assert kept == [rule for rule in reported if not rule.endswith("STREAM-LENGTH-001")]
    wrong = data.replace(b"/Length 5", b"/Length 3")
    assert any("STREAM-LENGTH-001" in failure for failure in failures(wrong, "3a"))


def test_a_file_that_is_no_pdf_a_fails(rendered):
    data = rendered("minimo").replace(b'pdfaid:part="3"', b'pdfaid:part="9"')
    assert failures(data, "3a")
    assert failures(rendered("minimo").replace(b'pdfuaid:part="1"', b'pdfuaid:part="7"'), "ua1")


@pytest.mark.usefixtures("qpdf")
def test_qpdf_sees_a_broken_file(tmp_path):
    path = tmp_path / "rotto.pdf"
    path.write_bytes(odd_pdf()[0][:-40])
    assert syntax_problem(path)
