"""The one client of all services: manners, bounds, and secrets that stay with us."""

import logging
import subprocess
import sys
import time
import traceback
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.sources.bounded import Unusable
from pipeline.sources.client import (
    Access,
    Call,
    Lacking,
    Service,
    ServiceClient,
    Unanswered,
    access_of,
)
from pipeline.sources.turns import FURTHEST, Turns
from tests.support.fake_service import FalseService, as_json, serving

LIBRARY = Service(
    name="The Library",
    base="https://library.example",
    variable="AJOUR_LIBRARY_URL",
    rate=1.0,
    rate_known=10_000.0,
    key="LIBRARY_KEY",
    contact_parameter="mailto",
)
CALL = Call(path="works", parameters={"q": "telework"}, most=10_000)


def way(base: str, **more: object) -> Access:
    return Access(name="The Library", base=base, interval=0.0001, **more)  # type: ignore[arg-type]


def asked(service: FalseService, waits: list[float], **more: object) -> bytes:
    with serving(service) as base, ServiceClient(way(base, **more), pause=waits.append) as client:
        return client.ask(CALL, bytes)


def test_who_asks_stands_in_the_header_and_the_key_in_the_question(tmp_path: Path) -> None:
    service = FalseService(lambda *_: as_json({}))
    with serving(service) as base:
        environment = {
            "AJOUR_LIBRARY_URL": base, "LIBRARY_KEY": "SECRET", "AJOUR_CONTACT": "me@example.org",
            "XDG_CACHE_HOME": str(tmp_path),
        }  # fmt: skip
        with ServiceClient(access_of(LIBRARY, environment)) as client:
            client.ask(CALL, bytes)
    (_, parameters, headers) = service.asked[0]
    assert parameters == {"q": "telework", "api_key": "SECRET", "mailto": "me@example.org"}
    assert headers["user-agent"].startswith("ajour/")
    assert "(mailto:me@example.org)" in headers["user-agent"]


