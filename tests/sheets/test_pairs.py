"""The sheets of doubtful duplicates and of disagreements."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.conflicts import Conflict, conflicts_xlsx
from exports.lists.pairs import Pair, differing, duplicates_xlsx
from exports.stamp import Stamp
from pipeline.decisions import CONSENSUS, Decision, Origin, Stage, Verdict, standing
from pipeline.errors import Refused
from pipeline.review.decision_rules import judge
from tests.support.lists import REASONS, fill, make_ask, make_candidates, make_head, make_record
from tests.support.returned import read_decisions, read_pairs

IDS = [make_record(number).id for number in range(1, 9)]


def pairs_sheet(path: Path, cells: dict[str, object], count: int = 4) -> Path:
    pairs = [
        Pair(
            one=make_record(2 * n + 1, volume="1", pages="2-9"),
            other=make_record(2 * n + 2, abstract=None),
            score=0.9 - n / 10,
            because="titles agree (97)",
            against="years differ",
        )
        for n in range(count)
    ]
    duplicates_xlsx(make_head(), pairs, path)
    book = openpyxl.load_workbook(path, rich_text=True)
    for place, value in cells.items():
        book.worksheets[1][place] = value
    book.save(path)
    return path


def test_another_answer_on_a_pair_is_told_in_the_words_of_the_sheet(tmp_path: Path) -> None:
    records = [make_record(number) for number in range(1, 9)]
    first = judge(read_pairs(pairs_sheet(tmp_path / "a.xlsx", {"B2": "same"})), make_ask(records))
    before = [replace(first.pairs[0], reviewer="Ola")]
    reading = read_pairs(pairs_sheet(tmp_path / "b.xlsx", {"B2": "nei"}))
    later = judge(reading, make_ask(records, pairs=before))
    assert [fault.sentence for fault in later.held] == [
        "found “forskjellig”, but Ola had decided “samme” on 2026-01-05"
    ]


def test_pair_verdicts_come_back_with_notes_and_origin(tmp_path: Path) -> None:
    path = pairs_sheet(
        tmp_path / "pairs.xlsx",
        {"B2": "SAMME", "C2": "same trial", "B3": "different", "B4": "Nei"},
    )
    reading = read_pairs(path)
    assert [(row.one, row.other, row.same, row.note) for row in reading.pairs] == [
        (IDS[0], IDS[1], True, "same trial"),
        (IDS[2], IDS[3], False, None),
        (IDS[4], IDS[5], False, None),
    ]
    assert (reading.empty, reading.faults) == (1, ())
    assert (reading.review, reading.reviewer) == ("Hjemmekontor", "Kari")
    records = [make_record(number) for number in range(1, 9)]
    outcome = judge(reading, make_ask(records, when="2026-01-01"))
    verdict = outcome.pairs[0]
    assert verdict.origin == Origin(name="pairs.xlsx", sheet="Dubletter", row=2)
    assert (verdict.same, verdict.reviewer, verdict.when) == (True, "Kari", "2026-01-01")
    again = judge(reading, make_ask(records, pairs=outcome.pairs))
    assert (again.new, again.unchanged, again.refusal()) == (0, 3, None)


def test_pairs_sent_out_under_an_earlier_heading_come_back(tmp_path: Path) -> None:
    cells = {"B1": "Samme rapport?", "B2": "samme"}
    reading = read_pairs(pairs_sheet(tmp_path / "pairs.xlsx", cells))
    assert [row.same for row in reading.pairs] == [True]
    assert reading.faults == ()


def test_what_is_wrong_in_pairs_is_named_all_at_once(tmp_path: Path) -> None:
    ids = {"id_one": "S", "id_other": "T"}
    path = pairs_sheet(
        tmp_path / "pairs.xlsx",
        {
            "B2": "nesten",
            "B3": 1,
            "B4": "samme",
            f"{ids['id_one']}4": 45123,
            "B5": "samme",
            f"{ids['id_other']}5": IDS[6],
        },
    )
    assert [str(fault) for fault in read_pairs(path).faults] == [
        (
            "pairs.xlsx, sheet Dubletter, row 2, column B (Samme publikasjon?): found “nesten”; "
            "expected samme or forskjellig (same, different)"
        ),
        (
            "pairs.xlsx, sheet Dubletter, row 3, column B (Samme publikasjon?): found “1”; "
            "expected samme or forskjellig (same, different). ajour accepts no number in this "
            "column"
        ),
        (
            "pairs.xlsx, sheet Dubletter, row 4, column S (id A): found 45123; expected the "
            "record's id of twelve letters"
        ),
        (
            f"pairs.xlsx, sheet Dubletter, row 5, column T (id B): found {IDS[6]} twice; "
            f"expected two different records"
        ),
    ]


def test_a_pair_that_is_said_twice_otherwise_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(
        f"id_one;id_other;verdict\n{IDS[0]};{IDS[1]};samme\n{IDS[1]};{IDS[0]};forskjellig\n"
        f"{IDS[0]};{IDS[1]};same\n",
        encoding="utf-8",
    )
    (fault,) = read_pairs(path).faults
    assert str(fault).startswith("pairs.csv, row 3: this row and row")


def test_a_list_of_candidates_is_no_sheet_of_duplicates(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    candidates_xlsx(make_head(), make_candidates(1), path)
    with pytest.raises(Refused, match="not a sheet of duplicates"):
        read_pairs(path)


def test_what_differs_is_highlighted_and_what_was_said_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "pairs.xlsx"
    one = make_record(1, title="Work at home: a protocol")
    pair = Pair(one=one, other=make_record(2, title="Work at home: a cohort"), same=True, note="x")
    duplicates_xlsx(make_head(), [pair], path)
    page = openpyxl.load_workbook(path, rich_text=True).worksheets[1]
    marked = [str(run) for run in page["D2"].value if getattr(run, "font", None) and run.font.b]
    assert marked == ["protocol"]
    assert (page["B2"].value, page["C2"].value) == ("samme", "x")


@given(st.text("ab c.", max_size=30), st.text("ab c.", max_size=30))
def test_highlighted_parts_ascend_and_equal_texts_have_none(one: str, other: str) -> None:
    parts = differing(other, one)
    edges = [edge for start, end, _ in parts for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(one) for edge in edges)
    assert differing(one, one) == []


def said(number: int, reviewer: str, verdict: Verdict, stage: Stage, **fields: object) -> Decision:
    given: dict[str, object] = {
        "record": make_record(number).id,
        "stage": stage,
        "verdict": verdict,
        "reviewer": reviewer,
        "when": "2026-01-01",
        "origin": Origin(name="a"),
    }
    return Decision(**(given | fields))  # type: ignore[arg-type]


def test_disagreements_stand_side_by_side_with_reasons(tmp_path: Path) -> None:
    path = tmp_path / "conflicts.xlsx"
    stage = Stage.ELIGIBILITY
    both = (
        said(1, "Kari", Verdict.EXCLUDE, stage, reason="design", other_reasons=("population",)),
        said(1, "Ola", Verdict.INCLUDE, stage, note="fits"),
    )
    head = make_head(stage=stage, reviewer="Konsensus")
    assert conflicts_xlsx(head, [Conflict(record=make_record(1), decisions=both)], path) == ()
    page = openpyxl.load_workbook(path).worksheets[1]
    row = {cell.value: page.cell(2, cell.column).value for cell in page[1]}
    assert row["Avgjørelse: Kari"] == "ekskluder"
    assert row["Eksklusjonsårsak: Kari"] == f"Feil design\n{REASONS[0].text['nb']}"
    assert (row["Avgjørelse: Ola"], row["Merknad: Ola"]) == ("inkluder", "fits")
    assert row["Konsensus"] is None
    fill(path, {(IDS[0], "Konsensus"): "ekskluder"})
    taking = judge(read_decisions(path, reasons=REASONS), make_ask([make_record(1)]))
    assert [fault.place.rsplit(", ", 1)[1] for fault in taking.faults] == [
        "column C (Eksklusjonsårsak)"
    ]
    fill(path, {(IDS[0], "Eksklusjonsårsak"): "Feil design"})
    (row_back,) = judge(read_decisions(path, reasons=REASONS), make_ask([make_record(1)])).decisions
    assert (row_back.resolves, row_back.reason, row_back.reviewer) == (True, "design", "Konsensus")


def test_two_reviewers_files_in_any_order_give_the_same_standing_decisions(tmp_path: Path) -> None:
    files = []
    for who, words in (("Kari", ("ja", "nei")), ("Ola", ("nei", "kanskje")), ("Per", ("ja", ""))):
        path = tmp_path / f"{who}.xlsx"
        candidates_xlsx(make_head(reviewer=who), make_candidates(2), path)
        files.append(fill(path, {(IDS[n], "Avgjørelse"): word for n, word in enumerate(words)}))
    records = [make_record(1), make_record(2)]
    ends = []
    for order in permutations(files):
        decisions: list[Decision] = []
        for path in order:
            ask = make_ask(records, decisions=tuple(decisions))
            taking = judge(read_decisions(path, reasons=REASONS), ask)
            assert taking.refusal() is None
            decisions += taking.decisions
        ends.append(standing(decisions))
    assert all(end == ends[0] for end in ends)


def test_the_title_and_every_answer_of_a_disagreement_go_onto_paper(tmp_path: Path) -> None:
    path = tmp_path / "conflicts.xlsx"
    both = [said(1, who, Verdict.INCLUDE, Stage.ELIGIBILITY) for who in ("Kari", "Ola", "Per")]
    head = make_head(stage=Stage.ELIGIBILITY)
    conflicts_xlsx(head, [Conflict(record=make_record(1), decisions=tuple(both))], path)
    sheet = openpyxl.load_workbook(path).worksheets[1]
    headings = [str(cell.value) for cell in sheet[1]]
    assert headings.index("Tittel") == 4
    last = headings.index("Merknad: Per") + 1
    assert sheet.print_area.endswith(f"$A$1:${get_column_letter(last)}$2")


def test_a_guide_shows_its_heading_and_stamp_whole(tmp_path: Path) -> None:
    long = "Hjemmekontor: sammenhenger med arbeidsmiljø og helse"
    searches = tuple((f"medline-{year}", "2024-02-15") for year in range(2015, 2025))
    stamp = Stamp(review=long, version="1", criteria_hash="ab", evidence="", searches=searches)
    head = make_head(stage=Stage.ELIGIBILITY, review=long, stamp=stamp)
    conflicts_xlsx(head, [], tmp_path / "conflicts.xlsx")
    guide = openpyxl.load_workbook(tmp_path / "conflicts.xlsx").worksheets[0]
    assert str(guide["A9"].value) == stamp.line()
    assert guide.row_dimensions[1].height >= 2 * 21
    assert guide.row_dimensions[9].height >= 3 * 14


def test_a_list_for_all_says_whom_it_is_for_in_its_language(tmp_path: Path) -> None:
    head = make_head(stage=Stage.ELIGIBILITY, reviewer=CONSENSUS)
    conflicts_xlsx(head, [], tmp_path / "conflicts.xlsx")
    guide = openpyxl.load_workbook(tmp_path / "conflicts.xlsx").worksheets[0]
    said = "Liste for konsensus · uenigheter: 0 · oppdatert per 02.01.2026"
    assert guide["A2"].value == said
