"""What a query in Ovid's notation says, as a tree; who matches records compiles it."""

from dataclasses import dataclass, field

TRUNCATIONS = "*$"
"""Signs that stand for any ending of a word, followed by its greatest length if it has one."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, lower-case, with its signs: `telework*`, `organi#ation`, `colo?r`."""

    text: str
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words that stand next to each other, in order."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Both, with at most `gap` words between: in that order, or in either order."""

    left: "Query"
    right: "Query"
    gap: int
    ordered: bool = False


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
    """The left, in records where the right is nowhere in the fields."""

    left: "Query"
    right: "Query"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the database's thesaurus: a keyword of the record, whole, unexploded."""

    words: tuple[str, ...]
    exploded: bool = False
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LineReference:
    """Another line of the strategy."""

    number: int
    column: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Years:
    """Published in these years, both counted in; no last year means until now."""

    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Within:
    """The query, looked for in these fields only (Ovid's two-letter codes, sorted)."""

    query: "Query"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A line narrowed in a way that only the database can carry out, in its own words."""

    number: int
    text: str
    column: int = field(default=0, compare=False, repr=False)


Query = (
    Word
    | Phrase
    | Near
    | AnyOf
    | AllOf
    | Without
    | Heading
    | LineReference
    | Years
    | Within
    | Limit
)
"""Any node of the tree."""


def parts_of(query: Query) -> tuple[Query, ...]:
    """The nodes right below a node, left to right."""
    match query:
        case AnyOf() | AllOf():
            return query.parts
        case Near() | Without():
            return (query.left, query.right)
        case Within():
            return (query.query,)
        case Phrase():
            return query.words
        case _:
            return ()


DEEPEST = 120
"""Most levels of a tree, lines that it names set in; what is matched goes down it by recursion."""

LARGEST = 50_000
"""Most parts of a tree, lines that it names set in: lines that name each other twice double with
each step. A strategy of 29 lines comes to about a thousand."""


def out_of_bounds(query: Query) -> str | None:
    """Why a tree is too deep or too large to be gone through; None where it is not."""
    waiting: list[tuple[Query, int]] = [(query, 1)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            return f"is nested more than {DEEPEST} levels deep"
        if seen > LARGEST:
            return f"comes to more than {LARGEST:,} words and operators"
        waiting += [(one, depth + 1) for one in parts_of(part)]
    return None


def references(query: Query) -> list[LineReference | Limit]:
    """Every line that a query refers to, left to right.

    >>> [one.number for one in references(AllOf((LineReference(8), AnyOf((LineReference(2),)))))]
    [8, 2]
    """
    own = [query] if isinstance(query, LineReference | Limit) else []
    return own + [found for part in parts_of(query) for found in references(part)]
