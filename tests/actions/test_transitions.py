"""The two state tables of the plan: every arrow from every state, who may follow it, what it needs, what it leaves."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from abitare.people.roles import Role
from abitare.records.models import LogEntry
from abitare.records.workflow import TransitionRefused, available, perform
from actions.enums import LinkState, StepState
from actions.models import Step
from actions.transitions import LINK_TRANSITIONS, STEP_TRANSITIONS
from tests.factories.actions import MANDATE_DAY, TODAY, LinkFactory, StepFactory
from tests.factories.people import OfficeFactory, make_user

pytestmark = pytest.mark.django_db

STEP = {transition.name: transition for transition in STEP_TRANSITIONS}
LINK = {transition.name: transition for transition in LINK_TRANSITIONS}
# The tables again, written by hand: (arrow, from) -> to. Whatever is not here is refused.
STEP_ARROWS = {
    ("start", "to_start"): "started",
    ("review", "started"): "reviewed",
    ("adopt", "started"): "adopted",
    ("adopt", "reviewed"): "adopted",
    ("complete", "started"): "done",
    ("complete", "reviewed"): "done",
    ("complete", "adopted"): "done",
    ("cancel", "to_start"): "cancelled",
    ("cancel", "started"): "cancelled",
    ("cancel", "reviewed"): "cancelled",
    ("cancel", "adopted"): "cancelled",
    ("back_to_start", "started"): "to_start",
    ("back_to_started", "reviewed"): "started",
    ("back_to_reviewed", "adopted"): "reviewed",
    ("back_to_adopted", "done"): "adopted",
}
LINK_ARROWS = {
    ("validate", "proposed"): "validated",
    ("reject", "proposed"): "rejected",
    ("reject", "validated"): "rejected",
}
STEP_LABELS = {
    "start": "avviato",
    "review": "istruttoria conclusa",
    "adopt": "atto adottato",
    "complete": "attuato con prova",
    "cancel": "annullato",
    "back_to_start": "riportato a «da avviare»",
    "back_to_started": "riportato a «avviato»",
    "back_to_reviewed": "riportato a «istruttoria conclusa»",
    "back_to_adopted": "riportato a «atto adottato»",
}
PROOF = {"done_on": date(2031, 10, 1), "evidence_note": "verbale n. 3"}


def step_data(name):
    asks_why = name == "cancel" or name.startswith("back_")
    return PROOF if name == "complete" else {"reason": "non serve più"} if asks_why else {}


def link_data(name, user):
    decided = {"decided_by": user, "decided_on": TODAY}
    return decided | ({"reason": "il punto è un altro"} if name == "reject" else {})


def entries(obj):
    return list(LogEntry.objects.for_object(obj).order_by("seq"))


def unchanged(obj, state):
    obj.refresh_from_db()
    return obj.state == state and entries(obj) == []


@pytest.mark.parametrize(("name", "state"), list(product(STEP, StepState.values)))
def test_every_arrow_of_a_step_from_every_state(coordinator, name, state):
    step = StepFactory(state=state, office=OfficeFactory())
    target = STEP_ARROWS.get((name, state))
    if target is None:
        with pytest.raises(TransitionRefused) as refusal:
            perform(STEP[name], step, by=coordinator, **step_data(name))
        label = StepState(state).label
        assert refusal.value.failures == (f"«{STEP[name].label}» non si può fare da «{label}».",)
        assert unchanged(step, state)
    else:
        assert perform(STEP[name], step, by=coordinator, **step_data(name)).state == target
        step.refresh_from_db()
        [entry] = entries(step)
        assert step.state == target
        assert (entry.verb, entry.label, entry.actor) == (name, STEP_LABELS[name], coordinator)
        assert entry.changes[0] == ["grado", StepState(state).label, StepState(target).label]


@pytest.mark.parametrize(("name", "state"), list(product(LINK, LinkState.values)))
def test_every_arrow_of_a_link_from_every_state(manager, name, state):
    link = LinkFactory(state=state)
    decided_on = link.decided_on
    target = LINK_ARROWS.get((name, state))
    if target is None:
        with pytest.raises(TransitionRefused):
            perform(LINK[name], link, by=manager, **link_data(name, manager))
        assert unchanged(link, state)
        assert link.decided_on == decided_on
    else:
        perform(LINK[name], link, by=manager, **link_data(name, manager))
        link.refresh_from_db()
        [entry] = entries(link)
        assert (link.state, link.decided_by, link.decided_on) == (target, manager, TODAY)
        assert (entry.verb, entry.actor) == (name, manager)


def test_no_state_is_a_dead_end_before_the_last():
    for arrows, states, last in (
        (STEP_ARROWS, StepState.values, {"cancelled"}),
        (LINK_ARROWS, LinkState.values, {"rejected"}),
    ):
        assert {source for _, source in arrows} == set(states) - last


# --- what a transition needs ---------------------------------------------------------------------------------------


def test_a_step_without_office_does_not_start(coordinator):
    step = StepFactory(office=None)
    with pytest.raises(TransitionRefused) as refusal:
        perform(STEP["start"], step, by=coordinator)
    sentence = "Indica prima l’ufficio responsabile: un passo senza responsabile non si avvia."
    assert refusal.value.failures == (sentence,)
    assert unchanged(step, "to_start")


def test_every_missing_thing_is_said_at_once(coordinator):
    step = StepFactory(state=StepState.ADOPTED)
    with pytest.raises(TransitionRefused) as refusal:
        perform(STEP["complete"], step, by=coordinator)
    assert refusal.value.failures == (
        "Allega o cita la prova: un atto, un verbale, un contratto.",
        "Scrivi la data in cui il passo è stato attuato.",
    )
    assert unchanged(step, "adopted")


@pytest.mark.parametrize(
    ("given", "failures"),
    [
        ({"done_on": TODAY}, 1),
        ({"done_on": TODAY, "evidence_note": ""}, 1),
        ({"evidence_note": "verbale"}, 1),
        ({"done_on": None, "evidence_note": "verbale"}, 1),
    ],
)
def test_half_a_proof_is_not_enough(coordinator, given, failures):
    step = StepFactory(state=StepState.STARTED)
    with pytest.raises(TransitionRefused) as refusal:
        perform(STEP["complete"], step, by=coordinator, **given)
    assert len(refusal.value.failures) == failures
    assert unchanged(step, "started")


def test_an_emptied_proof_is_no_proof(coordinator):
    """Regression: the guard looked at the note that was there, the database at the one being written."""
    step = StepFactory(state=StepState.ADOPTED, evidence_note="contratto rep. 7")
    with pytest.raises(TransitionRefused, match="Allega o cita la prova"):
        perform(STEP["complete"], step, by=coordinator, done_on=TODAY, evidence_note="", evidence_act=None)
    assert unchanged(step, "adopted")


def test_a_step_no_longer_done_has_no_day_of_doing_and_keeps_its_proof(coordinator):
    step = StepFactory(state=StepState.DONE)
    perform(STEP["back_to_adopted"], step, by=coordinator, reason="registrato sul passo sbagliato")
    step.refresh_from_db()
    assert (step.state, step.done_on, step.evidence_note) == ("adopted", None, "verbale n. 3")
    [entry] = entries(step)
    assert (entry.reason, entry.changes) == (
        "registrato sul passo sbagliato",
        [["grado", "attuato con prova", "atto adottato"], ["attuato il", "2031-10-01", ""]],
    )


def test_every_change_of_grade_is_a_fact_with_its_day(coordinator, time_machine):
    time_machine.move_to(TODAY)
    step = StepFactory(office=OfficeFactory())
    perform(STEP["start"], step, by=coordinator)
    perform(STEP["complete"], step, by=coordinator, **PROOF)
    perform(STEP["back_to_adopted"], step, by=coordinator, reason="errore")
    assert list(step.state_changes.values_list("state", "happened_on", "recorded_by")) == [
        ("started", TODAY, coordinator.pk),
        ("done", date(2031, 10, 1), coordinator.pk),
        ("adopted", TODAY, coordinator.pk),
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MANAGER, Role.GIUNTA])
@pytest.mark.parametrize("name", ["back_to_start", "back_to_adopted"])
def test_only_the_coordination_takes_a_step_back(role, name):
    office = OfficeFactory()
    user = make_user(role, office if role is Role.EDITOR else None)
    [state] = STEP[name].sources
    assert_may(user, STEP[name], StepFactory(office=office, state=state), {"reason": "errore"}, False)


def test_proof_given_before_is_enough(coordinator):
    step = StepFactory(state=StepState.ADOPTED, evidence_note="contratto rep. 7")
    done = perform(STEP["complete"], step, by=coordinator, done_on=TODAY)
    assert (done.state, done.done_on, done.evidence_note) == ("done", TODAY, "contratto rep. 7")


def test_completing_writes_the_proof_and_logs_it(coordinator):
    step = StepFactory(state=StepState.ADOPTED)
    act = step.plan.mandate
    perform(STEP["complete"], step, by=coordinator, done_on=TODAY, evidence_act=act, evidence_note="")
    step.refresh_from_db()
    assert (step.done_on, step.evidence_act) == (TODAY, act)
    assert entries(step)[0].changes == [
        ["grado", "atto adottato", "attuato con prova"],
        ["attuato il", "", "2031-11-20"],
        ["atto che lo prova", "", str(act)],
        ["prova", "", ""],
    ]


@pytest.mark.parametrize("reason", ["", "   "])
def test_cancelling_and_rejecting_ask_why(coordinator, reason):
    step, link = StepFactory(), LinkFactory()
    decided = {"decided_by": coordinator, "decided_on": TODAY}
    for transition, obj, data in ((STEP["cancel"], step, {}), (LINK["reject"], link, decided)):
        with pytest.raises(TransitionRefused, match="Scrivi il motivo."):
            perform(transition, obj, by=coordinator, reason=reason, **data)
        assert unchanged(obj, obj.state)


def test_the_reason_is_kept(coordinator):
    step = StepFactory()
    perform(STEP["cancel"], step, by=coordinator, reason="lo fa un altro ente")
    assert entries(step)[0].reason == "lo fa un altro ente"


def test_a_transition_writes_only_its_own_fields(coordinator):
    step = StepFactory(office=OfficeFactory())
    with pytest.raises(TypeError, match="title"):
        perform(STEP["start"], step, by=coordinator, title="altro")
    assert unchanged(step, "to_start")


def test_the_state_read_is_that_of_the_database(coordinator):
    """Two people on the same page: the second finds the step already moved, whatever the page says."""
    step = StepFactory(office=OfficeFactory())
    perform(STEP["start"], Step.objects.get(pk=step.pk), by=coordinator)
    with pytest.raises(TransitionRefused, match="non si può fare da «avviato»"):
        perform(STEP["start"], step, by=coordinator)
    assert len(entries(step)) == 1


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "steps", "links"),
    [
        (Role.COORDINATOR, True, True),
        (Role.MANAGER, False, True),
        (Role.GIUNTA, False, False),
        (Role.AUDITOR, False, False),
        (Role.ADMINISTRATOR, False, False),
        (Role.TUTOR, False, False),
        (None, False, False),
    ],
)
def test_roles(role, steps, links):
    user = make_user(role)
    step, link = StepFactory(office=OfficeFactory()), LinkFactory()
    assert_may(user, STEP["start"], step, {}, steps)
    assert_may(user, LINK["validate"], link, link_data("validate", user), links)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ESTATES, Role.TECHNICIAN, Role.ACCOUNTANT])
def test_an_office_moves_its_own_steps_only(role):
    office = OfficeFactory()
    user = make_user(role, office)
    assert_may(user, STEP["start"], StepFactory(office=office), {}, True)
    assert_may(user, STEP["start"], StepFactory(office=OfficeFactory()), {}, False)
    assert_may(user, STEP["cancel"], StepFactory(office=None), {"reason": "perché sì"}, False)
    assert_may(user, LINK["validate"], LinkFactory(), link_data("validate", user), False)


def assert_may(user, transition, obj, data, expected):
    obj = type(obj).objects.get(pk=obj.pk)
    state = obj.state
    assert (transition in available(STEP_TRANSITIONS + LINK_TRANSITIONS, obj, user)) is expected
    if expected:
        perform(transition, obj, by=user, **data)
        assert len(entries(obj)) == 1
    else:
        with pytest.raises(PermissionDenied):
            perform(transition, obj, by=user, **data)
        assert unchanged(obj, state)


def test_the_rule_comes_before_the_state():
    """Who may not learns nothing of the state, not even that the arrow does not start from there."""
    step = StepFactory(state=StepState.DONE)
    with pytest.raises(PermissionDenied):
        perform(STEP["start"], step, by=make_user(Role.GIUNTA))


def test_what_a_page_offers(coordinator):
    offered = {
        state: [t.name for t in available(STEP_TRANSITIONS, StepFactory(state=state), coordinator)]
        for state in StepState.values
    }
    assert offered == {
        "to_start": ["start", "cancel"],
        "started": ["review", "adopt", "complete", "cancel", "back_to_start"],
        "reviewed": ["adopt", "complete", "cancel", "back_to_started"],
        "adopted": ["complete", "cancel", "back_to_reviewed"],
        "done": ["back_to_adopted"],
        "cancelled": [],
    }


def test_a_decision_cannot_precede_its_proposal(manager):
    """The database has the last word, and the log entry goes with the refused change."""
    link = LinkFactory(proposed_on=TODAY)
    with pytest.raises(IntegrityError, match="link_decided_after_proposed"):
        perform(LINK["validate"], link, by=manager, decided_by=manager, decided_on=MANDATE_DAY)
    assert not LogEntry.objects.filter(subject_label=str(link)).exists()
