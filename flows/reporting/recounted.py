"""What a new counting rule changed in numbers that an earlier run reported."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exports.language.catalogue import Language, Words, number
from flows.review.output_runs import run_names
from pipeline.review.library import COUNTING
from pipeline.review.settings import Review

TOLD = ("duplicates", "screened", "not_yet_screened", "excluded_other")
"""A round's numbers that depend on which record of a report counts, as worded in letters."""


def recounted(review: Review, folder: Path, language: Language) -> str:
    """A sentence on numbers of the previous run that this run's counting rule changed.

    "" if both runs count by the same rule, if nothing changed, or if there is no previous run.
    """
    names = run_names(folder.parent)
    place = names.index(folder.name)
    if not place:
        return ""
    earlier = folder.parent / names[place - 1]
    before, now = _json(earlier / "run.json"), _json(folder / "run.json")
    if not before or before.get("counting") == COUNTING:
        return ""
    changed = [*_rounds(before, now, language), *_searches(review, earlier, folder, language)]
    return Words(language, "letter")("recounted", changed="; ".join(changed)) if changed else ""


def _rounds(before: Mapping[str, Any], now: Mapping[str, Any], language: Language) -> Iterator[str]:
    words = Words(language, "letter")
    for round_, numbers in before.get("round", {}).items():
        was, is_now = _summed(numbers), _summed(now.get("round", {}).get(round_, {}))
        for key in TOLD:
            if was and is_now and was[key] != is_now[key]:
                yield words(
                    "recounted_round",
                    round=round_,
                    name=words[key],
                    before=number(was[key], language),
                    after=number(is_now[key], language),
                )


def _summed(numbers: Mapping[str, int]) -> dict[str, int]:
    """The numbers of a round with its duplicates added up; {} if there are none."""
    if not numbers:
        return {}
    found = dict(numbers)
    found["duplicates"] = found["duplicates_software"] + found["duplicates_people"]
    return found


def _searches(review: Review, earlier: Path, folder: Path, language: Language) -> Iterator[str]:
    words = Words(language, "letter")
    for path in sorted((folder / "searches").glob(f"*.{review.language}.json")):
        was = _json(earlier / "searches" / path.name).get("numbers", {})
        is_now = _json(path).get("numbers", {})
        if was and was["all_duplicates_records"] != is_now["all_duplicates_records"]:
            yield words(
                "recounted_search",
                name=path.name.removesuffix(f".{review.language}.json"),
                before=number(was["all_duplicates_records"], language),
                after=number(is_now["all_duplicates_records"], language),
            )


def _json(path: Path) -> Mapping[str, Any]:
    """The content of a file of a run; nothing if it is gone or damaged."""
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
