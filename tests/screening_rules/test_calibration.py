"""The criteria against labels: what is counted, and tables that cannot be read."""

from pathlib import Path

import pytest

from pipeline.errors import Refused
from screening_rules.calibration import as_figures, calibrate
from screening_rules.cases import read_cases
from tests.support.criteria import criteria

CSV = """record_id,Title,Abstract,Year,label_included,exposure
1,Telework,A cohort,2022,1,met
2,Telehealth,,2022,1,not met
3,Telehealth,,2022,0,met
4,Coffee,,,0,
4,Tea,,2021.0,,unclear
"""


def cases(tmp_path: Path, text: str = CSV) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_figures_count_labelled_records(tmp_path: Path) -> None:
    figures = as_figures(calibrate(read_cases(cases(tmp_path), criteria()), criteria()))
    shown = ("records", "includes", "excludes", "includes_thrown_out", "excludes_suggested")
    assert [figures[name] for name in shown] == [5, 2, 2, 1, 1]
    assert figures["share"] == 0.5
    assert figures["includes_suggested"] == 1
    assert figures["thrown_out"] == [
        {"record": "2", "reason": "exposure", "lines": ["exposure.against.1"]}
    ]
    assert figures["agreed"] == {"exposure": {"agreed": 3, "labelled": 4}}
    assert figures["elements"]["exposure"] == {  # type: ignore[index]
        "includes": {"met": 1, "not met": 1},
        "excludes": {"not met": 1, "unclear": 1},
    }


def test_each_line_tells_how_often_it_fired(tmp_path: Path) -> None:
    found = calibrate(read_cases(cases(tmp_path), criteria()), criteria())
    fired = {one.line: (one.includes, one.excludes) for one in found.lines}
    assert fired["exposure.for.1"] == (1, 0)
    assert fired["exposure.against.1"] == (1, 1)
    assert fired["design.longitudinal.1"] == (1, 0)
    assert [one.line for one in found.never_fired] == [
        "design.cross_sectional.1", "context.during.1", "exposure.for.2",
    ]  # fmt: skip


def test_rows_that_share_an_id_are_kept_apart(tmp_path: Path) -> None:
    read = read_cases(cases(tmp_path), criteria())
    assert [record.id for record in read.records] == ["1", "2", "3", "4", "4 (row 6)"]
    assert [record.year for record in read.records] == [2022, 2022, 2022, None, 2021]


def test_no_excludes_make_no_share(tmp_path: Path) -> None:
    path = cases(tmp_path, "title;included\nTelework;yes\n")
    found = calibrate(read_cases(path, criteria()), criteria())
    assert (found.records, found.share) == (1, 0.0)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("abstract,label\nx,1\n", ("header: found abstract, label; expected a column "
            "named title")),
        ("title,year\nx,1\n", ("header: no column has the decisions. Give the "
        "column of the decisions one of these names: label_included,")),
        ("title,included\nx,perhaps\n", "row 2: the label is 'perhaps'; expected 1 or 0"),
        ("title,exposure\nx,yes\n", "row 2: exposure: found 'yes'; expected met, not met, unclear"),
        ("", "header: found no columns; expected a column named title"),
    ],
)  # fmt: skip
def test_a_table_that_can_not_be_read_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(Refused) as refused:
        read_cases(cases(tmp_path, text), criteria())
    assert str(refused.value.faults[0]).startswith(fault)


def test_a_file_that_is_no_csv_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file"):
        read_cases(tmp_path / "none.csv", criteria())
    with pytest.raises(Refused, match="cannot be read"):
        read_cases(tmp_path, criteria())
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"title,included\nbl\xe5,1\n")
    with pytest.raises(Refused, match="expected a csv in UTF-8"):
        read_cases(latin, criteria())
    with pytest.raises(Refused, match="this is not a csv"):
        read_cases(cases(tmp_path, "title,included\n" + "x" * 10_000_001 + ",1\n"), criteria())
