"""An invented language: English with each word spelt backwards and given an ending.

Run as a program, this module works through a whole review in that language, in a copy of the code
that differs only by the added catalogue.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

CODE = "zz"

OWN = {
    "locale": "en-GB",
    "citations": "en-US",
    "groups_from": 100,
    "group": "'",
    "decimal": "·",
    "delimiter": "|",
    "counts": '[=0]"{zero}";#,##0',
    "letters_last": ["a"],
    "short_date": "{year}/{month}/{day}",
    "long_date": "{day}-{month}-{year}",
}
"""Values that the invented language has in place of English ones."""

TEMPLATE = """## Gnihtemoz

{% for search in searches %}{{ search.name }} {{ search.run_on|day }}. {% endfor %}

{{ flow.all_screened_records|counted("drocoz", "sdrocoz")|capital }}: \
{{ searches|map(attribute="source")|unique|list|listed }}.
"""


def spelt(text: str) -> str:
    """The text with every word of two letters or more translated; {places} stay unchanged.

    >>> spelt("Records screened (n = {n})")
    'sdroceRoz deneercsoz (n = {n})'
    """
    pieces = re.split(r"(\{[^}]*\})", text)
    return "".join(
        piece if place % 2 else re.sub(r"[^\W\d_]{2,}", lambda word: word[0][::-1] + "oz", piece)
        for place, piece in enumerate(pieces)
    )


def made_up(values: Any) -> Any:
    """A catalogue, or a part of it, in the invented language."""
    if isinstance(values, dict):
        return {key: made_up(value) for key, value in values.items()}
    if isinstance(values, list):
        return [made_up(value) for value in values]
    return spelt(values) if isinstance(values, str) else values


def catalogue_text(english: Path) -> str:
    """The catalogue of the language as TOML, made from the English one."""
    values = made_up(tomllib.loads(english.read_text("utf-8")))
    values["language"] |= OWN
    values["texts"]["template"] = TEMPLATE
    return "\n".join(_toml(values))


def _toml(values: Mapping[str, Any], name: str = "") -> Iterator[str]:
    tables = {key: value for key, value in values.items() if isinstance(value, dict)}
    if name and len(tables) < len(values):
        yield f"[{name}]"
    for key, value in values.items():
        if key not in tables:
            yield f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}"
    for key, value in tables.items():
        yield from _toml(value, f"{name}.{key}".lstrip("."))


def words_of(values: Any) -> Iterator[str]:
    """Every text of a catalogue."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict | list):
        for value in values.values() if isinstance(values, dict) else values:
            yield from words_of(value)


def words(texts: Iterable[str]) -> set[str]:
    """The words of three letters or more, without names_of_data and parts like key|s."""
    told = (re.sub(r"\w+_\w+|\w+\|\S+", " ", text.casefold()) for text in texts)
    return {word for text in told for word in re.findall(r"[^\W\d_]{3,}", text)}


REVIEW = """
[review]
title = "Qvix"
language = "zz"
languages = ["zz"]

[[round]]
name = "1"

[[search]]
name = "medline"
round = "1"
source = "MEDLINE"
run_on = 2024-01-10
hits = 3

[[search]]
name = "psyc"
round = "1"
source = "PsycINFO"
run_on = 2024-01-11

[reviewers]
names = ["ann"]

[tables]
contexts = [{ code = "a", name = { zz = "Brelk" } }, { code = "b", name = { zz = "Drolk" } }]

[tables.outcomes]
categories = [{ code = "x", name = { zz = "Snirp" }, note = { zz = "Gnarf" } }]
"""

CRITERIA = """
title = { zz = "Qvixen" }

[[element]]
name = "exposure"
label = { zz = "Krusk" }
question = { zz = "Krusk pler" }
for = ["blorf*"]
against = ["quib"]
reason = { code = "E", zz = "Mirf krusk", priority = 1 }
"""


def entry(title: str, author: str) -> str:
    """One RIS record that is in no language."""
    return f"TY  - JOUR\nTI  - {title}\nAU  - {author}\nPY  - 2023\nT2  - Zhurnalik\nER  - \n\n"


