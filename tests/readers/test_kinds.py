# ruff: noqa: E501 - one row a case
"""Files of kinds that reviewers really have: the value that is right, or the refusal."""

from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.readers.ovid_source import source_of
from pipeline.readers.read_file import ExportReading, reading
from pipeline.records import Record

KINDS = Path(__file__).parent / "kinds"


def read(path: Path) -> tuple[list[Record], ExportReading]:
    with reading(path) as export:
        records = list(export.records())
    return records, export


def test_a_second_ty_line_makes_no_second_record() -> None:
    ((record,), export) = read(KINDS / "two-ty-lines.ris")
    assert (record.title, record.authors) == ("Two types in one record", ("Lie, Ola",))
    assert "second TY line" in export.receipts[0].notes[0]


def test_records_whose_ty_is_not_first_are_parted_at_er_and_told() -> None:
    records, export = read(KINDS / "ty-in-the-middle.ris")
    assert [(record.line, record.authors) for record in records] == [
        (1, ("Maras, A. J.", "Brun, L. R.")),
        (20, ("Lie, O.",)),
    ]
    assert records[0].source == "Scopus"
    assert "TY is not the first line of 2 records" in export.receipts[0].notes[0]


def test_ovid_with_each_tag_on_a_line_of_its_own_is_read() -> None:
    article, abstract = read(KINDS / "ovid-tags-on-own-lines.txt")[0]
    assert article.title == "Telework and mood: A diary study."
    assert article.authors == ("Nordmann, Kari", "Berg, Per")
    assert (article.volume, article.issue, article.pages) == ("12", "3", "45-52")
    assert article.doi == "10.5555/ipw0000123"
    assert abstract.journal == "Occupational and Invented Medicine"
    assert (abstract.volume, abstract.issue, abstract.pages) == ("78", "SUPPL 1", "A112")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Desks. 12(3):123-9, 2021 Mar 05.", ("Desks", "12", "3", "123-9")),
        ("Desks. 11 (3) (no pagination), 2021. Article Number: e1.", ("Desks", "11", "3", "e1")),
        ("Desks. 17(5), 2020 03 03.", ("Desks", "17", "5", "")),
        ("Desks. 63(S1):S1-S10, 2020 01.", ("Desks", "63", "S1", "S1-S10")),
        ("Desks: A, B & C. Vol.68(4), 2021, pp. 1-10.", ("Desks: A, B & C", "68", "4", "1-10")),
        ("Desks. Vol.82(3-B), 2021, pp. No Pagination Specified.", ("Desks", "82", "3-B", "")),
        ("Desks. 43(SUPPL 1) (pp A12-A13), 2020.", ("Desks", "43", "SUPPL 1", "A12-A13")),
        ("Desks. 134 (no pagination), 2021. Article Number: 105070.", ("Desks", "134", "", "105070")),
        ("Desks. 10 Suppl 2:S12-5, 2019 Jun.", ("Desks", "10", "Suppl 2", "S12-5")),
        ("Desks (London, England). 395(10223):497-506, 2020.", ("Desks (London, England)", "395", "10223", "497-506")),
        ("J. Inv. Med. 12(3):1-9, 2020.", ("J. Inv. Med", "12", "3", "1-9")),
        ("Desks. Vol.12, 2020, ArtID 584.", ("Desks", "12", "", "584")),
        ("Desks. Publish Ahead of Print():10.5555/x, May 5, 2021.", ("Desks", "", "", "")),
        ("Desks. 2021 Mar 05.", ("Desks", "", "", "")),
        ("Desks, 2013(1): 3-28.", ("Desks", "2013", "1", "3-28")),
        ("Desks December 2011;33(8):845-849", ("Desks", "33", "8", "845-849")),
    ],
)  # fmt: skip
def test_sources_of_ovid_in_every_shape(line: str, place: tuple[str, str, str, str]) -> None:
    found = source_of(line)
    assert tuple(found.get(name, "") for name in ("journal", "volume", "issue", "pages")) == place


def test_ovid_labels_and_tags_behind_a_blank_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "<1. >\nTitle\n  Desks\nAuthors\n  Lie O.\nAuthor Keywords\n  home; desk\n"
        "DOI Number\n  10.5555/x.1\nYear of Publication\n  2020\n"
    )
    ((record,), export) = read(path)
    assert (record.doi, record.keywords) == ("10.5555/x.1", ("home", "desk"))
    assert export.receipts[0].unplaced == ()
    path.write_text(
        "<1. >\n VN  - Ovid\n TI  - Desks\n AU  - Lie O\n VO  - Publish Ahead of Print\n YR  - 2020\n"
    )
    ((record,), _) = read(path)
    assert (record.title, record.volume, record.year) == ("Desks", None, 2020)


def test_a_title_in_its_own_language_alone_is_the_title(tmp_path: Path) -> None:
    article = (
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{}</ArticleTitle>"
        "<VernacularTitle>Hjemmekontor.</VernacularTitle></Article></MedlineCitation>"
        "</PubmedArticle>"
    )
    path = tmp_path / "a.xml"
    texts = ("", "[Not Available].")
    articles = "".join(map(article.format, texts))
    path.write_text(f"<PubmedArticleSet>{articles}</PubmedArticleSet>")
    assert [record.title for record in read(path)[0]] == ["Hjemmekontor."] * 2


