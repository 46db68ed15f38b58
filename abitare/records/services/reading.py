"""Saying in one structure what was understood of an act and what was not."""

from collections import Counter

from abitare.records.act_parser import ParsedAct
from abitare.records.enums import Level, Section
from abitare.records.services.importing import ImportReport

HASH_DIGITS = 64


def describe(parsed: ParsedAct, report: ImportReport):
    """What was recognised, what was left over, what the register does with it: plain values, fit for JSON."""
    account = parsed.account
    return {
        "act": str(report.act),
        "title": parsed.title,
        "created": report.created,
        "recognised": recognised(parsed),
        "counts": {outcome.value: count for outcome, count in report.counts.items()},
        "rows": [[row.outcome.value, row.label, row.what, row.old, row.new] for row in report.rows],
        "leftovers": [[leftover.line, leftover.text, leftover.reason] for leftover in parsed.leftovers],
        "warnings": list(parsed.warnings),
        "running_lines": list(parsed.running_lines),
        "account": [account.lines, account.recognised, account.furniture, account.leftover],
    }


def recognised(parsed):
    """Pairs (what, how many) in the order of the page."""
    tops = Counter((c.level, c.section) for c in parsed.clauses if len(c.path) == 1)
    rows = [["presenti", len(parsed.present)], ["assenti", len(parsed.attendance) - len(parsed.present)]]
    rows += [["persone citate per ufficio", len(parsed.officials)], ["voti", len(parsed.votes)]]
    for (level, section), count in tops.items():
        rows.append([f"{Section(section.value).label}, {Level(level.value).label}", count])
    rows.append(["punti del dispositivo", len(parsed.mandate_leaves)])
    rows.append(["allegati", len(parsed.attachments)])
    declared = sum(len(a.declared_hash or "") == HASH_DIGITS for a in parsed.attachments)
    rows.append([f"impronte di {HASH_DIGITS} cifre", declared])
    return rows
