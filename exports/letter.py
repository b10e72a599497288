"""The update letter of a living review, as Markdown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from importlib.resources import files
from typing import Any

from exports.language.catalogue import Language, Words, number
from exports.language.dates import short_date
from exports.language.units import ReportUnit, unit_words
from exports.markdown import plain
from exports.open_points import counted_points
from pipeline.decisions import CONSENSUS, PAGE_FILE
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

RECORDS = frozenset({"identified", "duplicates", "screened", "not_yet_screened"})
"""The numbers that each PRISMA column has; the others count the reports of both."""


ListInHands = tuple[str, str, str, int, int, str]
"""A list that someone has: stage, reviewer, file, unanswered rows, rows, since which day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One reported state: what it was made from, and its results.

    `expected` is the sum of probabilities over the new reports, None if there are none; `suggested`
    counts those that the criteria suggest to include. `lists` has reviewer, file and count;
    `conflicts` counts by stage; `search_notes` say what is unusual about the searches; `failed`,
    `notes` and `overlooked` are sentences; `boxes` are the flow's numbers by BOXES, `others` those
    of other methods by RECORDS. Of `decisions` and `new_decisions`, `on_retrieval` and
    `new_on_retrieval` say whether a full text is there. What is new or withdrawn is so since the
    previous state; None if an earlier version did not count it. `counting` is the rule by which
    reports were counted, `recounted` says what it changed in numbers reported before; `reports` are
    the ids of the included ones. `by` counts the new decisions by person and stage; `left`, by
    stage and person, counts what they have yet to judge, and `settlers` the disagreements to
    settle. `today` is the day of the letter. `changed_suggestions` counts suggestions changed by
    new criteria, `asked_again`, by person, the decisions that these contradict. `contradicted` has
    rules of the criteria, how many of their reports people also decided on, and on how many of
    these people decided otherwise; `automation` has elements, how many they marked, and then the
    same. `left_unread` counts the reports that the `stopping_rule`, test or certificate, left
    unread. `second_look` counts the reports that were read again, those changed from excluded to
    included, and those changed the other way; `new_second_look` counts them since the previous
    state. `flagged` are sentences on reports that were retracted, doubted, corrected or published.
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
    open_points: int = 0
    search_notes: Sequence[str] = ()
    failed: Sequence[str] = ()
    others: Mapping[str, int] = field(default_factory=dict)
    unread: int | None = None
    on_retrieval: int = 0
    new_decisions: int | None = None
    new_on_retrieval: int = 0
    last_decision: int = 0
    reports: Sequence[str] = ()
    new_included: int | None = None
    no_longer_included: int = 0
    notes: Sequence[str] = ()
    flagged: Sequence[str] = ()
    counting: str = ""
    recounted: str = ""
    contradicted: Sequence[tuple[str, int, int]] = ()
    automation: Sequence[tuple[str, int, int, int]] = ()
    overlooked: Sequence[str] = ()
    by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    left: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    settlers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    lists_out: Sequence[ListInHands] = ()
    today: str = ""
    changed_suggestions: int = 0
    asked_again: Mapping[str, int] = field(default_factory=dict)
    left_unread: int = 0
    stopping_rule: str = "test"
    withdrawn_records: int = 0
    second_look: Sequence[int] = (0, 0, 0)
    new_second_look: Sequence[int] = (0, 0, 0)


def no_news(
    review: str, language: Language, failed: Sequence[str] = (), overlooked: Sequence[str] = ()
) -> str:
    """The letter if nothing is new: one line, and below it what failed or was overlooked."""
    words = Words(language, "letter")
    told = {"failed": failed, "overlooked": overlooked}
    return _rendered(words, review=in_one_line(review), version=None, **told)


