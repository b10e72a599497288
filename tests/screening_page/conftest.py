"""A browser for all tests of a module, and a page of it for each."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.screening_browser import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened
