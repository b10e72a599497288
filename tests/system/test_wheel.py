"""The program installed from a wheel, outside its checkout, with the libraries of this Python."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.reviews import entry

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("pipeline", "flows", "exports", "screening_rules")
LONGEST = 300
"""Seconds after which a program is ended."""


def _run(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """A program in a folder, without this checkout in its path."""
    apart = ("PYTHONPATH", "PREFECT_", "VIRTUAL_ENV")
    own = {name: text for name, text in os.environ.items() if not name.startswith(apart)}
    return subprocess.run(
        [*map(str, words)],
        capture_output=True,
        check=False,
        cwd=folder,
        env=own,
        text=True,
        timeout=LONGEST,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built from a copy: nothing is written here."""
    pytest.importorskip("hatchling")
    copy, made = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("wheel")
    left_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in (*PACKAGES, "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=left_out)
    for name in ("pyproject.toml", "README.md", "LICENSE", "GLOSSARY.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, copy)
    said = _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", made, folder=copy)
    assert said.returncode == 0, said.stderr
    return next(made.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in an environment of its own that borrows the libraries of this one."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = place / scripts / Path(sys.executable).name
    words = ("install", "--quiet", "--no-deps", "--no-index", wheel)
    said = _run(sys.executable, "-m", "pip", "--python", python, *words, folder=place)
    assert said.returncode == 0, said.stderr
    found = _run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=place
    )
    # A path in such a file is not searched for further files of the kind: no checkout comes along.
    borrowed = Path(found.stdout.strip()) / "borrowed.pth"
    borrowed.write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    return place / scripts


def test_the_wheel_holds_every_file_of_the_program_and_the_handbook(wheel: Path) -> None:
    held = set(ZipFile(wheel).namelist())
    every = [path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file()]
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in every
        if "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert ours - held == set()
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert pages <= {Path(name).name for name in held}


@pytest.mark.slow
def test_a_review_is_begun_updated_and_reported_from_the_wheel(
    installed: Path, tmp_path: Path
) -> None:
    ajour = next(installed.glob("ajour*"))
    desk = tmp_path / "skrivebord æøå & co"
    desk.mkdir()
    where = _run(installed / "python", "-c", "import flows; print(flows.__file__)", folder=desk)
    assert str(ROOT) not in where.stdout
    begun = _run(ajour, "init", "Min oversikt", folder=desk)
    assert begun.returncode == 0, begun.stderr
    search = next((desk / "Min oversikt/searches").glob("*/*"))
    (search / "export.ris").write_text(entry("Telework and sleep"), "utf-8")
    for words in (("update", "Min oversikt"), ("report", "Min oversikt"), ("docs", "--list")):
        said = _run(ajour, *words, folder=desk)
        assert said.returncode in {0, 3}, said.stdout + said.stderr
    assert (desk / "Min oversikt/output/report.html").is_file()
