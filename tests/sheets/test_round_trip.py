"""Lists out, filled in, and back."""

from pathlib import Path
from time import sleep

import openpyxl
import pytest

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.candidates import ForeignVerdict, Highlight
from exports.lists.conflicts import Conflict, conflicts_xlsx
from exports.lists.pairs import Pair, duplicates_xlsx
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.review.decision_rules import judge
from pipeline.review.import_outcome import JudgeContext
from tests.support.lists import REASONS, fill, make_ask, make_candidates, make_head, make_record
from tests.support.returned import read_decisions, read_pairs


def decision(number: int, verdict: Verdict, reviewer: str, **fields: object) -> Decision:
    given: dict[str, object] = {
        "record": make_record(number).id,
        "stage": Stage.SCREENING,
        "verdict": verdict,
        "reviewer": reviewer,
        "when": "2026-01-03T09:00:00+00:00",
        "origin": Origin(name="earlier.xlsx", row=2),
    }
    return Decision(**(given | fields))  # type: ignore[arg-type]


def ask(count: int, **fields: object) -> JudgeContext:
    return make_ask([make_record(number) for number in range(1, count + 1)], **fields)


def test_an_untouched_list_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    assert candidates_xlsx(make_head(), make_candidates(5), path) == ()
    reading = read_decisions(path, reasons=REASONS)
    assert (reading.rows, reading.empty, reading.faults, reading.warnings) == ((), 5, (), ())
    assert (reading.structure, reading.in_order, reading.changes) == ((), (), ())
    assert reading.review == "Hjemmekontor"
    assert reading.stage is Stage.SCREENING
    assert reading.reviewer == "Kari"


def test_what_is_filled_in_comes_back_and_the_second_time_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    candidates_xlsx(make_head(), make_candidates(4), path)
    ids = [make_record(number).id for number in range(1, 5)]
    fill(
        path,
        {
            (ids[0], "Avgjørelse"): "INKLUDER ",
            (ids[1], "Avgjørelse"): "exclude",
            (ids[1], "Eksklusjonsårsak"): "feil populasjon, f.eks. selvstendige; frivillige",
            (ids[1], "Merknad"): "=tvilsomt",
            (ids[2], "Avgjørelse"): "usikker",
        },
    )
    taking = judge(read_decisions(path, reasons=REASONS), ask(4))
    assert taking.refusal() is None
    assert [(one.record, one.verdict, one.reason, one.note) for one in taking.decisions] == [
        (ids[0], Verdict.INCLUDE, None, None),
        (ids[1], Verdict.EXCLUDE, "population", "=tvilsomt"),
        (ids[2], Verdict.MAYBE, None, None),
    ]
    assert taking.decisions[0].origin == Origin(name="list.xlsx", sheet="Kandidater", row=2)
    again = judge(read_decisions(path, reasons=REASONS), ask(4, decisions=taking.decisions))
    assert (again.decisions, again.unchanged, again.questions) == ((), 3, ())


def test_the_same_values_make_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    spans = (Highlight(field="title", start=0, end=8, kind="met"),)
    candidates = make_candidates(3, spans=spans)
    candidates_xlsx(make_head(), candidates, tmp_path / "a.xlsx")
    sleep(2.1)
    candidates_xlsx(make_head(), candidates, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_list_never_shows_another_reviewers_verdict(tmp_path: Path) -> None:
    mine = decision(1, Verdict.EXCLUDE, "Ola")
    with pytest.raises(ForeignVerdict, match="Ola"):
        candidates_xlsx(make_head(), make_candidates(1, mine=mine), tmp_path / "list.xlsx")


def test_pairs_come_back_as_said(tmp_path: Path) -> None:
    path = tmp_path / "pairs.xlsx"
    pairs = [Pair(one=make_record(1), other=make_record(2), score=0.9, because="titles agree")]
    duplicates_xlsx(make_head(), pairs, path)
    assert read_pairs(path).empty == 1
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["B2"] = "Samme"
    book.save(path)
    (row,) = read_pairs(path).pairs
    assert (row.one, row.other, row.same) == (make_record(1).id, make_record(2).id, True)


def test_consensus_ends_a_disagreement(tmp_path: Path) -> None:
    path = tmp_path / "conflicts.xlsx"
    both = (decision(1, Verdict.INCLUDE, "Kari"), decision(1, Verdict.EXCLUDE, "Ola"))
    conflicts_xlsx(
        make_head(reviewer="Konsensus"), [Conflict(record=make_record(1), decisions=both)], path
    )
    fill(path, {(make_record(1).id, "Konsensus"): "inkluder"})
    taking = judge(read_decisions(path, reasons=REASONS), ask(1, decisions=both))
    assert taking.refusal() is None
    (resolved,) = taking.decisions
    assert (resolved.resolves, resolved.verdict, resolved.reviewer) == (
        True,
        Verdict.INCLUDE,
        "Konsensus",
    )
