"""Tài khoản: who signs in, with which role; make, disable, change."""

import secrets

import streamlit as st

from services import accounts, units
from services.accounts import ROLE_NAMES, AccountDraft
from ui.identity import current_actor
from ui.transactions import reading, saving

actor = current_actor()
st.title("Tài khoản")
notice = st.container()
table = st.container()

with reading() as session:
    bound_to = units.tree(session, actor)

st.subheader("Thêm tài khoản")
with st.form("create", clear_on_submit=False):
    username = st.text_input("Tên đăng nhập", help="Chữ thường không dấu, ví dụ xa_bangvan", autocomplete="off")
    display_name = st.text_input("Họ tên", autocomplete="off")
    role = st.selectbox("Vai trò", list(ROLE_NAMES), format_func=ROLE_NAMES.__getitem__)
    unit = st.selectbox("Đơn vị", bound_to, format_func=lambda row: row.name)
    password = st.text_input("Mật khẩu ban đầu", value=secrets.token_urlsafe(9), key="initial_password")
    is_submitted = st.form_submit_button("Tạo tài khoản", type="primary")
if is_submitted:
    draft = AccountDraft(
        username=username, display_name=display_name, role=role, unit_id=unit.unit_id, password=password
    )
    with notice, saving(f"Đã tạo tài khoản {username}. Mật khẩu ban đầu: {password}") as session:
        accounts.create(session, actor, draft)

st.subheader("Sửa tài khoản")
with reading() as session:
    rows = accounts.accounts(session, actor)
chosen = st.selectbox(
    "Chọn tài khoản",
    rows,
    format_func=lambda row: f"{row.username} – {row.display_name}",
    key="chosen",
    index=None,
    placeholder="Chọn tài khoản",
)
if chosen:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        new_role = st.selectbox(
            "Vai trò mới",
            list(ROLE_NAMES),
            format_func=ROLE_NAMES.__getitem__,
            index=list(ROLE_NAMES).index(chosen.role),
        )
        if st.button("Đổi vai trò"):
            with notice, saving(f"Đã đổi vai trò của {chosen.username}.") as session:
                accounts.change_role(session, actor, chosen.account_id, new_role)
        if st.button("Mở khóa" if chosen.is_disabled else "Khóa tài khoản"):
            change = accounts.enable if chosen.is_disabled else accounts.disable
            with notice, saving(f"Đã cập nhật tài khoản {chosen.username}.") as session:
                change(session, actor, chosen.account_id)
        if st.button("Cấp lại mật khẩu"):
            fresh = secrets.token_urlsafe(9)
            with notice, saving(f"Mật khẩu mới của {chosen.username}: {fresh}") as session:
                accounts.reset_password(session, actor, chosen.account_id, fresh)

with reading() as session:
    rows = accounts.accounts(session, actor)
table.dataframe(
    [
        {
            "Tên đăng nhập": row.username,
            "Họ tên": row.display_name,
            "Vai trò": ROLE_NAMES[row.role],
            "Đơn vị": row.unit_name,
            "Trạng thái": "Đã khóa" if row.is_disabled else "Đang dùng",
        }
        for row in rows
    ],
    hide_index=True,
)
