"""Long tests of deduplication: disturbed records by the thousand, in pieces and in any order."""

import random

import pytest

from pipeline.dedupe.find import find_duplicates, remember
from pipeline.evaluation.labelled_duplicates import measure
from tests.support.disturbed import disturbed


@pytest.mark.parametrize("seed", range(5))
def test_no_report_is_lost_and_few_duplicates_are_left(seed):
    made = list(disturbed(5_000, seed))
    true = {record.id: str(report) for record, report in made}
    found = find_duplicates(record for record, _ in made)
    figures = measure(true, found.reports(true))
    assert figures.lost == 0
    assert figures.sensitivity > 0.995
    assert found.compared < 25 * len(made)


@pytest.mark.parametrize("seed", range(5))
def test_a_library_that_grows_in_pieces_has_the_clusters_of_the_whole(seed):
    library = [record for record, _ in disturbed(3_000, seed)]
    draw = random.Random(seed)
    draw.shuffle(library)
    whole = find_duplicates(library)
    at, found = 0, find_duplicates([])
    while at < len(library):
        step = draw.randint(1, 900)
        known = remember(library[:at], found)
        found = find_duplicates(library[at : at + step], known=known)
        at += step
    assert (found.clusters, found.links, found.band) == (whole.clusters, whole.links, whole.band)


@pytest.mark.parametrize("name", ["stroke", "respiratory", "digital_work"])
def test_a_real_search_in_two_halves_has_the_clusters_of_the_whole(shared, name):
    from pipeline.evaluation.labelled_duplicates import read_labelled

    records = list(read_labelled(shared / "data" / "dedupe" / f"{name}.csv").records)
    whole = find_duplicates(records)
    random.Random(1).shuffle(records)
    half = len(records) // 2
    known = remember(records[:half], find_duplicates(records[:half]))
    assert find_duplicates(records[half:], known=known).clusters == whole.clusters
