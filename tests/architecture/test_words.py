"""One word per idea, and no word that belongs to one machine only."""

import ast
import re

import pytest

from tests.architecture.source import HOME, Source, files, sources

GLOSSARY = HOME / "docs" / "glossary.md"

OF_ONE_MACHINE = re.compile(
    r"(?<![\w./-])/work\b"  # folders of a workplace
    r"|(?<![\w.])\.\./shared\b"
    r"|\b(?:py(?!test|thon\.)\w*|npm\w*|registry)\.(?:org|com|io|dev)\b"  # where packages come from is the machine's affair
    r"|--(?:extra-)?index-url|--find-links|--trusted-host"
)


def words_of_one_machine(text: str) -> list[str]:
    """Host names of package registries and paths that exist on one machine only."""
    return [found.group() for found in OF_ONE_MACHINE.finditer(text)]


def test_nothing_names_a_registry_or_a_path_of_one_machine() -> None:
    found = {
        path.relative_to(HOME).as_posix(): words
        for path in files()
        if path != HOME / "tests/architecture/test_words.py" and (words := words_of_one_machine(_text(path)))
    }
    assert not found


def _text(path: object) -> str:
    data = HOME.joinpath(str(path)).read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", errors="replace")


@pytest.mark.parametrize(
    "sample",
    [
        "see /work/main",
        "../shared/DESIGN.md",
        "https://py" + "pi.org/simple",
        "files.pythonhos" + "ted.org",
        "--index-url x",
    ],
)
def test_a_word_of_one_machine_is_seen(sample: str) -> None:
    assert words_of_one_machine(sample)


@pytest.mark.parametrize("sample", ["docs.pytest.org", "docs.python.org", "network/work", "homework", "a/work.py"])
def test_ordinary_words_pass(sample: str) -> None:
    assert not words_of_one_machine(sample)


def table_names(source: Source) -> list[str]:
    """Classes that become tables."""
    return [
        node.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and any(keyword.arg == "table" for keyword in node.keywords)
    ]


def missing_words(words: list[str], glossary: str) -> list[str]:
    """Names that the glossary does not write as code (`Meeting`, `meetings`)."""
    return [word for word in words if f"`{word}`" not in glossary]


def test_the_glossary_knows_every_table() -> None:
    names = [name for source in sources() if source.layer == "models" for name in table_names(source)]
    assert len(names) > 1
    assert not missing_words(names, GLOSSARY.read_text(encoding="utf-8"))


def test_the_glossary_knows_every_service() -> None:
    """A folder counts as one service: its callers do not notice that it has parts."""
    inside = {source.path.split("/")[1].removesuffix(".py") for source in sources() if source.layer == "services"}
    assert not missing_words(sorted(inside - {"__init__"}), GLOSSARY.read_text(encoding="utf-8"))


def test_a_missing_word_is_seen() -> None:
    assert table_names(Source("models/units.py", "class UnitEra(Table, table=True): ...")) == ["UnitEra"]
    assert missing_words(["UnitEra", "Unit"], "the era of a unit (`UnitEra`)") == ["Unit"]
