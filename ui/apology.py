"""What a person sees when something unexpected failed: an apology and a number, never a traceback."""

import logging
import secrets

import streamlit as st

logger = logging.getLogger("portal")


def on_script_error(error: Exception) -> bool:
    """Log the failure under a reference number and show that number; True: Streamlit shows nothing more."""
    reference = secrets.token_hex(4)
    logger.error("reference %s", reference, exc_info=error)
    st.error(
        f"Xin lỗi, có lỗi xảy ra và việc vừa rồi chưa làm được. Mã tham chiếu: **{reference}**. "
        "Đồng chí hãy thử lại; nếu vẫn lỗi, báo mã này cho quản trị.",
        icon=":material/report:",
    )
    return True
