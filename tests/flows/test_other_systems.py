"""The program does without what only POSIX systems have."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = [
    path
    for name in ("pipeline", "exports", "screening_rules", "flows")
    for path in sorted((ROOT / name).rglob("*.py"))
]
POSIX_ONLY = {"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty"}

WITHOUT = """
import subprocess, sys, types  # subprocess asks for msvcrt to tell which system this is

for name in ("fcntl", "grp", "pwd", "resource"):
    sys.modules[name] = None
held = set()

def locking(handle, mode, count):
    import os
    place = os.fstat(handle).st_ino
    if place in held:
        raise OSError
    held.add(place)

sys.modules["msvcrt"] = types.SimpleNamespace(locking=locking, LK_LOCK=1, LK_NBLCK=2)
"""
"""A Python that lacks them, and has what Windows locks a file with."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_needs_posix_to_be_imported(path: Path) -> None:
    top = ast.parse(path.read_text("utf-8")).body
    names = {alias.name for node in top if isinstance(node, ast.Import) for alias in node.names} | {
        node.module for node in top if isinstance(node, ast.ImportFrom)
    }
    assert names & POSIX_ONLY == set()


def _without_posix(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + program, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_update_runs_without_what_only_posix_has(review: Path) -> None:
    ended = _without_posix(
        "from pathlib import Path\n"
        "from flows.orchestration.update import update\n"
        "print(update(Path(sys.argv[1])).news)\n",
        str(review),
    )
    assert (ended.stdout.strip(), ended.stderr) == ("True", "")


def test_a_second_update_is_refused_there_too(review: Path) -> None:
    ended = _without_posix(
        "from pathlib import Path\n"
        "from flows.review.lock import only_update\n"
        "state = Path(sys.argv[1])\n"
        "with only_update(state):\n"
        "    try:\n"
        "        with only_update(state):\n"
        "            print('both')\n"
        "    except Exception as fault:\n"
        "        print(type(fault).__name__)\n",
        str(review / ".ajour"),
    )
    assert ended.stdout.strip() == "Busy", ended.stderr
