"""docs/guide/bo-tieu-chi.md: what it tells officers to write is understood, and what it calls by a name has that name."""

import re

import pytest

from services.criteria import OPTION_NAMES
from services.criteria_files import MetricNames, condition_from, form_in, layout, words
from services.metrics import METRICS
from settings import HOME
from tests.services.criteria_files.test_every_feature import typed
from ui.criteria_fields import capital
from ui.criteria_parts import METHODS

GUIDE = (HOME / "docs" / "guide" / "bo-tieu-chi.md").read_text(encoding="utf-8")
CONDITIONS = list(dict.fromkeys(re.findall(r"`(?:không )?(\[[^`]+)`", GUIDE)))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_is_understood(condition):
    found = condition_from(condition, MetricNames(METRICS))
    assert str(found["metric"]) in METRICS if "metric" in found else found


def test_every_way_of_scoring_and_every_sheet_is_named():
    assert [name for name in words.METHODS.values() if f"| {name} |" not in GUIDE] == []
    assert [
        name for name in (layout.CONTENT, layout.RATING, layout.YEAR, layout.DOCUMENT) if f"**{name}**" not in GUIDE
    ] == []


def test_the_words_are_those_of_the_screen():
    assert words.METHODS == METHODS
    options = [f"**{capital(name)}**" for name in OPTION_NAMES["not_applicable"].values()]
    assert [option for option in options if option not in GUIDE] == []


def test_every_picture_is_shown_from_where_pictures_are():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", GUIDE)
    assert pictures
    assert [name for name in pictures if not re.fullmatch(r"\.\./images/guide-[a-z-]+\.png", name)] == []
    assert [name for name in pictures if not (HOME / "docs" / "guide" / name).is_file()] == []


def test_the_table_of_the_guide_is_the_workbook_of_the_tests():
    """The rows of the guide are those that an officer types in tests/…/test_every_feature.py."""
    form = form_in("a.xlsx", typed())
    for item in form.items.values():
        assert f"| Tiêu chí | {item.number} | {item.text} |" in GUIDE
    assert [grade.label for grade in form.grades] == ["Đạt", "Chưa đạt"]
