"""Reading a plan file: what is wrong is said in Italian, with the table it is in."""

from datetime import date

import pytest

from actions.management.commands.load_plan import DEFAULT
from actions.plan_file import PlanFileError, read_plan

PLAN = '[plan]\ntitle = "Piano inventato"\nmandate = "dgc"\n'
OFFICE = '[[offices]]\nkey = "casa"\nname = "Settore Casa"\nkind = "sector"\n'
ACT = """[[acts]]
key = "dgc"
organ = "executive_board"
kind = "deliberation"
number = "40"
date = 2031-05-04
short_title = "DGC n. 40/2031"
title = "Cura delle corti"
"""
CLAUSE = '[[clauses]]\nlevel = "proposal"\npath = [1]\nkind = "criterion"\nsummary = "Aprire le corti."\n'
ACTION = '[[actions]]\nnumber = 1\nshort_title = "Corti aperte"\ntitle = "Aprire le corti."\n'
LINKS = "[links]\nproposed_on = 2031-05-05\n[[links.items]]\npoints = [[1]]\naction = 1\n"
WHOLE = PLAN + OFFICE + ACT + CLAUSE + ACTION + LINKS


def test_a_small_plan():
    plan = read_plan(WHOLE)
    assert [act["year"] for act in plan["acts"]] == [2031]
    assert plan["links"]["proposed_on"] == date(2031, 5, 5)
    assert [plan[table] for table in ("relations", "attachments", "appointments", "substitutions")] == [[]] * 4


def test_an_act_known_by_its_year_only():
    plan = read_plan(WHOLE.replace("date = 2031-05-04", "year = 2031"))
    assert plan["acts"][0]["year"] == 2031


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[plan", "Il file del piano non è TOML valido"),
        ("", "Nel file manca la tabella [plan]."),
        ('plan = "x"', "Nel file manca la tabella [plan]."),
        (OFFICE, "Nel file manca la tabella [plan]."),
        ('[plan]\ntitle = "Piano"\n', "Tabella plan: in una riga manca «mandate»."),
        (PLAN, "Tabella plan: «dgc» non è definito."),
        (WHOLE.replace('title = "Cura delle corti"\n', ""), "Tabella acts: in una riga manca «title»."),
        (WHOLE.replace("date = 2031-05-04\n", ""), "L’atto «dgc» non ha né data né anno."),
        (WHOLE + '[[acts]]\nkey = "x"\n', "Tabella acts: in una riga manca «organ»."),
        (WHOLE + OFFICE, "Tabella offices: «casa» è definito due volte."),
        (WHOLE.replace('kind = "sector"', 'kind = "sector"\nparent = "boh"'), "Tabella offices: «boh» non è definito."),
        (WHOLE.replace("number = 1", "number = 2"), "Tabella links: l’Azione 1 non è definita."),
        (WHOLE.replace("points = [[1]]", "points = [[2]]"), "Tabella links: il punto [2] non è definito."),
        (WHOLE.replace('kind = "criterion"\n', ""), "Tabella links: il punto [1] non è definito."),
        (WHOLE.replace("[1]\nkind", "[1, 2]\nkind"), "Tabella clauses: prima di [1, 2] manca la clausola [1]."),
        (WHOLE.replace("proposed_on = 2031-05-05\n", ""), "Tabella links: in una riga manca «proposed_on»."),
        (
            WHOLE + '[[relations]]\nsource = "dgc"\ntarget = "boh"\nkind = "cites"\n',
            "Tabella relations: «boh» non è definito.",
        ),
        (
            WHOLE + '[[attachments]]\nact = "boh"\nkind = "annex"\ntitle = "Carta"\n',
            "Tabella attachments: «boh» non è definito.",
        ),
        (
            WHOLE + '[[appointments]]\nact = "dgc"\noffice = "boh"\ntitle = "EQ"\nvalid_from = 2031-01-01\n',
            "Tabella appointments: «boh» non è definito.",
        ),
        (
            WHOLE + '[[substitutions]]\nact = "dgc"\noffice = "casa"\nsubstitute_office = "boh"\n',
            "Tabella substitutions: «boh» non è definito.",
        ),
        (
            WHOLE + '[[participations]]\noffice = "boh"\nactions = [1]\nrole = "lead"\n',
            "Tabella participations: «boh» non è definito.",
        ),
        (
            WHOLE + '[[participations]]\noffice = "casa"\nactions = [1, 7]\nrole = "lead"\n',
            "Tabella participations: l’Azione 7 non è definita.",
        ),
    ],
)
def test_a_file_that_cannot_be_used(text, sentence):
    with pytest.raises(PlanFileError) as refusal:
        read_plan(text)
    assert sentence in str(refusal.value)


def test_the_shipped_plan():
    """The structure of the deliberation: 2 points of the organ, 15 leaves (3+1+1+5+4+1), four Azioni, twelve acts."""
    plan = read_plan(DEFAULT.read_text(encoding="utf-8"))
    points = [row for row in plan["clauses"] if "kind" in row]
    leaves = [row["path"][0] for row in points if row["level"] == "proposal"]
    assert len(points) == 17
    assert [leaves.count(number) for number in range(1, 7)] == [3, 1, 1, 5, 4, 1]
    assert [action["number"] for action in plan["actions"]] == [1, 2, 3, 4]
    assert len(plan["acts"]) == 12
    assert not [row for row in plan["clauses"] if "official_text" in row]
    assert not [row for row in plan["appointments"] if "holder_name" in row]
