"""Captions in Word have numbers that Word counts itself, and keeps as they are printed."""

import io
import re

import docx
import pytest

from exports.stamp import Stamp
from exports.tables.table import Column, Row, Table
from exports.tables.word import tables_docx

STAMP = Stamp(review="R", version="1", criteria_hash="abc", evidence="")


def fields(*titles: str) -> tuple[list[str], list[str]]:
    """The texts of the captions, and the instructions of their fields."""
    tables = [
        Table(
            key="K",
            title=title,
            columns=(Column(name="a", heading="A"),),
            rows=(Row(cells=("x",)),),
            language="nb",
        )
        for title in titles
    ]
    document = docx.Document(io.BytesIO(tables_docx(tables, STAMP)))
    captions = [one for one in document.paragraphs if one.style and one.style.name == "Caption"]
    told = [re.findall(r"<w:instrText[^>]*>([^<]*)<", one._p.xml) for one in captions]
    return [one.text for one in captions], [" ".join(" ".join(one).split()) for one in told]


def test_numbers_that_follow_each_other_are_counted_and_others_are_given() -> None:
    texts, told = fields("Tabell 1. A", "Tabell 2. B", "Vedlegg 4. C", "Søk", "Tabell 5. D")
    assert texts == ["Tabell 1. A", "Tabell 2. B", "Vedlegg 4. C", "Søk", "Tabell 5. D"]
    assert told == [
        r"SEQ Tabell \* ARABIC",
        r"SEQ Tabell \* ARABIC",
        r"SEQ Vedlegg \* ARABIC \r 4",
        "",
        r"SEQ Tabell \* ARABIC \r 5",
    ]


@pytest.mark.parametrize("title", ["PRISMA 2020: list", "Table of 3 things", "2023", ""])
def test_a_number_that_is_no_tables_own_stays_text(title: str) -> None:
    texts, _told = fields(title)
    assert texts == [title]
