"""What a person sees when something unexpected failed: an apology and a number, never a traceback."""

import logging

import streamlit as st

from services import faults

logging.getLogger("streamlit.error_util").disabled = True
"""Streamlit would log the message of the failure too, which may quote a row."""


def on_script_error(error: Exception) -> bool:
    """Log the failure under a reference number and show that number; True: Streamlit shows nothing more."""
    reference = faults.logged(error)
    st.error(
        f"Xin lỗi, có lỗi xảy ra và việc vừa rồi chưa làm được. Mã tham chiếu: **{reference}**. "
        "Đồng chí hãy thử lại; nếu vẫn lỗi, báo mã này cho quản trị.",
        icon=":material/report:",
    )
    return True
