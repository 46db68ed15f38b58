"""Recording observations: exact, never over another one, never changed afterwards."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from abitare.records.services.log import log
from abitare.ui import formats
from actions import sources
from actions.achievement import period_words, ratio
from actions.enums import ObservationState
from actions.models import Indicator, Observation

COMPUTED = "calcolato da Abitare"
NOTE_NEEDED = "Scrivi perché la correggi: la rilevazione di prima resta nel registro."


@transaction.atomic
def record_observation(
    indicator, *, period_from, period_to, source, by, today,
    value=None, numerator=None, denominator=None, dimension="", note="", supersedes=None,
):  # fmt: skip
    """Record what was observed from ``period_from`` to ``period_to``, as a draft. Returns the ``Observation``.

    A ratio is given by numerator and denominator, and its value computed exactly; any other by ``value``. Whatever it
    is, over a hundred or worse than before, it is kept as it is. ``supersedes``: the observation this one takes the
    place of, which stays on record; ``note`` then says why. Raises ``ValidationError`` with every reason together.
    """
    locked = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    observation = Observation(
        indicator=locked,
        period_from=period_from,
        period_to=period_to,
        dimension=" ".join(dimension.split()),
        value=value,
        numerator=numerator,
        denominator=denominator,
        source=source.strip(),
        note=note.strip(),
        author=by,
        supersedes=supersedes,
    )
    failures = [*_figure_failures(locked, observation), *_period_failures(locked, observation, today)]
    if failures:
        raise ValidationError(failures)
    if denominator is not None:
        observation.value = _stored(ratio(numerator, denominator, locked.factor or 1))
    if supersedes:
        Observation.objects.filter(pk=supersedes.pk).update(current=False)
    observation.full_clean()
    observation.save()
    _log(observation)
    return observation


def _figure_failures(indicator, observation):
    terms = (observation.numerator, observation.denominator)
    if observation.value is not None and terms != (None, None):
        yield "Scrivi il valore, oppure numeratore e denominatore: non tutti e tre."
    elif None in terms and terms != (None, None):
        yield "Numeratore e denominatore vanno insieme."
    elif observation.value is None and terms == (None, None):
        yield "Scrivi numeratore e denominatore." if indicator.factor else "Scrivi il valore."
    elif terms != (None, None) and not indicator.factor:
        yield "Questo indicatore non è un rapporto: scrivi il valore."
    if observation.denominator == 0:
        yield "Il denominatore non può essere zero."
    if not observation.source:
        yield "Scrivi da dove viene il dato."


def _period_failures(indicator, observation, today):
    if not indicator.in_use:
        yield "L’indicatore è nel catalogo ma non è in uso: mettilo in uso prima di rilevarlo."
    if observation.period_to < observation.period_from:
        yield "Il periodo finisce prima di cominciare."
        return
    if observation.period_to > today:
        yield f"Il periodo finisce {formats.dated(observation.period_to, 'il')}: si rileva quando è concluso."
    old = observation.supersedes
    if old is not None:
        yield from _superseding_failures(observation, old)
    others = indicator.observations.current().filter(dimension=observation.dimension)
    others = others.exclude(pk=old.pk) if old else others
    period = {"period_from__lte": observation.period_to, "period_to__gte": observation.period_from}
    for other in others.filter(**period).order_by("period_from"):
        words = period_words(other.period_from, other.period_to)
        yield f"Il periodo si sovrappone a una rilevazione che c’è già: {words} ({other.get_state_display()})."
    certified = others.filter(state=ObservationState.CERTIFIED, period_from__gt=observation.period_to)
    if old is None and (last := certified.order_by("-period_to").first()):
        words = period_words(last.period_from, last.period_to)
        yield f"Il periodo è chiuso: è già certificata la rilevazione che segue, {words}."


def _superseding_failures(observation, old):
    if not Observation.objects.filter(pk=old.pk, current=True).exists():
        yield "Questa rilevazione è già stata sostituita: correggi quella in vigore."
    if (old.indicator_id, old.dimension) != (observation.indicator_id, observation.dimension):
        yield "Si corregge una rilevazione dello stesso indicatore e della stessa ripartizione."
    if not observation.note:
        yield NOTE_NEEDED


def _stored(value):
    """A fraction as the database keeps it, four places; the terms beside it keep it exact."""
    return Decimal(formats.rounded(value, 4)).scaleb(-4)


def _log(observation):
    """One entry on the new row and, when it corrects another, one on that. Figures too small are not written."""
    old = observation.supersedes
    shown = [("valore", old.shown if old else "", observation.shown)]
    period = period_words(observation.period_from, observation.period_to)
    entry = {"by": observation.author, "reason": observation.note if old else ""}
    log(observation, "record", label=f"rilevazione registrata, {period}", changes=shown, **entry)
    if old:
        log(old, "supersede", label=f"rilevazione sostituita, {period}", changes=shown, **entry)


def record_computed(indicator, *, day, by):
    """Record what the source of the indicator answers for ``day`` as a draft, «calcolato da Abitare».

    Raises ``ValidationError`` when it has no source, when the source cannot say, or as ``record_observation``.
    """
    source = sources.source_of(indicator)
    answer = source.function(indicator, day) if source else None
    if answer is None:
        raise ValidationError("Abitare non ha i fatti per calcolarlo: si rileva a mano.")
    terms = dict(zip(("numerator", "denominator"), answer, strict=True)) if isinstance(answer, tuple) else {}
    return record_observation(
        indicator,
        period_from=day,
        period_to=day,
        today=day,
        by=by,
        source=COMPUTED,
        note=source.label,
        value=None if terms else _stored(answer),
        **terms,
    )
