"""The year's classification, end to end: members proposed on a phone, decided by the commune under the cap, counted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from services import clock
from tests.e2e.browser import PHONE, shoot, sign_in, visit
from tests.e2e.hands import choose, chosen_in, press, reload, tap, type_day, type_text, write

CELL = "Chi bộ Khuổi Ngọa"
YEAR = clock.today().year
MEMBERS, EXCELLENT = 12, 3
"""Of twelve members two can be excellent beside ten good ones (20 %), three cannot."""
COUNTED = re.compile(r"(?P<good>\d+)/(?P<all>\d+) hoàn thành tốt nhiệm vụ trở lên, trong đó (?P<best>\d+) hoàn thành")

pytestmark = pytest.mark.xdist_group("browser")


def test_members_are_proposed_on_a_phone_decided_under_the_cap_and_counted(
    phone: Page, page: Page, another_page: Callable[..., Page]
):
    sign_in(page, "xa_bangvan")
    total, good, best = counted(page)
    names = propose(phone)
    visit(page, f"/xep-loai-nam?year={YEAR}&view=members")
    choose(page, "Chi bộ", CELL)
    tap(page, "Xem", "Ra quyết định")
    refuse_one_too_many(page, names)
    decide(page, names)
    assert counted(page) == (total, good + MEMBERS, best + EXCELLENT - 1)
    shoot(page, "classification-counts")
    district = another_page()
    sign_in(district, "huyen")
    of_all, good_of_all, best_of_all = counted(district)
    assert (of_all > total, good_of_all >= good + MEMBERS, best_of_all > best) == (True, True, True)
    assert counted(phone) == (MEMBERS, MEMBERS, EXCELLENT - 1)


def propose(phone: Page) -> list[str]:
    """One tap a member; what was tapped and the vote are there after a reload."""
    sign_in(phone, "cb_khuoingoa")
    visit(phone, f"/xep-loai-nam?year={YEAR}")
    groups = phone.locator('[data-testid="stButtonGroup"] [aria-label^="Đề xuất xếp loại "]')
    names = [str(group.get_attribute("aria-label")).removeprefix("Đề xuất xếp loại ") for group in groups.all()]
    assert len(names) == MEMBERS
    for place, name in enumerate(names):
        tap(phone, f"Đề xuất xếp loại {name}", "Xuất sắc" if place < EXCELLENT else "Tốt")
    type_text(phone, f"Số phiếu tán thành trên tổng số của {names[0]}", "11/12")
    reload(phone)
    assert chosen_in(phone, f"Đề xuất xếp loại {names[0]}") == ["Xuất sắc"]
    expect(phone.get_by_label(f"Số phiếu tán thành trên tổng số của {names[0]}")).to_have_value("11/12")
    expect(phone.get_by_text(f"đã đề xuất {MEMBERS}/{MEMBERS}")).to_be_visible()
    expect(phone.get_by_text(re.compile(r"xuất sắc 3/\d, vượt \d"))).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
    shoot(phone, "classification-proposed", widths=(PHONE,))
    return names


def refuse_one_too_many(page: Page, names: list[str]) -> None:
    """The screen says beforehand what the decision would make of the group, and the decision is refused with it."""
    for name in names:
        expected = "Xuất sắc" if name in names[:EXCELLENT] else "Tốt"
        assert chosen_in(page, f"Quyết định xếp loại {name}") == [expected]
    expect(page.get_by_text("có 3 xuất sắc bên cạnh 9 tốt; nhiều nhất được 2")).to_be_visible()
    write(page, "Số quyết định", "27-QĐ/ĐU")
    type_day(page, "Ngày quyết định", clock.today())
    write(page, "Cơ quan ra quyết định", "Đảng ủy xã Bằng Vân")
    press(page, f"Ra quyết định cho {MEMBERS} đảng viên")
    refusal = page.get_by_test_id("stAlert").filter(has_text=re.compile("xuất sắc"))
    expect(refusal).to_contain_text(re.compile(r"\b3\b.*\b2\b"))
    shoot(page, "classification-refused")


def decide(page: Page, names: list[str]) -> None:
    """One of the three less is as many as the ten good ones allow."""
    tap(page, f"Quyết định xếp loại {names[EXCELLENT - 1]}", "Tốt")
    expect(page.get_by_text("có 2 xuất sắc bên cạnh 10 tốt; nhiều nhất được 2")).to_be_visible()
    press(page, f"Ra quyết định cho {MEMBERS} đảng viên")
    expect(page.get_by_text(f"Đã ghi quyết định xếp loại {MEMBERS} đảng viên.")).to_be_visible()
    tap(page, "Xem", "Đã quyết định")
    expect(page.get_by_text("QĐ số 27-QĐ/ĐU")).to_have_count(MEMBERS)
    shoot(page, "classification-decided")


def counted(page: Page) -> tuple[int, int, int]:
    """How many members there are, how many of them are good or better, and how many of those are excellent."""
    visit(page, f"/xep-loai-nam?year={YEAR}&view=counts")
    found = COUNTED.search(page.get_by_test_id("stMain").inner_text().replace(".", ""))
    assert found is not None
    return int(found["all"]), int(found["good"]), int(found["best"])
