"""A few reports read without the others are what the whole library says of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.review.session import at_work
from pipeline.decisions import Stage
from pipeline.review.library_again import read_again, what_stays
from pipeline.review.library_part import library_part
from pipeline.store.connection import writing
from pipeline.store.supplements import Supplement, put_supplement
from tests.support.random_reviews import random_review


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 11])
def test_a_part_says_of_its_reports_what_the_whole_library_says(tmp_path: Path, seed: int) -> None:
    random_review(tmp_path, seed)
    with at_work(tmp_path / "review") as session:
        whole = session.library()
        names = session.review.reviewers.names
        for record in [*whole.records, *whole.stand_ins]:
            part = library_part(session.db, session.review, [record])
            report = whole.report_of(record)
            assert part.report_of(record) == report
            assert part.members[report] == whole.members[report]
            assert part.reports[report] == whole.reports[report]
            assert part.removed(report) == whole.removed(report)
            for stage in Stage:
                assert part.decisions_on(report, stage) == whole.decisions_on(report, stage)
                assert part.outcome(report, stage) == whole.outcome(report, stage)
                assert (report in part.awaiting(stage)) == (report in whole.awaiting(stage))
                assert (report in part.disagreements(stage)) == (
                    report in whole.disagreements(stage)
                )
                for name in names:
                    assert (report in part.waiting_for(stage, name)) == (
                        report in whole.waiting_for(stage, name)
                    )


@pytest.mark.slow
def test_a_library_read_again_is_the_whole_library(tmp_path: Path) -> None:
    random_review(tmp_path, 5)
    with at_work(tmp_path / "review") as session:
        whole = session.library()
        again = read_again(session.db, replace(whole, decided={}, lists=()))
        assert (again.decided, again.lists, again.reports) == (
            *(whole.decided, whole.lists, whole.reports),
        )
        stays = what_stays(session.db)
        with writing(session.db):
            report = next(iter(whole.members))
            added = Supplement(
                record=report, field="abstract", text="x", who="", at="2024", origin=""
            )
            put_supplement(session.db, added)
        assert what_stays(session.db) != stays
