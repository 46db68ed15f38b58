"""What the database refuses about the plan, and the sentence a person reads instead."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from abitare.people.roles import GRANTABLE_ROLES, Role
from actions.enums import LinkState, ParticipationRole, StepState
from actions.models import Action, ActionParticipation, BudgetLine, MandateLink, Plan, Step
from tests.factories.actions import (
    MANDATE_DAY,
    TODAY,
    ActionFactory,
    LinkFactory,
    PlanFactory,
    StepFactory,
    make_plan,
    points_of,
)
from tests.factories.people import OfficeFactory, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return make_plan()


def action(plan, number=1):
    return plan.actions.get(number=number)


def step(plan, **fields):
    """An unsaved step of Azione 4, which has none."""
    fields = {"action": action(plan, 4), "position": 9, "first_due": fields.get("due")} | fields
    return Step(plan=plan, title="Un passo", **fields)


def link(plan, **fields):
    """An unsaved link between point 3 and Azione 4, which have none."""
    fields = {"point": points_of(plan)["3"], "action": action(plan, 4), "proposed_on": MANDATE_DAY} | fields
    return MandateLink(plan=plan, **fields)


def existing(plan, **lookup):
    """A copy of a link already there."""
    found = plan.links.get(**lookup)
    return link(plan, point=found.point, action=found.action, step=found.step, how=found.how)


def taken_lead(plan):
    ActionParticipation.objects.create(action=action(plan), office=OfficeFactory(), role=ParticipationRole.LEAD)
    return ActionParticipation(action=action(plan), office=OfficeFactory(), role=ParticipationRole.LEAD)


def same_office(plan):
    office = OfficeFactory()
    ActionParticipation.objects.create(action=action(plan), office=office, role=ParticipationRole.CONTRIBUTES)
    return ActionParticipation(action=action(plan), office=office, role=ParticipationRole.CONSULTED)


DECIDED = {"state": LinkState.VALIDATED, "decided_on": date(2031, 5, 3)}
REFUSED = {
    "second Azione with a number": (
        lambda plan: Action(plan=plan, number=1, short_title="Doppia", title="Doppia."),
        "Nel piano c’è già un’Azione con questo numero.",
    ),
    "negative weight of an Azione": (
        lambda plan: Action(plan=plan, number=9, short_title="Nove", title="Nove.", weight=-1),
        "Il peso di un’Azione non può essere negativo.",
    ),
    "office twice": (same_office, "Questo ufficio partecipa già all’Azione."),
    "second lead": (taken_lead, "L’Azione ha già un capofila."),
    "negative amount": (
        lambda plan: BudgetLine(action=action(plan), label="Lavori", paid=-1),
        "Un importo non può essere negativo.",
    ),
    "second step with a number": (
        lambda plan: step(plan, position=1, action=action(plan, 1)),
        "Nell’Azione c’è già un passo con questo numero.",
    ),
    "second step of the coordination": (
        lambda plan: Step(plan=plan, position=1, title="Un passo"),
        "Nel coordinamento c’è già un passo con questo numero.",
    ),
    "negative weight of a step": (lambda plan: step(plan, weight=-1), "Il peso di un passo non può essere negativo."),
    "due before start": (
        lambda plan: step(plan, start=date(2031, 6, 2), due=date(2031, 6, 1), due_source="seduta"),
        "Il termine precede l’inizio.",
    ),
    "due without source": (
        lambda plan: step(plan, due=date(2031, 6, 1)),
        "Scrivi da dove viene il termine: un atto, una seduta, una stima dell’ufficio.",
    ),
    "done without proof": (
        lambda plan: step(plan, state=StepState.DONE, done_on=TODAY),
        "Un passo è attuato solo con la data e la prova.",
    ),
    "done without a day": (
        lambda plan: step(plan, state=StepState.DONE, evidence_note="verbale n. 3"),
        "Un passo è attuato solo con la data e la prova.",
    ),
    "link of a step twice": (lambda plan: existing(plan, step__isnull=False), "Questo legame c’è già."),
    "link of an Azione twice": (lambda plan: existing(plan, action__number=2, step=None), "Questo legame c’è già."),
    "link of the coordination twice": (lambda plan: existing(plan, action=None), "Questo legame c’è già."),
    "decided before it was proposed": (lambda plan: link(plan, **DECIDED), "La decisione precede la proposta."),
}
# Nobody writes these through a form: the database alone refuses them.
REFUSED_BY_DATABASE = {
    "due without the first one": lambda plan: step(plan, due=TODAY, due_source="seduta", first_due=None),
    "unknown state": lambda plan: step(plan, state="boh"),
    "decided without a day": lambda plan: link(plan, state=LinkState.REJECTED),
    "proposed with a day of decision": lambda plan: link(plan, decided_on=TODAY),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_sentence(plan, case):
    build, sentence = REFUSED[case]
    with pytest.raises(ValidationError) as refusal:
        build(plan).full_clean()
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize("case", [*REFUSED, *REFUSED_BY_DATABASE])
def test_the_database_refuses(plan, case):
    build = REFUSED[case][0] if case in REFUSED else REFUSED_BY_DATABASE[case]
    wrong = build(plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


@pytest.mark.parametrize(
    "build",
    [
        lambda plan: step(plan),
        lambda plan: step(plan, start=TODAY, due=TODAY, due_source="seduta del 3 giugno"),
        lambda plan: step(plan, state=StepState.DONE, done_on=TODAY, evidence_note="verbale"),
        lambda plan: step(plan, state=StepState.DONE, done_on=TODAY, evidence_act=plan.mandate),
        lambda plan: step(plan, weight=0),
        lambda plan: link(plan),
        lambda plan: link(plan, state=LinkState.VALIDATED, decided_on=MANDATE_DAY),
        lambda plan: MandateLink(plan=plan, point=points_of(plan)["3"], proposed_on=MANDATE_DAY),
        lambda plan: BudgetLine(action=action(plan), label="Lavori", allocated=0),
    ],
)
def test_what_is_right_is_saved(plan, build):
    right = build(plan)
    right.full_clean()
    right.save()
    assert type(right).objects.filter(pk=right.pk).exists()


def test_the_same_number_in_two_azioni_and_in_two_plans(plan):
    other = PlanFactory()
    StepFactory(action=ActionFactory(plan=other, number=1), position=1)
    StepFactory(action=None, plan=other, position=1)
    StepFactory(action=action(plan, 2), position=1)
    assert Step.objects.filter(position=1).count() == 5


def test_codes_and_names(plan):
    assert [s.code for s in Step.objects.in_plan_order()] == ["1.1", "1.2", "T.1"]
    assert [str(s) for s in Step.objects.in_plan_order()][0] == "1.1 Contare le corti"
    assert str(action(plan)) == "Azione 1, Affitti chiari"
    assert sorted(map(str, plan.links.all())) == [
        "1.a esegue 1.1 Contare le corti",
        "1.b esegue Azione 2, Custodi di scala",
        "1.b esegue Azione 3, Case per ripartire",
        "2 esegue coordinamento",
    ]


def test_a_rejected_link_counts_no_more(plan):
    LinkFactory(point=points_of(plan)["3"], action=action(plan, 4), state=LinkState.REJECTED)
    assert plan.links.count() == 5
    assert plan.links.live().count() == 4


def test_nothing_of_the_plan_disappears_with_what_it_stands_on(plan):
    for standing in (plan.mandate, action(plan), points_of(plan)["1.a"]):
        with pytest.raises(ProtectedError):
            standing.delete()


@pytest.mark.parametrize("model", [Plan, Action, Step, MandateLink])
def test_who_sees_the_plan(plan, model):
    sees = {role: model.objects.visible_to(make_user(role)).count() for role in GRANTABLE_ROLES}
    everything = model.objects.count()
    assert sees == {role: 0 if role in (Role.ADMINISTRATOR, Role.TUTOR) else everything for role in GRANTABLE_ROLES}
    assert everything > 0
