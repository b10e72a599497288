"""What records cite, from an export to the ranking."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.review.session import at_work
from pipeline.review.reference_lists import citing_reports
from pipeline.store.checksums import broken_seals
from pipeline.store.connection import writing
from pipeline.store.intake import cited_works, files, put_receipts, records
from pipeline.store.rereading import file_records, read_again
from tests.support.reviews import ajour, entry, small_review

CITED = entry("Neck pain at home", author="Berg, K", more="DO  - 10.1000/neck.1\n")
CITING = (
    "FN Clarivate\nVR 1.0\nPT J\nAU Dal, O\nTI Commuting by bus\nAB We followed people.\n"
    "CR Berg K, 2023, J SMALL, V52, P12, DOI 10.1000/NECK.1\nPY 2024\n"
    "UT WOS:000000000000001\nER\n\nEF\n"
)


@pytest.fixture
def citing(tmp_path: Path) -> Path:
    review = small_review(tmp_path)
    (review / "searches/1/medline/cited.ris").write_text(CITED, "utf-8")
    (review / "searches/1/wos/citing.ciw").write_text(CITING, "utf-8")
    assert ajour("update", review).code in {0, 3}
    return review


def test_a_report_of_one_source_cites_a_report_of_another(citing: Path) -> None:
    with at_work(citing) as session:
        library = session.library()
        titles = {one.title: id_ for id_, one in library.reports.items()}
        found = citing_reports(session.db, library)
        cited = found[titles["Neck pain at home"]]
        assert found[titles["Commuting by bus"]].cites.tolist() == [cited.work]
        assert not len(cited.cites)
        # Of a library without its reference lists little memory is taken.
        assert not any(record.cited_works for record in records(session.db))


def test_a_reference_list_that_was_changed_in_the_store_is_told(citing: Path) -> None:
    with at_work(citing) as session:
        assert list(broken_seals(session.db)) == []
        with writing(session.db):
            session.db.execute("UPDATE record SET cited_works = '[]'")
        assert [one.partition(":")[0] for one in broken_seals(session.db)] == ["citing.ciw"]


def test_files_that_were_read_before_get_their_reference_lists_by_rereading(citing: Path) -> None:
    with at_work(citing) as session:
        file = next(one for one in files(session.db) if one.name == "citing.ciw")
        old = [replace(one, cited_works=()) for one in file_records(session.db, file.id)]
        with writing(session.db):
            read_again(session.db, file.id, old, [])
            receipts = [replace(one, reader="2") for one in file.receipts]
            put_receipts(session.db, file.search, file.sha256, receipts)
        assert list(cited_works(session.db)) == []
    assert "1 record differs in cited works" in ajour("reread", citing).out
    assert ajour("reread", citing, "--apply").code == 0
    with at_work(citing) as session:
        assert [works for _, works in cited_works(session.db)] == [("doi:10.1000/neck.1",)]
        assert list(broken_seals(session.db)) == []
