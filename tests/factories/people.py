"""People, offices and enti for the tests. A user alone is an outsider; `make_user(Role.X)` is staff with that role."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory
from stdnum import luhn

from abitare.people.enums import LegalForm, OfficeKind, RuntsSection
from abitare.people.models import Membership, Office, Organization, RoleGrant, User
from abitare.people.roles import OFFICE_ROLES, STAFF_ROLES, Role

PASSWORD = "una parola lunga 26"


def tax_code(number: int) -> str:
    """An invented codice fiscale of 11 digits with the right check digit."""
    base = f"99{number:05d}019"
    return base + luhn.calc_check_digit(base)


class UserFactory(DjangoModelFactory):
    """An active account with a verified address and `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persona{n}@prova.example")
    full_name = factory.Sequence(lambda n: f"Persona {n:04d}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        verified = kwargs.pop("verified", True)
        user = model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
        return user


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    name = factory.Sequence(lambda n: f"Settore {n:04d}")
    kind = OfficeKind.SECTOR


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory, is_staff=True)
    role = Role.COORDINATOR


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Associazione {n:04d}")
    legal_form = LegalForm.ASSOCIATION
    runts_section = RuntsSection.PROMOTION
    runts_number = factory.Sequence(lambda n: f"{n:06d}")
    tax_code = factory.Sequence(tax_code)
    pec = factory.Sequence(lambda n: f"ente{n}@pec.prova.example")
    legal_representative = "Anna Prova"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)


def make_user(role: Role | None = None, office: Office | None = None, **fields) -> User:
    """An account with one role that holds today; an office is made for the roles that need one.

    `make_user()` is an outsider without roles, `make_user(is_staff=True)` an invited person without a role.
    """
    user = UserFactory(**{"is_staff": role in STAFF_ROLES} | fields)
    if role is not None:
        if office is None and role in OFFICE_ROLES:
            office = OfficeFactory()
        RoleGrantFactory(user=user, role=role, office=office)
    return user
