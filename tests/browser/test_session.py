"""The end of a session in the browser: said in time, and nothing written is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from actions.models import Step
from tests.browser.conftest import PASSWORD
from tests.browser.test_pages import RULES, Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=False)]
FORM = "/azioni/3/passi/nuovo/"
WRITTEN = "Un passo scritto con calma"


def renewed_at():
    return Session.objects.get().get_decoded()["renewed_at"]


def sign_in_elsewhere(page, link):
    """Sign in in the tab that ``link`` opens, then close it."""
    with page.expect_popup() as opened:
        link.click()
    other = opened.value
    other.fill("input[name=login]", "coordinatore@demo.example")
    other.fill("input[name=password]", PASSWORD)
    other.click("main form button[type=submit]")
    other.wait_for_url("**/cruscotto/")
    other.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_five_minutes_before_it_asks_whether_to_stay(visit, settings, width):
    with visit(width, user="coordinatore") as visitor:
        settings.SESSION_COOKIE_AGE = 290
        page = visitor.open(FORM)
        page.get_by_label("Passo").fill(WRITTEN)
        page.get_by_label("Passo").focus()
        dialog = page.get_by_role("alertdialog", name="La sessione scade fra 5 minuti")
        expect(dialog).to_be_visible(timeout=12_000)
        expect(dialog.get_by_role("button", name="Resto")).to_be_focused()
        assert Axe().run(page, options=RULES).response["violations"] == []
        settings.SESSION_COOKIE_AGE = 3600
        before = renewed_at()
        dialog.get_by_role("button", name="Resto").click()
        expect(dialog).to_be_hidden()
        expect(page.locator("#avviso-dinamico")).to_have_text("Sessione prolungata.")
        assert renewed_at() > before
        expect(page.get_by_label("Passo")).to_have_value(WRITTEN)
        expect(page.get_by_label("Passo")).to_be_focused()
        assert visitor.complaints == []


def test_after_the_end_one_signs_in_in_another_tab_and_sends(visit, settings):
    with visit(user="coordinatore") as visitor:
        settings.SESSION_COOKIE_AGE = 6
        page = visitor.open(FORM)
        page.get_by_label("Passo").fill(WRITTEN)
        dialog = page.get_by_role("alertdialog", name="La sessione è scaduta")
        expect(dialog).to_be_visible(timeout=20_000)
        assert Axe().run(page, options=RULES).response["violations"] == []
        Session.objects.all().delete()
        dialog.get_by_role("button", name="Ho fatto l’accesso").click()
        expect(dialog).to_contain_text("Non risulta ancora nessun accesso")
        settings.SESSION_COOKIE_AGE = 3600
        sign_in_elsewhere(page, dialog.get_by_role("link", name="Accedi in un’altra scheda"))
        expect(page.locator("#avviso-dinamico")).to_have_text("Sei di nuovo dentro: puoi inviare.")
        expect(page.locator("dialog#sessione")).to_be_hidden()
        page.get_by_role("button", name="Salva").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(WRITTEN)


def test_a_form_sent_after_the_end_is_still_there_going_back(visit):
    with visit(user="coordinatore") as visitor:
        page = visitor.open(FORM)
        page.get_by_label("Passo").fill(WRITTEN)
        Session.objects.all().delete()
        page.get_by_role("button", name="Salva").click()
        expect(page.locator("#scaduta")).to_contain_text("Quello che hai scritto è ancora nella pagina di prima")
        assert Axe().run(page, options=RULES).response["violations"] == []
        sign_in_elsewhere(page, page.get_by_role("link", name="Accedi in un’altra scheda"))
        with page.expect_response("**/sessione/"):
            page.go_back()
        expect(page.get_by_label("Passo")).to_have_value(WRITTEN)
        page.get_by_role("button", name="Salva").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(WRITTEN)
        assert Step.objects.filter(title=WRITTEN).count() == 1


def test_without_javascript_there_is_no_dialog_and_nothing_breaks(visit):
    with visit(javascript=False, user="coordinatore") as visitor:
        page = visitor.open(FORM)
        expect(page.locator("dialog#sessione")).to_be_hidden()
        page.get_by_label("Passo").fill(WRITTEN)
        page.get_by_role("button", name="Salva").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(WRITTEN)
