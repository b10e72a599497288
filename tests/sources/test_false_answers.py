"""Whatever stands in PubMed's place may answer: it ends in a sentence or in sound records."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.sources.answers import SearchResult, found_in
from pipeline.sources.bounded import Unusable
from pipeline.sources.eutils import Server
from pipeline.sources.pubmed import Asking, fetch
from tests.support.fake_eutils import Library, eutils, pmids_read
from tests.support.false_answers import BATCH, GOOD, false_searches, noise

WHEN = datetime(2024, 5, 6, tzinfo=UTC)
IDS = GOOD["esearchresult"]["idlist"]


def sound(found: SearchResult) -> bool:
    """Whether everything of an answer is of the kind that it must be."""
    numbers = [str(found.count), *found.ids]
    texts = [found.webenv, found.query_key, found.translation, *found.warnings]
    texts[2].encode()
    return all(one.isascii() and one.isdecimal() for one in numbers) and all(
        one.isprintable() for one in (*texts[:2], *texts[3:])
    )


def used(content: bytes) -> bool:
    """Whether the bytes are taken for the answer to a search; anything but Unusable fails."""
    try:
        found = found_in(content)
    except Unusable as fault:
        return "\n" in str(fault) and pytest.fail(str(fault))
    return sound(found) or pytest.fail(repr(content[:200]))


def test_a_search_with_one_wrong_value_is_unusable_or_sound() -> None:
    answers = list(false_searches())
    assert len(answers) > 800
    assert 0 < sum(map(used, answers)) < len(answers)


def test_noise_in_the_answer_to_a_search_is_unusable_or_sound() -> None:
    for content in noise(str(GOOD).replace("'", '"').encode(), 300, seed=14):
        used(content)


def test_half_a_letter_is_unusable_however_it_is_written() -> None:
    for half in (b"\\ud800", b"\\uD800", b"\xed\xa0\x80"):
        with pytest.raises(Unusable, match="not a list of search results"):
            found_in(b'{"esearchresult": {"count": "0", "querytranslation": "' + half + b'"}}')


def test_a_name_that_stands_twice_is_unusable() -> None:
    with pytest.raises(Unusable, match="not a list of search results"):
        found_in(b'{"esearchresult": {"count": "3", "count": "4", "idlist": []}}')


def kept_or_refused(place: Path, contents: Iterable[bytes]) -> None:
    """Each content as the answer to a fetch: saved as it is read, or refused with nothing left."""
    shelf = Library(dict.fromkeys(IDS, "2024/01/01"))
    with eutils(shelf) as base:
        server = Server(base=base, rate=10_000.0, timeout=5.0)
        for number, content in enumerate(contents):
            folder = place / str(number)
            shelf.change = {"efetch": lambda _, content=content: content}  # type: ignore[misc]
            asking = Asking(query="x", folder=folder, when=WHEN, reader=pmids_read)
            try:
                answer = fetch(asking, server, pause=lambda _: None)
            except Refused:
                left = list(folder.iterdir())
            else:
                left = []
                assert answer.file
                assert sorted(pmids_read(answer.file)) == IDS
            assert left == []


def test_noise_in_a_batch_saves_what_the_reader_reads_or_nothing(tmp_path: Path) -> None:
    kept_or_refused(tmp_path, noise(BATCH.encode(), 40, seed=14))
