"""The lists that are not on a page of their own export too."""

import pytest

from abitare.people.services import invite
from tests.factories.actions import TODAY, make_plan

pytestmark = pytest.mark.django_db


def lines(answer):
    return [line.split(";") for line in answer.content.decode().splitlines()]


def test_the_azioni(client, giunta, time_machine):
    time_machine.move_to(TODAY)
    client.force_login(giunta)
    make_plan()
    header, first, *others = lines(client.get("/azioni/?formato=csv"))
    assert header[:5] == ["Azione", "Nome", "Salute", "Fatto", "Atteso"]
    assert (first[0], first[-2:]) == ("Azione 1", ["2", "da individuare"])
    assert [row[0] for row in others] == ["Azione 2", "Azione 3", "Azione 4", "Coordinamento"]
    assert others[2][3:5] == ["", ""], "what cannot be judged is empty, never zero"


def test_the_azioni_before_a_plan(client, giunta):
    client.force_login(giunta)
    assert client.get("/azioni/?formato=csv")["Content-Type"] == "text/html; charset=utf-8"


def test_the_invitations(client, administrator):
    invite(email="nuova@prova.example", role="giunta", by=administrator)
    client.force_login(administrator)
    header, row = lines(client.get("/persone/inviti/?formato=csv"))
    assert header == ["Indirizzo", "Ruolo", "Ufficio", "Invitato da", "Mandato il", "Esito"]
    assert (row[0], row[1], row[3], row[5]) == (
        "nuova@prova.example", "Giunta (lettura)", "Ada Amministratrice", "in attesa",
    )  # fmt: skip
    assert client.get("/persone/inviti/?formato=xlsx")["Content-Disposition"].endswith('"inviti.xlsx"')
