"""The house itself: sizes, names, migrations, markup by hand."""

import ast

import pytest

from tests.repository import PACKAGES, ROOT, imported_modules, name_of, python_files, text_of, tracked_files, tree_of

DRAWERS = {"utils", "util", "common", "core", "helpers", "misc", "shared"}
MAX_MODULE = 400
MAX_FUNCTION = 40  # 30 is the aim; past it go only the calls that fill one long record
MAX_VIEW = 25
MAX_TEST_FILE = 500


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def body_lines(function):
    """Lines of a function without its decorators and its docstring: a docstring is not length."""
    first = function.body[0]
    start = function.lineno
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        start += first.end_lineno - first.lineno + 1
    return function.end_lineno - start + 1


def test_the_walk_sees_the_product():
    names = {name_of(path) for path in python_files()}
    assert {"abitare/settings.py", "actions/progress/steps.py", "abitare/records/workflow.py"} <= names


def test_no_module_is_a_drawer():
    parts = {part for path in tracked_files() if path.suffix == ".py" for part in (*path.parts[:-1], path.stem)}
    assert parts & DRAWERS == set()


def test_the_project_package_is_empty():
    assert (ROOT / "abitare" / "__init__.py").read_text().strip() == ""


def test_modules_are_short():
    long = {name_of(path): n for path in python_files() if (n := len(text_of(path).splitlines())) > MAX_MODULE}
    assert long == {}


def test_test_files_are_short():
    files = [path for path in tracked_files() if path.suffix == ".py" and name_of(path).startswith("tests/")]
    assert {name_of(path): n for path in files if (n := len(text_of(path).splitlines())) > MAX_TEST_FILE} == {}


def test_functions_are_short():
    long = {
        f"{name_of(path)}:{function.name}": body_lines(function)
        for path in python_files()
        for function in functions(tree_of(path))
        if body_lines(function) > (MAX_VIEW if "views" in name_of(path) else MAX_FUNCTION)
    }
    assert long == {}


def test_migrations_import_no_code_of_ours():
    # What a migration means must not change when the code does. Managers and validators are frozen by reference.
    guilty = {
        (name_of(path), module)
        for path in python_files(migrations=True)
        for module in imported_modules(tree_of(path))
        if module.split(".")[0] in PACKAGES
    }
    assert guilty == set()


def marks_made_by_hand(tree):
    """Lines where text put together in Python is declared safe HTML."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        built = isinstance(node.args[0], ast.JoinedStr | ast.BinOp) or (
            isinstance(node.args[0], ast.Call) and getattr(node.args[0].func, "attr", "") in {"format", "join"}
        )
        if called in {"mark_safe", "SafeString", "format_html"} and built:
            yield node.lineno


@pytest.mark.parametrize(
    "source",
    [
        'mark_safe(f"<b>{x}</b>")',
        'safestring.mark_safe("<b>" + x)',
        'mark_safe("<b>{}".format(x))',
        'format_html(f"{x}")',
    ],
)
def test_the_search_for_markup_by_hand_finds_it(source):
    assert list(marks_made_by_hand(ast.parse(source))) == [1]


def test_no_markup_is_put_together_in_python():
    guilty = [f"{name_of(path)}:{line}" for path in python_files() for line in marks_made_by_hand(tree_of(path))]
    assert guilty == []


def test_no_signals_of_ours():
    guilty = [name_of(path) for path in python_files() if "django.dispatch" in imported_modules(tree_of(path))]
    # allauth announces an e-mail confirmed or a login only by signal: receiving those is allowed in people.
    assert [name for name in guilty if not name.startswith("abitare/people/")] == []


def test_no_clock_of_the_machine():
    """``timezone.now`` and ``timezone.localdate`` only: ruff forbids the others, this asks that nobody silences it."""
    assert [name_of(path) for path in python_files() if "noqa: DTZ" in text_of(path)] == []
