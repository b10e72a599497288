"""PubMed over E-utilities, against a server on this machine: all of it, or nothing."""

import json
import logging
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.readers.read_file import reading
from pipeline.sources import pubmed
from pipeline.sources.eutils import Server, server_of
from pipeline.sources.history import last_run, pmids_in
from pipeline.sources.pubmed import Answer, Asking, fetch
from tests.support.fake_eutils import Library, eutils

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def library(size: int = 450) -> Library:
    return Library({str(30_000_000 + at): f"2023/{1 + at % 12:02}/15" for at in range(size)})


def run(shelf: Library, folder: Path, waits: list[float] | None = None, **asked: object) -> Answer:
    with eutils(shelf) as base:
        server = Server(base=base, rate=1000.0, timeout=0.15, email="me@example.org", api_key="KEY")
        asking = Asking(query="telework", folder=folder, when=WHEN, **asked)  # type: ignore[arg-type]
        return fetch(asking, server, pause=(waits if waits is not None else []).append)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_everything_found_is_saved_with_the_query_the_count_and_the_time(tmp_path: Path) -> None:
    answer = run(library(), tmp_path)
    assert files(tmp_path) == ["pubmed-20240506T070809Z.json", "pubmed-20240506T070809Z.nbib"]
    told = json.loads(answer.sidecar.read_text())
    assert (told["query"], told["count"], told["written"]) == ("telework", 450, 450)
    assert told["run_at"] == "2024-05-06T07:08:09+00:00"
    assert answer.file
    with reading(answer.file) as export:
        assert len({record.pmid for record in export.records()}) == 450
    assert export.receipts[0].format == "nbib"


def test_two_runs_of_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = run(library(), tmp_path / "a"), run(library(), tmp_path / "b")
    assert one.file
    assert other.file
    assert one.file.read_bytes() == other.file.read_bytes()
    assert one.sidecar.read_bytes() == other.sidecar.read_bytes()


@pytest.mark.parametrize("kind", ["esearch", "efetch"])
@pytest.mark.parametrize("trouble", ["429", "500", "cut", "slow", "nonsense", "short"])
def test_a_passing_trouble_is_tried_again(kind: str, trouble: str, tmp_path: Path) -> None:
    shelf = library(30)
    shelf.troubles = {kind: [trouble]}
    waits: list[float] = []
    assert run(shelf, tmp_path, waits).written == 30
    assert max(waits) >= 1.0


def test_a_cut_in_the_second_batch_leaves_no_half_and_no_double(tmp_path: Path) -> None:
    shelf = library(450)
    shelf.troubles = {"efetch": ["", "short", "cut", ""]}
    answer = run(shelf, tmp_path)
    assert answer.file
    assert sorted(pmids_in(tmp_path)) == sorted(shelf.entered)
    assert answer.file.read_text().count("PMID- ") == 450


@pytest.mark.parametrize("trouble", ["429", "500", "cut", "slow", "short", "nonsense"])
@pytest.mark.parametrize("kind", ["esearch", "efetch"])
def test_a_lasting_trouble_is_one_sentence_and_no_file(
    kind: str, trouble: str, tmp_path: Path
) -> None:
    shelf = library(30)
    shelf.troubles = {kind: [trouble] * 99}
    with pytest.raises(Refused, match="Nothing was imported") as refusal:
        run(shelf, tmp_path)
    assert "\n" not in str(refusal.value)
    assert files(tmp_path) == []


def test_an_error_that_no_trying_again_can_mend_is_told_at_once(tmp_path: Path) -> None:
    shelf = library(3)
    shelf.troubles = {"esearch": ["400"]}
    with pytest.raises(Refused, match="400"):
        run(shelf, tmp_path)
    assert len(shelf.asked) == 1


def test_what_the_server_says_of_a_bad_query_is_passed_on(tmp_path: Path) -> None:
    shelf = library(3)
    shelf.troubles = {"esearch": ["error"] * 9}
    with pytest.raises(Refused, match="Invalid query"):
        run(shelf, tmp_path)


def test_nothing_listens_at_the_address(tmp_path: Path) -> None:
    server = Server(base="http://127.0.0.1:9", rate=1000.0)
    with pytest.raises(Refused, match="connection failed"):
        fetch(Asking(query="x", folder=tmp_path, when=WHEN), server, pause=lambda _: None)
    assert files(tmp_path) == []


