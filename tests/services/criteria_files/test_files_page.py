"""docs/criteria-files.md: what it shows is what happens."""

from services import scoring
from services.criteria_files import layout, trial_input
from services.metrics import METRICS
from settings import HOME
from tests.services.scoring.forms import SHIPPED, shipped

PAGE = (HOME / "docs" / "criteria-files.md").read_text(encoding="utf-8")


def test_the_example_gives_what_the_page_says():
    form = shipped("meeting_local_sample_2026.yaml")
    text = (HOME / "docs" / "examples" / "cham-thu.json").read_text(encoding="utf-8")
    score = scoring.score(form, *trial_input(form, text))
    assert scoring.headline(form, score, METRICS) in PAGE


def test_every_sheet_is_named():
    assert [name for name in (*layout.SHEETS, layout.GUIDE, layout.METRIC_LIST) if f"*{name}*" not in PAGE] == []


def test_every_set_that_ships_is_in_the_table():
    annual = {f"annual_{who}_{scheme}.yaml" for who in ("cell", "committee", "member") for scheme in SCHEMES}
    others = [name for name in SHIPPED if name not in annual]
    assert annual <= set(SHIPPED)
    assert [name for name in others if name not in PAGE and f"…_{name.rsplit('_', 1)[1]}" not in PAGE] == []


SCHEMES = ("hd21_2019", "qd124_2023", "qd366_2025")
