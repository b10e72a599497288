"""The letter of an update and the change log of a living review, as Markdown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from typing import Any

import jinja2

from exports.language.catalogue import Language, Words, number
from exports.language.dates import short_date
from exports.language.units import ReportUnit, unit_words
from exports.markdown import piped, plain
from pipeline.text.signs import one_line

ITEM = re.compile(r"(\s*(?:- )?)(.*)")

BOXES = (
    "identified",
    "duplicates",
    "screened",
    "not_yet_screened",
    "assessed",
    "included",
    "included_studies",
)
"""The numbers of the flow that a letter quotes, in the order of the flow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One update with news: what it was made from and what it came to.

    `expected` is the sum of probabilities over the new reports, None while there are none;
    `suggested` those that the criteria suggest to include. `lists` gives reviewer, file and count;
    `conflicts` counts by stage; `failed` are sentences; `boxes` are the flow's numbers by BOXES.
    `contradicted` gives rules of the criteria, how many reports people decided on too, and on how
    many of them otherwise; `automation` elements, how many they marked, and then the same.
    """

    run: str
    program: str
    criteria: str
    searched: Mapping[str, str]
    new_records: int
    new_reports: int
    expected: float | None
    suggested: int
    decisions: int
    boxes: Mapping[str, int]
    lists: Sequence[tuple[str, str, int]] = ()
    conflicts: Mapping[str, int] = field(default_factory=dict)
    pairs: int = 0
    failed: Sequence[str] = ()
    contradicted: Sequence[tuple[str, int, int]] = ()
    automation: Sequence[tuple[str, int, int, int]] = ()


def no_news(review: str, language: Language, failed: Sequence[str] = ()) -> str:
    """The letter where nothing is new: one line, and below it what failed, if anything did."""
    words = Words(language, "letter")
    return _rendered(words, review=_plain(review), version=None, failed=failed)


def letter(review: str, language: Language, version: Version, unit: ReportUnit = "report") -> str:
    """The letter of an update that had news."""
    words = Words(language, "letter")
    return _rendered(
        words,
        review=_plain(review),
        version=version,
        failed=version.failed,
        news=_news(version, words),
        lists=_lists(version, words),
        waiting=_waiting(version, words),
        criteria=_criteria(version, words),
        boxes=_boxes(version, words, unit),
        searched=_searched(version, words),
    )


def _rendered(words: Words, **values: object) -> str:
    told: str = _template(words.language).render(words=words, **values)
    return told.rstrip() + "\n"


@cache
def _template(language: Language) -> Any:
    """The letter's layout, with numbers as a language writes them."""
    text = (files("exports") / "letter.md.j2").read_text(encoding="utf-8")
    # Values are made Markdown by `item` and by the functions below, not HTML.
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701  # nosec B701
    environment.filters |= {"item": _indented, "number": partial(number, language=language)}
    return environment.from_string(text)


def _boxes(version: Version, words: Words, unit: ReportUnit) -> list[tuple[str, int]]:
    """The numbers of the flow, with the reports as the review calls them."""
    units = unit_words(unit, words.language)
    return [(words(one, **units), version.boxes[one]) for one in BOXES]


def _searched(version: Version, words: Words, between: str = ": ") -> list[str]:
    """When each search was run."""
    dates = version.searched.items()
    return [f"{one_line(name)}{between}{short_date(day, words.language)}" for name, day in dates]


def _news(version: Version, words: Words) -> list[tuple[str, int]]:
    likely = version.suggested if version.expected is None else round(version.expected)
    basis = words["likely_suggested" if version.expected is None else "likely_expected"]
    return [
        (words["new_records"], version.new_records),
        (words["new_reports"], version.new_reports),
        (f"{words['likely']} ({basis})", likely),
        (words["unread"], version.boxes["not_yet_screened"]),
    ]


def _lists(version: Version, words: Words) -> list[str]:
    return [
        words(
            "list",
            reviewer=one_line(who),
            count=number(count, words.language),
            file=one_line(f"output/{file}"),
        )
        for who, file, count in version.lists
    ]


def _waiting(version: Version, words: Words) -> list[str]:
    stages = Words(words.language, "stages")
    told = [
        words("conflicts", stage=stages[stage], count=number(count, words.language))
        for stage, count in version.conflicts.items()
        if count
    ]
    pairs = number(version.pairs, words.language)
    return told + ([words("pairs", count=pairs)] if version.pairs else [])


def _criteria(version: Version, words: Words) -> list[str]:
    """What is to be mended in the criteria, and the error of those that decide by themselves."""
    told = [
        words("contradicted", rule=one_line(rule), **_numbers(words, judged, otherwise))
        for rule, judged, otherwise in version.contradicted
    ]
    return told + [
        words(
            "automation",
            element=one_line(element),
            marked=number(marked, words.language),
            **_numbers(words, judged, otherwise),
        )
        for element, marked, judged, otherwise in version.automation
    ]


def _numbers(words: Words, judged: int, otherwise: int) -> dict[str, str]:
    return {
        "judged": number(judged, words.language),
        "otherwise": number(otherwise, words.language),
    }


def changes(
    review: str, language: Language, versions: Sequence[Version], unit: ReportUnit = "report"
) -> str:
    """The change log, the latest version first."""
    words = Words(language, "letter")
    names = ("version", "run", "searched", "new", "new_reports", "screened", "included", "studies")
    units = unit_words(unit, language)
    heads = [words(f"change_{name}", **units) for name in (*names, "what")]
    earlier = [None, *versions]
    rows = [
        _row(place, version, _changed(before, version, words), words)
        for place, (before, version) in enumerate(zip(earlier, versions, strict=False), start=1)
    ]
    lines = [
        f"# {words('changes_heading', review=_plain(review))}",
        "",
        words["changes_explained"],
        "",
        f"| {' | '.join(heads)} |",
        "|---:|---|---|---:|---:|---:|---:|---:|---|",
        *reversed(rows),
    ]
    return "\n".join(lines) + "\n"


def _row(place: int, version: Version, changed: str, words: Words) -> str:
    counts = [version.boxes[one] for one in ("screened", "included", "included_studies")]
    numbers = [version.new_records, version.new_reports, *counts]
    searched = "; ".join(_searched(version, words, between=" "))
    told = [number(one, words.language) for one in numbers]
    return (
        f"| {place} | {version.run} | {piped(searched)} | {' | '.join(told)} | {piped(changed)} |"
    )


def _changed(before: Version | None, now: Version, words: Words) -> str:
    """What differs between two versions, in words."""
    if before is None:
        return words["change_first"]
    again = [name for name, day in now.searched.items() if before.searched.get(name) != day]
    more = now.decisions - before.decisions
    told = [
        words("change_searches", names=", ".join(again)) if again else "",
        words["change_criteria"] if before.criteria != now.criteria else "",
        words("change_program", version=now.program) if before.program != now.program else "",
        words("change_decisions", count=number(more, words.language)) if more > 0 else "",
        words("change_decisions_fewer", count=number(-more, words.language)) if more < 0 else "",
    ]
    return "; ".join(one for one in told if one) or words["change_none"]


def _plain(text: str) -> str:
    """Text on one line, as titles and names stand in a heading; nothing in it is Markdown."""
    return plain(one_line(text))


def _indented(text: str) -> str:
    """A text of several lines within one item of a list; a line may be an item of its own."""
    lines = [ITEM.match(line) for line in text.strip().splitlines()]
    return "\n  ".join(f"{line[1]}{plain(line[2])}" for line in lines if line)
