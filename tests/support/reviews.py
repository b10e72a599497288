"""A small invented review, and functions to run commands on it."""

import sqlite3
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest import mock

from flows.cli.main import main

REVIEW = """
[review]
title = "Small review"
language = "en"

[[round]]
name = "1"

[[round]]
name = "2"

[[search]]
name = "medline"
round = "1"
source = "MEDLINE"
run_on = 2024-01-10

[[search]]
name = "wos"
round = "1"
source = "Web of Science"
run_on = 2024-01-11

[[search]]
name = "later"
round = "2"
source = "MEDLINE"
run_on = 2024-06-01

[reviewers]
names = ["ann", "bo"]
screening = "{screening}"
"""

CRITERIA = """
title = { nb = "Hjemmekontor", en = "Work from home" }

[[element]]
name = "exposure"
label = { nb = "Eksponering", en = "Exposure" }
question = { nb = "Arbeid hjemmefra", en = "Work from home" }
for = ["telework*", "(work* adj2 home)"]
against = ["telemedicine"]
needed = true
reason = { code = "E", nb = "Feil eksponering", en = "Wrong exposure", priority = 1 }

[[element]]
name = "type"
label = { nb = "Publikasjon", en = "Publication" }
question = { nb = "En artikkel", en = "An article" }
against = ["protocol"]
reason = { code = "P", nb = "Feil type", en = "Wrong type", priority = 2 }
"""


def entry(title: str, *, author: str = "Nordal, Kari", year: int = 2023, more: str = "") -> str:
    """One record of a RIS file."""
    return (
        f"TY  - JOUR\nTI  - {title}\nAU  - {author}\nPY  - {year}\nT2  - Journal of Small Cases\n"
        f"AB  - We followed people who telework. {title}.\n{more}ER  - \n\n"
    )


TITLES = (
    "Sleep after a year of telework",
    "Neck pain and the kitchen table",
    "Leadership at a distance in small firms",
    "Telemedicine for rural clinics",
)


def small_review(folder: Path, *, screening: str = "single") -> Path:
    """A review whose round 1 has two searches that share one report; round 2 is still empty."""
    review = folder / "review"
    for place in ("searches/1/medline", "searches/1/wos", "searches/2/later"):
        (review / place).mkdir(parents=True)
    (review / "review.toml").write_text(REVIEW.replace("{screening}", screening), "utf-8")
    (review / "criteria.toml").write_text(CRITERIA, "utf-8")
    first = "".join(entry(title, author=f"Author{n}, A") for n, title in enumerate(TITLES))
    (review / "searches/1/medline/export.ris").write_text(first, "utf-8")
    second = entry(TITLES[0], author="Author0, A") + entry("Commuting and time", author="Else, E")
    (review / "searches/1/wos/export.ris").write_text(second, "utf-8")
    return review


def later_round(review: Path) -> None:
    """Add round 2, which finds one report of round 1 again and a new one."""
    text = entry(TITLES[1], author="Author1, A") + entry(
        "Burnout among teleworkers", author="New, N"
    )
    (review / "searches/2/later/export.ris").write_text(text, "utf-8")


@dataclass(frozen=True)
class Said:
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str


def ajour(*words: object) -> Said:
    """Run a command in this process as a user would; the exit code is the program's."""
    out, err = StringIO(), StringIO()
    code: object = 0
    called = mock.patch.object(sys, "argv", ["ajour", *map(str, words)])
    with called, redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code
    return Said(int(str(code or 0)), out.getvalue(), err.getvalue())


def rows_of(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, except times and the table of migrations.

    The review's id is also left out, as it is random, and so are seals, which depend on times.
    """
    times = {"taken_in", "at", "started", "finished", "withdrawn", "sent"}
    found = {}
    with closing(sqlite3.connect(store)) as db:
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in sorted(tables):
            if table.startswith(("_", "sqlite_")) or table in ("review", "table_seal"):
                continue
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            # The bytes of a list contain the review's id.
            apart = times | {"sha256"} if table == "list" else times
            kept = ", ".join(one for one in columns if one not in apart)
            found[table] = sorted(db.execute(f"SELECT {kept} FROM {table}"), key=repr)
    return found
