"""Criteria sets, end to end: one built in the browser from nothing up to its use, one by file, two compared."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from services import clock
from tests.e2e.browser import acting, shoot, sign_in, visit
from tests.e2e.hands import choose, pick_in_form, press, sign_out, tap, type_day, type_text, write
from tests.server import HOME, Server

TITLE, SHIPPED = "Bộ tiêu chí thử của huyện", "Bộ tiêu chí chi bộ “bốn tốt” (bản mẫu, có số liệu)"
FILE = HOME / "data/criteria/four_good_cell_sample_2026.yaml"
YEAR = clock.today().year
USUAL = "từ … trở lên"
"""The comparison that a new condition begins with."""
READY = "Kiểm tra xong, chuyển sang chờ ban hành"

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def portal(own_portal: Server) -> Server:
    """A set that is published here changes what every cell is judged by."""
    return own_portal


def test_a_set_is_built_checked_published_and_used(page: Page):
    sign_in(page, "huyen")
    begin(page)
    write_the_head(page)
    write_the_items(page)
    write_the_grades(page)
    mend_what_the_check_finds(page)
    publish(page)
    read_the_list(page)
    sign_out(page)
    sign_in(page, "cb_khuoingoa")
    visit(page, f"/tu-cham?year={YEAR}&kind=four_good_cell")
    expect(page.get_by_text("Tỷ lệ đảng viên dự sinh hoạt cả năm")).to_be_visible()
    expect(page.get_by_text("Điểm tiêu chí 1.1 (0–10)")).to_be_visible()
    shoot(page, "criteria-used")


def begin(page: Page) -> None:
    visit(page, "/soan-bo-tieu-chi")
    pick_in_form(page, "Loại đánh giá", "Chi bộ bốn tốt")
    press(page, "Bắt đầu soạn")
    expect(page.get_by_role("heading", level=1)).to_contain_text("chưa đặt tên")


def write_the_head(page: Page) -> None:
    tap(page, "Xem", "Văn bản")
    type_text(page, "Tên bộ tiêu chí", TITLE)
    type_text(page, "Số văn bản", "12-HD/HU")
    type_day(page, "Có hiệu lực từ ngày", clock.today())
    shoot(page, "criteria-head")


def write_the_items(page: Page) -> None:
    """One item with free points; one with two levels by attendance, between which five per cent are forgotten."""
    tap(page, "Xem", "Nội dung")
    press(page, "Thêm mục đầu tiên")
    type_text(page, "Tên mục", "Nền nếp sinh hoạt")
    press(page, "Thêm tiêu chí")
    type_text(page, "Nội dung", "Hoàn thành nhiệm vụ được giao")
    type_text(page, "Điểm tối đa", "10")
    go_to(page, "Nền nếp sinh hoạt")
    press(page, "Thêm tiêu chí")
    type_text(page, "Nội dung", "Tỷ lệ đảng viên dự sinh hoạt cả năm")
    choose(page, "Cách chấm", "Chọn một trong nhiều mức")
    type_text(page, "Điểm tối đa", "10")
    write_a_level(page, 0, ("Từ 90% trở lên", "10"), USUAL, "90")
    write_a_level(page, 1, ("Dưới 85%", "2"), "dưới …", "85")
    shoot(page, "criteria-item")
    go_to(page, "Nền nếp sinh hoạt")
    press(page, "Lấy số này")
    expect(page.get_by_label("Điểm tối đa của mục")).to_have_value("20")


def write_a_level(page: Page, place: int, words: tuple[str, str], comparison: str, threshold: str) -> None:
    press(page, "Thêm mức")
    for label, text in zip(("Nội dung của mức", "Điểm"), words, strict=True):
        with acting(page):
            level(page, place).get_by_label(label, exact=True).fill(text)
    with acting(page):
        level(page, place).locator("summary").filter(has_text="Sửa điều kiện").click()
    with acting(page):
        level(page, place).get_by_role("button").filter(has_text="Thêm điều kiện").click()
    choose(page, "Số liệu", "Tỷ lệ dự họp", inside=level(page, place))
    if comparison != USUAL:
        choose(page, "So sánh", comparison, inside=level(page, place))
    with acting(page):
        level(page, place).get_by_label("Ngưỡng (%)").fill(threshold)
    expect(level(page, place).get_by_text(re.compile(f"tỷ lệ dự họp .*{threshold} %"))).to_be_visible()


def write_the_grades(page: Page) -> None:
    tap(page, "Xem", "Xếp loại")
    press(page, "Lấy số này")
    expect(page.get_by_label("Tổng điểm tối đa")).to_have_value("20")
    for label in ("Đạt", "Chưa đạt"):
        page.get_by_label("Tên mức mới").fill(label)
        press(page, "Thêm mức xếp loại")
    for place, bound in ((0, "Từ điểm"), (1, "Đến điểm")):
        with acting(page):
            page.get_by_label(bound, exact=True).nth(place).fill("12")
    shoot(page, "criteria-grades")


def mend_what_the_check_finds(page: Page) -> None:
    """An error says by an example what is wrong and leads there; a warning is accepted with a reason only."""
    tap(page, "Xem", "Kiểm tra")
    expect(page.get_by_text("Lỗi: 1", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("tỷ lệ dự họp.* 8[5-9]"))).to_be_visible()
    shoot(page, "criteria-error")
    press(page, READY)
    expect(page.get_by_text(re.compile("^Chưa xong"))).to_be_visible()
    press(page, "Đến chỗ này")
    open_condition(page, 1)
    with acting(page):
        level(page, 1).get_by_label("Ngưỡng (%)").fill("90")
    with acting(page):
        level(page, 1).get_by_label("Nội dung của mức").fill("Dưới 90%")
    tap(page, "Xem", "Kiểm tra")
    expect(page.get_by_text("Lỗi: 1", exact=True)).to_have_count(0)
    expect(page.get_by_text("Tiêu chí 1.2 thấp nhất vẫn được 2 điểm.")).to_be_visible()
    for reason in ("", "Hướng dẫn ghi đúng như vậy"):
        accept(page, reason)
    expect(page.get_by_text("Hướng dẫn ghi đúng như vậy").first).to_be_visible()
    shoot(page, "criteria-accepted")


def accept(page: Page, reason: str) -> None:
    field = page.get_by_label("Lý do chấp nhận")
    if not field.is_visible():
        page.get_by_role("button").filter(has_text="Chấp nhận cảnh báo này").click()
    if reason:
        write(page, "Lý do chấp nhận", reason)
    with acting(page):
        page.get_by_role("button", name="Chấp nhận", exact=True).click()
    if not reason:
        expect(page.get_by_test_id("stAlert").filter(has_text=re.compile("lý do chấp nhận"))).to_be_visible()


def publish(page: Page) -> None:
    press(page, READY)
    expect(page.get_by_text("Đã kiểm tra xong. Bộ tiêu chí chờ ban hành.")).to_be_visible()
    page.get_by_role("button").filter(has_text="Ban hành").first.click()
    with acting(page):
        page.get_by_test_id("stPopoverBody").get_by_role("button").filter(has_text="Ban hành").click()
    expect(page.get_by_text(re.compile("đã ban hành nên không sửa được nữa"))).to_be_visible()


def read_the_list(page: Page) -> None:
    """It is in force for the cells, and why is said."""
    visit(page, "/bo-tieu-chi")
    box = page.get_by_test_id("stVerticalBlock").filter(has_text=TITLE).last
    expect(box).to_contain_text("Đang ban hành")
    expect(box).to_contain_text(re.compile(r"Đang dùng cho \d+ đơn vị"))
    for where in page.locator("summary").filter(has_text="Đơn vị nào đang dùng bộ nào").all():
        with acting(page):
            where.click()
    line = page.get_by_role("row").filter(has_text=f"{TITLE} (phiên bản 1)").first
    expect(line).to_contain_text("được chọn vì")
    shoot(page, "criteria-list")


def test_a_set_by_file_says_what_is_wrong_and_becomes_a_draft(page: Page):
    sign_in(page, "huyen")
    begin(page)
    tap(page, "Xem", "Tệp")
    sound = FILE.read_text(encoding="utf-8").replace("(bản mẫu, có số liệu)", "(từ tệp)")
    upload(
        page,
        sound.replace("max_points: 30", "max_points: ba mươi").replace("self_check: quarterly", "self_check: weekly"),
    )
    expect(page.get_by_text(re.compile("Tệp còn 2 chỗ phải sửa|Tệp có 2 chỗ chưa đọc được"))).to_be_visible()
    for place in ("điểm tối đa của mục", "Tự kiểm tra trong năm"):
        expect(page.get_by_role("listitem").filter(has_text=place)).to_have_count(1)
    shoot(page, "criteria-file-faults")
    upload(page, sound)
    expect(page.get_by_text(re.compile("tệp này thì đọc được đầy đủ"))).to_be_visible()
    press(page, "Thay bản nháp bằng tệp này")
    expect(page.get_by_text(re.compile("Đã thay bản nháp bằng tệp"))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("(từ tệp)")
    visit(page, "/bo-tieu-chi?view=drafts")
    expect(page.get_by_text("Bộ tiêu chí chi bộ “bốn tốt” (từ tệp)")).to_be_visible()
    shoot(page, "criteria-drafts")


def test_a_new_version_is_compared_with_the_one_before_in_words(page: Page):
    sign_in(page, "huyen")
    visit(page, "/bo-tieu-chi")
    with acting(page):
        box = page.get_by_test_id("stVerticalBlock").filter(has_text=SHIPPED).last
        box.get_by_role("button").filter(has_text="Xem").click()
    press(page, "Phiên bản mới")
    expect(page.get_by_text("Đã tạo bản nháp của phiên bản mới.")).to_be_visible()
    with acting(page):
        page.get_by_role("link", name="Mở bản nháp vừa tạo để soạn").click()
    go_to(page, "1.1")
    type_text(page, "Điểm tối đa", "9")
    tap(page, "Xem", "Văn bản")
    type_day(page, "Có hiệu lực từ ngày", clock.today())
    with acting(page):
        page.get_by_role("link", name="Xem như người đọc").click()
    with acting(page):
        page.get_by_role("link", name="So sánh").last.click()
    visit(page, page.url.split("?")[0])
    expect(page.get_by_text(re.compile(r"^Khác nhau \d+ chỗ:"))).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=re.compile("1.1.*10.*9"))).to_have_count(1)
    shoot(page, "criteria-compared")


def go_to(page: Page, words: str) -> None:
    """Bring a section or item onto the screen."""
    with acting(page):
        page.get_by_test_id("stRadio").locator("label").filter(has_text=re.compile(f"^\\s*{words}")).first.click()


def level(page: Page, place: int) -> Locator:
    """The box of a level of the item on the screen."""
    field = page.get_by_label("Nội dung của mức").nth(place)
    return field.locator("xpath=ancestor::*[@data-testid='stVerticalBlock'][1]")


def open_condition(page: Page, place: int) -> None:
    if not level(page, place).get_by_label("Ngưỡng (%)").count():
        with acting(page):
            level(page, place).locator("summary").filter(has_text="Sửa điều kiện").click()


def upload(page: Page, text: str) -> None:
    """Offer a file, in the place of one that was offered before."""
    with acting(page):
        page.locator('input[type="file"]').set_input_files(
            {"name": "bo-tieu-chi.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
        )
