"""Reading review.toml strictly: every fault at once, by section and key."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from zoneinfo import available_timezones

from flows.review.file_names import faults_of_names, shown
from flows.review.toml_section import Section, read_toml
from pipeline.decisions import Scheme
from pipeline.errors import Fault, Refused
from pipeline.files import bytes_of
from pipeline.languages import REVIEW_LANGUAGE, languages
from pipeline.review.settings import Automation, Previous, Review, Reviewers, SearchPlan

KINDS = ("database", "register", "website", "organisation", "citations", "pubmed")
SCHEMES = ("single", "double", "double-blind")


def read_review(folder: Path) -> Review:
    """The review in a folder; Refused with every fault of review.toml, by section and key."""
    path = folder / "review.toml"
    values = read_toml(path)
    faults: list[Fault] = []
    top = Section("", dict(values), faults)
    parts = {
        name: Section(name, top.take(name, dict, {}), faults)
        for name in ("review", "reviewers", "automation", "dedupe", "ranking", "letter")
    }
    review = Review(
        folder=folder,
        **_heading(parts["review"]),
        rounds=_rounds(top.take("round", list, []), faults),
        searches=_searches(top.take("search", list, []), faults),
        reviewers=_reviewers(parts["reviewers"]),
        automation=_automation(parts["automation"]),
        preprints=cast("Any", parts["dedupe"].choose("preprints", ("apart", "together"), "apart")),
        random_share=_share(parts["ranking"]),
        previous=_previous(top, faults),
        tables=top.take("tables", dict, {}),
        request=top.take("request", dict, {}),
        prisma_s=top.take("prisma_s", dict, {}),
        letter=parts["letter"].words("command"),
        hash=sha256(bytes_of(path)).hexdigest(),
    )
    for section in (top, *parts.values()):
        section.done()
    faults += [*_inconsistent(review), *faults_of_names(review), *_faults_of_tables(review)]
    if faults:
        raise Refused(f"{path}: nothing was done; review.toml needs mending.", faults)
    return review


def _heading(section: Section) -> dict[str, Any]:
    zone = section.take("timezone", str, "Europe/Oslo")
    if zone not in _zones():
        section.faults.append(
            Fault("[review] timezone", f"{zone!r} is no time zone; expected one like Europe/Oslo")
        )
    language = section.choose("language", languages(), REVIEW_LANGUAGE)
    named = section.words("languages") or (language,)
    section.faults.extend(
        Fault("[review] languages", f"{one!r} is not one of {', '.join(languages())}")
        for one in named
        if one not in languages()
    )
    return {
        "title": section.text("title"),
        "language": language,
        "languages": named,
        "timezone": zone if zone in _zones() else "UTC",
        "unit": section.choose("unit", ("report", "article"), "report"),
        "template": section.choose("template", ("auto", "new", "updated"), "auto"),
        "style": section.choose("style", ("prisma", "covidence"), "prisma"),
        "previous_note": section.take("previous_note", str, ""),
    }


@cache
def _zones() -> frozenset[str]:
    """The names of all time zones; the system's folders are walked through once."""
    return frozenset(available_timezones())


def _rounds(values: Sequence[Any], faults: list[Fault]) -> tuple[tuple[str, str], ...]:
    found = []
    for number, value in enumerate(_sections(values), start=1):
        section = Section(f"round {number}", value, faults)
        name = section.text("name")
        found.append((name, section.text("title", f"{name}")))
        section.done()
    return tuple(found)


def _searches(values: Sequence[Any], faults: list[Fault]) -> tuple[SearchPlan, ...]:
    return tuple(
        _search(Section(f"search {value.get('name') or number}", value, faults))
        for number, value in enumerate(_sections(values), start=1)
    )


def _sections(values: Sequence[Any]) -> list[dict[str, Any]]:
    """The items that are sections; anything else lacks all its keys, and is told so."""
    return [value if isinstance(value, dict) else {} for value in values]


def _search(section: Section) -> SearchPlan:
    run_on = section.take("run_on", date, None)
    plan = SearchPlan(
        name=section.text("name"),
        round=section.text("round"),
        source=section.text("source"),
        platform=section.take("platform", str, ""),
        kind=section.choose("kind", KINDS, "database"),
        run_on=run_on.isoformat() if run_on else "",
        hits=section.count("hits", None),
        strategy=section.text("strategy", None),
        query=section.text("query", None),
        was=section.text("was", None),
    )
    section.done()
    return plan


