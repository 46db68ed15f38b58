"""The main job, done as a person does it: in the browser, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from abitare.records.models import Act

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_sign_in_read_import_trace_and_print(visit, act_file, tmp_path, javascript):
    with visit(javascript=javascript, user="coordinatore") as visitor:
        page = visitor.page
        expect(page.get_by_role("heading", level=1)).to_have_text("Cruscotto del piano")

        page.get_by_role("link", name="Azione 3 Tutor di Condominio").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Azione 3 Tutor di Condominio")

        page.get_by_role("navigation", name="Sezioni").get_by_role("link", name="Atti").click()
        page.get_by_role("link", name="DGC n. 156/2026").click()
        expect(page.locator("#dispositivo")).to_contain_text("Azione 3")

        page.get_by_role("link", name="Importa il testo").click()
        page.set_input_files("input[type=file]", act_file)
        page.get_by_role("button", name="Leggi il file").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("DGC n. 87/2026")
        expect(page.locator("#avanzato")).to_contain_text("Niente: ogni riga ha trovato il suo posto.")
        assert not Act.objects.filter(number="87").exists(), "l’anteprima non registra"

        page.get_by_role("button", name="Registra l’atto").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Deliberazione della Giunta comunale n. 87")
        expect(page.locator("#dispositivo")).to_contain_text("dagli alloggi che costano meno")
        expect(page.locator("#presenze")).to_contain_text("ABBONDANZA TEODORO")

        address = page.get_by_role("link", name="Scarica il PDF").get_attribute("href")
        answer = page.request.get(visitor.address + address)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-1.7")


def test_the_text_of_a_point_can_be_corrected_with_its_trace(visit):
    with visit(user="coordinatore") as visitor:
        page = visitor.open(f"/atti/{Act.objects.get(number='156').pk}/")
        page.get_by_role("link", name="Correggi punto 3", exact=True).click()
        page.get_by_label("Sintesi").fill("Pubblicare un avviso di coprogettazione per il Tutor.")
        page.get_by_label("Perché lo correggi").fill("Sintesi più chiara")
        page.get_by_role("button", name="Salva la correzione").click()
        expect(page.locator("#dispositivo")).to_contain_text("Pubblicare un avviso di coprogettazione per il Tutor.")
        expect(page.locator("#storia")).to_contain_text("Sintesi più chiara")


def test_a_stranger_gets_the_public_page_and_the_door(visit):
    with visit() as visitor:
        page = visitor.open("/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto(visitor.address + "/cruscotto/")
        expect(page).to_have_url(f"{visitor.address}/accedi/?next=/cruscotto/")


def test_the_menu_is_there_on_a_phone_without_javascript(visit):
    with visit(390, javascript=False, user="coordinatore") as visitor:
        page = visitor.page
        expect(page.get_by_role("navigation", name="Sezioni").get_by_role("link", name="Azioni")).to_be_visible()
