"""Starting the demo over removes what it made and nothing else."""

from pathlib import Path

import pytest
from made import NotOurs, remember, start_over


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found} - {".ajour/made-by-demo.txt"}


def test_what_the_demo_made_is_gone_and_the_rest_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "review.toml")
    start_over(tmp_path)
    write(tmp_path, "searches/1/m/m.ris", "decisions/1.xlsx", "ajour.db", "output/prisma.json")
    (tmp_path / "output" / "latest").symlink_to("runs")
    remember(tmp_path)
    assert start_over(tmp_path) == 6
    assert files(tmp_path) == {"review.toml"}


@pytest.mark.parametrize("name", ["searches/1/m/mine.ris", "decisions/mine.xlsx", "studies.xlsx"])
def test_a_file_of_somebody_else_stops_it_before_anything_is_removed(
    tmp_path: Path, name: str
) -> None:
    start_over(tmp_path)
    write(tmp_path, "searches/1/m/m.ris", "ajour.db")
    remember(tmp_path)
    write(tmp_path, name)
    before = files(tmp_path)
    with pytest.raises(NotOurs, match=Path(name).name):
        start_over(tmp_path)
    assert files(tmp_path) == before


def test_a_store_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "ajour.db")
    with pytest.raises(NotOurs, match=r"ajour\.db"):
        start_over(tmp_path)
    assert files(tmp_path) == {"ajour.db"}


def test_a_run_that_was_killed_can_be_started_over(tmp_path: Path) -> None:
    start_over(tmp_path)
    write(tmp_path, "ajour.db", "ajour.db-wal", "criteria.toml", "output/half", ".ajour/lock")
    start_over(tmp_path)
    assert files(tmp_path) == set()
