"""A file given as an act, before anything is written: its bytes read and parsed. Pure: no Django."""

from dataclasses import dataclass

from abitare.records.act_parser import ParsedAct, parse_act
from abitare.records.act_text import read_act_file


@dataclass(frozen=True)
class SourceFile:
    """The file an act was read from. data: its bytes; name: as the sender called it; media_type: by content."""

    data: bytes
    name: str
    media_type: str


def read_act(data: bytes, name: str) -> tuple[ParsedAct, SourceFile]:
    """Bytes of a text or PDF -> what the parser understood, and the file itself.

    Raises ``UnreadableFile`` or ``NotAnAct``, both with a sentence in Italian for the person who gave the file.
    """
    text = read_act_file(data, name)
    return parse_act(text.text), SourceFile(data, name, text.media_type)
