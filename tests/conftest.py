"""What holds for every test: no setting of the developer's machine, repeatable properties, the slowest first."""

import os

import hypothesis
import pytest

for name in [name for name in os.environ if name.startswith("PORTAL_")]:
    del os.environ[name]

pytest_plugins = ["tests.databases"]

unhurried = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
hypothesis.settings.register_profile("repeatable", unhurried, derandomize=True, database=None)
hypothesis.settings.register_profile("deep", unhurried, max_examples=2000)  # pytest --hypothesis-profile=deep
hypothesis.settings.load_profile("repeatable")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one server, so one worker; they take longest, so they start first."""
    for item in items:
        if item.path.parent.name == "e2e":
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("browser"))
    items.sort(key=lambda item: item.get_closest_marker("e2e") is None)
