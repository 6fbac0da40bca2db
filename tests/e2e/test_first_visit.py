"""What only the very first visitor of a freshly started server can meet."""

from tests.server import PASSWORD
from tests.websocket import Tab, sign_in


def test_a_bookmark_opens_its_page_for_the_first_visitor(own_portal):
    """A folder pages/ beside the script makes Streamlit look for the page there first, and say that it is missing."""
    with Tab(own_portal.address, sign_in(own_portal.address, "huyen", PASSWORD)) as tab:
        tab.open("so-sinh-hoat")
        assert "Sổ sinh hoạt" in tab.text
        assert not tab.misses_page
