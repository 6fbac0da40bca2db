"""A form that uses every feature at once, built in the browser from an empty draft, published, and scored with."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect
from pysqlite3 import dbapi2 as sqlite

from services import clock, months
from services.assessments import VOTE_LABELS
from tests.e2e.browser import acting, shoot, sign_in, visit
from tests.e2e.hands import choose, open_box, press, sign_out, tap, type_day, write
from tests.server import Server

CELL, TITLE = "Chi bộ Khuổi Ngọa", "Phiếu chấm đủ mọi cách của xã"
MONTH = months.after(months.month_of(clock.today()), -1)
UNEXCUSED = "Vắng không lý do, mỗi lượt trừ 1 điểm"
READY = "Kiểm tra xong, chuyển sang chờ ban hành"
REASON = "Văn bản của xã ghi đúng như vậy."

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def portal(own_portal: Server) -> Server:
    """The cell has handed in last month's record but not scored the meeting."""
    with sqlite.connect(str(own_portal.database), isolation_level=None) as connection:
        scored = """SELECT id FROM assessment WHERE kind = 'meeting_quality' AND period_starts_on = ?
            AND unit_id = (SELECT unit_id FROM unit_era WHERE name = ? AND ends_on IS NULL)"""
        for table, column in (("answer", "assessment_id"), ("assessment", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} IN ({scored})", [f"{MONTH}", CELL])
    return own_portal


def test_a_form_with_every_feature_is_built_published_and_scored_with(page: Page):
    sign_in(page, "xa_bangvan")
    visit(page, "/soan-bo-tieu-chi")
    press(page, "Bắt đầu soạn")
    write_the_head(page)
    write_attendance(page)
    write_content(page)
    write_conditions(page)
    write_the_grades(page)
    write_the_year(page)
    publish(page)
    sign_out(page)
    score_a_meeting(page)


def write_the_head(page: Page) -> None:
    tap(page, "Xem", "Văn bản")
    write(page, "Tên bộ tiêu chí", TITLE)
    type_day(page, "Có hiệu lực từ ngày", date(MONTH.year, MONTH.month, 1))
    tap(page, "Loại sinh hoạt áp dụng", "Thường kỳ")
    choose(page, "Biểu quyết kết quả", "Bắt buộc")
    write(page, "Thẩm định lệch quá bao nhiêu điểm thì phải nêu lý do", "5")
    press(page, "Thêm ghi chú")
    write(page, "Ghi chú 1", "Chi bộ không có chi ủy thì tiêu chí 2.1 không tính vào điểm tối đa.")


def write_attendance(page: Page) -> None:
    """Levels by figures, a deduction with a floor, a threshold by size, an item that counts as full, a share."""
    tap(page, "Xem", "Nội dung")
    press(page, "Thêm mục đầu tiên")
    write(page, "Tên mục", "Dự họp")
    add_item(page, "Đảng viên dự họp", "Chọn một trong nhiều mức", "10")
    write_the_levels(page)
    add_item(page, UNEXCUSED, "Trừ điểm theo số lần", "5")
    fill(page, *((page.get_by_label(label, exact=True), "1") for label in ("Điểm mỗi lần", "Điểm thấp nhất")))
    choose(page, "Đề xuất số lần theo số liệu", "Số lượt vắng không lý do")
    add_item(page, "Đủ thời lượng", "Có – Không", "5")
    write_line(page, 0, "[thời lượng buổi sinh hoạt] >= (theo [số đảng viên]: < 30 là 60; còn lại 90)")
    leave_out(page, "Tính như đạt đủ", "không [kết hợp sinh hoạt chuyên đề]")
    add_item(page, "Phát biểu", "Cho điểm tự do", "10")
    write(page, "Bước điểm", "0,5")
    choose(page, "Đề xuất điểm theo tỷ lệ", "Tỷ lệ đảng viên phát biểu")
    take_the_sum(page, "Dự họp", "30")


def write_the_levels(page: Page) -> None:
    """The first condition chosen figure by figure, the second typed as a line, the third for everything else."""
    write_level(page, 0, "Trên 95%, hoặc từ 80% và không ai vắng không lý do", "10")
    box = level(page, 0)
    choose_condition(page, box)
    expect(box.get_by_text(re.compile(r"tỷ lệ dự họp trên 95 %"))).to_be_visible()
    shoot(page, "criteria-everything-condition")
    write_level(page, 1, "Từ 50%", "6")
    write_line(page, 1, "[tỷ lệ dự họp] >= năm mươi")
    expect(page.get_by_test_id("stAlert").filter(has_text="Chưa lưu điều kiện: không hiểu")).to_be_visible()
    write_line(page, 1, "[tỷ lệ dự họp] >= 50")
    expect(level(page, 1).get_by_text("tỷ lệ dự họp từ 50 % trở lên")).to_be_visible()
    write_level(page, 2, "Dưới 50%", "1")
    with acting(page):
        level(page, 2).get_by_text("Mức cho mọi trường hợp còn lại").click()


def choose_condition(page: Page, box: Locator) -> None:
    """More than 95 %, or at least 80 % and nobody absent without a reason."""
    unfold(page, 0)
    click(page, box, "Thêm điều kiện")
    choose(page, "Số liệu", "Tỷ lệ dự họp", inside=box)
    choose(page, "So sánh", "trên …", inside=box)
    fill(page, (box.get_by_label("Ngưỡng (%)"), "95"))
    click(page, box, "Thêm điều kiện đi cùng")
    tap(page, "Các điều kiện sau phải", "Ít nhất một điều kiện")
    click(page, box, "Thêm điều kiện đi cùng", place=1)
    choose(page, "Số liệu", "Tỷ lệ dự họp", inside=box, number=1)
    fill(page, (box.get_by_label("Ngưỡng (%)").nth(1), "80"))
    choose(page, "Số liệu", "Số lượt vắng không lý do", inside=box, number=2)
    choose(page, "So sánh", "bằng …", inside=box, number=2)
    fill(page, (box.get_by_label("Ngưỡng", exact=True), "0"))


def write_content(page: Page) -> None:
    """Items that leave the maximum or count as nothing where they do not apply; a bonus on top, one inside."""
    press(page, "Thêm mục")
    write(page, "Tên mục", "Nội dung sinh hoạt")
    add_item(page, "Họp chi ủy trước buổi sinh hoạt", "Có – Không", "10")
    write_line(page, 0, "[họp chi ủy (hội ý) trước buổi sinh hoạt]")
    leave_out(page, "Không tính vào điểm tối đa", "[có chi ủy]")
    add_item(page, "Sinh hoạt chuyên đề trong tháng", "Có – Không", "5")
    leave_out(page, "Tính như không đạt", "[có sinh hoạt chuyên đề trong tháng]")
    add_item(page, "Chuẩn bị, thảo luận", "Cho điểm tự do", "15")
    write(page, "Bước điểm", "0,25")
    add_item(page, "Sáng kiến", "Điểm cộng", "2")
    choose(page, "Cách tính điểm cộng", "Ngoài điểm tối đa của mục")
    add_item(page, "Giao việc cho đảng viên", "Điểm cộng", "2")
    choose(page, "Cách tính điểm cộng", "Trong điểm tối đa của mục")
    choose(page, "Đề xuất số lần theo số liệu", "Số nhiệm vụ giao tại buổi sinh hoạt")
    write(page, "Điểm mỗi lần", "0,5")
    take_the_sum(page, "Nội dung sinh hoạt", "30")


def write_conditions(page: Page) -> None:
    """What has no points and is only looked at by grades."""
    press(page, "Thêm mục")
    write(page, "Tên mục", "Điều kiện")
    add_item(page, "Gửi biên bản trong 2 ngày", "Đạt – Không đạt")
    write_line(page, 0, "[số ngày gửi biên bản sau buổi sinh hoạt] <= 2")
    add_item(page, "Không đủ nửa số đảng viên dự họp", "Điều kiện loại trừ")
    write_line(page, 0, "không ([tỷ lệ dự họp] >= 50 % hoặc [số đảng viên] < 3)")


def write_the_grades(page: Page) -> None:
    """More than 54 with every kind of condition; from 40 up to 54 itself; below 40."""
    tap(page, "Xem", "Xếp loại")
    press(page, "Lấy số này")
    expect(page.get_by_label("Tổng điểm tối đa")).to_have_value("60")
    choose(page, "Số chữ số lẻ khi quy đổi", "Hai chữ số")
    choose(page, "Làm tròn khi quy đổi", "Từ một nửa")
    for label in ("Tốt", "Khá", "Chưa đạt"):
        page.get_by_label("Tên mức mới").fill(label)
        press(page, "Thêm mức xếp loại")
    bounds = ((0, "Từ điểm", "54"), (1, "Từ điểm", "40"), (1, "Đến điểm", "54"), (2, "Đến điểm", "40"))
    fill(page, *((page.get_by_label(label, exact=True).nth(place), bound) for place, label, bound in bounds))
    for place, words in ((0, "Lấy cả đúng điểm này (từ … trở lên)"), (1, "Lấy cả đúng điểm này (đến hết …)")):
        with acting(page):
            page.get_by_text(words).nth(place).click()
    require(page, "Tiêu chí bắt buộc phải đạt điểm tối đa")
    tap(page, "Các tiêu chí", f"1.2 {UNEXCUSED}")
    require(page, "Tiêu chí Đạt – Không đạt phải đạt")
    require(page, "Từng mục phải đạt ít nhất một tỷ lệ")
    write(page, "Ít nhất (%)", "70")
    require(page, "Không có điều kiện loại trừ nào xảy ra")
    require(page, "Điều kiện theo số liệu")
    line = page.get_by_label("Viết thành một dòng")
    fill(page, (line, "[số lần vắng có lý do liên tiếp nhiều nhất của một đảng viên] <= 3"))
    shoot(page, "criteria-everything-grades")


def write_the_year(page: Page) -> None:
    tap(page, "Xem", "Tổng hợp năm")
    choose(page, "Tháng không sinh hoạt khi xếp loại năm", "Tính là một mức")
    choose(page, "Tháng không sinh hoạt tính là mức", "Chưa đạt")
    choose(page, "Đơn vị thành lập giữa năm", "Tính theo tỷ lệ số tháng")
    choose(page, "Tháng xếp loại theo bộ tiêu chí khác", "Không tính")
    write(page, "Số tháng ít nhất để xếp loại năm", "3")
    for label in ("Năm tốt", "Năm chưa tốt"):
        page.get_by_label("Tên mức mới").fill(label)
        press(page, "Thêm mức của năm")
    write_line(page, 0, "[số tháng xếp loại]{tot, kha} >= 8 và [số tháng xếp loại]{chua_dat} = 0")
    with acting(page):
        page.get_by_text("Mức cho mọi trường hợp còn lại").last.click()


def publish(page: Page) -> None:
    """Every warning is accepted with its reason; nothing else is left over."""
    tap(page, "Xem", "Kiểm tra")
    expect(page.get_by_text(re.compile(r"^(Lỗi|Chưa đủ hoặc chưa đúng): "))).to_have_count(0)
    accepting = page.get_by_role("button").filter(has_text="Chấp nhận cảnh báo này")
    for left in range(accepting.count(), 0, -1):
        expect(accepting).to_have_count(left)
        accepting.first.click()
        field = page.get_by_label("Lý do chấp nhận")
        field.fill(REASON)
        field.press("Tab")
        with acting(page):
            page.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(accepting).to_have_count(0)
    press(page, READY)
    page.get_by_role("button").filter(has_text="Ban hành").first.click()
    with acting(page):
        page.get_by_test_id("stPopoverBody").get_by_role("button").filter(has_text="Ban hành").click()
    expect(page.get_by_text(re.compile("đã ban hành nên không sửa được nữa"))).to_be_visible()
    with acting(page):
        page.get_by_role("link", name="Xem bộ tiêu chí").click()
    expect(page.get_by_text("Cảnh báo đã chấp nhận khi ban hành")).to_be_visible()
    shoot(page, "criteria-everything-read")


def score_a_meeting(page: Page) -> None:
    """The cell's own meeting, by the commune's new form: the figures propose, a person fills in the rest."""
    sign_in(page, "cb_khuoingoa")
    visit(page, f"/cham-chat-luong?month={MONTH:%Y-%m}")
    for title in ("Nội dung sinh hoạt", "Điều kiện"):
        open_box(page, title)
    expect(page.get_by_text(re.compile("^Chưa xếp loại: còn 1 tiêu chí chưa chấm")).first).to_be_visible()
    write(page, "Điểm tiêu chí 2.3 (0–15, lẻ đến 0,25)", "14,75")
    notes = page.get_by_text(re.compile("^Thuyết minh điểm trừ")).all_inner_texts()
    fill(page, *((page.get_by_label(label, exact=True), "Theo biên bản.") for label in notes))
    type_day(page, VOTE_LABELS["voted_on"], clock.today())
    votes = (("present", "10"), ("for", "10"), ("against", "0"), ("abstained", "0"))
    fill(page, *((page.get_by_label(VOTE_LABELS[f"votes_{field}"], exact=True), people) for field, people in votes))
    shoot(page, "criteria-everything-scored")
    sections = points(page, r"^Mục này: ([\d,]+)/30 điểm")
    press(page, "Nộp bản tự chấm")
    expect(page.get_by_text("Đã nộp bản tự chấm.")).to_be_visible()
    assert points(page, r"^(?:Tốt|Khá|Chưa đạt): ([\d,]+) điểm")[:1] == [sum(sections)]


def points(page: Page, pattern: str) -> list[Decimal]:
    """The points that are said in sentences of this kind."""
    said = page.get_by_text(re.compile(pattern)).all_inner_texts()
    return [Decimal(found[1].replace(",", ".")) for text in said if (found := re.search(pattern, text))]


def add_item(page: Page, text: str, method: str, points: str = "") -> None:
    """One more item of the section on the screen."""
    press(page, "Thêm tiêu chí")
    write(page, "Nội dung", text)
    if method != "Cho điểm tự do":
        choose(page, "Cách chấm", method)
    if points:
        write(page, "Điểm tối đa", points)


def leave_out(page: Page, rule: str, condition: str) -> None:
    """Where the item applies, and what becomes of it elsewhere: the condition stands last on the page."""
    choose(page, "Khi không áp dụng", rule)
    write_line(page, -1, condition)


def take_the_sum(page: Page, section: str, points: str) -> None:
    with acting(page):
        page.get_by_test_id("stRadio").locator("label").filter(has_text=section).first.click()
    press(page, "Lấy số này")
    expect(page.get_by_label("Điểm tối đa của mục")).to_have_value(points)


def write_level(page: Page, place: int, label: str, points: str) -> None:
    press(page, "Thêm mức")
    box = level(page, place)
    fill(page, (box.get_by_label("Nội dung của mức"), label), (box.get_by_label("Điểm", exact=True), points))


def level(page: Page, place: int) -> Locator:
    """The box of a level of the item on the screen."""
    field = page.get_by_label("Nội dung của mức").nth(place)
    return field.locator("xpath=ancestor::*[@data-testid='stVerticalBlock'][1]")


def write_line(page: Page, place: int, condition: str) -> None:
    """Type one of the conditions on the screen as a line; ``place`` counts them from the top, -1 is the last."""
    box = unfold(page, place)
    fill(page, (box.get_by_label("Viết thành một dòng"), condition))


def unfold(page: Page, place: int) -> Locator:
    """Open what is folded away of a condition."""
    boxes = page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text="Sửa điều kiện"))
    box = boxes.last if place < 0 else boxes.nth(place)
    if not box.locator("details[open]").count():
        with acting(page):
            box.locator("summary").click()
    return box


def require(page: Page, words: str) -> None:
    """One more condition of the first grade."""
    page.get_by_role("button").filter(has_text="Thêm điều kiện của mức").first.click()
    with acting(page):
        page.get_by_test_id("stPopoverBody").get_by_role("button").filter(has_text=words).click()


def click(page: Page, where: Locator, words: str, *, place: int = 0) -> None:
    with acting(page):
        where.get_by_role("button").filter(has_text=words).nth(place).click()


def fill(page: Page, *typed: tuple[Locator, str]) -> None:
    """Type and go on, field after field, without waiting for one to be stored before the next."""
    with acting(page):
        for field, text in typed:
            field.fill(text)
            field.press("Tab")
