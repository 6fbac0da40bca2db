"""The four-good year, end to end: units registered at once, recognised with one decision, one of them revoked."""

import re

import pytest
from playwright.sync_api import Page, expect

from services import clock
from tests.e2e.browser import acting, shoot, sign_in, visit
from tests.e2e.hands import choose, press, tap, type_day, type_text, write

YEAR = clock.today().year
REGISTERED = re.compile(r"(\d+)/(\d+) chi bộ đã đăng ký")

pytestmark = pytest.mark.xdist_group("browser")


def test_units_are_registered_recognised_and_one_is_revoked(page: Page):
    sign_in(page, "huyen")
    register_three(page)
    recognised = recognise_two(page)
    revoke_one(page, recognised[0])
    read_the_board(page, recognised)


def register_three(page: Page) -> None:
    """Three cells of several communes, with one day."""
    visit(page, f"/nam-bon-tot?year={YEAR}&kind=four_good_cell&view=register")
    before = registered(page)
    pick(page, "Chọn chi bộ", 3)
    type_day(page, "Ngày họp đăng ký", clock.today())
    shoot(page, "four-good-registering")
    press(page, "Đăng ký")
    expect(page.get_by_text(f"Đã đăng ký 3 chi bộ cho năm {YEAR}.")).to_be_visible()
    assert registered(page) == before + 3


def recognise_two(page: Page) -> list[str]:
    """Two accepted assessments, one decision; returns the names of the cells."""
    visit(page, f"/cong-nhan?year={YEAR}&kind=four_good_cell")
    picked = pick(page, "Chọn chi bộ", 2)
    write(page, "Số quyết định", "45-QĐ/HU")
    type_day(page, "Ngày quyết định", clock.today())
    write(page, "Cơ quan ban hành", "Ban Thường vụ Huyện ủy")
    shoot(page, "four-good-recognising")
    press(page, "Công nhận")
    expect(page.get_by_text("Đã công nhận 2 đơn vị.")).to_be_visible()
    return [words.split(" · ")[0] for words in picked]


def revoke_one(page: Page, name: str) -> None:
    """Not without saying why."""
    tap(page, "Xem", "Quyết định công nhận")
    with acting(page):
        page.locator("summary").filter(has_text="45-QĐ/HU").click()
    tap(page, "Việc cần làm", "Thu hồi công nhận")
    choose(page, "Thu hồi công nhận của", name)
    write(page, "Số quyết định thu hồi", "50-QĐ/HU")
    type_day(page, "Ngày thu hồi", clock.today())
    revoke = page.get_by_test_id("stButton").get_by_role("button", name=re.compile("Thu hồi công nhận"))
    with acting(page):
        revoke.click()
    expect(page.get_by_test_id("stAlert").filter(has_text=re.compile("lý do", re.IGNORECASE))).to_be_visible()
    type_text(page, "Lý do thu hồi (bắt buộc)", "Phát hiện hồ sơ không đúng.")
    with acting(page):
        revoke.click()
    expect(page.get_by_text("Đã thu hồi công nhận.")).to_be_visible()
    shoot(page, "four-good-revoked")


def read_the_board(page: Page, recognised: list[str]) -> None:
    """The one that was revoked is among those, the other one among the recognised."""
    for show, name in zip(("revoked", "recognised"), recognised, strict=True):
        visit(page, f"/nam-bon-tot?year={YEAR}&kind=four_good_cell&view=board&show={show}")
        expect(page.get_by_test_id("stMain").get_by_role("button", name=name)).to_have_count(1)
        shoot(page, f"four-good-board-{show}")


def registered(page: Page) -> int:
    """How many cells are down."""
    found = REGISTERED.search(page.get_by_test_id("stMain").inner_text())
    assert found is not None
    return int(found[1])


def pick(page: Page, label: str, count: int) -> list[str]:
    """Choose the first so many of a list in which several can be chosen; returns what they are called."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    names = page.get_by_role("option").all_inner_texts()[:count]
    for name in names:
        with acting(page):
            box.fill(name)
            page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")
    return names
