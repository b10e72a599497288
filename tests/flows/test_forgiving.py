"""What a newcomer types almost right is answered with what she meant, ready to be pasted."""

import shlex
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, small_review

INCLUDE = {"*": {"Decision": "include"}}


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review in the folder "sick leave", below the working folder."""
    monkeypatch.chdir(tmp_path)
    small_review(tmp_path).rename("sick leave")
    return Path("sick leave")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("help",), "to see the help: ajour --help"),
        (("help", "status"), "to see the help: ajour status --help"),
        (("criteria", "help"), "to see the help: ajour criteria --help"),
        (("--status",), "No such option '--status'; try: ajour status"),
        (("--json",), "try: ajour status --json"),
        (("--versoin",), "did you mean '--version'?"),
        (
            ("candidates", "sick leave", "--reviewer", "ann", "--batch", "10"),
            'ajour candidates "sick leave" --reviewer ann --batch --top 10',
        ),
    ],
)
def test_a_command_that_does_not_exist_so_is_answered_with_one_that_does(
    named: Path, words: tuple[str, ...], meant: str
) -> None:
    said = ajour(*words)
    assert said.code == 2
    assert meant in said.err


def test_ajour_alone_names_the_reviews_in_the_folder_or_how_to_begin(
    named: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ajour().out.endswith('To see a review in this folder:\n  ajour status "sick leave"\n')
    Path("empty").mkdir()
    monkeypatch.chdir("empty")
    assert ajour().out.endswith("To create a review:\n  ajour init FOLDER\n")


@pytest.mark.parametrize("command", ["decide", "import"])
def test_a_misspelt_file_is_answered_with_the_one_beside_it(named: Path, command: str) -> None:
    Path("kari list.xlsx").touch()
    more = ("--search", "wos") if command == "import" else ()
    for typed in ("karilist.xlsx", "Kari List.xls"):
        said = ajour(command, typed, *more, "--review", named)
        assert said.code == 2
        assert 'Nothing was done. Did you mean "kari list.xlsx"?' in said.err
    assert "Did you mean" not in ajour(command, "foo.xlsx", *more, "--review", named).err


def test_a_list_of_an_unknown_format_is_refused_with_all_formats(named: Path) -> None:
    update(named)
    said = ajour("candidates", named, "--reviewer", "ann", "-o", "list.pdf")
    assert said.code == 2
    assert "expected: a name that ends in .xlsx or .csv or .ris or .html" in said.err


def test_rows_that_contradict_earlier_ones_come_with_the_command_that_imports_them(
    named: Path,
) -> None:
    update(named)
    path = listed(named, "--reviewer", "ann", "--all")
    assert ajour("decide", filled(path, Path("first.xlsx"), INCLUDE)).code == 0
    again = filled(path, Path("second list.xlsx"), {"*": {"Decision": "exclude"}})
    said = ajour("decide", again)
    assert said.code == 3
    line = said.err.partition("\n")[0].partition(" earlier data: ")[2]
    assert line == 'ajour decide --revise --review "sick leave" "second list.xlsx"'
    assert ajour(*shlex.split(line)[1:]).code == 0


def test_a_reviewer_without_reports_at_a_stage_is_told_of_those_at_the_other(named: Path) -> None:
    update(named)
    path = listed(named, "--reviewer", "ann", "--all")
    assert ajour("decide", filled(path, Path("ann.xlsx"), INCLUDE)).code == 0
    said = ajour("candidates", named, "--reviewer", "ann", "--all")
    line = 'ajour candidates "sick leave" --stage eligibility --reviewer ann'
    assert said.out.rstrip().endswith(f"reports waiting at eligibility: {line}")


def test_boxes_of_the_flow_chart_have_the_words_of_the_status(named: Path) -> None:
    update(named)
    path = listed(named, "--reviewer", "ann", "--all")
    assert ajour("decide", filled(path, Path("ann.xlsx"), INCLUDE)).code == 0
    assert ajour("report", named).code == 0
    said = ajour("diff", named)
    assert "in all, not yet screened: " in said.out
    assert "_" not in said.out


def test_an_archive_of_old_outputs_names_the_command_that_writes_them(named: Path) -> None:
    update(named)
    path = listed(named, "--reviewer", "ann", "--all")
    assert ajour("decide", filled(path, Path("ann.xlsx"), INCLUDE)).code == 0
    said = ajour("archive", named)
    assert said.code == 2
    assert said.err.splitlines()[0].endswith('after this command: ajour report "sick leave"')
    assert ajour("report", "sick leave").code == 0
    assert ajour("archive", named).code == 0
