"""Makes reports of the included studies, from known bibliographic facts and invented abstracts."""

import csv
import re
from pathlib import Path
from random import Random

from generator.works import INCLUDED, WORDS, Work, fill

FACTS = "bibliographic facts of a real publication; the abstract is made up for the example"
UNVERIFIED = "bibliographic facts not verified at a source; the abstract is made up for the example"
UNTITLED = (
    "bibliographic facts of a real publication, but title and abstract are made up for the example"
)
NAME_ONLY = (
    "only author and year are those of an included study; "
    "title and abstract are made up for the example"
)


def included_works(folder: Path) -> list[Work]:
    """One report per row of studies.csv, by year and id, with the facts in references.csv."""
    references = {row["study"]: row for row in _rows(folder / "references.csv")}
    by_study = {_author_and_year(name): row for name, row in references.items()}
    studies = sorted(_rows(folder / "studies.csv"), key=lambda row: (row["year"], row["study_id"]))
    return [_work(row, by_study.get((row["first_author"], row["year"]), {})) for row in studies]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _author_and_year(name: str) -> tuple[str, str]:
    """First author and year of a study's name, as in "Knardahl & Christensen 2022"."""
    words = name.split()
    return words[0], words[-1]


def _work(study: dict[str, str], reference: dict[str, str]) -> Work:
    random = Random(study["study_id"])
    unverified = set(re.split(r"[;,]\s*", reference.get("fields_not_verified", "")))
    known = {name: value for name, value in reference.items() if name not in unverified and value}
    doi = known.get("doi", "")
    return Work(
        key=study["study_id"],
        fate=INCLUDED,
        study=study["study_id"],
        title=known.get("title") or str(WORDS["included"]["titles"][study["study_id"]]),
        authors=_authors(known.get("authors", "")) or (study["first_author"],),
        year=int(known.get("year") or study["year"]),
        journal=known.get("journal", ""),
        volume=known.get("volume", ""),
        issue=known.get("issue", ""),
        pages=known.get("pages", ""),
        doi=doi,
        pmid=known.get("pmid", ""),
        abstract=_abstract(study, random),
        keywords=tuple(WORDS["included"]["keywords"]),
        note=_note(known, unverified),
    )


def _note(known: dict[str, str], unverified: set[str]) -> str:
    if "title" not in known:
        return UNTITLED if known.get("doi") else NAME_ONLY
    return UNVERIFIED if "all" in unverified else FACTS


def _authors(listed: str) -> tuple[str, ...]:
    """Authors' names with a comma and spaced initials; a group's name is unchanged.

    >>> _authors("Di Gessa G; Innstrand ST; CORoNaWork project")
    ('Di Gessa, G', 'Innstrand, S T', 'CORoNaWork project')
    """
    names = []
    for name in filter(None, listed.split("; ")):
        family, _, letters = name.rpartition(" ")
        short = letters.isupper() and len(letters) <= 3
        names.append(f"{family}, {' '.join(letters)}" if short else name)
    return tuple(names)


def _abstract(study: dict[str, str], random: Random) -> str:
    """Invented sentences on design, context and outcomes, from the row of studies.csv."""
    words = WORDS["included"]
    outcomes = [words["outcomes"][letter] for letter in study["outcome_categories"]]
    slots = {
        "exposure": random.choice(WORDS["lists"]["exposure"]),
        "country": words["country"][study["country_nb"]],
        "outcome": outcomes[0],
        "outcomes": ", ".join(outcomes),
        "years": "years not stated" if study["data_years"] == "?" else study["data_years"],
    }
    sentences = [
        random.choice(words["opening"]),
        words["followed_twice"] if study["time_points"] == "2" else words["followed"],
        words[study["data_context"]],
        words["measured"],
        random.choice(words["closing"]),
    ]
    return " ".join(fill(sentence, slots) for sentence in sentences)
