"""``manage.py criteria`` as an operator runs it: a process, its words and its exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select
from typer.testing import CliRunner

import manage
from models import AuditEntry, CriteriaKind, CriteriaSet, CriteriaState, SubjectKind, UnitKind
from models.database import write_tx
from services import clock, scoring
from services.criteria_files import form_in_xlsx
from settings import HOME
from tests.factories import a_cell, a_unit
from tests.server import environment
from tests.services.scoring.forms import CRITERIA, shipped

LOCAL, FOUR_GOOD = "meeting_local_sample_2026.yaml", "four_good_cell_sample_2026.yaml"
EXAMPLE = HOME / "docs" / "examples" / "cham-thu.json"


@pytest.fixture
def run(sqlite_engine: sa.Engine):
    """Run a command on this test's database: exit code, what it said, and what it complained of."""

    def run(*arguments: object) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", "criteria", *map(str, arguments)],
            cwd=HOME,
            env=environment(Path(sqlite_engine.url.database or "")),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture
def ask(sqlite_engine: sa.Engine):
    """The same without a process of its own: for the many things that are refused."""

    def ask(*arguments: object) -> tuple[int, str, str]:
        done = CliRunner().invoke(manage.app, ["criteria", *map(str, arguments)])
        return done.exit_code, done.stdout, done.stderr

    return ask


@pytest.fixture
def units():
    """A district with a cell: the district is the root."""
    with write_tx() as session:
        district = a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)
        return district.id, a_cell(session, district).id


def stored():
    with write_tx() as session:
        return [(row.code, row.version, row.state, row.unit_id) for row in session.exec(select(CriteriaSet))]


def test_a_sound_file(run):
    code, said, complained = run("check", CRITERIA / LOCAL)
    assert (code, complained) == (0, "")
    assert "Cảnh báo: Tiêu chí 2.4 thấp nhất vẫn được 1 điểm. [sections[1].items[3]]" in said
    assert "phiên bản 1: 0 lỗi, 1 cảnh báo." in said


def test_a_file_with_errors_of_the_check(run, tmp_path):
    text = (
        (CRITERIA / LOCAL).read_text(encoding="utf-8").replace("attendance_rate, gte: 95}", "attendence_rate, gte: 95}")
    )
    wrong = tmp_path / "sai.yaml"
    wrong.write_text(text.replace("max_points: 100", "max_points: 90"), encoding="utf-8")
    code, said, _ = run("check", wrong)
    assert code == 1
    assert "Lỗi: Tổng điểm ghi 90 nhưng các mục cộng lại được 100. [max_points]" in said
    assert "Lỗi: Không có số liệu nào mã “attendence_rate”." in said
    assert "2 lỗi" in said


def test_a_file_that_is_no_form_is_told_with_every_place(run, tmp_path):
    wrong = tmp_path / "sai.yaml"
    wrong.write_text("id: a\nversion: x\n", encoding="utf-8")
    code, said, complained = run("check", wrong)
    assert (code, said) == (1, "")
    assert "- version: phải là số nguyên." in complained
    assert "- sections: thiếu trường này." in complained


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("thieu.yaml", "Không đọc được tệp"), ("a.docx", "Chỉ nhận tệp .yaml hoặc .xlsx."), ("a.xlsx", "tệp Excel")],
)
def test_files_that_cannot_be_read(ask, tmp_path, name, sentence):
    if name != "thieu.yaml":
        Path(tmp_path / name).write_bytes(b"x")
    code, _, complained = ask("check", tmp_path / name)
    assert code == 1
    assert sentence in complained
    assert "Traceback" not in complained


def test_import_and_publish(run, units):
    district, _ = units
    code, said, _ = run("import", CRITERIA / LOCAL)
    assert (code, stored()) == (0, [("meeting_local_sample", 1, CriteriaState.DRAFT, district)])
    assert "Đã lưu bản nháp" in said
    code, said, _ = run("import", CRITERIA / LOCAL, "--publish", "--accept", "Đúng như văn bản của xã")
    assert (code, stored()) == (0, [("meeting_local_sample", 1, CriteriaState.PUBLISHED, district)])
    assert "Đã ban hành “Bộ tiêu chí chấm điểm buổi sinh hoạt" in said


