"""Verbs on people: invitations, roles, second factor."""

import logging
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from abitare.people.enums import InvitationState
from abitare.people.models import Invitation, NotificationPreference, RoleGrant, User
from abitare.people.notifications import send_invitation, send_second_factor_reset
from abitare.people.roles import OUTSIDE_ROLES
from abitare.people.selectors import token_hash

logger = logging.getLogger(__name__)

INVITATION_LASTS = timedelta(days=7)


class InvitationClosed(Exception):
    """The invitation was accepted, withdrawn or has expired in the meantime."""


@transaction.atomic
def invite(*, email: str, role: str, office=None, by: User) -> tuple[Invitation, str]:
    """Invite an address: returns the invitation and its token, which is kept nowhere.

    Withdraws the invitation still open for the same address and queues the message. Raises ValidationError.
    """
    now = timezone.now()
    email = email.strip().lower()
    Invitation.objects.open().filter(email=email).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        role=role,
        office=office,
        token_hash=token_hash(token),
        invited_by=by,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    invitation.full_clean()
    invitation.save()
    send_invitation(invitation, token)
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> bool:
    """Close an open invitation; False when it was not open any more."""
    return bool(Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()))


@transaction.atomic
def accept_invitation(*, invitation: Invitation, full_name: str, password: str) -> User:
    """Make the account of an invited person: verified address, staff mark, role.

    Raises InvitationClosed if it is not pending any more, ValidationError if the account exists already.
    """
    invitation = _pending(invitation)
    user = User(email=invitation.email, full_name=full_name)
    user.set_password(password)
    user.full_clean()
    user.save()
    return _admit(user, invitation)


@transaction.atomic
def accept_invitation_as(*, invitation: Invitation, user: User) -> User:
    """Give the role of an invitation to the account that already has its address. Raises as above."""
    if user.email != invitation.email:
        raise ValidationError("L’invito è per un altro indirizzo e-mail.")
    return _admit(user, _pending(invitation))


def _pending(invitation: Invitation) -> Invitation:
    """The invitation locked and still good; two windows accepting together are one acceptance."""
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.state != InvitationState.PENDING:
        raise InvitationClosed
    return locked


def _admit(user: User, invitation: Invitation) -> User:
    if invitation.role not in OUTSIDE_ROLES and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    held = RoleGrant.objects.open().filter(user=user, role=invitation.role, office=invitation.office)
    if invitation.role and not held.exists():
        grant_role(user=user, role=invitation.role, office=invitation.office, by=invitation.invited_by)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return user


@transaction.atomic
def grant_role(*, user: User, role: str, office=None, by: User | None) -> RoleGrant:
    """Give a role from today. Raises ValidationError when the person has it already or may not have it."""
    grant = RoleGrant(user=user, role=role, office=office, granted_by=by)
    grant.full_clean()
    grant.save()
    return grant


@transaction.atomic
def revoke_grant(*, grant: RoleGrant, by: User) -> bool:
    """Withdraw a role from today on; the row stays as history. False when it was withdrawn already.

    Who manages people cannot withdraw their own role: somebody must be left who can give it back.
    """
    if grant.user_id == by.pk:
        raise ValidationError("Non puoi revocare un tuo ruolo: chiedilo a un altro amministratore.")
    today = timezone.localdate()
    locked = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if locked.valid_to is not None:
        return False
    locked.valid_to, locked.revoked_by = max(today, locked.valid_from), by
    locked.save(update_fields=["valid_to", "revoked_by"])
    return True


@transaction.atomic
def set_preferences(*, user: User, choices: dict) -> None:
    """Keep what a person chose for each kind of message (``NotificationKind`` -> wanted)."""
    for kind, wanted in choices.items():
        NotificationPreference.objects.update_or_create(user=user, kind=kind, defaults={"enabled": wanted})


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> bool:
    """Remove the authenticator and recovery codes of a person who lost the phone; tells them by e-mail.

    At the next page they must set up a new one. False when there was nothing to remove.
    """
    if user.pk == by.pk:
        raise ValidationError("Il tuo secondo fattore si cambia dalla pagina «Sicurezza».")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        logger.info("second factor of user %s removed by user %s", user.pk, by.pk)
        send_second_factor_reset(user, by)
    return bool(removed)
