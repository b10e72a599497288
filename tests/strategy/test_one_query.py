"""A whole strategy written out as one query."""

from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.strategy.notation import NOTATIONS, parse
from pipeline.strategy.numbered import printed_strategy
from pipeline.strategy.one_query import one_query
from pipeline.strategy.tree import AllOf, AnyOf, LineReference, Query, Within, Without, nodes

PUBMED = NOTATIONS["pubmed"]
PRINTED = sorted((Path(__file__).parent / "printed").iterdir())


def flat(query: Query) -> Query:
    """A query without parentheses that change nothing."""
    match query:
        case AnyOf(parts) | AllOf(parts):
            kind = type(query)
            each = [flat(part) for part in parts]
            joined = [
                one for part in each for one in (part.parts if type(part) is kind else (part,))
            ]
            return kind(tuple(joined))
        case Without(left, right):
            return Without(flat(left), flat(right))
        case Within(inner, fields):
            return Within(flat(inner), fields)
        case _:
            return query


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.name)
def test_a_printed_strategy_written_out_is_read_back_as_the_same_query(path: Path) -> None:
    found = one_query(printed_strategy(path.read_text("utf-8"), name=path.name), PUBMED)
    assert found.query is not None
    assert not any(isinstance(part, LineReference) for part in nodes(found.query))
    assert flat(parse(found.text, "pubmed")) == flat(found.query)


@pytest.mark.parametrize(
    ("lines", "text", "is_lossless"),
    [
        ("1 telework*.ti. 9\n2 home.ab. 7\n3 1 and 2 4", "telework*[ti] AND home[ab]", True),
        ("1 a.ti. 9\n2 b.ti. 7\n3 c.ti. 4\n4 1 not 2 8", "a[ti] NOT b[ti]", True),
        ("1 a.ti. 9\n2 1 and b.rx. 7\n3 1 or 2 9", "a[ti] OR a[ti]", False),
    ],
    ids=["lines in their places", "a line that is not used", "a field that is not there"],
)  # fmt: skip
def test_lines_are_written_out(lines: str, text: str, is_lossless: bool) -> None:
    found = one_query(printed_strategy(lines, name="x", notation="ovid"), PUBMED)
    assert found.text == text
    assert not found.lost if is_lossless else "line 2" in found.lost[0]


def test_a_limit_set_on_the_page_of_the_database_is_lost_and_told() -> None:
    lines = "1 telework*[ti] 9\n2 #1 Filters: English, Finnish  7"
    found = one_query(printed_strategy(lines, name="x", notation="pubmed"), PUBMED, "nb")
    assert found.text == "telework*[ti]"
    assert found.lost[0].startswith("linje 2: avgrensningen «Filters: English, Finnish")


def test_only_lines_that_are_needed_have_to_be_readable() -> None:
    lines = "1 telework*.ti. 9\n2 ((home.ab. 7\n3 1 and 1 4"
    assert one_query(printed_strategy(lines, name="x", notation="ovid"), PUBMED).text
    with pytest.raises(Refused, match="line 2"):
        one_query(printed_strategy(f"{lines}\n4 2 or 3 9", name="x", notation="ovid"), PUBMED)


def test_lines_that_double_with_each_step_are_refused() -> None:
    lines = ["1 telework*.ti. 9", *(f"{n} {n - 1} or {n - 1} 9" for n in range(2, 40))]
    strategy = printed_strategy("\n".join(lines), name="x", notation="ovid")
    with pytest.raises(Refused, match="too large"):
        one_query(strategy, PUBMED)
