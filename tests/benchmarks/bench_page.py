"""The screening page: from a key to the next record painted, and what several readers wait for.

`python -m tests.benchmarks.bench_page --records 50000 --keep FOLDER` keeps the review there, and
takes it from there the next time; without a size it is a small one.
"""

import argparse
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic, process_time, sleep

from flows.review.session import at_work
from flows.screening.shares import shares
from pipeline.decisions import Stage
from pipeline.store.decisions import decisions
from tests.support.page_reviews import page_review
from tests.support.page_server import Browser, begun, ended, links
from tests.support.screening_browser import chromium

NAMES = tuple(f"reader{number}" for number in range(10))

CLOCK = """() => {
  window.painted = [];
  let pressed = 0;
  addEventListener("keydown", () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (!pressed || document.querySelector(".preparing")) return;
    const since = pressed;
    pressed = 0;
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - since)));
  }).observe(document.getElementById("card"), { childList: true });
}"""


def told(what: str, times: Sequence[float]) -> None:
    """Print median, 95th percentile and maximum in milliseconds, with the machine's load."""
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    load = os.getloadavg()[0]
    print(
        f"{what}: {len(ordered)} times, median {statistics.median(ordered):.0f} ms, "
        f"95 % within {late:.0f} ms, longest {ordered[-1]:.0f} ms (load {load:.1f})",
        flush=True,
    )


@contextmanager
def page_of(review: Path, *words: str) -> Iterator[dict[str, str]]:
    """The links of a running page."""
    process, lines = begun(review, *words)
    try:
        yield links(lines)
    finally:
        assert ended(process) == ""


def painted(review: Path, count: int) -> None:
    """Measure decisions by keyboard in a browser, at the pace of a fast reader."""
    moments = Random(1)
    with page_of(review, "--reviewer", NAMES[0]) as known, chromium() as browser:
        page = browser.new_page()
        page.goto(known[NAMES[0]])
        page.wait_for_selector("#decide:not([hidden]) button", timeout=300_000)
        page.evaluate(CLOCK)
        for number in range(count):
            page.keyboard.press(moments.choice("eeeeeeeeim"))
            until = monotonic() + 60
            while page.evaluate("() => window.painted.length") <= number:
                assert monotonic() < until, "the next record never came"
                page.wait_for_timeout(20)
            page.wait_for_timeout(moments.uniform(150, 500))
        told("key to the next record painted", page.evaluate("() => window.painted"))


def at_once(review: Path, count: int) -> None:
    """Measure everybody reading at once; no report may be given to two people."""
    with page_of(review, "--team") as known, ThreadPoolExecutor(len(NAMES)) as threads:
        found = [threads.submit(_read, known[name], count) for name in NAMES]
        read = [one.result() for one in found]
    told("ten readers, first record from opening the page", [times[0] for _, times, _ in read])
    told("ten readers, next record", [one for _, times, _ in read for one in times[1:]])
    told("ten readers, decision saved", [one for _, _, times in read for one in times])
    seen = [key for keys, _, _ in read for key in keys]
    print(f"{len(seen)} records, {len(seen) - len({*seen})} of them given to two")
    with at_work(review) as session:
        saved = [one.record for one in decisions(session.db)]
    assert {*seen} <= {*saved}


def _read(link: str, count: int) -> tuple[list[str], list[float], list[float]]:
    begun_at = monotonic()
    reader, keys = Browser(link).open(), []
    came: list[float] = []
    kept: list[float] = []
    reader.ask("api/start")
    for number in range(count):
        begun_at = monotonic() if number else begun_at
        card = reader.card()
        came.append(1000 * (monotonic() - begun_at))
        if not card:
            break
        sleep(0.3)
        begun_at = monotonic()
        assert reader.decide(card, "exclude").status == 200
        kept.append(1000 * (monotonic() - begun_at))
        keys.append(card["key"])
    return keys, came, kept


def shared(review: Path) -> None:
    """Measure the processor time of dividing the work: first, again, and after a change."""
    with at_work(review) as session:
        library = session.library()
        for what in ("first", "again"):
            before = process_time()
            shares(session, library, Stage.SCREENING)
            print(f"shares, {what}: {process_time() - before:.3f} s of processor time")
        session.worked_out.clear()
        before = process_time()
        shares(session, library, Stage.SCREENING)
        print(f"shares, after a decision: {process_time() - before:.3f} s of processor time")


def main() -> None:
    """Make the review, or reuse a stored one, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--decisions", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", choices=["painted", "ten", "shares"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = asked.keep or Path(folder) / "kept"
        if not (place / "review").exists():
            page_review(place, asked.records, names=NAMES)
        for what, measure in (
            ("shares", lambda review: shared(review)),
            ("painted", lambda review: painted(review, asked.decisions)),
            ("ten", lambda review: at_once(review, asked.decisions)),
        ):
            if asked.only in (None, what):
                review = shutil.copytree(place / "review", Path(folder) / what)
                measure(Path(review))


if __name__ == "__main__":
    main()
