"""What the database refuses about indicators, targets and figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from abitare.people.roles import GRANTABLE_ROLES, Role
from abitare.records.integrity import verify
from actions.models import Indicator, Observation, Target
from tests.factories.actions import TODAY
from tests.factories.indicators import JULY, IndicatorFactory, TargetFactory, observe
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(db):
    return IndicatorFactory(code="A1.1")


def observation(indicator, **fields):
    return Observation(indicator=indicator, value=1, **(JULY | fields))


def same_day(indicator):
    first = TargetFactory(indicator=indicator)
    return Target(indicator=indicator, on=first.on, value=3, act=first.act)


def same_period(indicator):
    observation(indicator).save()
    return observation(indicator)


REFUSED = {
    "code twice": (
        lambda i: Indicator(plan=i.plan, code="A1.1", name="x", unit="x", direction="up"),
        "C’è già un indicatore con questo codice.",
    ),
    "baseline without a day": (
        lambda i: IndicatorFactory.build(action=i.action, plan=i.plan, baseline=Decimal(1)),
        "Il valore di partenza ha la sua data e la sua fonte.",
    ),
    "baseline without a source": (
        lambda i: IndicatorFactory.build(action=i.action, plan=i.plan, baseline=Decimal(1), baseline_on=TODAY),
        "Il valore di partenza ha la sua data e la sua fonte.",
    ),
    "never due": (
        lambda i: IndicatorFactory.build(action=i.action, plan=i.plan, months=0),
        "Fra due rilevazioni passa almeno un mese.",
    ),
    "factor zero": (
        lambda i: IndicatorFactory.build(action=i.action, plan=i.plan, factor=0),
        "Il moltiplicatore è almeno uno.",
    ),
    "two targets for a day": (same_day, "Per questo giorno c’è già un obiettivo."),
    "target of nobody": (
        lambda i: Target(indicator=i, on=TODAY, value=3),
        "Un obiettivo cita l’atto o la seduta che lo fissa.",
    ),
    "half a band": (
        lambda i: Target(indicator=i, on=TODAY, minimum=3, act=i.plan.mandate),
        "Scrivi un valore, oppure i due estremi di una fascia.",
    ),
    "band upside down": (
        lambda i: Target(indicator=i, on=TODAY, minimum=3, maximum=2, act=i.plan.mandate),
        "La fascia finisce prima di cominciare.",
    ),
    "two figures for a period": (same_period, "Per questo periodo c’è già una rilevazione: correggila."),
    "period upside down": (
        lambda i: observation(i, period_to=date(2031, 6, 30)),
        "Il periodo finisce prima di cominciare.",
    ),
    "denominator zero": (
        lambda i: observation(i, numerator=1, denominator=0),
        "Il denominatore non può essere zero.",
    ),
    "numerator alone": (lambda i: observation(i, numerator=1), "Numeratore e denominatore vanno insieme."),
}
REFUSED_BY_DATABASE = {
    "unknown direction": lambda i: Indicator(plan=i.plan, code="A9", name="x", unit="x", direction="boh"),
    "unknown state": lambda i: observation(i, state="boh"),
    "certified without a day": lambda i: observation(i, state="certified"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_sentence(indicator, case):
    build, sentence = REFUSED[case]
    with pytest.raises(ValidationError) as refusal:
        build(indicator).full_clean()
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize("case", [*REFUSED, *REFUSED_BY_DATABASE])
def test_the_database_refuses(indicator, case):
    build = REFUSED[case][0] if case in REFUSED else REFUSED_BY_DATABASE[case]
    wrong = build(indicator)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_names(indicator):
    row = observe(indicator, JULY, 3, dimension="Borgo Alto")
    assert (str(indicator), str(row)) == ("A1.1 Corti aperte, A1.1", "A1.1, luglio 2031, Borgo Alto")
    assert str(TargetFactory(indicator=indicator)) == "A1.1, 10 al 31 dicembre 2031"


def test_a_figure_written_by_the_service_has_its_register(indicator):
    observe(indicator, JULY, 3, state="certified")
    assert [f.code for f in verify().findings if "observation" in f.sentence] == []


@pytest.mark.parametrize("model", [Indicator, Target, Observation])
def test_who_sees_them(indicator, model):
    TargetFactory(indicator=indicator)
    observe(indicator, JULY, 3)
    sees = {role: model.objects.visible_to(make_user(role)).count() for role in GRANTABLE_ROLES}
    assert sees == {role: 0 if role in (Role.ADMINISTRATOR, Role.TUTOR) else 1 for role in GRANTABLE_ROLES}
