"""The page's server is killed a hundred times: no decision that it showed as saved is lost."""

from pathlib import Path

from flows.review.session import at_work
from pipeline.store.table_checksums import damaged_tables
from tests.support.killed_page import killed_pages
from tests.support.page_reviews import page_review


def test_a_hundred_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    review = page_review(tmp_path, 1000)
    for lost, doubled, _ in killed_pages(review, 100, seed=100):
        assert (lost, doubled) == (0, 0)
    with at_work(review) as session:
        assert damaged_tables(session.db) == []
