"""The main job, end to end: a meeting is entered, a four-good form filled, returned, and read in the charts."""

import csv
import re
from datetime import time, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from playwright.sync_api import Locator, Page, expect

from services import clock, months
from services.assessments import VOTE_LABELS
from tests.e2e.browser import acting, settled, shoot, sign_in, visit
from tests.e2e.hands import (
    choose,
    chosen_in,
    downloaded,
    names_in,
    press,
    reload,
    sign_out,
    tap,
    type_day,
    type_text,
    type_time,
)

CELL = "Chi bộ Khuổi Ngọa"
THIS_MONTH = months.month_of(clock.today())
BY_FIGURES = (1, 3, 0, 2)
"""How many items of each section the figures answer."""
PROPOSED = re.compile("Theo số liệu$")
FORM_KEY = re.compile(r"^Điểm tiêu chí (?P<number>[\d.]+) \(0–(?P<maximum>\d+(?:,\d+)?)")

pytestmark = pytest.mark.xdist_group("browser")


def test_the_main_job(page: Page):
    sign_in(page, "xa_bangvan")
    shoot(page, "home-xa")
    enter_the_meeting(page)
    sign_out(page)
    points = assess_the_cell(page)
    sign_out(page)
    return_it(page)
    read_the_charts(page, points)


def enter_the_meeting(page: Page) -> None:
    """Two excused, one unexcused of twelve; a reload in the middle loses nothing."""
    visit(page, f"/nhap-bien-ban?month={THIS_MONTH:%Y-%m}")
    choose(page, "Chi bộ, đảng bộ", CELL)
    shoot(page, "entry-empty")
    type_day(page, "Ngày họp", max(THIS_MONTH, clock.today() - timedelta(days=1)))
    type_time(page, "Giờ bắt đầu", time(14, 0))
    type_time(page, "Giờ kết thúc", time(15, 40))
    assert len(names_in(page, "Vắng có lý do")) == 12
    leading = {page.get_by_role("combobox", name=name).input_value() for name in ("Chủ trì", "Thư ký")}
    people = [name for name in names_in(page, "Vắng có lý do") if name not in leading]
    tap(page, "Vắng có lý do", people[3], people[4])
    type_text(page, f"Lý do vắng của {people[3]}", "Đi viện")
    type_text(page, f"Lý do vắng của {people[4]}", "Đi công tác")
    tap(page, "Vắng không lý do", people[5])
    tap(page, "Đảng viên đã phát biểu", people[0], people[1], people[6])
    expect(page.get_by_test_id("stMetric").first).to_contain_text("75,0 % (9/12)")
    expect(page.get_by_test_id("stMetric").nth(1)).to_contain_text("33,3 % (3/9)")
    type_text(page, "Nội dung, diễn biến buổi sinh hoạt", "Bàn việc làm đường nội thôn.\nNhất trí góp công.")
    expect(page.get_by_text(re.compile(r"Đã lưu lúc \d\d:\d\d:\d\d"))).to_be_visible()
    reload(page)
    assert chosen_in(page, "Vắng có lý do") == [people[3], people[4]]
    expect(page.get_by_label(f"Lý do vắng của {people[4]}")).to_have_value("Đi công tác")
    expect(page.get_by_label("Nội dung, diễn biến buổi sinh hoạt")).to_have_value(re.compile("Nhất trí góp công"))
    review_every_task(page)
    type_text(page, "Kết luận của chủ trì", "Hoàn thành trong tháng sau.")
    shoot(page, "entry-filled")
    press(page, "Nộp biên bản")
    expect(page.get_by_text(re.compile("Đã nộp biên bản lúc"))).to_be_visible()
    shoot(page, "entry-submitted")


def review_every_task(page: Page) -> None:
    """Say of every task and target of the last meeting that it is done."""
    groups = page.locator('[data-testid="stButtonGroup"] [aria-label^="Kết quả: "]')
    for number in range(groups.count()):
        if groups.nth(number).is_visible():
            with acting(page):
                groups.nth(number).locator("button").first.click()


def assess_the_cell(page: Page) -> Decimal:
    """Fill every item, one with half its points and a note, and hand the form in; returns the total."""
    sign_in(page, "cb_khuoingoa")
    shoot(page, "home-cell")
    visit(page, f"/tu-cham?year={THIS_MONTH.year}")
    expect(page.get_by_text("Chưa xếp loại").first).to_be_visible()
    for section in range(4):
        fill_section(page, section)
    vote(page)
    shoot(page, "self-assessment")
    total = re.search(r"Tổng: (?P<points>[\d,]+)/100", page.inner_text('[data-testid="stMain"]'))
    assert total is not None
    press(page, "Nộp bản tự chấm")
    expect(page.get_by_text("Đã nộp bản tự chấm.")).to_be_visible()
    return Decimal(total["points"].replace(",", "."))


