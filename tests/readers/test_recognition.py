"""Files that nobody asked to read are known for exports; workbooks and pictures are none."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.readers import first_pass
from pipeline.readers.recognition import looks_like_export

RIS = "TY  - JOUR\nTI  - Hjemmekontor på øya\nAU  - Øst, Kari\nER  - \n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_an_export_is_known_whatever_its_name_and_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "saved"
    path.write_bytes(RIS.encode(encoding))
    assert looks_like_export(path)


def test_a_workbook_is_no_export_and_its_bytes_are_tried_in_no_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    for row in range(200):
        book.active.append([f"Title {row}", "include"])
    book.save(tmp_path / "screened.xlsx")
    monkeypatch.delattr(first_pass, "encoding_of")
    assert not looks_like_export(tmp_path / "screened.xlsx")
