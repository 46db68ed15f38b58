"""Fingerprints of bytes, files and log entries. Pure: no model, no storage."""

import hashlib
import json
import re

GENESIS = "0" * 64
FORMAT = re.compile(r"^[0-9A-F]{64}$")
CHUNK = 1024 * 1024


def fingerprint(data):
    """SHA-256 of bytes, as acts print it: 64 upper-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest().upper()


def fingerprint_stream(stream):
    """SHA-256 of a readable binary stream, read from where it stands in pieces of one mebibyte."""
    digest = hashlib.sha256()
    while piece := stream.read(CHUNK):
        digest.update(piece)
    return digest.hexdigest().upper()


def canonical_json(data):
    """The one way a structure becomes bytes before it is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def normalise(text):
    """A fingerprint as people paste it (spaces, lower case) -> 64 upper-case digits.

    Raises ``ValueError`` when it is anything else.
    """
    value = re.sub(r"[\s:.-]", "", text).upper()
    if not FORMAT.match(value):
        raise ValueError("Un’impronta SHA-256 ha 64 cifre esadecimali.")
    return value
