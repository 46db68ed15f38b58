"""Who reaches which page, and what the pages of people and offices do."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from abitare.people.enums import OfficeKind
from abitare.people.models import Office, RoleGrant, User
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


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def admin(client):
    user = make_user(Role.ADMINISTRATOR, full_name="Ada Amministratrice")
    client.force_login(user)
    return user


# --- role matrix ------------------------------------------------------------------------------------------------
# page: anonymous, ente, tutor, staff without role, reader (giunta), coordinator, administrator
GET_MATRIX = {
    "people:profile": (302, 200, 200, 200, 200, 200, 200),
    "people:staff_list": (302, 404, 404, 403, 403, 403, 200),
    "people:staff_detail": (302, 404, 404, 403, 403, 403, 200),
    "people:invite": (302, 404, 404, 403, 403, 403, 200),
    "people:office_list": (302, 404, 404, 403, 403, 403, 200),
    "people:office_create": (302, 404, 404, 403, 403, 403, 200),
    "people:office_update": (302, 404, 404, 403, 403, 403, 200),
}
POST_MATRIX = {
    "people:grant_create": (302, 404, 404, 403, 403, 403, 200),
    "people:grant_revoke": (302, 404, 404, 403, 403, 403, 302),
    "people:second_factor_reset": (302, 404, 404, 403, 403, 403, 302),
    "people:invitation_withdraw": (302, 404, 404, 403, 403, 403, 404),
}


def visitors():
    return (
        None,
        make_user(),
        make_user(Role.TUTOR),
        make_user(is_staff=True),
        make_user(Role.GIUNTA),
        make_user(Role.COORDINATOR),
        make_user(Role.ADMINISTRATOR),
    )


def address(name, person, grant, office):
    pks = {
        "people:staff_detail": person.pk,
        "people:grant_create": person.pk,
        "people:second_factor_reset": person.pk,
        "people:grant_revoke": grant.pk,
        "people:invitation_withdraw": 0,
        "people:office_update": office.pk,
    }
    return reverse(name, args=[pks[name]] if name in pks else [])


@pytest.mark.parametrize(("method", "table"), [("get", GET_MATRIX), ("post", POST_MATRIX)])
def test_role_matrix(client, method, table):
    grant = RoleGrantFactory()
    seen = {}
    for name in table:
        url = address(name, grant.user, grant, OfficeFactory())
        statuses = []
        for visitor in visitors():
            client.logout()
            if visitor:
                client.force_login(visitor)
            statuses.append(getattr(client, method)(url).status_code)
        seen[name] = tuple(statuses)
    assert seen == table


@pytest.mark.parametrize("name", POST_MATRIX)
def test_pages_that_write_refuse_a_get(client, admin, name):
    grant = RoleGrantFactory()
    assert client.get(address(name, grant.user, grant, OfficeFactory())).status_code == 405


def test_an_outside_account_is_not_on_the_staff_page(client, admin):
    assert client.get(reverse("people:staff_detail", args=[make_user().pk])).status_code == 404


# --- lists ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("item_count", [1, 3])
def test_staff_list_query_count(client, admin, item_count, django_assert_num_queries):
    for _ in range(item_count):
        make_user(Role.EDITOR)
    # session, user, grants of the visitor, count, page, grants of the page
    with django_assert_num_queries(6):
        response = client.get(reverse("people:staff_list"))
    assert len(soup(response).select("#elenco tbody tr")) == item_count + 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_invitation_list_query_count(client, admin, item_count, django_assert_num_queries, mailoutbox):
    for number in range(item_count):
        send_invitation(client, email=f"nuova{number}@prova.example")
    # session, user, grants of the visitor, offices of the form, count, page
    client.get(reverse("people:invite"))  # shows the messages
    with django_assert_num_queries(6):
        response = client.get(reverse("people:invite"))
    assert len(soup(response).select("#mandati tbody tr")) == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_office_list_query_count(client, admin, item_count, django_assert_num_queries):
    parent = OfficeFactory()
    for _ in range(item_count):
        OfficeFactory(parent=parent, kind=OfficeKind.SERVICE)
    # session, user, grants of the visitor, count, page
    with django_assert_num_queries(5):
        response = client.get(reverse("people:office_list"), {"tipo": "service"})
    assert len(soup(response).select("#elenco tbody tr")) == item_count


def test_staff_list_filters(client, admin):
    make_user(Role.MANAGER, full_name="Dina Dirigente")
    make_user(Role.GIUNTA, full_name="Gino Giunta", email="gino@prova.example")
    for query, names in (
        ({"q": "dina"}, ["Dina Dirigente"]),
        ({"q": "GINO@"}, ["Gino Giunta"]),
        ({"ruolo": "giunta"}, ["Gino Giunta"]),
        ({"ordine": "-nome"}, ["Gino Giunta", "Dina Dirigente", "Ada Amministratrice"]),
        ({"q": "nessuno"}, []),
    ):
        page = soup(client.get(reverse("people:staff_list"), query))
        assert [cell.get_text(strip=True) for cell in page.select("#elenco tbody th a")] == names


def test_lists_export_what_is_filtered(client, admin):
    make_user(Role.MANAGER, full_name="Dina Dirigente", email="dina@prova.example")
    OfficeFactory(name="Settore Prova", valid_from=date(2026, 1, 1))
    people = client.get(reverse("people:staff_list"), {"q": "dina", "formato": "csv"}).content.decode()
    offices = client.get(reverse("people:office_list"), {"formato": "csv"}).content.decode()
    assert people.splitlines()[1:] == ["Dina Dirigente;dina@prova.example;dirigente;"]
    assert offices.splitlines()[1:] == ["Settore Prova;;settore;;01/01/2026;"]


# --- profile ----------------------------------------------------------------------------------------------------
def test_profile_of_staff_and_of_an_ente(client):
    staff = make_user(Role.EDITOR, OfficeFactory(name="Settore Prova"))
    client.force_login(staff)
    assert "redattore di settore – Settore Prova" in soup(client.get(reverse("people:profile"))).get_text()
    outsider = MembershipFactory(organization=OrganizationFactory(name="Ente Prova")).user
    client.force_login(outsider)
    page = soup(client.get(reverse("people:profile")))
    assert "Ente Prova" in page.get_text()
    assert page.select_one("#ruoli") is None


def test_profile_changes_the_name_only(client):
    user = make_user(Role.GIUNTA)
    client.force_login(user)
    data = {"full_name": "  Nome   Nuovo ", "is_staff": "", "email": "altra@prova.example"}
    assert client.post(reverse("people:profile"), data).status_code == 302
    saved = User.objects.get(pk=user.pk)
    assert (saved.full_name, saved.email, saved.is_staff) == ("Nome Nuovo", user.email, True)


def test_profile_without_a_name_says_so(client):
    client.force_login(make_user())
    page = soup(client.post(reverse("people:profile"), {"full_name": ""}))
    assert page.select_one(".ab-errors a")["href"] == "#id_full_name"


# --- roles ------------------------------------------------------------------------------------------------------
def test_a_role_is_given_and_withdrawn(client, admin):
    person, office = make_user(is_staff=True), OfficeFactory()
    data = {"role": Role.EDITOR, "office": office.pk}
    client.post(reverse("people:grant_create", args=[person.pk]), data)
    grant = RoleGrant.objects.get(user=person)
    assert (grant.role, grant.office, grant.granted_by, grant.valid_to) == (Role.EDITOR, office, admin, None)

    client.post(reverse("people:grant_revoke", args=[grant.pk]))
    grant.refresh_from_db()
    assert (grant.valid_to, grant.revoked_by) == (timezone.localdate(), admin)
    assert User.objects.get(pk=person.pk).current_grants == ()


def test_a_role_is_withdrawn_once(client, admin):
    other = make_user(Role.ADMINISTRATOR)
    grant = RoleGrantFactory(valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1), revoked_by=other)
    response = client.post(reverse("people:grant_revoke", args=[grant.pk]), follow=True)
    grant.refresh_from_db()
    assert (grant.valid_to, grant.revoked_by) == (date(2026, 2, 1), other)
    assert "era già stato revocato" in soup(response).select_one(".ab-messages").get_text()


def test_nobody_withdraws_their_own_role(client, admin):
    grant = admin.role_grants.get()
    response = client.post(reverse("people:grant_revoke", args=[grant.pk]), follow=True)
    grant.refresh_from_db()
    assert grant.valid_to is None
    assert "Non puoi revocare un tuo ruolo" in soup(response).select_one(".ab-messages").get_text()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Questo campo è obbligatorio"),
        ({"role": "sindaco"}, "Scegli un'opzione valida"),
        ({"role": Role.EDITOR}, "Questo ruolo vale per un ufficio: indica quale."),
        ({"role": Role.MANAGER}, "La persona ha già questo ruolo."),
    ],
)
def test_a_role_that_cannot_be_given_says_why(client, admin, data, words):
    person = make_user(Role.MANAGER)
    response = client.post(reverse("people:grant_create", args=[person.pk]), data)
    assert response.status_code == 200
    assert words in soup(response).select_one(".ab-errors").get_text()
    assert person.role_grants.count() == 1


# --- offices ----------------------------------------------------------------------------------------------------
def test_an_office_is_made_and_changed(client, admin):
    data = {"name": " Settore  Prova ", "kind": "sector", "valid_from": "1/1/2026"}
    assert client.post(reverse("people:office_create"), data).status_code == 302
    office = Office.objects.get()
    assert (office.name, office.valid_from) == ("Settore Prova", date(2026, 1, 1))
    url = reverse("people:office_update", args=[office.pk])
    assert soup(client.get(url)).select_one("#id_valid_from")["value"] == "01/01/2026"
    client.post(url, data | {"valid_to": "31/12/2026"})
    office.refresh_from_db()
    assert office.valid_to == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "Settore Prova", "kind": "sector"}, "Esiste già un ufficio attivo"),
        ({"name": "X", "kind": "sector", "valid_from": "2/1/2026", "valid_to": "1/1/2026"}, "La fine precede"),
        ({"name": "X", "kind": "sector", "valid_from": "31/2/2026"}, "non esiste"),
        ({"name": "", "kind": "sector"}, "Questo campo è obbligatorio"),
    ],
)
def test_a_wrong_office_says_why_and_loses_nothing(client, admin, data, words):
    OfficeFactory(name="Settore Prova")
    response = client.post(reverse("people:office_create"), data)
    page = soup(response)
    assert response.status_code == 200
    assert words in page.select_one(".ab-errors").get_text()
    assert page.select_one("#id_name").get("value", "") == data["name"]
    assert Office.objects.count() == 1


# --- invitations sent -------------------------------------------------------------------------------------------
def send_invitation(client, **data):
    return client.post(reverse("people:invite"), {"email": "nuova@prova.example"} | data)


def test_people_who_are_in_are_not_invited_again(client, admin):
    UserFactory(email="gia@prova.example", is_staff=True)
    response = send_invitation(client, email="GIA@prova.example")
    assert "ha già un account" in soup(response).select_one(".ab-errors").get_text()


def test_an_invitation_for_an_office_role_asks_for_the_office(client, admin):
    response = send_invitation(client, role=Role.EDITOR)
    assert "indica quale" in soup(response).select_one(".ab-errors").get_text()
