"""Reads an author's own Word template, which gives documents styles, margins and footer."""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from pipeline.errors import Fault, Refused

LARGEST = 100_000_000
"""Most bytes of an unpacked template; a letterhead with pictures has a hundredth of it."""

TYPES = "[Content_Types].xml"
DOTX = b"wordprocessingml.template.main+xml"
DOCX = b"wordprocessingml.document.main+xml"
MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1")
"""How encrypted files, and files of Word before 2007, begin."""

NEEDED = ("Heading 1", "Heading 2", "Caption")
TABLE = "a table style"

UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)
"""The errors of python-docx, lxml and zipfile for a file that is damaged or no Word file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTemplate:
    """A usable template: its bytes, its table style, and the styles that it lacks.

    `table_style` is the id of the style, "" if it has none.
    """

    data: bytes
    table_style: str
    missing: tuple[str, ...]


@lru_cache(maxsize=2)  # every document of a run uses the same template
def read_template(data: bytes, name: str) -> WordTemplate:
    """The template in a docx or dotx; Refused if it is damaged, has macros or is no such file.

    The table style is that of the template's first table, or else the first that it defines.
    """
    try:
        usable = _as_document(data, name)
        document = docx.Document(BytesIO(usable))
        table_style = _table_style(document)
        names = {style.name for style in document.styles}
        emptied(document)
        document.save(BytesIO())
    except UNREADABLE as fault:
        raise Refused(
            f"{name}: the Word template cannot be read.",
            [
                Fault(
                    name,
                    f"{str(fault) or type(fault).__name__}. Save the file again in Word as .docx",
                )
            ],
        ) from None
    missing = [one for one in NEEDED if one not in names]
    return WordTemplate(
        data=usable,
        table_style=table_style,
        missing=(*missing, *([] if table_style else [TABLE])),
    )


def emptied(document: Any) -> Any:
    """The document without its text; its last section, with page, margins and footer, stays."""
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return document


def _as_document(data: bytes, name: str) -> bytes:
    """The template as a document; Refused for macros, passwords and endless archives."""
    if data.startswith(OLD_WORD):
        _refuse(
            name,
            "this file is from Word 2003 or older, or has a password. Save the file as .docx "
            "without a password",
        )
    with ZipFile(BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > LARGEST:
            _refuse(
                name,
                f"this file has more than {LARGEST // 1_000_000} MB when unpacked. Use a smaller "
                "template",
            )
        types = archive.read(TYPES)
        if MACROS.search(types) or any("vbaproject" in one.lower() for one in archive.namelist()):
            _refuse(name, "this file has macros, which ajour does not use. Save the file as .docx")
        return _retyped(archive, types) if DOTX in types else data


def _refuse(name: str, found: str) -> None:
    raise Refused(f"{name}: the Word template cannot be used.", [Fault(name, found)])


def _retyped(archive: ZipFile, types: bytes) -> bytes:
    """A .dotx as the .docx that Word would start from it."""
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for member in archive.infolist():
            content = types.replace(DOTX, DOCX) if member.filename == TYPES else None
            made.writestr(member, archive.read(member) if content is None else content)
    return out.getvalue()


def _table_style(document: Any) -> str:
    """The id of the first table's style, or of the first style that is meant for tables."""
    for table in document.tables:
        if table.style is not None and table.style.style_id != "TableNormal":
            return str(table.style.style_id)
    made = [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]
    own = [one for one in made if not one.builtin] + [one for one in made if one.builtin]
    return next((str(one.style_id) for one in own if one.style_id != "TableNormal"), "")
