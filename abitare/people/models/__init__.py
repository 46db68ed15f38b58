from abitare.people.models.invitations import Invitation
from abitare.people.models.offices import Office, RoleGrant
from abitare.people.models.organizations import Membership, Organization
from abitare.people.models.preferences import NotificationPreference
from abitare.people.models.users import User

__all__ = ["Invitation", "Membership", "NotificationPreference", "Office", "Organization", "RoleGrant", "User"]
