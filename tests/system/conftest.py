"""The example review, run once for all tests of the whole."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "hjemmekontor"
GIVEN = ("README.md", "demo.py", "made.py", "screeners.py", "review.toml", "studies.csv")
"""What stands in the example before it is run, beside references.csv and two folders."""

sys.path.insert(0, str(EXAMPLE))


def copy_of_the_example(folder: Path) -> Path:
    """What a fresh clone has of the example, and nothing that a run has written there."""
    copy = folder / "hjemmekontor"
    copy.mkdir(parents=True)
    for name in (*GIVEN, "references.csv"):
        shutil.copy(EXAMPLE / name, copy / name)
    for name in ("generator", "strategies"):
        shutil.copytree(EXAMPLE / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment, and keep what it says."""
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


def ajour(*words: str) -> subprocess.CompletedProcess[str]:
    """Run one command of ajour as a user does."""
    return run("-c", "from flows.cli import main; main()", *words)


@dataclass(frozen=True)
class Demo:
    """The folder in which the demo ran, and what it said."""

    folder: Path
    said: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The example after one whole run of demo.py."""
    folder = copy_of_the_example(tmp_path_factory.mktemp("demo"))
    done = run(str(folder / "demo.py"))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return Demo(folder, done.stdout)


@pytest.fixture(scope="session")
def example() -> Path:
    """The folder of the example in this repository."""
    return EXAMPLE
