"""One small file of our own for each dialect, and the records that it holds."""

from pathlib import Path

import pytest

from exports.bibliography.record_files import jsonl
from pipeline.readers.dialects import format_of, tables
from pipeline.readers.read_file import reading

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(path.name for path in GOLDEN.iterdir() if path.suffix != ".jsonl")
DIALECTS = {
    sample: dialect.name
    for format_ in tables()
    for dialect in format_of(format_).dialects
    for sample in dialect.samples
}
"""The samples that dialects.toml names, and the dialect that each must be told to be in."""


@pytest.mark.parametrize("name", FILES)
def test_a_dialect_gives_the_records_that_were_looked_through(name: str) -> None:
    with reading(GOLDEN / name) as export:
        made = b"".join(jsonl(export.records()))
    (receipt,) = export.receipts
    assert made.decode() == (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8")
    assert receipt.start_tags == receipt.records > 0
    assert receipt.faults == ()


def test_every_dialect_is_told_by_its_name() -> None:
    found = {}
    for name in FILES:
        with reading(GOLDEN / name) as export:
            list(export.records())
        assert export.receipts[0].because
        found[name] = export.receipts[0].dialect
    assert found == DIALECTS


def test_every_dialect_has_a_sample_says_where_it_was_seen_and_how_to_export_it() -> None:
    without = [
        (format_, dialect.name)
        for format_ in tables()
        for dialect in format_of(format_).dialects
        if not (dialect.samples and dialect.seen and dialect.export)
    ]
    assert without == [("jsonl", "ajour")], "our own jsonl is in every expected file"


@pytest.mark.parametrize("name", FILES)
def test_the_entry_is_kept_as_it_stood(name: str) -> None:
    with reading(GOLDEN / name) as export:
        records = list(export.records())
    text = (GOLDEN / name).read_bytes().decode("utf-8-sig")
    for record in records:
        assert record.raw
        if name.endswith(".xml") or name == "pmc.nbib":
            # XML is written anew; PubMed Central's first line is read after its second.
            continue
        assert record.raw in text
        before = text[: text.index(record.raw)]
        assert record.line == before.count("\n") + 1, name


@pytest.mark.parametrize("name", FILES)
def test_reading_twice_gives_the_same_records_and_receipt(name: str) -> None:
    with reading(GOLDEN / name) as one, reading(GOLDEN / name) as other:
        assert list(one.records()) == list(other.records())
    assert one.receipts == other.receipts


def test_counters_of_ovid_are_in_the_receipt() -> None:
    with reading(GOLDEN / "ovid-tagged.txt") as export:
        list(export.records())
    assert export.receipts[0].numbers == (3001, 3002)


def test_text_between_records_is_told() -> None:
    with reading(GOLDEN / "ovid.ris") as export:
        list(export.records())
    (left,) = export.receipts[0].unplaced
    assert (left.tag, left.line, left.count) == ("(between records)", 1, 4)
