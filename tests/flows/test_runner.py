"""Where parts are worked on: flow.toml, and a division that changes no row and no byte."""

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from flows import VERSION
from flows.orchestration.update import update
from flows.review.runner_file import Runner, read_runner, ready_runner
from flows.stages import intake
from flows.stages.context import Found, Part
from flows.stages.intake import New, read_there
from pipeline.dedupe import find
from pipeline.errors import Refused
from pipeline.readers.read_file import Whole
from tests.support.processes import LONGEST, environment
from tests.support.reviews import ajour, entry, rows_of


def _flow(review: Path, text: str) -> None:
    (review / "flow.toml").write_text(text, "utf-8")


def test_without_a_flow_toml_threads_do_the_work(review: Path) -> None:
    assert read_runner(review) == Runner(kind="threads")


def test_flow_toml_names_cluster_workers_and_size(review: Path) -> None:
    _flow(review, 'runner = "dask"\ncluster = "tcp://127.0.0.1:9"\nworkers = 3\npartition = 100\n')
    expected = Runner(kind="dask", cluster="tcp://127.0.0.1:9", workers=3, size=100)
    assert read_runner(review) == expected


def test_every_fault_of_flow_toml_is_named_before_anything_starts(review: Path) -> None:
    _flow(review, 'runner = "ray"\ncluster = "host"\nworkers = 0\npartition = 0\nworker = 2\n')
    before = rows_of(review / "ajour.db") if (review / "ajour.db").exists() else None
    said = ajour("update", review)
    assert said.code == 2
    for words in (
        "flow.toml, line 1: runner is 'ray'; expected one of threads, dask",
        "cluster is 'host'; expected",
        "expected 1 to 256",
        "1 report or more",
    ):
        assert words in said.err
    assert "line 5: unknown key 'worker'; did you mean 'workers'?" in said.err
    assert before is None or rows_of(review / "ajour.db") == before


@pytest.mark.parametrize("server", [None, "http://127.0.0.1:4200/api", "http://localhost/api"])
def test_workers_elsewhere_need_a_server_that_they_can_reach(
    review: Path, server: str | None
) -> None:
    _flow(review, 'runner = "dask"\ncluster = "tcp://10.0.0.1:8786"\n')
    with pytest.raises(Refused, match="Name the server with --server"):
        ready_runner(review, server)
    assert ready_runner(review, "http://10.0.0.2:4200/api").cluster == "tcp://10.0.0.1:8786"


