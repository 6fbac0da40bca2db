"""Signing in and out as browsers do it: refresh, second tab, deep link, and what ends a session elsewhere."""

import re

import pytest
from playwright.sync_api import expect
from pysqlite3 import dbapi2 as sqlite

from tests.e2e.browser import sign_in, visit, watched
from tests.e2e.hands import reload, sign_out
from tests.server import PASSWORD
from tests.websocket import Tab
from tests.websocket import sign_in as cookie_of

SIGN_IN = re.compile("/auth/sign-in")


def test_a_refresh_and_a_second_tab_stay_signed_in(page):
    sign_in(page, "huyen")
    reload(page)
    expect(page.get_by_role("heading", name="Việc cần làm")).to_be_visible()
    second = watched(page.context.new_page())
    visit(second, "/to-chuc-dang")
    expect(second.get_by_role("heading", name="Tổ chức đảng")).to_be_visible()


def test_a_deep_link_leads_through_sign_in_to_its_page(page):
    sign_in(page, "xa_bangvan", to="/bieu-do?view=ranking&measure=speaking")
    expect(page.get_by_text("Xếp hạng chi bộ: tỷ lệ phát biểu").first).to_be_attached()
    expect(page).to_have_url(re.compile("view=ranking"))


def test_signing_out_holds_after_a_refresh_and_closes_the_other_tab_at_its_next_click(page):
    sign_in(page, "huyen")
    other = watched(page.context.new_page())
    visit(other, "/to-chuc-dang")
    sign_out(page)
    page.goto("/")
    expect(page).to_have_url(SIGN_IN)
    other.get_by_role("searchbox").fill("khuoi")
    expect(other).to_have_url(SIGN_IN)
    expect(other.get_by_role("status")).to_have_text("Phiên làm việc đã kết thúc. Đồng chí hãy đăng nhập lại.")


@pytest.mark.parametrize("change", ["epoch = epoch + 1", "is_disabled = 1"], ids=["role-or-password", "disabled"])
def test_a_changed_account_is_out_at_the_next_click_of_an_open_tab(own_portal, change):
    with Tab(own_portal.address, cookie_of(own_portal.address, "xa_bangvan", PASSWORD)) as tab:
        tab.open("nhap-bien-ban")
        connection = sqlite.connect(str(own_portal.database), isolation_level=None)
        connection.execute(f"UPDATE account SET {change} WHERE username = 'xa_bangvan'")
        connection.close()
        with pytest.raises(Exception, match="4401"):
            tab.enter("Địa điểm", "Nhà khác")


def test_a_forged_value_ends_in_an_apology_with_a_number_never_in_a_traceback(own_portal):
    with Tab(own_portal.address, cookie_of(own_portal.address, "huyen", PASSWORD)) as tab:
        tab.open("so-sinh-hoat")
        widget = next(widget for widget in tab.widgets if widget.element == "selectbox")
        tab.run([(widget.id, "int_value", 99)])
        assert re.search(r"Mã tham chiếu: \*\*[0-9a-f]{8}\*\*", tab.text)
        assert "Traceback" not in tab.text
    reference = re.search(r"\*\*([0-9a-f]{8})\*\*", tab.text)
    assert reference is not None
    assert reference[1] in own_portal.log.read_text()


def test_the_menu_shows_only_what_the_role_can_use(page):
    sign_in(page, "lanhdao")
    menu = page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_text("Biểu đồ theo xã")).to_be_visible()
    for hidden in ("Nhập biên bản", "Thẩm định", "Tài khoản", "Nhật ký"):
        expect(menu.get_by_text(hidden)).to_have_count(0)
