"""`ajour convert` from its arguments to its files and its exit code."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.convert import command
from pipeline.errors import Refused

GOLDEN = Path(__file__).parent / "golden"
KEYS = {
    "file",
    "format",
    "dialect",
    "encoding",
    "start_tags",
    "records",
    "unplaced",
    "sha256",
    "faults",
}
CUT = "TY  - JOUR\nTI  - a\nER  - \n\nTY  - JOUR\nTI  - b\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])


@pytest.mark.parametrize("to", ["jsonl", "csv", "ris"])
def test_the_receipt_is_one_object_on_standard_output(to: str, tmp_path: Path) -> None:
    source, out = GOLDEN / "ovid.ris", tmp_path / f"out.{to}"
    result = run(source, "--to", to, "-o", out, "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert set(told) >= KEYS
    assert (told["format"], told["dialect"], told["encoding"]) == ("ris", "Ovid", "utf-8")
    assert told["start_tags"] == told["records"] == 2
    assert told["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert told["unplaced"] == [{"tag": "(between records)", "line": 1, "count": 4}]
    assert told["faults"] == []
    assert out.stat().st_size > 0


def test_a_refusal_prints_the_same_object_writes_nothing_and_ends_with_2(tmp_path: Path) -> None:
    source, out = tmp_path / "cut.ris", tmp_path / "out.jsonl"
    source.write_text(CUT)
    result = run(source, "--to", "jsonl", "-o", out, "--json")
    told = json.loads(result.stdout)
    assert set(told) >= KEYS
    assert (told["start_tags"], told["records"]) == (2, 0)
    assert told["faults"] == ["line 5: this record has no ER line, so its end is unknown"]
    assert isinstance(result.exception, Refused)
    assert result.exception.exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.ris"]


def test_what_is_no_export_prints_the_object_too(tmp_path: Path) -> None:
    source = tmp_path / "paper.ris"
    source.write_bytes(b"%PDF-1.7")
    result = run(source, "--to", "ris", "-o", tmp_path / "out.ris", "--json")
    told = json.loads(result.stdout)
    assert told["records"] == 0
    assert "PDF" in told["faults"][0]
    assert not (tmp_path / "out.ris").exists()


def test_a_refusal_leaves_an_older_file_as_it_was(tmp_path: Path) -> None:
    source, out = tmp_path / "cut.ris", tmp_path / "out.jsonl"
    source.write_text(CUT)
    out.write_text("older")
    run(source, "--to", "jsonl", "-o", out)
    assert out.read_text() == "older"


def test_accepted_faults_go_to_a_rejects_file(tmp_path: Path) -> None:
    source, out = tmp_path / "cut.ris", tmp_path / "out.jsonl"
    source.write_text(CUT)
    result = run(source, "--to", "jsonl", "-o", out, "--accept-faults", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["records"] == 1
    assert told["faults"] == ["line 5: this record has no ER line, so its end is unknown"]
    assert (tmp_path / "out.jsonl.rejects").read_text() == "TY  - JOUR\nTI  - b\n"


def test_people_are_told_in_words(tmp_path: Path) -> None:
    result = run(GOLDEN / "ovid.ris", "--to", "csv", "-o", tmp_path / "out.csv")
    assert (
        "ovid.ris: ajour read 2 records and counted 2 start tags. The format is Ovid"
        in result.stdout
    )
    assert "4 lines outside the records, such as headings, links or counters" in result.stderr
    assert "(first at line 1), stay in the export file" in result.stderr
    source = tmp_path / "a.ris"
    source.write_text(CUT + CUT)
    result = run(source, "--to", "csv", "-o", tmp_path / "sound.csv", "--accept-faults")
    assert "1 record has no ER line, the first at line" in result.stderr
    assert "left out: line 11" in result.stderr


def test_members_of_an_archive_are_one_output_and_their_sums(tmp_path: Path) -> None:
    archive, out = tmp_path / "both.zip", tmp_path / "out.jsonl"
    with zipfile.ZipFile(archive, "w") as made:
        for name in ("ovid.ris", "pubmed.nbib"):
            made.write(GOLDEN / name, name)
    told = json.loads(run(archive, "--to", "jsonl", "-o", out, "--json").stdout)
    assert (told["records"], told["start_tags"]) == (4, 4)
    assert told["format"] == "ris, nbib"
    assert told["unplaced"][0]["member"] == "ovid.ris"
    assert len(out.read_text().splitlines()) == 4
    again = run(archive, "--to", "ris", "-o", tmp_path / "out.ris")
    assert "both.zip (pubmed.nbib): ajour read 2 records" in again.stdout


@pytest.mark.parametrize(
    ("source", "out", "why"),
    [
        ("nowhere.ris", "out.ris", "there is no such file"),
        ("a.ris", "a.ris", "this is the input file"),
        ("a.ris", ".", "ajour cannot write a file there"),
        ("a.ris", "nowhere/out.ris", "ajour cannot write a file there"),
    ],
)
def test_paths_that_can_not_be_are_one_sentence(
    source: str, out: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "a.ris").write_text(CUT)
    result = run(tmp_path / source, "--to", "ris", "-o", tmp_path / out)
    assert isinstance(result.exception, Refused)
    assert why in str(result.exception)
    assert (tmp_path / "a.ris").read_text() == CUT


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    for to in ("jsonl", "csv", "ris"):
        one, other = tmp_path / f"one.{to}", tmp_path / f"other.{to}"
        for out in (one, other):
            run(GOLDEN / "embase.ris", "--to", to, "-o", out)
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(("to", "name"), [("jsonl", "x.csv"), ("csv", "x.xlsx"), ("ris", "x.db")])
def test_an_ending_of_another_format_is_refused(to: str, name: str, tmp_path: Path) -> None:
    result = run(GOLDEN / "ovid.ris", "--to", to, "-o", tmp_path / name)
    assert isinstance(result.exception, Refused)
    assert f".{to}" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "a.ris"
    source.write_text(CUT)
    for name in ("out.jsonl", "more.jsonl.rejects"):
        (tmp_path / name).write_text("older")
    for name in ("out.jsonl", "more.jsonl"):
        result = run(source, "--to", "jsonl", "-o", tmp_path / name, "--accept-faults")
        assert "never overwrites" in str(result.exception)
    assert (tmp_path / "more.jsonl.rejects").read_text() == "older"
    assert not (tmp_path / "more.jsonl").exists()
