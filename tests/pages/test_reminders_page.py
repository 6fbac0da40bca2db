"""Reminders as those who look after cells see them."""

import pytest
from sqlmodel import select

from models import EmailAddress, Reminder
from models.database import read_tx
from tests.pages.test_meetings_pages import button

PAGE = "meetings.reminders"


def stored(table):
    with read_tx() as session:
        return session.exec(select(table)).all()


def test_an_officer_has_the_text_to_paste_and_writes_down_that_it_was_sent(open_page):
    app = open_page("xa_bangvan", PAGE)
    [text] = [code.value for code in app.code]
    assert "Kính gửi các đồng chí bí thư chi bộ" in text
    assert "chi bộ chưa nộp:" in text
    button(app, "Ghi là đã gửi").click().run()
    [row] = stored(Reminder)
    assert row.text == text
    assert any("Cán bộ Đảng ủy xã Bằng Vân" in line.value.replace("\\", "") for line in app.markdown)


def test_the_own_address_stores_itself_and_a_wrong_one_is_refused(open_page):
    app = open_page("huyen", PAGE)
    field = next(field for field in app.text_input if field.label == "Địa chỉ thư của tôi")
    field.input("khong-phai-thu").run()
    assert any("không hợp lệ" in error.value for error in app.error)
    assert stored(EmailAddress) == []
    next(field for field in app.text_input if field.label == "Địa chỉ thư của tôi").input("a@huyen.gov.vn").run()
    assert [row.address for row in stored(EmailAddress)] == ["a@huyen.gov.vn"]


@pytest.mark.parametrize("username", ["cb_khuoingoa", "lanhdao", "quantri"])
def test_others_have_no_such_page(open_page, username):
    assert "Nhắc việc" not in [title.value for title in open_page(username, PAGE).title]
