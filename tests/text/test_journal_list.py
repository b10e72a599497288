"""Journals by one list: one spelling each, abbreviations as records and catalogue have them."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Record
from pipeline.review.citable import cited_report
from pipeline.text.journal_list import journal_list, name_key


def of(*names: str) -> list[Record]:
    return [Record(journal=name) for name in names]


def test_the_spelling_that_most_records_have_counts_and_never_capitals() -> None:
    listed = journal_list(of("WORK & STRESS", "WORK & STRESS", "Work & Stress", "Work and Stress"))
    assert listed.name("WORK & STRESS") == "Work & Stress"


def test_capitals_that_no_record_mends_are_mended_word_by_word_or_stay() -> None:
    listed = journal_list(of("Annals of Desks and Chairs", "Journal of Occupational Desks"))
    assert listed.name("JOURNAL OF CHAIRS") == "JOURNAL OF CHAIRS"  # no name has Journal within
    listed = journal_list(of("The Journal of Desks and Chairs", "X Annals"))
    assert listed.name("ANNALS OF CHAIRS") == "Annals of Chairs"
    assert listed.name("BMC CHAIRS") == "BMC CHAIRS"


def test_journals_that_a_place_tells_apart_are_not_made_one() -> None:
    listed = journal_list(of("Occupational Medicine (London)", "Occupational Medicine (Oslo)"))
    assert listed.name("Occupational Medicine (Oslo)") == "Occupational Medicine (Oslo)"
    assert name_key("Work (Oslo)") != name_key("Work")


def test_abbreviations_are_the_reviews_then_the_records_then_the_catalogues() -> None:
    desk = Record(journal="Desks", journal_abbreviation="Dsk.", issn=("1234-5678",))
    assert journal_list([desk]).abbreviation("Desks") == "Dsk"
    assert journal_list([desk]).abbreviation("DESKS of Oslo", ["12345678"]) == "Dsk"
    assert journal_list([desk], {"Desks": "Des."}).abbreviation("Desks") == "Des"
    assert journal_list([]).abbreviation("BMC PUBLIC HEALTH") == "BMC Public Health"
    assert journal_list([]).abbreviation("Nobody's Journal") == ""


def test_a_title_and_a_name_in_capitals_are_mended_by_another_record_of_the_report() -> None:
    report = Record(title="DESKS AND HEALTH", authors=("BERG, K",), year=2020, journal="J", doi="x")
    other = Record(title="Desks and health.", authors=("Berg, Kari",))
    found = cited_report(report, [report, other], journal_list([]))
    assert (found.record.title, found.record.authors) == ("Desks and health.", ("Berg, K",))
    assert found.lacks == ()
    assert cited_report(report, [report], journal_list([])).lacks == ("capitals",)


def test_what_a_reference_lacks_is_named() -> None:
    bare = Record(title="T", authors=("Fan",), year=2023)
    assert cited_report(bare, [bare], journal_list([])).lacks == ("initials", "journal", "place")
    group = Record(title="T", authors=("Desk Group",), year=2023, type="Report", pages="40")
    assert cited_report(group, [group], journal_list([])).lacks == ()


@given(st.text(max_size=40))
def test_a_name_is_never_given_other_words(name: str) -> None:
    listed = journal_list(of("Annals of the Desk", "The Journal of Work"))
    assert name_key(listed.name(name)) == name_key(name)
