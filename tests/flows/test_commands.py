"""The commands on a small review: what each says, writes and refuses."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.orchestration.update import update
from tests.support.filled_lists import records
from tests.support.reviews import ajour, entry, later_round, rows_of, small_review


def _fill(path: Path, to: Path, verdicts: dict[str, tuple[str, str]]) -> None:
    """Fill in a list as a screener would: verdict and reason by title; others are excluded."""
    book = load_workbook(path)
    sheet = book["List"] if "List" in book.sheetnames else book[book.sheetnames[1]]
    headings = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    for row in sheet.iter_rows():
        title = row[headings["Title"] - 1].value
        if title in (None, "Title"):
            continue
        verdict, reason = verdicts.get(str(title), ("exclude", ""))
        row[headings["Decision"] - 1].value = verdict
        if reason:
            row[headings["Reason"] - 1].value = reason
    book.save(to)


def _screened(review: Path, verdicts: dict[str, tuple[str, str]], stage: str = "screening") -> Path:
    """Write a list, fill it in and give it back; returns the filled-in file."""
    said = ajour("candidates", review, "--stage", stage, "--reviewer", "ann", "--all", "--json")
    assert said.code == 0, said.err
    path = Path(json.loads(said.out)["path"])
    filled = review / "decisions" / path.name
    filled.parent.mkdir(exist_ok=True)
    _fill(path, filled, verdicts)
    taken = ajour("decide", filled, "--review", review)
    assert taken.code == 0, taken.err
    return filled


def _numbers(review: Path, which: str = "total") -> dict[str, int]:
    numbers: dict[str, int] = json.loads(ajour("status", review, "--json").out)[which]
    return numbers


@pytest.mark.every_output
def test_an_update_takes_in_links_and_counts(review: Path) -> None:
    done = update(review)
    assert done.news
    numbers = _numbers(review)
    assert (numbers["identified"], numbers["duplicates_software"]) == (6, 1)
    assert numbers["not_yet_screened"] == 5


def test_a_second_update_changes_nothing(review: Path) -> None:
    update(review)
    before = rows_of(review / "ajour.db")
    assert not update(review).news
    assert rows_of(review / "ajour.db") == before
    assert len(list((review / "output" / "runs").iterdir())) == 1


def test_a_review_goes_from_lists_to_its_flow(review: Path) -> None:
    update(review)
    _screened(review, {"Sleep after a year of telework": ("include", "")})
    _screened(review, {"Sleep after a year of telework": ("include", "")}, "eligibility")
    numbers = _numbers(review)
    assert (numbers["screened"], numbers["excluded"], numbers["included"]) == (5, 4, 1)
    assert ajour("report", review).code == 0
    written = json.loads((review / "output" / "prisma.json").read_text("utf-8"))
    assert written["total"]["included"] == 1


def test_a_record_found_again_needs_no_second_decision(review: Path) -> None:
    update(review)
    _screened(review, {})
    later_round(review)
    update(review)
    numbers = json.loads(ajour("status", review, "--json").out)
    assert numbers["rounds"]["2"]["excluded_other"] == 1
    assert numbers["rounds"]["2"]["not_yet_screened"] == 1
    assert numbers["total"]["duplicates_software"] == 2
    assert numbers["total"]["screened"] == 5


def test_a_list_taken_back_twice_changes_nothing(review: Path) -> None:
    update(review)
    filled = _screened(review, {})
    before = rows_of(review / "ajour.db")
    again = ajour("decide", filled, "--review", review)
    assert "already imported" in again.out
    assert rows_of(review / "ajour.db") == before


def test_a_dry_run_takes_nothing_in(review: Path) -> None:
    update(review)
    said = ajour("candidates", review, "--reviewer", "ann", "--all", "--json")
    path = Path(json.loads(said.out)["path"])
    _fill(path, review / "filled.xlsx", {})
    before = rows_of(review / "ajour.db")
    tried = ajour("decide", review / "filled.xlsx", "--dry-run")
    assert "5 decisions by ann would be imported" in tried.out
    assert rows_of(review / "ajour.db") == before


def test_a_withdrawn_decision_file_stops_counting_and_is_not_erased(review: Path) -> None:
    update(review)
    filled = _screened(review, {})
    assert _numbers(review)["screened"] == 5
    assert ajour("withdraw", filled, "--review", review, "--why", "wrong file").code == 0
    assert _numbers(review)["screened"] == 0
    assert "2024-06-10" in ajour("export-audit", review).out
    assert ajour("decide", filled, "--review", review).code == 0
    assert _numbers(review)["screened"] == 5


def test_a_withdrawn_import_stays_out_until_it_is_imported_again(review: Path) -> None:
    update(review)
    export = review / "searches/1/wos/export.ris"
    assert ajour("withdraw", export, "--review", review).code == 0
    update(review)
    assert _numbers(review)["identified"] == 4
    assert ajour("import", export, "--search", "wos", "--review", review).code == 0
    assert _numbers(review)["identified"] == 6


def test_records_joined_by_hand_stay_joined_and_count_as_peoples(review: Path) -> None:
    update(review)
    records = json.loads(ajour("trace", "identified_records", "--review", review, "--json").out)
    ids = {one["title"]: one["record"] for one in records["records"]}
    one, other = ids["Commuting and time"], ids["Neck pain and the kitchen table"]
    assert ajour("duplicates", review, "--reviewer", "bo", "--join", one, other).code == 0
    update(review)
    assert _numbers(review)["duplicates_people"] == 1
    assert ajour("duplicates", review, "--reviewer", "bo", "--split", one).code == 0
    assert _numbers(review)["duplicates_people"] == 0


def test_every_record_behind_a_number_leads_to_its_file_and_line(review: Path) -> None:
    update(review)
    traced = ajour("trace", "duplicates_software_records", "--review", review)
    assert traced.out.splitlines()[1].endswith("export.ris,1,1")


def test_a_record_tells_its_whole_story(review: Path) -> None:
    update(review)
    _screened(review, {})
    records = json.loads(ajour("trace", "identified_records", "--review", review, "--json").out)
    record = next(one for one in records["records"] if "Sleep" in one["title"])
    told = ajour("explain", record["record"], "--review", review).out
    for expected in (
        "export.ris, record 1, line 1",
        "telework",
        "exclude by ann",
        "screened_records",
    ):
        assert expected in told


def test_two_reviewers_who_disagree_wait_for_somebody(tmp_path: Path) -> None:
    review = small_review(tmp_path, screening="double")
    update(review)
    _screened(review, {"Commuting and time": ("include", "")})
    said = ajour("candidates", review, "--reviewer", "bo", "--all", "--json")
    path = Path(json.loads(said.out)["path"])
    _fill(path, review / "bo.xlsx", {})
    assert ajour("decide", review / "bo.xlsx").code == 0
    status = json.loads(ajour("status", review, "--json").out)
    assert status["conflicts"]["screening"] == 1
    assert status["agreement"]["screening: ann and bo"]["n"] == 5
    written = json.loads(ajour("conflicts", review, "--json").out)
    assert written["listed"] == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.ris", b"", "empty"),
        ("cut.ris", b"TY  - JOUR\nTI  - Cut off", "line 1"),
        ("paper.pdf", b"%PDF-1.7 rest", "PDF"),
    ],
)
def test_a_file_that_is_refused_leaves_the_store_as_it_was(
    review: Path, name: str, content: bytes, sentence: str
) -> None:
    update(review)
    before = rows_of(review / "ajour.db")
    (review / name).write_bytes(content)
    said = ajour("import", review / name, "--search", "medline")
    assert said.code == 2
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert rows_of(review / "ajour.db") == before


def test_one_bad_file_keeps_the_other_of_the_same_import_out(review: Path) -> None:
    update(review)
    good = review / "good.ris"
    good.write_text("TY  - JOUR\nTI  - Good\nER  - \n", "utf-8")
    (review / "bad.ris").write_bytes(b"")
    before = rows_of(review / "ajour.db")
    said = ajour("import", good, review / "bad.ris", "--search", "medline")
    assert said.code == 2
    assert rows_of(review / "ajour.db") == before


def test_a_wrong_verdict_is_told_by_its_cell_and_its_row_waits(review: Path) -> None:
    update(review)
    said = ajour("candidates", review, "--reviewer", "ann", "--all", "--json")
    path = Path(json.loads(said.out)["path"])
    _fill(path, review / "filled.xlsx", {"Commuting and time": ("perhaps", "")})
    taken = ajour("decide", review / "filled.xlsx")
    assert taken.code == 3
    assert "perhaps" in taken.err
    assert "row" in taken.err
    known = records(review)
    rows = {one[1] for one in rows_of(review / "ajour.db")["decision"]}
    assert len(rows) == 4
    assert known["Commuting and time"] not in rows


def _changed_cell(review: Path, heading: str, value: str) -> Path:
    """A list whose only change is one cell of its first row."""
    said = ajour("candidates", review, "--reviewer", "ann", "--all", "--json")
    book = load_workbook(json.loads(said.out)["path"])
    sheet = book[book.sheetnames[1]]
    headings = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    place = headings[heading]
    sheet.cell(place.row + 1, place.column).value = value
    sheet.cell(place.row + 1, headings["Decision"].column).value = (
        None if heading == "Title" else "exclude"
    )
    book.save(review / "changed.xlsx")
    return review / "changed.xlsx"


def test_a_changed_id_is_refused_though_the_row_could_be_known_by_its_key(review: Path) -> None:
    update(review)
    changed = _changed_cell(review, "id", "zzz")
    before = rows_of(review / "ajour.db")
    said = ajour("decide", changed)
    assert said.code == 2
    assert "found “zzz”" in said.err
    assert rows_of(review / "ajour.db") == before


def test_a_verdict_typed_into_another_column_is_named(review: Path) -> None:
    update(review)
    said = ajour("decide", _changed_cell(review, "Title", "include"), "--dry-run")
    assert said.code == 0
    assert "(Title)" in said.err


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("language =", "langauge =", "[review]: unknown key 'langauge'; did you mean 'language'?"),
        ('language = "en"', 'language = "de"', "language is 'de'; expected one of nb, en"),
        ('round = "2"', 'round = "3"', "round is '3'; expected one of 1, 2"),
        (
            'name = "wos"',
            'name = "medline"',
            "medline: name is 'medline'; expected each",
        ),
        (
            "run_on = 2024-01-10",
            'run_on = "soon"',
            "run_on is 'soon'; expected a date",
        ),
        ('name = "later"', 'name = "../later"', "this cannot be the name of a folder"),
        (
            "[reviewers]",
            "[reviewers]\n[automation.stopping]\ntarget = 2.0\n[x]",
            "a number from 0.5 to below 1",
        ),
        ("[review]", "[review", "this is not TOML"),
        (
            "names = [",
            'names = ["ann", "ann", ',
            "item 2 of names is 'ann'; expected each",
        ),
        ("names = [", 'names = ["", ', "item 1 of names is empty; expected text in quotes"),
        ('name = "2"', 'name = "1"', "[[round]] 1: name is '1'; expected each value only once"),
    ],
)
def test_a_fault_in_review_toml_is_named_and_nothing_is_done(
    review: Path, old: str, new: str, sentence: str
) -> None:
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    said = ajour("status", review)
    assert said.code == 2
    assert sentence in said.err
    assert not (review / "ajour.db").exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "1"', "name = 1", '[[round]] number 1: name is 1; expected text in quotes: "1"'),
        ('name = "1"', 'name = ""', "[[round]] number 1: name is empty; expected text in quotes"),
        (
            'name = "1"',
            'title = "First"',
            "[[round]] number 1: name is missing; expected text",
        ),
        ('name = "1"', 'name = "1"\ntitle = ""', "[[round]] 1: title is empty"),
        (
            'round = "1"',
            "round = 1",
            'medline: round is 1; expected text in quotes: "1"',
        ),
        ('round = "1"', 'round = ""', "[[search]] medline: round is empty"),
        (
            'name = "medline"',
            "name = 3",
            'number 1: name is 3; expected text in quotes: "3"',
        ),
        (
            'language = "en"',
            'languages = ["en", "de"]',
            "languages is 'de'; expected one of nb, en",
        ),
        ('name = "medline"', 'name = " "', "[[search]] number 1: name is empty"),
        ('name = "medline"', 'name = ""', "[[search]] number 1: name is empty"),
        ('source = "MEDLINE"', 'source = ""', "[[search]] medline: source is empty"),
        ('title = "Small review"', 'title = ""', "[review]: title is empty"),
        (
            "run_on = 2024-01-10",
            "hits = -1",
            "[[search]] medline: hits is -1; expected a",
        ),
        (
            "run_on = 2024-01-10",
            'kind = "pubmed"\nquery = " "',
            "medline: query is empty",
        ),
        ("run_on = 2024-01-10", 'strategy = ""', "[[search]] medline: strategy is empty"),
        ("[reviewers]", '[previous]\nname = ""\n[reviewers]', "[previous]: name is empty"),
        (
            "[reviewers]",
            '[previous]\nname = "P"\nstudies = -3\n[reviewers]',
            "studies is -3; expected",
        ),
    ],
)
def test_one_slip_in_review_toml_is_one_fault(
    review: Path, old: str, new: str, sentence: str
) -> None:
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    said = ajour("status", review)
    assert said.code == 2
    assert sentence in said.err
    assert said.err.count("  - ") == 1, said.err


def test_a_table_that_should_be_repeated_is_said_to_need_double_brackets(review: Path) -> None:
    path = review / "review.toml"
    parts = path.read_text("utf-8").partition("[[search]]")
    path.write_text(parts[0] + "[search]\n" + parts[2].partition("[[search]]")[0], "utf-8")
    said = ajour("status", review)
    assert said.code == 2
    assert "expected tables, each headed [[search]]" in said.err


def test_a_file_in_place_of_the_review_folder_is_refused_in_a_sentence(review: Path) -> None:
    said = ajour("status", review / "review.toml")
    assert said.code == 2
    assert "this is a file; expected the folder of a review" in said.err


def test_all_faults_of_review_toml_come_at_once(review: Path) -> None:
    path = review / "review.toml"
    text = path.read_text("utf-8").replace("title =", "titel =").replace('"en"', '"de"')
    path.write_text(text, "utf-8")
    assert ajour("status", review).err.count("  - ") == 3


def test_init_leaves_what_is_there_as_it_is(tmp_path: Path) -> None:
    assert ajour("init", tmp_path / "new", "--title", 'With "quotes"\nand lines').code == 0
    assert ajour("status", tmp_path / "new", "--json").code == 0
    (tmp_path / "new" / "review.toml").write_text("mine", "utf-8")
    said = ajour("init", tmp_path / "new")
    assert "left unchanged" in said.out
    assert (tmp_path / "new" / "review.toml").read_text("utf-8") == "mine"


def test_check_finds_a_changed_export_and_a_damaged_figure(review: Path) -> None:
    update(review)
    assert ajour("check", review).code == 0
    (review / "searches/1/wos/export.ris").write_text("changed", "utf-8")
    (review / "output" / "latest" / "flow.en.svg").write_text("", "utf-8")
    said = ajour("check", review)
    assert said.code == 2
    assert "export.ris of the search wos has changed since" in said.err
    assert "flow.en.svg" in said.err


@pytest.mark.every_output
def test_damaged_output_is_written_again_byte_for_byte(review: Path) -> None:
    update(review)
    latest = (review / "output" / "latest").resolve()
    before = {one: one.read_bytes() for one in latest.rglob("*") if one.is_file()}
    for one in before:
        one.write_bytes(b"")
    assert update(review).news
    assert {one: one.read_bytes() for one in before} == before


def test_a_backup_brings_back_what_was_there(review: Path) -> None:
    update(review)
    before = rows_of(review / "ajour.db")
    copy = review / "copy.db"
    assert ajour("backup", review, "--to", copy).code == 0
    _screened(review, {})
    assert ajour("backup", review, "--restore", copy).code == 0
    assert rows_of(review / "ajour.db") == before
    (review / "broken.db").write_bytes(b"no store at all, but long enough to be one" * 40)
    assert ajour("backup", review, "--restore", review / "broken.db").code == 2
    assert rows_of(review / "ajour.db") == before


def test_what_changed_between_two_runs_is_told_box_by_box(review: Path) -> None:
    update(review)
    assert ajour("diff", review).code == 2
    later_round(review)
    update(review)
    told = json.loads(ajour("diff", review, "--json").out)
    changed = {one["what"]: (one["before"], one["after"]) for one in told["changed"]}
    assert changed["records"] == (6, 8)
    assert changed["in all identified"] == (6, 8)


def test_reports_of_one_study_count_as_one_study(review: Path) -> None:
    update(review)
    both = dict.fromkeys(("Commuting and time", "Neck pain and the kitchen table"), ("include", ""))
    _screened(review, both)
    _screened(review, both, "eligibility")
    assert _numbers(review)["included_studies"] == 2
    records = json.loads(ajour("trace", "included_reports", "--review", review, "--json").out)
    for one, new in zip(records["records"], (["--new"], []), strict=True):
        assert ajour("studies", review, "--link", one["report"], "cohort", *new).code == 0
    assert _numbers(review)["included_studies"] == 1
    assert _numbers(review)["included"] == 2
    assert "studies.xlsx" in ajour("studies", review, "--sheet").out
    assert "already" in ajour("studies", review, "--sheet").out


def test_a_reviewer_nobody_knows_is_refused(review: Path) -> None:
    update(review)
    said = ajour("candidates", review, "--reviewer", "zoe")
    assert said.code == 2
    assert "ann, bo" in said.err


def test_lines_and_tags_without_a_field_are_said_to_be_kept(review: Path) -> None:
    more = review / "more.ris"
    odd = entry("Odd tags", more="ZZ  - one\nZZ  - two\n")
    more.write_text(f"Search of 5 May\n{odd}", "utf-8")
    said = ajour("import", more, "--search", "medline", "--review", review)
    assert said.code == 0
    assert "ajour has no field for ZZ (2 times, first at line 8), which" in said.out
    assert "1 line outside the records" in said.out
    assert "(first at line 1), stays in the export file" in said.out
    assert "(between records)" not in said.out


def test_withdrawing_a_file_twice_leaves_another_of_its_name(review: Path) -> None:
    update(review)
    export = review / "searches/1/wos/export.ris"
    assert ajour("withdraw", export).code == 0
    before = rows_of(review / "ajour.db")
    said = ajour("withdraw", export)
    assert said.code == 2
    assert "this file is already withdrawn" in said.err
    assert rows_of(review / "ajour.db") == before
