"""Pilot, second look, pairs, disagreements and full texts in a browser, with hostile text in all.

No view has anything that axe-core finds wrong, in either language, light or dark.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from flows.review.session import at_work
from flows.screening.lists import Asked, write_pilot
from flows.screening.page_decisions import PageReader, Said, decide
from pipeline.decisions import Decision, Stage
from pipeline.records import RecordId
from pipeline.store.connection import writing
from pipeline.store.decisions import decisions
from pipeline.store.duplicates import StoredDoubt, members, pair_verdicts, put_duplicates
from tests.support.page_reviews import page_review
from tests.support.page_server import begun, ended, links
from tests.support.screening_browser import press, title, until, violations

pytestmark = pytest.mark.slow

HIT = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"
HOSTILE = "".join(
    f"TY  - JOUR\nTI  - {HIT} telework {word}\nAU  - {HIT}, A\nPY  - 2023\nT2  - {HIT}\n"
    f"DO  - 10.1000/{HIT}{word}\nUR  - javascript:window.hit=1\nAB  - {HIT} telework at {word}\n"
    f"KW  - {HIT}\nER  - \n\n"
    for word in ("kitchen", "harbour")
)
STRANGE = "() => document.querySelectorAll('main script, main img, #decide img, #top img').length"
LINKS = "() => [...document.querySelectorAll('main a')].map(one => one.protocol)"


@dataclass
class Shown:
    """A review, and its page in a browser."""

    review: Path
    page: Any

    def stands(self, name: str) -> list[Decision]:
        with at_work(self.review) as session:
            return [one for one in decisions(session.db) if one.reviewer == name]


def said_by(review: Path, name: str, said: dict[RecordId, str], stage: Stage) -> None:
    """Let somebody decide on reports, each with a note that is markup."""
    reader = PageReader(name=name, stage=stage, language="en")
    with at_work(review) as session:
        for report, verdict in said.items():
            note = f"{name} says {HIT}"
            word = Said(id=str(uuid4()), key=report, verdict=verdict, note=note, whole={})
            assert decide(session, reader, word).saved


def hostile_review(folder: Path, count: int, **said: Any) -> Path:
    """A review whose title, labels and reasons are markup too."""
    review = page_review(folder, count, more=HOSTILE, **said)
    for name, word in (
        ("review.toml", "Small review"),
        *(("criteria.toml", one) for one in ("Wrong exposure", "Exposure", "An article")),
    ):
        text = (review / name).read_text("utf-8")
        (review / name).write_text(text.replace(f'"{word}"', f'"{HIT} {word}"'), "utf-8")
    return review


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of which bo screened all but a pilot for two; a pair of them is doubtful."""
    review = hostile_review(tmp_path_factory.mktemp("parts"), 14)
    asked = Asked(stage="screening", reviewer=None, top=None, unsent=False, form=None, output=None)
    write_pilot(review, 3, asked)
    with at_work(review) as session:
        awaiting = session.library().awaiting(Stage.SCREENING)
        reports = session.library().reports
        hostile = [one for one in awaiting if HIT in (reports[one].title or "")]
    plain = [one for one in awaiting if one not in hostile]
    said_by(review, "bo", dict.fromkeys(hostile, "include"), Stage.SCREENING)
    said_by(
        review, "bo", dict(zip(plain, cycle(("exclude", "include")), strict=False)), Stage.SCREENING
    )
    with at_work(review) as session, writing(session.db):
        doubt = StoredDoubt(
            one=min(hostile),
            other=max(hostile),
            position=1,
            because=f"titles agree {HIT}",
            against="",
            score=0.5,
        )
        put_duplicates(session.db, [], [doubt], members(session.db))
    return review


@contextmanager
def shown(browser: Any, review: Path, *words: str) -> Iterator[Shown]:
    """The page while the block lasts; nothing of what is shown may run."""
    process, lines = begun(review, *words)
    page = browser.new_page(viewport={"width": 1100, "height": 760})
    told: list[str] = []
    page.on("pageerror", lambda fault: told.append(str(fault)))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.goto(next(iter(links(lines).values())))
    page.wait_for_selector("#parts:not([hidden]) button, #decide:not([hidden]) button")
    try:
        yield Shown(review=review, page=page)
        assert (page.evaluate("() => window.hit"), told) == (None, [])
    finally:
        page.close()
        errors = ended(process)
    assert errors == ""


@pytest.fixture(scope="module")
def screening(browser: Any, screened: Path) -> Iterator[Shown]:
    with shown(browser, screened, "--reviewer", "ann") as found:
        found.page.wait_for_selector("#parts button")
        yield found


def sound(page: Any) -> None:
    """Nothing is wrong in either language, light or dark, and text of records is text."""
    for language in ("nb", "en"):
        page.locator("#tools select").select_option(language)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (language, scheme)
    page.emulate_media(color_scheme="light")
    page.evaluate("() => document.activeElement.blur()")
    assert page.evaluate(STRANGE) == 0
    assert {*page.evaluate(LINKS)} <= {"http:", "https:"}


def opened(page: Any, name: str) -> None:
    page.locator("#parts").get_by_role("button", name=name).click()
    until(page, f"() => document.querySelector('#parts [aria-current]').innerText === '{name}'")
    page.wait_for_selector("#decide:not([hidden]) button")


