"""Documents of several kinds that share a title: what is joined, and what only belongs together."""

from dataclasses import replace

import pytest

from pipeline.dedupe.find import answer, find_duplicates, remember
from pipeline.records import Record, RecordId
from tests.support.records_alike import BERG, named

ALONE = Record(title=BERG.title, authors=("Berg, Anna",), year=2021)
THESIS = replace(ALONE, type="THES")
BOOK = replace(ALONE, type="BOOK")
CHAPTER = replace(ALONE, type="CHAP", journal="The yearbook of towns", pages="1-30")
ARTICLE = replace(BERG, authors=("Berg, Anna",), type="JOUR")
REPORT = replace(ALONE, type="RPRT", journal="Rapport", volume="4", pages="1-60")
REGISTERED = Record(
    title=BERG.title,
    authors=("Nordli University",),
    year=2021,
    type="DBASE",
    journal="clinicaltrials.gov",
    urls=("https://clinicaltrials.gov/study/NCT09000001",),
)
CENTRAL = Record(
    title=f"{BERG.title}: the scientific title",
    authors=("NCT09000001",),
    year=2023,
    type="Trial registry record",
    journal="https://clinicaltrials.gov/show/NCT09000001",
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(THESIS, ARTICLE, id="thesis and article"),
        pytest.param(BOOK, CHAPTER, id="book and chapter"),
        pytest.param(BOOK, ARTICLE, id="book and article"),
        pytest.param(CHAPTER, ARTICLE, id="chapter and article"),
        pytest.param(THESIS, BOOK, id="thesis and book"),
        pytest.param(REPORT, ARTICLE, id="report and article"),
        pytest.param(REGISTERED, ARTICLE, id="registration and article"),
    ],
)
def test_two_documents_of_one_title_are_not_joined(one: Record, other: Record) -> None:
    said = answer(one, other)
    assert said.verdict == "different"
    assert "other-document" in said.against


def test_what_a_source_calls_a_document_is_no_sign_under_one_doi() -> None:
    assert answer(replace(BERG, type="Book Chapter"), replace(BERG, type="JOUR")).verdict == "same"


def test_two_databases_that_call_one_book_a_book_join_it() -> None:
    assert answer(BOOK, replace(BOOK, type="Book")).verdict == "same"


def test_one_number_from_two_registers_is_one_report() -> None:
    said = answer(REGISTERED, CENTRAL)
    assert (said.verdict, said.rule) == ("same", "same-registration")


def test_two_numbers_are_two_reports_whatever_else_is_the_same() -> None:
    other = replace(REGISTERED, urls=("https://clinicaltrials.gov/study/NCT09000002",))
    said = answer(REGISTERED, other)
    assert said.verdict == "different"
    assert "other-registration (NCT09000001 and NCT09000002)" in said.against


def test_an_article_that_names_a_number_is_no_registration() -> None:
    article = replace(ARTICLE, abstract="Registered as NCT09000001.")
    assert answer(article, REGISTERED).verdict == "different"


def test_an_erratum_by_its_type_is_not_the_article() -> None:
    erratum = replace(BERG, type="Published Erratum", doi=None, pages="501")
    assert "other-kind" in answer(BERG, erratum).against


RELATED = [
    pytest.param(
        replace(BERG, title=f"Correction to: {BERG.title}", pages="501", doi="10.1000/c"),
        "correction",
        id="a correction",
    ),
    pytest.param(
        replace(BERG, title=f"{BERG.title} (vol 63, pg 123, 2021)", pages="501", doi=None),
        "correction",
        id="a correction as Web of Science writes it",
    ),
    pytest.param(
        replace(BERG, title=f"Retraction notice to “{BERG.title}”", pages="9", doi=None, year=2023),
        "retraction",
        id="a notice of retraction",
    ),
    pytest.param(
        replace(BERG, title=f"{BERG.title}: study protocol", year=2019, doi=None, pages="3-9"),
        "protocol",
        id="a protocol",
    ),
    pytest.param(
        Record(title=BERG.title, authors=BERG.authors, year=2020, journal="medRxiv"),
        "preprint",
        id="a preprint",
    ),
]


@pytest.mark.parametrize(("other", "kind"), RELATED)
def test_what_belongs_to_a_report_is_related_and_not_joined(other: Record, kind: str) -> None:
    found = find_duplicates([BERG, named(other, "c")])
    assert not found.clusters
    assert [(one.record, one.of, one.kind) for one in found.relations] == [("c", "b", kind)]


def test_a_registration_is_related_by_the_number_that_an_article_names() -> None:
    article = replace(BERG, title="Desks and backs in a year of telework", abstract="(NCT09000001)")
    found = find_duplicates([article, named(REGISTERED, "c")])
    assert [(one.record, one.of, one.kind) for one in found.relations] == [
        ("c", "b", "registration")
    ]


def test_versions_of_a_preprint_are_joined_and_still_told_apart() -> None:
    early = replace(BERG, journal="Research Square", volume=None, issue=None, pages=None)
    first = named(early, "b", doi="10.21203/rs.3.rs-1/v1")
    found = find_duplicates([first, named(early, "c", doi="10.21203/rs.3.rs-1/v2")])
    assert [one.members for one in found.clusters] == [("b", "c")]
    assert [(one.record, one.of, one.kind) for one in found.relations] == [("b", "c", "version")]


def test_relations_are_the_same_where_records_come_later() -> None:
    notice = named(RELATED[0].values[0], "c")
    known = remember([BERG], find_duplicates([BERG]))
    assert find_duplicates([notice], known=known) == find_duplicates([BERG, notice])
    again = remember([BERG, notice], find_duplicates([BERG, notice]))
    assert find_duplicates([], known=again).relations == find_duplicates([BERG, notice]).relations


def test_a_file_without_titles_is_not_one_report() -> None:
    library = [
        Record(id=RecordId(f"r{at}"), authors=("Uten, Tittel",), year=2011, journal="Invented A")
        for at in range(9)
    ]
    assert find_duplicates(library).clusters == ()
