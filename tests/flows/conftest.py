"""A small review, new for each test, and a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.reviews import small_review


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")


@pytest.fixture(autouse=True)
def _few_outputs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Numbers, SVG and lists only, but where a test asks for every output."""
    if "every_output" in request.keywords:
        yield
        return
    from tests.support.killed_updates import few_outputs

    with few_outputs():
        yield


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """Two searches of round 1 that share one report."""
    return small_review(tmp_path)
