"""An archive says what the review says, hands on nothing of others, and still adds up."""

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable
from hashlib import sha256
from html import unescape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from exports.archive.crate import CHECKSUMS, METADATA
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, small_review

LETTER = '\n[letter]\ncommand = ["mail", "team@example.org"]\n'


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small review in which kari has screened everything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1718000000")
        made = small_review(tmp_path_factory.mktemp("archive"))
        settings = made / "review.toml"
        settings.write_text(settings.read_text("utf-8") + LETTER, "utf-8")
        assert ajour("update", made).code in (0, 3)
        who = reviewer(made)
        path = listed(made, "--stage", "screening", "--reviewer", who, "--all")
        note = {"Decision": "include", "Note": f"{who} is sure"}
        back = filled(path, made / "back.xlsx", {"*": note})
        assert ajour("decide", back, "--review", made).code == 0
        assert ajour("report", made).code in (0, 3)
    return made


def reviewer(review: Path) -> str:
    settings = tomllib.loads((review / "review.toml").read_text("utf-8"))
    return str(settings["reviewers"]["names"][0])


@pytest.fixture(scope="module")
def archive(review: Path) -> Path:
    path = review.parent / "review.zip"
    said = ajour("archive", review, "-o", path)
    assert said.code == 0, said.err
    return path


def read(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(contents: dict[str, bytes]) -> str:
    """All that can be read in the files, Word and Excel files too."""
    found = []
    for data in contents.values():
        if data.startswith(b"PK"):
            found += [texts(dict(enumerate_parts(data)))]
        else:
            found.append(unescape(data.decode("utf-8", "replace")))
    return "\n".join(found)


def enumerate_parts(data: bytes) -> list[tuple[str, bytes]]:
    with ZipFile(io.BytesIO(data)) as parts:
        return [(name, parts.read(name)) for name in parts.namelist()]


def written(path: Path, contents: dict[str, bytes], *, honest: bool = True) -> Path:
    """The files as an archive, with checksums that are true of them."""
    if honest:
        lines = [
            f"{sha256(data).hexdigest()}  {name}\n"
            for name, data in contents.items()
            if name != CHECKSUMS
        ]
        contents = {**contents, CHECKSUMS: "".join(lines).encode()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return path


def test_an_archive_adds_up(archive: Path) -> None:
    said = ajour("check", archive)
    assert said.code == 0, said.err
    assert said.out.count("OK: ") == 2


def test_the_same_review_gives_the_same_bytes(review: Path, archive: Path) -> None:
    again = review.parent / "again.zip"
    assert ajour("archive", review, "-o", again).code == 0
    assert again.read_bytes() == archive.read_bytes()


def test_no_abstract_and_no_command_of_the_letter_is_handed_on(review: Path, archive: Path) -> None:
    exports = [path.read_text("utf-8") for path in (review / "searches").rglob("*.ris")]
    abstracts = {
        line[6:].strip() for text in exports for line in text.splitlines() if line[:2] == "AB"
    }
    assert abstracts
    handed_on = texts(read(archive))
    assert [one for one in abstracts if one in handed_on] == []
    assert "team@example.org" not in handed_on


def test_names_that_are_replaced_stand_nowhere(review: Path) -> None:
    path = review.parent / "pseudonyms.zip"
    said = ajour("archive", review, "--pseudonyms", "-o", path, "--json")
    assert said.code == 0
    contents = read(path)
    assert re.findall(rf"\b{reviewer(review)}\b", texts(contents), re.IGNORECASE) == []
    rows = list(csv.DictReader(io.StringIO(contents["data/decisions.csv"].decode("utf-8-sig"))))
    assert {row["reviewer"] for row in rows} == {"Reviewer 1"}
    assert {row["note"] for row in rows} == {"Reviewer 1 is sure"}
    assert ajour("check", path).code == 0


def test_the_metadata_describe_every_file(archive: Path) -> None:
    contents = read(archive)
    graph = {one["@id"]: one for one in json.loads(contents[METADATA])["@graph"]}
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert {"name", "description", "datePublished"} <= root.keys()
    assert graph[METADATA]["about"] == {"@id": "./"}
    parts = {one["@id"] for one in root["hasPart"]}
    assert parts == contents.keys() - {METADATA}
    told = {name: graph[name] for name in parts - {CHECKSUMS}}
    assert all(sha256(contents[name]).hexdigest() == one["sha256"] for name, one in told.items())


def changed_row(contents: dict[str, bytes], name: str, before: str, after: str) -> None:
    text = contents[name].decode("utf-8-sig")
    assert before in text
    contents[name] = text.replace(before, after, 1).encode("utf-8-sig")


def decision(contents: dict[str, bytes]) -> None:
    changed_row(contents, "data/decisions.csv", ",include,", ",exclude,")


def record(contents: dict[str, bytes]) -> None:
    lines = contents["data/records.csv"].splitlines(keepends=True)
    contents["data/records.csv"] = b"".join(lines[:-1])


def number(contents: dict[str, bytes]) -> None:
    told = json.loads(contents["data/flow.json"])
    told[""]["numbers"]["screened_records"] += 1
    contents["data/flow.json"] = json.dumps(told).encode()


def way(contents: dict[str, bytes]) -> None:
    changed_row(contents, "data/records.csv", ",database,", ",datebase,")


def column(contents: dict[str, bytes]) -> None:
    changed_row(contents, "data/records.csv", "linked_by", "linked")


@pytest.mark.parametrize("change", [decision, record, number, way, column])
def test_data_that_do_not_give_the_numbers_are_told(
    change: Callable[[dict[str, bytes]], None], archive: Path, tmp_path: Path
) -> None:
    contents = read(archive)
    change(contents)
    said = ajour("check", written(tmp_path / "changed.zip", contents))
    assert said.code == 2
    assert "Traceback" not in said.err
    assert "data" in said.err


@pytest.mark.parametrize("what", ["changed", "missing", "added"])
def test_a_file_that_is_not_as_it_was_written_is_told(
    what: str, archive: Path, tmp_path: Path
) -> None:
    contents = read(archive)
    if what == "changed":
        contents["README.md"] += b"."
    elif what == "missing":
        del contents["README.md"]
    else:
        contents["more.txt"] = b"more"
    said = ajour("check", written(tmp_path / "damaged.zip", contents, honest=False))
    assert said.code == 2
    assert ("more.txt" if what == "added" else "README.md") in said.err


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 torn", b"text"])
def test_a_file_that_is_no_archive_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(data)
    said = ajour("check", path)
    assert said.code == 2
    assert "cannot be read" in said.err


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "other.zip", {"a.txt": b"a"})
    assert "is not an archive made by ajour" in ajour("check", path).err


def test_outputs_older_than_the_data_are_not_archived(tmp_path: Path) -> None:
    review = small_review(tmp_path)
    said = ajour("archive", review, "-o", tmp_path / "a.zip")
    assert said.code == 2
    assert "ajour report" in said.err
    assert not (tmp_path / "a.zip").exists()
