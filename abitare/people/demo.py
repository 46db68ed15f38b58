"""The demo accounts (DESIGN section 5): invented persons and enti, never outside a demo installation."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from abitare.people.enums import LegalForm, MembershipRole, OfficeKind, RuntsSection
from abitare.people.models import Membership, Office, Organization, RoleGrant, User
from abitare.people.roles import Role

DOMAIN = "demo.example"

SOCIAL_OFFICE = "Settore Politiche Sociali"
ESTATES_OFFICE = "Servizio Patrimonio (dimostrativo)"
WORKS_OFFICE = "Servizio Manutenzioni (dimostrativo)"
ACCOUNTS_OFFICE = "Servizio Ragioneria (dimostrativo)"


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """One account. Without a role: its tasks come from a call (commissari) or from its ente."""

    name: str
    full_name: str
    role: Role | None = None
    office: str = ""
    is_staff: bool = True
    organization: str = ""

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"


@dataclass(frozen=True, kw_only=True)
class DemoOrganization:
    name: str
    legal_form: LegalForm
    tax_code: str
    pec: str
    legal_representative: str
    vat_number: str = ""
    runts_section: str = ""
    runts_number: str = ""
    rea: str = ""


ACCOUNTS = (
    DemoAccount(name="coordinatore", full_name="Coordinatrice demo", role=Role.COORDINATOR),
    DemoAccount(name="patrimonio", full_name="Referente patrimonio demo", role=Role.ESTATES, office=ESTATES_OFFICE),
    DemoAccount(name="tecnico", full_name="Tecnica demo", role=Role.TECHNICIAN, office=WORKS_OFFICE),
    DemoAccount(name="ragioneria", full_name="Ragioniere demo", role=Role.ACCOUNTANT, office=ACCOUNTS_OFFICE),
    DemoAccount(name="rup", full_name="Responsabile del procedimento demo", role=Role.EDITOR, office=SOCIAL_OFFICE),
    DemoAccount(name="istruttore", full_name="Istruttrice demo", role=Role.EDITOR, office=SOCIAL_OFFICE),
    DemoAccount(name="commissario1", full_name="Prima commissaria demo"),
    DemoAccount(name="commissario2", full_name="Secondo commissario demo"),
    DemoAccount(name="commissario3", full_name="Terza commissaria demo"),
    DemoAccount(name="dirigente", full_name="Dirigente demo", role=Role.MANAGER),
    DemoAccount(name="giunta", full_name="Assessora demo", role=Role.GIUNTA),
    DemoAccount(name="revisore", full_name="Revisore demo", role=Role.AUDITOR),
    DemoAccount(name="tutor", full_name="Tutor demo", role=Role.TUTOR, is_staff=False),
    DemoAccount(name="ente1", full_name="Referente primo ente demo", is_staff=False, organization="99000010191"),
    DemoAccount(name="ente2", full_name="Referente secondo ente demo", is_staff=False, organization="99000020190"),
    DemoAccount(name="ente3", full_name="Referente terzo ente demo", is_staff=False, organization="99000030199"),
    DemoAccount(name="amministratore", full_name="Amministratore demo", role=Role.ADMINISTRATOR),
)

ORGANIZATIONS = (
    DemoOrganization(
        name="Cooperativa sociale Il Ballatoio (dimostrativa)",
        legal_form=LegalForm.COOPERATIVE_A,
        tax_code="99000010191",
        vat_number="99000010191",
        rea="CR-000001",
        runts_section=RuntsSection.SOCIAL_ENTERPRISE,
        pec="ballatoio@pec.demo.example",
        legal_representative="Legale rappresentante demo 1",
    ),
    DemoOrganization(
        name="Associazione Pianerottolo APS (dimostrativa)",
        legal_form=LegalForm.ASSOCIATION,
        tax_code="99000020190",
        runts_section=RuntsSection.PROMOTION,
        runts_number="000002",
        pec="pianerottolo@pec.demo.example",
        legal_representative="Legale rappresentante demo 2",
    ),
    DemoOrganization(
        name="Fondazione Cortile Comune (dimostrativa)",
        legal_form=LegalForm.FOUNDATION,
        tax_code="99000030199",
        runts_section=RuntsSection.PHILANTHROPY,
        runts_number="000003",
        pec="cortile@pec.demo.example",
        legal_representative="Legale rappresentante demo 3",
    ),
)


@transaction.atomic
def create_demo_accounts(password: str) -> int:
    """Make what is missing of the demo accounts and enti; returns how many accounts are new.

    Running again changes nothing: a password, a name or a role changed since stays as it is.
    """
    for organization in ORGANIZATIONS:
        _organization(organization)
    return sum(_account(account, password) for account in ACCOUNTS)


def _account(account: DemoAccount, password: str) -> bool:
    if User.objects.filter(email=account.email).exists():
        return False
    user = User.objects.create_user(account.email, password, full_name=account.full_name, is_staff=account.is_staff)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if account.role:
        office = _office(account.office) if account.office else None
        RoleGrant.objects.create(user=user, role=account.role, office=office)
    if account.organization:
        organization = Organization.objects.get(tax_code=account.organization, tax_code_confirmed_at__isnull=False)
        Membership.objects.create(user=user, organization=organization, role=MembershipRole.CONTACT)
    return True


def _organization(organization: DemoOrganization) -> None:
    Organization.objects.get_or_create(
        tax_code=organization.tax_code,
        tax_code_confirmed_at__isnull=False,
        defaults=vars(organization) | {"tax_code_confirmed_at": timezone.now()},
    )


def _office(name: str) -> Office:
    """The open office of this name, made when the plan has not made it."""
    existing = Office.objects.current().filter(name__iexact=name).first()
    return existing or Office.objects.create(
        name=name, kind=OfficeKind.SECTOR if name.startswith("Settore") else OfficeKind.SERVICE
    )
