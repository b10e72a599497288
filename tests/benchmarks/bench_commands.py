"""Processor time of every command: one that looks, one that refuses; and the help.

Usage: bench_commands.py [runs]; the least of 3 runs without it. The review is a small one, so that
what is measured is the start of the program and what it imports. Times depend on the machine:
compare those of one run, in which the first line (Python alone) is the unit.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.commands import LOOKING, REFUSED, ready_review


def processor_seconds(words: list[str]) -> tuple[float, int]:
    """Processor time of a program and all that it started, in seconds; and its exit code."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, child.returncode


def main(runs: int) -> None:
    """Print a line for each command: its least time, and how many times that of Python alone."""
    ajour = str(Path(sys.executable).with_name("ajour"))
    python = min(processor_seconds([sys.executable, "-c", ""])[0] for _ in range(runs))
    print(f"{python:6.2f} s    1 ×     python")
    with tempfile.TemporaryDirectory() as folder:
        review = ready_review(Path(folder))
        os.chdir(review)
        for kind, commands in (("looks", LOOKING), ("refuses", REFUSED)):
            for line in commands:
                words = [ajour, *line.split()]
                took = [processor_seconds(words) for _ in range(runs)]
                least, code = min(took)
                print(f"{least:6.2f} s {least / python:4.0f} ×  {code}  {kind:<8}ajour {line}")


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:] or ["3"]))
