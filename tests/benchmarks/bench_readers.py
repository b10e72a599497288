"""Measures reading 50 MB of RIS (27,000 records), next to plain rispy in the same run.

Run: .venv/bin/python -m tests.benchmarks.bench_readers
The text is seeded random text, so the file is always the same; it is deleted afterwards.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RECORDS = 27_000
GOAL_SECONDS = 8.0
GOAL_MEGABYTES = 500


def library(path: Path) -> None:
    """Write 27,000 Scopus-like records of about 2 kB each."""
    dice = random.Random(1)
    letters = "abcdefghijklmnoprstuvy"
    words = ["".join(dice.choices(letters, k=dice.randint(3, 11))) for _ in range(5000)]

    def text(count: int) -> str:
        return " ".join(dice.choices(words, k=count))

    with path.open("w", encoding="utf-8") as out:
        for number in range(RECORDS):
            authors = "".join(
                f"AU  - {dice.choice(words).title()}, {dice.choice('ABC')}.\n"
                for _ in range(dice.randint(1, 9))
            )
            keywords = "".join(f"KW  - {text(2)}\n" for _ in range(12))
            out.write(
                f"TY  - JOUR\n{authors}TI  - {text(13)}\nPY  - {1980 + number % 45}\n"
                f"T2  - {text(4)}\nVL  - {number % 90}\nIS  - {number % 12}\nSP  - {number}\n"
                f"EP  - {number + 9}\nDO  - 10.1000/{number}\nAB  - {text(165)}\n{keywords}"
                f"SN  - 12345679 (ISSN)\nLA  - English\nDB  - Scopus\nER  - \n\n"
            )


def ours(path: Path) -> int:
    """The number of records read by pipeline.readers, which keeps none of them."""
    from pipeline.readers.read_file import reading

    with reading(path) as export:
        return sum(1 for _ in export.records())


def plain(path: Path) -> int:
    """The number of records read by rispy, which keeps all of them."""
    import rispy

    with path.open(encoding="utf-8") as lines:
        return len(rispy.load(lines))


def measured(name: str, path: Path) -> dict[str, float]:
    """Seconds and megabytes of one reader in a separate process."""
    made = subprocess.run(
        [sys.executable, "-m", __spec__.name, name, str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, float] = json.loads(made.stdout)
    return figures


def main() -> None:
    """Print both readers' figures, their ratio, and the goals."""
    if len(sys.argv) == 3:
        start = time.perf_counter()
        count = {"ours": ours, "plain": plain}[sys.argv[1]](Path(sys.argv[2]))
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"records": count, "seconds": seconds, "megabytes": peak}))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.ris"
        library(path)
        size = path.stat().st_size / 1e6
        one, other = measured("ours", path), measured("plain", path)
    print(f"{size:.0f} MB of RIS, {RECORDS} records")
    for name, figures in (("pipeline.readers", one), ("plain rispy", other)):
        print(
            f"  {name:16} {figures['records']:>6.0f} records  "
            f"{figures['seconds']:5.1f} s  {figures['megabytes']:5.0f} MB"
        )
    print(f"  ratio of time: {one['seconds'] / other['seconds']:.1f}")
    print(f"  goals: under {GOAL_SECONDS:g} s and {GOAL_MEGABYTES} MB")


if __name__ == "__main__":
    main()
