"""Writes the store of a small review as this version of the program leaves it.

Run it before a migration is added, and keep the file beside the others under the name of the last
migration it has: python -m tests.store.make_sample tests/store/data/0001.db
"""

import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from flows.orchestration.update import update
from tests.support.filled_lists import filled_csv, listed, records
from tests.support.reviews import ajour, later_round, small_review

DAY = 86_400


def main(to: Path) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1718000000"
    with tempfile.TemporaryDirectory() as folder:
        review = small_review(Path(folder))
        update(review)
        sent = listed(review, "--reviewer", "ann", "--all", "--format", "csv")
        _decide(review, filled_csv(sent, review / "ann.csv", {"*": {"Decision": "exclude"}}))
        later_round(review)
        update(review)
        _pairs_of_two(review)
        with closing(sqlite3.connect(review / "ajour.db")) as db:
            db.execute("VACUUM INTO ?", [str(to)])


def _pairs_of_two(review: Path) -> None:
    """Two reviewers hand in a sheet of pairs under one name, a day apart."""
    of = list(records(review).values())
    for day, (who, one, other) in enumerate((("ann", of[0], of[1]), ("bo", of[2], of[3]))):
        os.environ["SOURCE_DATE_EPOCH"] = str(1718000000 + day * DAY)
        sheet = review / "decisions" / who / "pairs.csv"
        sheet.parent.mkdir(parents=True)
        sheet.write_text(f"id A,id B,Same report?\n{one},{other},different\n", "utf-8")
        _decide(review, sheet, "--reviewer", who)


def _decide(review: Path, sheet: Path, *words: str) -> None:
    said = ajour("decide", sheet, "--review", review, *words)
    assert said.code == 0, said.err


if __name__ == "__main__":
    main(Path(sys.argv[1]))
