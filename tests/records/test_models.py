"""What the database itself refuses, and the sentence that says so before it has to."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from abitare.people.roles import Role
from abitare.records.enums import AttachmentKind, FingerprintState, Level, MarkerKind, OfficialRole, Section, TextState
from abitare.records.models import (
    Act,
    ActClause,
    ActRelation,
    ActUpload,
    Appointment,
    Attachment,
    Attendance,
    ChainDigest,
    JobRun,
    LogChain,
    LogEntry,
    MandatePoint,
    Official,
    QueuedMessage,
    Substitution,
    Vote,
)
from abitare.records.services.log import log
from tests.factories.people import OfficeFactory, UserFactory, make_user
from tests.factories.records import DAY, ActFactory, AttachmentFactory, ClauseFactory, PointFactory

pytestmark = pytest.mark.django_db

HASH, OTHER_HASH = "A1" * 32, "B2" * 32


# --- rows that may not exist: each builder leaves behind what the row collides with ----------------------------------
def act_twice():
    act = ActFactory()
    return Act(organ=act.organ, kind=act.kind, number=act.number, year=act.year, title="Altro", short_title="Altro")


def clause_twice():
    clause = ClauseFactory()
    return ActClause(
        act=clause.act, level=clause.level, section=clause.section, path=clause.path, marker="1.",
        marker_kind=MarkerKind.NUMBER, summary="Altra",
    )  # fmt: skip


def relation(**values):
    return ActRelation(**{"source": ActFactory(), "target": ActFactory(), "kind": "implements"} | values)


def relation_twice():
    first = relation()
    first.save()
    return relation(source=first.source, target=first.target)


def relation_to_itself():
    act = ActFactory()
    return relation(source=act, target=act)


def attendance(**values):
    return Attendance(**{"act": ActFactory(), "position": 1, "name": "PASSERO NIVES", "title": "Assessora"} | values)


def attendance_twice():
    first = attendance(present=True)
    first.save()
    return attendance(act=first.act, present=True)


def official_twice():
    act = ActFactory()
    values = {"act": act, "position": 1, "role": OfficialRole.CHAIR, "name": "PASSERO NIVES"}
    Official.objects.create(**values)
    return Official(**values)


def vote_twice():
    act = ActFactory()
    Vote.objects.create(act=act, position=1, unanimous=True)
    return Vote(act=act, position=1, unanimous=False)


def attachment_twice():
    first = AttachmentFactory()
    return AttachmentFactory.build(subject=first.subject, kind=first.kind, title=first.title)


def attachment(**values):
    return AttachmentFactory.build(subject=ActFactory(), **values)


def appointment_backwards():
    return Appointment(title="EQ", act=ActFactory(), valid_from=date(2031, 2, 1), valid_to=date(2031, 1, 31))


def substitution_of_itself():
    office = OfficeFactory()
    return Substitution(office=office, substitute_office=office, act=ActFactory())


def entry_twice():
    first = log(ActFactory(), "register", by=None)
    values = {f.attname: getattr(first, f.attname) for f in LogEntry._meta.concrete_fields if not f.primary_key}
    return LogEntry(**values | {"changes": [["prova", "", "1"]]})


def chain_twice():
    LogChain.objects.create(key="records.act:1", last_hash=HASH)
    return LogChain(key="records.act:1", last_hash=HASH)


def digest_twice():
    values = {"day": DAY, "heads": {"a:1": [1, HASH]}, "fingerprint": HASH, "made_at": timezone.now()}
    ChainDigest.objects.create(**values)
    return ChainDigest(**values)


def message_twice():
    QueuedMessage.objects.create(key="riepilogo", recipient="a@prova.example")
    return QueuedMessage(key="riepilogo", recipient="b@prova.example")


def job_twice():
    JobRun.objects.create(job="riepilogo", key="2031-W18")
    return JobRun(job="riepilogo", key="2031-W18")


def point_twice():
    return MandatePoint(clause=PointFactory().clause)


def upload(**values):
    return ActUpload(**{"file": "attachments/prova", "file_name": "atto.txt", "uploaded_by": UserFactory()} | values)


def upload_twice():
    first = upload(report={"act": "DGC"})
    first.save()
    return upload(token=first.token, report={"act": "DGC"})


NOT_A_CHOICE = "Il valore 'altro' non è una scelta valida."
REFUSED = {
    "act_number_once": (act_twice, "Un atto con questo organo, tipo, numero e anno è già nel registro."),
    "act_year_of_date": (lambda: ActFactory.build(year=2030), "L’anno non è quello della data dell’atto."),
    "act_validity_ordered": (
        lambda: ActFactory.build(valid_from=date(2031, 1, 2), valid_to=date(2031, 1, 1)),
        "La fine del periodo di riferimento precede l’inizio.",
    ),
    "act_organ_known": (lambda: ActFactory.build(organ="altro"), NOT_A_CHOICE),
    "act_kind_known": (lambda: ActFactory.build(kind="altro"), NOT_A_CHOICE),
    "act_text_state_known": (lambda: ActFactory.build(text_state="altro"), NOT_A_CHOICE),
    "clause_place_once": (clause_twice, "In questa posizione dell’atto c’è già una clausola."),
    "clause_says_something": (
        lambda: ClauseFactory.build(act=ActFactory(), summary=""),
        "Una clausola ha una sintesi, un testo ufficiale o tutti e due.",
    ),
    "clause_level_known": (lambda: ClauseFactory.build(act=ActFactory(), level="altro"), NOT_A_CHOICE),
    "clause_section_known": (lambda: ClauseFactory.build(act=ActFactory(), section="altro"), NOT_A_CHOICE),
    "point_kind_known": (lambda: PointFactory.build(clause=ClauseFactory(), kind="altro"), NOT_A_CHOICE),
    "relation_once": (relation_twice, "Questi due atti sono già collegati in questo modo."),
    "relation_between_two": (relation_to_itself, "Un atto non può essere collegato a sé stesso."),
    "attendance_row_once": (attendance_twice, "Questa riga della tabella delle presenze c’è già."),
    "attendance_absent_not_remote": (
        lambda: attendance(present=False, remote=True),
        "Chi è assente non può essere collegato da remoto.",
    ),
    "official_place_once": (official_twice, "In questa posizione c’è già una persona citata dall’atto."),
    "vote_once": (vote_twice, "Il voto su questo punto c’è già."),
    "attachment_title_once": (attachment_twice, "C’è già un file con questo titolo."),
    "attachment_declared_hash_format": (
        lambda: attachment(declared_hash=HASH.lower()),
        "Un’impronta ha 64 cifre esadecimali.",
    ),
    "attachment_computed_hash_iff_file": (
        lambda: attachment(computed_hash=HASH),
        "Il file e la sua impronta calcolata ci sono tutti e due o nessuno.",
    ),
    "upload_confirmed_has_act": (
        lambda: upload(state="confirmed", report={"act": "DGC"}),
        "Un testo confermato indica il suo atto.",
    ),
    "appointment_dates_ordered": (appointment_backwards, "La fine dell’incarico precede l’inizio."),
    "substitution_between_two": (substitution_of_itself, "Un ufficio non può sostituire sé stesso."),
    "log_seq_once": (entry_twice, "Questa catena ha già una voce con questo numero."),
    "job_once_for_period": (job_twice, "Questo lavoro è già stato fatto per questo periodo."),
    "LogChain.key": (chain_twice, "Catena del registro con questo Oggetto esiste già."),
    "ChainDigest.day": (digest_twice, "Riepilogo del registro con questo Giorno esiste già."),
    "QueuedMessage.key": (message_twice, "Messaggio accodato con questo Chiave esiste già."),
    "MandatePoint.clause": (point_twice, "Punto del dispositivo con questo Clausola esiste già."),
    "ActUpload.token": (upload_twice, "Testo caricato con questo Token esiste già."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_the_constraint_forbids(name):
    build, _ = REFUSED[name]
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        build().save(force_insert=True)
    assert "NOT NULL" not in str(refusal.value).upper()


@pytest.mark.parametrize("name", REFUSED)
def test_the_same_fault_has_its_sentence_before_the_database_is_asked(name):
    build, sentence = REFUSED[name]
    with pytest.raises(ValidationError) as refusal:
        build().full_clean()
    assert refusal.value.messages == [sentence]


def test_every_constraint_of_the_records_is_tried_here():
    models = apps.get_app_config("records").get_models()
    constraints = {c.name for model in models for c in model._meta.constraints}
    unique = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("records").get_models()
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key
    }
    assert set(REFUSED) == constraints | unique


@pytest.mark.parametrize(
    "build",
    [
        lambda: attachment(declared_hash=HASH[:-1]),
        lambda: attachment(declared_hash=HASH + "A"),
        lambda: attachment(declared_hash=HASH[:-1] + "G"),
        lambda: attachment(file="attachments/prova"),
        lambda: attachment(file="attachments/prova", computed_hash=HASH[:-1]),
    ],
    ids=["short", "long", "not hexadecimal", "file without fingerprint", "file with half a fingerprint"],
)
def test_a_fingerprint_has_sixty_four_digits_or_is_not_there(build):
    with pytest.raises(Exception, match="(?i)check|lung|too long"), transaction.atomic():
        build().save()


def test_acts_without_a_number_may_share_a_year():
    ActFactory(number="", short_title="Programma A")
    ActFactory(number="", short_title="Programma B")
    assert Act.objects.filter(number="").count() == 2


def test_the_same_number_in_another_year_or_of_another_organ_is_another_act():
    ActFactory(number="9")
    ActFactory(number="9", date=date(2032, 1, 8))
    ActFactory(number="9", organ="council")
    assert Act.objects.filter(number="9").count() == 3


# --- nothing with a history goes away --------------------------------------------------------------------------------
def test_what_something_rests_on_cannot_be_deleted():
    point = PointFactory()
    with pytest.raises(ProtectedError):
        point.clause.delete()
    with pytest.raises(ProtectedError):
        point.clause.act.delete()
    assert (Act.objects.count(), ActClause.objects.count(), MandatePoint.objects.count()) == (1, 1, 1)


# --- who sees what ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "acts", "points"),
    [(Role.COORDINATOR, 1, 1), (Role.GIUNTA, 1, 1), (Role.ADMINISTRATOR, 0, 0), (Role.TUTOR, 0, 0), (None, 0, 0)],
)
def test_acts_name_persons_so_they_are_for_staff_with_the_permission(role, acts, points):
    point, user = PointFactory(), make_user(role)
    Appointment.objects.create(title="EQ", act=point.clause.act, valid_from=DAY)
    seen = [model.objects.visible_to(user).count() for model in (Act, ActClause, Appointment)]
    assert seen == [acts] * 3
    assert MandatePoint.objects.visible_to(user).count() == points


def test_an_uploaded_text_is_seen_by_who_uploaded_it():
    mine, theirs = upload(report={"n": 1}), upload(report={"n": 2})
    mine.save()
    theirs.save()
    assert list(ActUpload.objects.visible_to(mine.uploaded_by)) == [mine]


# --- order, places, words --------------------------------------------------------------------------------------------
def test_clauses_are_read_in_the_order_of_the_act():
    act = ActFactory()
    wanted = [
        ClauseFactory(act=act, level=level, section=section, positions=positions)
        for level, section, positions in [
            (Level.GIUNTA, Section.DECISION, (1,)),
            (Level.PROPOSAL, Section.PREMISES, (1,)),
            (Level.PROPOSAL, Section.REASONS, (1,)),
            (Level.PROPOSAL, Section.PRECHECKS, (1,)),
            (Level.PROPOSAL, Section.NORMS, (1,)),
            (Level.PROPOSAL, Section.DECISION, (2,)),
            (Level.PROPOSAL, Section.DECISION, (2, 1)),
            (Level.PROPOSAL, Section.DECISION, (2, 10)),
            (Level.PROPOSAL, Section.DECISION, (10,)),
        ]
    ]
    assert list(ActClause.objects.order_by("-pk").in_reading_order()) == wanted


def test_acts_stand_newest_first_and_the_undated_last():
    undated = ActFactory(date=None, year=2035)
    old, new = ActFactory(date=date(2030, 1, 1)), ActFactory(date=date(2031, 1, 1))
    assert list(Act.objects.in_register_order()) == [new, old, undated]


def test_acts_whose_text_the_office_does_not_hold():
    missing = ActFactory()
    ActFactory(text_state=TextState.ACQUIRED)
    ActFactory(text_state=TextState.REFERENCE)
    assert list(Act.objects.without_text()) == [missing]
    assert (missing.text_missing, missing.text_acquired) == (True, False)


@pytest.mark.parametrize(
    ("level", "positions", "coordinate", "anchor"),
    [
        (Level.PROPOSAL, (5,), "5", "proposal-decision-005"),
        (Level.PROPOSAL, (5, 2), "5.b", "proposal-decision-005-002"),
        (Level.PROPOSAL, (5, 26), "5.z", "proposal-decision-005-026"),
        (Level.PROPOSAL, (5, 27), "5.27", "proposal-decision-005-027"),
        (Level.PROPOSAL, (5, 2, 1), "5.b.a", "proposal-decision-005-002-001"),
        (Level.GIUNTA, (1,), "G 1", "giunta-decision-001"),
    ],
)
def test_our_coordinate_of_a_clause(level, positions, coordinate, anchor):
    clause = ClauseFactory(level=level, positions=positions)
    assert (clause.positions, clause.coordinate, clause.anchor) == (positions, coordinate, anchor)
    assert clause.get_absolute_url() == f"/atti/{clause.act_id}/#{anchor}"


def test_a_clause_three_levels_deep_is_quoted_with_the_signs_of_those_above():
    number = ClauseFactory(positions=(2,))
    letter = ClauseFactory(act=number.act, positions=(2, 3), parent=number, marker="c)", marker_kind=MarkerKind.LETTER)
    dash = ClauseFactory(act=number.act, positions=(2, 3, 1), parent=letter)
    assert letter.citation == "punto 2, lettera c"
    assert dash.citation == "punto 2, lettera c, primo trattino"
    assert str(dash) == f"{number.act.short_title}, {dash.citation}"


def test_the_official_text_comes_before_our_summary():
    clause = ClauseFactory(summary="In breve")
    assert (clause.text, clause.is_official) == ("In breve", False)
    clause.official_text = "Come stampato"
    assert (clause.text, clause.is_official) == ("Come stampato", True)


# --- what is known of a file -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("file", "declared", "computed", "state", "label", "shown", "which"),
    [
        ("", "", "", FingerprintState.UNDECLARED, "non dichiarata, file non acquisito", "", ""),
        ("", HASH, "", FingerprintState.DECLARED, "dichiarata, file non acquisito", HASH, "dichiarata"),
        ("a/b", "", OTHER_HASH, FingerprintState.ACQUIRED, "acquisito", OTHER_HASH, "calcolata"),
        ("a/b", HASH, HASH, FingerprintState.VERIFIED, "verificata", HASH, "calcolata"),
        ("a/b", HASH, OTHER_HASH, FingerprintState.MISMATCH, "non corrisponde", OTHER_HASH, "calcolata"),
    ],
)
def test_what_is_known_of_a_file(file, declared, computed, state, label, shown, which):
    known = Attachment(
        kind=AttachmentKind.ANNEX, title="Parere", file=file, declared_hash=declared, computed_hash=computed
    )
    assert (known.state, known.state_label) == (state, label)
    assert (known.fingerprint, known.hash_label) == (shown, which)


def test_files_are_asked_of_their_object_and_only_those_that_are_there():
    mine = AttachmentFactory(data=b"testo")
    declared = AttachmentFactory(subject=mine.subject)
    AttachmentFactory(data=b"altro")
    assert list(Attachment.objects.for_object(mine.subject)) == [mine, declared]
    assert list(Attachment.objects.for_object(mine.subject).with_file()) == [mine]
