"""The commands that measure criteria and try a strategy, run as a user runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli.main import group
from pipeline.errors import Refused

HERE = Path(__file__).parent
CRITERIA = str(HERE.parents[1] / "screening_rules" / "hjemmekontor.toml")

RIS = "".join(
    f"TY  - JOUR\nTI  - {title}\nAU  - Family, Given\nPY  - 2022\nER  - \n\n"
    for title in ("Telework and stress", "Remote team work", "Coffee", "Homework and telework")
)
STRATEGY = "line,query,hits\n1,telework*.ti.,2\n2,(remote* adj2 work*).ti.,2\n3,1 or 2,3\n4,limit 3 to humans,3\n"  # noqa: E501 - a file as it stands


def run(*words: object) -> str:
    result = CliRunner().invoke(group, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    run("init", folder)
    toml = folder / "review.toml"
    text = toml.read_text(encoding="utf-8")
    text = text.replace(
        '# strategy = "strategies/medline.csv"', 'strategy = "strategies/medline.csv"'
    )
    toml.write_text(text, encoding="utf-8")
    (folder / "strategies" / "medline.csv").write_text(STRATEGY, encoding="utf-8")
    (folder / "medline.ris").write_text(RIS, encoding="utf-8")
    run("import", folder / "medline.ris", "--search", "medline", "--review", folder)
    return folder


def test_the_cases_are_measured_with_one_object_on_standard_output() -> None:
    figures = json.loads(
        run("evaluate", "criteria", HERE / "cases.csv", "--criteria", CRITERIA, "--json")
    )
    assert figures["records"] >= 150
    assert figures["includes_thrown_out"] == 0
    assert figures["share"] >= 0.4
    assert len(figures["suggestions"]) == figures["records"]


def test_the_cases_are_measured_in_words(tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("title,label_included\nA protocol,1\nCoffee,0\n", encoding="utf-8")
    told = run("evaluate", "criteria", table, "--criteria", CRITERIA)
    assert "2 records: 1 include, 1 exclude" in told
    assert "include suggested for exclusion: row 2 (design): 'protocol'" in told
    assert "found in no record: exposure.for.1" in told


def test_a_pilot_names_records_for_all_screeners() -> None:
    words = ("evaluate", "criteria", HERE / "cases.csv", "--criteria", CRITERIA, "--pilot", "5")
    named = run(*words).split()
    assert len(named) == 5
    assert json.loads(run(*words, "--json")) == {"pilot": named, "seed": 1}


def test_without_a_review_around_the_packaged_criteria_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases.csv").write_text("title,included\nTelework,1\n", encoding="utf-8")
    figures = json.loads(run("evaluate", "criteria", "cases.csv", "--json"))
    assert "exposure.for.1" in [line["line"] for line in figures["lines"]]


def test_a_review_without_decisions_has_nothing_to_measure(review: Path) -> None:
    assert json.loads(run("evaluate", "criteria", review, "--json"))["records"] == 0


def test_the_reviews_own_decisions_are_the_labels(review: Path) -> None:
    from flows.review.session import at_work
    from pipeline.decisions import Decision, Origin, Stage, Verdict
    from pipeline.store.connection import writing
    from pipeline.store.decisions import DecisionFile, put_decisions

    with at_work(review) as session:
        records = sorted(session.library().records.values(), key=lambda one: one.title or "")
        with writing(session.db):
            put_decisions(
                session.db,
                DecisionFile(
                    name="list.xlsx",
                    sha256="ab" * 32,
                    kind="decisions",
                    taken_in="2026-01-01T00:00:00Z",
                    version="1",
                ),
                [
                    Decision(
                        record=record.id,
                        stage=Stage.SCREENING,
                        verdict=verdict,
                        reviewer=reviewer,
                        when="2026-01-01T00:00:00Z",
                        origin=Origin(name="list.xlsx"),
                    )
                    for record, verdict in zip(
                        records, (Verdict.EXCLUDE, Verdict.INCLUDE), strict=False
                    )
                    for reviewer in ("A", "B")
                ],
            )
    figures = json.loads(run("evaluate", "criteria", review, "--json"))
    assert [figures[name] for name in ("records", "includes", "excludes")] == [2, 1, 1]


def test_lines_of_the_strategy_are_counted_on_the_records(review: Path) -> None:
    found = json.loads(run("search", "1-3", "--review", review, "--json"))["lines"]
    assert [(one["line"], one["records"], one["hits"]) for one in found] == [
        (1, 2, 2), (2, 1, 2), (3, 3, 3),
    ]  # fmt: skip


def test_a_query_may_name_lines(review: Path) -> None:
    assert "       1  3 not homework" not in run("search", "3 not homework", "--review", review)
    assert "       2  3 not homework" in run("search", "3 not homework", "--review", review)


def test_a_line_that_only_the_database_can_carry_out_says_so(review: Path) -> None:
    assert "only the database can apply the limit 'humans'" in run(
        "search", "all", "--review", review
    )


def test_another_file_of_lines_may_be_tried(review: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("line,query\n1,coffee\n", encoding="utf-8")
    told = run("search", "1", "--review", review, "--strategy", tmp_path / "other.csv")
    assert told == "  1         1  coffee\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("9",), "there is no such line"),
        (("1", "--search", "embase"), "expected medline"),
        (("1", "--strategy", "none.csv"), "there is no such file"),
        (("(a",), "the line ends"),
    ],
)
def test_what_can_not_be_tried_is_refused(
    review: Path, words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        run("search", *words, "--review", review)
