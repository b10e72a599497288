"""Runs all comparisons of a review's files with its facts."""

from pathlib import Path

from tests.support.true_sentences.check_lists import check_list_findings
from tests.support.true_sentences.facts import Facts
from tests.support.true_sentences.figures import figure_findings
from tests.support.true_sentences.findings import Finding
from tests.support.true_sentences.left_out import left_out_findings
from tests.support.true_sentences.manuscript import text_findings
from tests.support.true_sentences.numbers_of_flow import flow_findings
from tests.support.true_sentences.numbers_of_tables import table_findings
from tests.support.true_sentences.open_points import open_point_findings
from tests.support.true_sentences.told import told_findings
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

CHECKS = (
    flow_findings,
    figure_findings,
    table_findings,
    check_list_findings,
    text_findings,
    told_findings,
    left_out_findings,
    open_point_findings,
)


def findings(review: Path, facts: Facts) -> list[Finding]:
    """The false statements in a review's files."""
    written, world = Written(review), World(facts)
    return [one for check in CHECKS for one in check(written, world)]
