"""Finds the lines of a strategy that limit it to study designs (PRISMA-S, item 10).

Published filters are not identified: only people can say whether lines are one, unchanged or
adapted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.strategy.limits import is_species
from pipeline.strategy.numbered import Strategy
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    Heading,
    LineReference,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Without,
    Word,
    nodes,
    parts_of,
)

Lines = Mapping[int, Query]

DESIGN = re.compile(
    r"random|placebo|rcts?$|trial|cohort|longitudinal|prospectiv|retrospectiv|metaanaly|observational|"
    r"quasiexperiment|crosssection|casecontrol|followup|crossover|prepost|timeserie|systematic|review|"
    r"beforeafter|afterbefore|beforeandafter|doubleblind|singleblind|tripleblind|doublemask|singlemask"
)
"""How words of designs begin, after hyphens and blanks between their parts were removed."""

BESIDE = re.compile(
    r"(stud(y|ies)?|design|method|research|clinical|control(led)?|analys[ei]s|experiment|comparative|"
    r"evaluation|group|epidemiolog|interrupted|literature|(non)?equivalent|as|topic|and|the|of|drug|"
    r"therapy|subheading|multicenter|multicentre|pragmatic|adaptive|phase|series|data|panel)\w*$"
)
"""Words that may accompany words of designs without being a subject."""

COMPOUNDS = re.compile(
    r"\b(meta|quasi|cross|case|follow|pre|time|before|after|doubl?e?|singl?e?|triple|before and)\b"
    r"[\s-]+(?=(analy|experiment|section|control|up|over|post|serie|after|before|blind|mask|and\b))"
)

FEWEST = 2
"""Fewest words of designs in a block; a single one may be the subject or a type."""


def design_lines(strategy: Strategy) -> tuple[int, ...]:
    r"""The numbers of the lines that contain only study designs and narrow the search.

    >>> from pipeline.strategy.numbered import read_strategy
    >>> text = "1 telework*.ti.  9\n2 cohort*.ti.  9\n3 exp Cohort Studies/  9\n4 2 or 3  9\n"
    >>> design_lines(read_strategy(text + "5 1 and 4  9"))
    (2, 3, 4)
    >>> design_lines(read_strategy(text))
    ()
    """
    trees = {line.number: line.tree for line in strategy.lines if line.tree is not None}
    found: set[int] = set()
    for number, tree in trees.items():
        for parts in _narrowed(tree):
            blocks = [part for part in parts if _is_block(part, trees)]
            if len(blocks) < len(parts):
                found |= {line for one in blocks for line in _lines_of(one, number, trees)}
    return tuple(sorted(found))


def _narrowed(query: Query) -> Iterator[tuple[Query, ...]]:
    """The parts of each AND of a query, ignoring what NOT excludes."""
    if isinstance(query, Within):
        yield from _narrowed(query.query)
    elif isinstance(query, Without):
        yield from _narrowed(query.left)
    elif isinstance(query, AllOf):
        yield query.parts
        for part in query.parts:
            yield from _narrowed(part)


def _is_block(query: Query, lines: Lines) -> bool:
    """Whether a part contains only designs, and enough different words of them."""
    leaves = list(_leaves(query, lines, frozenset()))
    designs = {leaf for leaf in leaves if leaf and DESIGN.search(leaf)}
    return len(designs) >= FEWEST and all(leaf and _of_designs(leaf) for leaf in leaves)


def _leaves(query: Query, lines: Lines, seen: frozenset[int]) -> Iterator[str]:
    """The text of each term of a query and of the lines it names; "" for anything but terms."""
    match query:
        case LineReference():
            other = lines.get(query.number)
            if other is None or query.number in seen:
                yield ""
            else:
                yield from _leaves(other, lines, seen | {query.number})
        case AnyOf() | AllOf():
            for part in query.parts:
                yield from _leaves(part, lines, seen)
        case Within():
            yield from _leaves(query.query, lines, seen)
        case Without() if is_species(query.right, lines):
            yield from _leaves(query.left, lines, seen)
        case Heading():
            yield _plain(query.words)
        case Word() | Phrase() | Near() | Together():
            yield from _together(query)
        case _:
            yield ""


def _together(query: Query) -> Iterator[str]:
    """The words of a term joined as one text; "" if the term contains anything but words."""
    parts = list(nodes(query))
    plain = all(isinstance(part, Word | Phrase | Near | Together | AnyOf) for part in parts)
    yield _plain([part.text for part in parts if isinstance(part, Word)]) if plain else ""


def _plain(words: Sequence[str]) -> str:
    """The words in lower case without truncation, each compound design as one word."""
    text = " ".join(words).casefold()
    text = re.sub(r"[*$?#]\d*", "", re.sub(r"(?<=\w)[?#](?=\w)", "s", text))
    text = " ".join(re.findall(r"\w+", text))
    for _ in range(2):
        text = COMPOUNDS.sub(lambda found: found[1].replace(" ", ""), text)
    return text


def _of_designs(leaf: str) -> bool:
    return all(DESIGN.match(word) or BESIDE.match(word) for word in leaf.split())


def _lines_of(query: Query, own: int, lines: Lines) -> set[int]:
    """The lines that a block consists of: those that it names, or else its own line."""
    found: set[int] = set()
    waiting = list(_named(query))
    while waiting:
        number = waiting.pop()
        if number in found or number not in lines:
            continue
        found.add(number)
        waiting += _named(lines[number])
    return found or {own}


def _named(query: Query) -> Iterator[int]:
    """The lines that a query names, ignoring what NOT excludes."""
    if isinstance(query, Without):
        yield from _named(query.left)
    elif isinstance(query, LineReference):
        yield query.number
    else:
        for part in parts_of(query):
            yield from _named(part)