@pytest.mark.parametrize("trouble", ["", "500", "401", "refuse", "nonsense"])
def test_key_and_address_are_in_no_log_no_message_and_no_traceback(
    trouble: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service = FalseService(lambda *_: as_json({}), troubles=[trouble] * 9)
    told = ""
    with serving(service) as base:
        environment = {
            "AJOUR_LIBRARY_URL": base, "LIBRARY_KEY": "SECRET", "AJOUR_CONTACT": "me@example.org",
            "XDG_CACHE_HOME": str(tmp_path),
        }  # fmt: skip
        access = access_of(LIBRARY, environment)
        try:
            with ServiceClient(access, pause=lambda _: None) as client:
                client.ask(CALL, bytes)
        except Unanswered as fault:
            told = "".join(traceback.format_exception(fault)) + str(fault)
    assert trouble in {"", "nonsense"} or told
    logged = "".join(f"{one.getMessage()} {one.args}" for one in caplog.records)
    kept = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    for text in (told, logged, caplog.text, kept, repr(access), repr(LIBRARY)):
        assert "SECRET" not in text
        assert "me@example.org" not in text


@pytest.mark.parametrize("trouble", ["429", "500", "503", "cut", "refuse"])
def test_a_passing_trouble_is_tried_again_after_a_pause(trouble: str) -> None:
    service = FalseService(lambda *_: as_json({"found": 1}), troubles=[trouble])
    waits: list[float] = []
    assert asked(service, waits) == b'{"found": 1}'
    assert max(waits) >= 1.0


@pytest.mark.parametrize("trouble", ["400", "401", "403", "404"])
def test_what_no_trying_again_mends_is_asked_once(trouble: str) -> None:
    service = FalseService(lambda *_: as_json({}), troubles=[trouble] * 9)
    with pytest.raises(Unanswered, match=trouble):
        asked(service, [])
    assert len(service.asked) == 1


def test_a_service_that_lacks_a_thing_says_so_apart_from_every_fault() -> None:
    service = FalseService(lambda *_: as_json({}, 404))
    with serving(service) as base, ServiceClient(way(base)) as client, pytest.raises(Lacking):
        client.ask(Call(path="works/1", parameters={}, most=10, may_lack=True), bytes)


def test_a_spent_budget_is_told_and_nothing_more_is_asked() -> None:
    service = FalseService(lambda *_: as_json({}, 429, x_ratelimit_remaining_usd="0"))
    with serving(service) as base, ServiceClient(way(base), pause=lambda _: None) as client:
        for _ in range(3):
            with pytest.raises(Unanswered, match="daily quota") as fault:
                client.ask(CALL, bytes)
            assert fault.value.spent
    assert len(service.asked) == 1


def test_the_pace_that_a_service_asks_for_is_kept() -> None:
    headers = {"x_rate_limit_limit": "1", "x_rate_limit_interval": "7s"}
    service = FalseService(lambda *_: as_json({}, **headers))
    waits: list[float] = []
    with serving(service) as base, ServiceClient(way(base), pause=waits.append) as client:
        client.ask(CALL, bytes)
        client.ask(CALL, bytes)
    assert 6.0 < max(waits) <= 7.0


@pytest.mark.parametrize("trouble", ["hang", "drip"])
def test_an_answer_that_never_ends_ends_after_the_time_of_a_call(trouble: str) -> None:
    service = FalseService(lambda *_: as_json({}), troubles=[trouble] * 9)
    with pytest.raises(Unanswered, match="answer within"):
        asked(service, [], timeout=0.1, answer_seconds=0.2, call_seconds=0.3)


def test_an_answer_without_end_is_larger_than_allowed() -> None:
    service = FalseService(lambda *_: as_json({}), troubles=["endless"] * 9)
    with pytest.raises(Unanswered, match="larger than 10,000 bytes"):
        asked(service, [], call_seconds=60.0)


def test_what_cannot_be_read_counts_as_a_failed_call() -> None:
    def read(content: bytes) -> bytes:
        raise Unusable("the answer is not a list of search results")

    service = FalseService(lambda *_: as_json({}))
    with (
        serving(service) as base,
        ServiceClient(way(base), pause=lambda _: None) as client,
        pytest.raises(Unanswered, match="not a list of search results"),
    ):
        client.ask(CALL, read)
    assert len(service.asked) == 5


@pytest.mark.parametrize(
    "variables",
    [{"AJOUR_LIBRARY_URL": "http://library.example"}, {"AJOUR_LIBRARY_URL": "ftp://127.0.0.1"},
     {"AJOUR_LIBRARY_URL": "https://me:secret@library.example"}, {"LIBRARY_KEY": "SECRET\n"},
     {"AJOUR_CONTACT": "mé@example.org"}],
)  # fmt: skip
def test_a_variable_that_can_not_be_used_is_named_and_its_secret_is_not(
    variables: dict[str, str],
) -> None:
    with pytest.raises(Refused, match=next(iter(variables))) as refusal:
        access_of(LIBRARY, variables)
    assert "SECRET" not in str(refusal.value)


def test_offline_nothing_leaves_this_machine() -> None:
    with pytest.raises(Refused, match="AJOUR_OFFLINE"):
        access_of(LIBRARY, {"AJOUR_OFFLINE": "1"})
    assert access_of(LIBRARY, {"AJOUR_OFFLINE": "1", "AJOUR_LIBRARY_URL": "http://127.0.0.1:9"})


TAKER = """
import sys
from pathlib import Path
from pipeline.sources.turns import Turns
turns = Turns(Path(sys.argv[1]))
print(*(turns.take(1.0) for _ in range(20)))
"""


def test_processes_share_the_turns_of_a_service(tmp_path: Path) -> None:
    words = [sys.executable, "-c", TAKER, str(tmp_path / "cache" / "turns")]
    takers = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    begun = time.time()
    waits = sorted(float(one) for taker in takers for one in taker.communicate()[0].split())
    spent = time.time() - begun
    assert len(waits) == 40
    # 40 turns a second apart: the last one comes 39 s after the first, less the time that passed.
    assert 39.0 - spent <= waits[-1] <= 39.5


def test_a_turn_of_a_clock_that_was_wrong_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "turns").write_text(str(time.time() + 10 * FURTHEST))
    assert Turns(tmp_path / "turns").take(1.0) == 0.0
    (tmp_path / "turns").write_text("nonsense")
    assert Turns(tmp_path / "turns").take(1.0) == 0.0


def test_where_no_file_can_be_written_this_process_keeps_its_pace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    turns = Turns(tmp_path / "file" / "turns")
    turns.begin()
    assert 0.5 < turns.take(1.0) <= 1.0


def test_all_wait_where_a_service_asks_one_to_wait(tmp_path: Path) -> None:
    Turns(tmp_path / "turns").hold(30.0)
    assert 29.0 < Turns(tmp_path / "turns").take(1.0) <= 30.0
