"""The example review, run once for all tests of the whole."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.processes import environment as without_prefect

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
        timeout=900,
        env=without_prefect(PYTHONIOENCODING="utf-8", **environment),
    )


def ajour(*words: str) -> subprocess.CompletedProcess[str]:
    """Run one command of ajour as a user does."""
    return run("-c", "from flows.cli.main import main; main()", *words)


VENDORS = {
    "cinahl": "CINAHL",
    "embase": "Embase",
    "scopus": "Scopus",
    "webofscience": "Web of Science",
    "psychInfo_ovid": "APA PsycInfo",
    "pubmed": "PubMed",
    "zotero": "Zotero",
}
"""Real exports that make one review together, and the sources of their searches."""


@dataclass(frozen=True)
class Ran:
    """The demo's folder and that of the review of real exports, and what each run said."""

    folder: Path
    said: str
    again: str
    real: Path
    said_of_real: str


def review_of_exports(folder: Path, exports: Path) -> Path:
    """A review with one search for each vendor, its export as it was downloaded."""
    review = folder / "vendors"
    lines = ["[review]", 'title = "Exports of seven vendors"', 'language = "en"']
    lines += ["[[round]]", 'name = "1"']
    for name, source in VENDORS.items():
        home = review / "searches" / "1" / name
        home.mkdir(parents=True)
        shutil.copyfile(exports / f"{name}.ris", home / f"{name}.ris")
        lines += ["[[search]]", f'name = "{name}"', 'round = "1"', f'source = "{source}"']
        lines += ["run_on = 2024-06-01"]
    lines += ["[reviewers]", 'names = ["reader"]']
    (review / "review.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.copyfile(ROOT / "screening_rules" / "hjemmekontor.toml", review / "criteria.toml")
    return review


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory, exports: Path | None) -> Ran:
    """Everything that needs Prefect, run once; without the real data, all but these."""
    base = tmp_path_factory.mktemp("system")
    folder = copy_of_the_example(base)
    real = review_of_exports(base, exports) if exports else base
    words = [str(Path(__file__).with_name("run_all.py")), str(folder)]
    done = run(*words, *([str(real)] if exports else []))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    said, again, *rest = done.stdout.split("====\n")
    return Ran(folder, said, again, real, "".join(rest))


@pytest.fixture(scope="session")
def exports() -> Path | None:
    """The folder of real exports; None where it is not there."""
    folder = Path(os.environ.get("AJOUR_SHARED", ROOT.parent / "shared")) / "data" / "exports"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session", name="ajour")
def ajour_fixture() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs one command of ajour as a user does."""
    return ajour


@pytest.fixture(scope="session")
def criteria() -> Path:
    """The criteria of the example."""
    return ROOT / "screening_rules" / "hjemmekontor.toml"


@pytest.fixture(scope="session")
def example() -> Path:
    """The folder of the example in this repository."""
    return EXAMPLE
