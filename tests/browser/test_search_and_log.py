"""Search, the register and the profile in the browser: axe, the content policy, the keyboard, no JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import WIDTHS, audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=False)]


@pytest.mark.parametrize("width", WIDTHS)
def test_pages(visit, width):
    paths = [
        "/cerca/",
        "/cerca/?q=tutor",
        "/cerca/?q=x",
        "/cerca/?q=nessuno+di+questi",
        "/registro/",
        "/registro/?chi=nessuno",
        "/registro/?dal=31/2/2026",
        "/profilo/",
    ]
    with visit(width, user="coordinatore") as visitor:
        assert audit(visitor, paths) == {}


@pytest.mark.parametrize("javascript", [True, False])
def test_from_any_page_to_a_point_with_the_keyboard(visit, javascript):
    with visit(javascript=javascript, user="coordinatore") as visitor:
        page = visitor.open("/azioni/")
        page.get_by_role("searchbox", name="Cerca nel Piano").fill("4.a")
        page.get_by_role("searchbox", name="Cerca nel Piano").press("Enter")
        page.get_by_role("link", name="4.a").first.click()
        page.wait_for_url("**/atti/*/#proposal-decision-004-001")


def test_from_the_register_to_the_object(visit):
    with visit(user="dirigente") as visitor:
        page = visitor.open("/registro/")
        page.get_by_label("Oggetto", exact=True).fill("A3.13")
        page.get_by_role("button", name="Filtra").click()
        expect(page).to_have_url(f"{visitor.address}/registro/?chi=&cosa=&oggetto=A3.13&tipo=&dal=&al=")
        page.locator("#risultati tbody a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("A3.13")
