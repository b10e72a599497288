"""BibTeX as people and programs write it: parts that refer to wholes, formulas, sums of money."""

from pathlib import Path

from pipeline.readers.read_file import reading
from pipeline.receipts import Receipt
from pipeline.records import Record

KINDS = Path(__file__).parent / "kinds"


def read(text: str) -> tuple[list[Record], Receipt]:
    with reading(Path("a.bib"), content=text.encode()) as export:
        records = list(export.records())
    return records, export.receipts[0]


def test_a_chapter_has_the_year_and_the_title_of_the_book_that_it_refers_to() -> None:
    with reading(KINDS / "bibtex-mixed.bib") as export:
        by_title = {record.title: record for record in export.records()}
    chapter = by_title["Lebanon at its desk"]
    assert (chapter.journal, chapter.year, chapter.volume) == ("Global Invented Society", 2004, "2")


def test_entries_stay_in_their_order_while_one_waits_for_its_book() -> None:
    parts = [f"@inbook{{c{n}, title={{Part {n}}}, crossref={{B}}}}" for n in range(3)]
    other = "@article{a, title={Between}, year=2001}"
    book = "@book{b, title={The book}, year=1999}"
    records, _ = read("\n".join([parts[0], other, *parts[1:], book, parts[0].replace("c0", "d")]))
    assert [record.title for record in records] == [
        *("Part 0", "Between", "Part 1", "Part 2", "The book", "Part 0"),
    ]
    assert [record.place for record in records] == [1, 2, 3, 4, 5, 6]
    assert [record.year for record in records] == [1999, 2001, 1999, 1999, 1999, 1999]


def test_a_part_whose_book_is_missing_is_read_and_told() -> None:
    (record,), receipt = read("@inbook{c, title={Part}, year=2000, crossref={gone}}\n")
    assert record.year == 2000
    assert receipt.notes == (
        (
            "line 1: this entry takes some fields from the entry 'gone', but the file has no entry "
            "with that key"
        ),
    )


def test_what_a_part_says_itself_is_not_taken_from_its_book() -> None:
    text = "@inbook{c, title={Part}, year=2001, crossref={b}}\n@book{b, title={B}, year=1999}\n"
    records, _ = read(text)
    assert records[0].year == 2001
    assert records[0].journal == "B"


def test_formulas_become_signs_and_sums_of_money_stay() -> None:
    titles = {
        r"In vitro $\alpha$-desks": "In vitro α-desks",
        r"Costs of $5 and $10 a day": "Costs of $5 and $10 a day",
        r"A $64,000 question": "A $64,000 question",
        r"A chance of $p < 0.05$ and \$7": "A chance of p < 0.05 and $7",
    }
    text = "\n".join(f"@article{{k{n}, title={{{one}}}}}" for n, one in enumerate(titles))
    assert [record.title for record in read(text)[0]] == list(titles.values())
