from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from abitare.people.models import User
from abitare.people.roles import GRANTS, STAFF_ROLES, Permission, Role, allows
from abitare.people.rules import may
from tests.factories.people import OfficeFactory, RoleGrantFactory, make_user

pytestmark = pytest.mark.django_db

READ = {"view_acts", "view_plan"}
TABLE = {
    "coordinator": READ | {"import_acts", "edit_plan", "edit_own_steps", "validate_links", "view_log", "export_data"},
    "editor": READ | {"edit_own_steps", "export_data"},
    "estates": READ | {"edit_own_steps", "export_data"},
    "technician": READ | {"edit_own_steps", "export_data"},
    "accountant": READ | {"edit_own_steps", "export_data"},
    "manager": READ | {"validate_links", "view_log", "export_data"},
    "giunta": READ,
    "auditor": READ | {"view_log", "export_data"},
    "administrator": {"manage_people"},
    "organization_contact": set(),
    "tutor": set(),
}


def test_the_table_of_roles():
    assert {str(role): set(map(str, permissions)) for role, permissions in GRANTS.items()} == TABLE


def test_an_unknown_role_allows_nothing():
    assert not any(allows("sindaco", permission) for permission in Permission)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_can_follows_the_table(role):
    user = make_user(role)
    assert {str(permission) for permission in Permission if user.can(permission)} == TABLE[str(role)]


def test_can_asks_once(django_assert_num_queries):
    pk = make_user(Role.EDITOR, OfficeFactory(name="Settore prova")).pk
    user = User.objects.get(pk=pk)
    with django_assert_num_queries(1):
        assert user.can(Permission.VIEW_PLAN)
        assert not user.can(Permission.MANAGE_PEOPLE)
        assert [office.name for office in user.offices_with(Permission.EDIT_OWN_STEPS)] == ["Settore prova"]


def test_an_administrator_made_by_the_command_sees_no_content():
    user = User.objects.create_superuser("Primo@Prova.example", "x", full_name="Primo")
    assert [str(permission) for permission in Permission if user.can(permission)] == ["manage_people"]


def test_a_grant_gives_access_only_between_its_days():
    user = make_user(is_staff=True)
    RoleGrantFactory(user=user, role=Role.MANAGER, valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 10))
    answers = {}
    for day in ("2026-02-28", "2026-03-01", "2026-03-09", "2026-03-10"):
        with time_machine.travel(f"{day} 12:00+01:00", tick=False):
            answers[day] = User.objects.get(pk=user.pk).can(Permission.VIEW_PLAN)
    assert answers == {"2026-02-28": False, "2026-03-01": True, "2026-03-09": True, "2026-03-10": False}


def test_the_day_is_the_italian_one():
    user = make_user(is_staff=True)
    RoleGrantFactory(user=user, role=Role.MANAGER, valid_from=date(2026, 7, 2))
    with time_machine.travel("2026-07-01 22:30+00:00", tick=False):  # 0.30 of 2 July in Italy
        assert User.objects.get(pk=user.pk).can(Permission.VIEW_PLAN)


def test_a_staff_role_on_an_outside_account_counts_for_nothing():
    user = make_user(Role.COORDINATOR, is_staff=False)
    assert not user.can(Permission.VIEW_PLAN)


def test_a_suspended_account_can_nothing():
    user = make_user(Role.COORDINATOR, is_active=False)
    assert not user.can(Permission.VIEW_PLAN)
    assert user.offices_with(Permission.EDIT_OWN_STEPS) == ()


def test_offices_are_those_of_the_grants_with_the_permission():
    mine, other, past = OfficeFactory(), OfficeFactory(), OfficeFactory()
    user = make_user(Role.EDITOR, mine)
    RoleGrantFactory(user=user, role=Role.TECHNICIAN, office=mine)
    RoleGrantFactory(user=user, role=Role.MANAGER, office=other)
    RoleGrantFactory(user=user, role=Role.EDITOR, office=past, valid_from=date(2025, 1, 1), valid_to=date(2025, 2, 1))
    user = User.objects.get(pk=user.pk)
    assert user.offices_with(Permission.EDIT_OWN_STEPS) == (mine,)
    assert user.has_role(Role.TECHNICIAN)
    assert not user.has_role(Role.AUDITOR)


def test_may_is_false_for_who_has_not_signed_in():
    assert not may(AnonymousUser(), Permission.VIEW_PLAN)
    assert may(make_user(Role.GIUNTA), Permission.VIEW_PLAN)
