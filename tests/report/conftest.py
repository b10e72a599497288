"""The sample review and the browser, for all tests of the report."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from exports.report_page.page import report_html


def _module(name: str) -> ModuleType:
    """A helper beside the tests, which under importlib's import mode have no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    return _module("sample")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with _module("browser").page() as page:
        yield page


@pytest.fixture(scope="session")
def written(sample: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of 900 records on disk."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(sample.parts(size=900)), encoding="utf-8")
    return path
