"""Several files of one search against the count that the database reported."""

import pytest

from pipeline.errors import Fault
from pipeline.readers.batches import BatchNote, batch_notes
from pipeline.receipts import Receipt


def receipt(
    name: str, records: int, numbers: range | tuple[int, ...] = (), **more: object
) -> Receipt:
    return Receipt(
        file=name,
        records=records,
        numbers=tuple(numbers),
        sha256=str(more.pop("sha256", name)),
        **more,  # type: ignore[arg-type]
    )


def test_all_batches_there_says_nothing() -> None:
    files = [receipt("a", 1000, range(1, 1001)), receipt("b", 434, range(1001, 1435))]
    assert batch_notes(files, 1434) == []
    assert batch_notes(files, None) == []


@pytest.mark.parametrize(
    ("files", "expected", "note"),
    [
        ([receipt("a", 433)], 434, BatchNote(kind="missing", came=433, expected=434)),
        ([receipt("a", 436)], 434, BatchNote(kind="too_many", came=436, expected=434)),
        ([receipt("a", 1000)], 1434, BatchNote(kind="full", file="a", came=1000)),
        (
            [receipt("a", 10, range(1, 11)), receipt("c", 10, range(21, 31))],
            None,
            BatchNote(kind="gap", file="c", first=11, last=20),
        ),
        (
            [receipt("a", 10, range(1, 11)), receipt("b", 10, range(6, 16))],
            None,
            BatchNote(kind="again", file="b", first=6, last=10),
        ),
        (
            [receipt("b", 10, range(11, 21))],
            None,
            BatchNote(kind="gap", file="b", first=1, last=10),
        ),
        (
            [receipt("a", 3, sha256="x"), receipt("b", 3, sha256="x")],
            None,
            BatchNote(kind="twice", file="b", other="a"),
        ),
        (
            [receipt("a", 9, accepted_faults=1, faults=(Fault("line 3", "x"),))],
            10,
            BatchNote(kind="left_out", file="a", came=1),
        ),
        (
            [receipt("z.zip", 1000, member="m", sha256="")],
            2000,
            BatchNote(kind="full", file="z.zip (m)", came=1000),
        ),
    ],
)
def test_what_is_odd_is_named(files: list[Receipt], expected: int | None, note: BatchNote) -> None:
    assert note in batch_notes(files, expected)


def test_a_selection_by_hand_is_no_gap() -> None:
    assert batch_notes([receipt("a", 4, (2, 47, 48, 95))], None) == []


def test_the_order_of_files_does_not_matter() -> None:
    files = [receipt("b", 5, range(6, 11)), receipt("a", 5, range(1, 6))]
    assert batch_notes(files, 10) == []
