"""The letter of an update, the change log, and the lists that lie ready."""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports.change_log import changes
from exports.language.units import ReportUnit
from exports.letter import BOXES, Version, letter, no_news
from flows.orchestration.update import update
from flows.reporting import output_state
from flows.review import output_runs
from tests.support.reviews import TITLES, ajour, entry, later_round

VERSION = Version(
    run="2024-06-10-1",
    program="1.0",
    criteria="abc",
    searched={"MEDLINE | Ovid": "2024-06-01"},
    new_records=12345,
    new_reports=10,
    expected=2.6,
    suggested=4,
    decisions=7,
    boxes=dict.fromkeys(BOXES, 3),
    lists=[("ann", "lists/screening-ann.xlsx", 3)],
    conflicts={"screening": 0, "eligibility": 2},
    pairs=5,
    failed=["pubmed: no answer.\nThe next update asks again."],
)


def _letter_to(review: Path, *command: str) -> None:
    path = review / "review.toml"
    text = f"{path.read_text('utf-8')}\n[letter]\ncommand = {json.dumps(command)}\n"
    path.write_text(text, "utf-8")


def test_a_letter_says_what_is_new_what_waits_and_what_failed() -> None:
    told = letter("Work from\nhome", "en", VERSION)
    for line in (
        "# Work from home: update 2024-06-10-1",
        "| New records | 12,345 |",
        "| Probably relevant among them (expected from the ranking's probabilities) | 3 |",
        "- ann: lists/screening-ann.xlsx (n = 3)",
        "- full-text assessment: 2 disagreements (ajour conflicts --stage eligibility)",
        "- 5 pairs of records that may be duplicates (ajour duplicates)",
        "- pubmed: no answer.\n  The next update asks again.",
        "- MEDLINE | Ovid: 2024-06-01",
    ):
        assert f"\n{line}\n" in f"\n{told}\n"
    assert "title and abstract screening" not in told


def test_a_letter_without_probabilities_counts_the_suggestions_and_says_so() -> None:
    told = letter("R", "nb", replace(VERSION, expected=None, failed=(), lists=(), pairs=0))
    assert "(foreslått av kriteriene) | 4 |" in told
    assert "12\u00a0345" in told
    assert "\n- MEDLINE | Ovid: 01.06.2024\n" in told
    assert "Feil og hva du må gjøre" not in told


@pytest.mark.parametrize(
    ("unit", "line"),
    [("report", "| Inkluderte publikasjoner | 3 |"), ("article", "| Inkluderte artikler | 3 |")],
)
def test_a_letter_calls_the_reports_what_the_review_does(unit: ReportUnit, line: str) -> None:
    assert line in letter("R", "nb", VERSION, unit)
    heads = changes("R", "nb", [VERSION], unit).splitlines()[4]
    assert line.removesuffix(" 3 |") in heads


def test_no_news_is_one_line_unless_something_failed() -> None:
    assert no_news("R", "en") == "R: nothing new since last time.\n"
    assert no_news("R", "nb", ["pubmed: borte"]).splitlines()[-1] == "- pubmed: borte"


def test_the_change_log_says_what_each_version_changed() -> None:
    later = replace(
        VERSION,
        searched={"MEDLINE | Ovid": "2024-07-01", "wos": "2024-06-01"},
        criteria="def",
        program="1.1",
        decisions=9,
    )
    fewer = replace(later, decisions=8)
    log = changes("R", "en", [VERSION, later, fewer, fewer]).splitlines()[-4:]
    assert log[3].endswith("| first version |")
    assert "MEDLINE \\| Ovid 2024-06-01" in log[3]
    assert log[2].endswith(
        "| new searches: MEDLINE \\| Ovid, wos; the criteria; the program (ajour 1.1); "
        "new decisions: 2 |"
    )
    assert log[1].endswith("| decisions withdrawn: 1 |")
    assert log[0].endswith("| – |")


