"""What a person's hands do with Streamlit's widgets, found by the words that the person sees."""

import re
from datetime import date, time

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import IS_STILL, acting, settled


def choose(page: Page, label: str, option: str, *, inside: Locator | None = None, number: int = 0) -> None:
    """Choose from a list by typing a part of the option; ``inside`` where several lists are called the same.

    ``number`` counts those that are called the same even there, from 0.
    """
    with acting(page):
        _choose(page, inside or page, label, option, number)


def pick_in_form(page: Page, label: str, option: str) -> None:
    """Choose from a list of a form, which is sent with its button only."""
    _choose(page, page, label, option)


def _choose(page: Page, where: Page | Locator, label: str, option: str, number: int = 0) -> None:
    """An open list closes when the page moves under it; what lies behind it has no names meanwhile."""
    box = where.get_by_role("combobox", name=label, exact=True).nth(number)
    box.scroll_into_view_if_needed()
    page.wait_for_function(IS_STILL)
    box.click()
    page.locator("input:focus").fill(option)
    page.get_by_role("option", name=option).first.click()


def type_day(page: Page, label: str, day: date) -> None:
    """Type a date into its day, month and year."""
    _type(page, page.get_by_role("group", name=label, exact=True), f"{day:%d%m%Y}")


def type_time(page: Page, label: str, at: time) -> None:
    """Type a time of day."""
    _type(page, page.get_by_role("group", name=label, exact=True), f"{at:%H%M}")


def _type(page: Page, field: Locator, digits: str) -> None:
    with acting(page):
        field.get_by_role("spinbutton").first.click()
        for digit in digits:
            page.keyboard.press(digit)
        page.get_by_role("heading", level=1).click()


def tap(page: Page, group: str, *names: str) -> None:
    """Tap names in a group of pills or segments."""
    for name in names:
        with acting(page):
            _group(page, group).locator("button").filter(has_text=re.compile(rf"^{re.escape(name)}$")).click()


def _group(page: Page, label: str) -> Locator:
    return page.locator(f'[data-testid="stButtonGroup"] [aria-label="{label}"]')


def type_text(page: Page, label: str, text: str) -> None:
    """Type and stop: the field stores itself after a pause, without being left."""
    with acting(page):
        page.get_by_label(label, exact=True).fill(text)


def write(page: Page, label: str, text: str) -> None:
    """Type into a field that waits until it is left, as those beside a button do."""
    field = page.get_by_label(label, exact=True)
    with acting(page):
        field.fill(text)
        field.press("Tab")


def press(page: Page, name: str) -> None:
    """Press a button and wait for what comes of it."""
    with acting(page):
        page.get_by_role("button").filter(has_text=name).first.click()


def sign_out(page: Page) -> None:
    """Leave through the menu."""
    page.get_by_role("link", name="Đăng xuất").click()
    expect(page).to_have_url(re.compile("/auth/sign-in"))


def reload(page: Page) -> None:
    """Reload the page, as after a lost connection or a closed laptop."""
    page.reload()
    settled(page)


def downloaded(page: Page, name: str) -> str:
    """Follow a link to a file of text and return what is in it."""
    return fetched(page, name).decode("utf-8-sig")


def fetched(page: Page, name: str) -> bytes:
    """Follow a link to a file and return it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).first.click()
    return download.value.path().read_bytes()


def open_box(page: Page, title: str) -> None:
    """Open what is folded away under a title that begins like this, unless it is open."""
    named = page.locator("summary p", has_text=re.compile(f"^{re.escape(title)}"))
    box = page.get_by_test_id("stExpander").filter(has=named).last
    if not box.locator("details[open]").count():
        with acting(page):
            box.locator("summary").first.click()


def names_in(page: Page, group: str) -> list[str]:
    """The names that a group of pills offers."""
    return _group(page, group).locator("button").all_inner_texts()


def chosen_in(page: Page, group: str) -> list[str]:
    """The names that are chosen in a group of pills."""
    return _group(page, group).locator('button[aria-pressed="true"], button[aria-checked="true"]').all_inner_texts()
