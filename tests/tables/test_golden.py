"""Every table in every format and language is as it was when somebody last looked at it.

After a change that is meant: AJOUR_GOLDEN=write, then look at the difference.
"""

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from exports.catalogue import Language
from exports.stamp import Stamp
from exports.tables import Table, table_csv, tables_docx, tables_html, tables_markdown, tables_xlsx

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
    made = b"\n".join(table_csv(one, stamp) for one in small)
    held(f"tables.{language}.csv", made.decode())


def test_word(small: list[Table], stamp: Stamp, language: Language) -> None:
    text = member(tables_docx(small, stamp), "word/document.xml")
    held(f"tables.{language}.docx.xml", text.replace("<w:tr>", "\n<w:tr>"))


def test_excel(small: list[Table], stamp: Stamp, language: Language) -> None:
    data = tables_xlsx(small, stamp)
    texts = member(data, "xl/sharedStrings.xml").replace("<si>", "\n<si>")
    held(f"tables.{language}.xlsx.strings.xml", texts)
    held(f"tables.{language}.xlsx.sheet1.xml", member(data, "xl/worksheets/sheet1.xml"))
