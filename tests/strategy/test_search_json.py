"""Searches as Haddaway's JSON, out and in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.strategy.numbered import printed_strategy
from pipeline.strategy.search_json import SearchHistory, read_search_json, search_json

text = st.text(alphabet='ab #*"\\()ø', min_size=1).map(str.strip).filter(bool)
hits = st.one_of(st.none(), st.integers(0, 10**9))
histories = st.builds(
    SearchHistory,
    platform=text,
    databases=st.lists(text, max_size=3).map(tuple),
    conducted=st.sampled_from(["", "2024-01-10"]),
    search_string=text,
    hits=hits,
    lines=st.lists(st.tuples(st.integers(1, 99), text, hits), max_size=3).map(tuple),
)


@given(history=histories)
def test_what_is_written_is_read_again(history: SearchHistory) -> None:
    assert read_search_json(search_json(history, review="A review")) == history


def test_another_programs_file_is_read_with_its_platform() -> None:
    file = {
        "record_info": {},
        "authors": [{"name": "Nordal, K.", "ORCID": "0000-0000-0000-0000"}],
        "date": {"data_entry": "2024.02.01", "search_conducted": "2024.01.10"},
        "platform": "Web of Science",
        "database": ["SCI-EXPANDED", "SSCI"],
        "search_string": "TS=(telework* AND sleep*)",
    }
    read = printed_strategy(json.dumps(file))
    assert [(line.number, line.query) for line in read.lines] == [(1, "TS=(telework* AND sleep*)")]
    assert (read.notation, read.run_on, read.wrong) == ("wos", "2024-01-10", None)


def test_numbered_lines_of_a_search_string_are_told_apart() -> None:
    file = {
        "platform": "ebsco",
        "search_string": "S1 TI telework*\nS2 AB home\nS3 S1 OR S2",
        "hits": 9,
    }
    read = printed_strategy(json.dumps([file]))
    assert [line.number for line in read.lines] == [1, 2, 3]
    assert (read.notation, read.hits, read.wrong) == ("ebsco", 9, None)


@pytest.mark.parametrize("wrong", ["{", "[{}]", '{"search": 1}', "[" * 60 + "{" + "]" * 60])
def test_other_json_is_refused_in_a_sentence(wrong: str) -> None:
    with pytest.raises(Refused):
        read_search_json(wrong)
