import pytest
from allauth.account.models import EmailAddress

from abitare.people import demo
from abitare.people.models import Membership, Office, Organization, RoleGrant, User

pytestmark = pytest.mark.django_db

NAMES = {
    "coordinatore", "patrimonio", "tecnico", "ragioneria", "rup", "istruttore", "commissario1", "commissario2",
    "commissario3", "dirigente", "giunta", "revisore", "tutor", "ente1", "ente2", "ente3", "amministratore",
}  # fmt: skip


def test_the_accounts_of_the_design():
    assert demo.create_demo_accounts("parola demo") == 17
    assert set(User.objects.values_list("email", flat=True)) == {f"{name}@demo.example" for name in NAMES}
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 17
    assert all(user.check_password("parola demo") for user in User.objects.all())
    assert set(User.objects.filter(is_staff=False).values_list("email", flat=True)) == {
        "tutor@demo.example", "ente1@demo.example", "ente2@demo.example", "ente3@demo.example"
    }  # fmt: skip
    assert Membership.objects.current().count() == 3


def test_everything_made_is_valid():
    demo.create_demo_accounts("parola demo")
    for model in (User, Office, RoleGrant, Organization, Membership):
        for row in model.objects.all():
            row.full_clean()


def test_twice_changes_nothing():
    demo.create_demo_accounts("parola demo")
    user = User.objects.get(email="dirigente@demo.example")
    user.set_password("cambiata")
    user.save()
    user.role_grants.all().delete()
    before = [model.objects.count() for model in (User, Office, RoleGrant, Organization, Membership)]
    assert demo.create_demo_accounts("parola demo") == 0
    assert [model.objects.count() for model in (User, Office, RoleGrant, Organization, Membership)] == before
    assert User.objects.get(pk=user.pk).check_password("cambiata")


def test_an_office_of_the_plan_is_used_and_not_doubled():
    plan_office = Office.objects.create(name="Settore POLITICHE SOCIALI", kind="sector")
    demo.create_demo_accounts("parola demo")
    assert RoleGrant.objects.get(user__email="rup@demo.example").office == plan_office
