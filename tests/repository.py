"""The files of the repository, for the tests of the house: what git tracks or would track."""

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("abitare", "actions", "tutor_condominio", "coprogettazione", "patrimonio")


@functools.cache
def tracked_files():
    """Paths under ``ROOT`` of every file that is committed or could be; asks git, which also knows .gitignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in sorted(set(listed.split("\0")) - {""}) if (path := ROOT / name).is_file())


def python_files(*, migrations=False):
    """The Python files of the product, without the tests."""
    return [
        path
        for path in tracked_files()
        if path.suffix == ".py"
        and name_of(path).split("/")[0] in PACKAGES
        and ("migrations" in path.parts) == migrations
    ]


def name_of(path):
    """The path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def text_of(path):
    """The text of a file; empty for one that is not text."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


@functools.cache
def tree_of(path):
    return ast.parse(text_of(path), filename=str(path))


def imported_modules(tree):
    """Every module a file imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
