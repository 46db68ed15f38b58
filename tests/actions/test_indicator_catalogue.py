"""The catalogue that load_plan brings: all of section 4, nothing invented, and what a wrong file says."""

import tomllib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from abitare.records.models import LogEntry
from actions import sources
from actions.management.commands.load_plan import DEFAULT
from actions.models import Indicator, Observation, Target
from actions.plan_file import PlanFileError, read_indicators
from tests.actions.test_plan_file import PLAN, WHOLE

ROWS = tomllib.loads((DEFAULT.parent / "indicatori.toml").read_text(encoding="utf-8"))["indicators"]
ONE = """[[indicators]]
code = "A1.1"
action = 1
name = "Corti aperte"
unit = "corti"
direction = "up"
formula = "Corti aperte a chi ci abita."
source = "Registro delle corti"
months = 12
lag_days = 30
"""


def load(path=DEFAULT, **options):
    out = StringIO()
    call_command("load_plan", path, write=True, stdout=out, **options)
    return out.getvalue()


def test_every_indicator_of_the_dossier_is_there_once():
    codes = [row["code"] for row in ROWS]
    expected = [f"A{action}.{n}" for action, last in ((1, 10), (2, 10), (3, 16), (4, 11)) for n in range(1, last + 1)]
    assert codes == expected
    assert [row["action"] for row in ROWS] == [int(code[1]) for code in codes]


def test_no_figure_is_invented():
    assert not {key for row in ROWS for key in row} & {
        "baseline",
        "baseline_on",
        "target",
        "value",
        "minimum",
        "maximum",
    }


def test_what_counts_people_hides_small_numbers():
    people = ("nuclei", "Nuclei", "Sfratti", "Invii", "Mediazioni", "Ritorni", "Uscite", "domande", "Domande")
    assert {r["code"] for r in ROWS if any(word in r["name"] for word in people) and r["min_cell"] < 3} == set()


def test_every_percentage_is_a_ratio_and_every_key_has_a_source():
    assert {row["code"] for row in ROWS if row["unit"] == "%" and row.get("factor") != 100} == set()
    keys = [row["source_key"] for row in ROWS if "source_key" in row]
    assert keys == ["incorporated:004"]
    assert all(sources.source_of(Indicator(source_key=key)) for key in keys)


@pytest.mark.django_db
def test_loaded_in_the_catalogue_and_not_in_use():
    load()
    assert Indicator.objects.count() == 47
    assert not Indicator.objects.filter(in_use=True).exists()
    assert not Indicator.objects.exclude(baseline=None).exists()
    assert Target.objects.count() == Observation.objects.count() == 0
    assert set(Indicator.objects.filter(key=True).values_list("code", flat=True)) == {"A3.13", "A3.16"}
    for indicator in Indicator.objects.all():
        indicator.full_clean()
        assert [entry.verb for entry in LogEntry.objects.for_object(indicator)] == ["register"]


@pytest.mark.django_db
def test_twice_is_once_and_what_the_office_wrote_stays(office):
    load()
    Indicator.objects.filter(code="A3.1").update(office=office, in_use=True, months=3, name="Ore")
    before = list(Indicator.objects.order_by("pk").values())
    assert "Nuovi: 0. Completati: 0." in load()
    assert list(Indicator.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_plan_without_a_catalogue_has_none(tmp_path):
    (tmp_path / "piano.toml").write_text(WHOLE, encoding="utf-8")
    load(tmp_path / "piano.toml")
    assert Indicator.objects.count() == 0


@pytest.mark.django_db
def test_the_catalogue_lies_beside_the_plan(tmp_path):
    plan = WHOLE.replace(PLAN, PLAN + 'indicators = "miei.toml"\n')
    (tmp_path / "piano.toml").write_text(plan, encoding="utf-8")
    with pytest.raises(CommandError, match="Non riesco a leggere"):
        load(tmp_path / "piano.toml")
    (tmp_path / "miei.toml").write_text(ONE, encoding="utf-8")
    load(tmp_path / "piano.toml")
    assert str(Indicator.objects.get()) == "A1.1 Corti aperte"
    (tmp_path / "miei.toml").write_text(ONE.replace("up", "su"), encoding="utf-8")
    with pytest.raises(CommandError, match="va in una direzione che non c’è"):
        load(tmp_path / "piano.toml")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[indicators", "Il catalogo degli indicatori non è TOML valido"),
        (ONE.replace('unit = "corti"\n', ""), "Tabella indicators: in una riga manca «unit»."),
        (ONE.replace('"up"', '"su"'), "Tabella indicators: A1.1 va in una direzione che non c’è."),
        (ONE.replace("action = 1", "action = 9"), "Tabella indicators: l’Azione 9 non è definita."),
        (ONE + ONE, "Tabella indicators: «A1.1» è definito due volte."),
        (ONE + "baseline = 3\n", "Tabella indicators: A1.1 ha la colonna «baseline», che non c’è."),
    ],
)
def test_a_catalogue_that_cannot_be_loaded(text, sentence):
    with pytest.raises(PlanFileError) as refusal:
        read_indicators(text, {1})
    assert str(refusal.value).startswith(sentence)


def test_an_empty_catalogue():
    assert read_indicators("", {1}) == []
