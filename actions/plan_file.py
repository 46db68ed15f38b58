"""Reading a plan file (TOML): facts about acts, points, Azioni and links. Pure: no Django.

A plan file is data: another municipality writes its own. Keys are local names that tie the tables together.
"""

import tomllib
from datetime import date


class PlanFileError(ValueError):
    """The file cannot be used; the sentence, in Italian, says which table and why."""


TABLES = (
    "offices",
    "acts",
    "relations",
    "clauses",
    "attachments",
    "appointments",
    "substitutions",
    "actions",
    "participations",
)
# What each row cannot do without.
REQUIRED = {
    "offices": ("key", "name", "kind"),
    "acts": ("key", "organ", "kind", "title", "short_title"),
    "relations": ("source", "target", "kind"),
    "clauses": ("level", "path", "summary"),
    "attachments": ("act", "kind", "title"),
    "appointments": ("act", "title", "valid_from"),
    "substitutions": ("act", "office", "substitute_office"),
    "actions": ("number", "short_title", "title"),
    "participations": ("office", "actions", "role"),
}
INDICATOR_COLUMNS = ("code", "name", "unit", "direction", "formula", "source", "months", "lag_days")
INDICATOR_OPTIONS = ("action", "places", "factor", "min_cell", "key", "source_key")
DIRECTIONS = ("up", "down", "band", "keep", "watch")
# (table, column, what it must name): an office, an act.
REFERENCES = (
    ("offices", "parent", "office"),
    ("acts", "office", "office"),
    ("relations", "source", "act"),
    ("relations", "target", "act"),
    ("clauses", "responsible", "office"),
    ("attachments", "act", "act"),
    ("appointments", "act", "act"),
    ("appointments", "office", "office"),
    ("substitutions", "act", "act"),
    ("substitutions", "office", "office"),
    ("substitutions", "substitute_office", "office"),
    ("participations", "office", "office"),
    ("plan", "mandate", "act"),
    ("plan", "document", "act"),
    ("plan", "previous_mandate", "act"),
)


def read_plan(text):
    """TOML text -> dictionary of tables, checked for missing columns and dangling keys. Raises ``PlanFileError``."""
    try:
        plan = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanFileError(f"Il file del piano non è TOML valido: {error}.") from error
    if not isinstance(plan.get("plan"), dict):
        raise PlanFileError("Nel file manca la tabella [plan].")
    for table in (*TABLES, "indicators"):
        plan.setdefault(table, [])
    plan["links"] = {"items": [], "proposed_note": ""} | plan.get("links", {})
    _check_columns(plan)
    _check_keys(plan)
    _check_clauses(plan["clauses"])
    _check_links(plan)
    _add_years(plan["acts"])
    return plan


def read_indicators(text, actions):
    """TOML text of a catalogue of indicators -> its rows, checked against the numbers of the Azioni of the plan.

    Raises ``PlanFileError``. A catalogue has no baselines and no targets: those need a source and a person.
    """
    try:
        rows = tomllib.loads(text).get("indicators", [])
    except tomllib.TOMLDecodeError as error:
        raise PlanFileError(f"Il catalogo degli indicatori non è TOML valido: {error}.") from error
    codes = [row.get("code") for row in rows]
    for row in rows:
        _require("indicators", row, INDICATOR_COLUMNS)
        if unknown := set(row) - set(INDICATOR_COLUMNS) - set(INDICATOR_OPTIONS):
            raise PlanFileError(f"Tabella indicators: {row['code']} ha la colonna «{min(unknown)}», che non c’è.")
        if row["direction"] not in DIRECTIONS:
            raise PlanFileError(f"Tabella indicators: {row['code']} va in una direzione che non c’è.")
        if "action" in row and row["action"] not in actions:
            raise PlanFileError(f"Tabella indicators: l’Azione {row['action']} non è definita.")
        if codes.count(row["code"]) > 1:
            raise PlanFileError(f"Tabella indicators: «{row['code']}» è definito due volte.")
    return rows


def _check_columns(plan):
    _require("plan", plan["plan"], ("title", "mandate"))
    for table, columns in REQUIRED.items():
        for row in plan[table]:
            _require(table, row, columns)
    for item in plan["links"]["items"]:
        _require("links.items", item, ("points",))
    if plan["links"]["items"]:
        _require("links", plan["links"], ("proposed_on",))


def _require(table, row, columns):
    missing = [column for column in columns if column not in row]
    if missing:
        raise PlanFileError(f"Tabella {table}: in una riga manca «{missing[0]}».")


def _check_keys(plan):
    known = {"office": _keys("offices", plan["offices"]), "act": _keys("acts", plan["acts"])}
    for table, column, target in REFERENCES:
        for row in [plan["plan"]] if table == "plan" else plan[table]:
            if row.get(column) is not None and row[column] not in known[target]:
                raise PlanFileError(f"Tabella {table}: «{row[column]}» non è definito.")


def _keys(table, rows):
    keys = [row["key"] for row in rows]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise PlanFileError(f"Tabella {table}: «{twice[0]}» è definito due volte.")
    return set(keys)


def _check_clauses(rows):
    seen = set()
    for row in rows:
        place = (row["level"], *row["path"])
        if len(place) > 2 and place[:-1] not in seen:
            raise PlanFileError(f"Tabella clauses: prima di {row['path']} manca la clausola {row['path'][:-1]}.")
        seen.add(place)


def _check_links(plan):
    numbers = {action["number"] for action in plan["actions"]}
    named = [item["action"] for item in plan["links"]["items"] if "action" in item]
    for table, used in (
        ("links", named),
        ("participations", [n for p in plan["participations"] for n in p["actions"]]),
    ):
        if unknown := [number for number in used if number not in numbers]:
            raise PlanFileError(f"Tabella {table}: l’Azione {unknown[0]} non è definita.")
    points = {tuple(row["path"]) for row in plan["clauses"] if row["level"] == "proposal" and "kind" in row}
    for item in plan["links"]["items"]:
        for path in item["points"]:
            if tuple(path) not in points:
                raise PlanFileError(f"Tabella links: il punto {path} non è definito.")


def _add_years(acts):
    for act in acts:
        if "year" not in act:
            if not isinstance(act.get("date"), date):
                raise PlanFileError(f"L’atto «{act['key']}» non ha né data né anno.")
            act["year"] = act["date"].year
