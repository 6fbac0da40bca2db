"""What the import contracts in pyproject.toml cannot see: single files, and modules missing from the graph."""

import ast
import tomllib
from collections.abc import Iterator

import grimp
import pytest

from tests.architecture.source import FRONT_DOORS, HOME, PACKAGES, Source, sources

OURS = {*PACKAGES, *FRONT_DOORS}

MAY_IMPORT = {
    "settings": set(),
    "app": {"settings", "models", "services", "ui"},
    "asgi": {"settings", "models", "services", "web", "ui"},
    "manage": {"settings", "models", "services", "documents", "web", "asgi", "commands"},
}
"""File → our own modules it may import; everything else of ours is above it."""

MAY_KNOW_STREAMLIT = {"app", "asgi"}


def brought_in(source: Source) -> Iterator[tuple[int, str]]:
    """Line and first name of everything that a file imports, wherever it does."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.split(".")[0]


def strays(source: Source) -> list[str]:
    """Imports of a front door that its place does not allow."""
    forbidden = OURS - MAY_IMPORT[source.layer] - {source.layer}
    if source.layer not in MAY_KNOW_STREAMLIT:
        forbidden |= {"streamlit", "streamlit_authenticator"}
    return [f"{source.path}:{line}: {name}" for line, name in brought_in(source) if name in forbidden]


@pytest.mark.parametrize("door", FRONT_DOORS)
def test_a_front_door_imports_only_what_lies_below_it(door: str) -> None:
    [source] = [source for source in sources() if source.path == f"{door}.py"]
    assert not strays(source)


def test_an_import_upwards_is_seen() -> None:
    assert strays(Source("settings.py", "from services import meetings"))
    assert strays(Source("manage.py", "def start():\n    import streamlit"))
    assert not strays(Source("app.py", "import streamlit as st\nfrom ui import navigation"))


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the graph's cache is off; nothing of ours is opened
def test_the_contracts_see_every_module() -> None:
    """A folder without ``__init__.py`` beside one that has it drops out of the graph without a word."""
    graph = grimp.build_graph(*_roots(), cache_dir=None)
    written = {source.path for source in sources() if source.layer in PACKAGES}
    names = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in written}
    assert names <= graph.modules


def test_the_contracts_know_every_package() -> None:
    folders = {source.path.split("/")[0] for source in sources() if "/" in source.path}
    assert folders - {"tests", "migrations", "scripts"} == set(_roots())


def _roots() -> list[str]:
    configuration = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    roots: list[str] = configuration["tool"]["importlinter"]["root_packages"]
    return roots
