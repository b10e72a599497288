"""Captions in Word whose numbers are fields, so that Word lists, renumbers and refers to them."""

import re
from functools import cache
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from exports.language.catalogue import Language, Words
from exports.office_files import printable
from pipeline.languages import languages

NUMBERED = re.compile(r"(?P<label>[^\W\d_]+) (?P<number>\d+)(?=[.:]|$)")
"""How the title of a numbered table or figure begins: Table 2, Appendix 4, Figure 1."""


@cache
def labels() -> frozenset[str]:
    """The labels of numbered tables and figures in all languages; other words belong to a title."""
    keys = ("included_key", "appendix_key", "figure_key")
    words = [Words(language, "tables") for language in languages()]
    return frozenset(one(key, number="").strip() for one in words for key in keys)


class CaptionNumbers:
    """The numbers of a document's captions, as Word will count them."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next_figure(self, title: str, language: Language) -> str:
        """The title with the number that the document's next figure will have."""
        label = Words(language, "tables")("figure_key", number="").strip()
        return f"{label} {self._last.get(label, 0) + 1}. {title}"

    def add(self, paragraph: Any, title: str) -> None:
        r"""Write a title into an empty caption; the number in it is a field.

        A number that does not follow the last one of its kind is given to Word with \\r, so that
        the printed report's numbers stay when the fields are updated.
        """
        text = printable(title)
        found = NUMBERED.match(text)
        if not found or found["label"] not in labels():
            paragraph.add_run(text)
            return
        label, number = found["label"], int(found["number"])
        start = "" if number == self._last.get(label, 0) + 1 else f" \\r {number}"
        self._last[label] = number
        paragraph.add_run(f"{label} ")
        _field(paragraph, f" SEQ {label} \\* ARABIC{start} ", str(number))
        paragraph.add_run(text[found.end() :])


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with its present result."""
    for kind in ("begin", instruction, "separate", shown, "end"):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind is instruction:
            words = OxmlElement("w:instrText")
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            words.text = instruction
            run._r.append(words)
        else:
            run.text = shown
