"""The plan of the invented Comune di Borgo Quieto: its Azioni, steps and links to the points of its deliberation."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from abitare.records.enums import Level, PointKind
from abitare.records.models import Appointment, MandatePoint, Substitution
from abitare.records.services.acts import Tally, relate
from actions.enums import LinkHow, LinkState, ParticipationRole, StepState
from actions.models import (
    Action,
    ActionParticipation,
    BudgetLine,
    Indicator,
    MandateLink,
    Observation,
    Plan,
    Step,
    Target,
)
from tests.factories.people import OfficeFactory
from tests.factories.records import ActFactory, AttachmentFactory, ClauseFactory, PointFactory

MANDATE_DAY = date(2031, 5, 4)
TODAY = date(2031, 11, 20)  # two hundred days after the mandate
DECLARED = "AB" * 32
ACTION_NAMES = ("Corti aperte", "Affitti chiari", "Custodi di scala", "Case per ripartire")


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    title = "Piano della casa di Borgo Quieto"
    mandate = factory.SubFactory(ActFactory, date=MANDATE_DAY)


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    short_title = factory.LazyAttribute(lambda action: ACTION_NAMES[action.number % len(ACTION_NAMES)])
    title = factory.LazyAttribute(lambda action: f"Fare la parte {action.number} del piano.")


class StepFactory(DjangoModelFactory):
    """A step that nobody has logged. ``action=None, plan=…`` makes one of the coordination."""

    class Meta:
        model = Step

    action = factory.SubFactory(ActionFactory)
    plan = factory.SelfAttribute("action.plan")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Passo inventato {n:04d}")
    first_start = factory.SelfAttribute("start")
    first_due = factory.SelfAttribute("due")
    start = None
    due = None
    due_source = factory.LazyAttribute(lambda step: "stima dell’ufficio" if step.due else "")
    state = StepState.TO_START
    done_on = factory.LazyAttribute(lambda step: date(2031, 10, 1) if step.state == StepState.DONE else None)
    evidence_note = factory.LazyAttribute(lambda step: "verbale n. 3" if step.state == StepState.DONE else "")


class LinkFactory(DjangoModelFactory):
    """A link proposed for an Azione; ``step=…`` makes it one of that step."""

    class Meta:
        model = MandateLink

    step = None
    action = factory.LazyAttribute(lambda link: link.step.action if link.step else ActionFactory())
    plan = factory.LazyAttribute(lambda link: (link.step or link.action).plan)
    point = factory.SubFactory(PointFactory)
    proposed_on = MANDATE_DAY
    decided_on = factory.LazyAttribute(lambda link: None if link.state == LinkState.PROPOSED else TODAY)
    state = LinkState.PROPOSED


def add_point(act, *positions, level=Level.PROPOSAL, kind=PointKind.FULFILMENT, summary="", **fields):
    """A leaf of the dispositivo of ``act`` as a point; the introduction above it is made when it is missing."""
    parent = None
    if len(positions) > 1:
        parent = act.clauses.filter(level=level, path=f"{positions[0]:03d}").first()
        parent = parent or ClauseFactory(act=act, level=level, positions=positions[:1])
    words = {"summary": summary} if summary else {}
    clause = ClauseFactory(act=act, level=level, positions=positions, parent=parent, **words)
    return PointFactory(clause=clause, kind=kind, **fields)


def make_plan(**fields):
    """Four Azioni. Points 1.a, 1.b, 2 and 3 of the proposal and one of the organ.

    Azione 1 executes 1.a with two steps, Azione 2 shares 1.b with Azione 3 (deduced), the coordination has point 2 and
    one step, point 3 has no link, Azione 4 has nothing at all.
    """
    plan = PlanFactory(**fields)
    one, two, three, _ = (ActionFactory(plan=plan, number=number) for number in range(1, 5))
    add_point(plan.mandate, 1, level=Level.GIUNTA, kind=PointKind.APPROVAL, summary="Approva la proposta.")
    gardens = add_point(plan.mandate, 1, 1, kind=PointKind.CRITERION, summary="Aprire le corti a chi ci abita.")
    rents = add_point(plan.mandate, 1, 2, summary="Rendere chiari i canoni.")
    mandate = add_point(
        plan.mandate, 2, kind=PointKind.MANDATE, summary="Il settore coordina.", responsible=OfficeFactory()
    )
    add_point(plan.mandate, 3, summary="Scrivere la carta dei custodi.", responsible_note="Settori interessati")
    first = StepFactory(action=one, position=1, title="Contare le corti", due=date(2031, 12, 31), weight=2)
    StepFactory(action=one, position=2, title="Aprire la prima corte")
    StepFactory(action=None, plan=plan, position=1, title="Riunire il tavolo")
    LinkFactory(step=first, point=gardens)
    LinkFactory(action=two, point=rents, inferred=True)
    LinkFactory(action=three, point=rents, inferred=True, state=LinkState.VALIDATED)
    LinkFactory(action=None, plan=plan, point=mandate)
    return plan


def make_plan_of(count):
    """A plan with ``count`` of everything a page can list: for literal query counts with 1 and 3 rows."""
    plan = PlanFactory()
    for number in range(1, count + 1):
        _add_row(plan, number)
    return plan


def _add_row(plan, number):
    office = OfficeFactory()
    action = ActionFactory(plan=plan, number=number)
    point = add_point(plan.mandate, number, 1, responsible=office)
    evidence = ActFactory(number="")
    step = StepFactory(action=action, office=office, due=date(2031, 6, number), evidence_act=evidence)
    StepFactory(action=None, plan=plan, due=date(2032, 1, number), office=office)
    LinkFactory(step=step, point=point)
    LinkFactory(action=action, point=point)
    LinkFactory(action=None, plan=plan, point=point, state=LinkState.VALIDATED)
    ActionParticipation.objects.create(action=action, office=office, role=ParticipationRole.LEAD)
    BudgetLine.objects.create(action=action, label="Lavori", allocated=1000)
    _add_indicator(plan, action, point, office, number)
    cited = ActFactory(number="", valid_to=date(2033, 1, number))
    relate(Tally(), source=plan.mandate, target=cited, kind="implements", in_thread=True)
    AttachmentFactory(subject=plan.mandate, declared_hash=DECLARED)
    Appointment.objects.create(
        title=f"Incarico {number}", office=office, act=cited, valid_from=MANDATE_DAY, valid_to=date(2032, 3, number)
    )
    Substitution.objects.create(office=office, substitute_office=OfficeFactory(), act=cited)


def _add_indicator(plan, action, point, office, number):
    """In use, with a target, a figure in force that another has replaced, and a point that it measures."""
    indicator = Indicator.objects.create(
        plan=plan, action=action, code=f"A{number}.1", name="Corti aperte", unit="corti", direction="up", in_use=True,
        office=office, baseline=0, baseline_on=MANDATE_DAY, baseline_source="atto",
    )  # fmt: skip
    period = {"period_from": date(2031, 6, 1), "period_to": date(2031, 6, 30), "value": 3, "indicator": indicator}
    old = Observation.objects.create(**period, current=False)
    Observation.objects.create(**period, supersedes=old)
    Target.objects.create(indicator=indicator, on=date(2032, 5, 4), value=10, act=plan.mandate)
    LinkFactory(action=action, point=point, indicator=indicator, how=LinkHow.MEASURES, state=LinkState.VALIDATED)


def points_of(plan):
    """The points of the proposal by coordinate: ``points_of(plan)["1.a"]``."""
    points = MandatePoint.objects.of_proposal().filter(clause__act=plan.mandate).select_related("clause")
    return {point.clause.coordinate: point for point in points}