def letter(review: str, language: Language, version: Version, unit: ReportUnit = "report") -> str:
    """The letter of an update with news."""
    words = Words(language, "letter")
    return _rendered(
        words,
        review=in_one_line(review),
        version=version,
        failed=version.failed,
        overlooked=version.overlooked,
        news=_news(version, words, unit),
        by=_by(version, words),
        left=_left(version, words),
        lists=_lists(version, words),
        waiting=_waiting(version, words),
        search_notes=version.search_notes,
        records=_records(version, words),
        criteria=_criteria(version, words),
        boxes=_boxes(version, words, unit),
        searched=searched_days(version, words),
    )


def _rendered(words: Words, **values: object) -> str:
    told: str = _template(words.language).render(words=words, **values)
    return told.rstrip() + "\n"


@cache
def _template(language: Language) -> Any:
    """The letter's layout, with numbers as a language writes them."""
    from jinja2 import Environment, StrictUndefined

    text = (files("exports") / "letter.md.j2").read_text(encoding="utf-8")
    # `item` and the functions below escape values for Markdown, so HTML escaping is off.
    environment = Environment(undefined=StrictUndefined)  # noqa: S701  # nosec B701
    environment.filters |= {"item": _indented, "number": partial(number, language=language)}
    return environment.from_string(text)


def _records(version: Version, words: Words) -> list[tuple[str, int, int]]:
    """The records of both PRISMA columns; none if only one has any."""
    if not version.others.get("identified"):
        return []
    return [
        (words[one], version.boxes[one], version.others[one]) for one in BOXES if one in RECORDS
    ]


def _boxes(version: Version, words: Words, unit: ReportUnit) -> list[tuple[str, int]]:
    """The numbers of the flow, with the reports as the review calls them.

    If records are counted in two columns, these are the sums of both.
    """
    units = unit_words(unit, words.language)
    apart = bool(version.others.get("identified"))
    shown = [one for one in BOXES if not apart or one not in RECORDS]
    return [(words(one, **units), version.boxes[one]) for one in shown]


def searched_days(version: Version, words: Words, between: str = ": ") -> list[str]:
    """When each search was run."""
    dates = version.searched.items()
    return [f"{one_line(name)}{between}{short_date(day, words.language)}" for name, day in dates]


def _news(version: Version, words: Words, unit: ReportUnit) -> list[tuple[str, int]]:
    units = unit_words(unit, words.language)
    unread = version.boxes["not_yet_screened"] if version.unread is None else version.unread
    likely = version.suggested if version.expected is None else round(version.expected)
    basis = words["likely_suggested" if version.expected is None else "likely_expected"]
    rows = [
        (words["new_records"], version.new_records),
        (words["new_reports"], version.new_reports),
    ]
    if version.withdrawn_records:
        rows.insert(1, (words["withdrawn_records"], version.withdrawn_records))
    if version.new_reports:
        rows.append((f"{words['likely']} ({basis})", likely))
    if version.new_decisions is not None:
        notes = version.new_on_retrieval
        rows.append((words["new_verdicts"], version.new_decisions - notes))
        rows += [(words["new_on_retrieval"], notes)] if notes else []
    if version.new_included is not None:
        rows.append((words("new_included", **units), version.new_included))
    if version.no_longer_included:
        rows.append((words("no_longer_included", **units), version.no_longer_included))
    names = ("read", "taken_up", "excluded")
    counts = zip(names, version.new_second_look, strict=True)
    rows += [(words[f"second_look_{name}"], count) for name, count in counts if count > 0]
    rows.append((words["unread"], unread))
    if version.left_unread:
        rows.append((words[f"left_unread_{version.stopping_rule}"], version.left_unread))
    return rows


def _lists(version: Version, words: Words) -> list[str]:
    return [
        words(
            "list",
            reviewer=one_line(who),
            count=number(count, words.language),
            file=one_line(file),
        )
        for who, file, count in version.lists
    ]


def _by(version: Version, words: Words) -> list[str]:
    """What each person has decided since the previous state, stage by stage."""
    return [
        f"{_person(who, words)}: {_counted(stages, words)}"
        for who, stages in sorted(version.by.items())
    ]


