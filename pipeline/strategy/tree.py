"""A query's meaning, as one tree for every notation; code that matches records compiles it.

Its words and fields use Ovid's signs: each notation's parser turns its own into them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

TRUNCATIONS = "*$"
"""Signs for any ending of a word, followed by its greatest length if it has one."""

FIRST_YEAR = 1000
"""The first year of a range without a beginning, as in "before 2021"."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, lower-case, with its signs: `telework*`, `organi#ation`, `colo?r`.

    `*` matches any letters, wherever it is; `*3` at the end at most three. `#` matches
    exactly one, `?` one or none, `$` the same as `*`.
    """

    text: str
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more adjacent words, in order."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Both, with at most `gap` words between: in that order, or in either order."""

    left: "Query"
    right: "Query"
    gap: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Three words or more in any order, with at most `gap` words between one and the next."""

    words: tuple[Word, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the parts."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of the parts, anywhere in the fields."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The left, in records that have the right nowhere in the fields."""

    left: "Query"
    right: "Query"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the database's thesaurus: a whole keyword of the record, unexploded.

    `focused` asks for records with it as a main topic, `subheadings` for those that have it
    with one of these. `name` is how the strategy writes it.
    """

    words: tuple[str, ...]
    exploded: bool = False
    focused: bool = False
    subheadings: tuple[str, ...] = ()
    name: str = field(default="", compare=False, repr=False)
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LineReference:
    """Another line of the strategy."""

    number: int
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Years:
    """Published in these years, both included.

    Without a last year there is no end; `FIRST_YEAR` as the first means there is no beginning.
    """

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Within:
    """The query, searched for in these fields only (Ovid's two-letter codes, sorted)."""

    query: "Query"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A line with a limit that only the database can apply, in the line's own words."""

    number: int
    text: str
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DatabaseOnly:
    """A part of a query that only the database can carry out, as the strategy writes it."""

    text: str
    column: int = field(default=0, compare=False, repr=False)


Query = (
    Word
    | Phrase
    | Near
    | Together
    | AnyOf
    | AllOf
    | Without
    | Heading
    | LineReference
    | Years
    | Within
    | Limit
    | DatabaseOnly
)
"""Any node of the tree."""


def parts_of(query: Query) -> tuple[Query, ...]:
    """The nodes directly below a node, left to right."""
    match query:
        case AnyOf() | AllOf():
            return query.parts
        case Near() | Without():
            return (query.left, query.right)
        case Within():
            return (query.query,)
        case Phrase() | Together():
            return query.words
        case _:
            return ()


DEEPEST = 120
"""Most levels of a tree with its referenced lines inserted; matching recurses through them."""

LARGEST = 50_000
"""Most parts of a tree with its referenced lines inserted: lines that name each other twice double
with each step. A strategy of 29 lines comes to about a thousand."""


def out_of_bounds(query: Query) -> str | None:
    """Why a tree is too deep or too large to be processed; None if it is not."""
    waiting: list[tuple[Query, int]] = [(query, 1)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            return f"the query has more than {DEEPEST} nested levels"
        if seen > LARGEST:
            return f"the query has more than {LARGEST:,} words and operators"
        waiting += [(one, depth + 1) for one in parts_of(part)]
    return None


def references(query: Query) -> list[LineReference | Limit]:
    """Every line that a query refers to, left to right.

    >>> [one.number for one in references(AllOf((LineReference(8), AnyOf((LineReference(2),)))))]
    [8, 2]
    """
    own = [query] if isinstance(query, LineReference | Limit) else []
    return own + [found for part in parts_of(query) for found in references(part)]


def nodes(query: Query) -> Iterator[Query]:
    """The query and every part of it, each before its own parts, left to right."""
    yield query
    for part in parts_of(query):
        yield from nodes(part)
