"""The served page in a real browser: what it shows as saved is in the store, each word once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.review.session import at_work
from pipeline.decisions import Decision, Stage
from pipeline.store.decisions import all_decisions, decisions
from pipeline.store.supplements import supplements
from tests.support.page_reviews import page_review, title_of
from tests.support.page_server import begun, ended, links
from tests.support.screening_browser import press, title, until, violations

pytestmark = pytest.mark.slow

Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """One page for ann, of forty reports that each of two decides on, blind to the other."""
    review = page_review(tmp_path_factory.mktemp("served"), 40, screening="double-blind")
    process, lines = begun(review, "--reviewer", "ann")
    yield review, links(lines)
    assert "Traceback" not in ended(process)


@pytest.fixture
def visit(browser: Any, running: tuple[Path, dict[str, str]]) -> Iterator[Visit]:
    """Opens the page in a browser of its own, or in another tab of the same."""
    contexts: list[Any] = []
    told: list[str] = []

    def visits(*, same: bool = False, width: int = 1280, scheme: str = "light") -> Any:
        if not (same and contexts):
            size = {"width": width, "height": 740}
            contexts.append(browser.new_context(viewport=size, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda fault: told.append(str(fault)))
        page.goto(running[1]["ann"])
        page.wait_for_selector("#decide button")
        return page

    yield visits
    for context in contexts:
        context.close()
    assert told == []


def stands(review: Path) -> list[Decision]:
    with at_work(review) as session:
        return decisions(session.db)


def found(page: Any, text: str) -> None:
    """Look for a record by its title, and open it."""
    page.keyboard.press("/")
    page.locator("#query").fill(text)
    page.locator("#window .hits button").first.click()
    until(page, "text => document.getElementById('title').innerText === text", text)


def test_what_is_shown_as_saved_is_in_the_store(
    visit: Visit, running: tuple[Path, dict[str, str]]
) -> None:
    page, before = visit(), len(stands(running[0]))
    titles = []
    for key in ("i", "e", "m", "1"):
        titles.append(title(page))
        press(page, key)
        assert page.locator("#state").inner_text() == "All saved"
    said = stands(running[0])[before:]
    assert [(one.verdict, one.reason) for one in said] == [
        ("include", None),
        ("exclude", None),
        ("maybe", None),
        ("exclude", "E"),
    ]
    with at_work(running[0]) as session:
        known = session.library().reports
        assert [known[one.record].title for one in said] == titles


def test_undo_is_a_word_of_its_own_and_shows_the_record_again(
    visit: Visit, running: tuple[Path, dict[str, str]]
) -> None:
    page, before = visit(), len(stands(running[0]))
    shown = title(page)
    press(page, "i")
    press(page, "u")
    assert title(page) == shown
    assert len(stands(running[0])) == before
    with at_work(running[0]) as session:
        assert any(file.withdrawn for _, file in all_decisions(session.db))
    press(page, "e")
    assert [one.verdict for one in stands(running[0])[before:]] == ["exclude"]


def test_what_is_said_while_the_connection_is_lost_is_sent_once(
    visit: Visit, running: tuple[Path, dict[str, str]]
) -> None:
    page, before = visit(), len(stands(running[0]))
    page.wait_for_timeout(300)  # the records ahead are loaded
    page.context.set_offline(True)
    press(page, "i")
    press(page, "e")
    assert page.locator("#state").inner_text() == "2 waiting to be sent"
    assert "saved in this browser" in page.locator("#notice").inner_text()
    assert len(stands(running[0])) == before
    page.context.set_offline(False)
    until(page, "() => document.getElementById('state').innerText === 'All saved'")
    assert [one.verdict for one in stands(running[0])[before:]] == ["include", "exclude"]
    page.reload()
    page.wait_for_selector("#decide button")
    page.wait_for_timeout(300)
    assert len(stands(running[0])) == before + 2


def test_what_waits_outlives_the_tab_and_is_sent_by_the_next(
    visit: Visit, running: tuple[Path, dict[str, str]]
) -> None:
    page, before = visit(), len(stands(running[0]))
    page.context.route("**/api/decision", lambda route: route.abort())
    press(page, "m")
    assert page.locator("#state").inner_text() == "1 waiting to be sent"
    page.close()
    page = visit(same=True)
    page.context.unroute("**/api/decision")
    until(page, "() => document.getElementById('state').innerText === 'All saved'")
    assert [one.verdict for one in stands(running[0])[before:]] == ["maybe"]


def test_a_word_whose_answer_was_lost_is_saved_once(
    visit: Visit, running: tuple[Path, dict[str, str]]
) -> None:
    page, before = visit(), len(stands(running[0]))
    lost: list[int] = []

    def answer(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.context.route("**/api/decision", answer)
    press(page, "i")
    until(page, "() => document.getElementById('state').innerText === 'All saved'")
    assert lost == [200]
    assert [one.verdict for one in stands(running[0])[before:]] == ["include"]


def test_two_tabs_say_of_a_record_once(visit: Visit, running: tuple[Path, dict[str, str]]) -> None:
    one, before = visit(), len(stands(running[0]))
    other = visit(same=True)
    assert title(one) == title(other)
    gone = title(one)
    press(one, "e")
    until(other, "text => document.getElementById('title').innerText !== text", gone)
    press(other, "i")
    said = stands(running[0])[before:]
    assert [each.verdict for each in said] == ["exclude", "include"]
    assert len({each.record for each in said}) == 2


def test_two_browsers_that_show_one_record_are_told_of_each_other(
    visit: Visit, running: tuple[Path, dict[str, str]]
) -> None:
    one, other = visit(), visit()
    before = len(stands(running[0]))
    press(one, "e")
    other.keyboard.press("i")
    until(other, "() => document.getElementById('notice').innerText.startsWith('Not saved')")
    assert [each.verdict for each in stands(running[0])[before:]] == ["exclude"]
    assert "You decided: exclude" in other.locator("#card").inner_text()


def test_a_missing_abstract_is_pasted_in_and_the_record_then_decided(
    visit: Visit, running: tuple[Path, dict[str, str]]
) -> None:
    page = visit()
    found(page, title_of(9))
    page.keyboard.press("p")
    page.locator("#pasted").fill("We followed people who telework.")
    page.locator("#window").get_by_role("button", name="Save").click()
    page.wait_for_selector(".abstract")
    press(page, "i")
    assert page.locator("#state").inner_text() == "All saved"
    assert not page.locator("#notice").is_visible()
    with at_work(running[0]) as session:
        assert [one.who for one in supplements(session.db)] == ["ann"]


def test_my_decisions_and_search_open_a_record(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("l")
    page.locator("#window .hits button").first.click()
    until(page, "() => document.querySelector('.standing') !== null")
    found(page, title_of(7))


def test_nothing_is_fetched_but_from_the_page_itself_and_axe_finds_nothing_wrong(
    visit: Visit, running: tuple[Path, dict[str, str]]
) -> None:
    page = visit(scheme="dark")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_selector("#decide button")
    assert violations(page) == []
    assert all(one.startswith(running[1]["ann"]) for one in asked if not one.startswith("data:"))


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A page for cy, of a review whose two readers differ, and whose records may be twins."""
    folder = tmp_path_factory.mktemp("torn")
    names = ("ann", "bo", "cy")
    review = page_review(folder, 12, screening="double", names=names)
    with at_work(review) as session:
        waiting = session.library().awaiting(Stage.SCREENING)
    disagree(review, list(waiting)[:2])
    process, lines = begun(review, "--reviewer", "cy")
    yield review, links(lines)["cy"]
    assert "Traceback" not in ended(process)


