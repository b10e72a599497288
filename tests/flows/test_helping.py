"""What a newcomer mistypes, copies and looks for: hints, names, examples and the handbook."""

import ast
import json
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from flows.cli import hints
from flows.cli.examples import EXAMPLES
from flows.cli.main import COMMANDS, group
from flows.inspection.handbook import pages
from flows.orchestration.update import update
from tests.flows.test_json import CLUSTERS
from tests.ranking.test_evaluate_ranking import review as labelled_review
from tests.support.page_server import begun, ended
from tests.support.reviews import ajour, entry

ROOT = Path(__file__).resolve().parents[2]
PLACES = {"FILE": "file.ris", "FOLDER": "folder", "NAME": "medline", "OUT": "out.jsonl"}
"""What stands for the reader's own words in a hint."""


def hinted() -> list[str]:
    """Every command that stands in a catalogue or in a string of the program."""
    texts = []
    for name in ("flows", "pipeline", "exports", "screening_rules"):
        for path in sorted((ROOT / name).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            docs = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
                and node.body
                and isinstance(node.body[0], ast.Expr)
            }
            texts += [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docs
            ]
    for path in sorted((ROOT / "pipeline/catalogues").glob("*.toml")):
        texts += re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text("utf-8"))
    known = "|".join(sorted(COMMANDS, key=len, reverse=True))
    option = r"(?: --[a-z][a-z-]+(?: (?:FILE|FOLDER|NAME|jsonl|OUT)\b)?| FILE\b| try\b| report\b)"
    found = (one for text in texts for one in re.findall(rf"\bajour (?:{known})\b{option}*", text))
    return sorted(set(found))


def parsed(line: str) -> click.Context:
    """What click makes of the options of a line; raises UsageError where it knows one not."""
    words = [PLACES.get(word, word) for word in shlex.split(line)[1:]]
    command: click.Command | None = group
    while isinstance(command, click.Group) and words:
        name = words.pop(0)
        context = click.Context(command, info_name=name)
        command = command.get_command(context, name) or pytest.fail(f"{line}: no {name}")
    assert command is not None
    made = click.Context(command, info_name=line, resilient_parsing=True)
    command.parse_args(made, words)
    for word in words:
        assert not word.startswith("--") or word in {
            option for one in command.params for option in (*one.opts, *one.secondary_opts)
        }, line
    return made


def test_hints_are_found() -> None:
    assert len(hinted()) > 20


@pytest.mark.parametrize("line", hinted())
def test_every_command_that_a_message_gives_is_one_of_the_programs(line: str) -> None:
    parsed(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "database with: ajour backup --restore FILE. If",
            'database with: ajour backup "my review" --restore FILE. If',
        ),
        (
            "failing. Check the review with ajour check, and copy the database with ajour backup",
            (
                'failing. Check the review with ajour check "my review", and copy the database '
                'with ajour backup "my review"'
            ),
        ),
        ("change: ajour duplicates --rules", 'change: ajour duplicates "my review" --rules'),
        ("see: ajour criteria changed --lists", 'see: ajour criteria changed "my review" --lists'),
        ("Ask them: ajour integrity.", 'Ask them: ajour integrity "my review".'),
        ("with: ajour fill RECORD.", 'with: ajour fill RECORD --review "my review".'),
        ("stand in ajour trace.", 'stand in ajour trace --review "my review".'),
        ("ajour trace BOX", 'ajour trace BOX --review "my review"'),
        (
            "with ajour import FILE --search NAME --accept-faults; the",
            'with ajour import FILE --search NAME --accept-faults --review "my review"; the',
        ),
        ("ajour conflicts other --stage screening", "ajour conflicts other --stage screening"),
        ("ajour report makes output/", "ajour report makes output/"),
    ],
)
def test_a_hint_names_the_review_that_the_reader_named(
    text: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    hints.remember_review(Path("my review"))
    assert hints.completed(text) == expected
    (tmp_path / "my review").mkdir()
    monkeypatch.chdir(tmp_path / "my review")
    hints.remember_review(Path())
    assert hints.completed(text) == text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("stauts",), "No such command 'stauts'; did you mean 'status'?"),
        (("evaluate", "rankng"), "did you mean 'ranking'?"),
        (("candidates", "{review}", "--reviewer", "x"), "'x' is not a reviewer of this review"),
        (("import", "{export}", "--search", "medlin"), "did you mean 'medline'?"),
        (("trace", "screned_records", "--review", "{review}"), "did you mean: screened_records"),
        (("docs", "screner"), "did you mean 'screener'?"),
        (("candidates", "{review}", "--reviewer", "amn"), "did you mean 'ann'?"),
        (("candidates", "{review}", "--stage", "elegibility"), "did you mean 'eligibility'?"),
        (("decide", "x.csv", "--verdict", "exlude"), "did you mean 'exclude'?"),
        (("status", "{review}", "--jsn"), "did you mean '--json'?"),
        (("search", "x", "--to", "pubmeb", "--review", "{review}"), "did you mean 'pubmed'?"),
        (("trace", "--round", "01", "--review", "{review}"), "did you mean '1'?"),
        (("withdraw", "exprt.ris", "--review", "{review}"), "did you mean 'export.ris'?"),
    ],
)
def test_what_was_mistyped_is_guessed(review: Path, words: tuple[str, ...], sentence: str) -> None:
    update(review)
    places = {"review": str(review), "export": str(review / "searches/1/wos/export.ris")}
    said = ajour(*(word.format(**places) for word in words))
    assert said.code == 2
    assert sentence in said.err


