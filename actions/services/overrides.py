"""A health declared by a person beside the computed one: with its reason and its end."""

from django.db import transaction
from django.utils import timezone

from abitare.records.services.log import log
from abitare.records.workflow import TransitionRefused
from abitare.ui.formats import long_date
from actions.models import Action, Override


@transaction.atomic
def declare_health(action, *, health, reason, expires_on, by):
    """Declare a health of the Azione from today to ``expires_on``, its last good day; returns the ``Override``.

    One at a time: raises ``TransitionRefused``, with every reason, when another still holds, when the end has passed,
    when the reason is empty. Logs on the Azione.
    """
    today = timezone.localdate()
    Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    failures = [
        f"C’è già una salute dichiarata fino al {long_date(row.expires_on)}: ritirala prima."
        for row in action.overrides.all()
        if row.holds_on(today)
    ]
    if not reason.strip():
        failures.append("Scrivi perché dichiari una salute diversa da quella calcolata.")
    if expires_on < today:
        failures.append("La dichiarazione finirebbe prima di cominciare.")
    if failures:
        raise TransitionRefused(failures)
    override = Override.objects.create(
        action=action, health=health, reason=reason.strip(), declared_on=today, expires_on=expires_on, author=by
    )
    changes = [("salute dichiarata", "", override.get_health_display()), ("vale fino al", "", long_date(expires_on))]
    log(action, "declare_health", by=by, changes=changes, reason=override.reason)
    return override


@transaction.atomic
def withdraw_health(override, *, by, reason=""):
    """Withdraw a declaration that still holds: from today it no longer counts, and it stays in the history."""
    today = timezone.localdate()
    locked = Override.objects.select_for_update(of=("self",)).select_related("action").get(pk=override.pk)
    if not locked.holds_on(today):
        raise TransitionRefused(["La dichiarazione non vale già più."])
    locked.withdrawn_on = today
    locked.save(update_fields=["withdrawn_on"])
    changes = [("salute dichiarata", locked.get_health_display(), "")]
    log(locked.action, "withdraw_health", by=by, changes=changes, reason=reason)
    return locked
