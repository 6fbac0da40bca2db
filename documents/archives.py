"""Many papers in one .zip: made by a thread of its own into a file on disk, watched by a bar, handed out once ready.

An archive belongs to the account that asked for it; it is forgotten after an hour, and with the process.
"""

import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from documents import papers, pdf
from services.errors import Conflict, NotFound, Refusal
from services.papers import Paper, PaperRef

Read = Callable[[Sequence[PaperRef]], list[Paper]]
"""Reads papers for the account that asked, in a transaction of its own."""

AT_A_TIME = 20
"""Papers that are read, printed and put away together."""
PROCESSORS = 2
"""Of the smallest machine: so many batches are printed at the same time."""
SECONDS_KEPT = 3600
MOST_KEPT = 20
BUSY = "Máy chủ đang tạo nhiều tệp nén. Đồng chí thử lại sau ít phút."


@dataclass(frozen=True)
class Order:
    """Who wants which papers, of which unit, in what."""

    account_id: UUID
    unit_id: UUID
    name: str
    """What the archive is called, without an ending."""
    refs: tuple[PaperRef, ...]
    is_pdf: bool = False


@dataclass
class Archive:
    """One archive on its way; ``refusal`` says why it was given up."""

    order: Order
    path: Path
    archive_id: UUID = field(default_factory=uuid4)
    done: int = 0
    is_ready: bool = False
    refusal: str = ""
    begun_at: float = field(default_factory=time.monotonic)

    @property
    def total(self) -> int:
        """How many papers it is to hold."""
        return len(self.order.refs)


@cache
def _folder() -> "TemporaryDirectory[str]":
    """Where archives lie; only this account of the machine may look into it, and it goes with the process."""
    return TemporaryDirectory(prefix="portal-papers-")


_kept: dict[UUID, Archive] = {}
_guard = threading.Lock()
_turn = threading.Semaphore(1)
"""One archive at a time has the processors; the others wait."""


def begin(order: Order, read: Read) -> Archive:
    """Begin an archive and return at once. Conflict when too many are kept."""
    archive = Archive(order, Path(_folder().name))
    archive.path /= f"{archive.archive_id.hex}.zip"
    with _guard:
        _forget_old()
        if len(_kept) >= MOST_KEPT:
            raise Conflict(BUSY)
        _kept[archive.archive_id] = archive
    threading.Thread(target=_make, args=(archive, read), name=f"papers-{archive.archive_id}", daemon=True).start()
    return archive


def found(account_id: UUID, archive_id: UUID) -> Archive:
    """The archive, for the account that asked for it; NotFound for anybody else and once it is forgotten."""
    with _guard:
        archive = _kept.get(archive_id)
    if archive is None or archive.order.account_id != account_id:
        raise NotFound
    return archive


def _make(archive: Archive, read: Read) -> None:
    try:
        with _turn, zipfile.ZipFile(archive.path, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in _printed(archive.order, read):
                book.writestr(name, content)
                archive.done += 1
        archive.is_ready = True
    except Refusal as refusal:
        archive.refusal = refusal.sentence
    except OSError:
        archive.refusal = "Máy chủ không ghi được tệp nén (có thể đã hết chỗ trên đĩa). Đồng chí báo quản trị."
    finally:
        if not archive.is_ready:
            archive.refusal = archive.refusal or "Chưa tạo được tệp nén. Đồng chí thử lại sau."
            archive.path.unlink(missing_ok=True)


def _printed(order: Order, read: Read) -> Iterator[tuple[str, bytes]]:
    names: set[str] = set()
    batches = [order.refs[place : place + AT_A_TIME] for place in range(0, len(order.refs), AT_A_TIME)]
    with ThreadPoolExecutor(PROCESSORS, "papers-printing") as pool:
        try:
            for batch in pool.map(partial(_batch, read, is_pdf=order.is_pdf), batches):
                yield from ((_unique(stem, names) + (".pdf" if order.is_pdf else ".docx"), it) for stem, it in batch)
        finally:
            pool.shutdown(cancel_futures=True)


def _batch(read: Read, refs: Sequence[PaperRef], *, is_pdf: bool) -> list[tuple[str, bytes]]:
    """Some papers with what their files are to be called; two of them may be called alike."""
    found = read(refs)
    files = list(papers.docx_of_many(found))
    if is_pdf:
        files = list(pdf.pdfs({str(place): content for place, content in enumerate(files)}).values())
    return [(paper.stem, content) for paper, content in zip(found, files, strict=True)]


def _unique(stem: str, names: set[str]) -> str:
    """The name of a file, with a number behind it where two cells are called alike."""
    name, number = stem, 2
    while name in names:
        name, number = f"{stem}-{number}", number + 1
    names.add(name)
    return name


def _forget_old() -> None:
    for archive in list(_kept.values()):
        if time.monotonic() - archive.begun_at > SECONDS_KEPT:
            archive.path.unlink(missing_ok=True)
            del _kept[archive.archive_id]