def _reviewers(section: Section) -> Reviewers:
    names = section.words("names")
    section.faults.extend(
        Fault("[reviewers] names", f"{name!r} stands there more than once")
        for name in sorted({one for one in names if names.count(one) > 1})
    )
    return Reviewers(
        names=names,
        screening=cast("Scheme", section.choose("screening", SCHEMES, "single")),
        eligibility=cast("Scheme", section.choose("eligibility", SCHEMES, "single")),
    )


def _automation(section: Section) -> Automation:
    stop = Section("automation.stopping", section.take("stopping", dict, {}), section.faults)
    found = Automation(
        criteria=section.words("criteria"),
        stop=stop.take("exclude_unread", bool, default=False),
        target=stop.take("target", float, 0.95),
        confidence=stop.take("confidence", float, 0.95),
    )
    for key, value in (("target", found.target), ("confidence", found.confidence)):
        if not 0.5 <= value < 1:
            stop.faults.append(
                Fault(f"[automation.stopping] {key}", f"{value} is not from 0.5 to below 1")
            )
    stop.done()
    return found


def _share(section: Section) -> float:
    share: float = section.take("random_share", float, 0.05)
    if not 0 <= share <= 0.5:
        section.faults.append(Fault("[ranking] random_share", f"{share} is not from 0 to 0.5"))
    return share


def _previous(top: Section, faults: list[Fault]) -> Previous | None:
    values = top.take("previous", dict, {})
    if not values:
        return None
    section = Section("previous", values, faults)
    studies = section.count("studies", 0)
    found = Previous(
        name=section.text("name"),
        file=section.text("file", None),
        studies=studies,
        reports=section.count("reports", studies),
        dropped_studies=section.count("dropped_studies", 0),
        dropped_reports=section.count("dropped_reports", 0),
        overlap=cast("Any", section.choose("overlap", ("exclude", "link"), "link")),
        in_figure=section.take("in_figure", bool, default=True),
    )
    section.done()
    return found


def _faults_of_tables(review: Review) -> list[Fault]:
    """Faults of the sections that the tables read themselves; nothing is imported without them."""
    from pipeline.studies.scheme_toml import scheme_from_toml

    asked: list[Callable[[], object]] = [lambda: scheme_from_toml(review.tables)]
    if review.request or review.prisma_s:
        from exports.manuscript.checklists import told_from_toml
        from exports.tables.request import request_from_toml

        asked += [
            lambda: request_from_toml(review.request),
            lambda: told_from_toml(review.prisma_s),
        ]
    faults: list[Fault] = []
    for read in asked:
        try:
            read()
        except Refused as fault:
            faults += fault.faults
    return faults


def _inconsistent(review: Review) -> list[Fault]:
    """What each section allows but the whole does not."""
    rounds = [name for name, _ in review.rounds]
    faults = [
        Fault(f"[round {number}] name", f"two rounds bear the name {name!r}")
        for number, name in enumerate(rounds, start=1)
        if name and name in rounds[: number - 1]
    ]
    names = [one.name for one in review.searches]
    for one in review.searches:
        where = f"[search {one.name}]"
        # A round without a name was told of; it may be the one that is meant.
        if one.round and "" not in rounds and one.round not in rounds:
            known = ", ".join(sorted(set(rounds))) or "none"
            faults.append(Fault(f"{where} round", f"{one.round!r} is no round; known: {known}"))
        if one.name and names.count(one.name) > 1:
            faults.append(Fault(f"{where} name", "two searches bear this name"))
        if one.kind == "pubmed" and not one.query:
            faults.append(Fault(f"{where} query", "a search of kind pubmed needs its query"))
        if one.strategy and not _inside(review.folder, one.strategy):
            faults.append(
                Fault(
                    f"{where} strategy",
                    f"{shown(one.strategy)!r} is not in the review's folder",
                )
            )
    return faults


def _inside(folder: Path, name: str) -> bool:
    """Whether a path of review.toml stays in the review's folder and exists."""
    try:
        path = (folder / name).resolve()
        return path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError, RuntimeError):
        # A name that is too long, holds a NUL, or is a link that leads to itself.
        return False
