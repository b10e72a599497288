"""Texts that spreadsheets spoil: they come back as they were, or the loss is named."""

from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.cells import CELL_HOLDS, cleaned, digest
from exports.lists.candidate_list import candidates_xlsx
from exports.lists.candidates import Candidate, ElementReading, Highlight
from exports.lists.other_forms import candidates_csv
from exports.returned.workbooks import incoming, sheets
from pipeline.decisions import Decision, Origin, Reason, Stage, Verdict
from pipeline.languages import Wording
from pipeline.records import Record, record_id
from pipeline.review.decision_rules import judge
from pipeline.text.csv_cells import guarded, unguarded
from tests.support.lists import REASONS, make_ask, make_candidates, make_head, make_record
from tests.support.returned import read_decisions

STRANGE = [
    "=1+1",
    "+47 22",
    "-minus",
    "@SUM(A1)",
    "\tTab first",
    "'=quoted",
    "two\nlines",
    "=cmd|' /C calc'!A0",
    "_x0041_ and _x000D_",
    "<r>markup</r>",
    "<b>&amp;</b> \"'",
    "α β ≥ 🦴 ﷽",
    "1-2",
    "2026-01-03",
    "00123",
    "TRUE",
    "1E5",
    "#N/A is a title",
    "http://example.org/a b",
    "mailto:",
    "internal:Sheet1!A1",
]


