"""A review with 20 included studies and all that services give, once through: what people see."""

import json
from pathlib import Path

import pytest

from flows.orchestration.update import update
from pipeline.sources import by_identifier, client
from tests.flows.test_integrity import TITLES, watched_review
from tests.support.false_citations import Graph
from tests.support.false_notices import World, doi
from tests.support.false_works import FalseWork
from tests.support.false_world import whole_world
from tests.support.made_pdfs import article, pdf, put
from tests.support.reviews import ajour

ASKED = """
[integrity]
watch = true

[full_text]
library = "https://library.example.org/openurl"
open_access = true

[[search]]
name = "chasing"
round = "2"
source = "OpenAlex, Europe PMC, Crossref"
fetch = "citations"
"""


@pytest.mark.slow
@pytest.mark.every_output
def test_all_that_services_give_is_told_and_the_numbers_balance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = watched_review(tmp_path)
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write(ASKED)
    folder = review / "fulltext"
    put(folder, "one.pdf", pdf([article(TITLES[21], doi=doi(22), author="K. Nordal22")]))
    put(folder, "two.pdf", pdf([article(f"Supplementary data for {TITLES[2]}", doi=doi(3))]))
    put(folder, "three.pdf", pdf(["", ""]))
    monkeypatch.setattr(client, "TRIES", 1)
    monkeypatch.setattr(by_identifier, "TRIES", 1)
    monkeypatch.setenv("AJOUR_CONTACT", "kari@example.org")
    world = World(retracted={3, 4}, published={5})
    graph = Graph(cites={1: {101, 102, 2, 21}, 2: {103, 104}, 201: {3}, 202: {4}})
    copies = [FalseWork(title=TITLES[21], doi=doi(22), free={"Unpaywall": "https://x.example/22"})]
    with whole_world(world, graph, copies) as variables:
        for name, base in variables.items():
            monkeypatch.setenv(name, base)
        done = update(review)
        assert not done.failed
        again = update(review)
    assert not again.failed
    letter = done.letter
    assert letter.split("## ")[1].startswith("Retracted, corrected, published")
    output = review / "output"
    flow = json.loads((output / "prisma.json").read_text("utf-8"))["total"]
    assert flow["included"] == 20
    assert "Citation searching (n = 9)" in (output / "flow.en.svg").read_text("utf-8")
    page = (output / "report.html").read_text("utf-8")
    assert "Number of included reports that have been retracted: 2." in page
    assert "(1 not yet retrieved, 1 with a free copy, 1 with a PDF)" in page
    assert "https://x.example/22" in page
    said = ajour("status", review).out
    assert "1 report is sought: 1 with a free copy, 1 with a PDF" in said
