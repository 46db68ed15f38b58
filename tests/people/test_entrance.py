"""Signing up, in and out, forgotten passwords, change of address: allauth's pages at our addresses, in our words."""

import re

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from abitare.people.models import User
from tests.factories.people import PASSWORD, UserFactory, make_user

pytestmark = pytest.mark.django_db

OTHER_PASSWORD = "tutta un’altra parola 27"
ENGLISH = re.compile(r"\b(the|your|you|please|password must|email address|sign|enter|required)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _no_memory_of_earlier_tries():
    cache.clear()


def main(response):
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def text(response):
    return main(response).get_text(" ", strip=True)


def link_in(message):
    """The path of the one link of ours in the body of a message."""
    [path] = re.findall(r"^https?://testserver(/\S+)$", message.body, re.MULTILINE)
    return path


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password} | more)


def prove_again(client, url):
    """Changes to an account ask for the password once more."""
    client.post(f"{reverse('account_reauthenticate')}?next={url}", {"password": PASSWORD})


def test_addresses():
    names = {
        "account_login": "/accedi/",
        "account_logout": "/esci/",
        "account_signup": "/registrati/",
        "account_reset_password": "/password/dimenticata/",
        "account_email_verification_sent": "/conferma-email/",
        "account_email": "/sicurezza/email/",
        "account_change_password": "/sicurezza/password/",
        "account_reauthenticate": "/sicurezza/chi-sei/",
        "mfa_index": "/sicurezza/",
        "mfa_authenticate": "/accedi/codice/",
        "mfa_activate_totp": "/sicurezza/app/attiva/",
        "people:profile": "/profilo/",
        "people:staff_list": "/persone/",
        "people:invite": "/persone/inviti/",
        "people:office_list": "/uffici/",
    }
    assert {name: reverse(name) for name in names} == names


@pytest.mark.parametrize("name", ["account_request_login_code", "mfa_add_webauthn", "admin:index"])
def test_what_we_do_not_offer_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("account_login", []),
        ("account_signup", []),
        ("account_inactive", []),
        ("account_logout", []),
        ("account_email_verification_sent", []),
        ("account_confirm_email", ["inventata"]),
        ("account_reset_password", []),
        ("account_reset_password_done", []),
        ("account_reset_password_from_key", ["1", "inventata"]),
        ("account_reset_password_from_key_done", []),
    ],
)
def test_entrance_pages_are_open_and_italian(client, settings, name, args):
    client.cookies.clear()
    response = client.get(reverse(name, args=args))
    if name == "account_logout":  # nobody to sign out
        assert response.status_code == 302
        return
    assert response.status_code == 200
    assert not ENGLISH.search(text(response))
    assert main(response).select_one("h1")
    assert settings.ENTE_NAME in BeautifulSoup(response.content, "html.parser").title.get_text()
    assert b"style=" not in response.content


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_reauthenticate", "mfa_index", "people:profile"]
)
def test_pages_of_an_account_ask_to_sign_in_and_are_italian(client, name):
    url = reverse(name)
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")
    sign_in(client, make_user().email)
    response = client.get(url)
    assert response.status_code == 200
    assert not ENGLISH.search(text(response))
    assert b"style=" not in response.content


# --- sign in ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("written", ["anna@prova.example", " ANNA@Prova.Example "])
def test_sign_in_with_the_address_whatever_its_case(client, written):
    user = UserFactory(email="anna@prova.example")
    response = sign_in(client, written)
    assert (response.status_code, response["Location"]) == (302, reverse("people:profile"))
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("email", ["anna@prova.example", "nessuno@prova.example"])
def test_a_wrong_password_and_an_unknown_address_say_the_same(client, email):
    UserFactory(email="anna@prova.example")
    response = sign_in(client, email, "sbagliata")
    assert "L’indirizzo e-mail o la password non sono corretti." in text(response)
    assert "_auth_user_id" not in client.session


def test_fields_have_labels_and_no_placeholder(client):
    page = main(client.get(reverse("account_login")))
    assert [label.get_text(strip=True).rstrip(" *") for label in page.select("label")] == [
        "Indirizzo e-mail",
        "Password",
    ]
    assert not page.select("[placeholder]")
    assert [field["autocomplete"] for field in page.select("label ~ input")] == ["username", "current-password"]


def test_five_wrong_passwords_close_the_door_for_a_while(client):
    user = UserFactory()
    for _ in range(5):
        assert "non sono corretti" in text(sign_in(client, user.email, "sbagliata"))
    response = sign_in(client, user.email)
    assert "Troppi tentativi di accesso." in text(response)
    assert "_auth_user_id" not in client.session


def test_where_to_go_afterwards_is_kept_but_not_to_other_sites(client):
    user = UserFactory()
    page = main(client.get(reverse("account_login"), {"next": "/profilo/"}))
    assert page.select_one("input[name=next]")["value"] == "/profilo/"
    assert sign_in(client, user.email, next="/profilo/")["Location"] == "/profilo/"
    client.logout()
    assert sign_in(client, user.email, next="https://altrove.example/")["Location"] == reverse("people:profile")


def test_a_suspended_account_does_not_enter(client):
    user = UserFactory(is_active=False)
    response = sign_in(client, user.email)
    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_sign_out_asks_first(client):
    client.force_login(make_user())
    assert "Vuoi uscire" in text(client.get(reverse("account_logout")))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


