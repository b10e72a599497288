"""The request form from [request] of review.toml."""

import pytest

from exports.tables.review_tables import request_table, searches_table
from pipeline.errors import Refused
from tests.support.appendices import appendices


def test_text_lists_and_parts_are_answers() -> None:
    said = {"limits": ["2021-", 3], "parts": {"P": "ansatte", "O": ["a", "b"]}}
    rows = [row.cells for row in request_table(appendices(request=said).request, "en").rows]
    assert [answer for _, answer in rows if answer != "not answered"] == [
        "P: ansatte\nO: a; b",
        "2021-\n3",
    ]


def test_what_nobody_answered_is_said() -> None:
    rows = [row.cells for row in request_table({"purpose": "x"}, "en").rows]
    assert rows[0] == ("What will the review be used for?", "x")
    assert rows[1] == ("Research question", "not answered")
    assert len(rows) == 6


def test_faults_are_told_at_once_by_key() -> None:
    with pytest.raises(Refused) as refused:
        appendices(request={"why": "x", "format": 7})
    assert len(refused.value.faults) == 2
    assert "[request]: unknown key 'why'; expected one of purpose, background" in str(refused.value)
    assert "[request]: format is 7; expected text, a list or a table" in str(refused.value)


def test_searches_without_sums_have_no_last_row() -> None:
    assert searches_table([], "nb").rows == ()
