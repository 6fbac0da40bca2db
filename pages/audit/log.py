"""Nhật ký: who changed what, newest first."""

import streamlit as st

from services import audit, clock
from ui.identity import current_actor
from ui.transactions import reading

KINDS = {
    "": "Tất cả",
    "meeting:": "Sinh hoạt chi bộ",
    "assessment:": "Chi bộ bốn tốt",
    "evidence:": "Minh chứng",
    "registration:": "Đăng ký bốn tốt",
    "recognition:": "Công nhận bốn tốt",
    "programme:": "Chương trình",
    "annual_grade:": "Xếp loại hằng năm",
    "account:": "Tài khoản",
    "export:": "Tải dữ liệu",
}

actor = current_actor()
st.title("Nhật ký")
st.caption("Mọi thay đổi được ghi cùng lúc với việc lưu. Cổng không có chức năng sửa hay xóa nhật ký.")
kind = st.segmented_control(
    "Loại việc", list(KINDS), format_func=KINDS.__getitem__, default="", key="kind", required=True
)

with reading() as session:
    rows = audit.entries(session, actor, action=kind or "", limit=200)

if rows:
    st.dataframe(
        [
            {
                "Lúc": f"{clock.local(row.at):%d/%m/%Y %H:%M:%S}",
                "Tài khoản": row.username or "dòng lệnh",
                "Việc": audit.ACTION_NAMES.get(row.action, row.action),
                "Đơn vị": row.unit_name or "",
                "Chi tiết": ", ".join(f"{name}: {value}" for name, value in row.details.items()),
            }
            for row in rows
        ],
        hide_index=True,
    )
else:
    st.info("Chưa có việc nào thuộc loại này.")
