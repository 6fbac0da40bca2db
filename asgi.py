"""The front door: the portal's script behind the gate, with our plain routes beside it.

Started by ``manage.py start``. ``streamlit run app.py`` would go around the gate, and shows a refusal.
"""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from settings import HOME
from ui.apology import on_script_error
from web.apology import Apology
from web.gate import Gate
from web.packed import Packed
from web.routes import ROUTES
from web.shell import Shell

PagesManager.uses_pages_directory = False
"""Until the first ``st.navigation`` of a process Streamlit takes a folder ``pages/`` for an application of its old
kind: the first visitor's deep link would be "not found" and a file directly in ``pages/`` would have an address."""

app = st.App(
    HOME / "app.py",
    routes=ROUTES,
    middleware=[Middleware(Apology), Middleware(Gate), Middleware(Packed), Middleware(Shell)],
    on_script_error=on_script_error,
)