def test_import_for_a_unit_and_again_for_another(ask, units):
    _, cell = units
    assert ask("import", CRITERIA / LOCAL, "--unit", cell)[0] == 0
    assert stored()[0][3] == cell
    code, _, complained = ask("import", CRITERIA / LOCAL)
    assert code == 1
    assert "phiên bản 1 đã có" in complained


def test_what_may_not_be_published_is_not_stored_either(ask, units, tmp_path):
    text = (CRITERIA / LOCAL).read_text(encoding="utf-8").replace("max_points: 100", "max_points: 90")
    wrong = tmp_path / "sai.yaml"
    wrong.write_text(text, encoding="utf-8")
    code, _, complained = ask("import", wrong, "--publish")
    assert (code, stored()) == (1, [])
    assert "Tổng điểm ghi 90" in complained


def accepted_warnings():
    with write_tx() as session:
        query = select(AuditEntry.account_id, AuditEntry.details).where(
            AuditEntry.action == "criteria_set:warning_accepted"
        )
        return [(account, details["warning"], details["reason"]) for account, details in session.exec(query)]


def test_warnings_stop_publication_until_a_reason_is_given(ask, units):
    code, _, complained = ask("import", CRITERIA / LOCAL, "--publish")
    assert (code, stored(), accepted_warnings()) == (1, [], [])
    assert "còn 1 cảnh báo" in complained
    assert "- Tiêu chí 2.4 thấp nhất vẫn được 1 điểm." in complained
    assert "--accept" in complained
    assert ask("import", CRITERIA / LOCAL, "--publish", "--accept", " ")[0] == 1
    assert ask("import", CRITERIA / LOCAL, "--publish", "--accept", "x" * 501)[0] == 1
    for _ in range(2):
        assert ask("import", CRITERIA / LOCAL, "--publish", "--accept", "Văn bản ghi vậy")[0] == 0
    assert stored()[0][2] is CriteriaState.PUBLISHED
    assert accepted_warnings() == [(None, "Tiêu chí 2.4 thấp nhất vẫn được 1 điểm.", "Văn bản ghi vậy")]


def test_a_set_without_warnings_needs_no_reason(ask, units):
    assert ask("import", CRITERIA / "meeting_hd42_2025.yaml", "--publish")[0] == 0
    assert accepted_warnings() == []


def test_a_reason_without_publication_is_a_mistake(ask, units):
    code, _, complained = ask("import", CRITERIA / LOCAL, "--accept", "Văn bản ghi vậy")
    assert (code, stored()) == (1, [])
    assert "--accept chỉ dùng cùng với --publish." in complained


def of_kind(tmp_path, name, kind):
    """A set that ships, as one of another kind."""
    file = tmp_path / f"{kind}.yaml"
    text = (CRITERIA / name).read_text(encoding="utf-8")
    file.write_text(text.replace(f"kind: {shipped(name).kind}\n", f"kind: {kind}\n"), encoding="utf-8")
    return file


def test_a_check_knows_whom_an_added_kind_is_about(ask, units, tmp_path):
    of_meetings, of_people = of_kind(tmp_path, LOCAL, "hop_them"), of_kind(tmp_path, FOUR_GOOD, "ky_luat")
    assert (ask("check", of_meetings)[0], ask("check", of_people)[0]) == (1, 0)
    with write_tx() as session:
        for code, subject in {"ky_luat": SubjectKind.MEMBER, "hop_them": SubjectKind.MEETING}.items():
            row = CriteriaKind(code=code, name=code, subject=subject, unit_id=units[0], created_at=clock.now())
            session.add(row)
    assert ask("check", of_meetings)[0] == 0
    code, said, _ = ask("check", of_people)
    assert code == 1
    assert "không phải là số liệu của đảng viên" in said


