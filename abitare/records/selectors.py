"""Reads for the pages of the register of acts."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Value
from django.db.models.functions import Coalesce

from abitare.records.enums import AttachmentKind
from abitare.records.models import Act, Attachment, LogEntry


@dataclass(frozen=True)
class FileCounts:
    """Of the attachments acts name: how many fingerprints are declared, files acquired, fingerprints verified."""

    declared: int
    acquired: int
    verified: int
    mismatched: int


def register(user):
    """The acts a user may see, for the list. ``dated``: on both engines those known by their year only come before
    the others of that year."""
    return Act.objects.visible_to(user).annotate(dated=Coalesce("date", Value(date.min)))


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


def history(obj):
    """The history of one object for ``records/_history.html``: its entries, newest first. One query."""
    return LogEntry.objects.for_object(obj).newest_first()


def log_entries(user):
    """The register of the operations for the page of who may read it."""
    return LogEntry.objects.visible_to(user).select_related("chain")


def model_of(kind):
    """The model a chain key speaks of («actions.step»); None for a kind that is no more."""
    try:
        return apps.get_model(kind)
    except LookupError:
        return None


def kinds():
    """The kinds of things that are always in the register, for the filter: pairs («actions.step», «passo»), by name."""
    logged = [model for model in apps.get_models() if getattr(model, "logged", False)]
    return sorted(((m._meta.label_lower, str(m._meta.verbose_name)) for m in logged), key=lambda pair: pair[1].lower())


def kind_label(entry):
    """What an entry is about, in a word of today: «passo», «atto»; empty for a kind that is no more."""
    model = model_of(entry.chain.key.partition(":")[0])
    return str(model._meta.verbose_name) if model else ""


def addresses_of(entries, user):
    """Where the object of each entry is read: {chain key: address}, only of those that still are and ``user`` may see.

    One query for each kind of object that has a page of its own.
    """
    wanted = {}
    for entry in entries:
        kind, _, pk = entry.chain.key.partition(":")
        wanted.setdefault(kind, set()).add(int(pk))
    found = {}
    for kind, pks in sorted(wanted.items()):
        model = model_of(kind)
        if model is None or not hasattr(model, "get_absolute_url"):
            continue
        seen = model._default_manager.visible_to(user).in_bulk(pks)
        found |= {f"{kind}:{pk}": obj.get_absolute_url() for pk, obj in seen.items()}
    return found
