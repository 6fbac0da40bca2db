"""Every page of every role, drawn at both widths and kept as a picture: nothing fails, is English or too wide."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLong

from models import Role
from tests.e2e.browser import DESK, PHONE, settled, shoot, sign_in
from ui.navigation import SCREENS

ACCOUNTS = {
    Role.ADMINISTRATOR: "quantri",
    Role.DISTRICT_STAFF: "huyen",
    Role.COMMUNE_OFFICER: "xa_bangvan",
    Role.CELL_SECRETARY: "cb_khuoingoa",
    Role.LEADER: "lanhdao",
}
ENGLISH = re.compile(
    r"\b(Choose|Select|Search|Open|Close|Error|Loading|Submit|Page not found|Browse|Drag|Drop|Upload|Press|Enter|"
    r"Save|Cancel|Delete|Edit|Add|None|True|False|nan|NaN|null|undefined|draft|submitted|returned|approved)\b"
)
SHOWN = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const fields = [...main.querySelectorAll('[placeholder]')].filter(field => !field.value).map(field => field.placeholder);
    return [main.innerText, ...fields].join('\\n');
}"""
"""What a person reads on the page, hints in empty fields included."""

TOO_WIDE = """() => {
    const most = innerWidth + 1, main = document.querySelector('[data-testid="stMain"]');
    const isHeld = (element) => {  // by something narrower that is scrolled sideways, or cut off on purpose
        for (let holder = element.parentElement; holder !== main; holder = holder.parentElement)
            if (getComputedStyle(holder).overflowX !== 'visible' && holder.getBoundingClientRect().right <= most) return true;
        return false;
    };
    const found = [...main.querySelectorAll('*')].filter(
        element => element.checkVisibility() && element.getBoundingClientRect().right > most && !isHeld(element));
    const page = document.scrollingElement.scrollWidth > most ? ['the page itself'] : [];
    return [...page, ...found.map(element => `${element.tagName} “${element.innerText || ''}”`.slice(0, 80))].slice(0, 5);
}"""
"""What is wider than the window."""


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_the_role(page: Page, role: Role):
    sign_in(page, ACCOUNTS[role])
    for screen in [screen for screen in SCREENS if role in screen.roles]:
        page.get_by_test_id("stSidebarNav").get_by_text(screen.title, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        shoot(page, f"{screen.name}-{role}")
        shown = page.evaluate(SHOWN)
        assert "Mã tham chiếu" not in shown, screen.name
        assert ENGLISH.search(shown) is None, (screen.name, ENGLISH.search(shown))
        page.set_viewport_size({"width": PHONE, "height": 900})
        settled(page)
        with suppress(TooLong):  # a chart follows the window a moment later
            page.wait_for_function(f"() => ({TOO_WIDE})().length === 0", timeout=5_000)
        assert page.evaluate(TOO_WIDE) == [], screen.name
        page.set_viewport_size({"width": DESK, "height": 900})
        settled(page)
