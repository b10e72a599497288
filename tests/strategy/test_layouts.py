# ruff: noqa: E501 - layouts stand on one line
"""Lines and hits in the layouts that vendors print."""

import pytest

from pipeline.strategy.hit_counts import query_and_hits
from pipeline.strategy.layouts import layout_of

TWO = [(1, "telework*:ti", 1204), (2, "#1 AND home:ti", 37)]


@pytest.mark.parametrize(
    "text",
    [
        "#1 telework*:ti 1,204\n#2 #1 AND home:ti 37\n",
        "#2  #1 AND home:ti  37\n#1  telework*:ti  1,204\n",
        "#1.\ttelework*:ti\t1204\n#2.\t#1 AND home:ti\t37\n",
        "1) telework*:ti (1 204)\n2) #1 AND home:ti (37)\n",
        "ID,Search,Hits\n#1,telework*:ti,\"1,204\"\n#2,#1 AND home:ti,37\n",
        "No.;Query;Results\n1;telework*:ti;1204\n2;#1 AND home:ti;37\n",
        "| # | Query | Results |\n|---|---|---|\n| 1 | telework*:ti | 1,204 |\n| 2 | #1 AND home:ti | 37 |\n",
        "# 2  37  #1 AND home:ti\n# 1  1,204  telework*:ti\n",
        "1: telework*:ti   Date Run: Thu Mar 14 2024   Results: 1204\n2: #1 AND home:ti   Results: 37\n",
        "#1 telework*:ti [1,204 results]\n#2 #1 AND home:ti (n = 37)\n",
        "#2  #1 AND home:ti  37  14 Mar 2024\n#1  telework*:ti  1,204  14 Mar 2024\n",
        "Set#: 1\nSearched for: telework*:ti\nDatabases: x\nResults: 1204°\n\nSet#: 2\nSearched for: #1 AND home:ti\nResults: 37*\n",
        "Search 1 telework*:ti  View Results (1,204)\nSearch 2 #1 AND home:ti  View Results (37)\n",
    ],
    ids=["blank", "newest first", "tabs", "brackets", "csv", "semicolons", "strokes", "hits first", "run", "named", "dated", "blocks", "viewed"],
)  # fmt: skip
def test_the_same_lines_are_read_in_any_layout(text: str) -> None:
    assert [(row.number, row.query, row.hits) for row in layout_of(text).rows] == TWO


def test_counts_behind_one_blank_are_told_by_their_neighbours() -> None:
    text = "1 telework* 1204\n2 home office 311\n3 1 and 2 37\n"
    assert [row.hits for row in layout_of(text).rows] == [1204, 311, 37]
    assert layout_of("1 covid 19\n2 telework*\n3 1 and 2\n").rows[0].hits is None


@pytest.mark.parametrize(
    "query", ["covid 19", "1 or 2", "PUBYEAR > 2014", "PY 2015", "#1 AND #2", "limit 8 to yr=2021"]
)
def test_a_number_that_belongs_to_a_query_is_no_count(query: str) -> None:
    assert query_and_hits(query) == (query, None)


def test_a_table_by_tabs_keeps_the_quotation_marks_of_a_query() -> None:
    text = 'ID\tSearch\tHits\n#1\t"home office":ti\t5\n#2\t"""home work"":ti"\t6\n'
    assert [row.query for row in layout_of(text).rows] == ['"home office":ti', '"home work":ti']


def test_a_csv_that_a_person_wrote_keeps_them_too() -> None:
    text = 'line,query,hits\n1,"home office":ti,ab,5\n2,#1,4\n'
    assert [(row.query, row.hits) for row in layout_of(text).rows] == [
        ('"home office":ti,ab', 5), ("#1", 4),
    ]  # fmt: skip


def test_limiters_and_filters_stand_behind_their_query() -> None:
    text = "#,Query,Limiters/Expanders,Results\nS1,TI home,Limiters - English Language,5\n"
    assert layout_of(text).rows[0].query == "TI home Limiters - English Language"
    text = "Search number,Query,Filters,Results\n1,home[ti],Humans,5\n"
    assert layout_of(text).rows[0].query == "home[ti] Filters: Humans"


def test_a_single_query_is_line_one_without_the_lines_that_tell_of_it() -> None:
    text = "Database: Scopus\nDate: 2024-01-10\nTITLE-ABS-KEY(telework*)\n  AND PUBYEAR > 2014\nResults: 412\n"
    (row,) = layout_of(text).rows
    assert (row.number, row.hits) == (1, 412)
    assert row.query == "TITLE-ABS-KEY(telework*) AND PUBYEAR > 2014"
