"""What is wrong in a filled-in list: named by cell, all at once, and nothing guessed."""

import csv
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.candidates import Candidate
from exports.lists.other_forms import candidates_csv
from flows.screening.shown_texts import compared
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.errors import Refused
from pipeline.review.decision_rows import ReturnedFile
from pipeline.review.decision_rules import UNKNOWN, judge
from pipeline.review.import_outcome import JudgeContext
from tests.support.lists import (
    REASONS,
    fill,
    make_ask,
    make_candidates,
    make_head,
    make_record,
    stored,
)
from tests.support.returned import read_decisions, read_pairs

IDS = [make_record(number).id for number in range(1, 7)]
RECORDS = [make_record(number) for number in range(1, 7)]


def filled(tmp_path: Path, cells: dict[tuple[int, str], object], **head: object) -> ReturnedFile:
    """A list of six whose cells (place from 0, heading) were filled in, read back."""
    path = tmp_path / "kari.xlsx"
    candidates_xlsx(make_head(**head), make_candidates(6), path)
    fill(path, {(IDS[place], heading): value for (place, heading), value in cells.items()})
    return read_decisions(path, reasons=REASONS)


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("inkluder", Verdict.INCLUDE),
        ("INKLUDER", Verdict.INCLUDE),
        (" Include ", Verdict.INCLUDE),
        ("ja", Verdict.INCLUDE),
        ("SANN", Verdict.INCLUDE),
        (True, Verdict.INCLUDE),
        ("ekskludert", Verdict.EXCLUDE),
        ("Nei", Verdict.EXCLUDE),
        ("USANN", Verdict.EXCLUDE),
        (False, Verdict.EXCLUDE),
        ("kanskje", Verdict.MAYBE),
        ("Usikker", Verdict.MAYBE),
        ("maybe", Verdict.MAYBE),
    ],
)
def test_verdicts_are_read_in_both_languages_and_any_case(
    tmp_path: Path, word: object, verdict: Verdict
) -> None:
    reading = filled(tmp_path, {(0, "Avgjørelse"): word})
    assert [row.verdict for row in reading.rows] == [verdict]


@pytest.mark.parametrize("word", ["inkluder?", "?", "ja/nei", "include or exclude"])
def test_a_word_in_doubt_is_no_verdict(tmp_path: Path, word: str) -> None:
    assert "expected inkluder" in filled(tmp_path, {(0, "Avgjørelse"): word}).faults[0].sentence


@pytest.mark.parametrize("number", [0, 1, "0", "1", 1.0, "2,5"])
def test_a_bare_number_is_refused_and_told_why(tmp_path: Path, number: object) -> None:
    reading = filled(tmp_path, {(0, "Avgjørelse"): number})
    (fault,) = reading.faults
    assert fault.place == "kari.xlsx, sheet Kandidater, row 2, column B (Avgjørelse)"
    assert "ajour accepts no number in this column" in fault.sentence


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    reading = filled(
        tmp_path,
        {
            (0, "Avgjørelse"): "inklduer",
            (1, "Avgjørelse"): "ekskluder",
            (1, "Eksklusjonsårsak"): "feil farge",
            (2, "Eksklusjonsårsak"): "design",
            (3, "Avgjørelse"): "ekskluder",
            (3, "Eksklusjonsårsak"): "design; population",
            (4, "Avgjørelse"): "ja",
            (4, "Merknad"): "a fine one",
        },
    )
    assert [str(fault) for fault in reading.faults] == [
        (
            "kari.xlsx, sheet Kandidater, row 2, column B (Avgjørelse): found “inklduer”; expected "
            "inkluder, ekskluder or kanskje (include, exclude, maybe); did you mean 'inkluder'?"
        ),
        (
            "kari.xlsx, sheet Kandidater, row 3, column C (Eksklusjonsårsak): found “feil farge”; "
            "expected a reason: Feil populasjon, f.eks. selvstendige; frivillige (population), "
            "Feil design (design)"
        ),
        (
            "kari.xlsx, sheet Kandidater, row 4, column B (Avgjørelse): found a reason but no "
            "decision; expected inkluder, ekskluder or kanskje (include, exclude, maybe), or no "
            "reason"
        ),
        (
            "kari.xlsx, sheet Kandidater, row 5, column C (Eksklusjonsårsak): found 2 reasons "
            "(“Feil design”, “Feil populasjon, f.eks. selvstendige; frivillige”); expected exactly "
            "one"
        ),
    ]
    taking = judge(reading, make_ask(RECORDS))
    assert (taking.refusal(), len(taking.held)) == (None, 4)
    assert [one.record for one in taking.decisions] == [IDS[4]]


