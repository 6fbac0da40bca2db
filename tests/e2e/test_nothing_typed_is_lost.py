"""What a person has typed is in the database a moment later, also when they type on while it is being stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from tests.server import PASSWORD
from tests.websocket import Tab, sign_in

PLACE, CONTENT = "Địa điểm", "Nội dung, diễn biến buổi sinh hoạt"


@contextmanager
def somebody_else_writing(database: Path) -> Iterator[None]:
    """Hold the write turn, so that whoever stores something must wait."""
    connection = sqlite.connect(str(database), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


@pytest.fixture
def cookie(own_portal) -> str:
    return sign_in(own_portal.address, "cb_khuoingoa", PASSWORD)


def test_a_field_is_kept_although_the_next_one_follows_while_it_is_stored(own_portal, cookie):
    with Tab(own_portal.address, cookie) as tab:
        tab.open("nhap-bien-ban")
        with somebody_else_writing(own_portal.database):
            tab.fill(PLACE, "Nhà văn hóa thôn, tầng hai")
            tab.send()
            tab.until("new_session")  # the first field's callback is about to store it
            tab.fill(CONTENT, "Đánh giá nghị quyết tháng trước")
            tab.send()
        tab.wait()
    with Tab(own_portal.address, cookie) as later:
        later.open("nhap-bien-ban")
        assert "Nhà văn hóa thôn, tầng hai" in later.text
        assert "Đánh giá nghị quyết tháng trước" in later.text


def test_fields_left_in_quick_succession_are_all_kept(own_portal, cookie):
    """A run may be stopped by the next one wherever the script touches Streamlit, a callback's first line included."""
    lost = []
    with Tab(own_portal.address, cookie) as tab:
        tab.open("nhap-bien-ban")
        for number in range(60):
            tab.fill(PLACE, f"Nhà số {number}")
            tab.send()
            tab.fill(CONTENT, f"Nội dung thứ {number}")
            tab.send()
            tab.wait()
            lost += [
                text
                for text in (f"Nhà số {number}", f"Nội dung thứ {number}")
                if not is_stored(own_portal.database, text)
            ]
    assert not lost


def is_stored(database: Path, text: str) -> bool:
    connection = sqlite.connect(str(database))
    found = connection.execute("SELECT 1 FROM meeting WHERE ? IN (place, content)", [text]).fetchone()
    connection.close()
    return found is not None
