"""What all tests share: the data beside the project, and skips that CI does not allow."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("check", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("AJOUR_HYPOTHESIS", "check"))

# A test may import Prefect before the program has given it our settings; its server then has 20 s
# to start, which a machine that runs two tests at once may exceed.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def no_network(tmp_path_factory: pytest.TempPathFactory) -> Generator[None, None, None]:
    """No test asks a service outside this machine, or writes into a person's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AJOUR_OFFLINE", "1")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data (variable AJOUR_SHARED, default ../shared); skips where it is not."""
    folder = Path(os.environ.get("AJOUR_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the real data are not here (AJOUR_SHARED={folder})")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where AJOUR_NO_SKIP is set, a skipped test is a failed one."""
    report = yield
    if os.environ.get("AJOUR_NO_SKIP") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped where no skip is allowed: {call.excinfo}"
    return report
