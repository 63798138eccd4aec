"""Options of the test run: the accept switch and how hard hypothesis tries."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("check", derandomize=True, max_examples=60, deadline=None)
settings.register_profile(
    "fuzz",
    max_examples=20_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite the expected files with what the program gives now; then read the diff",
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Tell whether expected files are to be rewritten."""
    return bool(request.config.getoption("--accept"))
