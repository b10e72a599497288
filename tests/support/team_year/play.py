"""Plays a year: each step is done by the program and by the model."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.support.random_plans import CRITERIA
from tests.support.reviews import Said
from tests.support.team_year.model import Model, Record, Word
from tests.support.team_year.program import Program
from tests.support.team_year.script import Step
from tests.support.team_year.team import model_of, review_toml

DAY = 86_400
BEGIN = 1_718_000_000
"""2024-06-10; every step is a day later."""


class Broken(Exception):
    """A claim is false; has the claim's name and what was found."""

    def __init__(self, claim: str, found: str) -> None:
        super().__init__(f"{claim}\n  {found}")
        self.claim, self.found = claim, found


@dataclass(kw_only=True)
class List:
    """A list that was handed out, with the texts its rows showed when it was written."""

    path: Path
    stage: str
    reviewer: str
    shown: dict[Record, frozenset[str]]
    wording: str
    at: int


@dataclass(kw_only=True)
class Given:
    """A returned sheet: its file, its list and its verdicts."""

    path: Path
    of: List | None
    words: list[Word]
    sheet: int


@dataclass(kw_only=True)
class Play:
    """A team, its review and all files around it."""

    folder: Path
    seed: int
    known: frozenset[str] = frozenset()
    """Known faults: claims that may break, and deeds that are left out."""
    model: Model = field(init=False)
    program: Program = field(init=False)
    ids: dict[str, Record] = field(default_factory=dict)
    lists: list[List] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    kept: dict[Path, str] = field(default_factory=dict)
    """The lists that somebody requested or has begun, with their content."""
    ready: dict[Record, frozenset[str]] = field(default_factory=dict)
    """What is shown on the lists that the last update prepared."""
    backups: list[Path] = field(default_factory=list)
    study_ids: dict[frozenset[str], str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    wording: str = "Wrong exposure"
    was: dict[str, str] = field(default_factory=dict)
    sheets: int = 0
    day: int = 0
    restored_at: int = 0
    seen: set[str] = field(default_factory=set)
    """The files for whose records the ids are known."""

    def __post_init__(self) -> None:
        self.model = model_of(self.seed)
        self.program = Program(self.folder / "review")
        for name in ("review/lists", "review/searches", "mail"):
            (self.folder / name).mkdir(parents=True)
        self.write_settings()

    @property
    def review(self) -> Path:
        """The review's folder."""
        return self.program.review

    def chance(self, step: Step) -> Random:
        """The random numbers of a step: the same whatever was done before."""
        return Random(f"{self.seed} {step.number}")

    def write_settings(self) -> None:
        """Write review.toml and criteria.toml with the team's current settings."""
        (self.review / "review.toml").write_text(review_toml(self.model, self.was), "utf-8")
        criteria = CRITERIA.replace("Wrong exposure", self.wording)
        (self.review / "criteria.toml").write_text(criteria, "utf-8")

    def tomorrow(self) -> None:
        """Move the clock to the next day."""
        self.day += 1
        os.environ["SOURCE_DATE_EPOCH"] = str(BEGIN + self.day * DAY)

    def tell(self, what: str) -> None:
        """Log what a step did."""
        self.log[-1] += f": {what}"

    def fail(self, claim: str, found: str) -> None:
        """Raise Broken for a false claim, unless it is known to break."""
        if claim not in self.known:
            raise Broken(claim, found)
        self.forgiven.append(claim)

    def avoids(self, deed: str) -> bool:
        """Whether a deed is left out, because its result is known to be wrong."""
        if deed in self.known:
            self.forgiven.append(deed)
        return deed in self.known

    def expect(self, said: Said, *codes: int, claim: str = "a command is carried out") -> bool:
        """Whether a command ended with one of the expected exit codes."""
        if said.code in (codes or (0, 3)):
            return True
        self.fail(claim, f"exit code {said.code}: {(said.err or said.out).strip()[:600]}")
        return False

    def look(self) -> None:
        """Look up the ids that the program gave to records; ids never change."""
        self.seen |= self.model.now.files.keys()
        for one in self.program.records():
            document = self.titles()[one["title"]]
            record = Record(one["file"], document)
            before = self.ids.setdefault(one["record"], record)
            if before != record:
                self.fail("an id stays with its record", f"{one}: was {before}")

    def titles(self) -> dict[str, str]:
        """The documents by their titles."""
        return {one.title: key for key, one in self.model.documents.items()}

    def id_of(self, record: Record) -> str:
        """The latest id of a record."""
        return [name for name, known in self.ids.items() if known == record][-1]

    def is_here(self, record: Record) -> bool:
        """Whether a record's report is in the review, by any of its records."""
        reports = self.model.reports()
        return any(reports[one] == reports[record] for one in self.model.records())

    def texts(self, record: Record) -> frozenset[str]:
        """The titles and abstracts that a record's report can show now."""
        reports = self.model.reports()
        return frozenset(
            self.model.text_of(one)
            for one in self.model.records()
            if reports[one] == reports[record]
        )

    def written(self, path: Path) -> None:
        """Check that a list was written without replacing a list that somebody uses."""
        if path in self.kept and self.kept[path] != digest(path):
            self.fail("nothing under lists/ is overwritten", f"{path.name} was replaced")
        self.kept[path] = digest(path)

    def under_lists(self) -> Iterator[Path]:
        """The files under lists/."""
        return (one for one in sorted((self.review / "lists").rglob("*")) if one.is_file())

    def new_place(self, name: str) -> Path:
        """A path outside the review, such as in somebody's mail."""
        self.sheets += 1
        return self.folder / "mail" / f"{self.sheets:03} {name}"


def digest(path: Path) -> str:
    """A digest of a file's content."""
    return sha256(path.read_bytes()).hexdigest()


@contextmanager
def place(folder: Path) -> Iterator[Path]:
    """A folder for one year, which is removed afterwards."""
    folder.mkdir(parents=True)
    before = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        if before is None:
            os.environ.pop("SOURCE_DATE_EPOCH", None)
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
