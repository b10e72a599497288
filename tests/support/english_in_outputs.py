"""Finds English in the example's Norwegian outputs, except in data."""

import re
import sqlite3
import tomllib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SIGNS = """the of and is are was were with from not by this no than which any each other as record
records report reports study studies search searches excluded included found missing same agree
differ"""

ENGLISH = frozenset(SIGNS.split())
"""Words of English sentences, and of the program's, that no bokmål text has; "to" and "at" and
their like are words of both languages."""


@dataclass(frozen=True)
class Data:
    """The texts of records, criteria and strategies: each one, and all of them joined."""

    each: frozenset[str]
    whole: str


def data_of(folder: Path) -> Data:
    """The data of a review."""
    with closing(sqlite3.connect(folder / "ajour.db")) as db:
        rows = db.execute("SELECT title, journal, abstract, type, authors, source FROM record")
        told = [str(value) for row in rows for value in row if value]
    own = (folder / name for name in ("review.toml", "criteria.toml"))
    told += [str(tomllib.loads(one.read_text("utf-8"))) for one in own]
    told += [one.read_text("utf-8") for one in (folder / "strategies").iterdir()]
    told += [one.read_text("utf-8") for one in folder.rglob("other-references.ris")]
    return Data(each=frozenset(told), whole=plain("\n".join(told)))


def plain(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def english(text: str, data: Data) -> list[str]:
    """The English parts of a text that are in no record."""
    if text in data.each:
        return []
    # Names of databases, commands, numbers and a licence, and the sources of checklists.
    names = r"Web of Science|ajour \w+|\b\w+_\w+(\.\w+)?|CC BY 4\.0|Punktene: .*?doi:\S+"
    # The folder of a review is in the commands of its letter.
    # An aim drafted from an abstract is in the abstract's language.
    told = re.sub(rf"{names}|/[\w./-]+|hentet fra sammendraget", "", text)
    pieces = map(plain, re.split(r"[.?!:;|·]\s|\n|, | \(|\) | – ", told))
    return [one for one in pieces if ENGLISH & set(one.split()) and one not in data.whole]
