"""What the parser read, as values of the register's fields. The closed lists of the two have the same values."""

import re

from abitare.records.enums import ActKind, AttachmentKind, OfficialRole, Organ, TextState

SHORT = {
    (Organ.EXECUTIVE_BOARD, ActKind.DELIBERATION): "DGC",
    (Organ.COUNCIL, ActKind.DELIBERATION): "DCC",
    (Organ.MANAGER, ActKind.DETERMINATION): "DD",
    (Organ.MAYOR, ActKind.DECREE): "Decreto sindacale",
}


def act_values(parsed):
    """The fields of ``records.Act`` that the text states."""
    organ, kind = Organ(parsed.organ.value), ActKind(parsed.kind.value)
    prefix = SHORT.get((organ, kind), kind.label.capitalize())
    return {
        "organ": organ,
        "kind": kind,
        "number": str(parsed.number),
        "year": parsed.date.year,
        "date": parsed.date,
        "title": parsed.title[:500],
        "short_title": f"{prefix} n. {parsed.number}/{parsed.date.year}",
        "municipality": _municipality(parsed.municipality),
        "session_place": parsed.session_place,
        "unit_name": parsed.proposing_sector,
        "service_name": parsed.proposing_service,
        "immediate": parsed.immediately_executable,
        "executable_from": parsed.date if parsed.immediately_executable else None,
        "signed_digitally": parsed.signed_digitally,
        "text_state": TextState.ACQUIRED,
    }


def _municipality(name):
    """«Cremona» or «COMUNE DI CREMONA» -> «Comune di Cremona»."""
    place = re.sub(r"^comune\s+di\s+", "", name, flags=re.IGNORECASE)
    return f"Comune di {place.title() if place.isupper() else place}" if place else ""


def attendance_values(position, row):
    return {
        "position": position,
        "name": row.name,
        "title": row.qualification,
        "present": row.present,
        "remote": row.remote,
        "status": row.status,
    }


def official_values(parsed):
    """Officials in the order of the text, then the officer and the handler of the file."""
    rows = [
        {"role": OfficialRole(o.role.value), "name": o.name, "title": o.title, "signs": o.signs}
        for o in parsed.officials
    ]
    for role, name in ((OfficialRole.OFFICER, parsed.procedure_officer), (OfficialRole.HANDLER, parsed.handled_by)):
        if name:
            rows.append({"role": role, "name": name, "title": "", "signs": False})
    return [row | {"position": position} for position, row in enumerate(rows, 1)]


def vote_values(position, vote):
    dissent = [
        f"{label}: {', '.join(names)}"
        for label, names in (("contrari", vote.against_names), ("astenuti", vote.abstained_names))
        if names
    ]
    return {
        "position": position,
        "unanimous": vote.unanimous,
        "open": vote.open_ballot is not False,
        "favour": vote.favourable,
        "against": vote.against,
        "abstained": vote.abstained,
        "note": "; ".join(dissent)[:300],
    }


def attachment_kind(title):
    """The kind an attachment's printed title speaks of."""
    words = title.casefold()
    if "parere" in words and "tecnic" in words:
        return AttachmentKind.TECHNICAL_OPINION
    if "parere" in words and "contabil" in words:
        return AttachmentKind.ACCOUNTING_OPINION
    return AttachmentKind.ANNEX
