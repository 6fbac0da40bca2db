"""The front door: the portal's script behind the gate, with our plain routes beside it.

Started by ``manage.py start``. ``streamlit run app.py`` would go around the gate, and shows a refusal.
"""

import streamlit as st
from starlette.middleware import Middleware

from settings import HOME
from ui.apology import on_script_error
from web.apology import Apology
from web.gate import Gate
from web.packed import Packed
from web.routes import ROUTES
from web.shell import Shell

app = st.App(
    HOME / "app.py",
    routes=ROUTES,
    middleware=[Middleware(Apology), Middleware(Gate), Middleware(Packed), Middleware(Shell)],
    on_script_error=on_script_error,
)
