"""Every hint can be followed as printed: it names the review, and fits the mistake."""

import re
import shlex
import zipfile
from pathlib import Path

import pytest

from flows.cli.main import COMMANDS
from flows.orchestration.update import update
from flows.review.completed_commands import with_review
from tests.support.reviews import ajour, entry, small_review

SCOPUS = (
    "TY  - JOUR\nTI  - Tides\nPY  - 2020\nN1  - Export Date: 1 May 2024\nDB  - Scopus\nER  - \n"
)
FAULTY = entry("A whole record") + "TY  - JOUR\nTI  - Cut off"
COMMAND = re.compile(
    rf"ajour (?:{'|'.join(COMMANDS)})\b[^\n]*?(?=\. |\.?$|\)|; | \()", re.MULTILINE
)


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review in the folder "sick leave", below the working folder."""
    monkeypatch.chdir(tmp_path)
    small_review(tmp_path).rename("sick leave")
    return Path("sick leave")


def word_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if not: ajour withdraw a.ris", 'if not: ajour withdraw --review "my review" a.ris'),
        (
            "run: ajour withdraw a.b.ris. The",
            'run: ajour withdraw --review "my review" a.b.ris. The',
        ),
        ('ajour withdraw "a b.ris"', 'ajour withdraw --review "my review" "a b.ris"'),
        ("ajour decide decisions/a.xlsx", 'ajour decide "my review/decisions/a.xlsx"'),
        ("ajour decide gone.xlsx", 'ajour decide --review "my review" gone.xlsx'),
        ('ajour decide a.xlsx --review "x"', 'ajour decide a.xlsx --review "x"'),
        ('ajour update "other"', 'ajour update "other"'),
        ("ids: ajour trace sought_reports", 'ids: ajour trace sought_reports --review "my review"'),
        ("then ajour decide imports it", "then ajour decide imports it"),
    ],
)
def test_a_command_on_a_file_names_the_review(
    text: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my review/decisions").mkdir(parents=True)
    Path("my review/decisions/a.xlsx").touch()
    assert with_review(text, Path("my review")) == expected


def test_every_printed_command_names_the_review(named: Path) -> None:
    (named / "searches/1/wos/scopus.ris").write_text(SCOPUS, "utf-8")
    (named / "searches/1/wos/faulty.ris").write_text(FAULTY, "utf-8")
    (named / "searches/1/wos/notes.ris").write_text("Remember the milk.\n", "utf-8")
    (named / "decisions").mkdir(exist_ok=True)
    (named / "decisions/ann.csv").write_text("x\n", "utf-8")
    runs = [ajour(*words, named) for words in (("update",), ("status",), ("check",), ("backup",))]
    runs += [ajour("explain", "nothing", "--review", named), ajour("trace", "--review", named)]
    letter = (named / "output/letter.md").read_text("utf-8").replace("\\", "")
    commands = [found for one in runs for found in COMMAND.findall(one.out + one.err)]
    commands += COMMAND.findall(letter)
    assert any(one.startswith("ajour withdraw") for one in commands)
    assert any("--accept-faults" in one for one in commands)
    for line in commands:
        if not line.startswith(("ajour docs", "ajour init")):
            assert "sick leave" in line, line
            assert any("sick leave" in word for word in shlex.split(line)), line


def test_an_import_without_the_faulty_records_runs_as_printed(named: Path) -> None:
    (named / "searches/1/wos/faulty.ris").write_text(FAULTY, "utf-8")
    said = ajour("update", named)
    (line,) = {one for one in COMMAND.findall(said.err) if "--accept-faults" in one}
    done = ajour(*shlex.split(line)[1:])
    assert done.code == 0, done.err
    assert "1 record imported into wos" in done.out


def test_faults_can_be_accepted_only_where_other_records_are_sound(named: Path) -> None:
    (named / "searches/1/wos/notes.ris").write_text("Remember the milk.\n", "utf-8")
    word_document(named / "searches/1/wos/word.ris")
    said = ajour("update", named)
    assert "--accept-faults" not in said.err
    assert "word.ris: this is a Word document, not an export of records." in said.err


def test_a_restored_name_is_found_among_the_backups(named: Path) -> None:
    update(named)
    assert ajour("backup", named, "--to", named / "backups/mine.db").code != 0
    assert ajour("backup", named).code == 0
    (kept,) = (named / "backups").glob("*.db")
    said = ajour("backup", named, "--restore", kept.name)
    assert said.code == 0, said.err
    assert 'ajour report "sick leave"' in said.out
    said = ajour("backup", named, "--restore", "gone.db")
    assert kept.name in said.err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("trace", "sick leave"), 'ajour trace --review "sick leave"'),
        (
            ("trace", "sick leave", "identified_records"),
            'ajour trace identified_records --review "sick leave"',
        ),
        (("explain", "sick leave"), 'ajour explain RECORD --review "sick leave"'),
        (("explain", "sick leave", "1"), 'ajour explain 1 --review "sick leave"'),
        (("withdraw", "sick leave"), 'ajour withdraw FILE --review "sick leave"'),
        (
            ("import", "sick leave", "--search", "medline"),
            'ajour import FILE --search medline --review "sick leave"',
        ),
        (("decide", "sick leave"), 'ajour decide FILE --review "sick leave"'),
        (("search", "sick leave", "telework"), 'ajour search telework --review "sick leave"'),
        (("sick leave",), 'ajour status "sick leave"'),
        (("diff", "sick leave", "1", "2"), 'ajour diff "sick leave" --from 1 --to 2'),
        (("status", "sick leav"), 'Did you mean the review "sick leave"?'),
        (("status", "Sick Leave"), 'Did you mean the review "sick leave"?'),
        (("status", "sick leave/output"), 'Did you mean the review "sick leave"?'),
        (("status",), 'Did you mean the review "sick leave"?'),
        (("candidates", "sick leave", "--stage", "retrieval"), "on the lists of the stage eligib"),
        (("candidates", "sick leave", "--stage", "fulltext"), "has the name eligibility"),
        (("explain", "none", "--review", "sick leave"), "ajour trace identified_records --review"),
        (("decide", "sick leave/lists"), "this is a folder, but the command needs files."),
    ],
)
def test_a_mistake_is_answered_with_what_was_meant(
    named: Path, words: tuple[str, ...], meant: str
) -> None:
    (named / "lists").mkdir(exist_ok=True)
    said = ajour(*words)
    assert said.code == 2
    assert meant in said.err


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ('"Small review"', '"Small review', 'Line 3: add the closing quotation mark (").'),
        ('"Small review"', "“Small review”", "replace the curly quotation marks"),
        ("2024-01-11", "2024-13-11", "no calendar has this date"),
        (
            '[[search]]\nname = "wos"',
            '[search]\nname = "wos"',
            "write [[search]] with two brackets",
        ),
        ("2024-01-11", "2024,5", "write the number with a decimal point, like 0.05."),
        ('"Small review"', "Small review", 'put straight quotation marks (") around each text'),
        ('"Small review"', '"A "small" review"', "put single quotation marks (') around a text"),
        ('title = "Small review"', 'title: "Small review"', "write = instead of the colon"),
        ('[[search]]\nname = "wos"', '[[search]\nname = "wos"', "the same number of brackets"),
        ('language = "en"', 'language = "Norsk"', "expected one of nb, en; did you mean 'nb'?"),
        ('names = ["ann"', 'names = "ann" # ', 'expected a list: ["ann"]'),
        ('name = "wos"', 'name = "medline"', "but line 13 has the same value"),
        ('name = "wos"', 'name = "wos"\nstrategy = "no.csv"', "there is no file of this name"),
    ],
)
def test_a_typing_error_in_review_toml_is_answered_with_its_correction(
    named: Path, old: str, new: str, hint: str
) -> None:
    path = named / "review.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert hint in ajour("status", named).err


def test_files_that_are_not_imported_are_named(named: Path) -> None:
    update(named)
    (named / "searches/1/wos/notes.ris").write_text("Remember the milk.\n", "utf-8")
    sentence = "1 export file has not been imported: searches/1/wos/notes.ris."
    assert sentence in ajour("status", named).out
    assert sentence in ajour("check", named).out


def test_an_empty_review_says_that_it_has_no_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ajour("init", tmp_path / "new", "--database", "Embse", "--database", "SveMed")
    assert "Did you mean Embase?" in said.out
    assert "SveMed." not in said.out
    monkeypatch.chdir(tmp_path / "new")
    assert "no export file has been imported yet" in ajour().out
    assert "Put each export file into the folder of its search" in ajour("status").out
    said = ajour("candidates", "--reviewer", "A")
    assert "The review has no records yet." in said.out


def test_a_page_is_named_where_no_screen_can_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.cli.docs._has_screen", lambda: False)
    assert "README.md: this computer has no screen" in ajour("docs").out


def test_an_export_of_another_vendor_is_named_with_its_database_and_vendor(named: Path) -> None:
    text = entry("Tides", more="U2  - L123456\nDB  - Medline\n")
    (named / "searches/1/wos/embase.ris").write_text(text, "utf-8")
    assert "are from Medline (Embase.com)," in ajour("update", named).err
