"""A month of the table, done as a person does it: in the browser, with and without JavaScript."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from abitare.people.models import Office
from abitare.ui import formats
from actions.models import DueChange, Meeting, Plan, Step
from actions.services.steps import create_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAYS_LATE = 38


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def late_step(site, today):
    plan = Plan.objects.get()
    return create_step(
        plan=plan,
        action=plan.actions.get(number=3),
        by=None,
        today=plan.mandate.date,
        title="Firmare il protocollo con il gestore",
        office=Office.objects.get(name="Settore Politiche Sociali"),
        due=today - timedelta(days=DAYS_LATE),
        due_source="stima dell’ufficio",
    )


def plan_a_meeting(page, day):
    page.get_by_role("navigation", name="Sezioni").get_by_role("link", name="Tavolo").click()
    page.get_by_role("link", name="Fissa una seduta").click()
    page.get_by_label("Giorno").fill(formats.numeric_date(day))
    page.get_by_label("Ora").fill("9.30")
    page.get_by_label("Luogo").fill("Sala della Giunta")
    page.get_by_role("button", name="Salva").click()


def decide(page, point, text, effect, fill):
    page.get_by_role("link", name=f"il punto {point}", exact=False).click()
    page.get_by_label("Decisione, come va a verbale").fill(text)
    page.get_by_role("radio", name=effect).check()
    fill()
    page.get_by_role("button", name="Registra la decisione").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_late_step_agenda_decision_minutes_next_agenda(visit, late_step, today, javascript):
    new_due = today + timedelta(days=70)  # further than what «expires soon»
    with visit(javascript=javascript, user="coordinatore") as visitor:
        page = visitor.page
        # The late step is proposed by the facts, with its figures, and goes on the agenda.
        plan_a_meeting(page, today)
        row = page.locator("#proposti li", has_text=late_step.title)
        expect(row).to_contain_text(f"{DAYS_LATE} giorni oltre il termine")
        row.get_by_role("checkbox").check()
        page.locator("#proposti").get_by_role("button").click()
        expect(page.locator("#odg")).to_contain_text(late_step.title)
        expect(page.locator("#proposti")).not_to_contain_text(late_step.title)
        page.get_by_label("Titolo del punto").fill("Copertura della spesa")
        page.get_by_role("button", name="Aggiungi il punto").click()
        page.get_by_role("button", name="Su: Copertura della spesa").click()
        expect(page.locator("#odg li").first).to_contain_text("Copertura della spesa")
        page.get_by_role("button", name="Giù: Copertura della spesa").click()

        page.locator("#odg").get_by_role("link", name="Convoca la seduta").click()
        page.get_by_role("button", name="Convoca la seduta").click()
        expect(page.get_by_role("main")).to_contain_text("Convocata")

        # The decision moves the date in the same act of writing.
        def postpone():
            page.get_by_role("textbox", name="Nuovo termine").fill(formats.numeric_date(new_due))
            page.get_by_label("Motivo dello spostamento").fill("i dati seguono con un allegato")

        decide(page, 1, "Il protocollo si firma senza l’allegato sui dati.", "nuovo termine", postpone)
        expect(page.locator("#punto-1")).to_contain_text(f"→ passo {late_step.code}, termine")
        page.locator("#punto-1").get_by_role("link", name=f"passo {late_step.code}, termine").click()
        expect(page.get_by_role("main")).to_contain_text(f"seduta n. 1 del {formats.long_date(today)}")
        page.go_back()

        def assign():
            page.get_by_role("textbox", name="Compito").fill("Trovare la copertura della spesa")
            page.get_by_label("Ufficio", exact=True).select_option(label="Settore Economico Finanziario")
            page.get_by_label("Entro il").fill(formats.numeric_date(today + timedelta(days=7)))

        decide(page, 2, "La Ragioneria cerca la copertura.", "compito", assign)
        expect(page.locator("#punto-2")).to_contain_text("→ compito a Settore Economico Finanziario, entro il")

        # It cannot be closed without attendance; then it is, and its minutes are a PDF.
        page.get_by_role("link", name="Chiudi la seduta").first.click()
        page.get_by_role("button", name="Chiudi la seduta").click()
        expect(page.get_by_role("main")).to_contain_text("Registra le presenze: manca")
        page.get_by_role("link", name="Torna alla seduta").click()
        page.get_by_role("link", name="Registra le presenze").click()
        for choice in page.get_by_label("Presenza").all():
            choice.select_option(label="presente")
        page.get_by_role("button", name="Salva le presenze").click()
        page.get_by_role("link", name="Chiudi la seduta").first.click()
        page.get_by_role("button", name="Chiudi la seduta").click()
        expect(page.get_by_role("main")).to_contain_text("chiusa il")
        address = page.get_by_role("link", name="Verbale").get_attribute("href")
        answer = page.request.get(visitor.address + address)
        assert answer.headers["content-type"] == "application/pdf"
        printed = " ".join(p.extract_text() for p in PdfReader(BytesIO(answer.body())).pages)
        assert "Il protocollo si firma senza l’allegato sui dati." in " ".join(printed.split())
        assert "bozza" not in printed.lower()

        # What was promised comes back by itself.
        plan_a_meeting(page, today + timedelta(days=28))
        expect(page.locator("#odg")).to_contain_text("Trovare la copertura della spesa")
        expect(page.locator("#proposti")).not_to_contain_text(late_step.title)
        assert visitor.complaints == []
    change = DueChange.objects.get(step=late_step, decision__isnull=False)
    assert (change.new_due, change.source) == (new_due, f"seduta n. 1 del {formats.long_date(today)}")
    assert Step.objects.get(pk=late_step.pk).first_due == today - timedelta(days=DAYS_LATE)
    assert list(Meeting.objects.order_by("number").values_list("number", "state")) == [(1, "closed"), (2, "planned")]
