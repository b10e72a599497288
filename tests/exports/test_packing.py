"""Office files made twice from the same content are the same bytes."""

from io import BytesIO
from zipfile import ZipFile, ZipInfo

import docx

from exports.office_files import repack


def _docx(created: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(ZipInfo("a.xml", (2001, 1, 1, 0, 0, 0)), "<a/>")
        archive.writestr(
            "docProps/core.xml",
            f'<p><dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created></p>',
        )
    return out.getvalue()


def test_dates_of_making_do_not_stay_in_the_file() -> None:
    one, other = repack(_docx("2020-01-01T00:00:00Z")), repack(_docx("2026-02-03T00:00:00Z"))
    assert one == other


def test_the_time_of_the_evidence_is_the_date_of_the_file() -> None:
    packed = repack(_docx("2020-01-01T00:00:00Z"), evidence="2024-05-06T07:08:09Z")
    with ZipFile(BytesIO(packed)) as archive:
        assert b"2024-05-06T07:08:09Z" in archive.read("docProps/core.xml")


def test_a_repacked_word_file_still_opens() -> None:
    out = BytesIO()
    document = docx.Document()
    document.add_paragraph("hei")
    document.save(out)
    assert docx.Document(BytesIO(repack(out.getvalue()))).paragraphs[0].text == "hei"
