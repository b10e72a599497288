"""One bad file stays out, is told, and ends nothing else."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.read_file import LINED
from pipeline.readers.survey import Survey
from tests.support.reviews import ajour, entry, rows_of

DEEP = (
    "<xml><records><record><titles><title>" + "<style>" * 1_000 + "x" + "</style>" * 1_000
    + "</title></titles></record></records></xml>"
)  # fmt: skip


def _all_but_the_bad_file_came_in(review: Path, *words: str) -> None:
    said = ajour("update", review)
    assert said.code == 3, said.err
    letter = (review / "output" / "letter.md").read_text("utf-8")
    for word in words:
        assert word in said.err
        assert word in letter
    assert len(rows_of(review / "ajour.db")["record"]) == 6
    again = ajour("update", review)
    assert again.code == 3
    assert words[0] in again.err


@pytest.mark.slow
def test_an_export_whose_name_is_not_utf_8_stays_out_and_the_update_goes_on(review: Path) -> None:
    folder = os.fsencode(review / "searches/1/medline")
    odd = Path(os.fsdecode(folder + b"/s\xf8k.ris"))
    odd.write_text(entry("A report behind a name of another time"), "utf-8")
    _all_but_the_bad_file_came_in(review, "s\\udcf8k.ris", "the file's name is not UTF-8")
    assert ajour("check", review).code in {0, 3}
    said = ajour("import", odd, "--search", "medline", "--review", review)
    assert said.code == 2
    assert "the file's name is not UTF-8" in said.err


@pytest.mark.slow
def test_an_export_nested_without_end_stays_out_and_the_update_goes_on(review: Path) -> None:
    (review / "searches/1/medline/deep.xml").write_text(DEEP, "utf-8")
    _all_but_the_bad_file_came_in(
        review, "deep.xml: nothing was imported.", "more than 100 nested elements"
    )


def test_an_export_that_can_not_be_read_stays_out_and_the_update_goes_on(review: Path) -> None:
    # A plain file to all appearance, whose reading the system refuses.
    (review / "searches/1/medline/broken.ris").symlink_to("/proc/self/mem")
    _all_but_the_bad_file_came_in(review, "broken.ris", "cannot be read")


def test_a_fault_of_a_reader_is_told_apart_and_the_update_goes_on(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[None]:
        yield from ()
        raise KeyError("no such tag")

    monkeypatch.setitem(LINED, "bibtex", failing)  # no input is known that a reader fails on
    (review / "searches/1/wos/odd.bib").write_text("@article{a,\n title = {x}\n}\n", "utf-8")
    _all_but_the_bad_file_came_in(
        review, "This is an error in ajour, not in your file: KeyError", "Please send"
    )


def test_what_programs_leave_beside_exports_is_passed_over(review: Path) -> None:
    for name in ("~$list.xlsx", ".~lock.list.xlsx#", "Thumbs.db", "desktop.ini", ".DS_Store"):
        (review / "searches/1/medline" / name).write_bytes(b"\0\1\2")
    said = ajour("update", review)
    assert "nothing was imported" not in said.out + said.err
    (review / "decisions").mkdir(exist_ok=True)
    owner = review / "decisions" / "~$list.xlsx"
    owner.write_bytes(b"\0")
    said = ajour("decide", owner, "--review", review)
    assert (said.code, "contains nothing to import" in said.err) == (2, True)


def _text(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, "utf-8")


@pytest.mark.parametrize("name", ["review.toml", "criteria.toml", "flow.toml"])
@pytest.mark.parametrize(
    ("make", "told"),
    [
        pytest.param(_text("a = " + "[" * 100_000), "30 nested brackets", id="nested"),
        pytest.param(_text("a." * 100_000 + "b = 1"), "a key has more than 20 parts", id="key"),
        pytest.param(_text("a = " + "9" * 5_000), "cannot be read", id="digits"),
        pytest.param(_text("#" * 1_000_001), "more than 1,000,000 bytes", id="large"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "this is a device", id="device"),
        pytest.param(Path.mkdir, "this is a folder", id="folder"),
        pytest.param(os.mkfifo, "this is a pipe", id="pipe"),
    ],
)
def test_settings_that_can_not_be_read_are_refused_in_one_sentence(
    name: str, make: Callable[[Path], object], told: str, review: Path
) -> None:
    path = review / name
    path.unlink(missing_ok=True)
    make(path)
    said = ajour("update", review)
    assert (said.code, told in said.err) == (2, True), said.err
    assert len(said.err) < 2_000


def test_a_table_of_100_000_columns_is_told_in_one_screenful(tmp_path: Path) -> None:
    columns = ",".join(f"c{number}" for number in range(100_000))
    cells = ",".join("x" for _ in range(100_000))
    path = tmp_path / "wide.csv"
    path.write_text(f"title,authors,year,{columns}\na,b,2000,{cells}\n", "utf-8")
    said = ajour("convert", path, "--to", "jsonl", "--out", tmp_path / "o.jsonl")
    assert said.code == 0
    assert "and 99,990 more, which stay" in said.err
    assert len(said.err) < 2_000


def test_a_hundred_faults_are_told_as_ten_and_a_count(tmp_path: Path) -> None:
    path = tmp_path / "faulty.csv"
    path.write_text("title,authors,year\n" + "a,b,2000,more\n" * 100, "utf-8")
    said = ajour("convert", path, "--to", "jsonl", "--out", tmp_path / "o.jsonl")
    assert said.code == 2
    assert said.err.count("this row has 4 cells") == 10
    assert said.err.endswith("  - and 90 more\n")


def test_importing_a_hundred_bad_files_tells_ten_and_a_count(review: Path, tmp_path: Path) -> None:
    files = []
    for number in range(100):
        files.append(tmp_path / f"{number}.ris")
        files[-1].write_text(entry(f"x {number}").partition(".\nER  - ")[0], "utf-8")
    said = ajour("import", *files, "--search", "medline", "--review", review)
    assert (said.code, said.err.count("nothing was imported")) == (2, 10)
    assert "and 90 more" in said.err


def test_a_workbook_that_can_not_be_read_is_not_told_to_be_no_csv(review: Path) -> None:
    ajour("update", review)
    (made,) = (review / "lists").glob("screening-ann*.xlsx")
    torn = review / "torn.xlsx"
    shutil.copy(made, torn)
    torn.write_bytes(torn.read_bytes()[:-500])
    said = ajour("decide", torn, "--review", review)
    assert said.code == 2
    assert said.err.count("torn.xlsx") == 1
    assert "UTF-8" not in said.err


def test_an_entry_that_an_update_leaves_out_is_kept_beside_its_file(review: Path) -> None:
    path = review / "searches/1/wos/slip.bib"
    sound = "".join(f"@article{{k{n}, title={{Telework {n}}}, year=2020}}\n" for n in range(3))
    slip = "@article{bad, title = {No comma} year = 2021, doi = {10.5555/x}}\n"
    path.write_text(sound + slip, "utf-8")
    said = ajour("update", review)
    assert "3 records" in said.out + said.err
    assert slip.strip() in path.with_name("slip.bib.rejects").read_text("utf-8")
    again = ajour("update", review)
    assert "slip.bib" not in again.out + again.err
