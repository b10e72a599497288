"""The best of each field, and where it is from."""

from pipeline.dedupe.represent import merge, representative
from pipeline.records import RecordId
from tests.support.records_alike import BERG, named


def test_each_field_says_which_record_it_is_from():
    bare = named(BERG, "c", doi=None, abstract="Background.", source="Embase")
    merged = merge([named(BERG, "b", source="MEDLINE"), bare])
    assert merged.record.id == "c"
    assert merged.record.doi == BERG.doi
    assert merged.origins["doi"] == "b"
    assert merged.origins["abstract"] == "c"
    assert "keywords" not in merged.origins
    assert merged.sources == ("Embase", "MEDLINE")


def test_the_order_of_records_changes_nothing():
    records = [BERG, named(BERG, "c", abstract="A"), named(BERG, "d", keywords=("work",))]
    assert merge(records) == merge(records[::-1])


def test_full_names_and_the_longest_abstract_are_kept():
    short = named(BERG, "c", authors=("Berg, A.", "Lund, O."), abstract="A", pmid="1")
    long = named(BERG, "d", abstract="Background: we asked employees.", doi=None)
    merged = merge([short, long])
    assert merged.record.authors == BERG.authors
    assert merged.record.abstract == "Background: we asked employees."
    assert merged.origins["authors"] == "d"
    assert merged.origins["pmid"] == "c"


def test_a_place_is_of_one_record():
    ahead = named(BERG, "c", year=2020, volume=None, issue=None, pages=None, abstract="A")
    merged = merge([ahead, named(BERG, "b", issue=None)])
    assert (merged.record.id, merged.record.year, merged.record.volume) == ("c", 2021, "63")
    assert {merged.origins[name] for name in ("year", "volume", "pages")} == {"b"}


def test_keywords_and_addresses_of_all_records_are_gathered():
    merged = merge(
        [named(BERG, "b", keywords=("home", "work")), named(BERG, "c", keywords=("work", "sleep"))]
    )
    assert set(merged.record.keywords) == {"home", "work", "sleep"}
    assert len(merged.record.keywords) == 3


def test_a_report_keeps_its_id_when_a_better_record_comes():
    better = named(BERG, "c", abstract="Background.")
    merged = merge([BERG, better], report=RecordId("b"))
    assert (merged.record.id, merged.record.abstract) == ("b", "Background.")


def test_the_published_record_stands_before_the_preprint():
    preprint = named(BERG, "a", journal="medRxiv", abstract="A", pmid="1", keywords=("x",))
    assert representative([preprint, BERG]).id == "b"


def test_in_print_stands_before_ahead_of_print():
    ahead = named(BERG, "a", volume=None, issue=None, pages=None)
    assert representative([ahead, BERG]).id == "b"
    assert representative([named(BERG, "c"), BERG]).id == "b"
