"""How much of what is relevant has been found, in words."""

from exports.figures.recall import recall_sentence
from pipeline.ranking.progress import progress

READING = [True, True, False, True, False, False, False, False]


def test_the_sentence_says_what_was_found_and_how_sure_that_is_in_both_languages() -> None:
    half_way = progress(READING, [0.3, 0.2, 0.1, 0.0])
    assert "Relevant records found: 3 among 8 read; 4 unread." in recall_sentence(half_way, "en")
    assert "Relevante referanser funnet: 3 blant 8 leste; 4 er ulest." in recall_sentence(
        half_way, "nb"
    )
    assert "between 50% and 100% of all" in recall_sentence(half_way, "en")


def test_a_finished_reading_needs_no_interval() -> None:
    told = recall_sentence(progress(READING, []), "nb")
    assert told.endswith("; alle er lest.")
    assert "mellom" not in told


def test_with_nothing_found_no_share_is_told() -> None:
    assert "cannot be estimated" in recall_sentence(progress([False] * 4, [None] * 3), "en")


def test_nothing_short_of_all_reads_as_all() -> None:
    told = recall_sentence(progress([True] * 999 + [False] * 250, [0.0] * 9), "en")
    assert "between 99% and" in told
