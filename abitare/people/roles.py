"""Who may do what: the roles, the permissions and the one table that ties them.

Roles are global. The roles of a single call (RUP, commissario …) live in `coprogettazione`; the incarichi,
which cite an act, in `records`. There is no superuser: nobody sees content without a grant.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    COORDINATOR = "coordinator", "coordinamento"
    EDITOR = "editor", "redattore di settore"
    ESTATES = "estates", "patrimonio"
    TECHNICIAN = "technician", "tecnico"
    ACCOUNTANT = "accountant", "ragioneria"
    MANAGER = "manager", "dirigente"
    GIUNTA = "giunta", "Giunta (lettura)"
    AUDITOR = "auditor", "revisore"
    ADMINISTRATOR = "administrator", "amministratore"
    ORGANIZATION_CONTACT = "organization_contact", "referente di ente"
    TUTOR = "tutor", "tutor"


class Permission(TextChoices):
    VIEW_ACTS = "view_acts", "consultare gli atti"
    IMPORT_ACTS = "import_acts", "importare e correggere gli atti"
    VIEW_PLAN = "view_plan", "consultare il piano"
    EDIT_PLAN = "edit_plan", "modificare il piano"
    EDIT_OWN_STEPS = "edit_own_steps", "aggiornare i passi del proprio ufficio"
    VALIDATE_LINKS = "validate_links", "convalidare i collegamenti tra atti e azioni"
    VIEW_LOG = "view_log", "consultare il registro delle operazioni"
    EXPORT_DATA = "export_data", "esportare i dati"
    MANAGE_PEOPLE = "manage_people", "gestire persone, ruoli e uffici"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.COORDINATOR: frozenset(
        {
            Permission.VIEW_ACTS,
            Permission.IMPORT_ACTS,
            Permission.VIEW_PLAN,
            Permission.EDIT_PLAN,
            Permission.EDIT_OWN_STEPS,
            Permission.VALIDATE_LINKS,
            Permission.VIEW_LOG,
            Permission.EXPORT_DATA,
        }
    ),
    Role.EDITOR: frozenset(
        {Permission.VIEW_ACTS, Permission.VIEW_PLAN, Permission.EDIT_OWN_STEPS, Permission.EXPORT_DATA}
    ),
    Role.ESTATES: frozenset(
        {Permission.VIEW_ACTS, Permission.VIEW_PLAN, Permission.EDIT_OWN_STEPS, Permission.EXPORT_DATA}
    ),
    Role.TECHNICIAN: frozenset(
        {Permission.VIEW_ACTS, Permission.VIEW_PLAN, Permission.EDIT_OWN_STEPS, Permission.EXPORT_DATA}
    ),
    Role.ACCOUNTANT: frozenset(
        {Permission.VIEW_ACTS, Permission.VIEW_PLAN, Permission.EDIT_OWN_STEPS, Permission.EXPORT_DATA}
    ),
    Role.MANAGER: frozenset(
        {
            Permission.VIEW_ACTS,
            Permission.VIEW_PLAN,
            Permission.VALIDATE_LINKS,
            Permission.VIEW_LOG,
            Permission.EXPORT_DATA,
        }
    ),
    Role.GIUNTA: frozenset({Permission.VIEW_ACTS, Permission.VIEW_PLAN}),
    Role.AUDITOR: frozenset({Permission.VIEW_ACTS, Permission.VIEW_PLAN, Permission.VIEW_LOG, Permission.EXPORT_DATA}),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_PEOPLE}),
    Role.ORGANIZATION_CONTACT: frozenset(),
    Role.TUTOR: frozenset(),
}

# Roles of people outside the Comune: they never make an account a staff account.
OUTSIDE_ROLES = (Role.ORGANIZATION_CONTACT, Role.TUTOR)
STAFF_ROLES = tuple(role for role in Role if role not in OUTSIDE_ROLES)
# The contact of an ente is one by Membership, never by grant.
GRANTABLE_ROLES = tuple(role for role in Role if role is not Role.ORGANIZATION_CONTACT)
# «Own office» means nothing without an office.
OFFICE_ROLES = (Role.EDITOR, Role.ESTATES, Role.TECHNICIAN, Role.ACCOUNTANT)


def allows(role: str, permission: Permission) -> bool:
    """True when the role carries the permission; an unknown role carries none."""
    return permission in GRANTS.get(role, frozenset())
