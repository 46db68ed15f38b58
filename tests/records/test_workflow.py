"""The one door for state: every reason together, state and entry in one transaction, one winner in a race."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from abitare.people.roles import Role
from abitare.records.enums import TextState
from abitare.records.models import Act, LogEntry
from abitare.records.rules import can_import_acts, can_view_acts, can_view_log
from abitare.records.workflow import Transition, TransitionRefused, available, perform
from tests.factories.people import make_user
from tests.factories.records import ActFactory
from tests.records.racing import race


def needs_note(act, data):
    return None if data.get("note") else "Scrivi una nota."


def needs_protocol(act, data):
    return None if act.protocol else "Manca il protocollo."


ACQUIRE = Transition(
    name="acquire",
    label="Acquisisci il testo",
    done="testo acquisito",
    sources=frozenset({TextState.MISSING}),
    target=TextState.ACQUIRED,
    may=can_import_acts,
    guards=(needs_note, needs_protocol),
    writes=("note", "session_place"),
    state_field="text_state",
)
DROP = Transition(
    name="drop",
    label="Tieni solo il riferimento",
    done="solo riferimento",
    sources=frozenset({TextState.MISSING, TextState.ACQUIRED}),
    target=TextState.REFERENCE,
    may=can_import_acts,
    needs_reason=True,
    state_field="text_state",
)
TABLE = (ACQUIRE, DROP)


@pytest.fixture
def act(db):
    return ActFactory(protocol="12/2031")


def state_and_entries(act):
    return Act.objects.get(pk=act.pk).text_state, LogEntry.objects.count()


def refusal(*args, **kwargs):
    with pytest.raises(TransitionRefused) as refused:
        perform(*args, **kwargs)
    return refused.value.failures


def test_it_moves_the_state_and_writes_the_data(act, coordinator):
    saved = perform(ACQUIRE, act, by=coordinator, note="dal Sindaco", session_place="Sala rossa")
    assert (saved.text_state, saved.note, saved.session_place) == ("acquired", "dal Sindaco", "Sala rossa")
    kept = Act.objects.get(pk=act.pk)
    assert (kept.text_state, kept.note, kept.session_place) == ("acquired", "dal Sindaco", "Sala rossa")


def test_what_the_entry_says(act, coordinator):
    moment = datetime(2031, 5, 4, 9, tzinfo=UTC)
    perform(ACQUIRE, act, by=coordinator, note="dal Sindaco", reason="seduta", happened_at=moment)
    entry = LogEntry.objects.for_object(act).get()
    assert (entry.verb, entry.label, entry.actor, entry.reason) == ("acquire", "testo acquisito", coordinator, "seduta")
    assert entry.changes == [["testo", "testo da acquisire", "testo acquisito"], ["nota", "", "dal Sindaco"]]
    assert entry.happened_at == moment


def test_every_reason_is_told_together(act, coordinator):
    act.protocol = ""
    act.save()
    both = replace(ACQUIRE, needs_reason=True)
    assert refusal(both, act, by=coordinator) == ("Scrivi una nota.", "Manca il protocollo.", "Scrivi il motivo.")
    assert state_and_entries(act) == (TextState.MISSING, 0)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_that_must_be_given_is_not_a_space(act, coordinator, reason):
    assert refusal(DROP, act, by=coordinator, reason=reason) == ("Scrivi il motivo.",)


def test_from_another_state_it_says_which(act, coordinator):
    perform(DROP, act, by=coordinator, reason="non serve")
    assert refusal(ACQUIRE, act, by=coordinator) == ("«Acquisisci il testo» non si può fare da «solo riferimento».",)


def test_twice_is_refused_and_logged_once(act, coordinator):
    perform(ACQUIRE, act, by=coordinator, note="dal Sindaco")
    assert refusal(ACQUIRE, act, by=coordinator, note="ancora")
    assert state_and_entries(act) == (TextState.ACQUIRED, 1)


def test_the_row_of_the_database_counts_not_the_copy_in_hand(act, coordinator):
    stale = Act.objects.get(pk=act.pk)
    perform(DROP, act, by=coordinator, reason="non serve")
    assert stale.text_state == TextState.MISSING
    assert refusal(ACQUIRE, stale, by=coordinator, note="dal Sindaco")


def test_what_is_not_part_of_the_transition_is_not_saved(act, coordinator):
    act.title = "Cambiato di nascosto"
    perform(ACQUIRE, act, by=coordinator, note="dal Sindaco")
    assert Act.objects.get(pk=act.pk).title != "Cambiato di nascosto"


@pytest.mark.parametrize("who", ["giunta", "auditor", "administrator", "ente_user", "stranger"])
def test_who_may_not_is_refused_before_any_reason(act, who, request):
    with pytest.raises(PermissionDenied):
        perform(ACQUIRE, act, by=request.getfixturevalue(who))
    assert state_and_entries(act) == (TextState.MISSING, 0)


def test_the_clock_needs_no_permission_but_the_guards_hold(act):
    assert refusal(ACQUIRE, act, by=None) == ("Scrivi una nota.",)
    perform(ACQUIRE, act, by=None, note="alla scadenza")
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.actor_label) == (None, "sistema")


def test_data_the_transition_does_not_write_is_a_mistake_of_ours(act, coordinator):
    with pytest.raises(TypeError, match="acquire does not write number, title"):
        perform(ACQUIRE, act, by=coordinator, note="n", title="Altro", number="9")
    assert state_and_entries(act) == (TextState.MISSING, 0)


def test_neighbours_are_untouched(act, coordinator):
    other = ActFactory()
    perform(ACQUIRE, act, by=coordinator, note="dal Sindaco")
    assert state_and_entries(other) == (TextState.MISSING, 1)
    assert not LogEntry.objects.for_object(other).exists()


def test_state_and_entry_live_and_die_together(act, coordinator):
    with pytest.raises(TransitionRefused), transaction.atomic():
        perform(DROP, perform(ACQUIRE, act, by=coordinator, note="dal Sindaco"), by=coordinator)
    assert state_and_entries(act) == (TextState.MISSING, 0)


def test_an_entry_that_cannot_be_written_leaves_the_state_as_it_was(act, coordinator):
    without_words = replace(ACQUIRE, done="")  # the state is already saved when the log refuses it
    with pytest.raises(KeyError, match="acquire"):
        perform(without_words, act, by=coordinator, note="dal Sindaco")
    assert state_and_entries(act) == (TextState.MISSING, 0)


def test_effects_follow_the_state_and_die_with_it(act, coordinator):
    seen = []

    def note_it(locked, by, happened_at, reason):
        seen.append((locked.text_state, by, happened_at, reason))

    def fail(locked, by, happened_at, reason):
        raise PowerCut

    moment = datetime(2031, 5, 4, 9, tzinfo=UTC)
    with pytest.raises(PowerCut):
        perform(replace(DROP, effects=(note_it, fail)), act, by=coordinator, reason="non serve", happened_at=moment)
    assert seen == [("reference", coordinator, moment, "non serve")]
    assert state_and_entries(act) == (TextState.MISSING, 0)


class PowerCut(Exception):
    """Something goes wrong after the state is saved."""


def test_what_a_person_may_try_from_here(act, coordinator, giunta):
    assert available(TABLE, act, coordinator) == [ACQUIRE, DROP]
    assert available(TABLE, act, giunta) == []
    acquired = perform(ACQUIRE, act, by=coordinator, note="dal Sindaco")
    assert available(TABLE, acquired, coordinator) == [DROP]
    dropped = perform(DROP, acquired, by=coordinator, reason="non serve")
    assert available(TABLE, dropped, coordinator) == []


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_once_one_does_it_and_seven_are_refused():
    act = ActFactory(protocol="12/2031")
    people = [make_user(Role.COORDINATOR) for _ in range(8)]
    outcomes = race(8, lambda n: perform(ACQUIRE, act, by=people[n], note=f"mano {n}"))
    refused = [outcome for outcome in outcomes if isinstance(outcome, TransitionRefused)]
    [done] = [outcome for outcome in outcomes if isinstance(outcome, Act)]
    assert len(refused) == 7
    entry = LogEntry.objects.for_object(act).get()
    assert (entry.changes[1][2], Act.objects.get().note) == (done.note, done.note)
    assert {refusal.failures for refusal in refused} == {
        ("«Acquisisci il testo» non si può fare da «testo acquisito».",)
    }


# --- rules -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "view", "import_", "log"),
    [
        (Role.COORDINATOR, True, True, True),
        (Role.EDITOR, True, False, False),
        (Role.MANAGER, True, False, True),
        (Role.GIUNTA, True, False, False),
        (Role.AUDITOR, True, False, True),
        (Role.ADMINISTRATOR, False, False, False),
        (Role.TUTOR, False, False, False),
        (None, False, False, False),
    ],
)
@pytest.mark.django_db
def test_who_may_do_what_with_acts_and_log(role, view, import_, log):
    user = make_user(role)
    assert (can_view_acts(user), can_import_acts(user), can_view_log(user)) == (view, import_, log)
