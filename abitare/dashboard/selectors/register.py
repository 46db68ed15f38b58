"""The register of acts as the dashboard reads it: texts, files, thread, what ends. Three queries."""

from dataclasses import dataclass

from django.db.models import Q

from abitare.records.enums import AttachmentKind, TextState
from abitare.records.models import Attachment
from abitare.records.selectors import FileCounts, count_files
from actions.selectors.thread import TALLY, ending_rows, thread_of, thread_relations


@dataclass(frozen=True)
class Register:
    """What is held and what is missing."""

    acts_by_text: tuple  # (state, its words, how many acts)
    named_without_text: tuple
    files: tuple
    counts: FileCounts
    thread: tuple
    ending: tuple
    mandate_missing: bool


def read_register(mandate, instant=None):
    """``Register`` around a deliberation, as it was known at an instant (None: now)."""
    files, later = _files(mandate, instant)
    relations = thread_relations(also=mandate)
    named = {
        r.target for r in relations if r.source_id == mandate.pk and (r.target.text_missing or r.target.pk in later)
    }
    ending = tuple(ending_rows())
    return Register(
        acts_by_text=_acts_by_text(ending, later),
        named_without_text=tuple(sorted(named, key=lambda act: (act.date is None, act.date, act.pk))),
        files=files,
        counts=count_files(files),
        thread=tuple(thread_of(mandate, relations=[r for r in relations if r.in_thread], missing=later)),
        ending=ending,
        mandate_missing=mandate.text_missing or mandate.pk in later,
    )


def _files(mandate, instant):
    """The files of the deliberation, its text first, and the keys of the acts whose text came after the instant.

    A file acquired later was only a declared fingerprint. A text replaced later was there before.
    """
    of_acts = Attachment.objects.filter(content_type__app_label="records", content_type__model="act")
    wanted = Q(object_id=mandate.pk)
    if instant:
        wanted |= Q(kind=AttachmentKind.ACT_TEXT, uploaded_at__isnull=False)
    rows = list(of_acts.filter(wanted).order_by("pk"))
    texts = [row for row in rows if instant and row.kind == AttachmentKind.ACT_TEXT and row.uploaded_at]
    held = {row.object_id for row in texts if row.uploaded_at <= instant}
    files = [row for row in rows if row.object_id == mandate.pk]
    for file in files:
        if instant and file.uploaded_at and file.uploaded_at > instant:
            file.file, file.computed_hash = "", ""
    if instant:  # what nobody declared and nobody had acquired was not there
        files = [file for file in files if file.file or file.declared_hash]
    files.sort(key=lambda file: (file.kind != AttachmentKind.ACT_TEXT, file.pk))
    return tuple(files), frozenset(row.object_id for row in texts) - held


def _acts_by_text(ending, later):
    """Triples (state, its words, how many acts), every state listed even when empty."""
    counted = {row.title: row.count for row in ending if row.kind == TALLY}
    for state, change in ((TextState.ACQUIRED, -len(later)), (TextState.MISSING, len(later))):
        counted[state] = counted.get(state, 0) + change
    return tuple((state.value, state.label, counted.get(state.value, 0)) for state in TextState)