@pytest.mark.parametrize("error", ["#N/A", "#NAME?", "#VALUE!", "#NAVN?", "#I/T", "#VERDI!"])
def test_error_values_are_named_by_cell(tmp_path: Path, error: str) -> None:
    said = {(1, "Avgjørelse"): error, (2, "Merknad"): error, (3, "id"): error}
    reading = filled(tmp_path, said | {(0, "Avgjørelse"): "ja"})
    assert [fault.place.rsplit(", sheet Kandidater, ", 1)[1] for fault in reading.faults] == [
        "row 3, column B (Avgjørelse)",
        "row 4, column D (Merknad)",
        "row 5, column V (id)",
    ]
    assert all(fault.sentence.startswith(f"found {error};") for fault in reading.faults)


def test_a_true_error_cell_of_excel_is_named_though_calamine_hides_it(tmp_path: Path) -> None:
    path = tmp_path / "kari.xlsx"
    candidates_xlsx(make_head(), make_candidates(2), path)
    book = openpyxl.load_workbook(path, rich_text=True)
    cell = book.worksheets[1]["B3"]
    cell.value, cell.data_type = "#NAME?", "e"
    book.worksheets[1]["B2"] = "=IF(1,2,3)"
    book.save(path)
    reading = read_decisions(path, reasons=REASONS)
    assert [(fault.place[-29:], fault.sentence.split(";")[0]) for fault in reading.faults] == [
        ("row 2, column B (Avgjørelse)".rjust(29), "found a formula without a value"),
        ("row 3, column B (Avgjørelse)".rjust(29), "found #NAME?"),
    ]


def test_ids_turned_to_numbers_or_dates_are_known_by_the_rows_key(tmp_path: Path) -> None:
    reading = filled(tmp_path, {(0, "Avgjørelse"): "ja", (0, "id"): 45123})
    assert (reading.rows[0].record, reading.faults) == (IDS[0], ())


def test_ids_turned_to_numbers_without_a_key_are_refused_by_name(tmp_path: Path) -> None:
    reading = filled(tmp_path, {(0, "Avgjørelse"): "ja", (0, "id"): 45123, (0, "nøkkel"): ""})
    assert "found “45123” (float); expected the record's id" in reading.faults[0].sentence
    reading = filled(tmp_path, {(0, "Avgjørelse"): "ja", (0, "id"): "", (0, "nøkkel"): ""})
    assert "found nothing; expected the record's id" in reading.faults[0].sentence


def test_columns_sorted_without_the_others_are_found(tmp_path: Path) -> None:
    reading = filled(tmp_path, {(0, "Avgjørelse"): "ja", (0, "id"): IDS[1]})
    assert (
        "Perhaps some columns were sorted without the other columns" in reading.faults[0].sentence
    )


def test_capital_letters_and_blanks_in_an_id_do_no_harm(tmp_path: Path) -> None:
    said = {(0, "Avgjørelse"): "ja", (0, "id"): f" {IDS[0].capitalize()}\u00a0", (0, "nøkkel"): ""}
    assert filled(tmp_path, said).rows[0].record == IDS[0]


def test_changes_in_other_columns_are_named_and_not_taken_in(tmp_path: Path) -> None:
    reading = filled(tmp_path, {(2, "Avgjørelse"): "ja", (2, "År"): 1999, (2, "Tittel"): "Mine"})
    (warning,) = compared(reading, stored(RECORDS)).warnings
    assert warning.place == "kari.xlsx, sheet Kandidater, row 4"
    assert "columns E (Tittel) and H (År) have changed since the list was sent" in warning.sentence
    assert judge(compared(reading, stored(RECORDS)), make_ask(RECORDS)).held == ()


