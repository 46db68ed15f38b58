"""What verify_records checks. Reads only; every finding is a sentence in Italian."""

from dataclasses import dataclass

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction

from abitare.records.fingerprints import GENESIS, canonical_json, fingerprint, fingerprint_stream
from abitare.records.models import Attachment, ChainDigest, LogChain, LogEntry
from abitare.records.services.log import entry_hash
from abitare.records.triggers import missing_triggers


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written. code: stable, English; sentence: for people."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Verification:
    """The outcome: how much was read, and everything found."""

    chains: int
    entries: int
    files: int
    findings: tuple

    @property
    def sound(self):
        return not self.findings


def verify(digest=None):
    """Check chains, heads, digest, triggers and stored files.

    digest: the heads of a digest kept outside the system ({chain key: [seq, hash]}); by default the last one kept
    inside is used, which whoever can rewrite a chain can rewrite too.
    """
    findings = [_missing_trigger(name) for name in missing_triggers()]
    chains = list(LogChain.objects.order_by("key").values_list("pk", flat=True))
    entries = 0
    for pk in chains:
        count, found = _check_chain(pk)
        entries += count
        findings += found
    findings += _check_logged_objects()
    findings += _check_last_digest() if digest is None else _check_digest(digest)
    files, file_findings = _check_files()
    return Verification(len(chains), entries, files, tuple(findings + file_findings))


def _missing_trigger(name):
    return Finding("missing_trigger", f"Il database non ha più la protezione «{name}»: il registro si può modificare.")


def _check_chain(pk):
    """How many entries the chain has, and what is wrong with it.

    Head and entries are read under the lock that ``log`` takes: an entry appended meanwhile is not a fault.
    """
    with transaction.atomic():
        chain = LogChain.objects.select_for_update(of=("self",)).get(pk=pk)
        rows = list(LogEntry.objects.filter(chain=chain).order_by("seq"))
    return len(rows), [*_check_entries(chain, rows), *_check_head(chain, rows)]


def _check_entries(chain, rows):
    previous, expected, findings = GENESIS, 1, []
    for row in rows:
        if row.seq != expected:
            findings.append(
                Finding("missing_entry", f"{chain.key}: manca la voce n. {expected}, si passa alla n. {row.seq}.")
            )
        elif row.previous_hash != previous:
            findings.append(Finding("broken_link", f"{chain.key}: la voce n. {row.seq} non segue la precedente."))
        if entry_hash(row, chain.key) != row.hash:
            findings.append(Finding("changed_entry", f"{chain.key}: la voce n. {row.seq} è stata cambiata."))
        previous, expected = row.hash, row.seq + 1
    return findings


def _check_head(chain, rows):
    last = rows[-1] if rows else None
    if last is None or last.seq < chain.last_seq:
        have = last.seq if last else 0
        yield Finding("missing_tail", f"{chain.key}: il registro si ferma alla voce n. {have} su {chain.last_seq}.")
    elif (last.seq, last.hash) != (chain.last_seq, chain.last_hash):
        yield Finding("wrong_head", f"{chain.key}: la testa della catena non è la sua ultima voce.")


def _check_logged_objects():
    """Every object of a model that declares ``logged`` has a chain from the day it was registered.

    The objects are read before the chains: both are written in one transaction.
    """
    findings = []
    for model in apps.get_models():
        if getattr(model, "logged", False):
            label = model._meta.label_lower
            pks = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
            chains = set(LogChain.objects.filter(key__startswith=f"{label}:").values_list("key", flat=True))
            for pk in pks:
                if f"{label}:{pk}" not in chains:
                    findings.append(Finding("missing_chain", f"{label}:{pk}: l’oggetto non ha più il suo registro."))
    return findings


def _check_last_digest():
    last = ChainDigest.objects.order_by("day").last()
    if last is None:
        return []
    if fingerprint(canonical_json(last.heads)) != last.fingerprint:
        return [Finding("changed_digest", f"Il riepilogo del {last.day:%d/%m/%Y} è stato cambiato.")]
    return _check_digest(last.heads)


def _check_digest(heads):
    """What the log no longer says of the heads ({chain key: [seq, hash]}) it had at the time of a digest."""
    findings = []
    for key, (seq, hash_) in sorted(heads.items()):
        entry = LogEntry.objects.filter(chain__key=key, seq=seq).values_list("hash", flat=True).first()
        if entry is None:
            findings.append(Finding("missing_since_digest", f"{key}: manca la voce n. {seq} citata nel riepilogo."))
        elif entry != hash_:
            findings.append(Finding("changed_since_digest", f"{key}: la voce n. {seq} non è quella del riepilogo."))
    return findings


def _check_files():
    findings, count = [], 0
    for attachment in Attachment.objects.with_file().order_by("pk").iterator():
        count += 1
        if not default_storage.exists(attachment.file.name):
            findings.append(Finding("missing_file", f"«{attachment.title}»: il file non è più nell’archivio."))
            continue
        with default_storage.open(attachment.file.name) as stored:
            if fingerprint_stream(stored) != attachment.computed_hash:
                findings.append(Finding("changed_file", f"«{attachment.title}»: il file non è quello acquisito."))
    return count, findings
