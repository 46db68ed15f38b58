"""The house itself: every template is used, none carries style or script of its own."""

import re
from pathlib import Path

import allauth
import django
import pytest
from bs4 import BeautifulSoup

from tests.repository import ROOT, name_of, python_files, text_of, tracked_files

TEMPLATES = ROOT / "templates"
# Looked up by Django and by allauth's rate limits under these names.
FOUND_BY_NAME = {"403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
# Printed by WeasyPrint, never sent to a browser: they are not under the content security policy.
PRINTED = "documents/"
MAX_LINES = 150


def templates():
    return [path for path in tracked_files() if TEMPLATES in path.parents]


def key_of(path):
    """The name a template is called by."""
    return path.relative_to(TEMPLATES).as_posix()


def pages():
    return [path for path in templates() if path.suffix == ".html" and not key_of(path).startswith(PRINTED)]


def referenced():
    """Every template name written in the code, with f-strings as patterns, and in the templates."""
    patterns = []
    for path in python_files():
        for prefix, quoted in re.findall(r"""(f?)["']([\w./{}\-]+\.(?:html|txt))["']""", text_of(path)):
            parts = re.split(r"\{[^}]*\}", quoted) if prefix else [quoted]
            patterns.append(re.compile(r"[\w\-]+".join(map(re.escape, parts))))
    for path in templates():
        for quoted in re.findall(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""", text_of(path)):
            patterns.append(re.compile(re.escape(quoted)))
    return patterns


def overrides_a_package(key):
    """Whether the template takes the place of one of Django's or of allauth's."""
    folders = [Path(allauth.__file__).parent / "templates", *Path(django.__file__).parent.glob("**/templates")]
    return any((folder / key).exists() for folder in folders)


def is_quoted(*names):
    """Whether the code writes one of the names between quotes: messages and widgets are called without extension."""
    return any(f'"{name}"' in text_of(path) for path in python_files() for name in names)


def is_used(key, known):
    if key in FOUND_BY_NAME or overrides_a_package(key):
        return True
    if message := re.fullmatch(r"email/(\w+)/(\w+)_(?:subject|body)\.txt", key):
        app, event = message.groups()
        return is_quoted(f"{app}/{event}", event)
    return any(pattern.fullmatch(key) for pattern in known)


def test_every_template_is_used():
    known = referenced()
    assert {key for path in templates() if not is_used(key := key_of(path), known)} == set()


def test_every_template_named_exists():
    keys = {key_of(path) for path in templates()}
    named = {
        quoted
        for path in templates()
        for quoted in re.findall(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""", text_of(path))
    }
    assert {name for name in named - keys if not overrides_a_package(name)} == set()


def forbidden_markup(html):
    """What a strict content security policy would stop: elements and attributes, as written."""
    soup = BeautifulSoup(re.sub(r"\{%.*?%\}|\{#.*?#\}", "_", html, flags=re.DOTALL), "html.parser")
    found = [str(tag)[:80] for tag in soup.find_all("script") if not tag.get("src")]
    found += [str(tag)[:80] for tag in soup.find_all("style")]
    for tag in soup.find_all(True):
        found += [f"<{tag.name} {name}>" for name in tag.attrs if name == "style" or name.startswith("on")]
        found += [f"<{tag.name} {name}>" for name, value in tag.attrs.items() if "javascript:" in str(value).lower()]
    return found


@pytest.mark.parametrize(
    "html",
    ['<p style="x">', "<style>a</style>", "<script>a</script>", '<a onclick="x">', '<a href="javascript:x">'],
)
def test_the_search_for_inline_code_finds_it(html):
    assert forbidden_markup(html)


def test_no_page_carries_style_or_script():
    guilty = {name_of(path): found for path in pages() if (found := forbidden_markup(text_of(path)))}
    assert guilty == {}


def test_no_page_asks_another_site():
    """Links may lead elsewhere; what the page itself loads may not."""
    pattern = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=["']https?:""", re.IGNORECASE)
    assert [name_of(path) for path in pages() if pattern.search(text_of(path))] == []


def test_templates_are_short():
    assert {name_of(p): n for p in templates() if (n := len(text_of(p).splitlines())) > MAX_LINES} == {}


def test_nothing_is_marked_safe_in_a_template():
    guilty = [
        name_of(p)
        for p in templates()
        if re.search(r"\|\s*safe\b|\{%\s*autoescape off", text_of(p)) and p.suffix == ".html"
    ]
    assert guilty == []


def test_apostrophes_are_typographic():
    """Between two letters of Italian text the apostrophe is ’, as people see it printed."""
    straight = re.compile(r"(?<=[a-zàèéìòù])'(?=[a-zàèéìòùA-Z])")
    guilty = {}
    for path in pages():
        spoken = BeautifulSoup(re.sub(r"\{[%#{].*?[%#}]\}", " ", text_of(path), flags=re.DOTALL), "html.parser")
        if found := straight.search(spoken.get_text()):
            guilty[name_of(path)] = found.string[max(0, found.start() - 20) : found.end() + 20]
    assert guilty == {}
