"""The front door: the gate before Streamlit, sign-in, downloads. Plain ASGI, no Streamlit scripts."""
