"""Several files of one search against the count that the database reported."""

import pytest

from pipeline.errors import Fault
from pipeline.readers import Receipt, batch_notes


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
        ([receipt("a", 433)], 434, "434 hits were reported, but 433 records came: 1 is missing"),
        ([receipt("a", 436)], 434, "434 hits were reported, but 436 records came: 2 are too many"),
        ([receipt("a", 1000)], 1434, "a: exactly 1000 records; is a further file missing?"),
        (
            [receipt("a", 10, range(1, 11)), receipt("c", 10, range(21, 31))],
            None,
            "records 11 to 20 did not come (before c goes on with 21)",
        ),
        (
            [receipt("a", 10, range(1, 11)), receipt("b", 10, range(6, 16))],
            None,
            "b: records 6 to 10 came in an earlier file too",
        ),
        (
            [receipt("b", 10, range(11, 21))],
            None,
            "records 1 to 10 did not come (before b goes on with 11)",
        ),
        (
            [receipt("a", 3, sha256="x"), receipt("b", 3, sha256="x")],
            None,
            "b has the same content as a",
        ),
        (
            [receipt("a", 9, accepted_faults=1, faults=(Fault("line 3", "x"),))],
            10,
            "a: 1 faulty records were left out",
        ),
        (
            [receipt("z.zip", 1, member="m", sha256="")],
            2,
            "2 hits were reported, but 1 records came: 1 is missing",
        ),
    ],
)
def test_what_is_odd_is_named(files: list[Receipt], expected: int | None, note: str) -> None:
    assert note in batch_notes(files, expected)


def test_a_selection_by_hand_is_no_gap() -> None:
    assert batch_notes([receipt("a", 4, (2, 47, 48, 95))], None) == []


def test_the_order_of_files_does_not_matter() -> None:
    files = [receipt("b", 5, range(6, 11)), receipt("a", 5, range(1, 6))]
    assert batch_notes(files, 10) == []
