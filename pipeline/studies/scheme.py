"""The scheme of the tables: contexts, outcome categories and countries, as review.toml has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Literal

from pipeline.languages import Wording, of_catalogues
from pipeline.studies.earlier_reviews import EarlierReview
from pipeline.toml.kinds import AnyText, InWords, Said, Text, Whole

Order = Literal["name", "count", "given", "year"]
"""How rows stand: as the language sorts, most first, or as given; studies also by year."""

COLUMNS = (
    "study_id",
    "reports",
    "title",
    "first_author",
    "year",
    "data_context",
    "design",
    "time_points",
    "follow_up",
    "groups",
    "outcomes",
    "outcome_categories",
    "sector",
    "country",
    "countries",
    "data_years",
    "overlap",
    "aim",
    "finding",
    "extracted_by",
    "checked_by",
)
"""The columns of the studies sheet, in its order. Those of text may bear a language: design_nb."""

TEXT_COLUMNS = frozenset(
    {
        "design",
        "follow_up",
        "groups",
        "outcomes",
        "sector",
        "country",
        "countries",
        "aim",
        "finding",
    }
)
"""Columns whose words are of a language, so that a sheet may hold them in several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """When a study's data were collected; each context is one table of appendix 3.

    `title` is that table's, where it is not the name, and `note` stands below it; `period` is set
    in brackets behind the years of its studies.
    """

    code: Text
    column: Said
    number: Said = ""
    name: InWords
    title: InWords = field(default_factory=Wording)
    note: InWords = field(default_factory=Wording)
    period: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A code and what it is called: a column of appendices 4 and 5, or a group of outcomes."""

    code: Text
    name: InWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """An outcome category: its letter, the group it is of, and what the letter's footnote says."""

    code: Text
    group: Said = ""
    name: InWords
    note: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of a named count: studies whose column has the word; all the others where "" is.

    `title` is what the share is of, in words.
    """

    name: Text
    column: Said = ""
    contains: Said = ""
    title: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCount:
    """A number of the running text: studies of some contexts, perhaps in parts.

    `printed` is what a printed report says, where it is to be compared; `title` what the number
    is of, in words.
    """

    name: Text
    contexts: tuple[Text, ...] = ()
    printed: Whole | None = None
    parts: tuple[Part, ...] = ()
    title: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyColumn:
    """A column of appendix 3: its heading, and the columns of the sheet that stand in it."""

    name: InWords = field(default_factory=Wording)
    parts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How one appendix is drawn: its order, how zero is shown, and headings that differ."""

    order: Order = "given"
    zero: AnyText = ""
    headings: Mapping[str, InWords] = field(default_factory=lambda: MappingProxyType({}))
    number: Said = ""
    title: InWords = field(default_factory=Wording)
    note: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """Title, note, and headings by column of a table that is not counted from the studies."""

    title: InWords = field(default_factory=Wording)
    note: InWords = field(default_factory=Wording)
    headings: Mapping[str, InWords] = field(default_factory=lambda: MappingProxyType({}))


WORDED_TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "request": ("asked", "answer"),
        "criteria": ("element", "included", "excluded"),
        "excluded": ("reference", "reason", "other"),
        "literature": ("number", "author_year", "title", "concepts", "aim"),
        "searches": (),
        "overlap": (),
        "earlier": ("reference", "searched_to", "identified", "screened", "included", "conclusion"),
    }
)
"""Tables whose title and note review.toml may give, with the columns whose headings it may."""

NO_WORDS: Mapping[str, TableWords] = MappingProxyType({})


NO_CONTEXT = Context(
    code="all", column="all", number="", name=of_catalogues("tables", "all_studies")
)
"""The one context of a review that does not tell contexts apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableScheme:
    """Everything that the tables and text counts take from review.toml.

    `by` says what the contexts tell apart, `sheet` has what columns of the studies sheet are called
    where it is not as usual.
    """

    contexts: tuple[Context, ...] = (NO_CONTEXT,)
    columns: tuple[Named, ...] = (Named(code="all", name=NO_CONTEXT.name),)
    groups: tuple[Named, ...] = ()
    categories: tuple[Category, ...] = ()
    countries: tuple[Wording, ...] = ()
    designs: tuple[Wording, ...] = ()
    counts: tuple[NamedCount, ...] = ()
    headings: tuple[StudyColumn, ...] = ()
    included: Drawing = field(default_factory=Drawing)
    by_country: Drawing = field(default_factory=Drawing)
    by_outcome: Drawing = field(default_factory=Drawing)
    by: Wording = field(default_factory=lambda: of_catalogues("tables", "by"))
    sheet: Mapping[str, InWords] = field(default_factory=lambda: MappingProxyType({}))
    unit: str = "study"
    words: Mapping[str, TableWords] = field(default_factory=lambda: NO_WORDS)
    earlier: tuple[EarlierReview, ...] = ()

    @property
    def with_contexts(self) -> bool:
        """Whether the review tells contexts apart."""
        return len(self.columns) > 1

    @property
    def table_numbers(self) -> tuple[str, tuple[str, ...]]:
        """The number of the table of criteria, and those of the contexts' tables.

        Whatever review.toml does not give is the next that no other table has.
        """
        given = {one.number for one in self.contexts}
        free = (str(number) for number in count(1) if str(number) not in given)
        return next(free), tuple(one.number or next(free) for one in self.contexts)

    def context(self, code: str) -> Context:
        """The context of that code; KeyError where there is none."""
        return {one.code: one for one in self.contexts}[code]
