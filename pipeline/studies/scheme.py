"""The scheme of the tables: contexts, outcome categories and countries from review.toml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Literal

from pipeline.languages import Wording, of_catalogues
from pipeline.studies.earlier_reviews import EarlierReview
from pipeline.toml.kinds import AnyText, InWords, Said, Text, Whole

Order = Literal["name", "count", "given", "year"]
"""The order of rows: as the language sorts, most first, or as given; studies also by year."""

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
"""The columns of the studies sheet, in order. Columns of text may name a language: design_nb."""

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
"""Columns with words, so a sheet may have them in several languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """When a study's data were collected; each context is one table of appendix 3.

    `title` is that of the table if it differs from the name, and `note` is printed below the table.
    `period` is printed in brackets after the years of its studies.
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
    """A code and its name: a column of appendices 4 and 5, or a group of outcomes."""

    code: Text
    name: InWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """An outcome category: its letter, its group, and the text of the letter's footnote."""

    code: Text
    group: Said = ""
    name: InWords
    note: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a named count: studies whose column has the word; with "" all other studies.

    `title` describes the part in words.
    """

    name: Text
    column: Said = ""
    contains: Said = ""
    title: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCount:
    """A number of the running text: studies of some contexts, perhaps in parts.

    `printed` is the number in a printed report, for comparison; `title` describes the number in
    words.
    """

    name: Text
    contexts: tuple[Text, ...] = ()
    printed: Whole | None = None
    parts: tuple[Part, ...] = ()
    title: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyColumn:
    """A column of appendix 3: its heading, and the columns of the sheet that it shows."""

    name: InWords = field(default_factory=Wording)
    parts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How one appendix is drawn: its order, how zero is shown, and different headings."""

    order: Order = "given"
    zero: AnyText = ""
    headings: Mapping[str, InWords] = field(default_factory=lambda: MappingProxyType({}))
    number: Said = ""
    title: InWords = field(default_factory=Wording)
    note: InWords = field(default_factory=Wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """Title, note and headings, by column, of a table that is not counted from the studies."""

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
"""Tables whose title and note review.toml can set, with the columns whose headings it can set."""

NO_WORDS: Mapping[str, TableWords] = MappingProxyType({})


NO_CONTEXT = Context(
    code="all", column="all", number="", name=of_catalogues("tables", "all_studies")
)
"""The only context of a review that does not distinguish contexts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableScheme:
    """Everything that the tables and text counts use from review.toml.

    `by` names what the contexts distinguish; `sheet` has unusual names of columns of the studies
    sheet.
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
        """Whether the review distinguishes contexts."""
        return len(self.columns) > 1

    @property
    def table_numbers(self) -> tuple[str, tuple[str, ...]]:
        """The number of the table of criteria, and those of the contexts' tables.

        A number that review.toml does not give is the next one that no other table has.
        """
        given = {one.number for one in self.contexts}
        free = (str(number) for number in count(1) if str(number) not in given)
        return next(free), tuple(one.number or next(free) for one in self.contexts)

    def context(self, code: str) -> Context:
        """The context with that code; KeyError if there is none."""
        return {one.code: one for one in self.contexts}[code]
