"""Every house rule holds in the whole repository, and every rule can fail."""

import pytest

from tests.architecture import rules_of_code, rules_of_pages  # noqa: F401 - importing them registers them
from tests.architecture.rules import RULES, Rule
from tests.architecture.source import Source, sources

EACH_RULE = pytest.mark.parametrize("house_rule", RULES, ids=[found.check.__name__ for found in RULES])
SAMPLES = [
    pytest.param(found, sample, is_good, id=f"{found.check.__name__}-{'green' if is_good else 'red'}-{number}")
    for found in RULES
    for is_good, samples in ((False, found.red), (True, found.green))
    for number, sample in enumerate(samples)
]


@EACH_RULE
def test_it_holds_everywhere(house_rule: Rule) -> None:
    findings = [finding for source in sources() for finding in house_rule.findings(source)]
    assert not findings, "\n".join([house_rule.sentence, *findings])


@pytest.mark.parametrize(("house_rule", "sample", "is_good"), SAMPLES)
def test_it_tells_good_from_bad(house_rule: Rule, sample: str, is_good: bool) -> None:
    assert bool(house_rule.findings(Source(house_rule.at, sample))) is not is_good


def test_there_is_a_bad_sample_of_every_rule() -> None:
    assert all(found.red for found in RULES)
    assert len(RULES) == len({found.sentence for found in RULES})


@pytest.mark.parametrize("allowed", [rules_of_code.MAY_CATCH_EVERYTHING, rules_of_code.MAY_ACT_WITHOUT_ACTOR])
def test_an_exception_names_a_file_that_exists(allowed: dict[str, str]) -> None:
    paths = {source.path for source in sources()}
    missing = {entry for entry in allowed if entry.split(":")[0] not in paths}
    assert not missing
