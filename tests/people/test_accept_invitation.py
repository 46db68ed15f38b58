import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from abitare.people import services
from abitare.people.models import Invitation, User
from abitare.people.roles import Permission, Role
from tests.factories.people import PASSWORD, OfficeFactory, make_user

pytestmark = pytest.mark.django_db

GOOD = {"full_name": "Nina Nuova", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR, full_name="Ada Amministratrice")


@pytest.fixture
def invitation(admin):
    """An open invitation; its secret token is in `token`."""
    made, token = services.invite(
        email="Nina@Prova.example", role=Role.EDITOR, office=OfficeFactory(name="Settore Prova"), by=admin
    )
    made.token = token
    return made


def url(invitation):
    return reverse("people:invitation_accept", args=[invitation.token])


def text(response):
    return BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ", strip=True)


def test_the_message_carries_the_link(invitation, mailoutbox, settings):
    [message] = mailoutbox
    [link] = re.findall(r"^http\S+$", message.body, re.MULTILINE)
    assert message.to == ["nina@prova.example"]
    assert link == settings.BASE_URL + url(invitation)
    assert "Ada Amministratrice ti invita" in message.body
    assert "redattore di settore – Settore Prova" in message.body
    assert settings.ENTE_NAME in message.subject
    assert invitation.token not in invitation.token_hash


def test_it_works(client, invitation, admin):
    assert "Settore Prova" in text(client.get(url(invitation)))
    response = client.post(url(invitation), GOOD)
    assert (response.status_code, response["Location"]) == (302, reverse("account_login"))
    user = User.objects.get(email="nina@prova.example")
    assert (user.full_name, user.is_staff) == ("Nina Nuova", True)
    assert user.can(Permission.EDIT_OWN_STEPS)
    assert user.role_grants.get().granted_by == admin
    assert EmailAddress.objects.get(user=user).verified
    invitation.refresh_from_db()
    assert invitation.accepted_by == user
    login = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert login["Location"] == reverse("dashboard:index")


def test_a_get_changes_nothing(client, invitation):
    client.get(url(invitation))
    assert not User.objects.filter(email=invitation.email).exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, invitation, method):
    assert getattr(client, method)(url(invitation)).status_code == 405


def test_a_wrong_token_is_not_found(client, invitation):
    assert client.get(reverse("people:invitation_accept", args=["x" + invitation.token[1:]])).status_code == 404


def test_twice_is_once(client, invitation):
    client.post(url(invitation), GOOD)
    again = client.post(url(invitation), GOOD | {"full_name": "Altra"})
    assert again.status_code == 410
    assert "già stato accettato" in text(again)
    assert User.objects.get(email=invitation.email).full_name == "Nina Nuova"


def test_expired(client, invitation):
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
        response = client.post(url(invitation), GOOD)
    assert response.status_code == 410
    assert "è scaduto. Chiedine uno nuovo a Ada Amministratrice" in text(response)
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_new_invitation_takes_the_place_of_the_old_one(client, invitation, admin):
    services.invite(email=invitation.email, role=Role.MANAGER, by=admin)
    response = client.get(url(invitation))
    assert response.status_code == 410
    assert "sostituito da uno più recente" in text(response)
    assert Invitation.objects.open().get().role == Role.MANAGER


def test_withdrawn_from_the_page(client, invitation, admin):
    client.force_login(admin)
    client.post(reverse("people:invitation_withdraw", args=[invitation.pk]))
    client.logout()
    assert client.get(url(invitation)).status_code == 410
    assert services.withdraw_invitation(invitation=invitation) is False


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"full_name": ""}, "Nome e cognome"),
        ({"password2": "un’altra parola 26"}, "Le due password non sono uguali."),
        ({"password1": "corta", "password2": "corta"}, "almeno 12 caratteri"),
        ({"password1": "nina@prova.example", "password2": "nina@prova.example"}, "troppo simile"),
        ({"password1": "123456789012345", "password2": "123456789012345"}, "interamente numerica"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, invitation, data, words):
    response = client.post(url(invitation), GOOD | data)
    assert response.status_code == 200
    assert words in text(response)
    assert not User.objects.filter(email=invitation.email).exists()


def test_somebody_else_signed_in_cannot_take_it(client, invitation):
    stranger = make_user()
    client.force_login(stranger)
    for response in (client.get(url(invitation)), client.post(url(invitation), GOOD)):
        assert response.status_code == 403
        assert f"tu ora sei in Abitare come {stranger.email}" in text(response)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_an_address_with_an_account_must_sign_in_first(client, invitation):
    make_user(email=invitation.email)
    page = client.get(url(invitation))
    assert "c’è già un account" in text(page)
    link = BeautifulSoup(page.content, "html.parser").select_one("main .ab-card a")["href"]
    assert link == f"{reverse('account_login')}?next={url(invitation)}"
    client.post(url(invitation), GOOD)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_an_account_with_the_address_takes_it(client, invitation):
    user = make_user(email=invitation.email)
    client.force_login(user)
    client.post(url(invitation))
    user = User.objects.get(pk=user.pk)
    assert user.is_staff
    assert user.can(Permission.EDIT_OWN_STEPS)


def test_the_service_refuses_another_address(invitation):
    with pytest.raises(ValidationError, match="altro indirizzo"):
        services.accept_invitation_as(invitation=invitation, user=make_user())


def test_an_invitation_without_a_role_makes_staff_without_a_role(admin):
    invitation, _ = services.invite(email="commissaria@prova.example", role="", by=admin)
    user = services.accept_invitation(invitation=invitation, full_name="Carla", password=PASSWORD)
    assert user.is_staff
    assert user.current_grants == ()


def test_a_tutor_does_not_become_staff(admin):
    invitation, _ = services.invite(email="tutor@prova.example", role=Role.TUTOR, by=admin)
    user = services.accept_invitation(invitation=invitation, full_name="Tina", password=PASSWORD)
    assert not user.is_staff
    assert user.has_role(Role.TUTOR)
