"""A list in one file, in a real browser: by keys, by mouse, on a phone, and handed on."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exports.returned.page_file import check_of
from exports.screening_page.page import file_page
from tests.support.page_cards import make_card, make_start, odd_cards
from tests.support.screening_browser import press, title, until, violations

Opened = Callable[..., Any]

SAID = """() => Object.keys(localStorage).filter(key => key.includes(':said:'))
    .map(key => JSON.parse(localStorage.getItem(key)))
    .sort((one, other) => one.key < other.key ? -1 : 1)"""
NO_STORAGE = """Object.defineProperty(window, 'localStorage',
    {get() { throw new DOMException('off', 'SecurityError'); }})"""


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opened]:
    """Opens a page of cards in a browser of its own, or again in the same one."""
    contexts: list[Any] = []
    told: list[str] = []

    def opens(
        cards: list[dict[str, Any]],
        *,
        width: int = 1280,
        scheme: str = "light",
        init: str = "",
        same: bool = False,
        **start: Any,
    ) -> Any:
        path = tmp_path / "list.html"
        path.write_text(file_page(make_start(len(cards), **start), cards), "utf-8")
        if not same or not contexts:
            size = {"width": width, "height": 740}
            contexts.append(browser.new_context(viewport=size, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda fault: told.append(str(fault)))
        page.on("dialog", lambda dialog: told.append(dialog.message))
        page.on("console", lambda line: told.append(line.text))
        if init:
            page.add_init_script(init)
        page.goto(path.as_uri())
        page.wait_for_selector("#decide button")
        return page

    yield opens
    for context in contexts:
        context.close()
    assert told == []


def cards(count: int) -> list[dict[str, Any]]:
    return [make_card(number) for number in range(1, count + 1)]


def saved(page: Any, tmp_path: Path, form: str = "json") -> Path:
    """The file that the page saves."""
    page.evaluate(
        "document.getElementById('window').open && document.getElementById('window').close()"
    )
    page.get_by_role("button", name="Lagre avgjørelsene mine").first.click()
    with page.expect_download() as download:
        page.locator("#window").get_by_role("button", name=f"Lagre som {form}").click()
    path = tmp_path / f"saved.{form}"
    download.value.save_as(path)
    page.keyboard.press("Escape")
    return path


def test_a_list_is_read_by_keys_alone(opened: Opened, tmp_path: Path) -> None:
    page = opened(cards(5))
    press(page, "i")
    page.keyboard.press("n")
    page.keyboard.type("kjønn: “æ” – 漢字 😀, ie1")
    page.keyboard.press("Enter")
    press(page, "2")
    press(page, "s")
    press(page, "m")
    press(page, "e")
    assert title(page).endswith("study 3")
    press(page, "e")
    assert title(page) == "Du har lest alt på listen."
    said = page.evaluate(SAID)
    assert [one["verdict"] for one in said] == ["include", "exclude", "exclude", "maybe", "exclude"]
    assert (said[1]["reason"], said[1]["note"]) == ("exposure", "kjønn: “æ” – 漢字 😀, ie1")
    document = json.loads(saved(page, tmp_path).read_text("utf-8"))
    assert document["check"] == check_of(document["rows"])
    assert [row["key"] for row in document["rows"]] == [one["row_key"] for one in cards(5)]


def test_a_list_is_read_by_mouse_alone(opened: Opened) -> None:
    page = opened(cards(3))
    page.locator("#decide button.include").click()
    page.get_by_role("button", name="Ekskluder: Feil design").click()
    page.locator("#decide button.undo").click()
    assert title(page).endswith("study 2")
    page.locator("#decide button.maybe").click()
    page.locator("#decide button.exclude").click()
    verdicts = [one["verdict"] for one in page.evaluate(SAID)]
    assert verdicts == ["include", "maybe", "exclude"]


@pytest.mark.parametrize("width", [360, 1280])
def test_buttons_stay_where_they_are_whatever_the_text(opened: Opened, width: int) -> None:
    page = opened(odd_cards(), width=width)
    places = set()
    for _ in odd_cards():
        boxes = page.locator("#decide button:visible").evaluate_all(
            "all => all.map(one => { const b = one.getBoundingClientRect();"
            "return [b.x, b.y, b.width, b.height].map(Math.round); })"
        )
        places.add(json.dumps(boxes))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert all(box[2] > 30 and box[1] + box[3] <= 740 for box in boxes)
        press(page, "i")
    assert len(places) == 1


def test_undo_brings_the_record_back_and_leaves_nothing_to_send(opened: Opened) -> None:
    page = opened(cards(3))
    press(page, "i")
    press(page, "e")
    press(page, "u")
    assert title(page).endswith("study 2")
    press(page, "u")
    assert title(page).endswith("study 1")
    assert not [one for one in page.evaluate(SAID) if one.get("verdict")]
    page.keyboard.press("u")
    assert page.locator("#said").inner_text() is not None
    assert title(page).endswith("study 1")


def test_the_next_opening_goes_on_where_the_last_ended(opened: Opened) -> None:
    press(opened(cards(4)), "i")
    page = opened(cards(4), same=True)
    assert title(page).endswith("study 2")
    assert "1 av 4" in page.locator("#numbers").inner_text()


def test_half_finished_work_is_opened_on_another_device(opened: Opened, tmp_path: Path) -> None:
    first = opened(cards(4))
    press(first, "i")
    press(first, "3")
    path = saved(first, tmp_path)
    other = opened(cards(4))
    press(other, "s")
    other.get_by_role("button", name="Lagre avgjørelsene mine").first.click()
    other.set_input_files("#load", path)
    until(other, "() => document.getElementById('notice').innerText.includes('fra filen: 2;')")
    assert title(other).endswith("study 3")
    said = [one for one in other.evaluate(SAID) if one.get("verdict")]
    assert [(one["verdict"], one["reason"]) for one in said] == [
        ("include", ""),
        ("exclude", "design"),
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text[: len(text) // 2], "avkortet"),
        (lambda text: text.replace('"include"', '"exclude"'), "avkortet eller endret"),
        (lambda text: text.replace('"Kari"', '"Ola"', 1), "en annen liste eller en annen person"),
        (lambda text: "{}", "ikke en json-fil"),
    ],
    ids=["torn", "altered", "another person's", "something else"],
)
def test_a_file_that_is_not_this_lists_is_not_opened(
    opened: Opened, tmp_path: Path, change: Callable[[str], str], told: str
) -> None:
    page = opened(cards(3))
    press(page, "i")
    path = saved(page, tmp_path)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    other = opened(cards(3))
    other.get_by_role("button", name="Lagre avgjørelsene mine").first.click()
    other.set_input_files("#load", path)
    until(other, "told => document.getElementById('notice').innerText.includes(told)", told)
    assert other.evaluate(SAID) == []


def test_two_tabs_of_one_list_say_everything_once(opened: Opened) -> None:
    one = opened(cards(4))
    other = opened(cards(4), same=True)
    press(one, "i")
    until(other, "() => document.getElementById('title').innerText.endsWith('study 2')")
    assert "annen fane" in other.locator("#notice").inner_text()
    press(other, "e")
    until(one, "() => document.getElementById('title').innerText.endsWith('study 3')")
    assert [row["verdict"] for row in one.evaluate(SAID)] == ["include", "exclude"]


def test_a_browser_that_keeps_nothing_is_told_of_and_still_exports(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened(cards(2), init=NO_STORAGE)
    assert "lagrer ikke noe" in page.locator("#notice").inner_text()
    press(page, "i")
    assert "Lagres ikke" in page.locator("#state").inner_text()
    rows = json.loads(saved(page, tmp_path).read_text("utf-8"))["rows"]
    assert [row["verdict"] for row in rows] == ["include"]


def test_keys_of_the_review_are_those_of_the_page(opened: Opened) -> None:
    keys = make_start(1)["keys"] | {"include": "j", "reasons": ["a", "b"]}
    page = opened(cards(3), keys=keys)
    page.keyboard.press("i")
    press(page, "j")
    press(page, "b")
    assert [(one["verdict"], one["reason"]) for one in page.evaluate(SAID)] == [
        ("include", ""),
        ("exclude", "exposure"),
    ]


def test_full_text_needs_a_reason_and_takes_several(opened: Opened) -> None:
    verdicts = ["include", "exclude", "ongoing", "awaiting classification"]
    page = opened(cards(2), stage="eligibility", several=True, verdicts=verdicts)
    page.keyboard.press("e")
    page.wait_for_selector("#notice:not([hidden])")
    page.locator("#location").fill("pdf/hansen.pdf")
    page.get_by_role("button", name="Innhentet", exact=True).click()
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.keyboard.press("1")
    press(page, "e")
    (said,) = page.evaluate(SAID)
    assert (said["reason"], said["other_reasons"]) == ("population", "design")
    assert (said["retrieval"], said["location"]) == ("retrieved", "pdf/hansen.pdf")


def test_what_was_saved_is_said_aloud_and_focus_is_on_the_next_title(opened: Opened) -> None:
    page = opened(cards(3))
    press(page, "i")
    until(page, "() => document.getElementById('said').innerText.startsWith('Lagret: inkluder')")
    assert page.evaluate("document.activeElement.id") == "title"
    page.locator("#decide button.exclude").focus()
    press(page, "Enter")
    assert page.evaluate("document.activeElement.className") == "exclude"


def test_highlights_are_told_apart_without_colour_and_can_be_put_off(opened: Opened) -> None:
    page = opened(cards(1))
    looks = page.locator("mark").evaluate_all(
        "all => all.map(one => [one.dataset.code, getComputedStyle(one).borderBottomStyle])"
    )
    assert looks[:3] == [["E", "dashed"], ["P", "solid"], ["E·C", "dashed"]]
    page.keyboard.press("h")
    assert (
        page.locator("mark").first.evaluate("one => getComputedStyle(one).borderBottomStyle")
        == "none"
    )


@pytest.mark.parametrize(
    ("type_", "shown"),
    [("JOUR", "Tidsskriftartikkel"), ("inproceedings", "Konferansebidrag"), ("Letter", "Letter")],
    ids=["code of RIS", "entry of BibTeX", "as the source says it"],
)
def test_a_code_for_the_type_of_a_publication_is_a_word(
    opened: Opened, type_: str, shown: str
) -> None:
    page = opened([make_card(1, type=type_)])
    assert f" · {shown} · " in page.locator(".head").inner_text()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nb", "en"])
def test_axe_finds_nothing_wrong(opened: Opened, language: str) -> None:
    page = opened(odd_cards(), language=language)
    found = []
    for key in ("?", "l", "/"):
        page.keyboard.press(key)
        page.wait_for_selector("#window[open]")
        found += violations(page)
        page.keyboard.press("Escape")
    for at, _ in enumerate(odd_cards()):
        page.emulate_media(color_scheme="dark" if at % 2 else "light")
        found += violations(page)
        press(page, "i")
    page.locator("#numbers").click()
    assert sorted({*found, *violations(page)}) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_on_a_phone(opened: Opened, scheme: str) -> None:
    page = opened(odd_cards()[1:], width=360, scheme=scheme)
    page.locator(".drawer-open").click()
    assert violations(page) == []
