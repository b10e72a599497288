"""Studies of an earlier review, and the new studies that use the same data."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import Fault, Refused
from pipeline.studies.study import Study, StudyRow, split

Overlap = Literal["exclude", "link"]
"""The consequence for a report on identical data: exclusion, or a link."""

OVERLAPS: tuple[Overlap, ...] = ("exclude", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousStudy:
    """A study of the earlier review: its reference, its data set, and its place and time."""

    reference: str
    data_set: str = ""
    countries: tuple[str, ...] = ()
    years: tuple[int, int] | None = None


SAME_DATA = "both studies use the data set"
"""Begins the sentence about two studies that name the same data set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedData:
    """A new study that uses, or may use, an earlier study's data; people decide.

    `suggestion` is what [previous] overlap says about identical data, and "ask" if country and
    years agree but no data set is named.
    """

    study_id: str
    previous: PreviousStudy
    because: str
    suggestion: Literal["exclude", "link", "ask"]


def previous_from_rows(rows: Iterable[StudyRow]) -> tuple[PreviousStudy, ...]:
    """The studies of [previous] file: columns reference, data_set, country, years.

    Raises Refused with every fault of every row.
    """
    faults: list[Fault] = []
    studies: list[PreviousStudy] = []
    seen: set[str] = set()
    for row in rows:
        cells = {key: value.strip() for key, value in row.values.items()}
        if not any(cells.values()):
            continue
        reference = cells.get("reference", "")
        if not reference or reference.casefold() in seen:
            found = f'"{reference}" occurs twice' if reference else "the cell is empty"
            faults.append(Fault(row.place("reference"), f"{found}; expected each reference once"))
        seen.add(reference.casefold())
        years = read_years(cells.get("years", ""))
        if years is None and cells.get("years", "") not in {"", "?"}:
            sentence = f'found "{cells["years"]}"; expected years such as 2019 or 2019-21'
            faults.append(Fault(row.place("years"), sentence))
        studies.append(
            PreviousStudy(
                reference=reference,
                data_set=cells.get("data_set", ""),
                countries=tuple(split(cells.get("country", ""))),
                years=years,
            )
        )
    if faults:
        raise Refused("The studies of the earlier review were not read.", faults)
    return tuple(studies)


def read_years(text: str) -> tuple[int, int] | None:
    """First and last year of a range; None if the cell has none.

    >>> read_years("2018-19"), read_years("1998-02"), read_years("2020"), read_years("?")
    ((2018, 2019), (1998, 2002), (2020, 2020), None)
    """
    found = re.fullmatch(r"(\d{4})(?:\.0)?(?:\s*[-–]\s*(\d{4}|\d{2}))?", text.strip())
    if not found:
        return None
    first = int(found[1])
    if not found[2]:
        return first, first
    last = int(found[2])
    if last < 100:  # 1998-02 ends in the century after the one it starts in
        last += first // 100 * 100
        last += 100 if last < first else 0
    return (first, last) if first <= last else None


def shared_data(
    studies: Iterable[Study], previous: Sequence[PreviousStudy], policy: Overlap
) -> tuple[SharedData, ...]:
    """The studies that use data of the earlier review, by data set, or by country and years.

    In the order of the studies, then of the earlier ones.
    """
    found = (
        (study, earlier, _agreement(study, earlier)) for study in studies for earlier in previous
    )
    return tuple(
        SharedData(
            study_id=study.study_id,
            previous=earlier,
            because=because,
            suggestion=policy if because.startswith(SAME_DATA) else "ask",
        )
        for study, earlier, because in found
        if because
    )


def _agreement(study: Study, earlier: PreviousStudy) -> str:
    """Why they may use the same data; "" if nothing suggests it."""
    if study.overlap and _plain(study.overlap) == _plain(earlier.data_set):
        return f"{SAME_DATA} {earlier.data_set}"
    years = read_years(study.data_years)
    countries = {one.casefold() for one in study.countries}
    same = [one for one in earlier.countries if one.casefold() in countries]
    if (study.overlap and earlier.data_set) or not (same and years and earlier.years):
        return ""
    first, last = max(years[0], earlier.years[0]), min(years[1], earlier.years[1])
    return (
        f"both studies are from {same[0]}, and their years overlap ({first}-{last})"
        if first <= last
        else ""
    )


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
