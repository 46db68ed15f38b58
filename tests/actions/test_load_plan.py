"""``load_plan``: dry until told, twice is once, what people wrote stays."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from abitare.people.models import Office
from abitare.records.act_parser import parse_act
from abitare.records.fingerprints import GENESIS
from abitare.records.models import (
    Act,
    ActClause,
    Appointment,
    Attachment,
    Attendance,
    LogChain,
    LogEntry,
    MandatePoint,
    Official,
    Substitution,
)
from abitare.records.models.log import chain_key
from actions.enums import LinkState
from actions.management.commands.load_plan import DEFAULT
from actions.models import Action, ActionParticipation, CoordinationTable, MandateLink, Plan, Step
from actions.transitions import LINK_TRANSITIONS
from tests.actions.test_plan_file import WHOLE

pytestmark = pytest.mark.django_db

REFERENCE = Path(settings.BASE_DIR).parent / "shared" / "reference" / "dgc-156-2026.txt"
MODELS = (Act, ActClause, MandatePoint, Attachment, Plan, Action, MandateLink, Office, ActionParticipation)
MODELS += (CoordinationTable, Appointment, Substitution, LogEntry, LogChain)


def load(*arguments, **options):
    """What the command prints."""
    out = StringIO()
    call_command("load_plan", *arguments, stdout=out, **options)
    return out.getvalue()


def census():
    return {model: model.objects.count() for model in MODELS}


def figures(printed):
    """(new, completed, already there) as the command prints them."""
    return tuple(
        int(number) for number in re.search(r"Nuovi: (\d+)\. Completati: (\d+)\. Già presenti: (\d+)", printed).groups()
    )


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "piano.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_dry_by_default():
    printed = load()
    assert set(census().values()) == {0}
    assert figures(printed)[0] > 60
    assert "Prova a vuoto: niente è stato scritto." in printed


def test_what_is_written():
    printed = load(write=True)
    assert "Prova a vuoto" not in printed
    levels = list(MandatePoint.objects.values_list("clause__level", flat=True))
    assert (levels.count("giunta"), levels.count("proposal")) == (2, 15)
    counted = census()
    assert counted[Act] == 12
    assert counted[Action] == 4
    assert counted[MandateLink] == 16
    assert (counted[Plan], counted[Attachment], counted[Appointment], counted[Substitution]) == (1, 2, 1, 1)
    assert Step.objects.count() == 0
    assert [office.name for office in CoordinationTable.objects.get().offices.all()] == [
        "Servizio Sociale di Territorio",
        "Settore Politiche Sociali",
    ]


def test_twice_changes_nothing():
    first = figures(load(write=True))
    before = census()
    assert figures(load(write=True)) == (0, 0, sum(first))
    assert census() == before


def test_a_dry_run_after_a_load_says_there_is_nothing_to_do():
    load(write=True)
    assert figures(load())[:2] == (0, 0)


def test_what_people_changed_stays(coordinator):
    load(write=True)
    office = Office.objects.create(name="Ufficio inventato", kind="service")
    CoordinationTable.objects.get().offices.set([office])
    act = Act.objects.get(number="156")
    Act.objects.filter(pk=act.pk).update(title="Oggetto corretto da una persona", note="")
    Action.objects.filter(number=1).update(short_title="Nome cambiato")
    ActClause.objects.filter(act=act, level="proposal", path="003").update(summary="Sintesi corretta")
    MandatePoint.objects.filter(clause__act=act, clause__path="003").update(responsible=office, kind="mandate")
    Plan.objects.update(title="Titolo cambiato", previous_mandate=None)
    MandateLink.objects.update(state=LinkState.REJECTED, decided_on="2026-12-01")
    before = census()
    assert figures(load(write=True))[:2] == (0, 0)
    assert census() == before
    assert Act.objects.get(pk=act.pk).title == "Oggetto corretto da una persona"
    assert Action.objects.get(number=1).short_title == "Nome cambiato"
    point = MandatePoint.objects.get(clause__act=act, clause__level="proposal", clause__path="003")
    assert (point.clause.summary, point.responsible, point.kind) == ("Sintesi corretta", office, "mandate")
    assert Plan.objects.get().previous_mandate is None
    assert list(CoordinationTable.objects.get().offices.all()) == [office]
    assert set(MandateLink.objects.values_list("state", flat=True)) == {LinkState.REJECTED}


def test_what_is_empty_is_completed_and_logged():
    load(write=True)
    act = Act.objects.get(number="1271")
    Act.objects.filter(pk=act.pk).update(municipality="", date=None)
    entries = LogEntry.objects.for_object(act).count()
    assert figures(load(write=True))[:2] == (0, 1)
    act.refresh_from_db()
    assert (act.municipality, str(act.date)) == ("Comune di Cremona", "2023-07-26")
    last = LogEntry.objects.for_object(act).newest_first().first()
    assert LogEntry.objects.for_object(act).count() == entries + 1
    assert (last.verb, last.actor_label) == ("complete", "sistema")
    assert last.changes == [["data", "", "2023-07-26"], ["ente", "", "Comune di Cremona"]]


def test_every_row_that_must_has_its_chain():
    load(write=True)
    for model in (Act, Plan, MandateLink):
        assert model.logged
        keys = {chain_key(row) for row in model.objects.all()}
        assert set(LogChain.objects.filter(key__in=keys).values_list("key", flat=True)) == keys
    assert set(LogEntry.objects.values_list("actor_label", "verb").distinct()) == {
        ("sistema", "register"),
        ("sistema", "propose"),
    }
    assert set(LogEntry.objects.filter(verb="propose").values_list("reason", flat=True)) == {
        "lettura iniziale della deliberazione, da validare al tavolo"
    }
    assert set(LogEntry.objects.filter(seq=1).values_list("previous_hash", flat=True)) == {GENESIS}


def test_every_link_is_a_proposal_of_nobody_in_particular():
    load(write=True)
    links = MandateLink.objects.all()
    assert {(link.state, link.proposed_by, link.step, str(link.proposed_on)) for link in links} == {
        (LinkState.PROPOSED, None, None, "2026-11-22")
    }
    inferred = {link.action.number for link in links if link.inferred}
    assert inferred == {2, 4}
    assert {t.name for t in LINK_TRANSITIONS if LinkState.PROPOSED in t.sources} == {"validate", "reject"}


def test_nothing_of_the_act_itself_is_shipped():
    load(write=True)
    assert Attendance.objects.count() == Official.objects.count() == 0
    assert set(Appointment.objects.values_list("holder_name", flat=True)) == {""}
    assert set(ActClause.objects.values_list("official_text", flat=True)) == {""}
    assert not Attachment.objects.exclude(file="").exists()


def test_no_name_of_a_person_of_the_act_is_shipped():
    if not REFERENCE.exists():
        pytest.skip(f"SALTATO: manca {REFERENCE}, i nomi della deliberazione non si possono confrontare")
    act = parse_act(REFERENCE.read_text(encoding="utf-8"))
    names = [row.name for row in act.attendance] + [official.name for official in act.officials]
    assert len(names) > 10
    shipped = DEFAULT.read_text(encoding="utf-8").casefold()
    for name in names:
        assert not re.search(rf"\b{re.escape(name.casefold())}\b", shipped)
        surname = max(name.split(), key=len).casefold()
        assert not re.search(rf"\b{re.escape(surname)}\b", shipped)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[plan", "non è TOML valido"),
        (WHOLE.replace("action = 1", "action = 3"), "Tabella links: l’Azione 3 non è definita."),
        (WHOLE.replace('mandate = "dgc"', 'mandate = "boh"'), "Tabella plan: «boh» non è definito."),
        (WHOLE.replace('"executive_board"', '"boh"'), "niente è stato scritto"),
        (WHOLE.replace("proposed_on = 2031-05-05", 'proposed_on = "ieri"'), "niente è stato scritto"),
    ],
)
def test_a_file_that_cannot_be_loaded_writes_nothing(file, text, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)):
        load(file(text), write=True)
    assert set(census().values()) == {0}


def test_a_file_that_is_not_there_or_is_not_text(tmp_path):
    with pytest.raises(CommandError, match="Non riesco a leggere"):
        load(tmp_path / "manca.toml")
    (tmp_path / "foto.toml").write_bytes(b"\xff\xfe\x00piano")
    with pytest.raises(CommandError, match="Non riesco a leggere"):
        load(tmp_path / "foto.toml")


def test_another_municipality(file):
    printed = load(file(WHOLE), write=True, verbosity=2)
    assert Plan.objects.get().mandate.short_title == "DGC n. 40/2031"
    assert "atto: DGC n. 40/2031" in printed
    assert "Azione: Azione 1, Corti aperte" in printed
