"""An answer of a service has a greatest size and a longest time, whatever the server does."""

import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.sources import eutils as client
from pipeline.sources import pubmed
from pipeline.sources.answers import asked_wait
from pipeline.sources.eutils import Server, server_of
from pipeline.sources.pubmed import Asking, fetch
from tests.support.fake_eutils import ENDLESS, Library, eutils, pmids_read

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def library(size: int = 30) -> Library:
    return Library({str(30_000_000 + at): f"2023/{1 + at % 12:02}/15" for at in range(size)})


def run(shelf: Library, folder: Path, waits: list[float] | None = None, **limits: float) -> int:
    """How many records came; a server that is slow has a quarter of a second an answer."""
    usual = {"timeout": 0.2, "answer_seconds": 0.25, "call_seconds": 0.6}
    with eutils(shelf) as base:
        server = Server(base=base, rate=10_000.0, **(usual | limits))
        asking = Asking(query="telework", folder=folder, when=WHEN, reader=pmids_read)
        return fetch(asking, server, pause=(waits if waits is not None else []).append).written


@pytest.mark.parametrize("kind", ["esearch", "efetch"])
@pytest.mark.parametrize("trouble", ENDLESS)
def test_an_answer_without_end_is_one_sentence_and_no_file(
    kind: str, trouble: str, tmp_path: Path
) -> None:
    shelf = library()
    shelf.troubles = {kind: [trouble] * 99}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused, match="Nothing was imported") as refusal:
        run(shelf, tmp_path)
    assert "\n" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert kilobytes < 3 * client.MOST_BATCH / 1024


@pytest.mark.parametrize("trouble", ENDLESS)
def test_one_answer_without_end_is_tried_again(trouble: str, tmp_path: Path) -> None:
    shelf = library()
    shelf.troubles = {"esearch": [trouble]}
    assert run(shelf, tmp_path, call_seconds=99.0) == 30


def test_all_tries_of_a_call_have_one_time(tmp_path: Path) -> None:
    shelf = library()
    shelf.troubles = {"esearch": ["silent"] * 99}
    with pytest.raises(Refused):
        run(shelf, tmp_path, call_seconds=0.1)
    assert len(shelf.asked) == 1


def test_all_calls_of_a_search_have_one_time(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="time limit for this service was reached"):
        run(library(), tmp_path, source_seconds=0.0)
    assert list(tmp_path.iterdir()) == []


def test_a_larger_answer_than_allowed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "MOST_SEARCH", 100)
    with pytest.raises(Refused, match="larger than 100 bytes"):
        run(library(), tmp_path, call_seconds=99.0)


def test_more_records_than_are_fetched_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pubmed, "MOST_RECORDS", 29)
    with pytest.raises(Refused, match="30 records, but ajour fetches at most 29"):
        run(library(), tmp_path)


def test_more_bytes_than_one_file_may_have_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pubmed, "MOST_SAVED", 1_000)
    with pytest.raises(Refused, match="Narrow the query"):
        run(library(), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "asked",
    ["²", "-1", "nan", "1e400", "1e3", "", " ", "Infinity", "٣", "0x10", "9" * 5_000, "1,5",
     "Wed, 01 May 1924 10:00:00 GMT", "Wed, 99 May 2024 10:00:00 GMT", "Wed, 01 May 9999 10:00 GMT",
     "Wed, 01 May 2024 10:00:00 +9999999999", "\x00"],
)  # fmt: skip
def test_no_word_of_a_server_makes_us_wait_longer_than_a_minute(asked: str) -> None:
    for date in ("", "Wed, 01 May 2024 10:00:00 GMT", asked):
        assert 0 <= asked_wait({"retry-after": asked, "date": date}) <= 60.0


def test_a_retry_after_that_is_no_number_is_waited_for_as_usual(tmp_path: Path) -> None:
    shelf = library()
    shelf.troubles, shelf.retry_after = {"esearch": ["429"]}, "²"
    waits: list[float] = []
    assert run(shelf, tmp_path, waits, call_seconds=99.0) == 30
    assert max(waits) == 1.0


@pytest.mark.parametrize(
    "variables",
    [{"AJOUR_EUTILS_URL": "nonsense"}, {"AJOUR_EUTILS_URL": "http://[::1"},
     {"AJOUR_EUTILS_URL": "file:///etc/passwd"}, {"AJOUR_EUTILS_URL": "http://a b/"},
     {"NCBI_EMAIL": "a\nb"}, {"NCBI_API_KEY": "KEY\udcff"}],
)  # fmt: skip
def test_a_variable_that_can_not_be_used_is_a_sentence_without_its_secret(
    variables: dict[str, str],
) -> None:
    with pytest.raises(Refused, match=next(iter(variables))) as refusal:
        server_of(variables)
    assert "KEY\udcff" not in str(refusal.value)


def test_a_proxy_that_can_not_be_used_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "gopher://x")
    with pytest.raises(Refused, match="network settings of this computer"):
        run(library(), tmp_path)


def test_a_file_in_the_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "pubmed"):
        with pytest.raises(Refused, match="ajour cannot write to this folder"):
            run(library(), folder)
