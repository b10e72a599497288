"""The sample review and the browser, for all tests of the report."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from exports.report_page.page import report_html
from tests.support import report_sample
from tests.support.browser import page


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    return report_sample


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with page() as opened:
        yield opened


@pytest.fixture(scope="session")
def written(sample: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of 900 records on disk."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(sample.parts(size=900)), encoding="utf-8")
    return path
