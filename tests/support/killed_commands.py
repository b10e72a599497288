"""Kills any command at a random moment, some twice, with or without a log beside the store.

Each command works on a prepared copy of a review. After the kill it runs again, and the review must
then equal one where nothing was killed.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from flows.inspection.backup import back_up_review, restore_review
from flows.inspection.withdrawal import Undo, withdraw_or_bring_back
from flows.orchestration.update import update
from flows.review.session import at_work
from flows.screening.decisions import DecideOptions, record_decisions
from flows.stages.import_files import import_files
from flows.stages.refresh import refresh
from pipeline.errors import Refused
from pipeline.store.checksums import broken_seals
from pipeline.store.connection import opened, writing
from pipeline.store.runs import faults, note_event
from pipeline.store.table_checksums import damaged_results, damaged_tables
from tests.support.filled_lists import filled, listed
from tests.support.killed_updates import CONTEXT, HEAVY_ONES, few_outputs
from tests.support.reviews import ajour, entry, later_round, rows_of, small_review

FIXED = "1718000000"
NOT_COMPARED = ("ajour.", ".ajour", "backups")
"""Files that are compared by their rows instead, or that belong to the kernel or Prefect."""


@dataclass(frozen=True)
class Kills:
    """The number of kills, of second kills during the repeated run, and the differences found."""

    killed: int = 0
    twice: int = 0
    ended: int = 0
    wrong: list[str] = field(default_factory=list)


def run_update(review: Path) -> None:
    update(review)


def run_import(review: Path) -> None:
    import_files(review, [review / "new.ris"], "medline", accept_faults=False)


def run_decide(review: Path) -> None:
    record_decisions(review, [review / "filled.xlsx"], DecideOptions())


def run_withdraw(review: Path) -> None:
    try:
        export = review / "searches/1/wos/export.ris"
        withdraw_or_bring_back(review, Undo(file=export, why="by mistake"))
    except Refused as fault:
        assert "this file is already withdrawn" in str(fault)  # noqa: PT017 - a separate process


def run_backup(review: Path) -> None:
    back_up_review(review, None)


def run_restore(review: Path) -> None:
    restore_review(review, review / "backups" / "copy.db")


def whole_update(review: Path) -> None:
    """`ajour update` with its Prefect server."""
    from flows.orchestration.update_run import run_update as under_prefect

    under_prefect(review)


def made_new(folder: Path) -> Path:
    """A review whose exports have not been imported."""
    review = small_review(folder)
    more = "".join(entry(f"Work from home, part {n}", author=f"Nr{n}, A") for n in range(150))
    (review / "searches/1/medline/more.ris").write_text(more, "utf-8")
    return review


def made_ready(folder: Path) -> Path:
    """A review with a run, a completed list and a new export to import, and a backup."""
    review = made_new(folder)
    update(review)
    blank = listed(review, "--reviewer", "ann", "--all")
    filled(blank, review / "filled.xlsx", {"*": {"Decision": "exclude"}})
    more = "".join(entry(f"Standing desks, part {n}", author=f"Nr{n}, B") for n in range(300))
    (review / "new.ris").write_text(more, "utf-8")
    (review / "backups").mkdir()
    assert ajour("backup", review, "--to", review / "backups" / "copy.db").code == 0
    return review


def made_later(folder: Path) -> Path:
    """The same review with a second round to import."""
    review = made_ready(folder)
    run_decide(review)
    later_round(review)
    return review


def made_gone(folder: Path) -> Path:
    """The review without its store, but with the log of a store whose decisions were deleted."""
    review = made_ready(folder)
    run_decide(review)
    with_log(review)
    (review / "ajour.db").unlink()
    return review


def made_harmed(folder: Path) -> Path:
    """The review with the second half of its store missing."""
    review = made_ready(folder)
    store = review / "ajour.db"
    os.truncate(store, store.stat().st_size // 2)
    return review


CASES: dict[str, tuple[Callable[[Path], Path], Callable[[Path], None]]] = {
    "update": (made_new, run_update),
    "update of a second round": (made_later, run_update),
    "import": (made_ready, run_import),
    "decide": (made_ready, run_decide),
    "withdraw": (made_ready, run_withdraw),
    "backup": (made_ready, run_backup),
    "restore over a store": (made_later, run_restore),
    "restore where it is gone": (made_gone, run_restore),
    "restore where it is harmed": (made_harmed, run_restore),
    "ajour update": (made_later, whole_update),
}
"""The cases: how the review is prepared, and what is run."""

LOGLESS = ("update", "restore where it is gone", "restore where it is harmed")
"""Cases without a store that can be opened, so that no log of it can be left."""


def in_process(case: str, review: str) -> None:
    """Run a case; called in a separate process."""
    os.environ["SOURCE_DATE_EPOCH"] = FIXED
    with few_outputs():
        CASES[case][1](Path(review))


def leave_log(review: str) -> None:
    """Write to the store and die with it open, so that its log stays beside it."""
    os.environ["SOURCE_DATE_EPOCH"] = FIXED
    with opened(Path(review) / "ajour.db") as db:
        with writing(db):
            note_event(db, "2024", "somebody was killed")
        os.kill(os.getpid(), signal.SIGKILL)


def with_log(review: Path) -> None:
    """Let a process die so that it leaves its log beside the store."""
    process = CONTEXT.Process(target=leave_log, args=(str(review),))
    process.start()
    process.join()
    assert (review / "ajour.db-wal").stat().st_size


def killed(case: str, folder: Path, *, times: int, seed: int, log: bool = False) -> Kills:
    """Kill a case `times` times; every third time also kill the repeated run."""
    os.environ["SOURCE_DATE_EPOCH"] = FIXED
    CONTEXT.set_forkserver_preload([one for one in sys.modules if one.split(".")[0] in HEAVY_ONES])
    folder.mkdir(parents=True)
    with few_outputs():
        made = CASES[case][0](folder)
    if log and case not in LOGLESS:
        with_log(made)
    lasts = _seconds(case, _copy(made, folder / "warm"))
    lasts = min(lasts, _seconds(case, _copy(made, folder / "undisturbed")))
    expected = _after(folder / "undisturbed")
    before = _backups(made)
    moments, kills = Random(seed), [0, 0, 0]
    wrong: list[str] = []
    for number in range(times * 3):
        if kills[0] == times:
            break
        review = _copy(made, folder / f"killed-{number}")
        moment = moments.uniform(0, lasts)
        died = _run(case, review, moment)
        kills[0 if died else 2] += 1
        wrong += [f"{number} at {moment:.3f}: {one}" for one in _harm(review, made)]
        if number % 3 == 2:
            kills[1] += _run(case, review, moments.uniform(0, lasts))
        _run(case, review, None)
        wrong += [f"{number} at {moment:.3f}: {one}" for one in _differs(_after(review), expected)]
        wrong += [f"{number}: {one}" for one in _kept_wrong(case, review, before)]
        shutil.rmtree(review)
    return Kills(killed=kills[0], twice=kills[1], ended=kills[2], wrong=wrong)


def _seconds(case: str, review: Path) -> float:
    begun = time.monotonic()
    assert not _run(case, review, None)
    return time.monotonic() - begun


def _run(case: str, review: Path, moment: float | None) -> bool:
    """Run a case to its end or to a moment; return whether it was killed."""
    process = CONTEXT.Process(target=in_process, args=(case, str(review)))
    process.start()
    if moment is not None:
        process.join(moment)
        if process.is_alive() and process.pid:
            os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), (case, review, process.exitcode)
    return process.exitcode != 0


def _harm(review: Path, made: Path) -> Iterator[str]:
    """The faults of a store after the kill, found in a copy because opening it repairs it."""
    if not (review / "ajour.db").exists():
        return
    copy = review.with_name(f"{review.name}-looked-at")
    copy.mkdir()
    for part in review.glob("ajour.db*"):
        shutil.copy(part, copy)
    try:
        with opened(copy / "ajour.db") as db:
            yield from (*faults(db), *broken_seals(db), *damaged_tables(db), *damaged_results(db))
    except Refused as fault:
        # A store damaged beforehand stays so until the new one is in place.
        if _bytes(review) != _bytes(made):
            yield str(fault)
    shutil.rmtree(copy)


def _bytes(review: Path) -> bytes:
    store = review / "ajour.db"
    return store.read_bytes() if store.exists() else b""


def _after(review: Path) -> tuple[dict[str, object], dict[str, str]]:
    """The rows and files of a review after all due work is done."""
    with at_work(review) as session:
        refresh(session, ranked=True)
        assert not [*faults(session.db), *broken_seals(session.db), *damaged_tables(session.db)]
    rows = {name: found for name, found in rows_of(review / "ajour.db").items() if name != "run"}
    files = {
        path.relative_to(review).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(review.rglob("*"))
        if path.is_file()
        and not path.relative_to(review).parts[0].startswith(NOT_COMPARED)
        and path.relative_to(review).parts[0] != ".ajour"
    }
    return rows, files


def _differs(
    found: tuple[dict[str, object], dict[str, str]],
    expected: tuple[dict[str, object], dict[str, str]],
) -> Iterator[str]:
    for mine, other in zip(found, expected, strict=True):
        for name in sorted({*mine, *other}):
            if mine.get(name) != other.get(name):
                yield f"{name} differs"


def _backups(review: Path) -> list[object]:
    """The rows that must be kept: those of the store that was there before, if it is readable."""
    try:
        return [rows_of(_alone(review))]
    except Exception:  # noqa: BLE001 - a harmed store, or none
        return []


def _alone(review: Path) -> Path:
    """A copy of a store with its log, so that reading it leaves the originals unchanged."""
    place = review.with_name("kept-before")
    place.mkdir()
    for part in review.glob("ajour.db*"):
        shutil.copy(part, place)
    return place / "ajour.db"


def _kept_wrong(case: str, review: Path, before: list[object]) -> Iterator[str]:
    """Incomplete copies, unfinished files, and an earlier store that was not kept."""
    if left := [*review.rglob("*.part*"), *review.glob("ajour.restored*")]:
        yield f"left lying: {left}"
    if case == "backup":
        copies = [one for one in (review / "backups").iterdir() if one.name != "copy.db"]
        if not copies or any(rows_of(one) != before[0] for one in copies):
            yield "a backup is not what the store held"
    if case == "restore over a store":
        kept = [rows_of(one) for one in review.glob("ajour.before-restore-*.db")]
        if before[0] not in kept:
            yield "what was there before is not kept"
    if case == "restore where it is harmed" and not list(review.glob("ajour.before-restore-*.db")):
        yield "the harmed store is not kept"


def _copy(made: Path, to: Path) -> Path:
    shutil.copytree(made, to, symlinks=True)
    return to
