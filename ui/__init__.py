"""Everything that touches Streamlit and is not a page."""
