"""Runs inputs by number and writes what became of each, so that a crash names its input.

Run: python -m tests.fuzz.run FIRST LAST OUT
"""

import json
import resource
import sys
import time
import traceback
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.inputs import outcome

MOST_MEMORY = 3_000_000_000
"""Bytes that the process may ask for."""


def main(first: int, last: int, out: Path) -> None:
    """A line of JSON for each input: begun, then what became of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    warnings.simplefilter("error")
    with TemporaryDirectory() as folder, out.open("a", encoding="utf-8") as told:
        for number in range(first, last):
            told.write(json.dumps({"begun": number}) + "\n")
            told.flush()
            started = time.monotonic()
            try:
                kind, became = outcome(number, Path(folder))
                why = ""
            except BaseException as fault:
                if isinstance(fault, KeyboardInterrupt):
                    raise
                kind, became = "", f"{type(fault).__name__}: {fault}"[:300]
                why = "".join(traceback.format_tb(fault.__traceback__)[-3:])[-900:]
            seconds = round(time.monotonic() - started, 3)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            row = {"number": number, "kind": kind, "became": became, "seconds": seconds}
            told.write(json.dumps({**row, "peak": peak, "why": why}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
