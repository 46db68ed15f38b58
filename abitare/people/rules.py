"""Questions about a person, asked by every app. No queries beyond the grants of the person."""

from abitare.people.roles import Permission


def may(user, permission: Permission) -> bool:
    """`user.can(permission)`, False for who has not signed in: for public pages."""
    return user.is_authenticated and user.can(permission)
