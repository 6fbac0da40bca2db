"""Every page of every role, drawn at both widths and kept as a picture; nothing fails and nothing is English."""

import re

import pytest
from playwright.sync_api import expect

from models import Role
from tests.e2e.browser import shoot, sign_in
from ui.navigation import SCREENS

ACCOUNTS = {
    Role.ADMINISTRATOR: "quantri",
    Role.DISTRICT_STAFF: "huyen",
    Role.COMMUNE_OFFICER: "xa_bangvan",
    Role.CELL_SECRETARY: "cb_khuoingoa",
    Role.LEADER: "lanhdao",
}
ENGLISH = re.compile(r"\b(Choose|Select|Search|Open|Close|Error|Loading|Submit|Page not found|None|nan)\b")


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_the_role(page, role):
    sign_in(page, ACCOUNTS[role])
    for screen in [screen for screen in SCREENS if role in screen.roles]:
        page.get_by_test_id("stSidebarNav").get_by_text(screen.title, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        shoot(page, f"{screen.name}-{role}")
        shown = page.get_by_test_id("stMain").inner_text()
        assert "Mã tham chiếu" not in shown, screen.name
        assert ENGLISH.search(shown) is None, (screen.name, ENGLISH.search(shown))
        page.set_viewport_size({"width": 1440, "height": 900})
