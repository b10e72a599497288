"""What came into the library after a certain moment."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """New records, and new reports: those of which no record was there before.

    `expected` is the sum of the ranking's probabilities over the new reports that were ranked,
    None while the ranking gives none; `suggested` counts those that the criteria suggest to
    include.
    """

    records: int
    reports: int
    expected: float | None
    suggested: int


def news(db: Database, known: Collection[int]) -> News:
    """What the files bring whose ids are not among those known; withdrawn files bring nothing."""
    there = json.dumps(sorted(known))
    (records,) = db.execute(
        "SELECT COUNT(*) FROM live_record WHERE file NOT IN (SELECT value FROM json_each(?))",
        [there],
    ).fetchone()
    reports, expected, suggested = db.execute(
        """
        WITH known AS (SELECT value AS file FROM json_each(?)),
        fresh AS (
            SELECT COALESCE(cluster.report, live_record.id) AS report
            FROM live_record LEFT JOIN cluster ON cluster.record = live_record.id
            GROUP BY 1 HAVING MAX(live_record.file IN (SELECT file FROM known)) = 0
        )
        SELECT COUNT(*), SUM(rank.probability), TOTAL(assessment.suggestion = 'include')
        FROM fresh
        LEFT JOIN rank ON rank.record = fresh.report
        LEFT JOIN assessment ON assessment.record = fresh.report
        """,
        [there],
    ).fetchone()
    return News(records=records, reports=reports, expected=expected, suggested=int(suggested))
