"""A refusal says what the file is, what is wrong, and the one thing to do."""

from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.readers.read_file import reading

EBSCO = "TY  - JOUR\nT1  - a\nDP  - EBSCOhost\nER  - \n\n"


def refusal(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(Refused) as refused, reading(path) as export:
        list(export.records())
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"30000001\n30000002\n", ["PMIDs", "Save, Format: PubMed"]),
        (b"1. Lie O. Desks. 2020.\n\nDesks.\n\nPMID: 30000001\n", ["for reading", "PubMed"]),
        (b"00714cam a2200205 a 4500001", ["MARC", "Choose RIS"]),
        (b"<?xml version='1.0'?><modsCollection><mods/></modsCollection>", ["MODS", "as RIS"]),
        (b"<!doctype html><html><body>Log in</body></html>", ["web page", "export the records"]),
        (b"Lie, O. (2020). Desks at home. Desks, 1, 2.\n", ["printed references", "as RIS"]),
        (b"%PDF-1.7", ["a PDF", "as RIS"]),
        (b"SQLite format 3\0", ["Zotero", "Export Library, Format: RIS"]),
        (b"alpha;beta\n1;2\n", ["no line with column names", "begins with: alpha;beta"]),
        (b" \n", ["the file is empty", "Export the records again"]),
    ],
)  # fmt: skip
def test_what_is_no_export_is_named_with_what_to_do(
    data: bytes, words: list[str], tmp_path: Path
) -> None:
    told = refusal(tmp_path / "a.txt", data)
    for word in words:
        assert word in told


def test_a_faulty_file_names_its_vendor_and_the_vendors_menu(tmp_path: Path) -> None:
    cut = EBSCO + EBSCO.replace("ER  - \n", "")
    told = refusal(tmp_path / "a.ris", cut.encode())
    assert "to do: this file is an export from EBSCO in the format RIS. To export the" in told
    assert "the records again: EBSCOhost: Share" in told
    assert "line 6: this record has no ER line" in told


def test_a_record_whose_beginning_is_missing_is_called_that(tmp_path: Path) -> None:
    told = refusal(tmp_path / "a.ris", (EBSCO + EBSCO.removeprefix("TY  - JOUR\n")).encode())
    assert "line 6: this record has no TY line" in told
