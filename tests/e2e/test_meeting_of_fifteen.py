"""A typical record, fifteen people: how many times a hand has to do something, from opening the page to the receipt."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from models import Account, Unit
from models.database import engine_for
from services import clock, meetings, months
from services.meetings import DueRow, MeetingSheet, RecordState
from tests.e2e.browser import acting, shoot, sign_in, visit
from tests.e2e.hands import names_in, open_box, press, tap, type_day, type_text
from tests.factories import actor_of

PEOPLE = 15
MOST = 25
"""Interactions: every click, every field typed into."""
THIS_MONTH = months.month_of(clock.today())

pytestmark = pytest.mark.xdist_group("browser")


class Hands:
    """Does what a person does, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def do(self, act: Callable[..., Any], *words: Any) -> None:
        """One click, or one field typed into."""
        act(self.page, *words)
        self.count += 1


def test_a_record_of_fifteen_people_takes_few_interactions(page, portal):
    row = a_cell_of_fifteen(portal.database)
    sign_in(page, "huyen")
    hands, begun = Hands(page), time.monotonic()
    visit(page, f"/nhap-bien-ban?month={THIS_MONTH:%Y-%m}&cell={row.ref.unit_id}")
    enter(hands)
    hands.do(press, "Nộp biên bản")
    expect(page.get_by_text(re.compile("Đã nộp biên bản lúc"))).to_be_visible()
    print(f"\n{hands.count} interactions, {time.monotonic() - begun:.0f} s by a machine's hands")  # noqa: T201 - what is measured
    shoot(page, "fifteen-submitted")
    assert hands.count <= MOST
    text = page.inner_text('[data-testid="stMain"]')
    for words in ("Đi viện", "tán thành 13", "Ổn định tổ chức", "Rà soát hộ nghèo", "Nhất trí làm đường"):
        assert words in text


def enter(hands: Hands) -> None:
    """Two excused, five speakers, the last month looked back at, one task, a vote; the agenda from the template."""
    page = hands.page
    hands.do(type_day, "Ngày họp", max(THIS_MONTH, clock.today() - timedelta(days=1)))
    hands.do(press, "Ghi như buổi trước")
    hands.do(open_box, "Chương trình")
    hands.do(press, "Lấy theo mẫu")
    leading = {page.get_by_role("combobox", name=name).input_value() for name in ("Chủ trì", "Thư ký")}
    people = [name for name in names_in(page, "Vắng có lý do") if name not in leading]
    for name, reason in ((people[0], "Đi viện"), (people[1], "Đi công tác")):
        hands.do(tap, "Vắng có lý do", name)
        hands.do(type_text, f"Lý do vắng của {name}", reason)
    for name in people[2:7]:
        hands.do(tap, "Đảng viên đã phát biểu", name)
    for label in ("Tất cả đã hoàn thành", "Tất cả đều đạt"):
        if page.get_by_role("button").filter(has_text=label).count():
            hands.do(press, label)
    hands.do(type_text, "Nội dung, diễn biến buổi sinh hoạt", "Bàn việc làm đường nội thôn.")
    give_a_task(hands, people[2])
    hands.do(type_text, "Kết luận của chủ trì", "Nhất trí làm đường trong tháng sau.")
    hands.do(open_box, "Biểu quyết")
    hands.do(fill_in_form, "Tán thành", "13")
    hands.do(press, "Ghi kết quả biểu quyết")


def give_a_task(hands: Hands, owner: str) -> None:
    """What, who and the button; the last day of the month stands there already."""
    hands.do(fill_in_form, "Nội dung nhiệm vụ", "Rà soát hộ nghèo")
    hands.do(open_list, "Người thực hiện")
    hands.do(click_option, owner)
    hands.do(press, "Thêm nhiệm vụ")


def fill_in_form(page: Page, label: str, text: str) -> None:
    """Type into a field of a form, which is sent with its button only."""
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Tab")


def open_list(page: Page, label: str) -> None:
    """Open a list."""
    page.get_by_role("combobox", name=label, exact=True).click()


def click_option(page: Page, option: str) -> None:
    """Choose from the list that is open."""
    page.get_by_role("option", name=option, exact=True).click()


def test_what_is_typed_in_an_open_part_stays_while_its_count_changes(page, portal):
    """The title of a box says how much is in it, and a box with another title would be another box, closed."""
    rows = cells_with_nothing_written(portal.database)
    sign_in(page, "huyen")
    visit(page, f"/nhap-bien-ban?month={THIS_MONTH:%Y-%m}&cell={rows[0].ref.unit_id}")
    open_box(page, "Kết quả, hạn chế")
    type_text(page, "Hạn chế và nguyên nhân", "Một số việc còn chậm.")
    expect(page.get_by_label("Hạn chế và nguyên nhân", exact=True)).to_have_value("Một số việc còn chậm.")
    with acting(page):
        page.get_by_text("Kết quả, hạn chế").first.click()
    expect(page.get_by_text("Kết quả, hạn chế, nhiệm vụ tháng tới (1/3)")).to_be_visible()


def a_cell_of_fifteen(database: Path) -> DueRow:
    """A cell of the district with fifteen due members and a last meeting, whose record nobody has begun."""
    return next(row for row, sheet in _openings(database) if fits(sheet))


def fits(sheet: MeetingSheet) -> bool:
    """Whether fifteen are due, all of whom may vote, and the last meeting says when it was held."""
    may_vote = meetings.ballot(sheet.roll)
    return sheet.counts.due == PEOPLE == may_vote.base and sheet.times.started_at is not None


def cells_with_nothing_written(database: Path) -> list[DueRow]:
    """Cells of the district whose record nobody has begun."""
    return [row for row, _ in _openings(database)]


def _openings(database: Path) -> list[tuple[DueRow, MeetingSheet]]:
    engine = engine_for(f"sqlite:///{database}")
    with Session(engine) as session:
        account = session.exec(select(Account).where(Account.username == "huyen")).one()
        actor = actor_of(account, session.get_one(Unit, account.unit_id))
        missing = [row for row in meetings.due(session, actor, THIS_MONTH) if row.state is RecordState.MISSING]
        found = [(row, meetings.sheet(session, actor, row.ref)) for row in missing]
    engine.dispose()
    return found
