"""The quality of a meeting, end to end: scored by its cell, reviewed by the commune, and read where it counts."""

import re
import subprocess
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from pysqlite3 import dbapi2 as sqlite

from services import clock, months
from services.assessments import VOTE_LABELS
from tests.e2e.browser import acting, shoot, sign_in, visit
from tests.e2e.hands import fetched, open_box, press, sign_out, type_day, type_text
from tests.server import HOME, Server, environment

CELL, COMMUNE = "Chi bộ Khuổi Ngọa", "Đảng bộ xã Bằng Vân"
MONTH = months.after(months.month_of(clock.today()), -1)
SECTIONS = ("I", "II", "III", "IV", "V", "VI")
LOCAL_SET = HOME / "data/criteria/meeting_local_sample_2026.yaml"
GRADES = ("Tốt", "Khá", "Trung bình", "Kém")
TAKEN_AWAY = 6
"""Points: more than the five that the set lets pass without a reason."""

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def portal(own_portal: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The commune has a set of its own, and the cell has handed in last month's record but not scored the meeting."""
    named = LOCAL_SET.read_text(encoding="utf-8").replace("id: meeting_local_sample", "id: meeting_bang_van")
    file = tmp_path_factory.mktemp("criteria") / "meeting_bang_van.yaml"
    file.write_text(re.sub("valid_from: .*", f"valid_from: {MONTH.year}-01-01", named), encoding="utf-8")
    with sqlite.connect(str(own_portal.database), isolation_level=None) as connection:
        unit = "SELECT unit_id FROM unit_era WHERE name = ? AND ends_on IS NULL"
        (commune_id,) = connection.execute(unit, [COMMUNE]).fetchone()
        scored = f"""SELECT id FROM assessment
            WHERE kind = 'meeting_quality' AND period_starts_on = ? AND unit_id = ({unit})"""
        for table, column in (("answer", "assessment_id"), ("assessment", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} IN ({scored})", [f"{MONTH}", CELL])
    publish(own_portal.database, file, commune_id)
    return own_portal


def publish(database: Path, file: Path, unit_id: str) -> None:
    command = [sys.executable, "manage.py", "criteria", "import", str(file), "--unit", unit_id, "--publish"]
    command += ["--accept", "Mẫu để thử, các cảnh báo đã được xem."]
    subprocess.run(command, cwd=HOME, env=environment(database), check=True, capture_output=True)


def test_a_meeting_is_scored_reviewed_and_read(page: Page):
    own = score_it(page)
    sign_out(page)
    decided = review_it(page, own)
    read_it(page, own, decided)


def score_it(page: Page) -> Decimal:
    """Every item, one of them otherwise than proposed and with the reason; returns the points."""
    sign_in(page, "cb_khuoingoa")
    visit(page, f"/cham-chat-luong?month={MONTH:%Y-%m}")
    for number in SECTIONS[1:]:
        open_box(page, f"{number} ·")
    for number in ("1.3", "3.1", "3.2"):
        type_text(page, f"Điểm tiêu chí {number} (0–10, lẻ đến 0,5)", "10")
    shoot(page, "quality-proposed")
    override(page)
    for label in page.get_by_text(re.compile("^Thuyết minh điểm trừ")).all_inner_texts():
        type_text(page, label, "Theo số liệu trong biên bản.")
    vote(page)
    shoot(page, "quality-scored")
    press(page, "Nộp bản tự chấm")
    expect(page.get_by_text("Đã nộp bản tự chấm.")).to_be_visible()
    expect(page.get_by_text("Chấm khác số liệu").first).to_be_visible()
    return total(page, "Tổng")


def override(page: Page) -> None:
    """Another level than the figures propose: not taken without a reason."""
    levels = page.get_by_role("radiogroup", name="Mức đạt của tiêu chí 1.2", exact=True).locator("label")
    others = [level for level in levels.all() if not level.locator("input").is_checked()]
    with acting(page):
        others[0].click()
    expect(page.get_by_text("Chấm khác số liệu").first).to_be_visible()
    press(page, "Nộp bản tự chấm")
    expect(alert(page, "lý do")).to_be_visible()
    type_text(page, "Lý do chấm khác số liệu ở tiêu chí 1.2 (bắt buộc)", "Tài liệu gửi bằng giấy từ tuần trước.")


def vote(page: Page) -> None:
    type_day(page, VOTE_LABELS["voted_on"], clock.today())
    for field, people in (("present", 10), ("for", 10), ("against", 0), ("abstained", 0)):
        type_text(page, VOTE_LABELS[f"votes_{field}"], str(people))


def review_it(page: Page, own: Decimal) -> Decimal:
    """Fewer points, by more than the set lets pass: a note at the item, and a reason for the whole."""
    sign_in(page, "xa_bangvan")
    visit(page, f"/xep-loai-sinh-hoat?month={MONTH:%Y-%m}")
    expect(row_of_cell(page)).to_contain_text("cấp trên chưa đánh giá")
    with acting(page):
        page.get_by_test_id("stMain").get_by_role("link", name=CELL).click()
    open_box(page, "III ·")
    type_text(page, "Thẩm định: Điểm tiêu chí 3.1 (0–10, lẻ đến 0,5)", str(10 - TAKEN_AWAY))
    type_text(page, "Thuyết minh điểm trừ ở tiêu chí 3.1", "Điều hành còn hình thức.")
    assert total(page, "Thẩm định") == own - TAKEN_AWAY
    press(page, "Thông qua")
    expect(alert(page, "lý do")).to_be_visible()
    shoot(page, "quality-review-refused")
    reason = page.get_by_label(re.compile(f"^Lý do điểm thẩm định chênh -?{TAKEN_AWAY} điểm"))
    with acting(page):
        reason.fill("Cấp ủy viên dự họp ghi nhận khác.")
    press(page, "Thông qua")
    expect(page.get_by_text("Đã thông qua bản tự chấm.")).to_be_visible()
    shoot(page, "quality-accepted")
    return own - TAKEN_AWAY


def read_it(page: Page, own: Decimal, decided: Decimal) -> None:
    """The month's table and its workbook have the superior's grade, the record of the meeting both."""
    visit(page, f"/xep-loai-sinh-hoat?month={MONTH:%Y-%m}")
    row = row_of_cell(page)
    expect(row).to_contain_text(f"{written(decided)} điểm")
    shoot(page, "quality-month")
    # What the cell gave itself stands behind it, where it differs.
    grade = next(word for word in GRADES if word in row.inner_text().partition("tự chấm")[0])
    lines = load_workbook(BytesIO(fetched(page, "Excel"))).active.values
    assert marked(list(lines)) == [grade]
    with acting(page):
        page.get_by_test_id("stMain").get_by_role("link", name=CELL).click()
    with acting(page):
        page.get_by_role("link", name="Xem biên bản").click()
    record = page.get_by_text(re.compile("^Chi bộ tự chấm: "))
    expect(record).to_contain_text(f"{written(own)} điểm")
    expect(record).to_contain_text(f"cấp trên đánh giá: {written(decided)} điểm, xếp loại {grade}")
    shoot(page, "quality-record")


def marked(lines: list[tuple[object, ...]]) -> list[object]:
    """The headings of the columns in which the cell's line has an X."""
    headings = next(line for line in lines if "Tên đơn vị" in line)
    line = next(line for line in lines if CELL in line)
    return [heading for heading, value in zip(headings, line, strict=True) if str(value).lower() == "x"]


def row_of_cell(page: Page) -> Locator:
    """The line of the cell in the month's table."""
    return page.get_by_test_id("stHorizontalBlock").filter(has=page.get_by_role("link", name=CELL)).last


def alert(page: Page, words: str) -> Locator:
    return page.get_by_test_id("stAlert").filter(has_text=re.compile(words, re.IGNORECASE)).last


def total(page: Page, called: str) -> Decimal:
    """The points that the bar shows."""
    found = re.search(rf"{called}: (?P<points>[\d,]+)/100", page.get_by_test_id("stMain").inner_text())
    assert found is not None
    return Decimal(found["points"].replace(",", "."))


def written(points: Decimal) -> str:
    return f"{points.normalize():f}".replace(".", ",")
