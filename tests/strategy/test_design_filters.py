"""The lines of a strategy that keep it to study designs, in every notation."""

from pathlib import Path

import pytest

from pipeline.errors import ranges
from pipeline.strategy.design_filters import design_lines
from pipeline.strategy.notation import NOTATIONS
from pipeline.strategy.numbered import printed_strategy, read_strategy

HERE = Path(__file__).parent

OVID = """1 telework*.ti,ab.  90
2 randomized controlled trial.pt.  91
3 controlled clinical trial.pt.  92
4 randomi?ed.ab.  93
5 placebo.ab.  94
6 drug therapy.fs.  95
7 randomly.ab.  96
8 trial.ab.  97
9 groups.ab.  98
10 or/2-9  99
11 exp animals/ not humans.sh.  99
12 10 not 11  99
13 1 and 12  9
"""

BY_NOTATION = {
    "ovid": "1 telework*.ti.  9\n2 exp Cohort Studies/  9\n3 (before-after adj2 stud*).ab.  9\n"
    "4 2 or 3  9\n5 1 and 4  9\n",
    "pubmed": "#1 telework*[tiab] 9\n#2 randomized controlled trial[pt] 9\n"
    '#3 "follow-up studies"[MeSH] OR prospective*[tiab] 9\n#4 #2 OR #3 9\n#5 #1 AND #4 9\n',
    "ebsco": 'S1 TI telework* 9\nS2 MH "Prospective Studies+" 9\nS3 AB (cohort* OR panel data) 9\n'
    "S4 S2 OR S3 9\nS5 S1 AND S4 9\n",
    "embase": "#1 telework*:ti,ab 9\n#2 'cohort analysis'/exp 9\n#3 'cross-sectional study'/de OR "
    "(case NEXT/1 control*):ti 9\n#4 #2 OR #3 9\n#5 #1 AND #4 9\n",
    "cochrane": '#1 telework*:ti,ab 9\n#2 [mh "Cohort Studies"] 9\n#3 (meta NEXT analys*):ti,ab 9\n'
    "#4 #2 OR #3 9\n#5 #1 AND #4 9\n",
    "wos": "#1 TS=telework* 9\n#2 TS=(cohort* OR longitudinal*) 9\n"
    "#3 TI=(systematic NEAR/1 review*) 9\n"
    "#4 #2 OR #3 9\n#5 #1 AND #4 9\n",
    "scopus": "#1 TITLE-ABS-KEY(telework*) 9\n#2 TITLE-ABS(cohort* OR prospective*) 9\n"
    '#3 TITLE("interrupted time series") 9\n#4 #2 OR #3 9\n#5 #1 AND #4 9\n',
    "proquest": "S1 ti(telework*) 9\nS2 ab(cohort* OR longitudinal*) 9\n"
    "S3 ti(randomized NEAR/1 trial*) 9\n"
    "S4 S2 OR S3 9\nS5 S1 AND S4 9\n",
}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_block_of_designs_is_found_in_every_notation(notation: str) -> None:
    strategy = read_strategy(BY_NOTATION[notation], notation=notation)
    assert strategy.wrong is None
    assert design_lines(strategy) == (2, 3, 4)


def test_a_block_with_what_excludes_animals_is_found_with_all_its_lines() -> None:
    assert design_lines(read_strategy(OVID)) == (*range(2, 11), 12)


@pytest.mark.parametrize(
    "text",
    [
        "1 telework*.ti.  9\n2 cohort*.ti.  9\n3 1 and 2  9",
        "1 telework*.ti.  9\n2 (cohort* or sleep*).ti.  9\n3 1 and 2  9",
        "1 cohort*.ti.  9\n2 longitudinal*.ti.  9\n3 1 or 2  9",
        "1 (clinical trial* or cohort*).ti.  9",
        "1 telework*.ti.  9\n2 (trial* balance or review* panel pay).ti.  9\n3 1 and 2  9",
        "1 telework*.ti.  9\n2 (trial* or review*).ti.  9\n3 1 not 2  9",
        "1 telework*.ti.  9\n2 (blind* or trial court*).ti.  9\n3 1 and 2  9",
        '1 telework*.ti.  9\n2 english.la.  9\n3 1 and 2  9\n4 limit 3 to yr="2020-2024"  9',
    ],
    ids=[
        "one word may be the subject",
        "a word that is none of designs",
        "no other part that is narrowed",
        "the whole search is of designs",
        "words of designs in another sense",
        "what is left out keeps nothing to designs",
        "blindness, and trials at court",
        "limits are not designs",
    ],
)
def test_what_is_not_surely_a_filter_is_not_called_one(text: str) -> None:
    assert design_lines(read_strategy(text)) == ()


def test_a_filter_in_one_line_with_its_subject_is_found() -> None:
    text = "1 sleep.ti.  9\n2 telework*.ti. and (cohort* or randomi#ed or follow-up).ti,ab.  9"
    assert design_lines(read_strategy(text)) == (2,)


@pytest.mark.parametrize("folder", ["printed", "printed_again"])
def test_strategies_of_subjects_alone_have_none(folder: str) -> None:
    files = [one for one in sorted((HERE / folder).iterdir()) if one.suffix in (".txt", ".csv")]
    found = {
        one.name: design_lines(printed_strategy(one.read_text("utf-8"), name=one.name))
        for one in files
    }
    with_designs = {"embase-history-with-limits.csv": (7,)}
    assert {name: lines for name, lines in found.items() if lines} == (
        with_designs if folder == "printed_again" else {}
    )


def test_the_report_filters_by_designs_in_lines_10_to_28() -> None:
    path = HERE.parents[1] / "examples" / "hjemmekontor" / "strategies" / "medline.csv"
    strategy = printed_strategy(path.read_text(encoding="utf-8"), name=path.name)
    assert ", ".join(ranges(design_lines(strategy), "–")) == "10–28"
