"""Counts of the studies, for the running text of the report."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.languages import Wording, in_all
from pipeline.studies.scheme import NamedCount, Part, TableScheme
from pipeline.studies.study import UNKNOWN, Study, split


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDifference:
    """A number that a printed report gives differently from its records."""

    name: str
    title: Wording
    printed: int
    counted: int


def text_counts(studies: Iterable[Study], scheme: TableScheme) -> dict[str, Any]:
    """The numbers of the running text, by their names in prose templates.

    A named count whose printed value review.toml gives is a pair: printed_in_report and
    from_its_tables. Studies not extracted yet are counted separately.
    """
    everything = list(studies)
    counted = [one for one in everything if one.extracted]
    column = {one.code: one.column for one in scheme.contexts}
    by_column = Counter(column[one.context] for one in counted)
    tables = Counter(scheme.context(one.context).number for one in counted)
    numbers = [one.number for one in scheme.contexts if one.number]
    counts: dict[str, Any] = {
        f"included_{_plural(scheme.unit)}": len(counted),
        "by_publication_year": _sorted_counts(str(one.year) for one in counted),
        "by_context": {one.code: by_column[one.code] for one in scheme.columns},
    }
    if scheme.groups:
        counts["by_outcome_kind"] = outcome_kinds(counted, scheme)
    if numbers:
        counts["by_appendix_table"] = {number: tables[number] for number in numbers}
    for named in scheme.counts:
        counts[named.name] = _named(named, counted)
    if len(everything) > len(counted):
        counts["waiting_for_extraction"] = len(everything) - len(counted)
    return counts


def differences(studies: Iterable[Study], scheme: TableScheme) -> tuple[PrintedDifference, ...]:
    """The named counts whose printed value differs from the records."""
    counted = [one for one in studies if one.extracted]
    found = [
        PrintedDifference(
            name=one.name,
            title=one.title,
            printed=one.printed,
            counted=len(_of_contexts(one, counted)),
        )
        for one in scheme.counts
        if one.printed is not None
    ]
    return tuple(one for one in found if one.printed != one.counted)


def countries_of(study: Study, scheme: TableScheme, language: str) -> tuple[str, ...]:
    """The countries that a study has data from, without repeats, in the words of a language.

    Unknown countries are left out.
    """
    listed = {name.casefold(): country for country in scheme.countries for _, name in country.texts}
    names = split(study.text("countries", language)) or [study.text("country", language)]
    known = (listed.get(one.casefold(), in_all(one))[language] for one in names if one)
    return tuple(dict.fromkeys(one for one in known if one != UNKNOWN))


def outcome_kinds(studies: Iterable[Study], scheme: TableScheme) -> dict[str, int]:
    """How many studies have outcomes of only one group, and how many of several.

    Keys are "GROUP_only", then "both" for two groups or "several" for more, and "none" if
    a study has no category.
    """
    groups = {one.code: one.group for one in scheme.categories}
    several = "both" if len(scheme.groups) == 2 else "several"
    kinds = {f"{one.code}_only": 0 for one in scheme.groups}
    kinds |= {several: 0} if len(scheme.groups) > 1 else {}
    for study in studies:
        of_study = {groups[code] for code in study.outcomes}
        kind = f"{of_study.pop()}_only" if len(of_study) == 1 else several if of_study else "none"
        kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def _named(named: NamedCount, studies: Sequence[Study]) -> int | dict[str, int]:
    those = _of_contexts(named, studies)
    if named.parts:
        return {part.name: len(_of_part(part, named.parts, those)) for part in named.parts}
    if named.printed is None:
        return len(those)
    return {"printed_in_report": named.printed, "from_its_tables": len(those)}


def _of_contexts(named: NamedCount, studies: Iterable[Study]) -> list[Study]:
    return [one for one in studies if one.context in named.contexts]


def _of_part(part: Part, parts: Sequence[Part], studies: Sequence[Study]) -> list[Study]:
    """The studies of a part; the part without a column has those that no other part has."""
    if part.column:
        return [one for one in studies if _holds(one, part)]
    others = [one for one in parts if one.column]
    return [one for one in studies if not any(_holds(one, other) for other in others)]


def _holds(study: Study, part: Part) -> bool:
    return part.contains.casefold() in study.text(part.column).casefold()


def _sorted_counts(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def _plural(unit: str) -> str:
    return {"study": "studies", "article": "articles", "report": "reports"}[unit]
