"""A tree written in a notation and read again, and turned from one notation into another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.strategy.notation import NOTATIONS, OVID, parse
from pipeline.strategy.translation import translated
from pipeline.strategy.tree import (
    FIRST_YEAR,
    AllOf,
    AnyOf,
    DatabaseOnly,
    Heading,
    LineReference,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Without,
    Word,
    Years,
)
from pipeline.strategy.written import written

LETTERS = ["telework", "home", "near", "or", "covid", "19", "s1", "n3", "ti", "exp", "adj2"]
SIGNS = ["", "*", "*3", "#", "?", "$", "**19"]
FIELDS = ["ti", "ab", "kf", "kw", "hw", "mp", "af", "tw", "pt", "jn", "au", "sh", "id"]

words = st.tuples(st.sampled_from(LETTERS), st.sampled_from(SIGNS), st.sampled_from(["", "s"])).map(
    lambda three: Word(f"{three[0]}{three[1]}" if three[1] in ("*3", "**19") else "".join(three))
)
phrases = st.lists(words, min_size=2, max_size=3).map(lambda some: Phrase(tuple(some)))
lists = st.lists(words, min_size=2, max_size=3).map(lambda some: AnyOf(tuple(some)))
sides = st.one_of(words, phrases, lists)
nears = st.builds(Near, sides, sides, st.integers(0, 9), st.booleans())
chains = st.builds(Near, nears, sides, st.integers(0, 9), st.booleans())
together = st.lists(st.sampled_from(["a", "b", "c"]).map(Word), min_size=3, max_size=4).map(
    lambda some: Within(Together(tuple(some), 2), ("ti",))
)
text = st.one_of(words, phrases, lists, nears, chains)
fields = st.sets(st.sampled_from(FIELDS), min_size=1, max_size=3).map(
    lambda some: tuple(sorted(some))
)
headings = st.builds(
    lambda words, exploded, focused: Heading(
        words=tuple(words), exploded=exploded, focused=focused, name=" ".join(words).title()
    ),
    st.lists(st.sampled_from(["work", "and", "stress", "home"]), min_size=1, max_size=3),
    st.booleans(),
    st.booleans(),
)
years = st.tuples(st.integers(FIRST_YEAR, 2030), st.one_of(st.none(), st.integers(0, 40))).map(
    lambda pair: Years(pair[0], None if pair[1] is None else pair[0] + pair[1])
)
leaves = st.one_of(
    text,
    together,
    headings,
    years,
    st.builds(Within, text, fields),
    st.integers(1, 99).map(LineReference),
    st.just(Within(Word("english"), ("la",))),
    st.just(DatabaseOnly("humans")),
)


def _without(two: tuple[Query, Query]) -> Query:
    return two[0] if two[0] == two[1] else Without(*two)


trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda some: AnyOf(tuple(some))),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: AllOf(tuple(some))),
        st.tuples(inner, inner).map(_without),
        st.builds(Within, inner, fields),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("name", NOTATIONS)
@given(tree=trees)
def test_a_tree_written_and_read_again_is_the_same(name: str, tree: Query) -> None:
    target = NOTATIONS[name]
    source = NOTATIONS["pubmed"] if target is OVID else OVID
    turned = translated(tree, source, target)
    if turned.query is not None:
        assert parse(turned.text, name) == turned.query, turned.text
        assert written(turned.query, target) == turned.text
