"""Measures the processor time of commands that read, of commands that are refused, and of the help.

    python -m tests.benchmarks.bench_commands [--beside CHECKOUT] [RUNS]

Prints the least time of RUNS (default 3), after an uncounted run that compiles the code. The review
is small, so that start-up and imports are measured. Times depend on the machine: compare times of
one run, in which the first line (Python alone) is the unit.
With another checkout of the program, such as the last version, each command is also run by its
code, in turn, on a review made by it. The ratio is printed; "–" means that the version lacks the
command.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.commands import LOOKING, REFUSED, ready_review
from tests.support.reviews import small_review

ROOT = Path(__file__).resolve().parents[2]
START = """
try:
    from flows.cli.main import main
except ImportError:  # version 0.1
    from flows.cli import main
main()
"""
LACKS = (b"No such command", b"No such option", b"no such option", b"unexpected extra argument")
"""Messages of click about a command or option that a version lacks."""


def environment(checkout: Path) -> dict[str, str]:
    """The environment of somebody who installed this version: compiled modules are kept.

    An update in this process names its own Prefect server there; that is left out.
    """
    own = {
        name: text
        for name, text in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("PREFECT_")
    }
    return {**own, "PYTHONPATH": str(checkout)}


def processor_seconds(words: list[str], folder: Path, checkout: Path) -> tuple[float, int, bytes]:
    """Processor seconds of a program and its child processes, its exit code and its last output."""
    with tempfile.TemporaryFile() as told:
        with subprocess.Popen(
            [sys.executable, *words],
            cwd=folder,
            env=environment(checkout),
            stdout=subprocess.DEVNULL,
            stderr=told,
        ) as child:
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        return used.ru_utime + used.ru_stime, child.returncode, told.read()


def least(line: str, folder: Path, checkout: Path, runs: int) -> tuple[float, int, bytes]:
    """The least time of a command in several runs, after one uncounted run."""
    words = ["-c", START, *shlex.split(line)]
    processor_seconds(words, folder, checkout)
    return min(processor_seconds(words, folder, checkout) for _ in range(runs))


def other_review(folder: Path, checkout: Path) -> Path:
    """A small review that another version made."""
    folder.mkdir()
    review = small_review(folder)
    _, code, told = processor_seconds(["-c", START, "update", str(review)], folder, checkout)
    assert code in {0, 3}, told.decode()
    return review


def main() -> None:
    """Print a line for each command: its least time, and how many times that of Python alone."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--beside", type=Path)
    asked.add_argument("runs", type=int, nargs="?", default=3)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        review = ready_review(Path(place))
        python = min(processor_seconds(["-c", ""], review, ROOT)[0] for _ in range(given.runs))
        print(f"{python:6.2f} s    1 ×     python")
        beside = given.beside.resolve() if given.beside else None
        other = other_review(Path(place) / "other", beside) if beside else None
        for kind, commands in (("looks", LOOKING), ("refuses", REFUSED)):
            for line in commands:
                took, code, _ = least(line, review, ROOT, given.runs)
                ratio = ""
                if beside and other:
                    before, _, told = least(line, other, beside, given.runs)
                    lacks = any(one in told for one in LACKS)
                    ratio = "     –" if lacks else f"{took / before:6.2f}"
                print(
                    f"{took:6.2f} s {took / python:4.0f} ×  {code} {ratio} {kind:<8}ajour {line}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
