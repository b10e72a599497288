"""Records out as jsonl, csv and RIS, and in again."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.bibliography.record_files import (
    FIELDS,
    WRITERS,
    as_object,
    jsonl,
    one_line,
    ris,
    table,
)
from pipeline.readers.author_names import authors_of
from pipeline.readers.read_file import reading
from pipeline.readers.text_values import MISSING, keywords_of, text_of, title_of
from pipeline.records import Record
from pipeline.text.csv_cells import guarded
from pipeline.text.twice_encoded import once

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


def clean(text: str) -> bool:
    """Whether a text is one that reading would leave as it is."""
    read = (text_of(text), title_of(text), one_line(text), text.strip("'"), once(text))
    return set(read) == {text}


TEXT = st.text(LETTERS, min_size=1, max_size=40).filter(clean)
WORD = st.from_regex(r"[A-Z][a-zæøå]{1,8}", fullmatch=True).filter(
    lambda one: one.lower() not in MISSING
)
PERSON = st.builds("{}, {}.".format, WORD, st.sampled_from("ABC"))
GROUP = st.builds("{} {} {}".format, WORD, WORD, WORD).filter(
    lambda one: authors_of([one]) == [one]
)
KEYWORD = TEXT.filter(lambda one: keywords_of([one]) == [one])


@st.composite
def clean_records(draw: st.DrawFn) -> Record:
    """Records as reading makes them, with every field that RIS can hold."""
    year = draw(st.none() | st.integers(1800, 2090))
    maybe = st.none() | TEXT
    title = draw(TEXT)
    return Record(
        title=title,
        title_translated=draw(maybe.filter(lambda one: one != title)),
        authors=tuple(dict.fromkeys(draw(st.lists(PERSON | GROUP, max_size=4)))),
        year=year,
        date=draw(st.sampled_from([f"{year}", f"{year}-03", f"{year}-03-04"])) if year else None,
        journal=draw(st.none() | WORD),
        journal_abbreviation=draw(st.sampled_from([None, "J. ex."])),
        volume=draw(st.sampled_from([None, "12"])),
        issue=draw(st.sampled_from([None, "3", "Suppl 1"])),
        pages=draw(st.sampled_from([None, "123-129", "e55", "S1-S9; 12"])),
        doi=draw(st.sampled_from([None, "10.1000/a.b(1)2"])),
        pmid=draw(st.sampled_from([None, "123456"])),
        abstract=draw(maybe),
        keywords=tuple(dict.fromkeys(draw(st.lists(KEYWORD, max_size=3)))),
        type=draw(st.sampled_from([None, "JOUR", "Conference Abstract"])),
        language=draw(st.sampled_from([None, "eng"])),
        issn=draw(st.sampled_from([(), ("1234-5679",)])),
        urls=draw(st.sampled_from([(), ("https://a.no/?b=1;c=2", "http://d.no")])),
        ids=draw(st.sampled_from([(), (("embase", "L1"), ("wos", "WOS:2"))])),
        raw="",
    )


@st.composite
def any_records(draw: st.DrawFn) -> Record:
    """Records with any characters in any place."""
    texts = st.none() | ANY_TEXT
    many = st.lists(ANY_TEXT, max_size=3).map(tuple)
    return Record(
        title=draw(texts), authors=draw(many), abstract=draw(texts), journal=draw(texts),
        keywords=draw(many), type=draw(texts), pages=draw(texts), doi=draw(texts),
        year=draw(st.none() | st.integers(1, 9999)), date=draw(texts), notes=draw(many),
        ids=tuple(sorted(draw(st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=2)).items())),
        issn=draw(many), urls=draw(many), language=draw(texts), raw=draw(ANY_TEXT),
    )  # fmt: skip


def read(path: Path, pieces: list[bytes]) -> list[Record]:
    path.write_bytes(b"".join(pieces))
    with reading(path) as export:
        return list(export.records())


@given(records=st.lists(any_records(), min_size=1, max_size=4))
def test_jsonl_read_again_is_equal_in_all_keys(
    records: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = read(tmp_path_factory.getbasetemp() / "a.jsonl", list(jsonl(records)))
    assert [as_object(one) for one in again] == [as_object(one) for one in records]


@given(records=st.lists(clean_records(), min_size=1, max_size=4))
@pytest.mark.parametrize("format_", ["ris", "csv"])
def test_ris_and_csv_read_again_are_equal_in_what_they_hold(
    format_: str, records: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"a.{format_}"
    again = read(path, list(WRITERS[format_](records)))
    for one, other in zip(again, records, strict=True):
        made, meant = as_object(one), as_object(other)
        for lost in ("raw", *(["type"] if other.type is None else [])):
            made.pop(lost)
            meant.pop(lost)
        assert made == meant


@given(records=st.lists(any_records(), min_size=1, max_size=4))
def test_nothing_in_a_field_can_begin_or_end_a_record(
    records: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    # A file without any title or author would be refused whole.
    records = [
        *records,
        *(Record(title="A title", authors=("Lie, K.",), year=2020) for _ in "1234"),
    ]
    again = read(tmp_path_factory.getbasetemp() / "a.ris", list(ris(records)))
    assert len(again) == len(records)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85", "\x0b", "\x1e"])
def test_a_forged_record_stays_a_title(end: str, tmp_path: Path) -> None:
    title = f"A title{end}ER  - {end}{end}TY  - JOUR{end}TI  - forged"
    for format_ in WRITERS:
        path = tmp_path / f"a.{format_}"
        records = read(path, list(WRITERS[format_]([Record(title=title, abstract=title)])))
        assert len(records) == 1, format_
        assert format_ == "csv" or path.read_bytes().count(b"\nTY  - ") == 0


@given(cells=st.lists(ANY_TEXT, min_size=1, max_size=5))
def test_no_cell_of_a_csv_is_a_formula(cells: list[str]) -> None:
    written = b"".join(table([Record(title=cells[0], keywords=tuple(cells), type=cells[-1])]))
    for row in csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("title", ["=1+1", "+47 22", "-omics", "@home", "'=x", "''+y", "'tis"])
def test_a_title_like_a_formula_reads_back_equal(title: str, tmp_path: Path) -> None:
    (record,) = read(tmp_path / "a.csv", list(table([Record(title=title, year=2020)])))
    assert record.title == title
    assert guarded(title) == title or guarded(title) == f"'{title}"


def test_a_jsonl_line_has_the_keys_that_are_promised_and_null_for_what_is_missing() -> None:
    (line,) = jsonl([Record(title="x\u2028y")])
    read_ = json.loads(line)
    assert tuple(read_) == FIELDS
    assert read_["doi"] is None
    assert read_["raw"] is None
    assert read_["authors"] == []
    assert read_["ids"] == {}
    assert b"\\u2028" in line


def test_what_only_ris_says_of_a_record_is_kept_in_it(tmp_path: Path) -> None:
    record = Record(
        title="x",
        abstract="one\n\ntwo",
        copyright="Copyright of us",
        notes=("a note", "another"),
        source="Embase",
    )
    (again,) = read(tmp_path / "a.ris", list(ris([record])))
    assert again.abstract == "one\n\ntwo"
    assert (again.copyright, again.notes, again.source) == (
        record.copyright,
        record.notes,
        record.source,
    )


def test_real_exports_survive_all_three_formats(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "data/exports").glob("*.ris")):
        with reading(path) as export:
            records = list(export.records())
        assert list(map(as_object, read(tmp_path / "a.jsonl", list(jsonl(records))))) == list(
            map(as_object, records)
        )
        for format_ in ("ris", "csv"):
            again = read(tmp_path / f"a.{format_}", list(WRITERS[format_](records)))
            for one, other in zip(again, records, strict=True):
                for name in ("title", "authors", "year", "journal", "pages", "doi", "pmid", "issn"):
                    assert getattr(one, name) == getattr(other, name), (path.name, other.line)
                assert (one.keywords, one.urls) == (other.keywords, other.urls)
                assert (one.abstract, one.ids) == (other.abstract, other.ids)