def cells(path: Path, sheet: int = 1) -> list[list[object]]:
    """What stands on a sheet, without its header."""
    for at, page in enumerate(sheets(incoming(path))):
        rows = [row for _, row in page.rows][1:]
        if at == sheet + 1 or page.is_csv:
            return rows
    raise AssertionError("no such sheet")


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_come_out_as_text_and_back_unchanged(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.xlsx"
    mine = Decision(
        record=make_record(1).id,
        stage=Stage.SCREENING,
        verdict=Verdict.INCLUDE,
        note=text,
        reviewer="Kari",
        when="2026-01-01",
        origin=Origin(name="a"),
    )
    spans = (Highlight(field="abstract", start=1, end=3, kind="met"),)
    record = make_record(1, title=text, abstract=text, journal=text)
    candidate = Candidate(record=record, rank=1, mine=mine, spans=spans)
    assert candidates_xlsx(make_head(), [candidate], path) == ()
    (row,) = cells(path)
    assert (row[4], row[5], row[8], row[3]) == (text, text, text, text)
    reading = read_decisions(path, reasons=REASONS)
    assert reading.rows[0].note == text.strip()
    assert (reading.faults, reading.warnings, reading.changes) == ((), (), ())
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)
    book = openpyxl.load_workbook(path)
    assert all(cell.data_type != "f" for page in book for line in page for cell in line)


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_come_back_from_csv_and_none_runs(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    candidates_csv(make_head(), [Candidate(record=make_record(1, title=text), rank=1)], path)
    (row,) = cells(path)
    assert str(row[4])[0] not in "=+-@\t\r"
    assert unguarded(str(row[4])) == text


def test_what_a_workbook_can_not_hold_is_cut_named_and_not_read_back(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    long = "word " * 8_000
    record = make_record(1, title="bell\x07 and\ufffe", abstract=long)
    losses = candidates_xlsx(make_head(), [Candidate(record=record, rank=1)], path)
    assert [str(loss) for loss in losses] == [
        f"record {record.id}, Tittel: ajour left out 2 characters that a workbook cannot hold",
        (
            f"record {record.id}, Sammendrag: ajour left out the end of a text of 40,000 "
            "characters, as a cell can hold 32,000"
        ),
    ]
    (row,) = cells(path)
    assert row[4] == "bell\ufffd and\ufffd"
    assert str(row[5]).endswith(" [… avkortet]")
    assert len(str(row[5])) == CELL_HOLDS
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["B2"] = "ja"
    book.save(path)
    reading = read_decisions(path, reasons=REASONS)
    assert (reading.warnings, reading.changes) == ((), ())
    taking = judge(reading, make_ask([record]))
    assert (taking.refusal(), len(taking.decisions)) == (None, 1)
    assert candidates_csv(make_head(), [Candidate(record=record, rank=1)], path) == losses


@given(st.text(max_size=40))
def test_a_guarded_text_is_known_again_and_never_runs(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@\t\r")


@given(st.text(max_size=30_000 // 100).map(lambda text: text * 120))
def test_a_cleaned_text_fits_and_cleaning_again_changes_nothing(text: str) -> None:
    kept, _lost = cleaned(text, " [cut]")
    assert len(kept.encode("utf-16-le")) // 2 <= CELL_HOLDS
    assert cleaned(kept, " [cut]") == (kept, None)
    assert digest(kept) == digest(kept.replace(" ", "  ")) or "\u00a0" in text


NAMES = st.text("abcdefghijklm =+-@'\n<&_x0041é≥", max_size=25)


@given(
    st.lists(
        st.tuples(
            NAMES,
            NAMES,
            st.sampled_from([None, *Verdict][:4]),
            st.sampled_from([None, "population", "design"]),
        ),
        max_size=6,
    ),
    st.sampled_from(["nb", "en"]),
)
@settings(max_examples=settings().max_examples // 2)
def test_any_decisions_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple], language: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    candidates = []
    for place, (title, note, verdict, reason) in enumerate(rows, start=1):
        record = Record(id=record_id("s", "x", place), title=title, abstract=note)
        mine = verdict and Decision(
            record=record.id,
            stage=Stage.SCREENING,
            verdict=verdict,
            reason=reason if verdict is Verdict.EXCLUDE else None,
            note=" ".join(note.split()) or None,
            reviewer="Kari",
            when="2026-01-01",
            origin=Origin(name="a"),
        )
        candidates.append(Candidate(record=record, rank=place, mine=mine))
    head = make_head(language=language)
    known = make_ask([one.record for one in candidates])
    expected = {
        one.record.id: (one.mine.verdict, one.mine.reason, one.mine.note)
        for one in candidates
        if one.mine
    }
    candidates_xlsx(head, candidates, folder / "a.xlsx")
    candidates_csv(head, candidates, folder / "a.csv")
    for name in ("a.xlsx", "a.csv"):
        taking = judge(read_decisions(folder / name, reasons=REASONS), known)
        assert (taking.held, taking.reading.warnings, taking.reading.changes) == ((), (), ())
        said = {one.record: (one.verdict, one.reason, one.note) for one in taking.decisions}
        assert said == expected


def test_links_beyond_what_excel_opens_are_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.lists.list_sheet.MOST_LINKS", 3)
    path = tmp_path / "list.xlsx"
    candidates_xlsx(make_head(), make_candidates(4), path)
    page = openpyxl.load_workbook(path).worksheets[1]
    links = {
        cell.coordinate: cell.hyperlink.target for row in page for cell in row if cell.hyperlink
    }
    assert links == {
        "T2": "https://doi.org/10.1000/desk.1",
        "U2": "https://pubmed.ncbi.nlm.nih.gov/30000001",
        "T3": "https://doi.org/10.1000/desk.2",
    }
    assert page["T5"].value == "10.1000/desk.4"


def test_the_list_is_made_for_work(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    evidence = (ElementReading(element="Exposure", says="met", words=("telework",)),)
    spans = (Highlight(field="title", start=0, end=8, kind="met"),)
    candidates = make_candidates(
        3,
        spans=spans,
        evidence=evidence,
        suggestion=Verdict.INCLUDE,
        lifted=("telework",),
        lowered=("nurses",),
        found_again=("2023",),
        also_in=("Embase", "MEDLINE"),
        possible_duplicates=("Another (2021), Embase, xyz",),
        random_check=True,
        flags=("no abstract", "odd"),
        probability=0.25,
    )
    candidates_xlsx(make_head(language="en"), candidates, path)
    book = openpyxl.load_workbook(path, rich_text=True)
    guide, page, hidden = book.worksheets
    assert [page.title, guide.title, hidden.title] == ["Candidates", "Instructions", "ajour"]
    assert [bool(guide.cell(row, 1).value) for row in range(1, 8)] == [True] * 7
    assert (page.freeze_panes, page.auto_filter.ref) == ("D2", "A1:W4")
    assert hidden.sheet_state == "hidden"
    assert page.protection.sheet is False
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules == {"B2:B4": "ajour!$D$1:$D$3", "C2:C4": "ajour!$E$1:$E$2"}
    assert [hidden[f"E{row}"].value for row in (1, 2)] == [one.text["en"] for one in REASONS]
    facts = {hidden[f"A{row}"].value: hidden[f"B{row}"].value for row in range(1, 7)}
    assert facts["reviewer"] == "Kari"
    assert facts["stage"] == "screening"
    assert hidden["I1"].value == candidates[0].record.id
    header = [cell.value for cell in page[1]]
    row = dict(zip(header, [cell.value for cell in page[2]], strict=True))
    assert str(row["Title"]) == candidates[0].record.title
    assert row["Title"][0].font.b
    assert row["Evidence for the suggestion"] == "Exposure – met: telework"
    assert row["Words that influenced the ranking"] == "+ telework\n− nurses"
    assert row["Flags"] == "random check\nno abstract\nodd"
    assert row["Also in"] == "Embase\nMEDLINE"
    assert row["Suggestion"] == "include"
    assert page.column_dimensions["W"].hidden


def test_a_reason_list_longer_than_a_dropdown_can_spell_out_is_a_range(tmp_path: Path) -> None:

    reasons = tuple(
        Reason(code=f"r{n}", text=Wording(nb=f"Grunn {n}, " + "lang " * 20, en="x"))
        for n in range(30)
    )
    path = tmp_path / "list.xlsx"
    candidates_xlsx(make_head(reasons=reasons), make_candidates(1), path)
    book = openpyxl.load_workbook(path)
    rules = [rule.formula1 for rule in book.worksheets[1].data_validations.dataValidation]
    assert rules[1] == "ajour!$E$1:$E$30"


def test_an_empty_list_is_still_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    assert candidates_xlsx(make_head(review="A\x07 <b>", reasons=()), [], path) == ()
    assert read_decisions(path, reasons=()).rows == ()
    book = openpyxl.load_workbook(path)
    assert book.properties.title == "A\ufffd <b>"
    assert book.worksheets[1].max_row == 1


def test_a_doi_of_the_old_kind_is_a_link_that_works(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    doi = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2#50%"
    candidates_xlsx(make_head(), [Candidate(record=make_record(1, doi=doi), rank=1)], path)
    cell = openpyxl.load_workbook(path).worksheets[1]["T2"]
    assert cell.value == doi
    assert unquote(cell.hyperlink.target) == f"https://doi.org/{doi}"
    assert "#" not in cell.hyperlink.target


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_stage_has_its_columns_in_both_languages(
    tmp_path: Path, stage: Stage, language: str
) -> None:
    path = tmp_path / "list.xlsx"
    verdict = Verdict.RETRIEVED if stage is Stage.RETRIEVAL else Verdict.EXCLUDE
    mine = Decision(
        record=make_record(1).id,
        stage=stage,
        verdict=verdict,
        reason=None if stage is Stage.RETRIEVAL else "design",
        other_reasons=("population",) if stage is Stage.ELIGIBILITY else (),
        reviewer="Kari",
        when="2026-01-01",
        origin=Origin(name="a"),
        number=1,
    )
    shown = Candidate(
        record=make_record(1),
        rank=1,
        mine=mine,
        retrieval=None if stage is Stage.SCREENING else Verdict.RETRIEVED,
        location=None if stage is Stage.SCREENING else "pdf/a.pdf",
    )
    candidates_xlsx(make_head(stage=stage, language=language), [shown], path)
    taking = judge(read_decisions(path, reasons=REASONS), make_ask([make_record(1)]))
    assert taking.faults == ()
    own = next(one for one in taking.decisions if one.stage is stage)
    assert (own.verdict, own.reason, own.other_reasons) == (
        mine.verdict,
        mine.reason,
        mine.other_reasons,
    )
    assert len(taking.decisions) == 1 + (stage is Stage.ELIGIBILITY)
