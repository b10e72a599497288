"""A review as review.toml describes it, and where things lie in its folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pipeline.decisions import Scheme, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlan:
    """One query at one source, as the reviewers wrote it down; `was` is a name it had before."""

    name: str
    round: str
    source: str
    platform: str
    kind: str
    run_on: str
    hits: int | None
    strategy: str | None
    query: str | None
    was: str | None = None

    @property
    def way(self) -> str:
        """By which of PRISMA's ways its records come; PubMed asked by the program is a database."""
        return "database" if self.kind == "pubmed" else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewers:
    """Who decides, and how many at each stage."""

    names: tuple[str, ...]
    screening: Scheme
    eligibility: Scheme

    def scheme(self, stage: Stage) -> Scheme:
        """How many decide at a stage; retrieval is one person's errand."""
        schemes: dict[Stage, Scheme] = {
            Stage.SCREENING: self.screening,
            Stage.RETRIEVAL: "single",
            Stage.ELIGIBILITY: self.eligibility,
        }
        return schemes[stage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation:
    """What the program may decide by itself; nothing unless it is named here."""

    criteria: tuple[str, ...]
    stop: bool
    target: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The earlier review that this one updates."""

    name: str
    file: str | None
    studies: int
    reports: int
    dropped_studies: int
    dropped_reports: int
    overlap: Literal["exclude", "link"]
    in_figure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything review.toml says, with its defaults filled in."""

    folder: Path
    title: str
    language: str
    languages: tuple[str, ...]
    timezone: str
    unit: Literal["report", "article"]
    template: Literal["auto", "new", "updated"]
    style: Literal["prisma", "covidence"]
    previous_note: str
    rounds: tuple[tuple[str, str], ...]
    searches: tuple[SearchPlan, ...]
    reviewers: Reviewers
    automation: Automation
    preprints: Literal["apart", "together"]
    random_share: float
    previous: Previous | None
    tables: dict[str, Any]
    request: dict[str, Any]
    prisma_s: dict[str, Any]
    letter: tuple[str, ...]
    hash: str

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.folder / "ajour.db"

    @property
    def criteria(self) -> Path:
        """The file of the eligibility criteria."""
        return self.folder / "criteria.toml"

    @property
    def output(self) -> Path:
        """The folder that every run rebuilds."""
        return self.folder / "output"

    @property
    def typefaces(self) -> Path:
        """The folder of typefaces for scripts that the machine has none for; it need not be."""
        return self.folder / "fonts"

    @property
    def state(self) -> Path:
        """The folder of locks and of Prefect's own files."""
        return self.folder / ".ajour"

    def studies(self) -> Path | None:
        """The sheet of extracted data, xlsx before csv; None where there is none."""
        for name in ("studies.xlsx", "studies.csv"):
            if (self.folder / name).is_file():
                return self.folder / name
        return None

    def template_of(self, language: str) -> Path:
        """The review's own template of the text in a language; it need not be."""
        return self.folder / f"text.{language}.md"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the review's people live."""
        return ZoneInfo(self.timezone)

    def search_folder(self, search: SearchPlan) -> Path:
        """Where the exports of a search lie."""
        return self.folder / "searches" / search.round / search.name
