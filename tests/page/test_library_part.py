"""A few reports read without the others are what the whole library says of them."""

from pathlib import Path

import pytest

from flows.review.session import at_work
from pipeline.decisions import Stage
from pipeline.review.library_part import library_part
from tests.support.random_reviews import random_review


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 11])
def test_a_part_says_of_its_reports_what_the_whole_library_says(tmp_path: Path, seed: int) -> None:
    random_review(tmp_path / "review", seed)
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
