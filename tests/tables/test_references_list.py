"""Reference lists in Vancouver and APA."""

import io
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.bibliography.reference_list import (
    Style,
    references,
    references_docx,
    references_html,
    references_markdown,
)
from exports.language.catalogue import Language
from exports.stamp import Stamp
from pipeline.records import Record, RecordId

ARTICLE = Record(
    title="Home and <b>office</b>.",
    authors=("Ås, KB", "van Dijk, Anna Maria", "Arbeidsgruppen"),
    journal="Tidsskrift & arbeid",
    year=2023,
    volume="18",
    issue="4",
    pages="233-241",
    doi="10.1234/x",
    pmid="123",
    language="nor",
)
EARLIER = Record(title="Zero", authors=("Bø, Kari",), journal="J", year=2020)


@pytest.mark.parametrize(
    ("style", "language", "text"),
    [
        (
            "vancouver-nlm",
            "nb",
            (
                "Ås KB, van Dijk AM, Arbeidsgruppen. Home and <b>office</b>. Tidsskrift & arbeid. "
                "2023;18(4):233–41. doi:10.1234/x PubMed PMID: 123."
            ),
        ),
        (
            "apa",
            "en",
            (
                "Ås, K. B., van Dijk, A. M., & Arbeidsgruppen. (2023). Home and <b>office</b>. "
                "Tidsskrift & arbeid, 18(4), 233–241. https://doi.org/10.1234/x"
            ),
        ),
    ],
)
def test_an_article_is_cited_as_the_style_asks(style: Style, language: Language, text: str) -> None:
    (one,) = references([ARTICLE], style, language)
    assert one.text == text


def test_apa_sets_journal_and_volume_in_italics() -> None:
    (one,) = references([ARTICLE], "apa", "en")
    assert [text for text, italic in one.runs if italic] == ["Tidsskrift & arbeid", "18"]


def test_vancouver_keeps_the_order_and_apa_sorts_as_the_language_does() -> None:
    given = [ARTICLE, EARLIER]
    assert [one.text[:2] for one in references(given, "vancouver-nlm", "nb")] == ["Ås", "Bø"]
    assert [one.text[:2] for one in references(given, "apa", "nb")] == ["Bø", "Ås"]
    assert [one.number for one in references(given, "apa", "nb")] == [1, 2]


def test_no_records_are_an_empty_list() -> None:
    assert references([], "apa", "nb") == ()


def test_a_record_with_nothing_but_its_id_is_still_in_the_list() -> None:
    (one,) = references([Record(id=RecordId("btkwqnrvzqvs"))], "vancouver-nlm", "nb")
    assert "btkwqnrvzqvs" in one.text


@pytest.mark.parametrize("style", ["vancouver-nlm", "apa"])
def test_every_format_holds_every_entry(style: Style, stamp: Stamp) -> None:
    listed = references([ARTICLE, EARLIER], style, "nb")
    made = references_docx(listed, style, "nb", stamp)
    assert made == references_docx(listed, style, "nb", stamp)
    paragraphs = [one.text for one in docx.Document(io.BytesIO(made)).paragraphs]
    html = references_html(listed, style)
    text = references_markdown(listed, style, "nb", stamp)
    assert paragraphs[0] == "Inkluderte studier"
    for entry in listed:
        assert any(entry.text in one for one in paragraphs)
    assert html.count("<li>") == 2
    assert "&lt;b&gt;office&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "&lt;b&gt;" in text
    assert ("1. Ås" in text) == (style == "vancouver-nlm")
    assert ("<i>" in html) == ("*J*" in text) == (style == "apa")


@settings(max_examples=15)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=15), min_size=1, max_size=8))
def test_nothing_in_a_record_can_stop_the_list(texts: list[str]) -> None:
    records = [
        Record(title=text, authors=(text, f"{text}, {text}"), journal=text, pages=text, volume=text)
        for text in texts
    ]
    for style in ("vancouver-nlm", "apa"):
        listed = references(records, style, "nb")  # type: ignore[arg-type]
        assert len(listed) == len(records)
        assert all("\ue000" not in one.text for one in listed)


def test_the_references_of_a_printed_report_are_all_cited(shared: Path) -> None:
    import csv

    with (shared / "stami-2024" / "references.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    records = [
        Record(
            title=row["title"],
            authors=tuple(
                ", ".join(name.rsplit(" ", 1)) for name in row["authors"].split("; ") if name
            ),
            journal=row["journal"] or None,
            year=int(row["year"]),
            volume=row["volume"] or None,
            pages=row["pages"] or None,
            doi=row["doi"] or None,
        )
        for row in rows
    ]
    listed = references(records, "vancouver-nlm", "nb")
    assert len(listed) == 26
    for row, one in zip(rows, listed, strict=True):
        assert row["title"].rstrip(".") in one.text
        assert row["doi"] in one.text
