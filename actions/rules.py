"""Who may do what with the plan. Predicates ``(user, obj) -> bool``."""

from abitare.people.roles import Permission


def can_view_plan(user, obj=None):
    return user.can(Permission.VIEW_PLAN)


def can_edit_plan(user, obj=None):
    return user.can(Permission.EDIT_PLAN)


def can_edit_step(user, step):
    """The coordination edits every step; an office edits its own."""
    if user.can(Permission.EDIT_PLAN):
        return True
    return any(office.pk == step.office_id for office in user.offices_with(Permission.EDIT_OWN_STEPS))


def can_validate_links(user, link=None):
    """The table validates: its coordination and the dirigenti record what it decided."""
    return user.can(Permission.VALIDATE_LINKS)
