# ruff: noqa: E501 - one row a case
"""What a file may be like and is still read, and what refuses it, with its line."""

import gzip
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.readers.read_file import reading
from pipeline.readers.survey import LONGEST_LINE
from pipeline.receipts import Receipt
from pipeline.records import Record


def entry(title: str, *, end: bool = True) -> str:
    text = f"TY  - JOUR\nTI  - {title}\nAU  - Nordmann, Ola\nPY  - 2020\n"
    return text + ("ER  - \n\n" if end else "")


TWO = entry("På hjemmekontor") + entry("Åtte timer")


def read(path: Path, *, accept_faults: bool = False) -> tuple[list[Record], tuple[Receipt, ...]]:
    with reading(path, accept_faults=accept_faults) as export:
        records = list(export.records())
    return records, export.receipts


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("iso-8859-1", "iso-8859-1"),
        ("cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_encoding_and_line_ends_are_found_out(
    encoding: str, told: str, end: str, tmp_path: Path
) -> None:
    text = TWO.replace("Åtte", "“Åtte”") if encoding == "cp1252" else TWO
    path = tmp_path / "a.ris"
    path.write_bytes(text.replace("\n", end).encode(encoding))
    records, (receipt,) = read(path)
    assert records[0].title == "På hjemmekontor"
    assert receipt.encoding == told
    assert [record.line for record in records] == [1, 7]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param(TWO.replace("  - ", " - "), None, id="one blank before the dash"),
        pytest.param(TWO.replace("  - ", "  -"), None, id="no blank after the dash"),
        pytest.param(TWO.replace("  - ", "- "), None, id="no blank before the dash"),
        pytest.param(TWO.replace("  - ", "\t- "), None, id="a tab before the dash"),
        pytest.param(TWO.replace("  - ", "  -  "), None, id="two blanks after the dash"),
        pytest.param("\n\n" + TWO, None, id="blank lines first"),
        pytest.param(TWO.strip(), None, id="no line end at the end"),
        pytest.param(TWO.replace("\nAU", "\n\nAU"), None, id="blank lines inside"),
        pytest.param(TWO.replace("ER  - ", "ER  -"), None, id="ER without a blank"),
        pytest.param(TWO.replace("ER  - ", "ER  - ,"), None, id="ER with a comma"),
        pytest.param(
            "".join(f"  {line}\n" for line in TWO.splitlines()), None, id="lines are indented"
        ),
        pytest.param(
            TWO.replace("TY", "ty").replace("TI", "ti").replace("AU", "au").replace("ER", "er"),
            None,
            id="tags in lower case",
        ),
        pytest.param(TWO.replace("hjemmekontor", "hjemme-\nkontor"), ["På hjemme- kontor"], id="a wrapped value"),
        pytest.param(TWO.replace("TY  - JOUR\n", ""), None, id="no TY lines"),
        pytest.param(
            TWO.replace("TY  - JOUR\n", "").replace("ER  - \n", ""), None, id="neither TY nor ER"
        ),
        pytest.param("\ufeff" + entry("På hjemmekontor") + "\ufeff" + entry("Åtte timer"), None, id="two files joined"),
        pytest.param(TWO.replace("På", "På\u2028ekte"), ["På ekte hjemmekontor"], id="U+2028 in a field"),
        pytest.param(TWO.replace("På", "På\x85ekte\x0b"), ["På ekte hjemmekontor"], id="U+0085 in a field"),
    ],
)  # fmt: skip
def test_spellings_of_ris_are_read(text: str, titles: list[str] | None, tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_bytes(text.encode())
    records, (receipt,) = read(path)
    found = [record.title for record in records]
    assert found == [*(titles or ["På hjemmekontor"]), "Åtte timer"]
    assert all(record.authors == ("Nordmann, Ola",) for record in records)
    assert receipt.start_tags == 2


def test_a_dash_in_wrapped_text_is_no_tag(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    text = entry("a").replace("AU", "AB  - It rose\nIL - 6 and\nIL-6 rose\nAU")
    path.write_text(text)
    ((record,), (receipt,)) = read(path)
    assert record.abstract == "It rose IL - 6 and IL-6 rose"
    assert receipt.unplaced == ()


def test_a_start_tag_closes_the_record_before_it_and_this_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(entry("a") + entry("b", end=False) + entry("c"))
    records, (receipt,) = read(path)
    assert [record.title for record in records] == ["a", "b", "c"]
    assert "1 record has no ER line, the first at line 7" in receipt.notes[0]


def test_a_lone_record_without_er_is_read_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(entry("a", end=False))
    ((record,), (receipt,)) = read(path)
    assert record.title == "a"
    assert receipt.notes[0].startswith("line 1: the only record has no ER line")


def test_a_file_without_any_er_line_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(entry("a", end=False) + entry("b", end=False))
    records, (receipt,) = read(path)
    assert len(records) == 2
    assert "no record has an ER line" in receipt.notes[0]


def test_values_without_a_field_are_told_by_tag_line_and_number(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(entry("a").replace("AU", "QQ  - x\nQQ  - y\nAU") + entry("b"))
    _, (receipt,) = read(path)
    assert [(one.tag, one.count) for one in receipt.unplaced] == [("QQ", 2)]
    assert receipt.unplaced[0].line == 3


NBIB = "PMID- 1\nTI  - a\nSO  - x.\n\nPMID- 2\nTI  - b\nSO  - y.\n"
CIW = "FN x\nVR 1.0\nPT J\nTI a\nER\n\nPT J\nTI b\nER\n\nEF\n"
CSV = 'title,authors,year\n"a","x",2020\n"b","y",2021\n'
BIB = "@article{a, title={x}}\n@article{b, title={y}}\n"
XML = "<xml><records><record><titles><title>a</title></titles></record></records></xml>"
BAD = "ajour cannot read these bytes"


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("last.ris", entry("a") + entry("b", end=False), "line 7: this record has no ER line"),
        ("noty.ris", entry("a") + entry("b")[11:] + entry("c"), "line 7: this record has no TY"),
        ("neither.ris", entry("a") + entry("b", end=False)[11:] + entry("c"), "line 7: this record has neither"),
        ("bytes.ris", (TWO + entry("b") + entry("åæø")).encode() + b"TY  - JOUR\nTI  - \xff\nER  - \n", f"line 26: {BAD}"),
        ("between.ris", TWO.encode() + b"\xff\n" + TWO.encode(), f"line 13: {BAD}"),
        ("1252.ris", TWO.encode("cp1252") + b"TY  - JOUR\nTI  - \x81\x9d\nER  - \n", f"line 14: {BAD}"),
        ("cut.nbib", NBIB[:-8], "line 5: the last record breaks off"),
        ("bytes.nbib", ("PMID- 1\nTI  - åæ\n\n").encode() + b"PMID- 2\nTI  - \xff\n", f"line 5: {BAD}"),
        ("cut.ciw", CIW[:-8], "line 7: this record has no ER line"),
        ("bytes.ciw", CIW.replace("TI a", "TI åæ").encode().replace(b"TI b", b"TI \xff"), f"line 8: {BAD}"),
        ("bytes.txt", "<1>\nTI  - åæ\n<2>\nTI  - ".encode() + b"\xff\n", f"line 4: {BAD}"),
        ("quote.csv", CSV[:-8], "line 3: a quotation mark in this row is not closed"),
        ("cells.csv", CSV + "c,z,2020,extra\n", "line 4: this row has 4 cells, but the file has 3"),
        ("short.csv", CSV + "c,z", "line 4: the last row breaks off after 2 of 3 cells"),
        ("bytes.csv", CSV.replace('"a"', '"åæ"').encode() + b"\xff,z,2\n", f"line 4: {BAD}"),
        ("cut.bib", BIB[:-3], "line 2: this entry cannot be read"),
        ("bytes.bib", BIB.replace("{x}", "{åæ}").encode() + b"@book{c, title={\xff}}", f"line 3: {BAD}"),
        ("cut.xml", XML[:-12], "line 1: the XML is incomplete"),
        ("none.xml", "<xml><records></records></xml>", "the file has no records"),
        ("cut.jsonl", '{"title": "a"}\n{"title": ', "line 2: this line is not a complete record"),
        ("type.jsonl", '{"title": "a"}\n{"title": 3}\n{"x": 1}\n', "line 2: this line is not a complete"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and len(value) < 14 else "",
)  # fmt: skip
def test_a_fault_refuses_the_file_whole_and_names_its_line(
    name: str, data: str | bytes, fault: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(Refused) as refusal:
        read(path)
    assert refusal.value.sentence == f"{name}: nothing was imported."
    assert fault in str(refusal.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(entry("a") + entry("b")[11:] + entry("c") + entry("d", end=False))
    with pytest.raises(Refused) as refusal:
        read(path)
    assert [fault.place for fault in refusal.value.faults] == ["line 7", "line 18"]


def test_accepted_faults_leave_the_sound_records_and_the_others_untouched(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    faulty = entry("b")[11:]
    path.write_bytes((entry("å") + faulty + entry("c")).encode("utf-16"))
    with reading(path, accept_faults=True) as export:
        assert [record.title for record in export.records()] == ["å", "c"]
    (receipt,) = export.receipts
    assert receipt.accepted_faults == 1
    assert receipt.faults[0].place == "line 7"
    assert b"".join(export.rejects).decode("utf-16").strip() == faulty.strip()


FOREIGN = [
    ("paper.ris", b"%PDF-1.7\n", "a PDF"),
    ("error.ris", b"\n<!DOCTYPE html><html><body>503</body></html>", "a web page"),
    ("error2.ris", b"\xef\xbb\xbf<html>", "a web page"),
    ("old.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Office file"),
    (
        "page.xml",
        b"<?xml version='1.0'?><feed/>",
        "the file is a news feed, such as arXiv's; expected XML of EndNote, PubMed",
    ),
    ("empty.ris", b"", "the file is empty"),
    ("blank.ris", b"\n \n", "the file is empty"),
    ("words.txt", b"Dear all,\nplease find attached.\n", "does not know this kind of export"),
    ("noise.ris", bytes(range(256)) * 20, "not text"),
    (
        "bomb.xml",
        (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
            b"<xml><records><record><titles><title>&c;</title></titles></record></records></xml>"
        ),
        "defines entities",
    ),
    (
        "odd.ris",
        b"\xff\xfeT\x00Y\x00 \x00 \x00-\x00 \x00\x00\xd8",
        "does not match the encoding that the file declares",
    ),
]


@pytest.mark.parametrize(("name", "data", "why"), FOREIGN, ids=[one[0] for one in FOREIGN])
def test_what_is_no_export_gets_one_sentence(
    name: str, data: bytes, why: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused, match=why):
        read(path)


def test_a_line_without_end_is_refused_without_being_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "long.ris"
    with path.open("wb") as stream:
        stream.write(b"TY  - JOUR\nTI  - ")
        stream.truncate(LONGEST_LINE * 8)
    with pytest.raises(Refused, match="a line has more than 16 MB"):
        read(path)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nowhere\.ris: the file cannot be opened"):
        read(tmp_path / "nowhere.ris")


def test_gzipped_files_and_members_of_archives_are_read_each_with_a_receipt(
    tmp_path: Path,
) -> None:
    packed = tmp_path / "a.ris.gz"
    packed.write_bytes(gzip.compress(TWO.encode()))
    records, (receipt,) = read(packed)
    assert len(records) == 2
    assert receipt.member == "a.ris"
    archive = tmp_path / "both.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("one.ris", TWO)
        made.writestr("deep/two.nbib", NBIB)
        made.writestr("__MACOSX/._one.ris", b"\0")
    records, receipts = read(archive)
    assert [receipt.member for receipt in receipts] == ["one.ris", "deep/two.nbib"]
    assert [record.place for record in records] == [1, 2, 1, 2]
    assert len({receipt.sha256 for receipt in receipts}) == 2


def test_a_fault_in_one_member_refuses_the_archive_and_names_the_member(tmp_path: Path) -> None:
    archive = tmp_path / "both.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("one.ris", TWO)
        made.writestr("two.ris", entry("y") + entry("x", end=False))
    with pytest.raises(Refused, match=r"two\.ris, line 7: this record has no ER line"):
        read(archive)


def zipped(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, data)


@pytest.mark.parametrize(
    ("member", "data", "why"),
    [
        ("../a.ris", b"x", "leads out of the archive"),
        ("/etc/a.ris", b"x", "leads out of the archive"),
        ("..\\a.ris", b"x", "leads out of the archive"),
        ("C:a.ris", b"x", "leads out of the archive"),
        ("a.ris", b"0" * (70 << 20), "too large"),
        ("[Content_Types].xml", b"x", "spreadsheet"),
        ("a.zip", b"PK\x03\x04", "archive inside an archive"),
        (".DS_Store", b"x", "the archive has no files to import"),
    ],
)
def test_an_archive_that_may_do_harm_is_refused(
    member: str, data: bytes, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    zipped(path, member, data)
    with pytest.raises(Refused, match=why):
        read(path)


def test_a_gzipped_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress((b"a" * 999 + b"\n") * (80 << 10)))
    with pytest.raises(Refused, match="too large"):
        read(path)


def test_damaged_archives_are_one_sentence(tmp_path: Path) -> None:
    whole = gzip.compress(TWO.encode() * 50)
    path = tmp_path / "a.gz"
    for data in (whole[:-20], whole[:40] + b"xxxx" + whole[44:]):
        path.write_bytes(data)
        with pytest.raises(Refused, match="damaged"):
            read(path)
    zipped(tmp_path / "b.zip", "a.ris", TWO.encode() * 50)
    data = (tmp_path / "b.zip").read_bytes()
    for broken in (data[:-30], data[:60] + b"xxxx" + data[64:]):
        (tmp_path / "c.zip").write_bytes(broken)
        with pytest.raises(Refused, match="damaged"):
            read(tmp_path / "c.zip")


def test_a_locked_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    zipped(path, "a.ris", TWO.encode())
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(Refused, match="password"):
        read(path)


@pytest.mark.parametrize(
    "head", ["TY  - JOUR\nAB  - x\n", "PMID- 1\nAB  - x\n", "FN x\nPT J\nAB x\n", "<1>\nAB  - x\n"]
)
def test_a_record_without_end_is_refused_and_soon(head: str, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("w") as out:
        out.write(head)
        out.write(("      " + "word " * 18 + "\n") * 200_000)
    with pytest.raises(Refused, match=r"long\.txt: line \d: this record has more than 16 MB"):
        read(path)


def test_an_end_in_another_spelling_within_a_record_is_a_fault_of_its_line() -> None:
    text = "TY  - JOUR\nTI  - a\nAU  - b\nER - \nPY  - 2020\nER  - \n"
    with pytest.raises(Refused) as refused:
        list(reading(Path("a.ris"), content=text.encode()).records())
    assert "line 1: some values of this record could not be read" in str(refused.value)