def test_each_update_with_news_leaves_a_letter_and_a_line_in_the_change_log(review: Path) -> None:
    first = update(review)
    assert "| New records | 6 |" in first.letter
    assert "| New unique reports | 5 |" in first.letter
    later_round(review)
    second = update(review)
    assert "| New records | 2 |" in second.letter
    assert "| New unique reports | 1 |" in second.letter
    assert (review / "output" / "letter.md").read_text("utf-8") == second.letter
    assert (review / "output" / "runs" / "2024-06-10-1" / "letter.md").read_text() == first.letter
    log = (review / "output" / "changes.md").read_text("utf-8")
    assert log.count("| 2024-06-10-") == 2
    assert "new search: later" in log


def test_an_update_without_news_makes_no_folder_and_one_line(review: Path) -> None:
    update(review)
    before = sorted((review / "output").rglob("*"))
    assert update(review).letter == "Small review: nothing new since last time.\n"
    assert sorted((review / "output").rglob("*")) == before


def test_the_letter_goes_to_the_command_of_review_toml(review: Path) -> None:
    script = "import sys; open('got.md', 'wb').write(sys.stdin.buffer.read())"
    _letter_to(review, sys.executable, "-c", script)
    done = update(review)
    assert done.unsent is None
    assert (review / "got.md").read_text("utf-8") == done.letter


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("there-is-no-such-program",), "could not be run"),
        ((sys.executable, "-c", "import sys; sys.exit('no mail server')"), "no mail server"),
        (
            (sys.executable, "-c", "import sys; sys.exit(3)"),
            "failed with exit code 3 (it printed nothing)",
        ),
    ],
)
def test_a_command_that_fails_is_told_and_fails_nothing(
    review: Path, command: tuple[str, ...], sentence: str
) -> None:
    _letter_to(review, *command)
    done = update(review)
    assert sentence in str(done.unsent)
    assert done.failed == ()
    assert (review / "output" / "letter.md").is_file()


def test_a_command_goes_through_no_shell(review: Path) -> None:
    _letter_to(review, sys.executable, "-c", "pass", ";", "touch hacked", "$(touch hacked)")
    assert update(review).unsent is None
    assert not (review / "hacked").exists()


def test_a_file_that_is_refused_leaves_the_others_in_and_is_told_with_what_to_do(
    review: Path,
) -> None:
    update(review)
    text = entry("A whole record") + "TY  - JOUR\nTI  - Cut off"
    (review / "searches/2/later/bad.ris").write_text(text, "utf-8")
    done = update(review)
    assert "--accept-faults" in done.failed[0]
    assert "bad.ris" in done.letter
    later_round(review)
    assert "| New records | 2 |" in update(review).letter


def test_the_next_lists_lie_ready_and_come_back_filled_in(review: Path) -> None:
    update(review)
    path = review / "lists" / "screening-ann.xlsx"
    book = load_workbook(path)
    sheet = book[book.sheetnames[0]] if len(book.sheetnames) == 1 else book["Candidates"]
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    row = next(places[title].row for title in TITLES if title in places)
    column = places["Decision"].column
    sheet.cell(row, column).value = "include"
    book.save(path)
    assert not update(review).news
    assert ajour("decide", path, "--review", review).code == 0
    numbers = json.loads(ajour("status", review, "--json").out)["total"]
    assert numbers["not_yet_screened"] == 4


def test_a_list_that_nobody_asked_for_hides_nothing_from_the_next_batch(review: Path) -> None:
    update(review)
    laid = {one: load_workbook(review / f"lists/screening-{one}.xlsx") for one in ("ann", "bo")}
    for name, book in laid.items():
        said = ajour("candidates", review, "--reviewer", name, "--batch", "--json")
        assert json.loads(said.out)["listed"] == book["Candidates"].max_row - 1


def test_a_list_that_was_filled_in_survives_the_repair_of_its_run(review: Path) -> None:
    update(review)
    path = review / "lists" / "screening-ann.xlsx"
    book = load_workbook(path)
    book.save(path)
    filled = path.read_bytes()
    run = review / "output" / "latest" / "run.json"
    told = run.read_bytes()
    run.write_text("{", "utf-8")
    assert update(review).news
    assert path.read_bytes() == filled
    assert run.read_bytes() == told