# --- sign up ----------------------------------------------------------------------------------------------------
SIGN_UP = {
    "full_name": "Rita Referente",
    "email": "Rita@Ente.example",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def test_sign_up_makes_an_outside_account_to_be_confirmed(client, mailoutbox, settings):
    forged = SIGN_UP | {"is_staff": "on", "role": "coordinator"}
    response = client.post(reverse("account_signup"), forged)
    assert response["Location"] == reverse("account_email_verification_sent")
    user = User.objects.get()
    assert (user.email, user.full_name, user.is_staff) == ("rita@ente.example", "Rita Referente", False)
    assert user.role_grants.count() == 0
    assert sign_in(client, user.email)["Location"] == reverse("account_email_verification_sent")

    [message] = mailoutbox
    assert message.subject == "Conferma il tuo indirizzo e-mail"
    assert settings.ENTE_NAME in message.body
    assert not ENGLISH.search(message.body)
    path = link_in(message)
    assert "rita@ente.example" in text(client.get(path))
    assert not EmailAddress.objects.get().verified
    assert client.post(path).status_code == 302
    assert EmailAddress.objects.get().verified
    assert sign_in(client, user.email)["Location"] == reverse("people:profile")


def test_sign_up_with_a_known_address_says_nothing_on_the_page(client, mailoutbox):
    UserFactory(email="rita@ente.example")
    response = client.post(reverse("account_signup"), SIGN_UP)
    assert response["Location"] == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert [message.subject for message in mailoutbox] == ["Hai già un account"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"full_name": ""}, "Nome e cognome"),
        ({"email": "rita"}, "Inserisci un indirizzo email valido"),
        ({"password1": "corta", "password2": "corta"}, "almeno 12 caratteri"),
        ({"password2": OTHER_PASSWORD}, "Le due password non sono uguali."),
        ({"password1": "rita@ente.example", "password2": "rita@ente.example"}, "troppo simile"),
    ],
)
def test_a_wrong_sign_up_says_why(client, data, words):
    response = client.post(reverse("account_signup"), SIGN_UP | data)
    page = main(response)
    assert words in page.select_one(".ab-errors").get_text(" ", strip=True)
    assert not ENGLISH.search(page.get_text(" "))
    assert User.objects.count() == 0


def test_too_many_sign_ups_are_stopped_with_a_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "2/m/ip"}
    url = reverse("account_signup")
    statuses = [client.post(url, {}).status_code for _ in range(2)]
    response = client.post(url, SIGN_UP)
    assert [*statuses, response.status_code] == [200, 200, 429]
    assert "Aspetta qualche minuto e riprova." in text(response)
    assert User.objects.count() == 0


# --- passwords --------------------------------------------------------------------------------------------------
def test_a_forgotten_password_is_chosen_again(client, mailoutbox):
    user = UserFactory()
    response = client.post(reverse("account_reset_password"), {"email": user.email})
    assert response["Location"] == reverse("account_reset_password_done")
    [message] = mailoutbox
    assert message.subject == "Scegli una nuova password"
    page = client.get(link_in(message), follow=True)
    url = page.redirect_chain[-1][0]
    assert "Scegli una nuova password" in text(page)
    wrong = client.post(url, {"password1": OTHER_PASSWORD, "password2": "altra"})
    assert "Le due password non sono uguali." in text(wrong)
    client.post(url, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    user.refresh_from_db()
    assert user.check_password(OTHER_PASSWORD)
    assert "scaduto, è già stato usato" in text(client.get(link_in(message), follow=True))


def test_a_forgotten_password_of_nobody_looks_the_same(client, mailoutbox):
    response = client.post(reverse("account_reset_password"), {"email": "nessuno@prova.example"})
    assert response["Location"] == reverse("account_reset_password_done")
    assert [message.subject for message in mailoutbox] == ["Nessun account con questo indirizzo"]
    assert not ENGLISH.search(mailoutbox[0].body)


def test_a_password_is_changed_and_the_person_told(client, mailoutbox, django_capture_on_commit_callbacks):
    user = make_user()
    sign_in(client, user.email)
    prove_again(client, reverse("account_change_password"))
    data = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    url = reverse("account_change_password")
    assert "La password attuale non è corretta." in text(client.post(url, data | {"oldpassword": "no"}))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, data)["Location"] == reverse("people:profile")
    user.refresh_from_db()
    assert user.check_password(OTHER_PASSWORD)
    assert [message.subject for message in mailoutbox] == ["Password cambiata"]
    assert not ENGLISH.search(mailoutbox[0].body)


def test_changes_to_an_account_ask_for_the_password_again(client):
    user = make_user()
    sign_in(client, user.email)
    asked = client.post(reverse("account_email"), {"email": "nuova@prova.example", "action_add": "1"}, follow=True)
    assert "scrivi di nuovo la password" in text(asked)
    wrong = client.post(reverse("account_reauthenticate"), {"password": "sbagliata"})
    assert "La password non è corretta." in text(wrong)
    assert EmailAddress.objects.filter(user=user).count() == 1


# --- address ----------------------------------------------------------------------------------------------------
def test_an_address_changes_when_the_new_one_is_confirmed(client, mailoutbox):
    user = make_user(email="vecchia@prova.example")
    sign_in(client, user.email)
    url = reverse("account_email")
    prove_again(client, url)
    client.post(url, {"email": "Nuova@prova.example", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == "vecchia@prova.example"
    assert "Cambio in attesa" in text(client.get(url))
    client.post(link_in(mailoutbox[0]))
    user.refresh_from_db()
    assert user.email == "nuova@prova.example"
    assert [address.email for address in EmailAddress.objects.filter(user=user)] == ["nuova@prova.example"]
