"""Measures deduplication of 10,000 to 1,000,000 records, and of 1,000 new against 100,000.

    python -m tests.benchmarks.bench_dedupe [COUNT ...]

Prints seconds, peak memory, pairs compared per record, the share of true pairs that blocking keeps,
and the errors. Each count runs in a separate process, to measure its memory.
"""

import resource
import subprocess
import sys
import time
from itertools import combinations

COUNTS = (10_000, 100_000, 1_000_000)


def whole(count: int) -> None:
    from pipeline.dedupe.find import find_duplicates
    from pipeline.evaluation.labelled_duplicates import measure
    from tests.support.disturbed import disturbed

    reports: dict[str, str] = {}

    def given():
        for record, report in disturbed(count):
            reports[record.id] = str(report)
            yield record

    start = time.perf_counter()
    sum(1 for _ in disturbed(count))
    making = time.perf_counter() - start
    start = time.perf_counter()
    found = find_duplicates(given())
    seconds = time.perf_counter() - start - making
    measures = measure(reports, found.reports(reports))
    print(
        f"{count:>9,} records  {seconds:7.2f} s  {peak():6.0f} MB  "
        f"{found.compared / count:5.2f} pairs a record  blocking recall {recall(count):.4f}  "
        f"lost {measures.lost}  missed {measures.missed} of {measures.redundant}  "
        f"band {len(found.band)}"
    )


def recall(count: int) -> float:
    """The share of true pairs that blocking keeps, in the first 100,000 records."""
    from pipeline.dedupe.block import block, blocking_keys
    from pipeline.dedupe.prepare import prepare
    from tests.support.disturbed import disturbed

    pairs = list(disturbed(min(count, 100_000)))
    columns = prepare(record for record, _ in pairs)
    one, other = block(columns, blocking_keys(columns))
    kept = set(zip(one.tolist(), other.tolist(), strict=True))
    rows: dict[int, list[int]] = {}
    for row, (_, report) in enumerate(pairs):
        rows.setdefault(report, []).append(row)
    true = [pair for group in rows.values() for pair in combinations(group, 2)]
    return sum(pair in kept for pair in true) / len(true)


def against_library(old: int, new: int) -> None:
    from pipeline.dedupe.find import find_duplicates, remember
    from tests.support.disturbed import disturbed

    records = [record for record, _ in disturbed(old + new)]
    library = records[:old]
    start = time.perf_counter()
    known = remember(library, find_duplicates(library))
    loading = time.perf_counter() - start
    start = time.perf_counter()
    found = find_duplicates(records[old:], known=known)
    seconds = time.perf_counter() - start
    print(
        f"{new:>9,} new against {old:,}: {seconds:.2f} s (loading {loading:.2f} s), "
        f"{found.compared:,} pairs compared"
    )


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    counts = [int(one) for one in sys.argv[1:]] or list(COUNTS)
    for count in counts:
        subprocess.run([sys.executable, "-m", __spec__.name, "--one", str(count)], check=True)
    subprocess.run([sys.executable, "-m", __spec__.name, "--library", "100000"], check=True)


if __name__ == "__main__":
    if "--one" in sys.argv:
        whole(int(sys.argv[-1]))
    elif "--library" in sys.argv:
        against_library(int(sys.argv[-1]), 1_000)
    else:
        main()
