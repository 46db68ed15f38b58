"""What is on record: acts and their clauses, files, incarichi, the log, the messages."""

from abitare.records.models.acts import (
    Act,
    ActClause,
    ActRelation,
    Attendance,
    MandatePoint,
    Official,
    Vote,
)
from abitare.records.models.appointments import Appointment, Substitution
from abitare.records.models.attachments import ActUpload, Attachment
from abitare.records.models.log import ChainDigest, LogChain, LogEntry, chain_key
from abitare.records.models.messages import JobRun, QueuedMessage

__all__ = [
    "Act",
    "ActClause",
    "ActRelation",
    "ActUpload",
    "Appointment",
    "Attachment",
    "Attendance",
    "ChainDigest",
    "JobRun",
    "LogChain",
    "LogEntry",
    "MandatePoint",
    "Official",
    "QueuedMessage",
    "Substitution",
    "Vote",
    "chain_key",
]
