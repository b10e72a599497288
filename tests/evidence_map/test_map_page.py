"""The map's page in a real browser, and its figure."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import axe_core_python
import pytest

from exports.evidence_map.data import map_json
from exports.evidence_map.drawing import map_chart
from exports.evidence_map.page import map_html
from pipeline.studies.evidence_map import EvidenceMap, MapPlan
from pipeline.studies.scheme import TableScheme
from tests.support.drawn_charts import stands_within
from tests.support.drawn_maps import drawn, large_map, random_map, view

CELL = "td button.cell"


@pytest.fixture(scope="module")
def made() -> EvidenceMap:
    """A random map with groups, gaps, several segments and a study without a design."""
    return next(
        found
        for seed in range(200)
        if (found := random_map(seed, MapPlan())[0]).gaps
        and len(found.segments.values) > 3
        and len(found.columns.values) > 2
        and len(found.rows.values) > 4
        and found.rows.values[0].group
    )


@pytest.fixture(scope="module")
def earlier(made: EvidenceMap) -> dict[str, Any]:
    """The map as it was before the first cell with studies lost one."""
    told: dict[str, Any] = json.loads(map_json(view(made), run="2026-01-01-1", by_update=True))
    cell = next(one for one in told["cells"] if one["n"])
    cell["studies"] = [*cell["studies"], "gone"]
    return told


@pytest.fixture(scope="module")
def written(
    made: EvidenceMap, earlier: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("map") / "evidence-map.nb.html"
    path.write_text(map_html(view(made, earlier=earlier)), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Any, written: Path) -> Any:
    browser.requests.clear()
    browser.said.clear()
    browser.open(written)
    return browser


def numbers(page: Any) -> list[int]:
    found = page.run(
        f"[...document.querySelectorAll('tbody {CELL}')].filter(b => b.dataset.column >= 0)"
        ".map(b => Number(b.querySelector('.n').textContent))"
    )
    return [int(one) for one in found]


def test_each_cell_has_its_number_and_opens_its_studies(page: Any, made: EvidenceMap) -> None:
    assert numbers(page) == [len(places) for places in made.cells.values() if places]
    for (row, column), places in made.cells.items():
        if places:
            page.run(
                f'document.querySelector(\'[data-row="{row}"][data-column="{column}"]\').click()'
            )
            assert page.run("document.querySelectorAll('#list li').length") == len(places)
            assert page.run("document.activeElement.id") == "list-heading"


def test_sums_count_each_study_once(page: Any, made: EvidenceMap) -> None:
    found = page.run("[...document.querySelectorAll('.sum .n')].map(n => Number(n.textContent))")
    assert found == [
        *(len(made.of_row(at)) for at in range(len(made.rows.values))),
        *(len(made.of_column(at)) for at in range(len(made.columns.values))),
        len(made.studies),
    ]


def test_gaps_and_changes_are_seen_and_said(page: Any, made: EvidenceMap) -> None:
    assert page.run("document.querySelectorAll('td.gap').length") == made.gaps
    assert page.run("document.querySelectorAll('td.gap button').length") == 0
    assert page.run("document.querySelectorAll('td.changed').length") == 1
    label = page.run("document.querySelector('td.changed button').ariaLabel")
    assert label.endswith("Endret siden forrige kart")
    assert "(n = 0)" in page.run("document.querySelector('td.gap .said').textContent")
    assert "Celler endret siden kartet fra 2026-01-01: 1." in page.run(
        "document.querySelector('.facts').textContent"
    )


def test_a_cell_opens_and_closes_by_keyboard_and_arrows_go_on(page: Any) -> None:
    page.run(f"document.querySelector('{CELL}').focus()")
    first = page.run("document.activeElement.ariaLabel")
    page.press("Enter", 13, "\r")
    assert page.run("document.getElementById('list').hidden") is False
    page.press("Escape", 27)
    assert page.run("document.getElementById('list').hidden") is True
    assert page.run("document.activeElement.ariaLabel") == first
    page.press("ArrowDown", 40)
    assert page.run("document.activeElement.ariaLabel") != first
    page.press("ArrowUp", 38)
    assert page.run("document.activeElement.ariaLabel") == first


def test_a_filter_counts_anew_and_reset_brings_all_back(page: Any, made: EvidenceMap) -> None:
    before = numbers(page)
    page.run(
        "(s => { s.value = '0'; s.dispatchEvent(new Event('input', {bubbles: true})); })"
        "(document.querySelector('[data-filter=\"0\"]'))"
    )
    page.run("new Promise(done => setTimeout(done, 250))")
    of_value = [0 in one.filters[0] for one in made.studies]
    expected = [sum(of_value[at] for at in places) for places in made.cells.values() if places]
    assert numbers(page) == expected
    assert f"{sum(of_value)} av {len(made.studies)}" in page.run(
        "document.querySelector('.state').textContent"
    )
    disabled = page.run("document.querySelectorAll('tbody td:not(.sum) button:disabled').length")
    assert disabled == expected.count(0)
    page.run("document.querySelector('[type=reset]').click()")
    page.run("new Promise(done => setTimeout(done, 50))")
    assert numbers(page) == before


def test_a_title_with_script_is_shown_as_text_and_nothing_is_fetched(page: Any) -> None:
    page.run(f"document.querySelector('{CELL}').click()")
    assert page.run("document.querySelectorAll('script').length") == 2
    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.title").startswith("Kunnskapskart")
    assert {one.split(":")[0] for one in page.requests} == {"file"}
    assert len(page.requests) == 1
    assert page.said == []


def test_an_address_that_is_none_is_no_link(written: Path) -> None:
    assert "javascript:" not in written.read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_no_fault_and_the_page_has_room(
    browser: Any, written: Path, width: int, scheme: str
) -> None:
    feature = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.send("Emulation.setEmulatedMedia", features=feature)
    browser.open(written, width=width)
    browser.run(f"document.querySelector('{CELL}').click()")
    source = Path(axe_core_python.__file__).parent / "axe.min.js"
    browser.run(source.read_text(encoding="utf-8") + ";1")
    found = browser.run(
        "axe.run().then(r => r.violations.map(v => [v.id, v.impact, v.nodes[0].html]))"
    )
    browser.send("Emulation.setEmulatedMedia", features=[])
    assert found == []
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_a_map_of_5000_studies_opens_and_counts(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_text(map_html(view(large_map(5000))), encoding="utf-8")
    browser.open(path)
    browser.run("document.querySelector('.studies').scrollIntoView()")
    browser.run("new Promise(done => setTimeout(done, 300))")
    assert browser.run("document.querySelectorAll('.studies li').length") == 200
    browser.run("document.querySelector('tfoot td:last-child button').click()")
    assert browser.run("document.querySelectorAll('#list li').length") == 200
    browser.run("document.querySelector('#list > button:last-child').click()")
    assert browser.run("document.querySelectorAll('#list li').length") == 400
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    assert browser.run("document.querySelectorAll('.studies li').length") == 5000


def test_without_a_script_map_and_studies_can_be_read(made: EvidenceMap) -> None:
    text = map_html(view(made, language="en"))
    assert "<noscript>" in text
    assert len(re.findall(r'<li id="s\d+">', text)) == len(made.studies)
    assert 'lang="en"' in text


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_the_figure_says_the_same_and_every_text_has_room(seed: int) -> None:
    found, studies, _ = random_map(seed, MapPlan())
    if not any(one.extracted for one in studies):
        return
    chart = map_chart(view(found))
    stands_within(chart)
    root = ElementTree.fromstring(chart.svg)
    said = [title.text or "" for title in root.iter("{http://www.w3.org/2000/svg}title")]
    for cell, places in found.cells.items():
        spoken = view(found).spoken(cell)
        assert said.count(spoken) >= 1
        assert f"(n = {len(places)})" in spoken


def test_a_figure_of_many_columns_is_wider() -> None:
    studies = [one.study for one in large_map(400).studies]
    plan = MapPlan(rows="country", columns="year")
    found = drawn([replace(one, context="all") for one in studies], TableScheme(), plan)
    chart = map_chart(view(found))
    stands_within(chart)
    assert 'width="1' in chart.svg[:120]
