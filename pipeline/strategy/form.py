"""What a notation is made of: the row that each of them has in the table of notations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from re import Match, Pattern
from typing import Literal

from pipeline.strategy.tree import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """An operator of nearness. Its number less `counts` is how many words may stand between.

    `default` is the number where it is written without one, None where that can not be.
    """

    pattern: str
    ordered: bool = False
    counts: int = 0
    default: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A piece that only this notation has (a heading, years, a limit) and what it says.

    `read` gives None where the piece says nothing else than is there without it. A piece that
    `trails` stands behind the whole query and narrows it.
    """

    pattern: Pattern[str]
    read: Callable[[Match[str]], Query | None]
    trails: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a tree is written: templates, and what is not there.

    `near` and `ordered` take {n}; `ordered` is for any distance, `next` for none. `fielded` takes
    {text} and {tags}; `years` {first} and {last}. `headings` go by (exploded, focused), and take
    {name} and {sub}. `limiters` is how what only the database can do is written behind a query.
    """

    fielded: str
    near: str = ""
    near_counts: int = 0
    ordered: str = ""
    next: str = ""
    without: str = "NOT"
    headings: Mapping[tuple[bool, bool], str] = field(default_factory=dict)
    subheadings: str = "/{sub}"
    years: str = ""
    open_years: str = ""
    language: str = ""
    limiters: str = "{limits}"
    tags_joined: str = ","
    field_of: Literal["anything", "a term"] = "anything"
    capitals: bool = False
    quote: str = '"'


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Notation:
    """One notation: its names, its fields, its signs and operators, and how they are written.

    `fields` give for each tag, in lower case, the fields of the tree; of tags that mean the same
    the first is written. `signs` turn wildcards into those of the tree. `levels` are the operators
    from the loosest to the tightest. `beside` is what words side by side mean. `untagged` says what
    the database does with a word without a field that is not done here. `errors` are patterns of
    what can not be carried out rightly here, each with its sentence.
    """

    name: str
    label: str
    also: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, str]
    spelling: Spelling
    line: str = "#{n}"
    levels: tuple[tuple[str, ...], ...] = (("or",), ("and", "not"), ("near",))
    beside: Literal["phrase", "and"] = "and"
    distances: tuple[Distance, ...] = ()
    own: tuple[Own, ...] = ()
    field_before: str = ""
    field_behind: str = ""
    field_reach: Literal["near", "group"] = "near"
    quotes: str = '"[^"]*"'
    truncation: Literal["end", "inside", "anywhere"] = "anywhere"
    untagged: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def tags(self) -> Mapping[tuple[str, ...], str]:
        """The tag that is written for each combination of fields of the tree."""
        written: dict[tuple[str, ...], str] = {}
        for tag, codes in self.fields.items():
            written.setdefault(tuple(sorted(codes)), tag)
        return written