def test_part_of_a_reviewers_name_is_enough_where_only_one_has_it(review: Path) -> None:
    text = (review / "review.toml").read_text("utf-8")
    names = '["Kari Nordmann", "Ola Nordmann"]'
    (review / "review.toml").write_text(text.replace('["ann", "bo"]', names), "utf-8")
    update(review)
    said = ajour("candidates", review, "--reviewer", "KARI", "--json")
    assert said.code == 0, said.err
    several = ajour("candidates", review, "--reviewer", "nordmann")
    assert (several.code, "could be several reviewers" in several.err) == (2, True)


def test_a_list_finds_the_review_that_it_names(
    review: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Reviews of other tests in the folder around are none of the reader's.
    monkeypatch.setenv("HOME", str(tmp_path))
    update(review)
    said = ajour("candidates", review, "--reviewer", "ann", "--json")
    listed = Path(json.loads(said.out)["path"])
    away = tmp_path / "mail"
    away.mkdir()
    sent = listed.rename(away / "list.xlsx")
    monkeypatch.chdir(tmp_path)
    assert ajour("decide", sent, "--dry-run").code == 0
    (review / "review.toml").write_text(
        (review / "review.toml").read_text("utf-8").replace("Small review", "Another"), "utf-8"
    )
    assert ajour("decide", sent, "--dry-run").code == 0
    (review / ".ajour/review-id").unlink()
    refused = ajour("decide", sent)
    assert refused.code == 2
    assert "belongs to the review 'Small review'" in refused.err
    assert "--review review" in refused.err


def test_a_review_without_a_command_is_told_in_five_lines(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(review)
    monkeypatch.chdir(review / "lists") if (review / "lists").is_dir() else monkeypatch.chdir(
        review
    )
    said = ajour()
    assert said.code == 0
    lines = said.out.splitlines()
    assert len(lines) == 5
    assert lines[0] == "Small review"
    assert lines[2].startswith("Waiting: reports left at screening (")
    assert "letter.md" in lines[3]


def test_a_new_review_has_a_search_and_a_folder_for_each_database(tmp_path: Path) -> None:
    folder = tmp_path / "my review"
    words = ("--language", "en", "--database", "Embase", "--database", "Web of Science")
    said = ajour("init", folder, "--title", 'Work "at" home', *words)
    assert said.code == 0, said.err
    made = tomllib.loads((folder / "review.toml").read_text("utf-8"))
    assert (made["review"]["title"], made["review"]["language"]) == ('Work "at" home', "en")
    assert [(one["name"], one["source"]) for one in made["search"]] == [
        ("embase", "Embase"),
        ("web-of-science", "Web of Science"),
    ]
    for one in made["search"]:
        (folder / "searches" / one["round"] / one["name"] / "export.ris").write_text(
            entry(f"A title of {one['source']}"), "utf-8"
        )
    assert update(folder).news


def test_a_fault_points_to_the_page_that_explains_it(review: Path) -> None:
    (review / "review.toml").write_text("[review]\ntitel = 3\n", "utf-8")
    said = ajour("status", review)
    assert said.err.splitlines()[-1] == "More: ajour docs review-toml"


def test_the_handbook_has_every_page_of_the_documentation() -> None:
    english = {path.stem for path in (ROOT / "docs").glob("*.md")} | {"README"}
    norwegian = {f"nb/{path.stem}" for path in (ROOT / "docs" / "nb").glob("*.md")}
    assert norwegian == {"nb/author", "nb/reviewer", "nb/screener"}
    assert set(pages()) == english | norwegian
    assert ajour("docs", "nb/screener", "--print").out == pages()["nb/screener"].read_text("utf-8")
    assert ajour("docs", "screener", "--print").out == pages()["screener"].read_text("utf-8")


def test_every_page_that_a_fault_points_to_is_there() -> None:
    assert {*hints.PAGES.values(), *hints.TOPICS.values()} <= set(pages())


def test_a_page_is_found_by_a_command_and_whatever_its_case() -> None:
    missing = {*COMMANDS} - {*hints.TOPICS} - {"docs", "completion"}
    assert missing == set()
    told = json.loads(ajour("docs", "decide", "--json").out)
    assert Path(told["path"]) == pages()["screener"]
    assert json.loads(ajour("docs", "Screener.md", "--json").out) == told


@pytest.mark.slow
def test_the_examples_of_the_help_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.ris").write_text(entry("Sleep and telework"), "utf-8")
    (tmp_path / "labelled.csv").write_text(labelled_review(300), "utf-8")
    (tmp_path / "records.csv").write_text(CLUSTERS, "utf-8")
    folder = tmp_path / "my-review"
    for name, lines in EXAMPLES.items():
        for line in lines:
            words = shlex.split(line)[1:]
            if name == "update":
                update(folder)
            elif name == "screen":
                ended(begun(folder, *words[2:])[0])
            elif name not in ("decide", "recheck"):  # both need decisions of people
                said = ajour(*words)
                assert said.code == 0, (line, said.err)
        if name == "init":
            toml = folder / "review.toml"
            toml.write_text(toml.read_text("utf-8").replace('["A", "B"]', '["kari", "ola"]'))
            (folder / "searches/1/medline/first.ris").write_text(entry("Telework"), "utf-8")


def test_every_command_has_an_example() -> None:
    inner = {f"{name} {one}" for name in ("criteria", "evaluate") for one in _inside(name)}
    assert {*COMMANDS} | inner == {*EXAMPLES}


def _inside(name: str) -> list[str]:
    context = click.Context(group)
    command = group.get_command(context, name)
    assert isinstance(command, click.Group)
    return command.list_commands(context)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_examples_stand_in_the_help(name: str) -> None:
    said = ajour(*name.split(), "--help")
    for line in EXAMPLES[name]:
        assert f"  {line}" in said.out
        parsed(line)


@pytest.mark.parametrize("line", ["status", "check", "candidates --reviewer ann", "diff"])
def test_every_command_that_takes_a_folder_takes_it_as_an_option_too(
    review: Path, line: str
) -> None:
    update(review)
    command, *more = line.split()
    assert ajour(command, "--review", review, *more).code == ajour(command, review, *more).code
    assert "no such file" in ajour(command, "--review", review / "nowhere", *more).err


def test_two_reviews_named_at_once_are_refused(review: Path, tmp_path: Path) -> None:
    said = ajour("status", tmp_path, "--review", review)
    assert said.code == 2
    assert "name two reviews. Name only one" in said.err


def test_a_missing_argument_is_followed_by_an_example() -> None:
    said = ajour("init")
    assert said.code == 2
    assert said.err.splitlines()[-1].startswith("For example: ajour init my-review")
