"""What all tests share: the data beside the project, and skips that CI does not allow."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("check", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("AJOUR_HYPOTHESIS", "check"))

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data (variable AJOUR_SHARED, default ../shared); skips where it is not."""
    folder = Path(os.environ.get("AJOUR_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the real data are not here (AJOUR_SHARED={folder})")
    return folder


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Where AJOUR_NO_SKIP is set, a skipped test is a failed one."""
    if (
        os.environ.get("AJOUR_NO_SKIP")
        and call.excinfo
        and call.excinfo.errisinstance(pytest.skip.Exception)
    ):
        call.excinfo = pytest.ExceptionInfo.from_exception(
            AssertionError(f"skipped where no skip is allowed: {call.excinfo.value}")
        )
