"""What a decision from another program is, and how its report is named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exports.cells import found_id
from exports.returned.vocabulary import Reasons
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Fault
from pipeline.review.decision_rows import ForeignDecision
from pipeline.text.csv_cells import unguarded

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(\.[\w-]+)+")
OWN_ID = re.compile(r"ajour:\s*([a-z]{12})\b", re.IGNORECASE)
DOI = re.compile(r"10\.\d{4,9}/\S+")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "primary_title", "article title"),
    "authors": ("authors", "author", "author(s)"),
    "year": ("year", "published year", "publication year", "publication_year"),
    "journal": ("journal", "source title", "secondary_title", "journal title", "journal/book"),
    "doi": ("doi",),
    "pmid": ("pmid", "pubmed_id", "pubmed id"),
}
"""The columns that name a report, by what other programs call them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereReading:
    """A file of another program as read. `undecided` counts what it lists without a verdict."""

    file: str
    form: str
    rows: tuple[ForeignDecision, ...] = ()
    undecided: int = 0
    faults: tuple[Fault, ...] = ()


class People:
    """Names of reviewers; an e-mail address becomes "person 1", "person 2" in order of coming."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}

    def name(self, text: str, otherwise: str) -> str:
        """The name in a text, without any address; `otherwise` where there is none.

        >>> people = People()
        >>> people.name("a@b.no", "x"), people.name("Kari", "x"), people.name("c@b.no", "x")
        ('person 1', 'Kari', 'person 2')
        """
        text = " ".join(text.split())
        if "@" not in text:
            return text or otherwise
        return self._addresses.setdefault(text.casefold(), f"person {len(self._addresses) + 1}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The file at hand, and what the caller says of it."""

    path: Path
    reasons: Reasons
    people: People
    verdict: Verdict | None = None
    stage: Stage | None = None
    faults: list[Fault] = field(default_factory=list)

    def place(self, row: int) -> str:
        """File and row."""
        return f"{self.path.name}, row {row}"

    def reading(self, form: str, rows: list[ForeignDecision], undecided: int) -> ElsewhereReading:
        """All that was read."""
        return ElsewhereReading(
            file=self.path.name,
            form=form,
            rows=tuple(rows),
            undecided=undecided,
            faults=tuple(self.faults),
        )


def without_addresses(text: str) -> str:
    """The text with every e-mail address taken out.

    >>> without_addresses("ask a.b@c.no first")
    'ask (address left out) first'
    """
    return EMAIL.sub("(address left out)", text)


def report_of(cells: Mapping[str, str]) -> dict[str, object]:
    """What names the report in a row: the fields of a ForeignDecision that do.

    >>> found = report_of({"doi": "10.1/x     LK  - https://c.d", "authors": "Ab, C. and De, F."})
    >>> found["doi"], found["authors"]
    ('', ('Ab, C.', 'De, F.'))
    """
    said = {key: _first(cells, names) for key, names in NAMES.items()}
    year = YEAR.search(said["year"])
    return {
        "id": own_id(cells),
        "title": said["title"],
        "authors": people_of(said["authors"]),
        "year": int(year[0]) if year else None,
        "journal": said["journal"],
        "doi": bare_doi(said["doi"]),
        "pmid": _until_digit(said["pmid"]).removesuffix(".0"),
    }


def _until_digit(text: str) -> str:
    """A text without what follows its last digit.

    >>> _until_digit("PMID 123.0 [x]")
    'PMID 123.0'
    """
    last = max((at for at, sign in enumerate(text) if sign.isdecimal()), default=-1)
    return text[: last + 1]


def bare_doi(text: str) -> str:
    """The first DOI in a text, lower-case.

    >>> bare_doi("https://doi.org/10.1000/ABC     LK  - https://x.y")
    '10.1000/abc'
    """
    found = DOI.search(text)
    return found[0].lower() if found else ""


def people_of(text: str) -> tuple[str, ...]:
    """The authors of a cell, divided by " and " or semicolons."""
    return tuple(part.strip() for part in re.split(r"(?<!\s)\s++and\s++|;", text) if part.strip())


def own_id(cells: Mapping[str, str]) -> str:
    """Our own record id, from its column or from the label that goes out with every record."""
    if found := found_id(cells.get("ajour_id", "")):
        return found
    label = OWN_ID.search(" ".join(cells.get(key, "") for key in ("notes", "keywords", "tags")))
    return found_id(label[1]) or "" if label else ""


def reason_of(read: Read, text: str) -> dict[str, object]:
    """Reason, other reasons and what is no known reason, from the wording of another program."""
    codes, unknown = read.reasons.codes(text)
    return {
        "reason": codes[0] if codes else None,
        "other_reasons": codes[1:],
        "reason_text": without_addresses("; ".join(unknown)),
    }


def _first(cells: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((unguarded(cells[name], within=False) for name in names if cells.get(name)), "")
