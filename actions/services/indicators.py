"""Putting indicators in use, and writing where they start and where they should go. No figure has a default."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from abitare.records.services.clauses import StaleVersion
from abitare.records.services.log import differences, log
from abitare.ui import formats
from actions.enums import Direction, LinkHow
from actions.models import Baseline, Indicator, IndicatorUse, MandateLink, Target


def _locked(indicator, version=None):
    """The row, held until the transaction ends. Raises ``StaleVersion`` when another has saved since ``version``."""
    locked = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    if version is not None and locked.version != version:
        raise StaleVersion(locked)
    return locked


def _save(indicator, values):
    """Set and save; returns what changed, in words for the log."""
    changes = [
        (label, _words(indicator, old), _words(indicator, new)) for label, old, new in differences(indicator, values)
    ]
    if changes:
        for name, value in values.items():
            setattr(indicator, name, value)
        indicator.version += 1
        indicator.full_clean()
        indicator.save()
    return changes


def _words(indicator, value):
    if isinstance(value, bool):
        return "sì" if value else "no"
    return indicator.figure(value) if isinstance(value, Decimal) else value


@transaction.atomic
def put_in_use(indicator, *, by, version, **values):
    """From now on its figures are expected. ``values``: office, months, lag_days, key. Logs; returns it as saved.

    Also changes those of an indicator already in use. Raises ``StaleVersion`` and ``ValidationError``.
    """
    locked = _locked(indicator, version)
    verb, label = ("change", "modificato") if locked.in_use else ("put_in_use", "messo in uso")
    if verb == "put_in_use":
        IndicatorUse.objects.create(indicator=locked, in_use=True)
    if changes := _save(locked, values | {"in_use": True}):
        log(locked, verb, label=label, by=by, changes=changes)
    return locked


@transaction.atomic
def take_out_of_use(indicator, *, by, reason):
    """No more figures are expected; those already there stay. Does nothing to one that is not in use."""
    locked = _locked(indicator)
    if changes := _save(locked, {"in_use": False}):
        IndicatorUse.objects.create(indicator=locked, in_use=False)
        log(locked, "take_out_of_use", label="tolto dall’uso", by=by, changes=changes, reason=reason)
    return locked


@transaction.atomic
def set_baseline(indicator, *, value, on, source, by, today, version=None):
    """Write where the indicator starts: a figure, its day, where it comes from. Old and new stay in the log.

    Raises ``ValidationError`` with every reason, ``StaleVersion`` when another has saved since.
    """
    locked = _locked(indicator, version)
    failures = [] if source.strip() else ["Scrivi da dove viene il valore di partenza."]
    if on > today:
        failures.append("Il valore di partenza è di un giorno che deve ancora venire.")
    for target in locked.targets.current():
        failures += _against_baseline(locked, target.value, target.on, baseline=value, baseline_on=on)
    if failures:
        raise ValidationError(failures)
    changes = _save(locked, {"baseline": value, "baseline_on": on, "baseline_source": source.strip()})
    if changes:
        Baseline.objects.create(indicator=locked, value=value, on=on)
        log(locked, "set_baseline", label="valore di partenza registrato", by=by, changes=changes)
    return locked


def _against_baseline(indicator, value, on, *, baseline, baseline_on):
    """Why a goal and a baseline cannot stand together: sentences."""
    if value is None or baseline is None or indicator.direction not in (Direction.UP, Direction.DOWN):
        return
    if on <= baseline_on:
        yield f"L’obiettivo {formats.dated(on, 'al')} non viene dopo il valore di partenza."
    if (value < baseline) if indicator.direction == Direction.UP else (value > baseline):
        side, way = ("sotto", "aumentare") if indicator.direction == Direction.UP else ("sopra", "diminuire")
        shown = indicator.figure(value)
        yield f"L’obiettivo {shown} è {side} il valore di partenza, ma l’indicatore deve {way}."


@transaction.atomic
def set_target(indicator, *, on, by, value=None, minimum=None, maximum=None, act=None, meeting=None):
    """Record what an act or a meeting promised for a day. Returns the ``Target``.

    Another promise for the same day takes the place of the one before, which stays on record. Raises
    ``ValidationError`` with every reason: no source, a band where a value is wanted, the very same promise twice.
    """
    locked = _locked(indicator)
    before = locked.targets.current().filter(on=on).first()
    target = Target(
        indicator=locked, on=on, value=value, minimum=minimum, maximum=maximum, act=act, meeting=meeting, recorded_by=by
    )
    failures = list(_target_failures(locked, target, before))
    if failures:
        raise ValidationError(failures)
    if before:
        Target.objects.filter(pk=before.pk).update(current=False)
        target.supersedes = before
    target.full_clean()
    target.save()
    old = f"{before.promise} ({before.act or before.meeting})" if before else ""
    new = f"{target.promise} ({act or meeting})"
    log(locked, "set_target", label="obiettivo fissato", by=by, changes=[("obiettivo", old, new)])
    return target


def _target_failures(indicator, target, before):
    banded, wants_band = target.value is None, indicator.direction == Direction.BAND
    if indicator.direction == Direction.WATCH:
        yield "Questo indicatore si osserva soltanto: non ha obiettivi."
    elif wants_band and (target.minimum is None or target.maximum is None):
        yield "Scrivi i due estremi della fascia."
    elif not wants_band and banded:
        yield "Scrivi il valore dell’obiettivo."
    elif wants_band and target.maximum < target.minimum:
        yield "La fascia finisce prima di cominciare."
    if target.act is None and target.meeting is None:
        yield "Un obiettivo cita l’atto o la seduta che lo fissa."
    known = {"baseline": indicator.baseline, "baseline_on": indicator.baseline_on}
    yield from _against_baseline(indicator, target.value, target.on, **known)
    same = ("value", "minimum", "maximum", "act", "meeting")
    if before and all(getattr(before, name) == getattr(target, name) for name in same):
        yield "Questo obiettivo c’è già, con la stessa fonte."


@transaction.atomic
def propose_measure(indicator, *, point, by, today, note=""):
    """Propose that the indicator measures a point of the mandate; the table validates it. Returns the link."""
    link = MandateLink(
        plan=indicator.plan,
        point=point,
        action=indicator.action,
        indicator=indicator,
        how=LinkHow.MEASURES,
        proposed_by=by,
        proposed_on=today,
        proposed_note=note,
    )
    link.full_clean()
    link.save()
    log(link, "propose", by=by, changes=[("legame", "", link)])
    return link
