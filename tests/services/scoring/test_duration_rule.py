"""How long a meeting has to last is data: combined, by the number of members, and otherwise (DOMAIN, section 4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics import METRICS
from services.scoring import Answer, Severity, dump, in_words, lint, load, proposals, score, validated
from tests.services.scoring.forms import form_data, item, section

LONG_ENOUGH = {
    "any": [
        {"all": [{"metric": "is_combined", "is": True}, {"metric": "duration_minutes", "gte": 120}]},
        {
            "all": [
                {"metric": "is_combined", "is": False},
                {
                    "metric": "duration_minutes",
                    "gte": {
                        "by": "members",
                        "steps": [{"below": 10, "value": 60}, {"below": 30, "value": 75}, {"value": 90}],
                    },
                },
            ]
        },
    ]
}
"""At least 120 minutes when combined; otherwise 60 below ten members, 75 below thirty, 90 from there on."""


@pytest.fixture(scope="module")
def form():
    return validated(form_data(section("s1", item("i1", "yes_no", max_points=5, when=LONG_ENOUGH))))


def wanted(*, is_combined: bool, members: int) -> int:
    """The rule, written out by hand."""
    if is_combined:
        return 120
    return 60 if members < 10 else 75 if members < 30 else 90


@given(is_combined=st.booleans(), members=st.integers(3, 60), minutes=st.integers(0, 200))
def test_the_form_says_what_the_rule_says(form, is_combined, members, minutes):
    facts = {"is_combined": is_combined, "members": members, "duration_minutes": minutes}
    is_long_enough = minutes >= wanted(is_combined=is_combined, members=members)
    assert proposals(form, facts)["i1"].value is is_long_enough
    assert score(form, {"i1": Answer(is_long_enough)}, facts).total_so_far == (Decimal(5) if is_long_enough else 0)


@pytest.mark.parametrize(
    ("combined", "members", "least"), [(True, 5, 120), (False, 9, 60), (False, 10, 75), (False, 30, 90)]
)
def test_the_bounds_themselves_are_enough(form, combined, members, least):
    for minutes, is_long_enough in ((least, True), (least - 1, False)):
        facts = {"is_combined": combined, "members": members, "duration_minutes": minutes}
        assert proposals(form, facts)["i1"].value is is_long_enough


def test_it_is_written_read_and_checked_like_every_condition(form):
    assert load(dump(form)) == form
    said = in_words(form.items["i1"].when, METRICS)
    assert "thời lượng buổi sinh hoạt từ 120 phút trở lên" in said
    assert "từ 60 phút trở lên (khi số đảng viên dưới 10)" in said
    findings = [found for found in lint(form, METRICS, "meeting") if found.severity is Severity.ERROR]
    assert not [found for found in findings if found.path.startswith("sections[0].items[0].when")]
