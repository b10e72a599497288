"""What somebody gets who is not a reviewer at the page: a sentence, and nothing else."""

from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from flows.page.guard import digest_of_secret
from flows.page.links import make_links
from flows.page.serve import PageOptions, refuse_unsafe
from flows.review.session import at_work
from pipeline.decisions import Stage
from pipeline.errors import Refused
from pipeline.store.connection import writing
from pipeline.store.decisions import decisions
from tests.support.page_reviews import Made, copied
from tests.support.page_server import Browser, served
from tests.support.reviews import ajour

Team = tuple[Path, dict[str, Browser]]


@pytest.fixture(scope="module")
def team(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    review = copied(made(12), tmp_path_factory.mktemp("team"))
    with served(review, "--team") as browsers:
        yield review, browsers


def refused(told: object, status: int) -> None:
    assert told.status == status, told.body  # type: ignore[attr-defined]
    said = told.json()  # type: ignore[attr-defined]
    assert said["saved"] is False
    assert "Traceback" not in said["why"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
        {"X-Ajour-Token": ""},
        {"X-Ajour-Token": "0" * 64},
        {"X-Ajour-Token": "æ"},
    ],
    ids=str,
)
def test_whoever_is_not_our_own_page_changes_nothing(team: Team, headers: dict[str, str]) -> None:
    review, browsers = team
    ann = browsers["ann"]
    said = {"id": "12345678", "key": ann.card()["key"], "verdict": "include"}
    refused(
        ann.ask("api/decision", said, headers={k: v.encode("latin-1") for k, v in headers.items()}),
        403,
    )  # type: ignore[misc]
    with at_work(review) as session:
        assert decisions(session.db) == []


def test_the_token_of_another_link_is_not_taken(team: Team) -> None:
    _, browsers = team
    said = {"id": "12345678", "key": browsers["ann"].card()["key"], "verdict": "include"}
    told = browsers["ann"].ask(
        "api/decision", said, headers={"X-Ajour-Token": browsers["bo"].token}
    )
    refused(told, 403)
    assert told.json()["reload"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 404),
        ("/r/", 404),
        ("/r/../../etc/passwd", 403),
        ("/r/wrong/", 403),
        ("/r/wrong/api/start", 403),
        ("/page.js", 404),
    ],
)
def test_an_address_without_a_link_says_nothing(team: Team, path: str, status: int) -> None:
    ann = team[1]["ann"]
    stranger = Browser(f"http://{urlsplit(ann.link).netloc}")
    told = stranger.ask(path)
    refused(told, status)
    assert b"Small review" not in told.body


@pytest.mark.parametrize(
    "path",
    [
        *("templates/", "api/", "page.html", "../", "api/decision", "%2e%2e/"),
        *("..%2f..%2fetc%2fpasswd", "page.js%00.html", "page.js/../../ajour.db", "//etc/passwd"),
        *("..\\..\\ajour.db", "api/../../review.toml", ".ajour/page-links.json", "api/next/"),
    ],
)
def test_below_a_link_there_is_no_directory(team: Team, path: str) -> None:
    told = team[1]["ann"].ask(path)
    assert told.status in (403, 404, 405)
    assert told.json()["saved"] is False


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{",
        b'{"id": 7}',
        b'{"id": "12345678", "key": "../../x", "verdict": "include"}',
        b'{"id": "12345678", "key": "bcd", "verdict": {"a": 1}}',
        b'{"id": "12345678", "key": "bcd", "verdict": "include", "note": "\\ud800"}',
        b'{"id": "12345678", "key": "bcd", "verdict": "include", "before": 1e400}',
        b"[" * 50_000,
        b"\xff\xfe",
    ],
    ids=lambda raw: repr(raw[:40]),
)
def test_what_no_page_sends_is_refused_in_a_sentence(team: Team, raw: bytes) -> None:
    ann = team[1]["ann"]
    headers = {"Content-Type": "application/json", "X-Ajour-Token": ann.token}
    refused(ann.ask("api/decision", raw=raw, headers=headers), 400)


def test_a_body_that_is_too_large_is_not_read(team: Team) -> None:
    ann = team[1]["ann"]
    told = ann.ask("api/decision", {"id": "12345678", "note": "x" * 100_000})
    refused(told, 413)
    refused(ann.ask("api/decision", raw=b"{}", headers={"Content-Type": "text/plain"}), 400)


def test_a_body_without_a_length_is_cut_off_and_a_long_abstract_or_header_refused(
    team: Team,
) -> None:
    ann = team[1]["ann"]
    parts = urlsplit(ann.link)
    headers = {"Content-Type": "application/json", "X-Ajour-Token": ann.token}
    with closing(HTTPConnection(parts.netloc, timeout=30)) as connection:
        body = iter([b'{"id": "', *[b"x" * 10_000] * 10, b'"}'])
        path = f"{parts.path}api/decision"
        connection.request("POST", path, body, headers, encode_chunked=True)
        assert connection.getresponse().status == 413
    refused(ann.ask("api/abstract", {"id": "12345678", "text": "x" * 300_000}), 413)
    refused(ann.ask("api/start", headers={"X-Long": "x" * 40_000}), 431)
    with suppress(HTTPException, OSError):  # cut off without an answer
        assert ann.ask("api/start", headers={"X-Long": "x" * 900_000}).status in (400, 431)
    assert ann.ask("api/start").status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"])
