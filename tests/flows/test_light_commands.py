"""A command that only looks, or refuses, waits for no library that it does not need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import LOOKING, REFUSED, ready_review

HEAVY = (
    "citeproc "
    "dask distributed docx fastapi httpx jinja2 lxml matplotlib pandas prefect scipy "
    "sklearn spacy sqlalchemy starlette thinc uvicorn vl_convert xlsxwriter"
)
"""Libraries that take a tenth of a second and more to import, most of them through others."""

PROGRAM = """
import contextlib, io, json, shlex, sys
from flows.cli.main import main

heavy, lines = json.loads(sys.stdin.read())
for line in lines:
    sys.argv = ["ajour", *shlex.split(line)]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        with contextlib.suppress(SystemExit):
            main()
    found = [name for name in heavy.split() if name in sys.modules]
    if found:
        sys.exit(f"{line}: {', '.join(found)}")
"""
"""Runs the commands one after the other and ends with the first that imports what is heavy."""


def _first_heavy(review: Path, lines: tuple[str, ...]) -> str:
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([HEAVY, lines]),
        cwd=review,
        env={"PYTHONPATH": str(root), "SOURCE_DATE_EPOCH": "1718000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stderr.strip()


@pytest.mark.slow
def test_a_command_that_looks_or_refuses_imports_nothing_heavy(tmp_path: Path) -> None:
    assert _first_heavy(ready_review(tmp_path), LOOKING + REFUSED) == ""


@pytest.mark.slow
def test_the_claim_above_would_see_a_heavy_library(tmp_path: Path) -> None:
    assert "spacy" in _first_heavy(ready_review(tmp_path), ("search telework",))
