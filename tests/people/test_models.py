from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from abitare.people.enums import InvitationState, OfficeKind, RuntsSection
from abitare.people.models import Invitation, Membership, Office, Organization, RoleGrant, User
from abitare.people.roles import Role
from tests.factories.people import (
    MembershipFactory,
    OfficeFactory,
    OrganizationFactory,
    RoleGrantFactory,
    UserFactory,
    make_user,
)

pytestmark = pytest.mark.django_db

YESTERDAY, TODAY = date(2026, 3, 9), date(2026, 3, 10)


def refused(make, **fields):
    """The database itself refuses: nothing of ours has looked before."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)


def invitation(**fields):
    now = timezone.now()
    given = {
        "email": "nuova@prova.example",
        "token_hash": "0" * 64,
        "invited_by": UserFactory(),
        "created_at": now,
        "expires_at": now + timedelta(days=7),
    } | fields
    return Invitation.objects.create(**given)


# --- users ------------------------------------------------------------------------------------------------------
def test_an_address_is_one_whatever_its_case():
    User.objects.create_user("Anna.Prova@Example.IT", "x", full_name="Anna")
    assert User.objects.get().email == "anna.prova@example.it"
    refused(User.objects.create, email="anna.prova@example.it", full_name="Altra")
    refused(User.objects.create, email="ANNA.prova@example.it", full_name="Altra")


def test_the_form_refuses_the_same_address_with_a_sentence():
    UserFactory(email="anna@prova.example")
    with pytest.raises(ValidationError) as refusal:
        User(email="ANNA@prova.example", full_name="Altra", password="x").full_clean()
    assert refusal.value.message_dict == {"email": ["Esiste già un account con questo indirizzo e-mail."]}


def test_a_user_is_found_whatever_the_case():
    user = UserFactory(email="anna@prova.example")
    assert User.objects.get_by_natural_key(" Anna@Prova.Example ") == user


def test_there_is_no_superuser():
    assert not {"is_superuser", "groups", "user_permissions"} & {field.name for field in User._meta.get_fields()}


# --- offices and grants -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        (OfficeFactory, {"valid_from": TODAY, "valid_to": YESTERDAY}),
        (OfficeFactory, {"kind": "ufficietto"}),
        (RoleGrantFactory, {"valid_from": TODAY, "valid_to": YESTERDAY}),
        (RoleGrantFactory, {"role": "sindaco"}),
        (RoleGrantFactory, {"role": Role.ORGANIZATION_CONTACT}),
        (RoleGrantFactory, {"role": Role.EDITOR, "office": None}),
        (MembershipFactory, {"valid_from": TODAY, "valid_to": YESTERDAY}),
        (MembershipFactory, {"role": "presidente"}),
        (OrganizationFactory, {"tax_code": "9900001019"}),
        (OrganizationFactory, {"tax_code": "rssmra80a01d150j"}),
        (OrganizationFactory, {"vat_number": "123"}),
        (OrganizationFactory, {"legal_form": "spa"}),
        (OrganizationFactory, {"runts_section": "z"}),
        (OrganizationFactory, {"runts_section": "", "runts_number": ""}),
        (OrganizationFactory, {"runts_section": "", "runts_number": "12", "rea": "CR-1"}),
        (OrganizationFactory, {"runts_section": RuntsSection.PROMOTION, "runts_number": ""}),
    ],
)
def test_the_database_refuses(factory, fields):
    refused(factory, **fields)


def test_two_open_offices_have_different_names_where_they_are():
    settore = OfficeFactory(name="Settore A")
    refused(OfficeFactory, name="Settore A")
    OfficeFactory(name="Segreteria", parent=settore, kind=OfficeKind.SERVICE)
    refused(OfficeFactory, name="Segreteria", parent=settore)
    OfficeFactory(name="Segreteria", parent=OfficeFactory())
    OfficeFactory(name="Settore A", valid_from=YESTERDAY, valid_to=TODAY)
    assert Office.objects.filter(name="Settore A").count() == 2


def test_an_office_does_not_depend_on_itself():
    top = OfficeFactory()
    low = OfficeFactory(parent=top)
    top.parent = low
    with pytest.raises(ValidationError, match="non può dipendere da un suo ufficio"):
        top.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.filter(pk=low.pk).update(parent=low.pk)


def test_offices_within_reach_three_levels():
    city = OfficeFactory(kind=OfficeKind.MUNICIPALITY)
    sector = OfficeFactory(parent=city)
    service = OfficeFactory(parent=sector, kind=OfficeKind.SERVICE)
    OfficeFactory()
    assert set(Office.objects.within([city])) == {city, sector, service}
    assert set(Office.objects.within([sector])) == {sector, service}


def test_offices_are_read_by_staff_only():
    office = OfficeFactory()
    seen = {str(role): office in Office.objects.visible_to(make_user(role)) for role in (Role.GIUNTA, Role.TUTOR)}
    assert seen == {"giunta": True, "tutor": False}


def test_one_open_grant_for_each_person_office_and_role():
    office = OfficeFactory()
    user = make_user(Role.EDITOR, office)
    refused(RoleGrantFactory, user=user, role=Role.EDITOR, office=office)
    RoleGrantFactory(user=user, role=Role.EDITOR, office=OfficeFactory())
    RoleGrantFactory(user=user, role=Role.EDITOR, office=office, valid_from=YESTERDAY, valid_to=TODAY)
    RoleGrantFactory(user=user, role=Role.MANAGER)
    refused(RoleGrantFactory, user=user, role=Role.MANAGER)
    assert RoleGrant.objects.filter(user=user).open().count() == 3


def test_a_staff_role_is_refused_to_an_outside_account_with_a_sentence():
    with pytest.raises(ValidationError, match="solo per invito"):
        RoleGrant(user=UserFactory(), role=Role.MANAGER).full_clean()


def test_a_role_of_office_asks_for_the_office_with_a_sentence():
    with pytest.raises(ValidationError, match="indica quale"):
        RoleGrant(user=make_user(is_staff=True), role=Role.EDITOR).full_clean()


def test_grants_are_seen_by_their_person_and_by_the_administrator():
    grant = RoleGrantFactory()
    admin, stranger = make_user(Role.ADMINISTRATOR), make_user(Role.COORDINATOR)
    assert [grant in RoleGrant.objects.visible_to(user) for user in (grant.user, admin, stranger)] == [
        True,
        True,
        False,
    ]


# --- enti -------------------------------------------------------------------------------------------------------
def test_only_a_confirmed_tax_code_belongs_to_one_ente():
    OrganizationFactory(tax_code="99000010191")
    OrganizationFactory(tax_code="99000010191")
    OrganizationFactory(tax_code="99000010191", tax_code_confirmed_at=timezone.now())
    refused(OrganizationFactory, tax_code="99000010191", tax_code_confirmed_at=timezone.now())


@pytest.mark.parametrize(
    "fields",
    [
        {"runts_section": "", "runts_number": "", "rea": "CR-123456"},
        {"runts_section": RuntsSection.PENDING, "runts_number": ""},
        {"tax_code": "RSSMRA80A01D150J"},
    ],
)
def test_enti_that_are_fine(fields):
    body = OrganizationFactory.build(**fields)
    body.full_clean()
    body.save()
    assert Organization.objects.get() == body


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"tax_code": "99000010199"}, "tax_code", "non è corretto"),
        ({"vat_number": "99000010199"}, "vat_number", "cifra di controllo"),
        ({"pec": "non una pec"}, "pec", "email valido"),
        ({"runts_section": "", "runts_number": ""}, "__all__", "oppure il numero REA"),
    ],
)
def test_what_is_wrong_with_an_ente_is_said(fields, field, words):
    with pytest.raises(ValidationError) as refusal:
        OrganizationFactory.build(**fields).full_clean()
    assert list(refusal.value.message_dict) == [field]
    assert words in refusal.value.message_dict[field][0]


def test_an_ente_is_seen_by_its_current_members_and_by_the_administrator():
    membership = MembershipFactory()
    past = MembershipFactory(organization=membership.organization, valid_from=YESTERDAY, valid_to=TODAY).user
    users = [membership.user, past, make_user(), make_user(Role.COORDINATOR), make_user(Role.ADMINISTRATOR)]
    seen = [membership.organization in Organization.objects.visible_to(user) for user in users]
    assert seen == [True, False, False, False, True]
    mine = [membership in Membership.objects.visible_to(user) for user in users]
    assert mine == [True, False, False, False, True]


def test_one_open_membership_for_each_person_ente_and_role():
    membership = MembershipFactory()
    refused(MembershipFactory, user=membership.user, organization=membership.organization)


# --- invitations ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"email": "Nuova@prova.example"},
        {"role": "sindaco"},
        {"role": Role.EDITOR},
        {"expires_at": timezone.now() - timedelta(days=1)},
        {"accepted_at": timezone.now()},
    ],
)
def test_the_database_refuses_an_invitation(fields):
    refused(invitation, **fields)


def test_an_invitation_is_accepted_or_withdrawn():
    refused(invitation, accepted_at=timezone.now(), accepted_by=UserFactory(), withdrawn_at=timezone.now())


def test_one_open_invitation_for_each_address():
    invitation()
    refused(invitation, token_hash="1" * 64)


def test_the_state_of_an_invitation():
    now = timezone.now()
    sent = invitation(created_at=now, expires_at=now + timedelta(days=7))
    assert sent.state_at(now) == InvitationState.PENDING
    assert sent.state_at(sent.expires_at) == InvitationState.EXPIRED
    sent.withdrawn_at = now
    assert sent.state_at(now) == InvitationState.WITHDRAWN
    sent.withdrawn_at, sent.accepted_at = None, now
    assert sent.state_at(now) == InvitationState.ACCEPTED
