"""The facts of a review as plain data: searches, and who decided what in which order."""

from dataclasses import dataclass, replace
from typing import Literal

Stage = Literal["screening", "retrieval", "eligibility"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document; `newsletter` means that a criterion may remove it automatically."""

    key: str
    title: str
    author: str
    year: int
    doi: str
    newsletter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search in review.toml, and the reports that its export lists, one per record.

    A report listed twice was found by two databases of one export. `databases` are the names in the
    records of such an export. `exported` is false if there is no file.
    """

    name: str
    round: str
    kind: str
    source: str
    platform: str
    run_on: str
    hits: int | None
    listed: tuple[str, ...]
    databases: tuple[str, ...] = ()
    exported: bool = True

    @property
    def from_databases(self) -> bool:
        """Whether it belongs to PRISMA's left column."""
        return self.kind in {"database", "register"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One person's decision on one report, in the order in which they were made."""

    reviewer: str
    stage: Stage
    report: str
    verdict: str
    reason: str = ""
    resolves: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A filled-in row of the studies sheet; without reports, it belongs to no included study."""

    reports: tuple[str, ...]
    author: str
    year: int
    countries: tuple[str, ...]
    context: str = ""
    extracted_by: str = ""
    checked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The earlier review as described in review.toml."""

    name: str
    studies: int
    reports: int
    in_figure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A reported state: by which command, and after how many events."""

    command: Literal["update", "report"]
    imported: frozenset[str]
    said: int
    links: int
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts of a review; `links` are pairs of reports of one study.

    `contexts` are codes and names of the periods of data collection, none in most reviews. `told`
    has keys of [manuscript] in review.toml, with whether they have a text or say false.
    """

    seed: int
    title: str
    languages: tuple[str, ...]
    unit: Literal["report", "article"]
    rounds: tuple[str, ...]
    searches: tuple[Search, ...]
    reports: dict[str, Report]
    reviewers: tuple[str, ...]
    screening: str
    eligibility: str
    criterion: bool
    stopping: tuple[float, float] | None
    random_share: float
    previous: Previous | None
    previous_note: str
    contexts: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, bool], ...] = ()
    said: tuple[Said, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()
    moments: tuple[Moment, ...] = ()

    @property
    def language(self) -> str:
        """The language of lists and letters."""
        return self.languages[0]

    def at(self, moment: Moment) -> "Facts":
        """The facts at a moment: files not yet imported list nothing."""
        searches = tuple(
            one if one.name in moment.imported else replace(one, listed=(), exported=False)
            for one in self.searches
        )
        return replace(
            self,
            searches=searches,
            said=self.said[: moment.said],
            links=self.links[: moment.links],
        )

    def scheme(self, stage: Stage) -> str:
        """The number of people who decide at a stage; one is enough to fetch a full text."""
        known = {"screening": self.screening, "eligibility": self.eligibility}
        return known.get(stage, "single")
