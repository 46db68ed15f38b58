import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as project
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client

from abitare.ui.templatetags.charts import register as charts_library
from abitare.ui.templatetags.components import register as components_library
from tests.ui.rendering import words

pytestmark = pytest.mark.urls("tests.ui.urls")
COMPONENTS = Path(project.BASE_DIR) / "templates" / "components"
LEGAL = {
    "PRIVACY_URL": "privacy-policy-link",
    "LEGAL_NOTES_URL": "legal-notes",
    "ACCESSIBILITY_URL": "accessibility-link",
}


def get(path, status=200):
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code == status
    return BeautifulSoup(response.text, "html.parser")


class Reader:
    """A signed-in person as the layouts see one."""

    is_authenticated = True

    def __init__(self, *permissions):
        self.permissions = permissions

    def __str__(self):
        return "Ada Rossi"

    def can(self, permission):
        return permission in self.permissions


def layout(name, rf, user, path="/atti/1/"):
    request = rf.get(path)
    request.user = user
    return BeautifulSoup(get_template(f"layout/{name}.html").render({"user": user}, request), "html.parser")


@pytest.mark.parametrize("path", ["/", "/cruscotto/", "/accedi/", "/manca/", "/stile/"])
def test_every_layout_has_the_bones_of_a_page(path):
    page = get(path, 404 if path == "/manca/" else 200)
    assert page.html["lang"] == "it"
    assert page.main["id"] == "contenuto"
    targets = [link["href"].removeprefix("#") for link in page.select(".skiplinks a")]
    assert targets == ["contenuto", "piede"]
    assert all(page.find(id=target) for target in targets)
    assert re.search(r"– Abitare, \S", page.title.text)


@pytest.mark.parametrize("path", ["/", "/cruscotto/", "/accedi/", "/manca/", "/stile/", "/rotta/"])
def test_no_page_needs_what_the_policy_forbids(path):
    page = get(path, {"/manca/": 404, "/rotta/": 500}.get(path, 200))
    assert page.select("[style], style") == []
    assert [script for script in page("script") if not script.get("src")] == []
    assert [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []
    addresses = [tag.get("src") or tag["href"] for tag in page.select("script, link")]
    assert all(address.startswith("/static/") for address in addresses)
    for address in addresses:
        assert finders.find(address.removeprefix("/static/")), address


def test_the_staff_navigation_shows_only_pages_that_exist(rf):
    page = layout("staff", rf, Reader("view_plan", "view_acts"))
    links = {words(link): link["href"] for link in page.select("nav[aria-label=Sezioni] a")}
    assert links == {"Cruscotto": "/cruscotto/", "Atti": "/atti/"}, "there is no page of the Azioni in these addresses"
    assert page.select_one("nav [aria-current]")["href"] == "/atti/"
    assert page.select_one("nav [aria-current]")["aria-current"] == "true"


def test_the_staff_navigation_hides_what_one_may_not_open(rf):
    page = layout("staff", rf, Reader("view_acts"))
    assert [words(link) for link in page.select("nav[aria-label=Sezioni] a")] == ["Atti"]


def test_the_user_menu_opens_without_javascript_and_leaves_by_post(rf, settings):
    settings.ROOT_URLCONF = "tests.ui.urls_signed_in"
    page = layout("staff", rf, Reader())
    menu = page.select_one("details.ab-user")
    assert words(menu.summary).startswith("Ada Rossi")
    assert {words(link): link["href"] for link in menu.select("a")} == {
        "Profilo": "/profilo/",
        "Sicurezza dell’accesso": "/accesso/sicurezza/",
    }
    assert (menu.form["method"], menu.form["action"]) == ("post", "/esci/")
    assert menu.form.find("input", {"name": "csrfmiddlewaretoken"})


def test_a_stranger_is_offered_the_entrance():
    assert get("/").select_one(".ab-login")["href"] == "/accedi/"
    assert get("/cruscotto/").select_one(".ab-login")["href"] == "/accedi/"


def test_a_signed_in_reader_of_the_public_page_is_led_to_the_reserved_area(rf):
    assert layout("public", rf, Reader()).select_one(".ab-login")["href"] == "/cruscotto/"


@pytest.mark.parametrize(("setting", "hook"), LEGAL.items())
def test_a_legal_link_is_printed_only_when_its_page_exists(settings, setting, hook):
    for name in LEGAL:
        setattr(settings, name, "")
    assert get("/").select(f"[data-element={hook}]") == []
    setattr(settings, setting, "https://comune.example/pagina")
    assert get("/").select_one(f"[data-element={hook}]")["href"] == "https://comune.example/pagina"


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_flag_appears_only_in_a_demo(settings, demo):
    settings.DEMO = demo
    assert ("DATI DIMOSTRATIVI" in words(get("/").footer)) is demo


def test_no_link_leads_nowhere():
    for path in ("/", "/cruscotto/", "/accedi/"):
        assert [link["href"] for link in get(path).select("a") if link["href"] in ("", "#")] == []


def test_messages_are_announced_and_escaped():
    page = get("/messaggi/")
    assert page.select_one(".ab-messages")["role"] == "status"
    done, failed = page.select(".ab-message")
    assert "ab-message--success" in done["class"]
    assert words(failed) == "File <i>troppo</i> grande."
    assert failed.svg["aria-label"] == "Errore"


def test_a_refusal_gives_its_reason_as_text():
    page = get("/vietata/", 403)
    assert "Serve il permesso di <b>importare</b>." in words(page.main)


def test_the_error_page_stands_without_any_context():
    page = BeautifulSoup(get_template("500.html").render(), "html.parser")
    assert words(page.h1) == "Qualcosa non ha funzionato"
    assert words(get("/rotta/", 500).h1) == words(page.h1)


def test_a_refused_form_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/stile/")
    assert response.status_code == 403
    assert "quello che hai scritto è ancora lì" in response.text


def test_the_gallery_exists_only_where_it_is_asked_for(settings):
    settings.SHOW_GALLERY = False
    get("/stile/", 404)
    del settings.SHOW_GALLERY
    settings.DEBUG = False
    get("/stile/", 404)


def test_the_gallery_uses_every_component_there_is():
    sources = "".join(path.read_text("utf-8") for path in (COMPONENTS / "gallery").glob("*.html"))
    library = set(components_library.tags) | set(charts_library.tags)
    named = {name for name in library if not name.startswith("end")} - {"nav_link"}  # drawn by the layout itself
    assert {name for name in named if not re.search(r"{% " + name + r"[ %]", sources)} == set()


def test_the_gallery_has_no_repeated_id_and_no_dangling_reference():
    page = get("/stile/")
    ids = [tag["id"] for tag in page.select("[id]") if not tag["id"].startswith("id_")]
    assert sorted(ids) == sorted(set(ids))
    for tag in page.select("[aria-labelledby]"):
        assert page.find(id=tag["aria-labelledby"]), tag


def test_the_gallery_is_a_get_that_asks_the_database_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        get("/stile/?pagina=2&ordine=data")


@pytest.mark.parametrize("path", sorted((COMPONENTS).glob("*.html")), ids=lambda path: path.stem)
def test_every_template_of_a_component_is_used(path):
    written = [
        *Path(project.BASE_DIR, "abitare/ui").rglob("*.py"),
        *Path(project.BASE_DIR, "templates").rglob("*.html"),
    ]
    users = [file for file in written if path.stem in file.read_text("utf-8") and file != path]
    assert users
