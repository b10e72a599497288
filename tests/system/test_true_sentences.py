"""Ten random reviews: no number and no sentence that is written is untrue."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.random_plans import planned
from tests.support.true_sentences.facts import Said
from tests.support.true_sentences.histories import Found, every_kind, found_in, told
from tests.support.true_sentences.known import KNOWN
from tests.support.true_sentences.sentences import UNKNOWN, judged
from tests.support.true_sentences.text_kinds import SENTENCES
from tests.support.true_sentences.world import World

pytestmark = pytest.mark.slow

SEEDS = (3, 17, 18, 33, 45, 113, 114, 129, 130, 176)
"""Reviews that differ most: together they hold every kind of untruth that two hundred held."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What is untrue in ten reviews, by kind."""
    return found_in(tmp_path_factory.mktemp("reviews"), SEEDS)


@pytest.mark.parametrize("kind", every_kind(KNOWN))
def test_nothing_that_is_written_of_ten_reviews_is_untrue(kind: str, found: Found) -> None:
    assert not found[kind], told(found, kind)


def world() -> World:
    """Two reports that one person screened, of which she excluded one."""
    facts = planned(0, Random(0))
    first = replace(facts.searches[0], listed=("r00", "r01"), kind="database")
    said = [
        Said(reviewer="ann", stage="screening", report=report, verdict=verdict)
        for report, verdict in (("r00", "include"), ("r01", "exclude"))
    ]
    alone = replace(facts, searches=(first,), rounds=(first.round,), screening="single")
    return World(replace(alone, reviewers=("ann", "bo"), said=tuple(said), stopping=None))


@pytest.mark.parametrize(
    ("sentence", "language", "true"),
    [
        ("We screened two records on title and abstract and excluded one.", "en", True),
        ("We screened two records on title and abstract and excluded none.", "en", False),
        ("Vi vurderte to referanser på tittel og sammendrag og ekskluderte én.", "nb", True),
        ("Vi vurderte to referanser på tittel og sammendrag og ekskluderte to.", "nb", False),
        ("One person screened titles and abstracts.", "en", True),
        ("Two people independently screened titles and abstracts.", "en", False),
        ("To personer vurderte referanser og publikasjoner.", "nb", False),
    ],
)
def test_a_sentence_is_told_where_its_fact_is_not_so(
    sentence: str, language: str, true: bool
) -> None:
    assert [one.kind for one in judged(sentence, language, SENTENCES, world())] == [] or not true
    assert list(judged(sentence, language, SENTENCES, world())) != [] or true


def test_a_sentence_of_no_known_kind_is_told() -> None:
    text = "The searchers were in good spirits. We screened two records on title and abstract."
    kinds = [one.kind for one in judged(text, "en", SENTENCES, world())]
    assert kinds == [UNKNOWN, UNKNOWN]
