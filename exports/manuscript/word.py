"""The running text as a Word document."""

import re

from exports.language.catalogue import Language, unbroken
from exports.markdown import unescaped
from exports.packing import printable
from exports.stamp import Stamp
from exports.tables.word import document_bytes, new_document


def text_docx(text: str, language: Language, stamp: Stamp) -> bytes:
    """Headings and paragraphs of a text in Markdown as docx, upright, with the stamp as footer.

    "## " is the highest heading. The same text gives the same bytes.
    """
    document = new_document(language, stamp, landscape=False)
    for part in re.split(r"\n\s*\n", unbroken(text).strip()):
        marks = re.match(r"(#+)\s+", part)
        level = max(1, min(len(marks[1]) - 1, 2)) if marks else 0
        style = f"Heading {level}" if level else "Normal"
        words = unescaped(part[marks.end() :] if marks else part)
        document.add_paragraph(printable(words), style=style)
    return document_bytes(document, stamp)