def test_a_count_that_changes_once_is_fetched_anew(tmp_path: Path) -> None:
    shelf = library(30)
    shelf.grow = {2: "39999999"}
    assert run(shelf, tmp_path).written == 31


def test_a_count_that_changes_at_every_call_is_refused(tmp_path: Path) -> None:
    shelf = library(30)
    shelf.counts = [30, 31, 30, 32, 30, 33]
    with pytest.raises(Refused, match="number of records changed"):
        run(shelf, tmp_path)
    assert files(tmp_path) == []


def test_more_records_than_can_be_paged_through_are_split_by_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pubmed, "MOST", 40)
    shelf = library(300)
    assert run(shelf, tmp_path).written == 300
    spans = [form for kind, form in shelf.asked if kind == "esearch" and "mindate" in form]
    assert spans
    assert all(form["datetype"] == "edat" for form in spans)
    assert pmids_in(tmp_path) == frozenset(shelf.entered)


def test_one_day_with_too_many_records_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pubmed, "MOST", 10)
    shelf = Library({str(30_000_000 + at): "2023/02/01" for at in range(30)})
    with pytest.raises(Refused, match="2023-02-01"):
        run(shelf, tmp_path)
    assert files(tmp_path) == []


def test_a_later_run_asks_only_for_what_was_entered_since(tmp_path: Path) -> None:
    shelf = library(24)
    run(shelf, tmp_path)
    since = last_run(tmp_path, "telework")
    assert since == date(2024, 5, 6)
    shelf.entered["39999998"] = "2024/05/06"
    later = datetime(2024, 6, 1, tzinfo=UTC)
    with eutils(shelf) as base:
        server = Server(base=base, rate=1000.0)
        answer = fetch(
            Asking(
                query="telework",
                folder=tmp_path,
                when=later,
                since=since,
                known=pmids_in(tmp_path),
            ),
            server,
        )
    assert (answer.count, answer.written) == (1, 1)
    assert shelf.asked[-1][1]["mindate"] == "2024/05/05"


def test_nothing_new_leaves_a_note_and_no_empty_file(tmp_path: Path) -> None:
    shelf = library(24)
    run(shelf, tmp_path)
    again = run(shelf, tmp_path / "again", known=frozenset(shelf.entered))
    assert (again.file, again.count, again.written) == (None, 24, 0)
    assert files(tmp_path / "again") == ["pubmed-20240506T070809Z.json"]
    assert run(Library({}), tmp_path / "none").file is None


def test_a_run_of_another_query_or_a_broken_note_does_not_count(tmp_path: Path) -> None:
    run(library(3), tmp_path)
    (tmp_path / "pubmed-broken.json").write_text("{")
    assert last_run(tmp_path, "another") is None


def test_words_that_pubmed_did_not_find_are_told(tmp_path: Path) -> None:
    with eutils(library(3)) as base:
        asking = Asking(query="teleworkk", folder=tmp_path, when=WHEN)
        answer = fetch(asking, Server(base=base, rate=1000.0))
    assert answer.warnings == ("phrasesnotfound: teleworkk",)


def test_key_and_address_are_sent_but_never_shown_nor_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shelf = library(3)
    run(shelf, tmp_path)
    assert shelf.asked[0][1]["api_key"] == "KEY"
    assert shelf.asked[0][1]["email"] == "me@example.org"
    kept = "".join(path.read_text() for path in tmp_path.iterdir())
    shown = caplog.text + repr(Server(email="me@example.org", api_key="KEY"))
    shelf.troubles = {"esearch": ["500"] * 9}
    with pytest.raises(Refused) as refusal:
        run(shelf, tmp_path / "x")
    for text in (kept, shown, str(refusal.value)):
        assert "me@example.org" not in text
        assert "KEY" not in text


def test_the_rate_that_ncbi_allows_is_kept() -> None:
    assert Server().interval == pytest.approx(1 / 3)
    assert server_of({"NCBI_API_KEY": "x"}).interval == pytest.approx(1 / 10)
    assert server_of({}).base.startswith("https://eutils.ncbi.nlm.nih.gov")


def test_calls_wait_for_their_turn(tmp_path: Path) -> None:
    waits: list[float] = []
    with eutils(library(3)) as base:
        asking = Asking(query="x", folder=tmp_path, when=WHEN)
        fetch(asking, Server(base=base, rate=0.5), pause=waits.append)
    assert len(waits) == 2
    assert all(1.0 < wait <= 2.0 for wait in waits)