def test_no_other_method_does_anything(team: Team, method: str) -> None:
    parts = urlsplit(team[1]["ann"].link)
    with closing(HTTPConnection(parts.netloc, timeout=30)) as connection:
        for path in ("", "api/decision", "api/start"):
            connection.request(
                method, parts.path + path, headers={"Origin": "https://evil.example"}
            )
            answer = connection.getresponse()
            assert answer.status in (403, 404, 405)
            assert answer.getheader("Access-Control-Allow-Origin") is None
            answer.read()


def test_a_request_that_is_sent_again_changes_nothing_whoever_sends_it(team: Team) -> None:
    review, browsers = team
    ann, bo = browsers["ann"], browsers["bo"]
    card, word = ann.card(), str(uuid4())
    assert ann.decide(card, "include", id=word).status == 200
    assert ann.say("undo", card, before=0).status == 200
    assert ann.decide(card, "include", id=word).json()["saved"] is True
    assert bo.decide(card, "include", id=word).status == 409
    stolen = {"X-Ajour-Token": ann.token}
    said = {"id": str(uuid4()), "key": card["key"], "verdict": "include"}
    refused(bo.ask("api/decision", said, headers=stolen), 403)
    with at_work(review) as session:
        assert decisions(session.db) == []
    assert ann.card()["key"] == card["key"]


def test_every_answer_forbids_all_that_is_not_ours(team: Team) -> None:
    ann = team[1]["ann"]
    for path in ("", "page.js", "api/start", "nothing"):
        headers = ann.ask(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "set-cookie" not in headers
        assert "server" not in headers


def test_a_link_that_expired_or_was_withdrawn_opens_nothing_from_then_on(
    team: Team,
) -> None:
    review, browsers = team
    with at_work(review) as session:
        with writing(session.db):
            session.db.execute("UPDATE page_link SET expires = '2020-01-01' WHERE reviewer = 'bo'")
        assert make_links(session, ("ann",), 30)[0].secret == ""
    told = browsers["bo"].ask("api/start")
    refused(told, 403)
    assert "expired" in told.json()["why"]
    opened = browsers["bo"].ask("", headers={"accept": "text/html,*/*"})
    assert (opened.status, "expired" in opened.body.decode()) == (403, True)
    assert opened.headers["content-type"].startswith("text/plain")
    assert ajour("screen", review, "--withdraw-link", "ann").out == (
        "ann: 1 link was withdrawn. The link no longer works, not even in a page that is open. To "
        "make a new link, run `ajour screen` again.\n"
    )
    assert ajour("screen", review, "--withdraw-link", "ann").out == (
        "ann: there was no link to withdraw.\n"
    )
    told = browsers["ann"].ask("api/start")
    refused(told, 403)
    assert "withdrawn" in told.json()["why"]
    with at_work(review) as session:
        (new,) = make_links(session, ("ann",), 30)
    assert new.secret
    assert Browser(browsers["ann"].link.split("/r/")[0] + f"/r/{new.secret}/").open().token


def test_the_store_holds_no_link(team: Team) -> None:
    review, browsers = team
    secret = browsers["bo"].link.split("/")[-2]
    stored = b"".join(one.read_bytes() for one in sorted(review.glob("ajour.db*")))
    assert secret.encode() not in stored
    assert digest_of_secret(secret).encode() in stored


def test_a_guesser_is_slowed_down_and_a_reader_is_not(team: Team) -> None:
    review, browsers = team
    ann = browsers["ann"]
    stranger = Browser(f"http://{urlsplit(ann.link).netloc}")
    answers = [stranger.ask(f"/r/guess{number}/").status for number in range(60)]
    assert 429 in answers
    with at_work(review) as session:
        (new,) = make_links(session, ("bo",), 30)
    reader = Browser(f"http://{urlsplit(ann.link).netloc}/r/{new.secret}/").open()
    assert {reader.ask("api/mine").status for _ in range(60)} == {200}


@pytest.mark.parametrize(
    "options",
    [
        PageOptions(host="192.0.2.1"),
        PageOptions(host="192.0.2.1", team=True),
        PageOptions(host="192.0.2.1", team=True, without_tls=1),
        PageOptions(host="0.0.0.0", team=True, without_tls=2),
        PageOptions(team=True, address="http://example.org"),
        PageOptions(team=True, address="example.org"),
        PageOptions(certificate=Path("a.pem")),
    ],
    ids=["no team", "no TLS", "told once", "no name", "no TLS behind it", "no scheme", "no key"],
)
def test_a_page_beyond_this_machine_is_refused_unless_it_is_safe_or_told_twice(
    options: PageOptions,
) -> None:
    with pytest.raises(Refused, match="not started"):
        refuse_unsafe(options)
    refuse_unsafe(PageOptions(host="192.0.2.1", team=True, without_tls=2, stage=Stage.SCREENING))
    refuse_unsafe(PageOptions(team=True, address="https://screening.example.org"))
