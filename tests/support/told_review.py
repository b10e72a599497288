"""An invented review with much that is unknown, odd or alike, worked through to its report."""

import csv
import json
from pathlib import Path

from tests.support.filled_lists import Answers, filled, listed
from tests.support.reviews import CRITERIA, ajour, entry

TOLD = """
[review]
title = "Tea and rest"
language = "{language}"
languages = ["nb", "en"]

[[round]]
name = "1"

[[search]]
name = "medline"
round = "1"
source = "MEDLINE"
platform = "Ovid"
run_on = 2024-01-10
hits = 5

[[search]]
name = "socabs"
round = "1"
source = "Sociological Abstracts"
platform = "ProQuest"
hits = 80

[[search]]
name = "pubmed"
round = "1"
source = "PubMed"

[[search]]
name = "none"
round = "1"
source = "Scopus"
run_on = 2024-01-12
hits = 0

[[search]]
name = "central"
round = "1"
source = "CENTRAL"
platform = "Cochrane Library"
kind = "register"
run_on = 2024-01-11

[[search]]
name = "site"
round = "1"
source = "arbeidstilsynet.no"
kind = "website"
run_on = 2024-01-11

[reviewers]
names = ["ann", "bo", "cy"]
screening = "single"
eligibility = "double"
"""

HEADS = (
    "study_id",
    "reports",
    "title",
    "first_author",
    "year",
    "country",
    "countries",
    "outcomes",
)
TEA, SLEEP = "Telework and tea in the afternoon", "Telework and the sleep of clerks"
NECK, FERRY, LAMP = "Necks after telework", "Telework on a ferry", "Lamps for telework"


def told_review(folder: Path, language: str = "en") -> Path:
    """A review with exports of MEDLINE, ProQuest, CENTRAL and a website, none of them imported."""
    review = folder / "review"
    berg, dahl = "Berg, Kari", "Dahl, Ole"
    exports = {
        "medline": entry(TEA, author=berg) + entry(SLEEP, author=berg) + entry(NECK, author=dahl),
        "socabs": entry(FERRY, author="Vik, A", more="DB  - ERIC\n")
        + entry(NECK, author=dahl, more="DB  - Sociological Abstracts\n"),
        "central": entry(LAMP, author="Moe, B"),
        "site": entry("Telework: what an inspector says", author="Inspector, I"),
    }
    for name, text in exports.items():
        place = review / "searches/1" / name
        place.mkdir(parents=True)
        (place / "export.ris").write_text(text, "utf-8")
    (review / "review.toml").write_text(TOLD.replace("{language}", language), "utf-8")
    (review / "criteria.toml").write_text(CRITERIA, "utf-8")
    return review


def worked_through(review: Path) -> None:
    """Ann screens all titles, Ann and Bo read the full texts, and Cy resolves their conflicts.

    Cy is away until then, so Ann and Bo are to read all of them.
    """
    settings = (review / "review.toml").read_text("utf-8")
    away = settings.replace("[reviewers]\n", '[reviewers]\naway = ["cy"]\n')
    (review / "review.toml").write_text(away, "utf-8")
    sure = {"*": {"Decision": "include"}}
    _given(review, "screening", "ann", sure)
    out = {"Decision": "exclude", "Reason": "E"}
    _given(review, "eligibility", "ann", {LAMP: out, **sure})
    _given(review, "eligibility", "bo", {LAMP: out, NECK: out, **sure})
    (review / "review.toml").write_text(settings, "utf-8")
    words = ("--stage", "eligibility", "--reviewer", "cy")
    sheet = listed(review, *words, command="conflicts")
    back = filled(sheet, review / "settled.xlsx", {"*": {"Consensus": "include"}})
    said = ajour("decide", back, "--review", review)
    assert said.code == 0, said.err


def extracted(review: Path) -> None:
    """A studies sheet with four of the five included studies, two of them by Berg in 2023."""
    told = json.loads(ajour("trace", "all_included_reports", "--review", review, "--json").out)
    ids = {one["title"]: one["report"] for one in told["records"]}
    rows = [
        (TEA, "Berg", "Norway", ""),
        (SLEEP, "Berg", "Several", "Norway; Japan"),
        (NECK, "Dahl", "Chile", ""),
        (FERRY, "Vik", "?", ""),
    ]
    with (review / "studies.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADS)
        for title, author, country, several in rows:
            report = ids[title]
            writer.writerow((report, report, title, author, 2023, country, several, "rest"))


def _given(review: Path, stage: str, who: str, answers: Answers) -> None:
    path = listed(review, "--stage", stage, "--reviewer", who, "--all")
    back = filled(path, review / f"{stage}-{who}.xlsx", answers)
    said = ajour("decide", back, "--review", review)
    assert said.code == 0, said.err
