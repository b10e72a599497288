# ruff: noqa: E501 - the pieces stand on one line
"""The notation on very many random queries and texts, and on any text at all."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.strategy.notation import parse
from pipeline.strategy.numbered import read_strategy
from tests.screening_rules.test_matching import found, query, words_of_a_text
from tests.support.slow_matching import matches

SIGNS = st.text(alphabet="ab12 ()\"*$#?-./:,«»“”'[]=_\n\t", max_size=40)
PIECES = st.lists(
    st.sampled_from(["a", "b*", "(", ")", "or", "and", "not", "adj2", "adj", ".ti.", "x/", "1", '"', "or/1-3", "limit 2 to", "2021:2024.yr."]),
    max_size=14,
).map(" ".join)  # fmt: skip


@given(words=words_of_a_text, asked=query)
def test_fast_and_slow_reading_find_the_same(words: list[str], asked: str) -> None:
    try:
        tree = parse(asked)
    except Refused:
        return
    assert found(" ".join(words), asked) == matches(tree, words)


@given(asked=st.one_of(SIGNS, PIECES, st.text(max_size=40)))
def test_any_text_is_a_query_or_refused(asked: str) -> None:
    try:
        parse(asked)
    except Refused:
        return


@given(text=st.one_of(SIGNS, st.text(max_size=200), st.lists(PIECES).map("\n1 ".join)))
def test_any_text_is_a_strategy_or_refused(text: str) -> None:
    try:
        read_strategy(text)
    except Refused:
        return
