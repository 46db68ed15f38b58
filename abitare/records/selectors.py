"""Reads for the pages of the register of acts."""

from dataclasses import dataclass

from abitare.records.enums import AttachmentKind
from abitare.records.models import Act, Attachment


@dataclass(frozen=True)
class FileCounts:
    """Of the attachments acts name: how many fingerprints are declared, files acquired, fingerprints verified."""

    declared: int
    acquired: int
    verified: int
    mismatched: int


def register(user):
    """The acts a user may see, for the list."""
    return Act.objects.visible_to(user)


def named_without_text(act):
    """The acts that ``act`` names and whose text the office does not hold, oldest first."""
    return Act.objects.without_text().filter(inverse_relations__source=act).distinct().order_by("date", "pk")


def act_files(act):
    """The files of an act, its text first."""
    files = list(Attachment.objects.for_object(act))
    return sorted(files, key=lambda file: (file.kind != AttachmentKind.ACT_TEXT, file.pk))


def count_files(files):
    """``FileCounts`` of attachments already read; the text of the act is not one of them."""
    annexes = [file for file in files if file.kind != AttachmentKind.ACT_TEXT]
    states = [file.state for file in annexes]
    return FileCounts(
        declared=sum(bool(file.declared_hash) for file in annexes),
        acquired=sum(bool(file.file) for file in annexes),
        verified=states.count("verified"),
        mismatched=states.count("mismatch"),
    )
