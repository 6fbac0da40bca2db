"""Papers as PDF, through LibreOffice: several files a call, in a folder of its own, with a limit of time."""

import shutil
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from services.errors import Invalid

PROGRAM = "soffice"
MISSING = "Máy chủ chưa cài LibreOffice nên chưa xuất được PDF. Đồng chí tải tệp Word (.docx)."
SECONDS, SECONDS_A_FILE = 60, 3
_FAILED = "Chưa chuyển được văn bản sang PDF. Đồng chí tải tệp Word (.docx) hoặc thử lại sau."
_turns = threading.BoundedSemaphore(2)
"""As many at a time as the smallest machine has processors: each takes one."""


def is_available() -> bool:
    """Whether this machine has LibreOffice."""
    return shutil.which(PROGRAM) is not None


def pdf(content: bytes) -> bytes:
    """One .docx as PDF. Raises Invalid where LibreOffice is missing or fails."""
    return pdfs({"paper": content})["paper"]


def pdfs(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Many .docx as PDF, by name. Raises Invalid where LibreOffice is missing or fails on one of them."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise Invalid(MISSING)
    with _turns, TemporaryDirectory(prefix="portal-pdf-") as folder:
        return _converted(program, Path(folder), files)


def _converted(program: str, folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    # Numbers, not names: whatever a paper is called, nothing of it is a path or an option of the program.
    places = {name: folder / f"{number}.docx" for number, name in enumerate(files)}
    for name, place in places.items():
        place.write_bytes(files[name])
    profile = (folder / "profile").as_uri()
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "pdf:writer_pdf_Export"]
    command = [
        program,
        f"-env:UserInstallation={profile}",
        *options,
        "--outdir",
        str(folder),
        *map(str, places.values()),
    ]
    try:
        subprocess.run(  # noqa: S603 - the program of this machine, with names that we made
            command,
            env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            capture_output=True,
            timeout=SECONDS + SECONDS_A_FILE * len(files),
            check=False,
        )
        return {name: place.with_suffix(".pdf").read_bytes() for name, place in places.items()}
    except (subprocess.TimeoutExpired, FileNotFoundError):
        raise Invalid(_FAILED) from None
