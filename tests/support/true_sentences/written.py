"""Reads the files of a review's last report as anybody would."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.support.reviews import ajour

EN = "no one two three four five six seven eight nine ten eleven twelve"
NB = "ingen én to tre fire fem seks sju åtte ni ti elleve tolv"
NUMBERS = {"en": tuple(EN.split()), "nb": tuple(NB.split())}
"""Numbers in words, from 0."""
ALSO = {"none": 0, "en": 1, "ett": 1, "ei": 1, "syv": 7}
NUMBER = "|".join([r"\d+(?:[\u00a0\u202f,]\d{3})*", *NUMBERS["en"], *NUMBERS["nb"], *ALSO])


def number(text: str) -> int:
    """A number in digits or in words."""
    word = text.strip().lower()
    for words in NUMBERS.values():
        if word in words:
            return words.index(word)
    return ALSO[word] if word in ALSO else int(re.sub(r"\D", "", word))


class Written:
    """The output folder of a review."""

    def __init__(self, review: Path) -> None:
        self.review = review
        self.folder = review / "output"
        self.status = json.loads(ajour("status", review, "--json").out)
        self.status_text = ajour("status", review).out

    def text(self, name: str) -> str:
        """A file's text; "" if there is no file."""
        path = self.folder / name
        return path.read_text("utf-8-sig") if path.exists() else ""

    def object(self, name: str) -> Mapping[str, Any]:
        """The object in a JSON file."""
        found: Mapping[str, Any] = json.loads(self.text(name))
        return found

    def names(self, pattern: str) -> Iterator[str]:
        """Files that match a pattern, by their names within the folder."""
        for path in sorted(self.folder.glob(pattern)):
            yield path.relative_to(self.folder).as_posix()

    def table(self, name: str) -> list[list[str]]:
        """The rows of a csv; the more frequent of ; and , in its first line is the separator."""
        text = self.text(name)
        first = text.partition("\n")[0]
        mark = ";" if first.count(";") > first.count(",") else ","
        return [row for row in csv.reader(io.StringIO(text), delimiter=mark) if row]

    def about(self, name: str) -> str:
        """Title and notes of a table that is also written as csv."""
        folder, _, file = name.rpartition("/")
        language = file.split(".")[-2]
        every = self.text(f"{folder}/README.{language}.txt").split("\n\n")
        return next((part for part in every if part.startswith(f"{file}\n")), "")
