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


def can_do_assignment(user, assignment):
    """The coordination says that any compito is done, an office that its own are."""
    if user.can(Permission.EDIT_PLAN):
        return True
    return any(office.pk == assignment.office_id for office in user.offices_with(Permission.EDIT_OWN_STEPS))


def can_sign_update(user, offices):
    """The coordination writes of everything; an office of what it answers for. ``offices``: keys of those that do."""
    if user.can(Permission.EDIT_PLAN):
        return True
    return any(office.pk in offices for office in user.offices_with(Permission.EDIT_OWN_STEPS))


def can_declare_health(user, action=None):
    """Over the computed health: the coordination and the dirigenti, each in their own name."""
    return user.can(Permission.EDIT_PLAN) or user.can(Permission.VALIDATE_LINKS)


def can_observe(user, indicator):
    """The coordination writes every figure, an office those it gathers (``indicator`` or one of its observations)."""
    if user.can(Permission.EDIT_PLAN):
        return True
    return any(office.pk == indicator.office_id for office in user.offices_with(Permission.EDIT_OWN_STEPS))


def can_certify(user, observation=None):
    """Who answers for the figures: the dirigenti and the coordination; never who wrote that figure (a guard)."""
    return user.can(Permission.VALIDATE_LINKS)
