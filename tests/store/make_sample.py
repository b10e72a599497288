"""Writes the store of a small review as this version of the program leaves it.

Run it before a migration is added, and keep the file beside the others under the name of the last
migration it has: python tests/store/make_sample.py tests/store/data/0001.db
"""

import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "flows"))

from making import ajour, later_round, small_review

from flows.update import update


def main(to: Path) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "1718000000"
    with tempfile.TemporaryDirectory() as folder:
        review = small_review(Path(folder))
        update(review)
        said = ajour("candidates", review, "--reviewer", "ann", "--all", "--format", "csv")
        assert said.code == 0, said.err
        later_round(review)
        update(review)
        with closing(sqlite3.connect(review / "ajour.db")) as db:
            db.execute("VACUUM INTO ?", [str(to)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
