"""A query translated from a strategy: proposed, never asked unseen, and printed as it was asked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exports.manuscript.checklists import prisma_s
from flows.orchestration.update import update
from flows.reporting.material import Material
from flows.reporting.open_points import open_points
from flows.reporting.searches import facts, search_rows, search_tables
from flows.review.session import at_work
from flows.review.settings_file import read_review
from pipeline.errors import Refused
from pipeline.store.intake import records
from tests.support.fake_eutils import Library, eutils
from tests.support.reviews import ajour

STRATEGY = """Ovid MEDLINE(R) ALL <1946 to June 06, 2024>
1 telework*.mp. 400
2 (work* adj3 home).ti,ab. 900
3 1 or 2 1200
4 Musculoskeletal Pain/ 800
5 (back or neck) adj2 pain 500
6 3 and (4 or 5) 90
7 limit 6 to (english language and yr="2020 -Current") 55
"""
SEARCH = """
[[search]]
name = "pubmed"
round = "2"
source = "PubMed"
fetch = "pubmed"
strategy = "strategies/medline.txt"
"""
PROPOSAL = "strategies/pubmed.pubmed.toml"


@pytest.fixture
def shelf(review: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A false PubMed with five records, and a review whose PubMed search has an Ovid strategy."""
    (review / "strategies").mkdir()
    (review / "strategies/medline.txt").write_text(STRATEGY)
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write(SEARCH)
    library = Library({str(30_000_000 + at): "2023/01/15" for at in range(5)})
    with eutils(library) as base:
        monkeypatch.setenv("AJOUR_EUTILS_URL", base)
        monkeypatch.setattr("pipeline.sources.eutils.TRIES", 1)
        yield library


def confirm(review: Path, name: str = PROPOSAL) -> None:
    """The line in review.toml, in place of an earlier one."""
    path = review / "review.toml"
    text = re.sub(r"(?m)^translation = .*\n", "", path.read_text("utf-8"))
    line = 'strategy = "strategies/medline.txt"\n'
    path.write_text(text.replace(line, f'{line}translation = "{name}"\n'), "utf-8")


def asked(library: Library) -> list[str]:
    return [form["term"] for kind, form in library.asked if kind == "esearch"]


def found(review: Path) -> int:
    with at_work(review) as session:
        return sum(one.search == "pubmed" for one in records(session.db))


def points(review: Path) -> str:
    with at_work(review) as session:
        return "\n".join(open_points(Material(session=session, library=session.library())))


def test_a_translated_query_is_not_asked_before_somebody_confirms_it(
    review: Path, shelf: Library
) -> None:
    done = update(review)
    assert asked(shelf) == []
    (told,) = done.failed
    assert told.startswith("pubmed: PubMed was not asked. strategies/pubmed.pubmed.toml has")
    assert told in done.letter.replace("\n  ", "\n")
    assert 'translation = "strategies/pubmed.pubmed.toml"' in told
    proposal = (review / PROPOSAL).read_text("utf-8")
    assert "line 2: the distance between 'work*' and 'home'" in proposal
    assert "not searched yet" in points(review)
    assert "Write hits = 0" not in points(review).partition("pubmed")[2].partition("\n")[0]
    again = update(review)
    assert again.failed == done.failed
    assert (review / PROPOSAL).read_text("utf-8") == proposal
    assert len([*(review / "strategies").glob("*.toml")]) == 1


def test_the_query_that_was_asked_is_printed_with_its_origin_and_what_was_lost(
    review: Path, shelf: Library
) -> None:
    update(review)
    confirm(review)
    done = update(review)
    assert not done.failed
    assert found(review) == 5
    query = read_review(review).searches[-1].query
    assert query
    assert set(asked(shelf)) == {query}
    assert "telework*[" in query
    assert "2020:3000[dp]" in query
    assert "english[la]" in query
    assert "#" not in query
    with at_work(review) as session:
        material = Material(session=session, library=session.library())
        table = next(one for one in search_tables(material, "en") if one.key == "pubmed")
        # The hits of the database that the strategy was written for are none of PubMed's.
        assert search_rows(material)[-1].hits is None
        answers = {one.item: one.text for one in prisma_s(facts(material, "en"), "en")}
    assert [row.cells[1] for row in table.rows] == [query]
    for text in (table.footnotes[0][1], answers[8]):
        assert "The query was translated from strategies/medline.txt (Ovid)" in text
        assert "line 4: check whether" in text
    assert update(review).failed == ()
    assert found(review) == 5


def test_a_query_that_people_corrected_is_asked_as_they_wrote_it(
    review: Path, shelf: Library
) -> None:
    update(review)
    file = review / PROPOSAL
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"query = '''.*'''", 'query = "telework*[tiab]"', text, flags=re.DOTALL))
    confirm(review)
    update(review)
    assert set(asked(shelf)) == {"telework*[tiab]"}


def test_a_changed_strategy_is_told_and_the_confirmed_query_is_still_asked(
    review: Path, shelf: Library
) -> None:
    update(review)
    confirm(review)
    update(review)
    before = set(asked(shelf))
    changed = STRATEGY.replace("telework*", "telecommut*")
    (review / "strategies/medline.txt").write_text(changed)
    (told,) = update(review).failed
    assert "strategies/medline.txt has changed since its translation was confirmed" in told
    assert "strategies/pubmed.pubmed-2.toml" in told
    assert set(asked(shelf)) == before
    assert "has changed since its translation was confirmed" in points(review)
    confirm(review, "strategies/pubmed.pubmed-2.toml")
    assert update(review).failed == ()
    assert any("telecommut*" in one for one in asked(shelf))
    assert "has changed" not in points(review)


def test_a_strategy_that_cannot_be_read_is_named_with_its_line(
    review: Path, shelf: Library
) -> None:
    (review / "strategies/medline.txt").write_text(STRATEGY.replace("(back or", "((back or"))
    (told,) = update(review).failed
    assert "cannot be translated for PubMed" in told
    assert "line 5" in told
    assert asked(shelf) == []
    assert not (review / PROPOSAL).exists()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('fetch = "pubmed"', 'fetch = "openalex"', "ajour translates strategies only for PubMed"),
        ('strategy = "strategies/medline.txt"', 'translation = "no.toml"', "the strategy that was"),
        ('source = "PubMed"', 'source = "PubMed"\nquery = "x"\ntranslation = "review.toml"',
         "Keep either the query or the translation"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told(
    review: Path, shelf: Library, old: str, new: str, expected: str
) -> None:
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(Refused, match=expected):
        read_review(review)


def test_the_lines_of_the_strategy_can_be_looked_at_before(review: Path, shelf: Library) -> None:
    said = ajour("search", "all", "--search", "pubmed", "--to", "pubmed", "--review", review)
    assert said.code == 0
    assert "telework*[" in said.out
