"""A browser for the tests of the map's page."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.browser import page


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with page() as opened:
        yield opened
