"""Who may do what with acts, files and the log: predicates ``(user, obj) -> bool`` on the user's grants."""

from abitare.people.roles import Permission


def can_view_acts(user, act=None):
    return user.can(Permission.VIEW_ACTS)


def can_import_acts(user, act=None):
    """Import an act, correct a clause, attach a file to an act."""
    return user.can(Permission.IMPORT_ACTS)


def can_view_log(user, obj=None):
    return user.can(Permission.VIEW_LOG)
