"""The change log of a living review, as Markdown: one row for each reported state."""

from collections.abc import Sequence

from exports.language.catalogue import Language, Words, number
from exports.language.units import ReportUnit, unit_words
from exports.letter import Version, in_one_line, searched_days
from exports.markdown import piped


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
        f"# {words('changes_heading', review=in_one_line(review))}",
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
    searched = "; ".join(searched_days(version, words, between=" "))
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
        _searches(again, words),
        _withdrawn(now, words),
        words["change_criteria"] if before.criteria != now.criteria else "",
        words("change_program", version=now.program) if before.program != now.program else "",
        words["change_counting"] if before.counting != now.counting else "",
        _more(more, now.on_retrieval - before.on_retrieval, words) if more > 0 else "",
        words("change_decisions_fewer", count=number(-more, words.language)) if more < 0 else "",
    ]
    return "; ".join(one for one in told if one) or words["change_none"]


def _searches(names: Sequence[str], words: Words) -> str:
    """The searches that are new or were run again; "" if there are none."""
    key = "change_searches_one" if len(names) == 1 else "change_searches"
    return words(key, names=", ".join(names)) if names else ""


def _withdrawn(now: Version, words: Words) -> str:
    """The number of records withdrawn since the previous version; "" if there are none."""
    count = now.withdrawn_records
    return words("change_withdrawn", count=number(count, words.language)) if count else ""


def _more(decisions: int, on_retrieval: int, words: Words) -> str:
    """The number of added decisions; those on retrieval, if any, apart from verdicts."""
    verdicts = decisions - on_retrieval
    if on_retrieval <= 0 or verdicts < 0:
        return words("change_decisions", count=number(decisions, words.language))
    return words(
        "change_verdicts_and_notes",
        verdicts=number(verdicts, words.language),
        notes=number(on_retrieval, words.language),
    )
