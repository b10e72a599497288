"""Exports that ask for more than there is: each refused at once, with its line."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import ReaderFailed, Refused
from pipeline.readers.entries import LONGEST_VALUE
from pipeline.readers.read_file import reading, told_apart
from pipeline.records import Record

ENDNOTE = "<xml>\n<records>\n<record><titles><title>{}</title></titles></record></records></xml>"
PUBMED = (
    "<PubmedArticleSet>\n\n<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{}"
    "</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
)


def read(path: Path) -> list[Record]:
    with reading(path) as export:
        return list(export.records())


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read(path)
    return str(refused.value)


@pytest.mark.parametrize("depth", [1_000, 200_000])
@pytest.mark.parametrize("form", [ENDNOTE, PUBMED], ids=["EndNote", "PubMed"])
def test_xml_nested_without_end_is_refused_by_line(form: str, depth: int, tmp_path: Path) -> None:
    path = tmp_path / "deep.xml"
    path.write_text(form.format("<b>" * depth + "x" + "</b>" * depth), "utf-8")
    told = refusal(path)
    assert told.startswith(
        "deep.xml: nothing was imported.\n  - line 3: this record has more than 100 nested elements"
    )


def test_xml_nested_outside_of_records_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.xml"
    path.write_text("<xml><records>" + "<a>" * 5_000 + "<record></record>", "utf-8")
    assert "more than 100 nested elements" in refusal(path)


def test_formulas_in_a_title_are_no_nesting_without_end(tmp_path: Path) -> None:
    path = tmp_path / "formula.xml"
    path.write_text(ENDNOTE.format("<style>" * 50 + "x" + "</style>" * 50), "utf-8")
    assert [one.title for one in read(path)] == ["x"]


@pytest.mark.slow
def test_one_record_without_end_in_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endless.xml"
    path.write_text("<xml><records><record>" + "<a/>" * 600_000, "utf-8")
    assert "500,000 tags; expected a list of records" in refusal(path)


@pytest.mark.parametrize("encoding", ["gbk", "no-such"])
def test_xml_in_an_encoding_that_nobody_knows_is_refused(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f'<?xml version="1.0" encoding="{encoding}"?>' + ENDNOTE.format("x"), "utf-8")
    assert "names an encoding that ajour cannot read" in refusal(path)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a \xed\xa0\x80 b", id="half of a surrogate pair"),
        pytest.param(b"a \xed\xa0\xbd\xed\xb8\x80 b", id="a pair as CESU-8 writes it"),
    ],
)
def test_halves_of_surrogate_pairs_do_not_turn_the_file_into_another_encoding(
    data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "a.ris"
    path.write_bytes(b"TY  - JOUR\nTI  - " + data + b"\nER  - \n")
    assert "line 2: ajour cannot read these bytes in the encoding of the file" in refusal(path)


def test_bytes_that_are_no_utf_8_are_told_behind_a_byte_order_mark_too(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_bytes(b"\xef\xbb\xbfTY  - JOUR\nTI  - a \xff b\nER  - \n")
    assert "line 2: ajour cannot read these bytes" in refusal(path)


@pytest.mark.parametrize(
    "line",
    [
        '{"title": "\\ud800"}',
        '{"title": "x", "year": 999999999999999999999999}',
        '{"ids": {"\\udfff": "1"}}',
    ],
)
def test_values_of_our_own_jsonl_that_no_store_can_hold_are_refused(
    line: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line + "\n", "utf-8")
    assert "line 1: this line is not a complete record" in refusal(path)


def test_a_number_of_any_length_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    nines = "9" * 5_000
    path.write_text(f"TY  - JOUR\nTI  - x\nSP  - {nines}\nEP  - {nines}8\nER  - \n", "utf-8")
    (record,) = read(path)
    assert record.title == "x"


def test_a_title_that_is_no_title_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(f"TY  - JOUR\nTI  - {'x' * (LONGEST_VALUE + 1)}\nER  - \n", "utf-8")
    assert "the title of this record has 20,001 characters; expected at most 20,000" in refusal(
        path
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("AU  - Nordmann, K. (1{})", id="NUMBERED"),
        pytest.param("AU  - Nordmann, K.{}& Lie, O.", id="APA"),
        pytest.param("UR  - https://a.no{}b", id="NEXT_ADDRESS"),
        pytest.param("N1  - doi{}x", id="STATED_DOI"),
        pytest.param("AB  - a{}b", id="GLUE"),
    ],
)
def test_a_run_of_blanks_is_gone_over_once(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    text = line.format(" " * 400_000)
    path.write_text(f"TY  - JOUR\nTI  - x\n{text}\nER  - \n", "utf-8")
    assert len(read(path)) == 1  # minutes, where it is gone over again and again


def test_strings_of_bibtex_are_read_where_they_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    strings = "".join(f'@string{{j{n} = "Journal {n}"}}\n' for n in range(30))
    entry = "@article{a,\n title = {x},\n journal = j7,\n year = 2020\n}\n"
    path.write_text(strings + entry, "utf-8")
    assert [one.journal for one in read(path)] == ["Journal 7"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.ris"
    os.mkfifo(path)
    assert "this is a pipe, not a file" in refusal(path)


def test_a_device_is_not_read_without_end(tmp_path: Path) -> None:
    path = tmp_path / "zero.ris"
    path.symlink_to("/dev/zero")
    assert "this is a device, not a file" in refusal(path)


def test_what_programs_leave_in_an_archive_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("in/a.ris", "TY  - JOUR\nTI  - x\nER  - \n")
        for name in ("~$a.xlsx", "in/.~lock.a.ods#", "Thumbs.db", "Desktop.ini", "__MACOSX/._a"):
            archive.writestr(name, b"\0")
    assert len(read(path)) == 1


def test_an_archive_may_not_unpack_to_more_than_its_members_are_worth(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.ris", b"TY  - JOUR\n" * 3_000_000)
    assert "once unpacked, are too large for lists of records" in refusal(path)


def test_a_fault_of_a_reader_is_told_as_ours_with_its_place(tmp_path: Path) -> None:
    def failing() -> Iterator[Record]:
        yield from ()
        raise KeyError("no such tag")

    with pytest.raises(ReaderFailed) as failed:
        list(told_apart(failing(), tmp_path / "a.ris"))
    told = str(failed.value)
    assert (
        "This is an error in ajour, not in your file: KeyError in tests/readers/test_bounds.py"
        in told
    )
