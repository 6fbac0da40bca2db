"""The page around the portal: Vietnamese, no inline script, our script before Streamlit's."""

import re

from web.shell import page


def test_it_speaks_vietnamese():
    assert '<html lang="vi">' in page()
    assert "<title>Cổng sinh hoạt chi bộ</title>" in page()
    assert "You need to enable JavaScript" not in page()


def test_it_has_no_inline_script_so_that_the_content_policy_blocks_nothing_of_ours():
    assert re.findall(r"<script(?![^>]*\bsrc=)", page()) == []


def test_our_script_comes_before_streamlits_and_both_are_absolute():
    scripts = re.findall(r'<script[^>]*\bsrc="([^"]+)"', page())
    assert scripts[0] == "/assets/portal.js"
    assert scripts[1].startswith("/static/js/")


def test_it_loads_no_font_that_we_do_not_use():
    assert "SourceSans" not in page()
