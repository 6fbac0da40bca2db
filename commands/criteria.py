"""``manage.py criteria``: criteria sets as files, checked, imported, tried out and taken out again."""

import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.exc import SQLAlchemyError

from commands.answers import FAILED, refusals_told, say
from commands.units import root
from documents.criteria_sheets import xlsx
from models.database import read_tx, write_tx
from services import criteria, criteria_files, scoring
from services.errors import Invalid
from services.metrics import METRICS
from services.scoring import Form, Severity

app = typer.Typer(no_args_is_help=True, help="Bộ tiêu chí: kiểm tra, nhập, chấm thử, xuất tệp (.yaml hoặc .xlsx).")

FileArgument = Annotated[Path, typer.Argument(help="Tệp bộ tiêu chí, .yaml hoặc .xlsx")]
_CALLED = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo"}


@app.command(help="Kiểm tra một tệp: mọi chỗ sai và cảnh báo; mã kết thúc 1 khi có lỗi.")
def check(file: FileArgument) -> None:
    """Tell everything that is wrong with a file; code 1 where there is an error."""
    with refusals_told():
        form = _form(file)
    findings = scoring.lint(form, METRICS, _about(form.kind))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    for finding in findings:
        say(f"{_CALLED[finding.severity]}: {finding.sentence} [{finding.path}]")
    say(f"“{form.title}”, phiên bản {form.version}: {errors} lỗi, {len(findings) - errors} cảnh báo.")
    if errors:
        raise typer.Exit(FAILED)


@app.command("import", help="Lưu một tệp thành bản nháp của đơn vị; --publish để ban hành ngay nếu không có lỗi.")
def import_file(
    file: FileArgument,
    unit: Annotated[UUID | None, typer.Option(help="Mã đơn vị ban hành; bỏ trống: đơn vị gốc")] = None,
    *,
    publish: Annotated[bool, typer.Option("--publish", help="Ban hành ngay nếu không có lỗi, cảnh báo")] = False,
    accept: Annotated[str, typer.Option(help="Lý do chấp nhận mọi cảnh báo khi ban hành")] = "",
) -> None:
    """Keep a file as a draft of a unit, and publish it if asked to: all or nothing. A warning wants a reason."""
    with refusals_told():
        if accept and not publish:
            raise Invalid("--accept chỉ dùng cùng với --publish.")
        text = criteria_files.text_in(file.name, _content(file))
        with write_tx() as session:
            set_id = criteria.store(session, None, text, unit or root(session))
            if accept:
                criteria.answer_for_warnings(session, None, set_id, accept)
            if publish:
                criteria.publish(session, None, set_id)
    form = scoring.load(text)
    say(f"Đã {'ban hành' if publish else 'lưu bản nháp'} “{form.title}”, mã {form.id}, phiên bản {form.version}.")


@app.command(help="Chấm thử từ câu trả lời và số liệu: tổng điểm, xếp loại và cách tính.")
def score(
    file: FileArgument,
    facts: Annotated[Path, typer.Option(help="Tệp .json gồm answers và facts")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON")] = False,
) -> None:
    """Score a file from answers and figures: total, grade and how they came about."""
    with refusals_told():
        form = _form(file)
        answers, known = criteria_files.trial_input(form, _text(facts))
    found = scoring.score(form, answers, known)
    if as_json:
        say(json.dumps(criteria_files.trial_output(form, found), ensure_ascii=False, indent=2))
    else:
        for sentence in scoring.explanation(form, found, METRICS):
            say(sentence)


@app.command(help="Ghi một bộ tiêu chí đã lưu ra tệp.")
def export(
    code: Annotated[str, typer.Argument(help="Mã bộ tiêu chí")],
    to: Annotated[Path, typer.Option(help="Tệp để ghi, .yaml hoặc .xlsx")],
    version: Annotated[int | None, typer.Option(help="Phiên bản; bỏ trống: mới nhất")] = None,
) -> None:
    """Write a stored set into a file: YAML word for word, or a workbook."""
    with refusals_told():
        with read_tx() as session:
            text = criteria_files.stored_text(session, None, code, version)
        _write(to, _exported(to, text))
    say(f"Đã ghi {to}.")


def _exported(to: Path, text: str) -> bytes:
    match to.suffix.lower():
        case ".xlsx":
            return xlsx(scoring.load(text))
        case ".yaml" | ".yml":
            return text.encode()
        case _:
            raise Invalid("Chỉ ghi được tệp .yaml hoặc .xlsx.")


def _about(kind: str) -> str:
    """Whom a kind is about, as the check names it: a kind of the product, else one of the database if there is one."""
    own = {known.code: known for known in criteria.OWN}
    try:
        found = own.get(kind) or _added(kind)
    except SQLAlchemyError:
        return ""
    return criteria.ABOUT[found.subject] if found else ""


def _added(kind: str) -> criteria.Kind | None:
    with read_tx() as session:
        return criteria.kind_of(session, kind)


def _form(file: Path) -> Form:
    return criteria_files.form_in(file.name, _content(file))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise Invalid(f"Không đọc được tệp “{file}”.") from None


def _text(file: Path) -> str:
    try:
        return _content(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(f"Tệp “{file}” không phải là chữ theo mã UTF-8.") from None


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError:
        raise Invalid(f"Không ghi được tệp “{file}”.") from None
