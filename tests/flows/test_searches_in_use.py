"""A review whose searches are printed in eight notations: all kept, tried, told and turned."""

import json
from pathlib import Path

import pytest

from flows.orchestration.update import update
from pipeline.strategy.notation import NOTATIONS
from pipeline.strategy.numbered import printed_strategy
from tests.support.reviews import ajour

PRINTED = Path(__file__).parents[1] / "strategy" / "printed"
TOPICS = "telework"


def attach(review: Path, names: list[str]) -> None:
    """A further search for each notation, with a strategy as its vendor prints it."""
    folder = review / "strategies"
    folder.mkdir(exist_ok=True)
    toml = (review / "review.toml").read_text("utf-8")
    for name in names:
        (source,) = PRINTED.glob(f"{name}-{TOPICS}.*")
        (folder / source.name).write_bytes(source.read_bytes())
        toml += (
            f'\n[[search]]\nname = "{name}-x"\nround = "1"\nsource = "{NOTATIONS[name].label}"\n'
            f'strategy = "strategies/{source.name}"\n'
        )
    (review / "review.toml").write_text(toml, "utf-8")


def with_strategy(review: Path, text: str, name: str = "medline.txt") -> Path:
    """The search medline with a strategy."""
    path = review / "strategies" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    toml = (review / "review.toml").read_text("utf-8")
    line = f'name = "medline"\nstrategy = "strategies/{name}"'
    (review / "review.toml").write_text(toml.replace('name = "medline"', line), "utf-8")
    return path


LINES = "1. work* or tele*  6\n2. home or office  4\n3. 1 and 2  2\n4. limit 3 to humans  1\n"


@pytest.mark.every_output
def test_eight_notations_are_printed_and_stop_nothing(review: Path) -> None:
    attach(review, list(NOTATIONS))
    done = update(review)
    assert done.failed == ()
    tables = (review / "output" / "tables.en.md").read_text("utf-8")
    for name in NOTATIONS:
        assert f"Search strategy {name}-x" in tables
        written = json.loads((review / "output" / "strategies" / f"{name}-x.json").read_text())
        read = printed_strategy(json.dumps(written), notation=name)
        assert (len(read.lines), read.wrong) == (21, None)
        assert written["hits"] == read.hits
    assert ajour("status", review).code in (0, 3)
    assert ajour("report", review).code == 0


@pytest.mark.every_output
def test_the_check_list_of_the_searches_is_complete_in_any_mix_of_notations(review: Path) -> None:
    toml = (review / "review.toml").read_text("utf-8")
    (review / "strategies").mkdir(exist_ok=True)
    for search, name in (("medline", "ovid"), ("wos", "cochrane")):
        (source,) = PRINTED.glob(f"{name}-{TOPICS}.*")
        (review / "strategies" / source.name).write_bytes(source.read_bytes())
        line = f'name = "{search}"\nstrategy = "strategies/{source.name}"'
        toml = toml.replace(f'name = "{search}"', line)
    (review / "review.toml").write_text(toml, "utf-8")
    assert update(review).failed == ()
    table = (review / "output" / "tables" / "PRISMA-S.en.csv").read_text("utf-8-sig")
    assert "Given for 2 of 2 searches" in table
    assert "full strategy of" not in table
    assert "wos, line 19: #18 with Publication Year from 2015 to 2024" in table


@pytest.mark.every_output
def test_all_faulty_strategies_are_told_at_once_and_printed(review: Path) -> None:
    attach(review, ["pubmed", "wos"])
    for path in (review / "strategies").iterdir():
        text = path.read_text("utf-8")
        path.write_text(text.replace("#9 AND #17", "#9 AND (").replace("#17 AND #9", "#9 AND ("))
    done = update(review)
    assert len(done.failed) == 2
    assert all("line 18" in told for told in done.failed)
    table = (review / "output" / "tables" / "pubmed-x.en.csv").read_text("utf-8-sig")
    assert "18,#9 AND (," in table
    (points,) = (review / "output").glob("open-points*.md")
    assert points.read_text("utf-8").count("(line 18)") == 2
    status = ajour("status", review)
    assert status.code == 0
    assert all(f"{name}-{TOPICS}" in status.out for name in ("pubmed", "wos"))


@pytest.mark.every_output
def test_a_file_in_no_known_layout_is_printed_as_it_stands(review: Path) -> None:
    with_strategy(review, "We searched for telework\nand for sleep\n")
    (told,) = update(review).failed
    assert "the file has no numbered lines" in told
    table = (review / "output" / "tables" / "medline.en.csv").read_text("utf-8-sig")
    assert "1,We searched for telework,not stated" in table
    assert "2,and for sleep,not stated" in table


@pytest.mark.every_output
def test_what_each_line_earned_stands_in_the_tables(review: Path) -> None:
    with_strategy(review, LINES)
    update(review)
    rows = (review / "output" / "tables" / "Yield-medline.en.csv").read_text("utf-8-sig")
    assert "4,limit 3 to humans,1,only in the database" in rows
    assert (review / "output" / "tables" / "Yield-of-searches.en.csv").is_file()
    assert "What each line of medline found" in (review / "output" / "report.html").read_text()


def test_a_strategy_is_turned_into_another_notation(review: Path) -> None:
    with_strategy(review, LINES)
    told = ajour("search", "all", "--review", review, "--to", "pubmed").out
    assert "  3  #1 AND #2" in told
    assert "! the limit 'humans', which only Ovid has" in told
    lines = json.loads(ajour("search", "3", "--review", review, "--to", "wos", "--json").out)
    assert lines["lines"][0]["proposal"] == "#1 AND #2"


def test_a_query_is_tried_in_any_notation(review: Path) -> None:
    update(review)
    asked = ("tele*.ti.", "tele*[ti]", "TI tele*", "TI=(tele*)", "TITLE(tele*)", "tele*:ti")
    told = [ajour("search", one, "--review", review, "--json").out for one in asked]
    counts = {json.loads(one)["lines"][0]["records"] for one in told}
    assert len(counts) == 1
    assert counts != {0}


def test_known_studies_are_held_against_a_strategy(review: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.ris"
    known.write_text(
        "TY  - JOUR\nTI  - Telework at home\nPY  - 2022\nER  - \n\n"
        "TY  - JOUR\nTI  - Telework and sleep\nPY  - 2023\nER  - \n",
        "utf-8",
    )
    file = tmp_path / "new.txt"
    file.write_text("#1 telework*:ti\n#2 home:ti OR office:ti\n#3 #1 AND #2 AND [humans]/lim\n")
    told = ajour("search", "--strategy", file, "--known", known).out
    assert "This search finds 1 of 2 known studies." in told
    assert "ajour left out this limit, which only the database can apply: [humans]/lim" in told
    assert "Telework and sleep (2023)\n      line 2 (home:ti OR office:ti) does not find it" in told


def test_a_notation_that_is_named_decides(review: Path) -> None:
    path = with_strategy(review, "1. work N2 home  6\n")
    toml = (review / "review.toml").read_text("utf-8")
    named = toml.replace(f'strategy = "strategies/{path.name}"', f'strategy = "strategies/{path.name}"\nnotation = "EBSCOhost"')  # fmt: skip # noqa: E501
    (review / "review.toml").write_text(named, "utf-8")
    update(review)
    assert ajour("search", "1", "--review", review).code == 0
    (review / "review.toml").write_text(named.replace("EBSCOhost", "lilacs"), "utf-8")
    refused = ajour("status", review)
    assert refused.code == 2
    assert "expected a notation of searches: ovid, pubmed" in refused.err
