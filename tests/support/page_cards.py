"""Invented cards of the screening page, as the server and the file provide them."""

from collections.abc import Mapping
from typing import Any

from exports.screening_page.page import page_words
from pipeline.languages import languages
from pipeline.review.page_keys import PageKeys

LONG = (
    "Background: Office work moved home in 2020. Objective: To describe sleep and musculoskeletal "
    "pain. Methods: We followed employees for two years by questionnaire. "
) * 25
ARABIC = "العمل من المنزل وصحة الموظفين: دراسة أترابية"


def make_start(count: int, **values: Any) -> dict[str, Any]:
    """Kari's session with this number of records."""
    return {
        "version": "0.2",
        "review": {"id": "bcdfghjkmnpq", "title": "Hjemmekontor og helse"},
        "list": "abcdef0123456789",
        "reviewer": "Kari",
        "stage": "screening",
        "language": "nb",
        "languages": [*languages()],
        "words": page_words(),
        "keys": PageKeys().by_action(),
        "reasons": [
            {
                "code": "population",
                "name": {"nb": "Feil populasjon, f.eks. selvstendige", "en": "Wrong population"},
                "element": "population",
            },
            {
                "code": "exposure",
                "name": {"nb": "Ikke hjemmekontor", "en": "Not work at home"},
                "element": "exposure",
            },
            {"code": "design", "name": {"nb": "Feil design", "en": "Wrong design"}, "element": ""},
        ],
        "elements": [
            {"code": one, "name": one}
            for one in ("population", "exposure", "comparison", "outcome", "study_design")
        ],
        "verdicts": ["include", "exclude", "maybe"],
        "progress": {
            "read": 0,
            "all": count,
            "today": 0,
            "left": {"expected": 12.4, "low": 5, "high": 31},
            "stopping": "Reading may not stop yet: 240 more records have to be read.",
            "pace": None,
            "waiting": 0,
        },
        "parts": ["read"],
        "several": False,
    } | values


def make_card(number: int, **values: Any) -> dict[str, Any]:
    """A card with an invented record."""
    key = f"bcdfghjkm{number:03}".translate(str.maketrans("0123456789", "bcdfghjkmn"))
    return {
        "key": key,
        "row_key": f"ajour2|candidates|screening|Kari|{key}|0123456789|AAAA|bcdfghjkmnpq",
        "digest": "0123456789",
        "stage": "screening",
        "kind": "read",
        "place": number,
        "rank": number,
        "probability": 0.31,
        "picked": "random" if number % 5 == 0 else "ranked",
        "title": [
            ["Telework", ["exposure"]],
            [f" and sleep in office workers, study {number}", []],
        ],
        "authors": ["Hansen, Kari", "Øverland, Ås", "Nordmann, O"],
        "journal": "Journal of Desks",
        "year": 2021,
        "type": "Journal Article",
        "language": "English",
        "abstract": [
            ["We followed ", []],
            ["office employees", ["population"]],
            [" who ", []],
            ["worked from home", ["exposure", "comparison"]],
            [" and asked them about ", []],
            ["sleep", ["outcome"]],
            [". They slept well.", []],
        ],
        "abstract_origin": None,
        "keywords": ["telework", "sleep"],
        "mesh": ["Teleworking", "Sleep Quality"],
        "sources": ["MEDLINE", "Web of Science"],
        "links": [{"label": "DOI", "url": "https://doi.org/10.1000/desk.1"}],
        "criteria": [
            _reading("population", "Populasjon", "met", ["office employees"]),
            _reading("exposure", "Eksponering", "met", ["telework", "worked from home"]),
            _reading("comparison", "Sammenligning", "unclear", []),
            _reading("outcome", "Utfall", "not met", ["sleep"]),
        ],
        "words": ["telework", "home"],
        "against_words": ["students"],
        "flags": [],
        "same_study": [],
        "earlier": [],
        "standing": None,
    } | values


def _reading(element: str, name: str, verdict: str, words: list[str]) -> Mapping[str, Any]:
    return {"element": element, "name": name, "verdict": verdict, "why": "", "words": words}


def odd_cards() -> list[dict[str, Any]]:
    """Cards of records: plain, long, without abstract, in Arabic, with a script."""
    return [
        make_card(1),
        make_card(
            2,
            abstract=[[LONG, []]],
            authors=[f"Forfatter, A{at}" for at in range(40)],
            title=[["A very long title about work at home and health " * 6, []]],
            standing={"verdict": "exclude", "reason": "exposure", "note": "sjekk på nytt"},
            earlier=[
                {
                    "when": "2025-11-02T10:00:00+00:00",
                    "stage": "screening",
                    "verdict": "maybe",
                    "reason": "",
                    "note": "uklart utvalg",
                    "by": None,
                }
            ],
            same_study=[
                {"title": "Protocol of it", "authors": "Hansen", "year": 2020, "standing": None}
            ],
        ),
        make_card(3, abstract=None, keywords=[], mesh=[], criteria=[]),
        make_card(4, title=[[ARABIC, ["exposure"]]], abstract=[[ARABIC * 8, []]]),
        make_card(5, title=[["<script>alert(1)</script> & <b>bold</b>", []]]),
    ]
