"""Every table in every format and language is as it was when somebody last looked at it.

After a change that is meant: AJOUR_GOLDEN=write, then look at the difference.
"""

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from exports.bibliography.reference_list import (
    Style,
    references,
    references_docx,
    references_html,
    references_markdown,
)
from exports.language.catalogue import Language
from exports.stamp import Stamp
from exports.studies.sheet import Prefilled, studies_workbook
from exports.tables.html import tables_html
from exports.tables.plain import table_csv, tables_markdown
from exports.tables.table import Table
from exports.tables.word import tables_docx
from exports.tables.workbook import tables_xlsx
from pipeline.records import Record
from pipeline.studies.scheme import TableScheme

STYLES: tuple[Style, ...] = ("vancouver-nlm", "apa")
GOLDEN = Path(__file__).parent / "golden"


def held(name: str, made: str) -> None:
    path = GOLDEN / name
    if os.environ.get("AJOUR_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


def member(data: bytes, name: str) -> str:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_markdown(small: list[Table], stamp: Stamp, language: Language) -> None:
    held(f"tables.{language}.md", tables_markdown(small, stamp))


def test_html(small: list[Table], stamp: Stamp, language: Language) -> None:
    held(f"tables.{language}.html", tables_html(small, stamp))


def test_csv(small: list[Table], stamp: Stamp, language: Language) -> None:
    made = b"\n".join(table_csv(one) for one in small)
    held(f"tables.{language}.csv", made.decode())


def test_word(small: list[Table], stamp: Stamp, language: Language) -> None:
    text = member(tables_docx(small, stamp), "word/document.xml")
    held(f"tables.{language}.docx.xml", text.replace("<w:tr>", "\n<w:tr>"))


def test_excel(small: list[Table], stamp: Stamp, language: Language) -> None:
    data = tables_xlsx(small, stamp)
    texts = member(data, "xl/sharedStrings.xml").replace("<si>", "\n<si>")
    held(f"tables.{language}.xlsx.strings.xml", texts)
    held(f"tables.{language}.xlsx.sheet1.xml", member(data, "xl/worksheets/sheet1.xml"))


def test_reference_lists(stamp: Stamp, language: Language) -> None:
    records = [
        Record(
            title="Å arbeide <b>hjemme</b> | kontor*.",
            authors=("Ås, KB", "van Dijk, Anna Maria", "Arbeidsgruppen"),
            journal="Tidsskrift & arbeid",
            year=2023,
            volume="18",
            issue="4",
            pages="233-241",
            doi="10.1234/x",
        ),
        Record(title="En bok", authors=("Bø, Kari",), year=2020),
    ]
    for style in STYLES:
        entries = references(records, style, language)
        name = f"references.{style}.{language}"
        held(f"{name}.md", references_markdown(entries, style, language, stamp))
        held(f"{name}.html", references_html(entries, style))
        document = member(references_docx(entries, style, language, stamp), "word/document.xml")
        held(f"{name}.docx.xml", document.replace("<w:p>", "\n<w:p>"))


def test_extraction_sheet(stami_scheme: TableScheme, stamp: Stamp, language: Language) -> None:
    known = [Prefilled(study_id="aas-2020", first_author="Ås", year=2020, title="=1+1")]
    data = studies_workbook(known, stami_scheme, language=language, stamp=stamp)
    strings = member(data, "xl/sharedStrings.xml").replace("<si>", "\n<si>")
    held(f"studies.{language}.xlsx.strings.xml", strings)
    held(f"studies.{language}.xlsx.sheet2.xml", member(data, "xl/worksheets/sheet2.xml"))