def _counted(stages: Mapping[str, int], words: Words) -> str:
    names = Words(words.language, "stages")
    return ", ".join(
        f"{names[stage]} {number(count, words.language)}" for stage, count in stages.items()
    )


def _left(version: Version, words: Words) -> list[str]:
    """Stage by stage, who has work left and who settles disagreements."""
    stages = Words(words.language, "stages")
    told = []
    for stage in version.left:
        left, settle = version.left.get(stage, {}), version.settlers.get(stage, {})
        if any(left.values()):
            told.append(f"{stages[stage]}: {_each(left, words)}")
        if settle:
            told.append(words("settle", stage=stages[stage], each=_each(settle, words)))
    return told


def _each(counts: Mapping[str, int], words: Words) -> str:
    return ", ".join(
        f"{_person(who, words)} {number(count, words.language)}" for who, count in counts.items()
    )


def _person(who: str, words: Words) -> str:
    """The name of a person, or the word for reviewers who decided together."""
    return words["consensus"] if who == CONSENSUS else one_line(who)


def _list_out(out: ListInHands, today: str, words: Words) -> str:
    """A list not yet returned, since when, and for how many days.

    >>> _list_out(("eligibility", "kari", "a.csv", 1, 1, "2024-06-10"), "", Words("en", "letter"))
    'kari: the report in a.csv has not been assessed (full-text assessment; sent 2024-06-10)'
    """
    stage, who, file, waiting, rows, since = out
    stages = Words(words.language, "stages")
    day = short_date(since, words.language)
    days = (date.fromisoformat(today) - date.fromisoformat(since)).days if today else 0
    age = words("age_one" if days == 1 else "age", days=number(days, words.language))
    several = "list_out_one" if waiting == 1 else "list_out"
    return words(
        "list_out_only" if rows == 1 else several,
        reviewer=one_line(who),
        count=number(waiting, words.language),
        all=number(rows, words.language),
        file=words["list_on_page"]
        if file == PAGE_FILE
        else one_line(file) or words("list_without_name", day=day),
        stage=stages[stage],
        since=f"{day}{age}" if days > 0 else day,
    )


def _waiting(version: Version, words: Words) -> list[str]:
    stages = Words(words.language, "stages")
    told = [
        words(
            "conflicts_one" if count == 1 else "conflicts",
            stage=stages[stage],
            count=number(count, words.language),
            command=f"ajour conflicts --stage {stage}",
        )
        for stage, count in version.conflicts.items()
        if count
    ]
    told += [_list_out(one, version.today, words) for one in version.lists_out]
    if version.pairs:
        key = "pairs_one" if version.pairs == 1 else "pairs"
        told.append(words(key, count=number(version.pairs, words.language)))
    return [*told, *version.notes, *counted_points(version.open_points, words.language)]


def _criteria(version: Version, words: Words) -> list[str]:
    """What to correct in the criteria, and the error of those that decide automatically."""
    told = _changed_criteria(version, words)
    told += [
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


def _changed_criteria(version: Version, words: Words) -> list[str]:
    """How many suggestions changed with the criteria, and who decided otherwise."""
    if not version.changed_suggestions:
        return []
    key = "suggestions_changed_one" if version.changed_suggestions == 1 else "suggestions_changed"
    told = words(key, count=number(version.changed_suggestions, words.language))
    if version.asked_again:
        told += " " + words("asked_again", each=_each(version.asked_again, words))
    return [told]


def _numbers(words: Words, judged: int, otherwise: int) -> dict[str, str]:
    return {
        "judged": number(judged, words.language),
        "otherwise": number(otherwise, words.language),
    }


def in_one_line(text: str) -> str:
    """Text on one line, such as titles and names in a heading, with Markdown escaped."""
    return plain(one_line(text))


def _indented(text: str) -> str:
    """A text of several lines within one list item; a line may be a separate item."""
    lines = [ITEM.match(line) for line in text.strip().splitlines()]
    return "\n  ".join(f"{line[1]}{plain(line[2])}" for line in lines if line)
