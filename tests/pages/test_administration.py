"""Accounts and the audit trail, as the administrator sees them and nobody else."""

import pytest


def labels(app):
    return [button.label for button in app.button]


def test_an_administrator_makes_an_account(open_page):
    app = open_page("quantri", "accounts.list")
    app.text_input[0].input("xa_moi")
    app.text_input[1].input("Hoàng Văn Mới")
    app.button(key="FormSubmitter:create-Tạo tài khoản").click().run()
    assert "Đã tạo tài khoản xa_moi" in app.success[0].value
    assert "xa_moi" in list(app.dataframe[0].value["Tên đăng nhập"])


def test_a_bad_name_is_refused_in_words_and_stays(open_page):
    app = open_page("quantri", "accounts.list")
    app.text_input[0].input("hoàng văn")
    app.text_input[1].input("Hoàng Văn")
    app.button(key="FormSubmitter:create-Tạo tài khoản").click().run()
    assert "không dấu" in app.error[0].value
    assert app.text_input[0].value == "hoàng văn"


def test_a_locked_account_is_out_at_once(open_page):
    officer = open_page("xa_bangvan", "units.tree")
    app = open_page("quantri", "accounts.list")
    chosen = next(row for row in app.selectbox(key="chosen").options if row.startswith("xa_bangvan"))
    app.selectbox(key="chosen").select(chosen).run()
    next(button for button in app.button if button.label == "Khóa tài khoản").click().run()
    officer.run()
    assert "Phiên làm việc đã kết thúc" in officer.error[0].value


def test_the_audit_trail_shows_what_was_done_in_vietnamese(open_page):
    app = open_page("quantri", "accounts.list")
    app.text_input[0].input("xa_moi")
    app.text_input[1].input("Hoàng Văn Mới")
    app.button(key="FormSubmitter:create-Tạo tài khoản").click().run()
    log = open_page("quantri", "audit.log")
    assert log.dataframe[0].value["Việc"][0] == "Tạo tài khoản"


@pytest.mark.parametrize("username", ["huyen", "xa_bangvan", "cb_khuoingoa", "lanhdao"])
@pytest.mark.parametrize("page", ["accounts.list", "audit.log"])
def test_others_are_led_to_their_first_page(open_page, username, page):
    assert open_page(username, page).title[0].value == "Việc cần làm"