def disagree(review: Path, reports: list[Any]) -> None:
    """Let ann include and bo exclude these reports."""
    from flows.screening.page_decisions import PageReader, Said, decide

    for name, verdict in (("ann", "include"), ("bo", "exclude")):
        reader = PageReader(name=name, stage=Stage.SCREENING, language="en")
        for place, report in enumerate(reports):
            with at_work(review) as session:
                note = f"{name} thinks so"
                said = Said(
                    id=f"{name}-{place:08}", key=report, verdict=verdict, note=note, whole={}
                )
                assert decide(session, reader, said).saved


def test_a_disagreement_shows_both_words_and_is_settled(
    browser: Any, torn: tuple[Path, str]
) -> None:
    review, link = torn
    page = browser.new_page()
    page.goto(link)
    page.wait_for_selector("#parts button")
    page.get_by_role("button", name="Conflicts").click()
    until(page, "() => document.getElementById('card').innerText.includes('bo thinks so')")
    assert "ann thinks so" in page.locator("#card").inner_text()
    assert violations(page) == []
    page.keyboard.press("i")
    until(page, "() => document.getElementById('card').innerText.includes('Disagreement 1 of 1')")
    page.keyboard.press("e")
    until(page, "() => document.getElementById('title').innerText.startsWith('There are no')")
    settled = [one for one in stands(review) if one.resolves]
    assert [(one.reviewer, one.verdict) for one in settled] == [
        ("cy", "include"),
        ("cy", "exclude"),
    ]
    page.close()
