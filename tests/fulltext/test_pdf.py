"""Reading PDFs: what each file is, in which state, and that none of them holds up the program."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.fulltext import pdf as pdf_module
from pipeline.fulltext.pdf import PdfDesk
from tests.support.made_pdfs import article, endless, locked, pdf, put, slow

TITLE = "Telework and sleep among nurses: a cohort study"


@pytest.fixture(scope="module")
def desk() -> Iterator[PdfDesk]:
    with PdfDesk() as opened:
        yield opened


@pytest.mark.parametrize(
    ("make", "state", "pages"),
    [
        pytest.param(lambda: pdf([article(TITLE), "More."]), "text", 2, id="text"),
        pytest.param(lambda: pdf(["", article(TITLE)]), "text", 2, id="a picture as cover"),
        pytest.param(lambda: pdf(["", ""]), "scanned", 2, id="scanned"),
        pytest.param(lambda: pdf(["Scan 7"]), "scanned", 1, id="scanned, with a stamp"),
        pytest.param(lambda: locked(pdf([article(TITLE)]), "secret"), "encrypted", 0, id="locked"),
        pytest.param(
            lambda: locked(pdf([article(TITLE)]), ""), "text", 1, id="only printing barred"
        ),
        pytest.param(lambda: pdf([article(TITLE)])[:300], "broken", 0, id="cut off"),
        pytest.param(lambda: b"<html>Please log in</html>", "broken", 0, id="a web page"),
        pytest.param(lambda: b"", "broken", 0, id="empty"),
        pytest.param(endless, "broken", 0, id="a tree of pages that leads back to itself"),
    ],
)
def test_each_kind_of_file_is_told_apart(
    make: Callable[[], bytes], state: str, pages: int, desk: PdfDesk, tmp_path: Path
) -> None:
    found = desk.front(put(tmp_path, "a.pdf", make()))
    assert (found.state, found.pages) == (state, pages)
    assert (TITLE in found.front) == (state == "text")


def test_a_slow_file_is_stopped_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_module, "FRONT_SECONDS", 0.6)
    held_up, sound = (
        put(tmp_path, "slow.pdf", slow()),
        put(tmp_path, "b.pdf", pdf([article(TITLE)])),
    )
    with PdfDesk() as own:
        found = own.front(held_up)
        assert (found.state, found.why) == ("slow", "the file could not be read within 0.6 seconds")
        monkeypatch.setattr(pdf_module, "FRONT_SECONDS", 30.0)
        assert own.front(sound).state == "text"


def test_a_huge_file_is_not_opened(
    desk: PdfDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "a.pdf", pdf([article(TITLE)]))
    with path.open("r+b") as stream:
        stream.truncate(pdf_module.LARGEST + 1)  # a sparse file takes no room
    found = desk.front(path)
    assert found.state == "huge"
    assert "MB" in found.why


def test_a_pipe_is_no_file_and_is_not_waited_for(desk: PdfDesk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    assert desk.front(tmp_path / "a.pdf").why == "this is not a file"


def test_nothing_is_written_beside_a_file(desk: PdfDesk, tmp_path: Path) -> None:
    path = put(tmp_path, "a.pdf", pdf([article(TITLE)]))
    before = path.read_bytes()
    desk.whole(path)
    assert [*tmp_path.iterdir()] == [path]
    assert path.read_bytes() == before


def test_what_the_file_says_of_itself_is_read(desk: PdfDesk, tmp_path: Path) -> None:
    data = {"Title": TITLE, "Subject": "J Cheer 2023, doi:10.5555/CHEER.3"}
    found = desk.front(put(tmp_path, "a.pdf", pdf(["", ""], data=data)))
    assert (found.title, found.doi) == (TITLE, "10.5555/cheer.3")