def test_a_check_without_a_database(tmp_path):
    for file in (CRITERIA / LOCAL, of_kind(tmp_path, FOUR_GOOD, "ky_luat")):
        done = subprocess.run(
            [sys.executable, "manage.py", "criteria", "check", str(file)],
            cwd=HOME,
            env=environment(tmp_path / "khong_co.sqlite"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_without_any_unit_there_is_nobody_to_issue_it(ask):
    code, _, complained = ask("import", CRITERIA / LOCAL)
    assert code == 1
    assert "Chưa có đơn vị nào" in complained


def test_export_gives_back_what_was_imported(run, units, tmp_path):
    for name in (LOCAL, "meeting_hd42_2025.yaml", "meeting_hd42_2025_v2.yaml"):
        assert run("import", CRITERIA / name)[0] == 0
    yaml, excel = tmp_path / "ra.yaml", tmp_path / "ra.xlsx"
    assert run("export", "meeting_local_sample", "--to", yaml)[0] == 0
    assert yaml.read_bytes() == (CRITERIA / LOCAL).read_bytes()
    assert run("export", "meeting_hd42", "--to", excel)[0] == 0
    assert form_in_xlsx(excel.read_bytes()) == shipped("meeting_hd42_2025_v2.yaml")
    assert run("export", "meeting_hd42", "--version", 1, "--to", yaml)[0] == 0
    assert scoring.load(yaml.read_text(encoding="utf-8")) == shipped("meeting_hd42_2025.yaml")


def test_a_workbook_is_imported_as_the_same_form(ask, units, tmp_path):
    excel = tmp_path / "ra.xlsx"
    ask("import", CRITERIA / LOCAL)
    ask("export", "meeting_local_sample", "--to", excel)
    assert ask("import", excel)[0] == 0
    with write_tx() as session:
        [body] = session.exec(select(CriteriaSet.body))
    assert scoring.load(body) == shipped(LOCAL)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("khong_co", "--to", "a.yaml"), "Không có bộ tiêu chí “khong_co”."),
        (
            ("meeting_local_sample", "--version", 9, "--to", "a.yaml"),
            "Không có bộ tiêu chí “meeting_local_sample” phiên bản 9.",
        ),
        (("meeting_local_sample", "--to", "a.pdf"), "Chỉ ghi được tệp .yaml hoặc .xlsx."),
        (("meeting_local_sample", "--to", "/khong/co/a.yaml"), "Không ghi được tệp"),
    ],
)
def test_exports_that_cannot_be(ask, units, arguments, sentence):
    ask("import", CRITERIA / LOCAL)
    code, _, complained = ask("export", *arguments)
    assert code == 1
    assert sentence in complained


def test_scoring_in_words_and_as_data(run):
    code, said, _ = run("score", CRITERIA / LOCAL, "--facts", EXAMPLE)
    assert code == 0
    assert said.startswith("Khá: 87,56 điểm, thiếu 2,44 điểm để đạt Tốt")
    assert "Tiêu chí 2.1: 8/10 điểm" in said
    code, said, _ = run("score", CRITERIA / LOCAL, "--facts", EXAMPLE, "--json")
    found = json.loads(said)
    assert (code, found["total"], found["grade"]["id"]) == (0, "87.56", "kha")
    assert found["items"]["s2_1"] == {"state": "answered", "points": "8", "max_points": "10", "by": "computed"}
    assert found["items"]["s2_4"]["by"] == "overridden"


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ("{", ["không đọc được theo cú pháp JSON (dòng 1)"]),
        ("[1]", ["phải là một nhóm “answers” và “facts”"]),
        ('{"answers": 5}', ["Phần “answers” phải là một nhóm"]),
        (
            '{"answers": {"x": 1, "s1_3": 11, "s2_1": "nhiều", "s3_1": {"điểm": 5}}, "facts": {"A": 1, "members": 1.5}, "y": 1}',
            [
                "- y: không có phần nào tên như vậy.",
                "- answers.x: bộ tiêu chí không có tiêu chí này.",
                "- answers.s1_3: Điểm của tiêu chí 1.3 phải từ 0 đến 10; đã nhập 11.",
                "- answers.s2_1: Tiêu chí 2.1 phải chọn một trong 4 mức",
                "- answers.s3_1: không có trường nào tên “điểm”.",
                "- facts.A: mã chỉ gồm chữ thường",
            ],
        ),
        ('{"answers": {"s1_3": "4,755"}}', ["nhiều nhất hai chữ số sau dấu phẩy"]),
        ('{"answers": {"s1_1": {"value": true, "note": 5}}}', ["note và reason là chữ"]),
        ('{"answers": {"s1_1": [1]}}', ["giá trị phải là một số, một chữ"]),
    ],
)
def test_answers_that_cannot_be_scored(ask, tmp_path, given, sentences):
    file = tmp_path / "a.json"
    file.write_text(given, encoding="utf-8")
    code, said, complained = ask("score", CRITERIA / LOCAL, "--facts", file)
    assert (code, said) == (1, "")
    assert "Traceback" not in complained
    assert [sentence for sentence in sentences if sentence not in complained] == []
