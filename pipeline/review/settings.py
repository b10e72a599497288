"""A review as described in review.toml, and the places of the files in its folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from pipeline.decisions import Scheme, Stage
from pipeline.languages import Wording, language_called, languages
from pipeline.ranking.finished_reviews import FinishedReplay
from pipeline.review.full_text_plan import FullTextPlan
from pipeline.review.page_keys import PageKeys
from pipeline.review.query_translation import QueryTranslation
from pipeline.strategy.labels import LABELS
from pipeline.studies.map_plan import MapPlan
from pipeline.studies.scheme import TableScheme
from pipeline.toml.kinds import (
    AnyText,
    Count,
    Day,
    Flag,
    Kind,
    OwnAnswer,
    OwnText,
    Text,
    one_of,
    share,
)

Language = Annotated[str, one_of(languages(), language_called)]
"""A language that has a catalogue."""


def _notation(value: object) -> str | None:
    """The name of a notation, given that name or the name of its platform."""
    from pipeline.strategy.notation import notation_named  # all notations take time to import

    found = notation_named(value) if isinstance(value, str) else None
    return found.name if found else None


NOTATION = Kind(f"a notation of searches: {', '.join(LABELS)}", _notation, _notation)

Way = Literal["database", "register", "website", "organisation", "citations"]
"""The ways in which records are found, as PRISMA distinguishes them."""

RequestKey = Literal[
    "purpose",
    "background",
    "question",
    "parts",
    "limits",
    "analysis",
    "audience",
    "format",
    "deadline",
    "contact",
]
"""The keys of the request form, in its order."""

PrismaSItem = Literal[
    "databases",
    "multi_database",
    "registers",
    "online",
    "citations",
    "contacts",
    "other",
    "strategies",
    "limits",
    "filters",
    "prior_work",
    "updates",
    "dates",
    "peer_review",
    "totals",
    "deduplication",
]
"""PRISMA-S (Rethlefsen et al. 2021), items 1 to 16, in order."""


ManuscriptKey = Literal[
    "framework",
    "background",
    "objective",
    "protocol",
    "registration",
    "deviations",
    "eligibility",
    "charting",
    "appraisal",
    "synthesis",
    "summary",
    "limitations",
    "conclusions",
    "funding",
    "interests",
    "data",
]
"""Information for a manuscript that only people know, in the order of the manuscript."""

Checklist = Literal["prisma_scr", "prisma_2020", "prisma_abstract"]
"""The checklists for reporting a review, besides the one for its searches."""


def _answer(value: object) -> str:
    r"""An answer of the request form: text, a list of lines, or a table of parts.

    >>> _answer({"P": "employees", "O": ["a", "b"]}), _answer(["2021-", 3])
    ('P: employees\nO: a; b', '2021-\n3')
    """
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_joined(text)}" for name, text in value.items())
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _answers(value: object) -> Wording | str:
    """An answer in one language, or in each that a table of languages has."""
    if isinstance(value, dict) and value and value.keys() <= {*languages()}:
        return Wording(**{language: _answer(text) for language, text in value.items()})
    return _answer(value)


Answer = Annotated[
    Wording | str,
    Kind("text, a list or a table", lambda value: isinstance(value, str | list | dict), _answers),
]
RequestForm = dict[RequestKey, Answer]
PrismaS = dict[PrismaSItem, OwnText]
Manuscript = dict[ManuscriptKey, OwnAnswer]
"""The statements of review.toml for the manuscript; an answer of false gives no words."""

Checklists = dict[Checklist, dict[Text, OwnAnswer]]
"""People's own answers to items of checklists, by the item's number."""

StoppingRule = Literal["test", "certificate"]
"""The rules by which reading may stop."""

Weight = Annotated[float, share("a number above 0 and up to 100", lambda value: 0 < value <= 100)]
"""How much work a person gets compared with others; the default is 1."""

ShareFound = Annotated[float, share("a number from 0.5 to below 1", lambda value: 0.5 <= value < 1)]


SEEDS = Kind(
    '"included", or a list of DOIs and PubMed numbers',
    lambda value: (
        value == "included"
        or (
            isinstance(value, list) and value and all(isinstance(one, str) and one for one in value)
        )
    ),
    lambda value: (value,) if isinstance(value, str) else tuple(value),
)
"""The seed references of a citation search."""

CITATION_WAYS: Mapping[str, tuple[Literal["references", "citing"], ...]] = {
    "references": ("references",),
    "citing": ("citing",),
    "both": ("references", "citing"),
}
"""The direction in which citations are followed: backward, forward, or both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPlan:
    """One query at one source, as the reviewers wrote it down; `was` is its former name.

    `fetch` names the service of `pipeline.sources` that the program queries. `notation` is that of
    the strategy; it is detected if none is given. `translation` is a file with the query,
    translated from the strategy. `seeds` and `direction` belong to a citation search.
    """

    name: Text
    round: Text
    source: Text
    platform: AnyText = ""
    way: Annotated[Way, Field(alias="kind")] = "database"
    fetch: Text | None = None
    run_on: Day = ""
    hits: Count | None = None
    strategy: Text | None = None
    notation: Annotated[str, NOTATION] | None = None
    query: Text | None = None
    translation: Text | None = None
    was: Text | None = None
    seeds: Annotated[tuple[str, ...], SEEDS, Field(alias="from")] = ("included",)
    direction: Literal["references", "citing", "both"] = "both"

    @property
    def asks(self) -> str:
        """The query sent to its service, as the notes of its runs record it."""
        if self.fetch != "citations":
            return self.query or ""
        return f"citations ({self.direction}) of: {', '.join(self.seeds)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewers:
    """Who decides, and how many people at each stage.

    People who are `away` get no work. Work is shared out by `weights`; the default is 1.
    """

    names: tuple[Text, ...] = ()
    screening: Scheme = "single"
    eligibility: Scheme = "single"
    away: tuple[Text, ...] = ()
    weights: dict[Text, Weight] = field(default_factory=dict)

    @property
    def there(self) -> dict[str, float]:
        """The weight of each person who is not away and so gets work, in the order of names."""
        return {one: self.weights.get(one, 1.0) for one in self.names if one not in self.away}

    def readers(self, stage: Stage) -> int:
        """How many people each report needs at a stage."""
        return 1 if self.scheme(stage) == "single" else 2

    def scheme(self, stage: Stage) -> Scheme:
        """How many people decide at a stage; retrieval is the task of one person."""
        schemes: dict[Stage, Scheme] = {
            Stage.SCREENING: self.screening,
            Stage.RETRIEVAL: "single",
            Stage.ELIGIBILITY: self.eligibility,
        }
        return schemes[stage]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppingTest:
    """When unread reports may stay unread, and whether the program then leaves them automatically.

    `rule` names the rule that decides: the test, which is a proof, or the certificate, which was
    learned from finished reviews. `finished` is the team's own table, used in addition to the one
    supplied with the program.
    """

    exclude_unread: Flag = False
    rule: StoppingRule = "test"
    target: ShareFound = 0.95
    confidence: ShareFound = 0.95
    finished: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation:
    """What the program may decide automatically; nothing unless it is named here."""

    criteria: tuple[Text, ...] = ()
    stopping: StoppingTest = StoppingTest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The earlier review that this one updates."""

    name: Text
    file: Text | None = None
    studies: Count = 0
    counted_reports: Annotated[Count | None, Field(alias="reports")] = None
    dropped_studies: Count = 0
    dropped_reports: Count = 0
    overlap: Literal["exclude", "link"] = "link"
    in_figure: Flag = True

    @property
    def reports(self) -> int:
        """The number of reports; that of the studies if nobody counted the reports."""
        return self.studies if self.counted_reports is None else self.counted_reports


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrityWatch:
    """Whether services are asked for retractions and other notices.

    `file` is the csv of Retraction Watch in the review's folder, which is searched offline.
    """

    watch: Flag = False
    file: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything review.toml says, with its defaults filled in."""

    folder: Path
    titles: Wording
    language: Language
    languages: tuple[Language, ...]
    timezone: str
    unit: Literal["report", "article"]
    template: Literal["auto", "new", "updated"]
    style: Literal["prisma", "covidence"]
    previous_note: Wording
    round_titles: tuple[tuple[str, Wording], ...]
    searches: tuple[SearchPlan, ...]
    reviewers: Reviewers
    automation: Automation
    preprints: Literal["apart", "together"]
    random_share: float
    previous: Previous | None
    tables: TableScheme
    evidence_map: MapPlan
    request: RequestForm
    prisma_s: PrismaS
    manuscript: Manuscript
    checklists: Checklists
    journals: Mapping[str, str]
    letter: tuple[str, ...]
    integrity: IntegrityWatch
    hash: str
    full_text: FullTextPlan = field(default_factory=FullTextPlan)
    fill: tuple[str, ...] = ()
    finished: tuple[FinishedReplay, ...] = ()
    page_keys: PageKeys = field(default_factory=PageKeys)
    other_references: str | None = None
    word_template: str | None = None
    translations: Mapping[str, QueryTranslation] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title in the review's language."""
        return self.titles[self.language]

    @property
    def rounds(self) -> tuple[tuple[str, str], ...]:
        """The rounds in order, each with its title in the review's language."""
        return tuple(self.rounds_in(self.language).items())

    def rounds_in(self, language: str) -> dict[str, str]:
        """The titles of the rounds by name, in a language."""
        return {name: title[language] for name, title in self.round_titles}

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
        """The folder of typefaces for scripts that the machine has none for; it may be missing."""
        return self.folder / "fonts"

    @property
    def state(self) -> Path:
        """The folder of locks and of Prefect's own files."""
        return self.folder / ".ajour"

    def studies(self) -> Path | None:
        """The sheet of extracted data, xlsx before csv; None if there is none."""
        for name in ("studies.xlsx", "studies.csv"):
            if (self.folder / name).is_file():
                return self.folder / name
        return None

    def template_of(self, language: str) -> Path:
        """The review's own template of the text in a language; it may be missing."""
        return self.folder / f"text.{language}.md"

    @property
    def word_file(self) -> Path:
        """The Word template that gives documents their styles; it may be missing."""
        return self.folder / (self.word_template or "template.docx")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the review's people live."""
        return ZoneInfo(self.timezone)

    def search_folder(self, search: SearchPlan) -> Path:
        """The folder with the exports of a search."""
        return self.folder / "searches" / search.round / search.name
