"""The real exports beside the project: counted, and nothing of them lost."""

import csv
from pathlib import Path

from pipeline.readers import reading


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
