"""What becomes of typed words when the server is killed, the sign-in ends, or two people are at one field."""

import os
import re
import shutil
import signal
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from pysqlite3 import dbapi2 as sqlite

from services import clock, months
from tests.e2e.browser import ARTEFACTS, acting, new_page, settled, shoot, sign_in, visit
from tests.e2e.hands import press, reload, type_text
from tests.server import PASSWORD, free_port, serving

MONTH = months.month_of(clock.today())
ADDRESS = f"/nhap-bien-ban?month={MONTH:%Y-%m}"
PLACE, CONTENT = "Địa điểm", "Nội dung, diễn biến buổi sinh hoạt"
SAVED = re.compile(r"đã lưu lúc \d\d:\d\d")

pytestmark = pytest.mark.xdist_group("browser")


def state_of(page: Page, label: str):
    """The element at which the browser says what became of a field."""
    return page.locator('[class*="st-key-meeting"]').filter(has=page.get_by_label(label, exact=True)).last


@pytest.fixture
def database(sample_file, tmp_path):
    return shutil.copy(sample_file, tmp_path / "portal.sqlite")


def test_a_killed_server_loses_nothing_acknowledged_and_not_even_what_was_not(browser, database):
    port = free_port()
    with serving(database, port) as server:
        page = new_page(browser, server.address)
        sign_in(page, "cb_khuoingoa")
        visit(page, ADDRESS)
        type_text(page, PLACE, "Nhà văn hóa mới")
        expect(state_of(page, PLACE)).to_have_attribute("data-portal-state", SAVED)
        page.get_by_label(CONTENT, exact=True).fill("Bàn việc làm đường.")
        os.kill(server.pid, signal.SIGKILL)
        expect(page.get_by_role("alert").filter(has_text="Mất kết nối")).to_be_visible()
        expect(state_of(page, CONTENT)).to_have_attribute("data-portal-state", "chưa gửi được")
        page.screenshot(path=ARTEFACTS / "entry-offline.png")
    with serving(database, port):
        page.reload()
        expect(page.get_by_label(PLACE, exact=True)).to_have_value("Nhà văn hóa mới")
        expect(page.get_by_label(CONTENT, exact=True)).to_have_value("Bàn việc làm đường.")
        expect(state_of(page, CONTENT)).to_have_attribute("data-portal-state", SAVED)
        settled(page)
        reload(page)
        expect(page.get_by_label(CONTENT, exact=True)).to_have_value("Bàn việc làm đường.")
        page.context.close()


def test_an_ended_sign_in_leads_back_to_the_same_record_with_everything(browser, database):
    with serving(database, free_port()) as server:
        page = new_page(browser, server.address)
        sign_in(page, "cb_khuoingoa")
        visit(page, ADDRESS)
        type_text(page, PLACE, "Nhà văn hóa mới")
        with sqlite.connect(str(database), isolation_level=None) as connection:
            connection.execute("UPDATE account SET epoch = epoch + 1 WHERE username = 'cb_khuoingoa'")
        page.get_by_label(CONTENT, exact=True).fill("Bàn việc làm đường.")
        expect(page).to_have_url(re.compile("/auth/sign-in"))
        page.get_by_label("Tên đăng nhập").fill("cb_khuoingoa")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page).to_have_url(re.compile("nhap-bien-ban"))
        expect(page.get_by_label(PLACE, exact=True)).to_have_value("Nhà văn hóa mới")
        expect(page.get_by_label(CONTENT, exact=True)).to_have_value("Bàn việc làm đường.")
        expect(state_of(page, CONTENT)).to_have_attribute("data-portal-state", SAVED)
        page.context.close()


def test_two_people_at_one_field_see_both_values_and_choose(browser, database):
    with serving(database, free_port()) as server:
        first, second = new_page(browser, server.address), new_page(browser, server.address)
        sign_in(first, "cb_khuoingoa")
        visit(first, ADDRESS)
        sign_in(second, "xa_bangvan")
        with sqlite.connect(str(database)) as connection:
            query = "SELECT unit_id FROM account WHERE username = 'cb_khuoingoa'"
            (cell,) = connection.execute(query).fetchone()
        visit(second, f"{ADDRESS}&cell={UUID(hex=cell)}")
        type_text(second, PLACE, "Hội trường xã")
        type_text(first, PLACE, "Nhà bí thư")

        expect(first.get_by_text(re.compile("Hội trường xã"))).to_be_visible()
        expect(first.get_by_label(PLACE, exact=True)).to_have_value("Nhà bí thư")
        expect(state_of(first, PLACE)).to_have_attribute("data-portal-state", "chưa lưu được")
        shoot(first, "entry-conflict")
        press(first, "Giữ nội dung của tôi")
        with acting(second):
            second.get_by_role("heading", level=1).click()
            second.get_by_label(CONTENT, exact=True).fill("Bàn việc.")
        expect(second.get_by_label(PLACE, exact=True)).to_have_value("Nhà bí thư")
        for page in (first, second):
            page.context.close()
