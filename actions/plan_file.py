"""Reading a plan file (TOML): facts about acts, points, Azioni and links. Pure: no Django.

A plan file is data: another municipality writes its own. Keys are local names that tie the tables together.
"""

import tomllib
from datetime import date


class PlanFileError(ValueError):
    """The file cannot be used; the sentence, in Italian, says which table and why."""


TABLES = ("offices", "acts", "relations", "clauses", "attachments", "appointments", "substitutions", "actions")


def read_plan(text):
    """TOML text -> dictionary of tables, checked for dangling keys. Raises ``PlanFileError``."""
    try:
        plan = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanFileError(f"Il file del piano non è TOML valido: {error}.") from error
    for table in TABLES:
        plan.setdefault(table, [])
    if "plan" not in plan:
        raise PlanFileError("Nel file manca la tabella [plan].")
    plan.setdefault("participations", [])
    plan.setdefault("links", {"items": []})
    _check_keys(plan)
    _add_years(plan["acts"])
    return plan


def _check_keys(plan):
    known = {"office": _keys(plan["offices"]), "act": _keys(plan["acts"])}
    references = (
        ("offices", "parent", "office"),
        ("acts", "office", "office"),
        ("relations", "source", "act"),
        ("relations", "target", "act"),
        ("clauses", "responsible", "office"),
        ("attachments", "act", "act"),
        ("appointments", "act", "act"),
        ("appointments", "office", "office"),
        ("substitutions", "act", "act"),
    )
    for table, column, target in references:
        for row in plan[table]:
            if row.get(column, None) is not None and row[column] not in known[target]:
                raise PlanFileError(f"Tabella {table}: «{row[column]}» non è definito.")
    numbers = {action["number"] for action in plan["actions"]}
    for item in plan["links"]["items"]:
        if "action" in item and item["action"] not in numbers:
            raise PlanFileError(f"Tabella links: l’Azione {item['action']} non è definita.")


def _keys(rows):
    return {row["key"] for row in rows}


def _add_years(acts):
    for act in acts:
        if "year" not in act:
            if not isinstance(act.get("date"), date):
                raise PlanFileError(f"L’atto «{act['key']}» non ha né data né anno.")
            act["year"] = act["date"].year