def test_lists_to_be_filled_in_lie_under_lists_only(review: Path) -> None:
    update(review)
    sheets = [one for one in (review / "output").rglob("*") if "screening-" in one.name]
    assert not sheets
    assert len(list((review / "lists").iterdir())) == 2


def test_a_list_that_nobody_touched_gives_way_to_the_next(review: Path) -> None:
    update(review)
    before = {one.name: one.read_bytes() for one in (review / "lists").iterdir()}
    later_round(review)
    update(review)
    after = {one.name: one.read_bytes() for one in (review / "lists").iterdir()}
    assert after.keys() == before.keys()
    assert after != before


def test_a_list_that_somebody_has_begun_stays_and_the_next_holds_what_is_not_on_it(
    review: Path,
) -> None:
    update(review)
    path = review / "lists" / "screening-ann.xlsx"
    book = load_workbook(path)
    begun = {row[0].value for row in book["Candidates"].iter_rows()}
    book["Candidates"]["A2"].value = "include"
    book.save(path)
    filled = path.read_bytes()
    later_round(review)
    letter = update(review).letter
    assert path.read_bytes() == filled
    again = review / "lists" / "screening-ann-2.xlsx"
    if again.exists():
        fresh = {row[0].value for row in load_workbook(again)["Candidates"].iter_rows(min_row=2)}
        assert not fresh & begun - {None}
    assert "reports in screening-ann.xlsx have not been assessed" in letter


def test_a_list_that_was_cut_off_stays_and_its_rows_come_on_the_next(review: Path) -> None:
    update(review)
    path = review / "lists" / "screening-ann.xlsx"
    cut = path.read_bytes()[:-100]
    path.write_bytes(cut)
    later_round(review)
    update(review)
    assert path.read_bytes() == cut
    again = load_workbook(review / "lists" / "screening-ann-2.xlsx")["Candidates"]
    assert again.max_row - 1 >= 2


def test_where_there_are_no_links_a_filled_in_list_stays(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(self: Path, target: str) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", no_links)
    update(review)
    path = review / "lists" / "screening-ann.xlsx"
    book = load_workbook(path)
    book.save(path)
    filled = path.read_bytes()
    later_round(review)
    update(review)
    assert path.read_bytes() == filled
    assert (review / "output" / "letter.md").is_file()
    assert output_state.damaged is not None
    assert len(output_runs.run_names(review / "output" / "runs")) == 2


@pytest.mark.slow
def test_every_file_under_output_that_was_cut_off_is_repaired(review: Path) -> None:
    update(review)
    output = review / "output"
    whole = {one: one.read_bytes() for one in output.rglob("*") if one.is_file()}
    for path, content in whole.items():
        path.write_bytes(content[: len(content) // 2])
        update(review)
        assert {one: one.read_bytes() for one in whole} == whole, path.name


def test_output_may_be_deleted_and_comes_back_with_letter_and_log(review: Path) -> None:
    told = update(review).letter
    log = (review / "output" / "changes.md").read_bytes()
    shutil.rmtree(review / "output")
    update(review)
    assert (review / "output" / "letter.md").read_text("utf-8") == told
    assert (review / "output" / "changes.md").read_bytes() == log


def test_new_reports_that_were_ranked_are_expected_by_their_probabilities(review: Path) -> None:
    update(review)
    said = ajour("candidates", review, "--reviewer", "ann", "--all", "--json")
    path = Path(json.loads(said.out)["path"])
    book = load_workbook(path)
    sheet = book["Candidates"]
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    for title, verdict in (("Neck pain and the kitchen table", "include"),):
        sheet.cell(places[title].row, places["Decision"].column).value = verdict
    book.save(path)
    assert ajour("decide", path, "--review", review).code == 0
    more = "".join(entry(f"Commuting number {n}", author=f"Z{n}, Z") for n in range(4))
    (review / "searches/2/later/more.ris").write_text(more, "utf-8")
    told = update(review).letter
    assert "| New unique reports | 4 |" in told
