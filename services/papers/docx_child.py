"""Papers printed from templates, by a process of its own: a template from outside may bring it down, not the portal.

``python -I docx_child.py`` reads one request as JSON from standard input and answers on standard output. It imports
nothing of ours and sets its own limits before it looks at a template. ``{"task": "print"}`` answers every paper as ten
digits (its length) and its bytes, in the order of the request; ``{"task": "check"}`` answers nothing. Exit code
``REFUSED`` comes with a sentence on standard error; any other than 0 means that a template cannot be used.

Templates run in Jinja's sandbox without globals, with few filters, and with autoescape: a person's text is text.
"""

import base64
import json
import re
import resource
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

REFUSED = 3
"""The exit code beside a sentence on standard error."""
DIGITS = 10
CPU_SECONDS, CPU_SECONDS_A_PAPER, MEMORY = 20, 2, 1 << 30
MOST_ENTRIES, MOST_UNPACKED = 200, 20_000_000
LARGE, HIGHEST_RATIO = 1_000_000, 200
KEPT_FILTERS = ("default", "first", "join", "last", "length", "lower", "replace", "trim", "upper")
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "previtem", "nextitem"})
_FOLDERS = ("_rels/", "docprops/", "word/", "customxml/")
_UNWANTED = ("vbaproject", "..", "embeddings/", "activex", "externallink", "afchunk", "vbadata")
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "MERGEFORMAT", "ARABIC"})
"""Words of Word's own fields that may stand in a template; others (INCLUDETEXT, DDE …) reach outside of it."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Refused(Exception):
    """The template is not taken; the sentence says why."""


def main() -> None:
    """Answer the one request on standard input."""
    request = json.loads(sys.stdin.buffer.read())
    seconds = CPU_SECONDS + CPU_SECONDS_A_PAPER * len(request["papers"])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    templates = {name: base64.b64decode(content) for name, content in request["templates"].items()}
    try:
        if request["task"] == "check":
            _check(templates, request)
        else:
            for paper in request["papers"]:
                content = _printed(templates[paper["template"]], paper)
                sys.stdout.buffer.write(f"{len(content):0{DIGITS}d}".encode() + content)
                sys.stdout.buffer.flush()
    except Refused as refusal:
        sys.stderr.buffer.write(str(refusal).encode())
        sys.exit(REFUSED)


def _check(templates: dict[str, bytes], request: dict[str, Any]) -> None:
    """Refuse a template that holds what it must not, names what is not known, or fails on one of the samples."""
    for content in templates.values():
        _check_archive(content)
        _check_names(content, set(request["known"]))
    for paper in request["papers"]:
        _printed(templates[paper["template"]], paper, is_strict=True)


def _printed(content: bytes, paper: dict[str, Any], *, is_strict: bool = False) -> bytes:
    import docx.shared  # noqa: PLC0415 - the portal imports this module for its constants, not to print itself
    import jinja2  # noqa: PLC0415 - as above
    from docxtpl import InlineImage  # noqa: PLC0415 - as above

    template = _template(content)
    values = {name: _writable(value) for name, value in paper["values"].items()}
    template.render_init()
    for name, image in paper["images"].items():
        size = docx.shared.Mm(image["millimetres"])
        values[name] = (
            InlineImage(template, BytesIO(base64.b64decode(image["png"])), width=size) if image["png"] else ""
        )
    try:
        template.render(values, _environment(is_strict=is_strict))
    except (jinja2.TemplateError, jinja2.exceptions.SecurityError, TypeError, ValueError, ET.ParseError) as error:
        raise Refused(f"Mẫu không in được: {_said(error)}") from None
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def _said(error: Exception) -> str:
    words = " ".join(str(error).split())[:200]
    line = getattr(error, "lineno", None)
    return f"{words} (lệnh thứ {line})" if line else words


@cache
def _environment(*, is_strict: bool) -> Any:
    import jinja2  # noqa: PLC0415 - as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    undefined = jinja2.StrictUndefined if is_strict else jinja2.Undefined
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=undefined)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in (*KEPT_FILTERS, "e", "escape")}
    return environment


def _template(content: bytes) -> Any:
    from docxtpl import DocxTemplate  # noqa: PLC0415 - as above

    class Template(DocxTemplate):  # type: ignore[misc]
        """Prints data as it is: the library itself takes ``{_{`` in a person's text for an escaped ``{{``."""

        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
            self.current_rendering_part = part
            printed: str = self.resolve_listing(jinja_env.from_string(src_xml).render(context))
            return printed

        def fix_tables(self, xml: str) -> Any:
            """Give every table the widths of its cells: the library spreads new columns over all of them."""
            tree = super().fix_tables(xml)
            for table in tree.iter(f"{_W}tbl"):
                _regrid(table)
            return tree

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """Leave title and author of the file as the template has them."""

    return Template(BytesIO(content))


def _regrid(table: Any) -> None:
    """Make the grid of a table that of its row with the most cells, where each of them says how wide it is."""
    rows = [row.findall(f"{_W}tc/{_W}tcPr/{_W}tcW") for row in table.findall(f"{_W}tr")]
    widths = [width.get(f"{_W}w") for width in max(rows, key=len, default=[])]
    columns = table.findall(f"{_W}tblGrid/{_W}gridCol")
    if len(widths) == len(columns):
        for column, width in zip(columns, widths, strict=True):
            column.set(f"{_W}w", width)


def _writable(value: Any) -> Any:
    """Text that XML has a place for; a line break begins a new paragraph."""
    if isinstance(value, list):
        return [_writable(item) for item in value]
    if isinstance(value, dict):
        return {name: _writable(item) for name, item in value.items()}
    kept = (letter for letter in value if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"})
    return "".join(kept).replace("\ufffe", "").replace("\uffff", "").replace("\n", "\a")


def _check_archive(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise Refused("Tệp mẫu chứa quá nhiều dữ liệu.")
        for entry in entries:
            name = entry.filename.lower()
            if not name.startswith(_FOLDERS) and name != "[content_types].xml":
                raise Refused("Tệp không phải là tệp Word (.docx).")
            if any(part in name for part in _UNWANTED):
                raise Refused("Tệp mẫu có macro hoặc đối tượng nhúng. Đồng chí lưu lại thành tệp .docx thường.")
            if entry.file_size > LARGE and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
                raise Refused("Tệp mẫu chứa quá nhiều dữ liệu.")
            if name.endswith((".xml", ".rels")):
                _check_part(name, archive.read(entry))


def _check_part(name: str, part: bytes) -> None:
    if b"<!DOCTYPE" in part.replace(b"\0", b"").upper():
        raise Refused("Tệp mẫu có phần khai báo không được dùng.")
    root = ET.fromstring(part)  # noqa: S314 - a declaration of entities was refused above
    if name.endswith(".rels"):
        if any(link.get("TargetMode", "").lower() == "external" for link in root):
            raise Refused("Tệp mẫu có liên kết ra ngoài. Đồng chí bỏ liên kết rồi tải lên lại.")
        return
    if "macroenabled" in part.decode(errors="replace").lower() and name == "[content_types].xml":
        raise Refused("Tệp mẫu có macro hoặc đối tượng nhúng. Đồng chí lưu lại thành tệp .docx thường.")
    _check_fields(root)


def _check_fields(root: ET.Element) -> None:
    told = [field.get(f"{_W}instr", "") for field in root.iter(f"{_W}fldSimple")]
    paragraphs = ([field.text or "" for field in one.iter(f"{_W}instrText")] for one in root.iter(f"{_W}p"))
    told.extend("".join(parts) for parts in paragraphs)
    words = {word.upper() for text in told for word in re.findall("[A-Za-z]{2,}", text)}
    if words - _FIELDS or next(root.iter(f"{_W}altChunk"), None) is not None:
        raise Refused("Tệp mẫu có trường tự động của Word lấy nội dung từ ngoài; chỉ được dùng trường số trang.")


def _check_names(content: bytes, known: set[str]) -> None:
    from jinja2 import TemplateSyntaxError, meta, nodes  # noqa: PLC0415 - as above

    environment, unknown = _environment(is_strict=True), set[str]()
    for part in _parts(content):
        try:
            tree = environment.parse(part)
        except TemplateSyntaxError as error:
            raise Refused(f"Lệnh trong mẫu viết chưa đúng: {_said(error)}") from None
        if next(tree.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)), None):
            raise Refused("Mẫu không được dùng lệnh autoescape.")
        used = {node.attr for node in tree.find_all(nodes.Getattr)}
        unknown |= (meta.find_undeclared_variables(tree) | used) - known - LOOP
    if unknown:
        raise Refused(f"Mẫu dùng trường mà cổng không có: {', '.join(sorted(unknown))}.")


def _parts(content: bytes) -> Iterator[str]:
    """The texts of the file in which fields are filled in: the body, headers, footers and footnotes."""
    template = _template(content)
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        yield from (template.patch_xml(template.get_part_xml(part)) for part in _of(template, uri))


def _of(template: Any, uri: str) -> Iterable[Any]:
    return (part for _, part in template.get_headers_footers(uri))


if __name__ == "__main__":
    main()