def test_fields_of_bibtex_that_run_together_keep_only_their_entry_out() -> None:
    records, export = read(KINDS / "bibtex-missing-comma.bib")
    (receipt,) = export.receipts
    assert [record.title for record in records] == ["The next entry is sound"]
    assert [str(one)[:36] for one in receipt.faults] == ["line 8: a comma is missing after the"]
    assert (receipt.records, receipt.accepted_faults, receipt.start_tags) == (1, 1, 2)
    assert export.rejects[0].startswith(b"@article{k1")


@pytest.mark.parametrize(
    "body",
    [
        "title = {a} author = {b}",
        'title = "a" author = "b"',
        "year = 2020 author = {b}",
        "title = {a}, author = {b}\n year = {2020}",
        "title = {a}}, year = {2020}, author = {b}",
    ],
)
def test_no_field_of_bibtex_is_lost_in_silence(body: str, tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(f"@article{{k, {body}\n}}\n\n@article{{l, title = {{Sound}}, year = 2020}}\n")
    records, export = read(path)
    assert [record.title for record in records] == ["Sound"]
    assert export.receipts[0].accepted_faults == 1


def test_a_file_of_bibtex_with_no_sound_entry_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("@article{k, title = {a} year = {2020}}\n")
    with pytest.raises(Refused, match="line 1: a comma is missing after the"):
        read(path)


def test_parts_in_bibtex_inherit_by_crossref_and_letters_of_tex_are_letters() -> None:
    records = {record.line: record for record in read(KINDS / "bibtex-mixed.bib")[0]}
    chapter, letters = records[12], records[34]
    assert (chapter.journal, chapter.year, chapter.volume) == ("Global Invented Society", 2004, "2")
    assert letters.title == "Café desks & homes: 50% more in vitro α-desks — a study"
    assert letters.authors[1] == "Skibiński, R."
    titles = {record.title for record in read(KINDS / "google-scholar-and-others.bib")[0]}
    assert "Grid desks in Fe3O4 rooms: β and CO2 and H2O" in titles


def test_a_name_of_bibtex_with_a_comma_at_its_end_is_read() -> None:
    records = read(KINDS / "bibtex-trailing-comma-in-author.bib")[0]
    assert len(records) == 5
    assert records[1].authors == ("Тестов, З",)


def test_those_who_are_not_named_are_no_authors() -> None:
    records = {record.title: record for record in read(KINDS / "google-scholar-and-others.bib")[0]}
    assert records["Telework in the 21 st century"].authors == ("Messer, Jon C",)


def test_a_file_in_which_no_record_has_a_title_is_refused() -> None:
    with pytest.raises(Refused, match="no record has a title"):
        read(KINDS / "dedupe-records-without-title.ris")


def test_some_records_without_a_title_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text("TY  - JOUR\nPY  - 2020\nER  - \nTY  - JOUR\nTI  - a\nER  - \n")
    records, export = read(path)
    assert len(records) == 2
    assert export.receipts[0].notes == ("1 record has no title, the first at line 1",)


def test_a_table_whose_authors_and_years_are_not_understood_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Title,Abstract,Main creators,Date made\na,b,Lie O,2020\nc,d,Vik M,2021\n")
    with pytest.raises(Refused, match=r"in 2 of 2 records\. ajour does not know the tags"):
        read(path)


def test_a_table_of_titles_and_abstracts_alone_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Title,Abstract,included\na,b,1\nc,d,0\n")
    assert len(read(path)[0]) == 2


NAMES = {
    "ris-nordic-initials.ris": [
        ("Hansen, Ø", "Bakke, ÅM", "Lie, O", "Hansen, Ø."),
        ("Hansen, Ø", "Bakke, ÅM", "Lie, O"),
        ("Hansen, Ø.", "Bakke, Å. M.", "Lie, O."),
    ],
    "scopus-csv-before-2023-authors.csv": [
        ("Hansen, Ø.", "Bakke, Å.M.", "Lie, O."),
        ("de la Prøve, M.", "O'Sample, J.-P.", "Lie, O."),
        ("Testmann, A., Jr.", "Lie, O."),
        ("Lie, Y.", "Łukasz, Ł."),
        ("Kim, Y.-H.", "Park, S."),
    ],
    "embase-com-nordic-initials.csv": [("Hansen, Ø.", "Bakke, Å.M.", "Lie, O.")],
    "entities-in-authors.ris": [("Ødegård, Åse", "Müller, Jörg")],
    "janeway-authors.ris": [
        ("Nordmann, Kari R.", "Bakke, Emma S.", "Fjell, Kaya J.", "Egge, Lars A.")
    ],
}


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_that_came_are_right(name: str) -> None:
    assert [record.authors for record in read(KINDS / name)[0]] == NAMES[name]
