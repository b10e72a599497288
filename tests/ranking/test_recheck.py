"""Slips among decisions are looked for where they look least like the others."""

import csv
from pathlib import Path

from pipeline.evaluation.recheck_trial import recheck_trial
from pipeline.ranking.labels import Label
from pipeline.ranking.recheck import suspects
from pipeline.records import Record, RecordId

HOME = "Telework from home and stress among employees"
RATS = "Rats in a maze and their memory for places"


def record(name: str, title: str, nth: int) -> Record:
    return Record(
        id=RecordId(f"{name}{nth:02}"), title=f"{title} {nth}", abstract=f"{title}. Again."
    )


IN = [record("in", HOME, nth) for nth in range(12)]
OUT = [record("out", RATS, nth) for nth in range(40)]


def test_a_slip_stands_first_on_either_side() -> None:
    slip, odd = IN[3], OUT[5]
    decided = [(one, Label(relevant=one is not slip)) for one in IN]
    decided += [(one, Label(relevant=one is odd)) for one in OUT]
    found = suspects(decided)
    assert found.excludes[0] == slip.id
    assert found.includes[0] == odd.id
    assert len(found.excludes) + len(found.includes) == 52


def test_the_order_of_decisions_changes_nothing() -> None:
    decided = [(one, Label(relevant=one in IN)) for one in IN + OUT]
    assert suspects(decided) == suspects(decided[::-1])


def test_with_too_few_of_a_side_nobody_is_suspected() -> None:
    decided = [(one, Label(relevant=one is IN[0])) for one in IN[:1] + OUT]
    assert suspects(decided).excludes == ()


def test_injected_slips_are_counted_the_same_each_time(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["record_id", "title", "abstract", "label_included"])
        rows.writerows([one.id, one.title, one.abstract, int(one in IN)] for one in IN + OUT)
    found = recheck_trial([path], draws=2)
    assert found == recheck_trial([path], draws=2)
    assert (found["slips"], found["found_5%"], found["found_10%"]) == (2, 1.0, 1.0)
