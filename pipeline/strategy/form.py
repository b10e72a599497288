"""The parts of a notation: the row that each has in the table of notations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from re import Match, Pattern
from typing import Literal

from pipeline.strategy.tree import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """A proximity operator. Its number less `counts` is the number of words allowed between.

    `default` is the number if it is written without one, None if that is not allowed.
    """

    pattern: str
    ordered: bool = False
    counts: int = 0
    default: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A piece that only this notation has (a heading, years, a limit) and its meaning.

    `read` returns None if the piece changes nothing. A piece that `trails` comes after the whole
    query and narrows it.
    """

    pattern: Pattern[str]
    read: Callable[[Match[str]], Query | None]
    trails: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a tree is written: templates, and what the notation lacks.

    `near` and `ordered` take {n}; `ordered` is for any distance, `next` for none. `fielded` takes
    {text} and {tags}; `years` {first} and {last}. `headings` have the keys (exploded, focused), and
    take {name} and {sub}. `limiters` is how limits that only the database can apply are written
    after a query.
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
    """One notation: its names, fields, signs and operators, and how they are written.

    `fields` give for each tag, in lower case, the fields of the tree; of tags with the same meaning
    the first is written. `signs` turn wildcards into those of the tree. `levels` are the operators
    from the loosest to the tightest. `beside` is the meaning of adjacent words. `untagged` says
    what the database does with a word without a field that ajour does not do. `errors` are patterns
    that cannot be carried out correctly on records, each with its sentence.
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
