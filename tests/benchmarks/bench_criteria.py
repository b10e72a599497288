"""How fast the criteria of the review on working from home are read; prints, asserts nothing.

    python -m tests.benchmarks.bench_criteria [--beside CHECKOUT] [SIZE ...]

Each measurement runs in a process of its own, so that start-up and memory are its own. With another
checkout of the program, the same records are read by its code and its criteria too, in turn, and
the ratio of the processor's time is printed.
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
"""Sentences of abstracts, of our own writing."""

NAMES = [a + b for a in ("lor", "mus", "tiv", "qua", "ben", "dol") for b in ("ane", "ish", "omet")]
"""Syllables of words that no abstract holds, so that the vocabulary grows as a real one does."""


def measure(size: int) -> dict[str, float]:
    """Seconds of the clock and of the processor, and memory, that some made-up records take.

    Seconds of the processor stand beside those of the clock, which other work makes longer.
    """
    start = time.perf_counter()
    import screening_rules
    from pipeline.records import Record, RecordId

    is_first = hasattr(screening_rules, "assess")  # version 0.1 had all in the package itself
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
    """The same in a process of its own, by the code of a checkout."""
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
    """Print each size's figures, and the ratio to another checkout where one is named."""
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
