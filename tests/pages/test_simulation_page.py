"""Chấm thử theo năm: for those who keep criteria sets, over what they reach, and nobody else."""

import pytest
from sqlmodel import col, select

from models import Account, Assessment, CriteriaSet, UnitEra
from models.database import read_tx, write_tx
from services import criteria
from tests.services.scoring.forms import CRITERIA

PAGE = "criteria.simulation"


def set_named(code, version=1):
    with read_tx() as session:
        return session.exec(
            select(CriteriaSet.id).where(CriteriaSet.code == code, CriteriaSet.version == version)
        ).one()


def unit_named(name):
    with read_tx() as session:
        query = select(UnitEra.unit_id).where(UnitEra.name == name, col(UnitEra.ends_on).is_(None))
        return session.exec(query).one()


def words(app):
    shown = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.info, *app.error]
    return "\n".join(element.value for element in shown) + "\n".join(box.label for box in app.expander)


def test_a_newer_version_on_last_year(open_page):
    app = open_page(
        "xa_bangvan", PAGE, set=set_named("four_good_cell_sample", 2), unit=unit_named("Đảng bộ xã Bằng Vân")
    )
    metrics = {metric.label: metric.value for metric in app.metric}
    assert metrics["Lượt chấm thử"] == "19"
    assert "Từ mức đã xếp (dòng) sang mức chấm thử (cột)" in words(app)
    assert "/downloads/tables/cham-thu.xlsx?set=" in words(app)


def test_what_moves_is_shown_with_its_reasons(open_page):
    app = open_page("huyen", PAGE, set=set_named("meeting_local_sample"), unit=unit_named("Đảng bộ xã Bằng Vân"))
    assert any("→" in box.label for box in app.expander)
    assert "Chưa có câu trả lời cho tiêu chí" in words(app)
    assert "Xếp loại cả năm" in words(app)


def test_nothing_is_written(open_page):
    with read_tx() as session:
        before = len(session.exec(select(Assessment.id)).all())
    open_page("xa_bangvan", PAGE, set=set_named("four_good_slip_sample"))
    with read_tx() as session:
        assert len(session.exec(select(Assessment.id)).all()) == before


def test_a_set_for_which_there_is_nobody(open_page):
    app = open_page("xa_bangvan", PAGE, set=set_named("four_good_committee_sample"), year=2024)
    chosen = open_page("xa_bangvan", PAGE, set=set_named("meeting_local_sample"), year=2022)
    assert "không có đối tượng nào" in words(chosen)
    assert "Chấm thử theo năm" in words(app)


def test_a_draft_with_faults_says_what_to_do(open_page):
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == "huyen")).one()
        text = (CRITERIA / "four_good_slip_sample_2025.yaml").read_text(encoding="utf-8")
        draft = criteria.store(session, None, text.replace("version: 1", "version: 7"), account.unit_id)
        row = session.get_one(CriteriaSet, draft)
        row.body = row.body.replace("method: pass_fail", "method: la", 1)
    app = open_page("huyen", PAGE, set=draft)
    assert "còn chỗ chưa điền đúng" in words(app)


@pytest.mark.parametrize("username", ["cb_khuoingoa", "lanhdao"])
def test_those_who_keep_no_sets_have_no_such_page(open_page, username):
    app = open_page(username, PAGE)
    assert "Chấm thử theo năm" not in words(app)


def test_an_administrator_may_try_a_set(open_page):
    app = open_page("quantri", PAGE, set=set_named("four_good_cell_sample", 1), unit=unit_named("Đảng bộ xã Bằng Vân"))
    assert {metric.label for metric in app.metric} >= {"Lượt chấm thử"}
