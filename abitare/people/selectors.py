"""Reads of the people pages."""

import hashlib

from django.db.models import Prefetch

from abitare.people.enums import InvitationState, NotificationKind
from abitare.people.models import Invitation, NotificationPreference, Office, RoleGrant, User
from abitare.people.roles import Permission, Role, allows


def token_hash(token: str) -> str:
    """What is kept of an invitation's token: SHA-256, 64 lower-case hex. The token has 256 random bits: no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by_token(token: str) -> Invitation | None:
    return Invitation.objects.select_related("office", "invited_by").filter(token_hash=token_hash(token)).first()


def staff_for_list(user):
    """Staff accounts with the grants that hold today in `grants_today`: two queries."""
    grants = RoleGrant.objects.current().select_related("office").order_by("pk")
    return (
        User.objects.visible_to(user)
        .staff()
        .prefetch_related(Prefetch("role_grants", queryset=grants, to_attr="grants_today"))
    )


def grants_history(person):
    return person.role_grants.select_related("office", "granted_by", "revoked_by").order_by(
        "valid_to", "-valid_from", "-pk"
    )


def invitations_for_list(user):
    return Invitation.objects.visible_to(user).select_related("office", "invited_by", "accepted_by")


def preferences_of(person) -> dict[str, bool]:
    """What a person chose for each kind of message, True where they chose nothing. One query."""
    chosen = {row.kind: row.enabled for row in person.notification_preferences.all()}
    return {kind.value: chosen.get(kind.value, True) for kind in NotificationKind}


def holders_of(permission: Permission) -> list[RoleGrant]:
    """The grants that carry a permission today, of staff who may sign in, with person and office. One query."""
    roles = [role.value for role in Role if allows(role, permission)]
    grants = RoleGrant.objects.current().filter(role__in=roles, user__is_active=True, user__is_staff=True)
    return list(grants.select_related("user", "office").order_by("user__full_name", "user_id", "pk"))


def without(kind: NotificationKind) -> set[int]:
    """Primary keys of the people who switched this kind of message off. One query."""
    return set(NotificationPreference.objects.switched_off(kind).values_list("user_id", flat=True))


def offices_for_list(user):
    return Office.objects.visible_to(user).select_related("parent")


STAFF_COLUMNS = ("Nome", "E-mail", "Ruoli oggi", "Ultimo accesso")
INVITATION_COLUMNS = ("Indirizzo", "Ruolo", "Ufficio", "Invitato da", "Mandato il", "Esito")
OFFICE_COLUMNS = ("Denominazione", "Denominazione breve", "Tipo", "Fa parte di", "Valido dal", "Non più valido dal")


def staff_rows(staff):
    """The staff list as exported."""
    for person in staff:
        roles = "; ".join(map(str, person.grants_today))
        yield person.full_name, person.email, roles, person.last_login


def office_rows(offices):
    """The list of offices as exported."""
    for office in offices:
        parent = str(office.parent) if office.parent else ""
        yield office.name, office.short_name, office.get_kind_display(), parent, office.valid_from, office.valid_to


def invitation_rows(invitations):
    """The list of invitations as exported."""
    for row in invitations:
        role, office = row.get_role_display() if row.role else "", str(row.office or "")
        yield row.email, role, office, str(row.invited_by), row.created_at, InvitationState(row.state).label
