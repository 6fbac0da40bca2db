"""The board and the decisions as tables for a file; decisions gathered with their units."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services import four_good
from services.assessments import AssessmentRef
from services.errors import NotFound
from services.four_good import CELL
from tests.factories import a_cell
from tests.factories_assessments import a_criteria_set, a_secretary, submitted
from tests.factories_four_good import DECISION, REVOCATION, REWARD, an_accepted


@pytest.fixture
def cells(session, commune, cell, in_force):
    return [cell, *(a_cell(session, commune, f"Chi bộ {name}") for name in ("An", "Bình"))]


@pytest.fixture
def decided(session, huong, commune, cells):
    """Two decisions: one on two cells, one of them revoked and the other rewarded, a later one on the third."""
    ids = [an_accepted(session, unit, commune) for unit in cells]
    refs = [AssessmentRef(unit.id, 2026) for unit in cells]
    four_good.recognise(session, huong, refs[:2], DECISION)
    later = replace(DECISION, number="50-QĐ/HU", decided_on=date(2026, 12, 9))
    four_good.recognise(session, huong, refs[2:], later)
    four_good.reward(session, huong, [ids[0]], REWARD)
    four_good.revoke(session, huong, ids[1], REVOCATION)


def dicts(table):
    return [dict(zip((column.title for column in table.columns), row, strict=True)) for row in table.rows]


def test_decisions_stand_newest_first_with_their_units(session, huong, district, decided):
    found = four_good.decisions(four_good.board(session, huong, district.id, CELL, 2026))
    assert [(one.number, one.decided_on, [row.name for row in one.rows]) for one in found] == [
        ("50-QĐ/HU", date(2026, 12, 9), ["Chi bộ Bình"]),
        ("45-QĐ/HU", date(2026, 12, 8), ["Chi bộ An", "Chi bộ Khuổi Ngọa"]),
    ]


def test_the_file_of_decisions_has_a_line_a_unit(session, huong, district, decided):
    table = four_good.decisions_table(session, huong, district.id, CELL, 2026)
    assert table.title == "Quyết định công nhận “chi bộ bốn tốt” năm 2026"
    assert table.notes == ("Đảng bộ huyện Ngân Sơn, tính đến ngày 10/12/2026.",)
    lines = {line["Chi bộ"]: line for line in dicts(table)}
    assert len(table.rows) == len(lines) == 3
    assert lines["Chi bộ Khuổi Ngọa"] == {
        "Số quyết định": "45-QĐ/HU",
        "Ngày": date(2026, 12, 8),
        "Cơ quan ban hành": "Ban Thường vụ Huyện ủy",
        "Đảng bộ": "Đảng bộ xã Bằng Vân",
        "Chi bộ": "Chi bộ Khuổi Ngọa",
        "Mức": "Tốt",
        "Khen thưởng": "Giấy khen",
        "Quyết định khen thưởng": "46-QĐ/HU",
        "Ngày khen thưởng": date(2026, 12, 9),
        "Ngày thu hồi": None,
        "Quyết định thu hồi": "",
        "Lý do thu hồi": "",
    }
    assert lines["Chi bộ An"]["Lý do thu hồi"] == REVOCATION.reason


def test_the_file_of_the_board_has_every_unit(session, huong, district, commune, cam, cell):
    a_criteria_set(session, district, more="self_check: monthly")
    a_cell(session, commune, "Chi bộ An")
    four_good.register(session, cam, [cell.id], CELL, 2026, date(2026, 4, 2))
    submitted(session, cam, cell)
    unbegun, own = dicts(four_good.board_table(session, huong, district.id, CELL, 2026))
    assert (own["Chi bộ"], own["Đảng bộ"]) == ("Chi bộ Khuổi Ngọa", "Đảng bộ xã Bằng Vân")
    assert (own["Ngày đăng ký"], own["Đăng ký muộn"]) == (date(2026, 4, 2), "X")
    assert (own["Tự kiểm tra đã nộp"], own["Tự kiểm tra phải nộp"]) == (0, 11)
    assert (own["Tự chấm"], own["Điểm"], own["Mức"]) == ("Chờ thẩm định", Decimal(20), "Tốt")
    assert own["Ngày nộp"] == date(2026, 12, 10)
    assert (unbegun["Tự chấm"], unbegun["Ngày đăng ký"], unbegun["Điểm"]) == ("Chưa chấm", None, None)


def test_who_reaches_a_commune_gets_its_cells_only(session, xuan, commune, decided, cells):
    assert len(four_good.decisions_table(session, xuan, commune.id, CELL, 2026).rows) == 3
    cam = a_secretary(session, cells[2])
    assert len(four_good.decisions_table(session, cam, cells[2].id, CELL, 2026).rows) == 1
    with pytest.raises(NotFound):
        four_good.decisions_table(session, cam, commune.id, CELL, 2026)


@pytest.mark.parametrize(("kind", "year"), [("annual_cell", 2026), (CELL, 2028), (CELL, 0)])
@pytest.mark.parametrize("table", [four_good.board_table, four_good.decisions_table])
def test_what_is_no_year_of_the_four_goods_is_not_found(session, huong, district, table, kind, year):
    with pytest.raises(NotFound):
        table(session, huong, district.id, kind, year)