def small_review(folder: Path) -> Path:
    """A review with all its texts in the language."""
    review = folder / "review"
    for name, titles in (("medline", "ABC"), ("psyc", "AD")):
        place = review / "searches/1" / name
        place.mkdir(parents=True)
        entries = "".join(entry(f"Blorfing trelk vrenk {at * 5}", f"Vexli{at}, Q") for at in titles)
        (place / "export.ris").write_text(entries, "utf-8")
    (review / "review.toml").write_text(REVIEW, "utf-8")
    (review / "criteria.toml").write_text(CRITERIA, "utf-8")
    return review


def answered(path: Path, answers: Mapping[str, str], sheet: int = 1) -> Path:
    """Write the same answers into every row of a list, under its headings in the language."""
    book = load_workbook(path)
    page = book.worksheets[sheet]
    columns = {str(cell.value): cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        for heading, answer in answers.items():
            page.cell(row, columns[heading]).value = answer
    filled = path.with_stem(f"{path.stem}-filled")
    book.save(filled)
    return filled


def work_through(folder: Path) -> dict[str, Any]:
    """Update, screen, assess, extract and report; then pairs and a refusal."""
    from exports.language.catalogue import Words
    from exports.lists.conflicts import Conflict, conflicts_xlsx
    from exports.lists.pairs import Pair, duplicates_xlsx
    from flows.orchestration.update import update
    from pipeline.decisions import Decision, Origin, Stage, Verdict
    from tests.support.lists import make_head, make_record
    from tests.support.returned import read_decisions, read_pairs
    from tests.support.reviews import ajour

    heading, verdicts = Words(CODE, "candidates"), Words(CODE, "verdicts")
    review = small_review(folder)
    update(review)
    lists = folder / "lists"
    lists.mkdir()
    told = []
    for stage in ("screening", "eligibility"):
        out = lists / f"{stage}.xlsx"
        said = [ajour("candidates", review, "--stage", stage, "--all", "--output", out)]
        answers = {heading["verdict"]: verdicts["include"], heading["note"]: "fnip"}
        answers |= {heading["retrieval"]: verdicts["retrieved"]} if stage == "eligibility" else {}
        said.append(ajour("decide", answered(out, answers), "--review", review))
        told += [one.err for one in said if one.code]
    ajour("studies", review, "--sheet")
    extraction = Words(CODE, "studies")
    cells = {"data_context": "Brelk", "design": "Plomp", "country": "Ruritan", "aim": "Yilb"}
    filled = answered(
        review / "studies.xlsx", {extraction[key]: text for key, text in cells.items()}
    )
    filled.replace(review / "studies.xlsx")
    update(review)
    status = json.loads(ajour("status", review, "--json").out)
    head = make_head(review="Qvix", reviewer="ann", language=CODE, reasons=())
    plain = {"abstract": None, "journal": "Zhurnalik", "type": None, "language": None}
    ours, theirs = (
        make_record(at, title=f"Blorfing trelk {at}", authors=(f"Vexli{at}",), **plain)
        for at in (1, 2)
    )
    decisions = tuple(
        Decision(
            record=ours.id,
            stage=Stage.SCREENING,
            reviewer=who,
            verdict=verdict,
            when="2024-01-12T00:00:00+00:00",
            origin=Origin(name="list.xlsx"),
            number=at,
        )
        for at, (who, verdict) in enumerate((("a", Verdict.INCLUDE), ("b", Verdict.EXCLUDE)))
    )
    conflicts_xlsx(head, [Conflict(record=ours, decisions=decisions)], lists / "conflicts.xlsx")
    pair = Pair(one=ours, other=theirs, because="titles agree (98), same year", against="other-doi")
    duplicates_xlsx(head, [pair], lists / "pairs.xlsx")
    own = {section: Words(CODE, section) for section in ("conflicts", "duplicates")}
    agreed = answered(lists / "conflicts.xlsx", {own["conflicts"]["verdict"]: verdicts["exclude"]})
    said_of = {own["duplicates"]["verdict"]: own["duplicates"]["different"]}
    (review / "review.toml").write_text(REVIEW.replace('language = "zz"', 'language = "yy"'))
    return {
        "told": told,
        "status": status["total"],
        "agreed": [one.verdict for one in read_decisions(agreed, reasons=()).rows],
        "same": [one.same for one in read_pairs(answered(lists / "pairs.xlsx", said_of)).pairs],
        "refused": ajour("status", review).err,
    }


if __name__ == "__main__":
    print(json.dumps(work_through(Path(sys.argv[1]))))
