"""The pages of papers and of templates, as every role sees them."""

import pytest
from sqlmodel import select

from documents import archives
from documents import papers as documents
from models import PaperKind, PaperNumber, PaperSettings, PaperTemplate, UnitEra
from models.database import read_tx
from services import papers
from tests.documents.test_archives import ended


def stored(table):
    with read_tx() as session:
        return session.exec(select(table)).all()


def the_unit(name):
    with read_tx() as session:
        return session.exec(select(UnitEra.unit_id).where(UnitEra.name == name)).first()


def written(app):
    return "\n".join(block.value for block in (*app.markdown, *app.subheader, *app.success, *app.caption, *app.info))


@pytest.mark.parametrize("username", ["xa_bangvan", "huyen", "lanhdao"])
def test_a_commune_has_the_papers_of_its_month(open_page, username):
    app = open_page(username, "meetings.papers", unit=the_unit("Đảng bộ xã Bằng Vân"), month="2026-10")
    page = written(app)
    for kind in papers.OF_MONTHS:
        assert papers.NAMES[kind] in page
        assert f"/downloads/papers/{kind.value}.docx?" in page
    has_issue = any(button.label == "Cấp số" for button in app.button)
    assert has_issue is (username != "lanhdao")


def test_a_cell_has_the_papers_of_its_meeting(open_page):
    app = open_page("cb_khuoingoa", "meetings.papers", month="2026-10")
    page = written(app)
    for kind in (PaperKind.NOTICE, PaperKind.MINUTES, PaperKind.TASK_LIST):
        assert papers.NAMES[kind] in page
    assert "Bản đã ký (quét)" in page
    assert "tệp nén" not in page


def test_a_click_gives_a_number_once(open_page):
    app = open_page("xa_bangvan", "meetings.papers", unit=the_unit("Đảng bộ xã Bằng Vân"), month="2026-10")
    next(button for button in app.button if button.label == "Cấp số").click().run()
    (row,) = stored(PaperNumber)
    assert row.number == 1
    assert ":green-badge[Số 01]" in written(app)
    assert "có số 01" in written(app)


def test_the_signing_of_a_unit_is_settled_in_one_form(open_page):
    unit_id = the_unit("Đảng bộ xã Bằng Vân")
    app = open_page("xa_bangvan", "meetings.papers", unit=unit_id, month="2026-10")
    name = f"paper-settings:{unit_id}"
    app.radio(f"{name}:signs_for").set_value("committee")
    app.text_input(f"{name}:place").set_value("Bằng Vân mới")
    next(button for button in app.button if button.label == "Lưu thể thức ký").click().run()
    row = next(row for row in stored(PaperSettings) if row.unit_id == unit_id)
    assert (row.signs_for, row.place_name) == ("committee", "Bằng Vân mới")
    assert "T/M CHI ỦY" in written(app)


def test_an_archive_is_begun_and_watched(open_page):
    app = open_page("xa_bangvan", "meetings.papers", unit=the_unit("Đảng bộ xã Bằng Vân"), month="2026-10")
    next(button for button in app.button if button.label == "Tạo tệp nén").click().run()
    found = ended(archives._kept[app.session_state["paper-archive"]])
    assert (found.refusal, found.is_ready, found.total > 15) == ("", True, True)
    assert "đã sẵn sàng" in written(app.run())


def test_a_month_without_records_has_no_archive(open_page):
    app = open_page("xa_bangvan", "meetings.papers", unit=the_unit("Đảng bộ xã Bằng Vân"), month="2026-12")
    next(button for button in app.button if button.label == "Tạo tệp nén").click().run()
    assert "chưa có biên bản nào đã nộp" in "\n".join(block.value for block in app.error)


def test_an_administrator_puts_a_template_to_use_and_takes_it_back(open_page):
    app = open_page("quantri", "papers.templates")
    assert written(app).count("Tải mẫu có sẵn về") == 1
    root = stored(PaperSettings)[0].unit_id
    key = f"paper-template:{root}:minutes"
    app.session_state[f"{key}:open"] = True
    app.run()
    app.file_uploader(f"{key}:0").set_value(("mau.docx", documents.shipped(PaperKind.MINUTES), "x")).run()
    (row,) = stored(PaperTemplate)
    assert (row.kind, row.file_name, row.is_in_use) == (PaperKind.MINUTES, "mau.docx", True)
    app.session_state[f"{key}:open"] = True
    app.run()
    app.button(f"{key}:back").click().run()
    assert [row.is_in_use for row in stored(PaperTemplate)] == [False]


def test_a_bad_template_is_refused_with_its_reason(open_page):
    app = open_page("quantri", "papers.templates")
    root = stored(PaperSettings)[0].unit_id
    key = f"paper-template:{root}:minutes"
    app.session_state[f"{key}:open"] = True
    app.run()
    app.file_uploader(f"{key}:0").set_value(("mau.docx", b"no word file", "x")).run()
    assert "phải là tệp Word" in "\n".join(block.value for block in app.error)
    assert stored(PaperTemplate) == []
