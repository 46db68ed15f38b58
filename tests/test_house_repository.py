"""The house itself: nothing that must not be in a repository, nothing missing that people expect to find."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
import yaml

from abitare.records.act_parser import Level, parse_act
from tests.repository import ROOT, imported_modules, name_of, python_files, text_of, tracked_files, tree_of

REFERENCE = ROOT.parent / "shared" / "reference" / "dgc-156-2026.txt"
# Written in pieces, so that this file does not name what it looks for.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("crates", "io"),
    )
]
# Titles and particles that stand in names without being names.
NOT_NAMES = {"della", "delle", "dott", "dottssa", "ssa"}
FOREIGN_LOCKS = {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}
EXPECTED = [
    ".ci/run .env.example .importlinter CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md manage.py",
    "publiccode.yml pyproject.toml requirements-dev.txt requirements.txt",
    "docs/architettura.md docs/glossario.md docs/stati.md docs/immagini/cruscotto.png",
]
EXECUTABLES = (".ci/run", "scripts/check-installation", "scripts/demo", "scripts/system-libs")
PUBLICCODE_KEYS = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}
MAX_ADR_LINES = 30


def test_what_people_look_for_is_there():
    names = {name_of(path) for path in tracked_files()}
    assert {name for line in EXPECTED for name in line.split()} - names == set()


def test_no_package_registry_is_named():
    guilty = {name_of(path) for path in tracked_files() for host in REGISTRY_HOSTS if host in text_of(path)}
    assert guilty == set()


def test_no_lock_file_records_addresses():
    assert {path.name for path in tracked_files()} & FOREIGN_LOCKS == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_nothing_else(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]
    loose = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)]
    assert loose == (["-r requirements.txt"] if name == "requirements-dev.txt" else [])


def test_the_two_lists_of_requirements_do_not_overlap():
    assert requirements("requirements.txt") & requirements("requirements-dev.txt") == set()


def requirements(file):
    """Names of the packages a file of requirements pins, as package indexes normalise them."""
    lines = (ROOT / file).read_text().splitlines()
    return {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines if "==" in line}


def packages_of(files):
    """The packages that the files import: our own and the standard library left out."""
    modules = {module.split(".")[0] for path in files for module in imported_modules(tree_of(path))}
    installed = packages_distributions()
    return {
        re.sub(r"[-_.]+", "-", name).lower()
        for module in modules - set(sys.stdlib_module_names)
        for name in installed.get(module, ())
    }


def test_what_the_product_imports_is_required():
    # abitare.documents.checks is for tests and commands of development: it looks for its two packages when used.
    for_checks = {"page-validation", "pypdf"}
    assert packages_of(python_files()) - requirements("requirements.txt") - for_checks == set()


def test_what_the_tests_import_is_required():
    files = [path for path in tracked_files() if path.suffix == ".py"]
    assert packages_of(files) - requirements("requirements.txt") - requirements("requirements-dev.txt") == set()


def persons_of_the_reference_act():
    """Surnames and full names the real act prints, read now from the copy that lies beside the repository."""
    act = parse_act(REFERENCE.read_text())
    names = [row.name for row in (*act.attendance, *act.officials)] + [act.procedure_officer, act.handled_by]
    return {" ".join(name.split()) for name in names if name and " " in name.strip()}


def patterns_for(names):
    """A name is found in either order of its words, whatever the case and the spaces between them."""
    for name in names:
        words = [re.escape(word) for word in name.split()]
        for order in (words, [*words[1:], words[0]], [words[-1], *words[:-1]]):
            yield re.compile(r"\b" + r"\s+".join(order) + r"\b", re.IGNORECASE)


def test_the_search_for_a_name_finds_it_in_both_orders():
    found = list(patterns_for({"Quaresima Ines Maria"}))
    for text in ("QUARESIMA  INES MARIA", "Ines Maria Quaresima", "da ines\nmaria quaresima."):
        assert any(pattern.search(text) for pattern in found)
    assert not any(pattern.search("Quaresima") for pattern in found)


def test_no_person_of_the_real_act_is_named():
    if not REFERENCE.exists():
        pytest.skip("../shared/reference non c’è: i nomi delle persone dell’atto non sono stati cercati")
    patterns = list(patterns_for(persons_of_the_reference_act()))
    assert len(patterns) >= 3 * 10  # ten present
    guilty = {name_of(path) for path in tracked_files() for pattern in patterns if pattern.search(text_of(path))}
    assert guilty == set()


def test_no_word_of_a_real_name_is_anywhere():
    """Neither a surname alone nor a first name alone, written as a name is: in capitals or with a capital."""
    if not REFERENCE.exists():
        pytest.skip("../shared/reference non c’è: i cognomi dell’atto non sono stati cercati")
    words = set(re.findall(r"[^\W\d_]+", " ".join(persons_of_the_reference_act()).lower())) - NOT_NAMES
    forms = {form for word in words if len(word) > 3 for form in (word.upper(), word.capitalize())}
    assert len(forms) >= 2 * 20
    pattern = re.compile(r"\b(" + "|".join(sorted(forms)) + r")\b")
    guilty = {f"{name_of(path)}: {found[0]}" for path in tracked_files() if (found := pattern.search(text_of(path)))}
    assert guilty == set()


def shingles(text, size=10):
    """Every run of ``size`` words of a text."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_no_sentence_of_the_real_act_is_shipped():
    """Ten words in a row of the proposal are its text, not a summary of ours. The level of the Giunta is made of the
    formulas every such act has, which the invented acts need too."""
    if not REFERENCE.exists():
        pytest.skip("../shared/reference non c’è: le frasi dell’atto non sono state cercate")
    clauses = [clause for clause in parse_act(REFERENCE.read_text()).clauses if clause.level == Level.PROPOSAL]
    theirs = set().union(*(shingles(clause.text) for clause in clauses))
    assert len(theirs) > 500
    guilty = {name_of(path): sorted(same)[0] for path in tracked_files() if (same := shingles(text_of(path)) & theirs)}
    assert guilty == {}


def test_publiccode_has_its_required_keys():
    data = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    assert PUBLICCODE_KEYS - set(data) == set()
    assert data["legal"]["license"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"]
    italian = data["description"]["it"]
    assert {"shortDescription", "longDescription", "features"} <= set(italian)
    assert len(italian["shortDescription"]) <= 150
    assert 150 <= len(italian["longDescription"]) <= 10_000
    assert data["localisation"]["availableLanguages"] == ["it"]
    assert data["maintenance"]["type"] in {"internal", "contract", "community", "none"}


def test_every_setting_read_is_in_the_example():
    read = set(re.findall(r"""env\.\w+\(\s*["']([A-Z_]+)["']""", (ROOT / "abitare" / "settings.py").read_text()))
    listed = set(re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read
    assert read == listed


def test_decisions_are_short_and_numbered():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [path.name[:4] for path in records] == [f"{n:04}" for n in range(1, len(records) + 1)]
    assert {path.name for path in records if len(path.read_text().splitlines()) > MAX_ADR_LINES} == set()


def test_links_between_our_pages_lead_somewhere():
    broken = []
    for path in (p for p in tracked_files() if p.suffix == ".md"):
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text_of(path)):
            if not (path.parent / target).exists():
                broken.append(f"{name_of(path)} → {target}")
    assert broken == []


def test_scripts_can_be_run():
    not_executable = [name for name in EXECUTABLES if not (ROOT / name).stat().st_mode & 0o100]
    assert not_executable == []
    for name in EXECUTABLES:
        assert "set -euo pipefail" in (ROOT / name).read_text()
