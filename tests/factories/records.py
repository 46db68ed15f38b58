"""Acts, clauses and files of the invented Comune di Borgo Quieto, and the texts they are imported from."""

from dataclasses import replace
from datetime import date

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from abitare.records.act_source import read_act
from abitare.records.enums import ActKind, AttachmentKind, Level, MarkerKind, Organ, Section
from abitare.records.fingerprints import fingerprint
from abitare.records.models import Act, ActClause, Attachment, MandatePoint
from abitare.records.services.acts import path_of
from abitare.records.services.importing import import_act
from abitare.records.services.log import log
from tests.records.acts import spec
from tests.records.acts.printing import EXPORT, print_act

DAY = date(2031, 5, 4)


class ActFactory(DjangoModelFactory):
    """An act nobody has logged: for what only reads it. ``registered_act`` is for what checks the register."""

    class Meta:
        model = Act

    organ = Organ.EXECUTIVE_BOARD
    kind = ActKind.DELIBERATION
    # Far from the numbers that tests choose by hand, whatever the order they run in.
    number = factory.Sequence(lambda n: str(n + 50_001))
    date = DAY
    year = factory.LazyAttribute(lambda act: act.date.year if act.date else DAY.year)
    title = factory.LazyAttribute(lambda act: f"Cura delle corti, parte {act.number}")
    short_title = factory.LazyAttribute(lambda act: f"DGC n. {act.number}/{act.year}")


class ClauseFactory(DjangoModelFactory):
    """A number of the dispositivo of a proposal; ``positions`` gives the path and, below the first, dashes."""

    class Meta:
        model = ActClause

    class Params:
        positions = (1,)

    act = factory.SubFactory(ActFactory)
    level = Level.PROPOSAL
    section = Section.DECISION
    path = factory.LazyAttribute(lambda clause: path_of(clause.positions))
    marker = factory.LazyAttribute(lambda clause: "-" if len(clause.positions) > 1 else f"{clause.positions[0]}.")
    marker_kind = factory.LazyAttribute(
        lambda clause: MarkerKind.DASH if len(clause.positions) > 1 else MarkerKind.NUMBER
    )
    summary = factory.LazyAttribute(lambda clause: f"In breve, {path_of(clause.positions)}")


class PointFactory(DjangoModelFactory):
    class Meta:
        model = MandatePoint

    clause = factory.SubFactory(ClauseFactory)


class AttachmentFactory(DjangoModelFactory):
    """A file an act names. ``data`` acquires it: bytes stored, fingerprint computed."""

    class Meta:
        model = Attachment

    class Params:
        data = b""

    subject = factory.SubFactory(ActFactory)
    kind = AttachmentKind.ANNEX
    title = factory.Sequence(lambda n: f"Allegato {n:04d}")
    file = factory.LazyAttribute(lambda a: ContentFile(a.data, name="deposito/prova") if a.data else "")
    computed_hash = factory.LazyAttribute(lambda a: fingerprint(a.data) if a.data else "")


def registered_act(*, by=None, **fields):
    """An act in the register with its first log entry."""
    act = ActFactory(**fields)
    log(act, "register", by=by)
    return act


def act_text(act=None, layout=EXPORT, **changes):
    """The text of a synthetic act as bytes: ``act_text(number=7)`` is the standard one with another number."""
    return print_act(replace(act or spec.Act(), **changes), layout).encode()


def import_text(data=None, *, by=None, name="atto.txt"):
    """Read and import the text of an act (by default the standard synthetic one); returns the ``ImportReport``."""
    parsed, source = read_act(act_text() if data is None else data, name)
    return import_act(parsed, source, by=by)
