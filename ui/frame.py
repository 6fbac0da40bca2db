"""What stands around every page: title, menu foot, and the refusal when nobody is signed in."""

import streamlit as st

from services.access import Actor
from services.accounts import ROLE_NAMES
from services.errors import SignedOut
from ui.identity import current_actor
from ui.transactions import plain

TITLE = "Cổng sinh hoạt chi bộ"


def page() -> None:
    """Set what the browser shows around every page."""
    st.set_page_config(page_title=TITLE, layout="wide")


def visitor() -> Actor | None:
    """The actor, or None after saying that nobody is signed in."""
    try:
        return current_actor()
    except SignedOut as refusal:
        st.error(refusal.sentence, icon=":material/lock:")
        st.link_button("Đăng nhập", "/auth/sign-in")
        return None


def menu_foot(actor: Actor) -> None:
    """Say in the menu who is signed in, and offer the way out."""
    with st.sidebar:
        st.markdown(f"**{plain(actor.display_name)}**  \n{ROLE_NAMES[actor.role]}")
        st.markdown("[Đổi mật khẩu](/auth/password) · [Đăng xuất](/auth/sign-out)")
