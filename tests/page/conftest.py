"""Reviews that are read on the page; each is made once, and copied for the test that changes it."""

from pathlib import Path

import pytest

from tests.support.page_reviews import Made, copied, page_review


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A review of so many reports, made once for the same words."""
    known: dict[object, Path] = {}

    def found(count: int, **said: str) -> Path:
        key = (count, *said.items())
        if key not in known:
            known[key] = page_review(tmp_path_factory.mktemp("made"), count, **said)  # type: ignore[arg-type]
        return known[key]

    return found


@pytest.fixture
def review(made: Made, tmp_path: Path) -> Path:
    """Forty reports that one person each decides on."""
    return copied(made(40), tmp_path)
