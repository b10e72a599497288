"""The real exports beside the project: counted, and nothing of them lost."""

import csv
import json
from hashlib import sha256
from pathlib import Path

from exports.bibliography.record_files import FIELDS, as_object
from pipeline.readers.read_file import reading


def test_every_real_export_has_the_records_that_are_known_to_be_in_it(shared: Path) -> None:
    folder = shared / "data" / "exports"
    with (folder / "counts.csv").open(encoding="utf-8") as counts:
        expected = {row["file"]: int(row["records"]) for row in csv.DictReader(counts)}
    found = {}
    for name in expected:
        with reading(folder / name) as export:
            records = list(export.records())
        (receipt,) = export.receipts
        assert receipt.start_tags == receipt.records == len(records)
        found[name] = len(records)
    assert found == expected


def test_no_title_author_or_year_is_missing_in_the_real_exports(shared: Path) -> None:
    folder = shared / "data" / "exports"
    without = 0
    for path in sorted(folder.glob("*.ris")):
        with reading(path) as export:
            for record in export.records():
                assert record.title, (path.name, record.line)
                assert record.year, (path.name, record.line)
                without += not record.authors
    assert without == 1, "one ERIC report has no author"


def test_every_line_of_the_real_exports_is_in_an_entry_or_told(shared: Path) -> None:
    for path in sorted((shared / "data/exports").glob("*.ris")):
        with reading(path) as export:
            kept = sum(len(record.raw.splitlines()) for record in export.records())
        (receipt,) = export.receipts
        between = sum(one.count for one in receipt.unplaced if one.tag == "(between records)")
        lines = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
        apart = sum(1 for line in lines if not line.strip() or is_frame(line))
        assert kept + between + apart >= len(lines), path.name


def is_frame(line: str) -> bool:
    """Whether a line is a counter or a heading that vendors print between records."""
    return line.strip().rstrip(".").isdigit() or line.startswith(
        ("Record #", "Provider", "Content")
    )


def test_the_values_of_the_real_exports_are_those_that_were_looked_through(shared: Path) -> None:
    """Counts and hashes, since the texts are not ours: file, field, values given, their hash."""
    with VALUES.open(encoding="utf-8", newline="") as rows:
        expected = {(row["file"], row["field"]): row for row in csv.DictReader(rows)}
    found = {(row["file"], row["field"]): row for row in values(shared / "data/exports")}
    assert found == expected


VALUES = Path(__file__).parent / "real_values.csv"


def values(folder: Path) -> list[dict[str, str]]:
    """For each file and field, how many records have it, and the SHA-256 of all its values."""
    rows = []
    for path in sorted(folder.glob("*.ris")):
        with reading(path) as export:
            objects = [as_object(record) for record in export.records()]
        for field in FIELDS[:-1]:
            given = [one[field] for one in objects if one[field]]
            text = json.dumps(given, ensure_ascii=False).encode()
            rows.append(
                {
                    "file": path.name,
                    "field": field,
                    "records": str(len(given)),
                    "sha256": sha256(text).hexdigest()[:16],
                }
            )
    return rows
