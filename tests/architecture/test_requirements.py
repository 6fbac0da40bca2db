"""A fresh machine installs exactly what was tested."""

import re

import pytest

from tests.architecture.source import HOME

PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+]*")


def loose(text: str) -> list[str]:
    """Lines that leave a choice."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return [line for line in lines if line and line != "-r requirements.txt" and not PINNED.fullmatch(line)]


def wanted(text: str) -> set[tuple[str, str]]:
    """Name and version of every pin, however its name is written; extras are not part of the name."""
    found = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s#]+)", text, flags=re.MULTILINE)
    return {(name.lower().replace("_", "-"), version) for name, version in found}


def read(name: str) -> str:
    return (HOME / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned(name: str) -> None:
    assert not loose(read(name))
    assert len(wanted(read(name))) > 10


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_pins_follow_what_was_asked_for(name: str) -> None:
    pinned = wanted(read("requirements.txt")) | wanted(read("requirements-dev.txt"))
    assert wanted(read(f"{name}.in")) <= pinned, "run `make pins`"


def test_checking_uses_what_ships() -> None:
    dev = read("requirements-dev.txt")
    assert "-r requirements.txt" in dev.splitlines()
    shipped = {name for name, _ in wanted(read("requirements.txt"))}
    assert not shipped & {name for name, _ in wanted(dev)}


@pytest.mark.parametrize("line", ["streamlit", "streamlit>=1.0", "streamlit==1.*", "-e .", "x @ file:///x", "--hash=y"])
def test_a_loose_line_is_seen(line: str) -> None:
    assert loose(line) == [line]
