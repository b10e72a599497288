"""A small review, new for each test, and a clock that stands still."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from making import small_review


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")


@pytest.fixture(autouse=True)
def _few_outputs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers and SVG only: pictures and documents take seconds and are tested elsewhere."""
    if "every_output" not in request.keywords:
        from flows import outputs
        from flows.making import prisma, summary

        monkeypatch.setattr(outputs, "MAKERS", (prisma.prisma_files, summary.summary_files))
        monkeypatch.setattr(prisma, "figure_png", lambda svg: svg.encode())
        monkeypatch.setattr(prisma, "figure_pdf", lambda svg: svg.encode())


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """Two searches of round 1 that share one report."""
    return small_review(tmp_path)
