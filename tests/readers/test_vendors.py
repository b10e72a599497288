"""Files as vendors give them, each of a kind that was once refused or read in part."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import Refused
from pipeline.readers.read_file import reading
from pipeline.receipts import Receipt
from pipeline.records import Record

KINDS = Path(__file__).parent / "kinds"


def read(path: Path) -> tuple[list[Record], Receipt]:
    with reading(path) as export:
        records = list(export.records())
    return records, export.receipts[0]


def has(record: Record, **expected: Any) -> None:
    found = {name: getattr(record, name) for name in expected}
    assert found == expected


def test_openalex_of_2026_gives_its_display_name_as_the_title_and_every_author() -> None:
    (record,), _ = read(KINDS / "openalex-2026-export.csv")
    has(
        record,
        title="Remote work and sleep among invented teachers",
        authors=("Nordmann, Kari", "van der Berg, Per", "李小明"),
        journal="Invented Journal of Sleep",
        year=2022,
        date="2022-10-03",
        doi="10.5555/oax.2022.7",
        pmid="35000001",
        issn=("0000-0019",),
        ids=(("openalex", "W4300000001"),),
        source="OpenAlex",
    )


def test_ebsco_of_2025_gives_authors_year_pages_and_the_number_with_its_database() -> None:
    (record,), receipt = read(KINDS / "ebsco-csv-2025.csv")
    has(
        record,
        authors=("Nordmann, Kari", "Berg, Per"),
        year=2023,
        date="2023-04-01",
        pages="101-110",
        journal="Invented Nursing",
        issn=("0000-0019",),
        ids=(("cinahl complete", "171000001"),),
        source="CINAHL Complete",
    )
    assert receipt.unplaced == ()


@pytest.mark.parametrize("name", ["clinicaltrials-gov-2024.csv", "clinicaltrials-gov.ris"])
def test_registrations_of_clinicaltrials_gov_have_number_sponsor_and_year(name: str) -> None:
    (record, other), receipt = read(KINDS / name)
    has(
        record,
        title="Standing Desks at Home for Back Pain",
        authors=("Invented University",),
        year=2024,
        journal=None,
        abstract="People who work at home are given desks, or not.",
        type="Trial registration",
        urls=("https://clinicaltrials.gov/study/NCT09000001",),
        ids=(("nct", "NCT09000001"),),
        source="ClinicalTrials.gov",
    )
    assert other.ids == (("nct", "NCT09000002"),)
    assert receipt.dialect == "ClinicalTrials.gov"


def test_the_date_of_a_registration_in_ictrp_has_its_day_first() -> None:
    (record,), _ = read(KINDS / "ictrp.csv")
    has(
        record,
        title="Standing Desks at Home for Back Pain: a Randomised Trial",
        authors=("Invented University",),
        year=2024,
        date="2024-01-15",
        ids=(("nct", "NCT09000001"),),
        source="ICTRP",
        type="Trial registration",
    )


def test_central_keeps_the_number_of_a_registration_as_a_number_and_not_as_its_author() -> None:
    (one, other), receipt = read(KINDS / "central-registry-records.ris")
    has(one, authors=(), journal=None, ids=(("central", "CN-09000001"), ("nct", "NCT09000001")))
    assert "https://clinicaltrials.gov/show/NCT09000001" in one.urls
    number = "EUCTR2023-000001-10-NO"
    has(other, authors=(), journal=None)
    assert dict(other.ids) == {
        "central": "CN-09000002",
        "euctr": number,
        "eudract": "2023-000001-10",
    }
    assert receipt.unplaced == ()


def test_one_trial_has_one_number_wherever_it_was_exported() -> None:
    records, _ = read(KINDS / "dedupe-trial-registrations.ris")
    numbers = [dict(record.ids)["nct"] for record in records]
    assert numbers == ["NCT09000001", "NCT09000009", "NCT09000002", "NCT09000009"]


def test_lens_keeps_its_number_its_addresses_and_groups_in_one_piece() -> None:
    (record, other), _ = read(KINDS / "lens.csv")
    has(
        record,
        authors=("de la Prueba, Ana María", "Test, J. K.", "WHO Invented Group"),
        ids=(("lens", "000-123-456-789-01X"),),
    )
    assert "http://example.org/a" in record.urls
    assert other.ids == (("lens", "000-999-456-789-01X"),)


def test_ieee_gives_initials_with_hyphens_and_isbn_and_titles_without_marks_of_type() -> None:
    (record,), _ = read(KINDS / "ieee-xplore.csv")
    has(
        record,
        title="Desks & the Internet of Things",
        authors=("Nordmann, K.", "van der Berg, P.", "Hansen, Ø.", "Kim, Y.-H."),
        ids=(("ieee", "9000001"), ("isbn", "9781000000002")),
    )


def test_publish_or_perish_gives_each_author_and_clean_titles_and_no_zero_volume() -> None:
    records, _ = read(KINDS / "publish-or-perish.csv")
    has(
        records[0],
        authors=("Nordmann, K", "Berg, PA", "Hansen, Ø"),
        pages="45-52",
        doi="10.5555/ijd.2021.45",
    )
    has(records[1], title="The big book of desks", volume=None, issue=None, pages=None)
    assert [record.title for record in records[2:]] == ["Kitchens and desks", "Chairs"]
    assert records[2].urls == ("https://example.org/3",)


def test_an_early_access_record_of_web_of_science_has_its_year() -> None:
    (record, early), receipt = read(KINDS / "web-of-science-tab.txt")
    has(record, title='Desks "quoted at home', year=2021)
    has(early, year=2021, date="2021-03")
    assert receipt.unplaced == ()


def test_endnote_refer_refworks_and_cnki_are_read_in_full() -> None:
    (article, chapter), receipt = read(KINDS / "refer.enw")
    has(
        article,
        title="Desks in the refer format",
        authors=("Nordmann, Kari", "Berg, Per"),
        journal="Invented Journal of Desks",
        volume="12",
        issue="3",
        pages="45-52",
        year=2021,
        doi="10.5555/ijd.2021.45",
        abstract="We wrote an abstract on two lines.",
        keywords=("desk", "home"),
        issn=("0000-0019",),
    )
    has(chapter, journal="The big book of desks", pages="1-20", type="Book Section")
    assert receipt.unplaced == ()
    (article, chapter), receipt = read(KINDS / "refworks-tagged.txt")
    has(article, pages="45-52", date="2021-03-01", authors=("Nordmann, Kari", "Berg, Per"))
    has(chapter, journal="The big book of desks", year=2019)
    assert receipt.unplaced == ()
    (record,), _ = read(KINDS / "cnki-endnote.txt")
    has(record, authors=("杨试", "蔡例"), journal="示例学报", pages="168-175", source="CNKI")


def test_sciencedirect_gives_the_journal_and_not_the_special_issue() -> None:
    (record,), _ = read(KINDS / "sciencedirect-special-issue.ris")
    assert record.journal == "Journal of Invented Building Science"
    assert record.abstract == "We studied forty clerks."


def test_scopus_of_2025_has_the_number_that_its_csv_has() -> None:
    (record,), _ = read(KINDS / "scopus-2025.ris")
    assert record.ids == (("scopus", "2-s2.0-105000000001"),)


def test_janeway_gives_four_authors_of_one_line() -> None:
    (record,), _ = read(KINDS / "janeway-authors.ris")
    assert record.authors == (
        *("Nordmann, Kari R.", "Bakke, Emma S.", "Fjell, Kaya J.", "Egge, Lars A."),
    )
    assert record.abstract == "We asked shoppers."


def test_a_comma_behind_an_author_in_bibtex_of_primo_keeps_no_file_out() -> None:
    records, _ = read(KINDS / "bibtex-trailing-comma-in-author.bib")
    (author,) = records[1].authors
    assert author.replace(",", "") == "Тестов З"
    assert [record.year for record in records] == [2013, 2022, 2021, 2001, 2002]


DOIS = {
    "d01": "10.5555/s0140-6736(20)30183-5", "d02": "10.5555/s0140-6736(20)30183-5",
    "d03": "10.5555/j.x.2020.01.001", "d04": "10.5555/j.x.2020.01.001",
    "d05": "10.5555/j.x.2020.01.001", "d06": "10.5555/j.x.2020.01.001",
    "d07": "10.5555/j.x.2020.01.001", "d08": "10.5555/ijd.2021.45", "d09": "10.5555/ijd.2021.45",
    "d10": "10.5555/0018726720000001", "d11": "10.5555/j.x.2020.01.001",
    "d12": "10.5555/j.x.2020.01.001", "d13": None,
    "d14": "10.5555/(sici)1097-0258(19981230)17:24<2815::aid-sim110>3.0.co;2-8",
    "d15": "10.5555/j.x.2020.01.001", "d16": "10.5555/s12889-019-0001-1",
    "d17": "10.5555/j.x.2020.01.001", "d18": "10.5555/j.x.2020.01.001",
    "d19": "10.5555/journal.pone.0000001.s001",
}  # fmt: skip


def test_a_doi_is_read_in_nineteen_spellings() -> None:
    records, _ = read(KINDS / "dois.ris")
    assert {str(record.title)[:3]: record.doi for record in records} == DOIS
    pair, _ = read(KINDS / "dedupe-doi-percent-encoded.ris")
    assert len({record.doi for record in pair}) == 1


def test_a_table_whose_columns_are_not_understood_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Heading,Name,Made\nDesks,Kari,2021\n")
    with pytest.raises(Refused, match="no line with column names"):
        read(path)


def test_refer_without_its_first_line_is_parted_at_blank_lines_and_names_are_turned() -> None:
    text = "%A Kari Nordmann\n%T Lamps\n%D 2021\n\n%A WHO Europe,\n%T Desks\n%D 2020\n"
    with reading(Path("a.enw"), content=text.encode()) as export:
        records = list(export.records())
    assert [(record.title, record.authors, record.year) for record in records] == [
        ("Lamps", ("Nordmann, Kari",), 2021),
        ("Desks", ("WHO Europe",), 2020),
    ]


def test_json_that_breaks_off_is_refused_and_a_page_of_more_is_told() -> None:
    whole = '{"studies": [{"protocolSection": {"identificationModule": {"nctId": "NCT09000001", '
    whole += '"briefTitle": "Desks"}}}], "nextPageToken": "a"}'
    with reading(Path("a.json"), content=whole.encode()) as export:
        (record,) = export.records()
    assert record.ids == (("nct", "NCT09000001"),)
    assert "one page of a longer answer" in export.receipts[0].notes[0]
    with pytest.raises(Refused) as refused:
        list(reading(Path("a.json"), content=whole[:80].encode()).records())
    assert "the JSON is incomplete" in str(refused.value)
