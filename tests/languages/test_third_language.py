"""A further language is one catalogue file and no code."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.languages import CATALOGUES, PROGRAM_LANGUAGE, catalogue, languages
from tests.support.made_up_language import CODE, CRITERIA, REVIEW, catalogue_text, words, words_of
from tests.support.seen_texts import texts

ROOT = Path(__file__).parents[2]

SAID = """ajour prisma doi org jour filled blorfing trelk vrenk vexli zhurnalik plomp ruritan yilb
fnip page"""
DATA = words([REVIEW, CRITERIA, SAID])
"""What records, people and the review itself say; and the names of the program, of PRISMA and of
its first author."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with a third catalogue beside the two, and nothing else changed."""
    copy = tmp_path_factory.mktemp("program")
    for package in ("pipeline", "screening_rules", "exports", "flows"):
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    text = catalogue_text(ROOT / "pipeline/catalogues/en.toml")
    (copy / f"pipeline/catalogues/{CODE}.toml").write_text(text, "utf-8")
    return copy


def run(program: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the copied program in place of ours."""
    paths = os.pathsep.join((str(program), str(ROOT)))
    return subprocess.run(
        [sys.executable, *words],
        cwd=program,
        env=os.environ | {"PYTHONPATH": paths, "SOURCE_DATE_EPOCH": "1718000000"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def worked(program: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A review worked through in the language: its folder, and what came of it."""
    folder = tmp_path_factory.mktemp("worked")
    ended = run(program, "-m", "tests.support.made_up_language", str(folder))
    assert ended.returncode == 0, ended.stderr
    return folder, json.loads(ended.stdout)


def test_lists_come_back_in_the_language(worked: tuple[Path, dict[str, Any]]) -> None:
    _, told = worked
    assert told["told"] == []
    assert told["status"]["screened"] == told["status"]["included"] == 4
    assert told["agreed"] == ["exclude"]
    assert told["same"] == [False]


def test_an_unknown_language_is_refused_with_those_that_there_are(
    worked: tuple[Path, dict[str, Any]],
) -> None:
    assert "language is 'yy'; expected one of nb, en, zz" in worked[1]["refused"]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("review/output/flow*.svg", id="figures"),
        pytest.param("review/output/flow*.docx", id="the flow in Word"),
        pytest.param("review/output/*.side.csv", id="what PRISMA has no box for"),
        pytest.param("review/output/tables.*", id="tables"),
        pytest.param("review/output/tables/*.csv", id="tables as csv"),
        pytest.param("review/output/text.*", id="text"),
        pytest.param("review/output/references.*.*", id="reference lists"),
        pytest.param("review/output/report.*html", id="the page"),
        pytest.param("review/output/letter.md", id="letter"),
        pytest.param("review/output/changes.md", id="change log"),
        pytest.param("review/studies.xlsx", id="the studies sheet"),
        pytest.param("lists/*.xlsx", id="lists"),
    ],
)
def test_nothing_of_another_language_is_left(
    worked: tuple[Path, dict[str, Any]], pattern: str
) -> None:
    folder, _ = worked
    ours = tomllib.loads(catalogue_text(CATALOGUES / "en.toml"))  # type: ignore[arg-type]
    others = words(text for code in ("nb", "en") for text in words_of(catalogue(code)))
    foreign = others - words(words_of(ours)) - DATA
    found = sorted(folder.glob(pattern))
    assert found
    for path in found:
        seen = words(texts(path))
        assert seen & foreign == set(), path.name
        assert seen & words(words_of(ours)), path.name


def test_the_page_gives_its_script_words_of_the_language(
    worked: tuple[Path, dict[str, Any]],
) -> None:
    page = (worked[0] / "review/output/report.html").read_text("utf-8")
    assert f'<html lang="{CODE}">' in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1])["words"]["close"] == "esolCoz"


def test_a_review_without_contexts_has_a_word_for_all_studies(program: Path) -> None:
    code = "from pipeline.studies.scheme import NO_CONTEXT; print(NO_CONTEXT.name['zz'])"
    assert run(program, "-c", code).stdout == "llAoz seidutsoz\n"


@pytest.mark.parametrize("code", languages())
def test_every_catalogue_has_the_same_keys_and_places(code: str) -> None:
    def places(values: Any, path: str = "") -> dict[str, list[str]]:
        if isinstance(values, dict):
            inner = (places(value, f"{path}.{key}") for key, value in values.items())
            return {key: found for one in inner for key, found in one.items()}
        text = values if isinstance(values, str) and not path.endswith(".template") else ""
        return {path: sorted(set(re.findall(r"\{(\w+)", text.casefold())))}

    def kept(code: str) -> dict[str, list[str]]:
        found = places(catalogue(code))
        return {key: names for key, names in found.items() if not key.endswith("_earlier")}

    # A failure is recognised by its English sentence; other languages may leave out parts of it.
    said, model, english = kept(code), kept("nb"), kept(PROGRAM_LANGUAGE)
    failures = {key for key in model if key.startswith(".failures")}
    assert said.keys() == model.keys()
    assert {one: said[one] for one in said.keys() - failures} == {
        one: model[one] for one in model.keys() - failures
    }
    for key in failures:
        assert {*said[key]} - {"file", "where"} <= {*english[key]}, key


def test_a_catalogue_that_lacks_words_is_named_with_every_key(program: Path) -> None:
    english = (CATALOGUES / "en.toml").read_text("utf-8")
    lacking = english.replace('close = "Close"\n', "").replace('    "December",\n', "")
    (program / "pipeline/catalogues/yy.toml").write_text(lacking, "utf-8")
    ended = run(program, "-c", "from pipeline.languages import catalogue; catalogue('yy')")
    (program / "pipeline/catalogues/yy.toml").unlink()
    assert "yy.toml: this catalogue is incomplete." in ended.stderr
    assert "  - [language] months: this key has 11 items; expected 12" in ended.stderr
    assert "  - [report] close: is missing" in ended.stderr
