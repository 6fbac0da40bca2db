"""Papers (biên bản, nghị quyết, …) as .docx: the values of a service printed by the template that is in use."""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import segno

from services.papers import Image, Paper, PaperKind, Print, printed

TEMPLATES = Path(__file__).parent / "templates"
QR_MILLIMETRES = 20


@cache
def shipped(kind: PaperKind) -> bytes:
    """The template of a kind that ships; scripts/paper_templates.py makes them."""
    return (TEMPLATES / f"{kind.value}.docx").read_bytes()


def docx(paper: Paper) -> bytes:
    """One paper. Raises Invalid when the template that is in use has become unusable."""
    (content,) = printed([_print(paper)])
    return content


def docx_of_many(papers: Sequence[Paper]) -> Iterator[bytes]:
    """Many papers, each as soon as it is ready, in one process."""
    return printed([_print(paper) for paper in papers])


def _print(paper: Paper) -> Print:
    images = {"qr": Image(qr(paper.receipt) if paper.receipt else b"", QR_MILLIMETRES)}
    return Print(paper.template or shipped(paper.ref.kind), paper.values, images)


def qr(text: str) -> bytes:
    """A QR square as .png; one letter in seven may be soiled."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=6, border=2)
    return out.getvalue()
