"""Columns are known however a vendor, or the program that saved the table last, writes them."""

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from exports.bibliography.record_files import as_object
from pipeline.readers.dialects import format_of
from pipeline.readers.read_file import reading

GOLDEN = Path(__file__).parent / "golden"
BARE = {
    "abstrackr.csv",
    "embase.csv",
    "embase-resaved.csv",
    "dimensions.csv",
    "wos-early-access.tsv",
    "wos.tsv",
}
"""Samples with lines that are no rows, or with quotation marks that are none."""

SAMPLES = sorted(
    sample
    for dialect in format_of("table").dialects
    for sample in dialect.samples
    if sample not in BARE and dialect.name != "ajour"
)
Rows = list[list[str]]


def rows_of(path: Path) -> Rows:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter="\t" if path.suffix == ".tsv" else ","))


def written(rows: Rows, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def records(content: bytes, name: str = "a.csv") -> list[dict[str, object]]:
    with reading(Path(name), content=content) as export:
        read = [
            as_object(record) | {"raw": "", "source": record.source} for record in export.records()
        ]
    assert export.receipts[0].faults == ()
    return read


def headed(rows: Rows, change: Callable[[str], str]) -> Rows:
    return [[change(name) for name in rows[0]], *rows[1:]]


def turned(rows: Rows) -> Rows:
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)
    return [[row[at] if at < len(row) else "" for at in order] for row in rows]


VARIANTS: dict[str, Callable[[Rows], str]] = {
    "upper case": lambda rows: written(headed(rows, str.upper)),
    "lower case": lambda rows: written(headed(rows, str.lower)),
    "blanks around": lambda rows: written(headed(rows, lambda name: f" {name}  ")),
    "underscores": lambda rows: written(headed(rows, lambda name: name.replace(" ", "_"))),
    "no blanks": lambda rows: written(headed(rows, lambda name: name.replace(" ", ""))),
    "another order": lambda rows: written(turned(rows)),
    "a mark": lambda rows: "\ufeff" + written(rows),
    "semicolons": lambda rows: written(rows, ";"),
    "all quoted": lambda rows: written(rows, ",", csv.QUOTE_ALL),
    "quoted, at semicolons": lambda rows: written(rows, ";", csv.QUOTE_ALL),
    "quoted, at tabs": lambda rows: written(rows, "\t", csv.QUOTE_ALL),
    "a line for Excel": lambda rows: "sep=;\r\n" + written(rows, ";"),
    "further columns": lambda rows: written(
        [[*row, "Own" if not at else "x"] for at, row in enumerate(rows)]
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_table_gives_the_same_records_however_it_was_saved(sample: str, variant: str) -> None:
    rows = rows_of(GOLDEN / sample)
    expected = records((GOLDEN / sample).read_bytes())
    assert records(VARIANTS[variant](rows).encode()) == expected


def test_a_column_that_nobody_knows_is_kept_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Title,Authors,Year,Sleep (hours)\nDesks,Nordmann K,2021,7\n")
    with reading(path) as export:
        (record,) = export.records()
    assert "7" in record.raw
    assert [one.tag for one in export.receipts[0].unplaced] == ["sleep (hours)"]


def test_columns_in_norwegian_and_swedish_are_known(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Tittel;Forfattere;Utgivelsesår;Tidsskrift;Sammendrag;Nøkkelord\n"
        "Søvn hjemme;Nordmann, Kari;2021;Oppdiktet blad;Vi spurte.;søvn; hjemme\n".replace(
            "søvn; hjemme", '"søvn; hjemme"'
        ),
        encoding="utf-8",
    )
    with reading(path) as export:
        (record,) = export.records()
    assert (record.title, record.year, record.journal) == ("Søvn hjemme", 2021, "Oppdiktet blad")
    assert record.abstract == "Vi spurte."
    assert record.keywords == ("søvn", "hjemme")
