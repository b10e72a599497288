"""Whose work an answer of a service is, and what it may fill."""

from dataclasses import replace

import pytest

from pipeline.records import Record, RecordId
from pipeline.review.filled import Work, doubt, empty_fields, offer, with_filled
from pipeline.store.supplements import Supplement

TITLE = "Sleep among people who telework for a year"
RECORD = Record(id=RecordId("r"), title=TITLE, authors=("Nordmann, Kari",), year=2021, pages="5-9")
SAME = Record(title=f"{TITLE}.", authors=("Nordmann, K",), year=2021, doi="10.5555/sleep.1")


def work(asked_by: str = "title", **other: object) -> Work:
    return Work(record=replace(SAME, **other), service="Crossref", asked_by=asked_by)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "record"),
    [
        pytest.param(work(), RECORD, id="title, author and year"),
        pytest.param(work(year=2022), RECORD, id="online one year, in print the next"),
        pytest.param(work(pages="5"), RECORD, id="first page alone"),
        pytest.param(work(), replace(RECORD, authors=()), id="no author to compare, the year"),
        pytest.param(work(year=None), RECORD, id="no year to compare, the author"),
        pytest.param(work("doi", authors=()), replace(RECORD, year=None), id="by its own DOI"),
    ],
)
def test_the_same_work_is_known(found: Work, record: Record) -> None:
    assert doubt(record, found) is None


@pytest.mark.parametrize(
    ("found", "record", "why"),
    [
        pytest.param(work(year=2015), RECORD, "the year of the work is 2015", id="another year"),
        pytest.param(work(authors=("Berg, Per",)), RECORD, "first author", id="another author"),
        pytest.param(work(pages="77-80"), RECORD, "pages", id="other pages"),
        pytest.param(
            work(journal="medRxiv"),
            RECORD,
            "work is a preprint, but",
            id="its preprint",
        ),
        pytest.param(work(type="component"), RECORD, "type component", id="a part of it"),
        pytest.param(
            work("doi", title="Rain"), RECORD, "the title of the work is", id="DOI of another work"
        ),
        pytest.param(
            work(title=f"Erratum: {TITLE}"),
            RECORD,
            "the record is of the kind article, but the work is of the kind erratum",
            id="a notice",
        ),
        pytest.param(
            work(title="Editorial"), replace(RECORD, title="Editorial"), "too general", id="generic"
        ),
        pytest.param(
            work(),
            replace(RECORD, authors=(), year=None),
            "but neither authors",
            id="title alone",
        ),
    ],
)
def test_what_is_not_certain_is_told_and_not_filled(found: Work, record: Record, why: str) -> None:
    assert why in (doubt(record, found) or "")
    assert not offer(record, [found], ["doi"]).filled


def test_a_work_of_another_title_is_no_match_at_all() -> None:
    assert doubt(RECORD, work(title="Rain and the mood of nurses")) == ""


def test_two_works_that_agree_leave_it_open() -> None:
    found = offer(RECORD, [work(), work(doi="10.5555/other")], ["doi"])
    assert not found.filled
    assert "10.5555/other" in found.doubts[0]


def test_each_field_is_of_the_first_service_that_has_it() -> None:
    other = Work(
        record=replace(SAME, doi=None, abstract="We slept."), service="PubMed", asked_by="pmid"
    )
    found = offer(RECORD, [work(), other], ["doi", "abstract"]).filled
    assert [(one.field, one.origin) for one in found] == [
        ("doi", "Crossref, by its title"),
        ("abstract", "PubMed, by its PubMed number"),
    ]


def test_only_wanted_and_empty_fields_are_asked_for() -> None:
    assert empty_fields(RECORD, ("doi", "authors", "references"), cites=False) == (
        "doi",
        "references",
    )
    assert empty_fields(RECORD, ("references",), cites=True) == ()


def test_what_a_source_gives_is_never_replaced() -> None:
    said = Supplement(record=RecordId("r"), field="doi", text="10.1/x", who="", at="", origin="")
    own = replace(RECORD, doi="10.5555/own")
    assert [*with_filled([RECORD, own], [said])] == [replace(RECORD, doi="10.1/x"), own]
    back = replace(said, text="")
    assert [*with_filled([RECORD], [said, back])] == [RECORD]
