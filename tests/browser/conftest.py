"""Chromium for the journeys. Without it the tests are skipped aloud, or fail when REQUIRE_BROWSER=1."""

import os
import shutil
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from abitare.people.demo import create_demo_accounts
from actions.selectors import current_plan

PASSWORD = "una password per le prove 2026"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def _executable():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


@pytest.fixture(scope="session")
def chromium():
    executable = _executable()
    if executable is None:
        reason = "Chromium non c’è: le prove nel browser non sono state fatte."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """A person at the browser: a page, what the console said against the policy, and where the site is."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.complaints = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        if message.type == "error" or "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def open(self, path):
        response = self.page.goto(self.address + path)
        assert response.status < 400, f"{path}: {response.status}"
        return self.page

    def sign_in(self, name):
        self.open("/accedi/")
        self.page.fill("input[name=login]", f"{name}@demo.example")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_load_state()


@pytest.fixture
def site(live_server):
    """The real plan and the demo accounts, served; gives the address."""
    call_command("load_plan", write=True, verbosity=0)
    create_demo_accounts(PASSWORD)
    return live_server.url


@pytest.fixture
def story(site, settings):
    """The demo facts on the plan of ``site``; gives the plan."""
    settings.DEMO = True
    call_command("load_demo", write=True, stdout=StringIO())
    return current_plan()


@pytest.fixture
def visit(chromium, site):
    """``with visit(width=390, javascript=False) as visitor``: a new visitor in a new browser context."""

    @contextmanager
    def opened(width=1280, *, javascript=True, user=None):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="it-IT",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        visitor = Visitor(context.new_page(), site)
        if user:
            visitor.sign_in(user)
        yield visitor
        context.close()

    return opened


@pytest.fixture
def act_file(tmp_path):
    """The text of an invented act, as a file to upload."""
    path = tmp_path / "dgc-87-2026.txt"
    shutil.copy(Path(__file__).parent / "atto-inventato.txt", path)
    return path
