"""Detects columns sorted or shifted without the others, so their cells belong to other rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import factorial, prod

from exports.returned.row_keys import RowKey, digests_of
from pipeline.decisions import Verdict

FEWEST = 2
"""Minimum number of rows whose cells changed places: one overtyped cell is not sorting."""

BY_CHANCE = 1 / 1000
"""Chance probability below which ordered cells in unordered rows count as sorted."""

LEAST_FILLED = 8
"""Minimum number of filled cells at which a column's order says anything."""


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """A row by its number, with the texts of its columns and its key."""

    row: int
    texts: Mapping[str, str]
    key: RowKey


def displaced(rows: Sequence[KeyedRow]) -> dict[str, list[int]]:
    """The rows, by column, whose cell holds what was sent in another row of that column.

    Only if cells changed places with each other: as many as were sent, or most of the column.
    """
    found: dict[str, list[int]] = {}
    sent: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        for column, digest in row.key.sent.items():
            sent[column][row.row] = digest
    for column, digests in sent.items():
        moved = dict(_moved(column, rows, digests))
        alike = Counter(moved.values()) == Counter(digests[row] for row in moved)
        if len(moved) >= FEWEST and (alike or 2 * len(moved) > len(digests)):
            found[column] = sorted(moved)
    return found


def _moved(
    column: str, rows: Sequence[KeyedRow], digests: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """Rows whose cell is what was sent in another row, with the digest of that cell."""
    elsewhere = set(digests.values())
    for row in rows:
        if row.row in digests and column in row.texts:
            now = digests_of(row.texts[column])
            other = next((one for one in sorted(now) if one in elsewhere), None)
            if digests[row.row] not in now and other is not None:
                yield row.row, other


def in_order_alone(rows: Sequence[KeyedRow], columns: Sequence[str]) -> dict[str, list[int]]:
    """The filled-in columns whose cells are in order although the rows are in the order sent.

    A sheet sorted as a whole has its ranks in another order. Inclusions before exclusions are no
    evidence: the list has the likeliest first.
    """
    ranks = [row.texts.get("rank", "") for row in rows]
    numbers = [int(one) for one in ranks if one.isdecimal()]
    if len(numbers) < len(rows) or numbers != sorted(set(numbers)):
        return {}
    return {
        column: [row.row for row in rows if row.texts.get(column)]
        for column in columns
        if _sorted([row.texts.get(column, "").casefold().strip() for row in rows])
    }


def _sorted(cells: Sequence[str]) -> bool:
    """Whether cells are sorted, blanks last, in an order unlikely by chance."""
    filled = [one for one in cells if one]
    counts = Counter(filled)
    if len(filled) < LEAST_FILLED or len(counts) < FEWEST or any(cells[len(filled) :]):
        return False
    up, down = sorted(filled), sorted(filled, reverse=True)
    if filled != up and filled != down:
        return False
    chance = prod(factorial(one) for one in counts.values()) / factorial(len(filled))
    return chance < BY_CHANCE and not _best_first(filled)


def _best_first(filled: Sequence[str]) -> bool:
    """Whether inclusions come before exclusions, as in a good ranking."""
    from exports.returned.vocabulary import VERDICTS

    verdicts = [VERDICTS.get(one) for one in dict.fromkeys(filled)]
    return verdicts in (
        [Verdict.INCLUDE, Verdict.EXCLUDE],
        [Verdict.INCLUDE, Verdict.MAYBE, Verdict.EXCLUDE],
        [Verdict.MAYBE, Verdict.EXCLUDE],
        [Verdict.INCLUDE, Verdict.MAYBE],
    )