def test_dask_that_is_not_installed_is_told(review: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _flow(review, 'runner = "dask"\n')
    monkeypatch.setattr("flows.review.runner_file.find_spec", lambda _: None)
    with pytest.raises(Refused, match=r"ajour\[dask\]"):
        ready_runner(review, None)


def _carried(work: Callable[[Part], Found], parts: Iterable[Part]) -> Iterator[Found]:
    """Each part as another process would get it and answer it, four items of a list at a time."""
    for part in parts:
        for start in range(0, len(part), 4) if isinstance(part, list) else [0]:
            piece = part[start : start + 4] if isinstance(part, list) else part
            work_there, part_there = pickle.loads(pickle.dumps((work, piece)))
            yield pickle.loads(pickle.dumps(work_there(part_there)))


def _larger(review: Path) -> None:
    """More files, so that there is something to divide; one of them cannot be taken."""
    place = review / "searches/1/medline"
    for number in range(6):
        text = "".join(entry(f"Work {n} at home", author=f"A{n}, B") for n in range(number, 9))
        (place / f"more-{number}.ris").write_text(text, "utf-8")
    (place / "torn.ris").write_text("TY  - JOUR\nTI  - Torn", "utf-8")


def test_a_division_changes_no_row_and_no_byte(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _larger(review)
    other = review.parent / "other"
    shutil.copytree(review, other)
    told = update(review)
    monkeypatch.setattr(find, "CHUNK", 7)
    divided = update(other, map_parts=_carried)
    assert rows_of(review / "ajour.db") == rows_of(other / "ajour.db")
    assert divided.failed == told.failed != ()
    assert _same_bytes(review, other)


def _same_bytes(review: Path, other: Path) -> int:
    """How many files of output/ are the same in both; no file that one of them made may differ."""
    names = [one.relative_to(review) for one in (review / "output").rglob("*") if one.is_file()]
    differing = [one for one in names if (review / one).read_bytes() != (other / one).read_bytes()]
    assert not differing
    return len(names)


def test_a_change_of_the_criteria_is_read_in_parts_like_in_one(review: Path) -> None:
    _larger(review)
    update(review)
    criteria = review / "criteria.toml"
    criteria.write_text(criteria.read_text("utf-8").replace("telework", "commut"), "utf-8")
    other = review.parent / "other"
    shutil.copytree(review, other, symlinks=True)
    update(review)
    update(other, map_parts=_carried)
    assert rows_of(review / "ajour.db") == rows_of(other / "ajour.db")


def test_a_process_with_other_hashes_finds_the_same_pairs(review: Path, tmp_path: Path) -> None:
    """Codes of words are hashes, which differ from process to process; they travel with a part."""
    program = (
        "import pickle, sys; from pipeline.dedupe.find import compare_pairs; "
        "sys.stdout.buffer.write(pickle.dumps(compare_pairs(pickle.load(sys.stdin.buffer))))"
    )

    def elsewhere(work: Callable[[Part], Found], parts: Iterable[Part]) -> Iterator[Found]:
        for number, part in enumerate(parts):
            ended = subprocess.run(
                [sys.executable, "-c", program],
                input=pickle.dumps(part),
                capture_output=True,
                check=True,
                env={**os.environ, "PYTHONHASHSEED": str(number + 1)},
            )
            yield pickle.loads(ended.stdout)

    from flows.review.settings_file import read_review
    from pipeline.dedupe.find import find_duplicates
    from pipeline.review.stored_library import read_library
    from pipeline.store.connection import opened

    _larger(review)
    update(review)
    with opened(review / "ajour.db") as db:
        records = list(read_library(db, read_review(review)).records.values())
    found = find_duplicates(records)
    assert found.links
    assert find_duplicates(records, map_parts=elsewhere) == found


def test_a_worker_that_sees_other_bytes_has_its_file_refused(review: Path) -> None:
    from flows.review.settings_file import read_review

    search = read_review(review).searches[0]
    path = review / "searches/1/medline/export.ris"
    there = read_there(New(search, path, "0" * 64))
    assert isinstance(there, Whole)
    assert "changed during the import" in str(there.refused)
    gone = read_there(New(search, path.with_name("gone.ris"), "0" * 64))
    assert isinstance(gone, Whole)
    assert "cannot be read" in str(gone.refused)
    assert intake.sha256_of(path) != "0" * 64


@pytest.mark.slow
@pytest.mark.every_output
def test_on_a_cluster_an_update_writes_the_same_bytes(review: Path) -> None:
    """A real one: Prefect's server, a scheduler and two workers on 127.0.0.1."""
    _larger(review)
    other = review.parent / "other"
    shutil.copytree(review, other)
    _flow(other, 'runner = "dask"\npartition = 4\n')
    update(review)
    said = subprocess.run(
        [Path(sys.executable).with_name("ajour"), "update", str(other)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=LONGEST,
    )
    assert said.returncode == 3, said.stderr
    assert "torn.ris" in said.stderr
    assert rows_of(review / "ajour.db") == rows_of(other / "ajour.db")
    assert _same_bytes(review, other) > 20


@pytest.mark.parametrize("said", ["0.0.1", ModuleNotFoundError("No package ajour")])
def test_a_worker_of_another_version_gets_no_part(said: object) -> None:
    from flows.orchestration.dask_cluster import _connect

    tasks = MagicMock()
    tasks.client.run.return_value = {"tcp://127.0.0.1:1": VERSION, "tcp://127.0.0.1:2": said}
    with pytest.raises(Refused, match=r"do not have version .* of ajour") as refused:
        _connect(tasks, Runner(kind="dask"))
    assert [(one.place, one.sentence) for one in refused.value.faults] == [
        ("tcp://127.0.0.1:2", str(said))
    ]


def test_a_part_waits_while_a_worker_is_left_and_no_longer() -> None:
    from flows.orchestration.dask_cluster import OnDask

    cluster = MagicMock()
    late = cluster.submit.return_value
    late.result.side_effect = [TimeoutError, pickle.dumps("late"), TimeoutError]
    cluster.client.scheduler_info.side_effect = [{"workers": {"one": {}}}, {"workers": {}}]
    found = OnDask(lambda: cluster, 1, 9)(len, ["one", "two"])
    assert next(found) == "late"
    with pytest.raises(Refused, match="All workers of the cluster have stopped"):
        next(found)


def test_a_part_that_the_cluster_gave_up_is_told() -> None:
    from distributed import KilledWorker

    from flows.orchestration.dask_cluster import OnDask

    dead = MagicMock()
    dead.submit.return_value.result.side_effect = KilledWorker("part", None, 4)
    with pytest.raises(Refused, match="smaller partition"):
        list(OnDask(lambda: dead, 2, 9)(len, ["one", "two"]))


def test_parts_are_sent_a_few_at_a_time_and_a_single_one_never() -> None:
    from flows.orchestration.dask_cluster import OnDask

    asked: list[str] = []
    cluster = MagicMock()
    cluster.submit.side_effect = lambda _, parameters: MagicMock(
        result=lambda timeout: pickle.dumps(len(pickle.loads(parameters["packed"])[1]))
    )

    def parts() -> Iterator[str]:
        for one in ("a", "bb", "ccc", "dddd"):
            asked.append(one)
            yield one

    found = OnDask(lambda: cluster, 2, 9)(len, parts())
    assert next(found) == 1
    assert asked == ["a", "bb", "ccc"]
    assert list(found) == [2, 3, 4]
    assert cluster.submit.call_count == 4
    assert list(OnDask(lambda: cluster, 2, 9)(len, ["alone"])) == [5]
    assert cluster.submit.call_count == 4


def test_a_list_is_sent_in_pieces_of_the_size_that_flow_toml_says() -> None:
    from flows.orchestration.dask_cluster import OnDask

    def none() -> MagicMock:
        raise AssertionError

    cluster = MagicMock()
    cluster.submit.side_effect = lambda _, parameters: MagicMock(
        result=lambda timeout: pickle.dumps(pickle.loads(parameters["packed"])[1])
    )
    assert list(OnDask(lambda: cluster, 2, 2)(list, [[1, 2, 3, 4, 5]])) == [[1, 2], [3, 4], [5]]
    assert list(OnDask(none, 2, 5)(list, [[1, 2, 3, 4, 5]])) == [[1, 2, 3, 4, 5]]
    assert list(OnDask(none, 2, 5)(list, [[]])) == []
