"""Papers printed by a process with limits (``docx_child``), one process for many; whatever is wrong is a refusal."""

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from services.errors import Invalid
from services.papers import docx_child
from services.papers.rows import Value

SECONDS, SECONDS_A_PAPER = 30, 3
UNUSABLE = "Mẫu văn bản này không dùng được. Quản trị thay mẫu khác hoặc dùng lại mẫu có sẵn ở mục Mẫu văn bản."
_turns = threading.BoundedSemaphore(2)
"""As many processes as the smallest machine has processors."""


@dataclass(frozen=True)
class Image:
    """A picture in a paper; no bytes: its place stays empty."""

    png: bytes
    millimetres: int


@dataclass(frozen=True)
class Print:
    """One paper to be printed."""

    template: bytes
    values: Mapping[str, Value] = field(hash=False)
    images: Mapping[str, Image] = field(hash=False, default_factory=dict)


def printed(papers: Sequence[Print]) -> Iterator[bytes]:
    """Every paper as .docx, in the order given, each as soon as it is ready. Raises Invalid for an unusable template."""
    yield from _asked("print", papers, ())


def check(papers: Sequence[Print], known: Sequence[str]) -> None:
    """Try a template on samples; Invalid says what is wrong with it. ``known``: every name that it may use."""
    for _ in _asked("check", papers, known):
        raise AssertionError  # a check prints nothing


def _asked(task: str, papers: Sequence[Print], known: Sequence[str]) -> Iterator[bytes]:
    # The request goes through a file: a pipe would block while the process already answers.
    with _turns, TemporaryFile() as request:
        request.write(_written(task, papers, known))
        request.seek(0)
        yield from _answers(request, len(papers))


def _answers(request: IO[bytes], papers: int) -> Iterator[bytes]:
    # -I: the process sees neither our environment nor our folder, so nothing there can stand in for a library.
    command = [sys.executable, "-I", str(Path(docx_child.__file__))]
    with (
        TemporaryFile() as said,
        subprocess.Popen(command, stdin=request, stdout=subprocess.PIPE, stderr=said, env={}) as process,  # noqa: S603 - our own script
    ):
        guard = threading.Timer(SECONDS + SECONDS_A_PAPER * papers, process.kill)
        guard.start()
        try:
            yield from _read(process.stdout)  # type: ignore[arg-type]
            process.wait()
        finally:
            guard.cancel()
            process.kill()
        if process.returncode:
            said.seek(0)
            is_told = process.returncode == docx_child.REFUSED
            raise Invalid(said.read().decode(errors="replace") if is_told else UNUSABLE)


def _read(answers: BufferedReader) -> Iterator[bytes]:
    while length := answers.read(docx_child.DIGITS):
        yield answers.read(int(length))


def _written(task: str, papers: Sequence[Print], known: Sequence[str]) -> bytes:
    names = {template: str(place) for place, template in enumerate({paper.template for paper in papers})}
    request = {
        "task": task,
        "templates": {name: _text(template) for template, name in names.items()},
        "papers": [
            {
                "template": names[paper.template],
                "values": dict(paper.values),
                "images": {
                    name: {"png": _text(image.png), "millimetres": image.millimetres}
                    for name, image in paper.images.items()
                },
            }
            for paper in papers
        ],
        "known": list(known),
    }
    return json.dumps(request).encode()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
