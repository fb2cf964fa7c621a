"""Options and fixtures of all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-exports",
        action="store_true",
        help="rewrite the golden files in exports/ from sources/, then review the difference",
    )


@pytest.fixture
def update_exports(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-exports"))