def test_a_pair_is_compared_side_by_side_and_judged_by_a_key(screening: Shown) -> None:
    page = screening.page
    opened(page, "Possible duplicates")
    assert title(page) == "Pair 1 of 1"
    assert page.locator("mark.differs").count()
    sound(page)
    page.keyboard.press("n")
    page.locator("#note").fill(HIT)
    page.keyboard.press("Escape")
    press(page, "e")
    assert title(page) == "No possible duplicates await a decision."
    with at_work(screening.review) as session:
        (word,) = pair_verdicts(session.db)
    assert (word.same, word.reviewer, word.note) == (False, "ann", HIT)


def test_a_pilot_is_judged_blind_to_others_by_keys(screening: Shown) -> None:
    page, before = screening.page, len(screening.stands("ann"))
    opened(page, "Pilot")
    assert "bo says" not in page.locator("#card").inner_text()
    sound(page)
    for key in ("i", "1", "m"):
        press(page, key)
    assert title(page) == "ann has nothing more to read in the pilot."
    verdicts = [(one.verdict, one.reason) for one in screening.stands("ann")[before:]]
    assert verdicts == [("include", None), ("exclude", "E"), ("maybe", None)]


def test_a_second_look_hides_the_first_and_its_word_is_kept(screening: Shown) -> None:
    page, before = screening.page, len(screening.stands("ann"))
    opened(page, "Second look")
    assert "bo says" not in page.locator("#card").inner_text()
    sound(page)
    press(page, "i")
    assert [one.verdict for one in screening.stands("ann")[before:]] == ["include"]


def test_full_texts_are_sought_and_assessed_with_every_reason(browser: Any, screened: Path) -> None:
    with shown(browser, screened, "--reviewer", "ann", "--stage", "eligibility") as found:
        page = found.page
        page.wait_for_selector("#decide:not([hidden]) button")
        before = len(found.stands("ann"))
        sound(page)
        page.locator("#location").fill(HIT)
        page.get_by_role("button", name="Retrieved", exact=True).click()
        until(page, "() => document.querySelector('#notes [aria-pressed=true]') !== null")
        page.keyboard.press("e")
        until(page, "() => document.getElementById('notice').innerText.includes('reason')")
        page.keyboard.press("1")
        page.keyboard.press("2")
        press(page, "e")
        page.get_by_role("button", name="Not retrieved").click()
        until(page, "() => document.getElementById('state').innerText === 'All saved'")
        words = [
            (one.stage, one.verdict, one.reason, one.other_reasons, one.location)
            for one in found.stands("ann")[before:]
        ]
        assert words[:2] == [
            (Stage.RETRIEVAL, "retrieved", None, (), HIT),
            (Stage.ELIGIBILITY, "exclude", "E", ("P",), None),
        ]
        assert [word[1] for word in words[2:]] == ["not retrieved"]


def test_a_disagreement_shows_every_word_as_text_and_is_settled(
    browser: Any, tmp_path: Path
) -> None:
    review = hostile_review(tmp_path, 4, screening="double", names=("ann", "bo", "cy"))
    with at_work(review) as session:
        reports = session.library().awaiting(Stage.SCREENING)
    said_by(review, "ann", dict.fromkeys(reports, "include"), Stage.SCREENING)
    said_by(review, "bo", dict.fromkeys(reports, "exclude"), Stage.SCREENING)
    with shown(browser, review, "--reviewer", "cy") as found:
        page = found.page
        opened(page, "Conflicts")
        text = page.locator("#card").inner_text()
        assert f"ann says {HIT}" in text
        assert f"bo says {HIT}" in text
        sound(page)
        page.keyboard.press("i")
        until(page, "() => document.getElementById('state').innerText === 'All saved'")
        until(page, "() => document.getElementById('card').innerText.includes('1 of 5')")
        assert [(one.verdict, one.resolves) for one in found.stands("cy")] == [("include", True)]


LATE = """
const plain = window.fetch;
window.fetch = async (...asked) => {
  const answer = await plain(...asked);
  if (String(asked[0]).includes("next")) await new Promise((go) => setTimeout(go, 700));
  return answer;
};
"""
"""Holds each answer to what comes next back, so that a reader is faster than the server."""


@pytest.fixture
def late(browser: Any, tmp_path: Path) -> Iterator[Shown]:
    """Five reports, two of them in a pilot, and a server that answers late."""
    review = page_review(tmp_path, 5, names=("ann",))
    asked = Asked(stage="screening", reviewer=None, top=None, unsent=False, form=None, output=None)
    write_pilot(review, 2, asked)
    with shown(browser, review, "--reviewer", "ann") as found:
        found.page.add_init_script(LATE)
        found.page.reload()
        found.page.wait_for_selector("#decide:not([hidden]) button")
        found.page.wait_for_selector("#parts button")
        yield found


def test_a_part_opened_before_the_last_answer_came_shows_its_own_reports(late: Shown) -> None:
    press(late.page, "i")
    opened(late.page, "Pilot")
    end = "ann has nothing more to read in the pilot."
    for _ in range(60):  # a key is ignored while no report is shown
        if title(late.page) == end:
            break
        late.page.keyboard.press("i")
        late.page.wait_for_timeout(500)
    assert title(late.page) == end
    assert len(late.stands("ann")) == 3


def test_the_end_is_told_by_an_answer_that_knows_the_last_decision(late: Shown) -> None:
    for _ in range(5):
        press(late.page, "i")
    assert title(late.page) == "ann has nothing more to screen on title and abstract."
    assert len(late.stands("ann")) == 5