def fill_section(page: Page, place: int) -> None:
    """Answer in the cell's favour what no figure has answered, with half the points lost at the first item."""
    section = page.get_by_test_id("stExpander").filter(has_text=re.compile(rf"Tốt {place + 1} "))
    if place > 0:
        with acting(page):
            section.locator("summary").first.click()
    assert section.get_by_text(PROPOSED).count() == BY_FIGURES[place]
    for label in section.locator('[data-testid="stTextInput"] label').all_inner_texts():
        matched = FORM_KEY.match(label)
        assert matched is not None, label
        is_first = matched["number"] == "1.1"
        type_text(page, label, "5,5" if is_first else matched["maximum"])
    answer_choices(page, section)
    for label in section.locator('[data-testid="stTextArea"] label').all_inner_texts():
        type_text(page, label, "Chưa đạt chỉ tiêu trồng rừng." if "1.1" in label else "Đúng như số liệu.")


def answer_choices(page: Page, section: Locator) -> None:
    """Choose the best where no figure has chosen."""
    for radio in section.get_by_test_id("stRadio").all():
        if not item_of(radio).get_by_text(PROPOSED).count():
            with acting(page):
                radio.locator("label").filter(has=page.locator("input")).first.click()
    for group in section.get_by_test_id("stButtonGroup").all():
        if not item_of(group).get_by_text(PROPOSED).count():
            with acting(page):
                group.locator("button").filter(has_text=re.compile("^(Có|Đạt)$")).click()


def item_of(field: Locator) -> Locator:
    """The box around one item."""
    return field.locator("xpath=ancestor::*[@data-testid='stVerticalBlock'][1]")


def vote(page: Page) -> None:
    """Without a vote the form is not taken; with it everybody present is for it."""
    press(page, "Nộp bản tự chấm")
    expect(page.get_by_test_id("stAlert").filter(has_text=re.compile("biểu quyết")).first).to_be_visible()
    type_day(page, VOTE_LABELS["voted_on"], clock.today())
    for field, people in (("present", 10), ("for", 9), ("against", 0), ("abstained", 1)):
        type_text(page, VOTE_LABELS[f"votes_{field}"], str(people))


def return_it(page: Page) -> None:
    """The commune sends it back: never without saying why."""
    sign_in(page, "xa_bangvan")
    visit(page, f"/tham-dinh?year={THIS_MONTH.year}")
    shoot(page, "review-queue")
    press(page, CELL)
    press(page, "Trả lại chi bộ")
    expect(
        page.get_by_test_id("stAlert").filter(has_text=re.compile("cần sửa|lý do|nội dung", re.IGNORECASE)).last
    ).to_be_visible()
    type_text_without_storing(page, "Bổ sung minh chứng cho tiêu chí 1.1.")
    press(page, "Trả lại chi bộ")
    expect(page.get_by_text("Đã trả lại chi bộ.")).to_be_visible()
    expect(page.get_by_text("Bổ sung minh chứng cho tiêu chí 1.1.").first).to_be_visible()
    shoot(page, "review-returned")


def type_text_without_storing(page: Page, text: str) -> None:
    """Type the reviewer's note; it commits by itself after a pause, or with the button."""
    with acting(page):
        page.get_by_label(re.compile("^Nội dung chi bộ cần sửa")).fill(text)


def read_the_charts(page: Page, total: Decimal) -> None:
    """The charts show exactly these figures: 9 of 12 present, 3 of 9 spoke, and the points handed in."""
    span = f"first={THIS_MONTH:%Y-%m}&last={THIS_MONTH:%Y-%m}"
    visit(page, f"/bieu-do?view=meetings&{span}")
    shoot(page, "charts-meetings")
    visit(page, f"/bieu-do?view=ranking&measure=attendance&{span}")
    shoot(page, "charts-ranking")
    assert row_of(table(page), CELL) == [CELL, "75 %", "9", "12"]
    visit(page, f"/bieu-do?view=ranking&measure=speaking&{span}")
    assert row_of(table(page), CELL)[2:] == ["3", "9"]
    visit(page, f"/bieu-do?view=grades&{span}")
    shoot(page, "charts-grades")
    points = [Decimal(row[2].replace(",", ".")) for row in table(page) if row[0] == CELL]
    assert sum(points) == total
    sign_out(page)


def table(page: Page) -> list[list[str]]:
    """The table below the first picture, as the file that the page offers."""
    page.get_by_text("Bảng số liệu và tải về").first.click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    settled(page)
    return list(csv.reader(StringIO(downloaded(page, "CSV")), delimiter=";"))


def row_of(rows: list[list[str]], cell: str) -> list[str]:
    """The row of a cell."""
    return next(row for row in rows if row[0] == cell)
