"""The history as people read it: by day in Italy, as sentences, with the words of then."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from abitare.records.history import Change, by_day, said
from abitare.records.models import LogEntry
from abitare.records.selectors import history
from abitare.records.services.log import log
from tests.factories.records import ActFactory


def entry(moment, *, changes=(), happened=None, label="modificato"):
    return LogEntry(
        label=label, actor_label="Carla", changes=[list(c) for c in changes], recorded_at=moment,
        happened_at=happened or moment,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("termine", "2031-10-01", "2031-11-05"), "Termine: 1º ottobre 2031 → 5 novembre 2031"),
        (("ufficio", "", "Settore Case"), "Ufficio: Settore Case"),
        (("ufficio", "Settore Case", ""), "Ufficio: tolto (era Settore Case)"),
        (("nota", "", ""), "Nota: nessun valore"),
    ],
)
def test_a_change_is_a_sentence(change, sentence):
    [day] = by_day([entry(datetime(2031, 5, 4, 10, tzinfo=UTC), changes=[change])])
    assert [c.sentence for c in day.events[0].changes] == [sentence]


@pytest.mark.parametrize("value", ["3.5", "2031-13-01", "2031-10-01 a voce", "10,50", ""])
def test_only_a_day_is_said_in_words(value):
    assert said(value) == value


def test_days_are_those_of_italy():
    late, early = datetime(2031, 5, 4, 22, 30, tzinfo=UTC), datetime(2031, 5, 4, 21, 30, tzinfo=UTC)
    days = by_day([entry(late), entry(early)])
    assert [(day.day, day.events[0].time) for day in days] == [
        (date(2031, 5, 5), "0.30"),
        (date(2031, 5, 4), "23.30"),
    ]


def test_what_happened_on_another_day_says_so():
    recorded, happened = datetime(2031, 5, 4, 10, tzinfo=UTC), datetime(2031, 4, 30, 22, 30, tzinfo=UTC)
    [day] = by_day([entry(recorded, happened=happened)])
    assert day.events[0].happened_on == date(2031, 5, 1)
    [day] = by_day([entry(recorded)])
    assert day.events[0].happened_on is None


def test_a_long_text_is_folded():
    assert not Change("sintesi", "", "a" * 160).long
    assert Change("sintesi", "a", "a" * 160).long


@pytest.mark.django_db
def test_the_words_are_those_of_then(coordinator):
    """The name, the label and the values of the day they were written, whatever they are called since."""
    act = ActFactory()
    log(act, "change", by=coordinator, changes=[("ufficio", "Settore Vecchio", "Settore Nuovo")])
    coordinator.full_name = "Carla Sposata"
    coordinator.save()
    page = Template('{% include "records/_history.html" %}').render(Context({"history": history(act)}))
    assert "Carla Coordinatrice: modificato." in page
    assert "Ufficio: Settore Vecchio → Settore Nuovo" in page


@pytest.mark.django_db
def test_nothing_yet():
    page = Template('{% include "records/_history.html" %}').render(Context({"history": history(ActFactory())}))
    assert "Nel registro non c’è ancora nulla." in page
