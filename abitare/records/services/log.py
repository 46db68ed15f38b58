"""The one writer of the log."""

from datetime import UTC

from django.db import transaction
from django.utils import timezone

from abitare.records.fingerprints import GENESIS, canonical_json, fingerprint
from abitare.records.models import LogChain, LogEntry, chain_key

SYSTEM = "sistema"


# What the verbs of more than one app say to people; a transition brings its own label.
LABELS = {
    "register": "registrato",
    "complete": "completato",
    "import_text": "testo importato",
    "acquire_file": "file acquisito",
    "correct_clause": "clausola corretta",
    "create": "creato",
    "change": "modificato",
    "propose": "proposto",
    "postpone": "termine spostato",
    "add_dependency": "attende un altro passo",
    "remove_dependency": "non attende più un passo",
    "sign_update": "aggiornamento firmato",
    "declare_health": "salute dichiarata",
    "withdraw_health": "dichiarazione ritirata",
    "strike": "annullato",
}


def log(obj, verb, *, by, label="", changes=(), reason="", happened_at=None):
    """Append one entry to the chain of ``obj`` and return it.

    verb: English, stable; label: what people read, by default that of ``LABELS``.
    by: the user who did it, or None for the clock, shown as «sistema». changes: triples (label, old, new), any values:
    they are kept as text. Must run inside the transaction of the change, so that both are written or neither.
    The head of the chain stays locked until that transaction ends.
    """
    with transaction.atomic():
        key = chain_key(obj)
        LogChain.objects.get_or_create(key=key, defaults={"last_hash": GENESIS})
        chain = LogChain.objects.select_for_update(of=("self",)).get(key=key)
        now = timezone.now()
        entry = LogEntry(
            chain=chain,
            seq=chain.last_seq + 1,
            verb=verb,
            label=label or LABELS[verb],
            subject_label=str(obj)[:250],
            actor=by,
            actor_label=str(by) if by else SYSTEM,
            changes=[[str(label), _shown(old), _shown(new)] for label, old, new in changes],
            reason=reason,
            happened_at=happened_at or now,
            recorded_at=now,
            previous_hash=chain.last_hash,
        )
        entry.hash = entry_hash(entry, key)
        entry.save(force_insert=True)
        chain.last_seq, chain.last_hash = entry.seq, entry.hash
        chain.save(update_fields=["last_seq", "last_hash"])
    return entry


def entry_hash(entry, key):
    """The fingerprint of an entry: everything it says, its place in the chain and the fingerprint before it."""
    return fingerprint(
        canonical_json(
            {
                "chain": key,
                "seq": entry.seq,
                "verb": entry.verb,
                "label": entry.label,
                "subject": entry.subject_label,
                "actor": entry.actor_id,
                "actor_label": entry.actor_label,
                "changes": entry.changes,
                "reason": entry.reason,
                "happened_at": entry.happened_at.astimezone(UTC).isoformat(),
                "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(),
                "previous": entry.previous_hash,
            }
        )
    )


def differences(obj, new_values):
    """Triples (verbose name, old, new) for the fields of ``obj`` that ``new_values`` (name -> value) would change."""
    changed = []
    for name, new in new_values.items():
        old = getattr(obj, name)
        if old != new:
            changed.append((obj._meta.get_field(name).verbose_name, _label(obj, name, old), _label(obj, name, new)))
    return changed


def _label(obj, name, value):
    choices = dict(obj._meta.get_field(name).flatchoices)
    return choices.get(value, value)


def _shown(value):
    return "" if value is None else str(value)
