"""Measures how fast the criteria on working from home are read; prints and asserts nothing.

    python -m tests.benchmarks.bench_criteria [--beside CHECKOUT] [SIZE ...]

Each measurement runs in a separate process, so that start-up and memory are its own. With another
checkout of the program, its code and criteria also read the same records, in turn, and the ratio of
processor times is printed.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = (
    "The pandemic moved office work into homes in many countries within days.",
    "We examined how working from home is related to stress and sleep among employees.",
    "A total of 1,204 respondents completed an online questionnaire between May and June 2020.",
    "Participants were followed over three waves with the same instruments at baseline and later.",
    "Telework intensity was associated with lower work-family conflict but with more isolation.",
    "Multilevel models were adjusted for age, sex, education, occupation and household size.",
    "Patients in remote communities received consultations by video during the lockdown.",
    "Semi-structured interviews with managers were analysed thematically by two researchers.",
    "Supervisors' support and autonomy moderated the relation between home office and burnout.",
    "The findings suggest that hybrid arrangements call for new forms of leadership.",
    "No difference in productivity was found between days at home and days at the office.",
    "Neck pain increased among those who lacked a separate room and an adjustable chair.",
    "Further longitudinal studies are needed before firm conclusions can be drawn.",
    "Vaccination status, symptoms and travel were recorded with a validated instrument.",
)
"""Invented sentences of abstracts."""

NAMES = [a + b for a in ("lor", "mus", "tiv", "qua", "ben", "dol") for b in ("ane", "ish", "omet")]
"""Invented words that no abstract has, so that the vocabulary grows as in real abstracts."""


def measure(size: int) -> dict[str, float]:
    """Wall-clock seconds, processor seconds and memory for a number of invented records.

    Processor seconds are included because other work on the machine prolongs wall-clock time.
    """
    start = time.perf_counter()
    import screening_rules
    from pipeline.records import Record, RecordId

    is_first = hasattr(screening_rules, "assess")  # version 0.1 had all its code in the package
    names = ("verdicts", "criteria_file")
    reader, file = (
        screening_rules if is_first else import_module(f"screening_rules.{name}") for name in names
    )
    random = Random(1)
    records = []
    for number in range(size):
        words = [random.choice(NAMES) + random.choice(NAMES) for _ in range(40)]
        abstract = " ".join([*random.choices(SENTENCES, k=14), *words])
        title = random.choice(SENTENCES)[:70]
        record = Record(id=RecordId(str(number)), title=title, abstract=abstract, year=2022)
        records.append(record)
    made, made_cpu = time.perf_counter(), time.process_time()
    criteria = file.read_criteria(Path(screening_rules.__path__[0]) / "hjemmekontor.toml")
    list(reader.assess(records, criteria))
    end, end_cpu = time.perf_counter(), time.process_time()
    return {
        "clock": end - made,
        "processor": end_cpu - made_cpu,
        "start": made - start,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measured(size: int, checkout: Path) -> dict[str, float]:
    """Measure in a separate process, with the code of a checkout."""
    told = subprocess.run(
        [sys.executable, __file__, "--here", str(size)],
        check=True,
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        stdout=subprocess.PIPE,
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def main() -> None:
    """Print the figures for each size, and the ratio to another checkout if one is named."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--here", action="store_true")
    asked.add_argument("--beside", type=Path)
    asked.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000])
    given = asked.parse_args()
    if given.here:
        print(json.dumps(measure(given.sizes[0])))
        return
    for size in given.sizes:
        found = measured(size, ROOT)
        print(
            f"{size:>7,} records: {found['clock']:6.2f} s to read ({found['processor']:.2f} s of "
            f"the processor), {found['start']:.2f} s to make them, {found['memory']:.0f} MB"
        )
        if given.beside:
            other = measured(size, given.beside.resolve())
            print(
                f"        in {given.beside}: {other['clock']:6.2f} s ({other['processor']:.2f} s); "
                f"ratio of the processor {found['processor'] / other['processor']:.2f}"
            )


if __name__ == "__main__":
    main()
