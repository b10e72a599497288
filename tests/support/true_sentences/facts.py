"""The facts of a review: what was searched, who said what, in which order; plain data."""

from dataclasses import dataclass, replace
from typing import Literal

Stage = Literal["screening", "retrieval", "eligibility"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document; `newsletter` says that a criterion may remove it by itself."""

    key: str
    title: str
    author: str
    year: int
    doi: str
    newsletter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search as review.toml names it, and the reports that its export lists, one a record.

    A report that stands twice was listed by two databases of one export. `databases` are what the
    records of such an export call themselves. `exported` is false where there is no file.
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
    """One person's word on one report, in the order in which it was given."""

    reviewer: str
    stage: Stage
    report: str
    verdict: str
    reason: str = ""
    resolves: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A filled-in row of the studies sheet; without reports it is of no study of the review."""

    reports: tuple[str, ...]
    author: str
    year: int
    countries: tuple[str, ...]
    context: str = ""
    extracted_by: str = ""
    checked_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The earlier review as review.toml gives it."""

    name: str
    studies: int
    reports: int
    in_figure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A state that was reported: by which command, and how much had happened until then."""

    command: Literal["update", "report"]
    imported: frozenset[str]
    said: int
    links: int
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that is true of a review; `links` are pairs of reports of one study.

    `contexts` are codes and names of the times of data collection; none in most reviews. `told` are
    keys of [manuscript] in review.toml, with whether they have words or say false.
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
        """What was true at a moment: files that were not in yet listed nothing."""
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
        """How many decide at a stage; one is enough to fetch a full text."""
        known = {"screening": self.screening, "eligibility": self.eligibility}
        return known.get(stage, "single")
