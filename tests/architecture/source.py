"""The portal's own source, parsed: what the house rules look at."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]

NOT_OURS = {".git", ".venv", "var", "test-artefacts", "node_modules", "__pycache__"}
"""Never part of the product; folders of caches are recognised by their names."""

PACKAGES = ("pages", "web", "commands", "ui", "charts", "documents", "services", "models", "bench")
FRONT_DOORS = ("app", "asgi", "manage", "settings")


@dataclass(frozen=True)
class Source:
    """A Python file. ``path`` is relative to the repository, with slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def layer(self) -> str:
        """The first folder, or the file's name where there is none."""
        return self.path.split("/", 1)[0].removesuffix(".py")

    @property
    def is_product(self) -> bool:
        """Whether it ships: not a test, not a migration."""
        return self.layer in (*PACKAGES, *FRONT_DOORS)


def files() -> Iterator[Path]:
    """Every file a person wrote, also those not yet committed."""
    for folder, names, found in os.walk(HOME):
        names[:] = [name for name in names if name not in NOT_OURS and not name.endswith(("_cache", ".egg-info"))]
        names[:] = [name for name in names if name != ".hypothesis"]
        yield from (Path(folder) / name for name in found if not name.endswith((".pyc", ".sqlite")))


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the repository."""
    found = sorted(path for path in files() if path.suffix == ".py")
    return tuple(Source(path.relative_to(HOME).as_posix(), path.read_text(encoding="utf-8")) for path in found)


def dotted(node: ast.expr) -> str:
    """``st.column_config.TextColumn`` for such an expression; empty for anything but names and dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def imported(tree: ast.AST) -> dict[str, str]:
    """Local name → what it stands for, ``{"st": "streamlit", "col": "sqlmodel.col"}``."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def meaning(node: ast.expr, names: dict[str, str]) -> str:
    """The full name of what an expression refers to: ``streamlit.rerun`` for ``st.rerun``."""
    written = dotted(node)
    first, _, rest = written.partition(".")
    full = names.get(first, first)
    return f"{full}.{rest}" if rest else full


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call, in order of appearance."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return iter(sorted(found, key=lambda node: (node.lineno, node.col_offset)))
