import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse

from abitare.people.roles import Role
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.MFA_REQUIRED = True
    cache.clear()


def main(response):
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def code(secret):
    """The six digits an app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def prove_again(client, url):
    """Changes to the security of an account ask for the password once more."""
    client.post(f"{reverse('account_reauthenticate')}?next={url}", {"password": PASSWORD})


@pytest.mark.parametrize("url", ["people:profile", "people:staff_list", "account_email", "mfa_index"])
def test_staff_without_a_second_factor_must_set_it_up(client, url):
    client.force_login(make_user(Role.ADMINISTRATOR))
    for response in (client.get(reverse(url)), client.post(reverse(url))):
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp"))


def test_a_fragment_sends_the_whole_page(client):
    client.force_login(make_user(Role.ADMINISTRATOR))
    response = client.get(reverse("people:staff_list"), headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (200, reverse("mfa_activate_totp"))


def test_staff_without_a_second_factor_may_leave(client):
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.post(reverse("account_logout"))["Location"] == reverse("home")


def test_public_pages_stay_open(client):
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get(reverse("account_inactive")).status_code == 200


def test_who_is_not_staff_is_not_asked(client):
    client.force_login(make_user())
    assert client.get(reverse("people:profile")).status_code == 200


def test_the_setting_switches_it_off(client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get(reverse("people:staff_list")).status_code == 200


def test_set_up_then_sign_in_with_the_code(client):
    user = make_user(Role.ADMINISTRATOR)
    sign_in(client, user)
    url = reverse("mfa_activate_totp")
    assert client.get(url)["Location"].startswith(reverse("account_reauthenticate"))
    prove_again(client, url)
    page = main(client.get(url))
    assert page.select_one("img.ab-qr")["src"].startswith("data:image/svg+xml;base64,")
    wrong = main(client.post(url, {"code": "000000"}))
    assert "usa quello che l’app mostra adesso" in wrong.get_text()
    secret = wrong.select_one("code").get_text()
    assert client.post(url, {"code": code(secret)})["Location"] == reverse("mfa_view_recovery_codes")
    codes = [item.get_text() for item in main(client.get(reverse("mfa_view_recovery_codes"))).select("li code")]
    assert len(codes) == 10
    assert client.get(reverse("people:staff_list")).status_code == 200

    client.post(reverse("account_logout"))
    cache.clear()
    assert sign_in(client, user)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert "Secondo passaggio" in main(client.get(reverse("mfa_authenticate"))).get_text()
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]})["Location"] == reverse("people:profile")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_code_does_not_enter(client):
    user = make_user(Role.ADMINISTRATOR)
    TOTP.activate(user, SECRET)
    sign_in(client, user)
    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "non è corretto o è scaduto" in main(response).get_text()
    assert "_auth_user_id" not in client.session


def test_who_switches_it_off_must_set_it_up_again(client):
    user = make_user(Role.ADMINISTRATOR)
    TOTP.activate(user, SECRET)
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code(SECRET)})
    assert client.get(reverse("people:staff_list")).status_code == 200
    prove_again(client, reverse("mfa_deactivate_totp"))
    assert "Disattiva" in main(client.get(reverse("mfa_deactivate_totp"))).get_text()
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(reverse("people:staff_list"))["Location"] == reverse("mfa_activate_totp")


def test_pages_of_security(client):
    user = make_user(Role.ADMINISTRATOR)
    TOTP.activate(user, SECRET)
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code(SECRET)})
    assert "Attiva" in main(client.get(reverse("mfa_index"))).get_text()
    url = reverse("mfa_generate_recovery_codes")
    prove_again(client, url)
    assert "Genera i codici" in main(client.get(url)).get_text()
    assert client.post(url)["Location"] == reverse("mfa_view_recovery_codes")
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert len(download.content.split()) == 10


def test_an_administrator_resets_a_lost_second_factor(client, mailoutbox, settings):
    settings.MFA_REQUIRED = False
    admin, person = make_user(Role.ADMINISTRATOR), make_user(Role.EDITOR)
    TOTP.activate(person, SECRET)
    client.force_login(admin)
    url = reverse("people:second_factor_reset", args=[person.pk])
    client.post(url)
    assert not Authenticator.objects.filter(user=person).exists()
    [message] = mailoutbox
    assert message.to == [person.email]
    client.post(url)
    assert len(mailoutbox) == 1


def test_nobody_resets_their_own(client, settings):
    settings.MFA_REQUIRED = False
    admin = make_user(Role.ADMINISTRATOR)
    TOTP.activate(admin, SECRET)
    client.force_login(admin)
    client.post(reverse("people:second_factor_reset", args=[admin.pk]))
    assert Authenticator.objects.filter(user=admin).exists()
