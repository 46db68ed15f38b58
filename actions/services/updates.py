"""Signed updates: written once, never changed."""

from django.db import transaction
from django.utils import timezone

from abitare.records.services.log import log
from abitare.records.workflow import TransitionRefused
from actions.enums import UpdateKind
from actions.models import Update

COORDINATION = "coordinamento"
TEXTS = ("done", "obstacles", "next_steps", "ask")


def signature(user, office):
    """«Nome, ufficio»: the name as it is today, kept with the update."""
    return f"{user.full_name}, {office.name if office else COORDINATION}"


@transaction.atomic
def sign_update(subject, *, plan, office, by, happened_on, kind=UpdateKind.NEWS, **texts):
    """Append what an office declares of an Azione, a step or a point; returns the ``Update``.

    subject: ``{"action": …}``, ``{"step": …}`` or ``{"point": …}``. office: the one that signs, None for the
    coordination. texts: done, obstacles, next_steps, ask. «Nessuna novità» said twice by the same person on the same
    day is one fact. Raises ``TransitionRefused`` for an update that says nothing or of a day to come. Logs on the
    subject, so that a row added around the application shows.
    """
    texts = {name: texts.get(name, "").strip() for name in TEXTS}
    failures = []
    if kind == UpdateKind.NEWS and not any(texts.values()):
        failures.append("Scrivi almeno una cosa, oppure usa «nessuna novità».")
    if happened_on > timezone.localdate():
        failures.append("Un aggiornamento non può riferirsi a un giorno che deve ancora venire.")
    if failures:
        raise TransitionRefused(failures)
    fields = {"plan": plan, "office": office, "author": by, "kind": kind, "happened_on": happened_on, **subject}
    if kind == UpdateKind.NOTHING_NEW and (same := Update.objects.filter(**fields).first()):
        return same
    update = Update.objects.create(**fields, **texts, author_label=signature(by, office))
    said = [(Update._meta.get_field(name).verbose_name, "", text) for name, text in texts.items() if text]
    [obj] = subject.values()
    log(obj, "sign_update", label=update.get_kind_display(), by=by, changes=[*said, ("firma", "", update.author_label)])
    return update