def test_a_row_that_slid_beside_anothers_id_needs_a_word(tmp_path: Path) -> None:
    said = {(2, "Avgjørelse"): "ja", (2, "Forfattere"): "Li, W", (2, "Tittel"): "Another"}
    taking = judge(compared(filled(tmp_path, said), stored(RECORDS)), make_ask(RECORDS))
    assert [fault.sentence for fault in taking.held] == [
        "the list shows “Another”, but the database now has “Telework and sleep, study 3”"
    ]
    assert (taking.decisions, taking.refusal()) == ((), None)


def test_a_note_alone_is_told_and_not_taken_in(tmp_path: Path) -> None:
    reading = filled(tmp_path, {(0, "Merknad"): "ask Ola"})
    assert (reading.rows, reading.empty) == ((), 6)
    assert "a note without a decision" in reading.warnings[0].sentence


def test_two_rows_on_one_record_that_differ_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "kari.xlsx"
    candidates_xlsx(make_head(), make_candidates(2), path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    for column in range(1, page.max_column + 1):
        page.cell(4, column).value = page.cell(2, column).value
        page.cell(5, column).value = page.cell(2, column).value
    page["B2"], page["B4"], page["B5"] = "ja", "nei", "ja"
    book.save(path)
    reading = read_decisions(path, reasons=REASONS)
    assert len(reading.rows) == 0
    assert [fault.place for fault in reading.faults] == ["kari.xlsx, sheet Kandidater, row 4"]


def test_moved_renamed_added_and_deleted_columns_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "kari.xlsx"
    candidates_xlsx(make_head(), make_candidates(3), path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    page["B2"], page["B3"] = "ja", "nei"
    page["B1"] = "  AVGJØRELSE: "
    page.delete_cols(5, 6)
    page.insert_cols(1, 2)
    page["A1"] = "My own thoughts"
    page.insert_rows(1, 2)
    page["A1"] = "Kari's list"
    page.column_dimensions["D"].hidden = True
    book.save(path)
    reading = read_decisions(path, reasons=REASONS)
    assert [row.verdict for row in reading.rows] == [Verdict.INCLUDE, Verdict.EXCLUDE]
    assert (reading.faults, reading.warnings, reading.changes) == ((), (), ())
    assert reading.rows[0].origin.row == 4


def test_a_heading_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "kari.xlsx"
    candidates_xlsx(make_head(), make_candidates(1), path)
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["E1"] = "Decision"
    book.save(path)
    reading = read_decisions(path, reasons=REASONS)
    assert "two columns have this heading" in str(reading.structure[0])
    assert judge(reading, make_ask(RECORDS)).refusal() is not None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"\xd0\xcf\x11\xe0old", "an old xls file"),
        (b"PK\x03\x04nonsense", "this workbook cannot be read"),
        (b"\x81\x8d\xff text", "neither UTF-8 nor Windows-1252"),
        (b"id,verdict\x00", "neither a workbook nor a csv file"),
        (b'id,verdict\n"btkwqnrvzqvs,ja', "a quotation mark after row 1 is not closed"),
        (b"name,colour\na,b\n", "this is not a list of decisions"),
        (b"\n" * 40 + b"a;b\n" * 40, "this is not a list of decisions"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_decisions(path, reasons=REASONS)
    assert says in str(refusal.value)
    assert str(refusal.value).startswith("list: ")


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6),
    st.floats(0.01, 1),
)
def test_a_spoilt_workbook_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], kept: float
) -> None:
    path = tmp_path_factory.getbasetemp() / "spoilt.xlsx"
    candidates_xlsx(make_head(), make_candidates(2, mine=earlier(0, Verdict.INCLUDE)), path)
    data = bytearray(path.read_bytes())
    for place, byte in changes:
        data[place % len(data)] = byte
    path.write_bytes(data[: int(len(data) * kept)])
    with suppress(Refused):
        read_decisions(path, reasons=REASONS)
    with suppress(Refused):
        read_pairs(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read_decisions(tmp_path / "none.xlsx", reasons=REASONS)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_of_any_dialect_comes_back(
    tmp_path: Path, language: str, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "kari.csv"
    candidates = make_candidates(3, probability=0.5, lifted=("telework",))
    candidates_csv(make_head(language=language), candidates, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";" if language == "nb" else ","))
    rows[1][1], rows[2][1], rows[2][3] = "Usikker", "exclude", "også, dette; og"
    rows.insert(2, [])
    with path.open("w", encoding=encoding, newline="", errors="replace") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    reading = read_decisions(path, reasons=REASONS)
    assert (reading.faults, reading.warnings, reading.changes) == ((), (), ())
    assert [(row.origin.row, row.verdict, row.note) for row in reading.rows] == [
        (2, Verdict.MAYBE, None),
        (4, Verdict.EXCLUDE, "også, dette; og"),
    ]
    assert reading.reviewer == "Kari"


def test_a_csv_that_was_saved_as_a_workbook_has_no_changes(tmp_path: Path) -> None:
    record = make_record(1, title="=1+1 is a title")
    candidates_csv(make_head(), [Candidate(record=record, rank=1)], tmp_path / "kari.csv")
    with (tmp_path / "kari.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file, delimiter=";")
    row[1] = "ja"
    book = openpyxl.Workbook()
    for line in (header, row):
        book.active.append(line)
    book.save(tmp_path / "kari.xlsx")
    reading = read_decisions(tmp_path / "kari.xlsx", reasons=REASONS)
    assert (len(reading.rows), reading.faults, reading.warnings) == (1, (), ())


def test_excels_own_line_on_the_separator_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\nid|verdict\nbtkwqnrvzqvs|ja\n", encoding="utf-8")
    assert read_decisions(path, reasons=REASONS).rows[0].record == "btkwqnrvzqvs"


@pytest.mark.parametrize("above", ["", "Karis liste, siste utgave, ferdig, nesten\n\n"])
def test_commas_in_abstracts_are_not_taken_for_delimiters(tmp_path: Path, above: str) -> None:
    path = tmp_path / "kari.csv"
    record = make_record(1, abstract='Sleep, "work", rest, and, so, on, ' * 60)
    candidates_csv(make_head(), [Candidate(record=record, rank=1)], path)
    text = path.read_text(encoding="utf-8-sig").replace("\n1;;", "\n1;ja;")
    path.write_text(above + text, encoding="utf-8")
    reading = read_decisions(path, reasons=REASONS)
    assert [row.verdict for row in reading.rows] == [Verdict.INCLUDE]
    assert reading.changes == ()


def test_norwegian_csv_has_semicolons_decimal_commas_and_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "kari.csv"
    candidates_csv(make_head(), make_candidates(1, probability=0.125), path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfNr;Avgj\xc3\xb8relse;")
    assert b";0,1250;" in data


def eligibility(tmp_path: Path, cells: dict[tuple[int, str], object], **asked: object):
    reading = filled(tmp_path, cells, stage=Stage.ELIGIBILITY)
    return judge(reading, make_ask(RECORDS, **asked))


def test_full_text_exclusion_needs_exactly_one_reason_and_keeps_the_others(tmp_path: Path) -> None:
    taking = eligibility(
        tmp_path,
        {
            (0, "Avgjørelse"): "ekskluder",
            (1, "Avgjørelse"): "ekskluder",
            (1, "Eksklusjonsårsak"): "Feil design",
            (1, "Andre eksklusjonsårsaker"): "population; feil design",
            (2, "Avgjørelse"): "kanskje",
            (3, "Avgjørelse"): "pågående",
            (4, "Avgjørelse"): "inkluder",
            (4, "Eksklusjonsårsak"): "design",
        },
    )
    assert [fault.sentence for fault in taking.faults] == [
        "found no reason. To exclude a report in full text, give a reason",
        (
            "found “kanskje”; expected inkluder, ekskluder, pågående or venter på "
            "klassifisering at eligibility"
        ),
        "found “Feil design”, which is a reason for exclusion; expected no reason for an inclusion",
    ]
    assert [(one.verdict, one.reason, one.other_reasons) for one in taking.decisions] == [
        (Verdict.EXCLUDE, "design", ("population",)),
        (Verdict.ONGOING, None, ()),
    ]


def test_retrieval_comes_with_its_place_and_is_said_once_for_all(tmp_path: Path) -> None:
    where = "Fulltekst (mappe eller lenke)"
    said = {
        (0, "Innhenting"): "innhentet",
        (0, where): "pdf/a.pdf",
        (1, "Innhenting"): "Ikke innhentet",
        (2, where): "https://example.org/b.pdf",
        (3, "Innhenting"): "ja",
        (3, "Avgjørelse"): "inkluder",
    }
    taking = eligibility(tmp_path, said)
    assert [(one.stage, one.verdict, one.location) for one in taking.decisions] == [
        (Stage.RETRIEVAL, Verdict.RETRIEVED, "pdf/a.pdf"),
        (Stage.RETRIEVAL, Verdict.NOT_RETRIEVED, None),
        (Stage.RETRIEVAL, Verdict.RETRIEVED, "https://example.org/b.pdf"),
        (Stage.RETRIEVAL, Verdict.RETRIEVED, None),
        (Stage.ELIGIBILITY, Verdict.INCLUDE, None),
    ]
    again = eligibility(tmp_path, said, decisions=taking.decisions)
    assert (again.decisions, again.unchanged) == ((), 5)
    other = eligibility(tmp_path, said, decisions=taking.decisions[:4], reviewer="Kari")
    assert [one.stage for one in other.decisions] == [Stage.ELIGIBILITY]


def test_a_word_on_retrieval_that_was_corrected_since_the_list_was_written_asks(
    tmp_path: Path,
) -> None:
    said = [
        earlier(0, Verdict.RETRIEVED, stage=Stage.RETRIEVAL, reviewer="Ola"),
        earlier(0, Verdict.NOT_RETRIEVED, stage=Stage.RETRIEVAL, reviewer="Per"),
    ]
    said = [replace(one, number=number) for number, one in enumerate(said, 1)]
    cells = {(0, "Innhenting"): "innhentet", (0, "Avgjørelse"): "inkluder"}
    taking = eligibility(tmp_path, cells, decisions=said, reviewer="Kari")
    assert taking.decisions == ()
    told = "Per changed this decision to “ikke innhentet” on 2026-01-03"
    assert [told in question.fault.sentence for question in taking.questions] == [True]
    sure = eligibility(tmp_path, cells, decisions=said, reviewer="Kari", revise=True)
    assert [one.stage for one in sure.decisions] == [Stage.RETRIEVAL, Stage.ELIGIBILITY]


def test_a_report_not_retrieved_can_not_be_assessed(tmp_path: Path) -> None:
    said = {(0, "Innhenting"): "nei", (0, "Avgjørelse"): "inkluder", (1, "Innhenting"): "kanskje"}
    taking = eligibility(tmp_path, said)
    assert [fault.sentence.split(";")[0] for fault in taking.faults] == [
        "found “inkluder” for a report that was not retrieved",
        "found “kanskje”",
    ]


def test_a_list_for_retrieval_alone_takes_only_that(tmp_path: Path) -> None:
    reading = filled(tmp_path, {(0, "Innhenting"): "innhentet"}, stage=Stage.RETRIEVAL)
    taking = judge(reading, make_ask(RECORDS))
    assert [(one.stage, one.verdict) for one in taking.decisions] == [
        (Stage.RETRIEVAL, Verdict.RETRIEVED)
    ]


def earlier(number: int, verdict: Verdict, **fields: object) -> Decision:
    given: dict[str, object] = {
        "record": IDS[number],
        "stage": Stage.SCREENING,
        "verdict": verdict,
        "reviewer": "Kari",
        "when": "2026-01-03T09:00:00+00:00",
        "origin": Origin(name="first.xlsx", row=7),
        "number": 1,
    }
    return Decision(**(given | fields))  # type: ignore[arg-type]


def test_a_contradiction_is_listed_and_taken_only_when_asked_for(tmp_path: Path) -> None:
    reading = filled(tmp_path, {(0, "Avgjørelse"): "nei", (1, "Avgjørelse"): "ja"})
    before = (earlier(0, Verdict.INCLUDE), earlier(1, Verdict.EXCLUDE, reviewer="Ola"))
    taking = judge(reading, make_ask(RECORDS, decisions=before))
    assert [str(fault) for fault in taking.held] == [
        (
            "kari.xlsx, sheet Kandidater, row 2, column B (Avgjørelse): found “ekskluder”, but "
            "Kari had decided “inkluder” on 2026-01-03 (first.xlsx, row 7)"
        )
    ]
    assert taking.refusal() is None
    assert [one.verdict for one in taking.decisions] == [Verdict.INCLUDE]
    taken = judge(reading, make_ask(RECORDS, decisions=before, revise=True))
    assert taken.refusal() is None
    assert [one.verdict for one in taken.decisions] == [Verdict.EXCLUDE, Verdict.INCLUDE]


def test_another_reason_is_a_contradiction_and_a_first_one_is_not(tmp_path: Path) -> None:
    said = {(0, "Avgjørelse"): "nei", (0, "Eksklusjonsårsak"): "design", (1, "Avgjørelse"): "nei"}
    said |= {(2, "Avgjørelse"): "nei", (2, "Eksklusjonsårsak"): "design", (2, "Merknad"): "new"}
    before = (
        earlier(0, Verdict.EXCLUDE, reason="population"),
        earlier(1, Verdict.EXCLUDE, reason="population"),
        earlier(2, Verdict.EXCLUDE),
    )
    taking = judge(filled(tmp_path, said), make_ask(RECORDS, decisions=before))
    wording = next(one.text["nb"] for one in REASONS if one.code == "population")
    given = f"but Kari had given the reason “{wording}” on 2026-01-03 (first.xlsx, row 7)"
    assert [fault.sentence for fault in taking.held] == [
        f"found “Feil design”, {given}",
        f"found no reason, {given}",
    ]
    assert {fault.place.rpartition(" ")[2] for fault in taking.held} == {"(Eksklusjonsårsak)"}
    assert [one.note for one in taking.decisions] == ["new"]
    revised = make_ask(RECORDS, decisions=before, revise=True)
    assert len(judge(filled(tmp_path, said), revised).decisions) == 3


def test_a_note_left_out_leaves_the_earlier_one_standing(tmp_path: Path) -> None:
    before = (earlier(0, Verdict.INCLUDE, note="good one"),)
    taking = judge(filled(tmp_path, {(0, "Avgjørelse"): "ja"}), make_ask(RECORDS, decisions=before))
    assert (taking.decisions, taking.unchanged) == ((), 1)


def test_stale_and_unlisted_rows_are_listed(tmp_path: Path) -> None:
    reading = filled(tmp_path, {(0, "Avgjørelse"): "ja", (1, "Avgjørelse"): "ja"})
    changed = [make_record(1, abstract="Quite another text"), *RECORDS[1:]]
    reading = compared(reading, stored(changed))
    taking = judge(reading, make_ask(changed, listed=frozenset({IDS[0]})))
    assert [(one.doubt, one.fault.sentence) for one in taking.questions] == [
        (
            "text",
            (
                "the list shows “We followed 1 office employees. They slept well.”, but the "
                "database now has "
                "“Quite another text”"
            ),
        ),
        ("list", "this record was not on any list of Kari"),
    ]
    assert taking.decisions == ()


def test_another_list_another_stage_another_reviewer_and_strange_records_are_refused(
    tmp_path: Path,
) -> None:
    reading = filled(tmp_path, {(0, "Avgjørelse"): "ja"})
    ask = make_ask([], review="Other", reviewer="Ola", stage=Stage.ELIGIBILITY)
    taking = judge(reading, ask)
    assert [fault.sentence for fault in (*taking.structure, *taking.faults)] == [
        "this list belongs to the review “Hjemmekontor”, not to this review, “Other”"
    ]
    ask = make_ask(RECORDS[1:], review="Other", reviewer="Ola", stage=Stage.ELIGIBILITY)
    said = {(0, "Avgjørelse"): "ja", (1, "Avgjørelse"): "ja"}
    assert [fault.sentence for fault in judge(filled(tmp_path, said), ask).faults] == [
        "this row is from a list for screening; expected a list for eligibility",
        "this row is from the list of Kari; expected the list of Ola",
        UNKNOWN,
        "this row is from a list for screening; expected a list for eligibility",
        "this row is from the list of Kari; expected the list of Ola",
    ]


def test_a_file_that_does_not_say_whose_it_is_must_be_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id;verdict\n{IDS[0]};ja\n", encoding="utf-8")
    reading = read_decisions(path, reasons=REASONS)
    sentences = [fault.sentence for fault in judge(reading, make_ask(RECORDS)).structure]
    assert sentences == [
        "the file does not say who decided. Name the reviewer with --reviewer NAME",
        "the file does not name its stage. Name the stage with --stage STAGE",
    ]
    told = judge(reading, make_ask(RECORDS, reviewer="Ola", stage=Stage.SCREENING))
    assert [one.reviewer for one in told.decisions] == ["Ola"]
    assert isinstance(make_ask(RECORDS), JudgeContext)
