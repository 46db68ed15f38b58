"""Figures that the plan itself can count, for ``actions.sources``."""

from abitare.records.enums import PointKind
from abitare.records.models import MandatePoint
from actions.enums import LinkHow, LinkState
from actions.models import MandateLink
from actions.sources import argument_of


def incorporated_points(indicator, day):
    """How many criteria under a number of the dispositivo («incorporated:004») an act incorporates, as validated.

    Only links validated by ``day`` count: a proposal is not yet a fact. None when that number has no criteria.
    """
    criteria = MandatePoint.objects.of_proposal().filter(
        clause__act_id=indicator.plan.mandate_id,
        clause__path__startswith=f"{argument_of(indicator)}.",
        kind=PointKind.CRITERION,
    )
    if not criteria.exists():
        return None
    links = MandateLink.objects.filter(
        plan=indicator.plan_id, how=LinkHow.INCORPORATES, state=LinkState.VALIDATED, decided_on__lte=day
    )
    return criteria.filter(links__in=links).distinct().count()
