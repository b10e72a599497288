"""Matches rows of the studies sheet to the included studies: each study counts once."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.studies.study import Study
from pipeline.text.letters import folded

YEARS_APART = 1
"""Maximum number of years between a report's first appearance online and its issue."""

Key = tuple[str | int, ...]
KeysOf = Callable[[Record], list[Key]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrayRow:
    """A row that matches no included study still without a row.

    `why`: the study is "taken" by a row above, the row's `report` is "out" of the review, or no
    report resembles the row ("like").
    """

    study: Study
    why: Literal["taken", "out", "like"]
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRows:
    """Which rows count, which do not, and which included studies have no row.

    `counted` are rows in the order of the sheet, `studies` the study of each. `without` has the
    reports of each included study without a row; `included` is how many studies are included.
    `likely` are rows counted for a report of nearly the same author or year because it was the only
    candidate.
    """

    counted: tuple[Study, ...]
    studies: tuple[str, ...]
    stray: tuple[StrayRow, ...]
    without: Mapping[str, tuple[RecordId, ...]]
    likely: tuple[tuple[Study, RecordId], ...]
    included: int

    @property
    def extracted(self) -> int:
        """How many included studies have data."""
        return sum(one.extracted for one in self.counted)


def study_rows(library: Library, sheet: Iterable[Study]) -> StudyRows:
    """Each row with its included study: by ids, then by DOI, title, or first author and year.

    An id is that of any record of a report, so a row stays with its study when a duplicate is
    added; a row that names ids of this review is matched only by these. The rest is matched by
    nearly the same author and year, if only one row and one study are candidates.
    """
    rows = list(sheet)
    matcher = _Matcher(library, rows)
    matcher.match()
    return StudyRows(
        counted=tuple(row for at, row in enumerate(rows) if at in matcher.found),
        studies=tuple(study for _, study in sorted(matcher.found.items())),
        stray=tuple(matcher.stray(row) for at, row in enumerate(rows) if at not in matcher.found),
        without=matcher.free,
        likely=tuple((rows[at], report) for at, report in sorted(matcher.likely.items())),
        included=len(matcher.studies),
    )


class _Matcher:
    """The rows by place and the included studies by id, and which of them are matched."""

    def __init__(self, library: Library, rows: list[Study]) -> None:
        self.library, self.rows = library, rows
        self.studies: dict[str, tuple[RecordId, ...]] = dict(library.studies)
        self.study_of = {report: study for study, ids in self.studies.items() for report in ids}
        self.given = {one.id for one in library.given_studies}
        self.found: dict[int, str] = {}
        self.free = dict(self.studies)
        self.likely: dict[int, RecordId] = {}

    def match(self) -> None:
        """Find a study for each row, the surest ways first."""
        for at, row in enumerate(self.rows):
            self._take(at, [row.study_id])
        for at, row in enumerate(self.rows):
            self._take(at, [self._by_id(row)])
        for of_row, of_report in (
            (_dois, _doi),
            (_title_of_row, _title),
            (_author_year_of_row, _author_year),
        ):
            known = self._by(of_report)
            for at, row in self._left():
                self._take(at, (one for key in of_row(row) for one in known.get(key, ())))
        self._nearly()

    def stray(self, row: Study) -> StrayRow:
        """A row that found no study, and why."""
        if self._by_id(row):
            return StrayRow(study=row, why="taken")
        if self._of_this_review(row):
            report = next(self._reports(row), row.study_id)
            return StrayRow(study=row, why="out", report=report)
        return StrayRow(study=row, why="like")

    def _take(self, at: int, studies: Iterable[str | None]) -> None:
        study = next((one for one in studies if one in self.free), None)
        if study and at not in self.found:
            self.found[at] = study
            del self.free[study]

    def _by_id(self, row: Study) -> str | None:
        if row.study_id in self.library.groups.known:
            return self.library.groups.known[row.study_id]
        return next((self.study_of[x] for x in self._reports(row) if x in self.study_of), None)

    def _reports(self, row: Study) -> Iterator[RecordId]:
        """The reports of this review that the row names by the id of any of their records."""
        for one in (*row.reports, row.study_id):
            if one in self.library.records:
                yield self.library.report_of(RecordId(one))

    def _of_this_review(self, row: Study) -> bool:
        """Whether a row names a study or report of this review, even one that is excluded."""
        return row.study_id in self.given or any(True for _ in self._reports(row))

    def _left(self) -> Iterator[tuple[int, Study]]:
        """The rows without a study that name no study or report of this review."""
        for at, row in enumerate(self.rows):
            if at not in self.found and not self._of_this_review(row):
                yield at, row

    def _by(self, keys: KeysOf) -> dict[Key, list[str]]:
        """The studies without a row, by what identifies their reports."""
        known: dict[Key, list[str]] = defaultdict(list)
        for study, reports in self.free.items():
            for key in dict.fromkeys(key for one in reports for key in keys(self._report(one))):
                known[key].append(study)
        return known

    def _report(self, report: RecordId) -> Record:
        return self.library.report(report)

    def _nearly(self) -> None:
        """Match the rest by nearly the same author and year, if there is only one candidate."""
        pairs = [
            (at, study)
            for at, row in self._left()
            for study, reports in self.free.items()
            if any(_nearly_alike(row, self._report(one)) for one in reports)
        ]
        for at, study in pairs:
            alone = sum(at == one for one, _ in pairs) == sum(study == one for _, one in pairs) == 1
            if alone:
                self.likely[at] = self.free[study][0]
                self._take(at, [study])


def _doi(report: Record) -> list[Key]:
    return [(report.doi.casefold(),)] if report.doi else []


def _dois(row: Study) -> list[Key]:
    """The DOIs of a row: from a column of that name, or from the column of its reports."""
    given = [text for name, text in row.columns.items() if name.casefold() == "doi"]
    bare = [
        re.sub(r"^(https?://)?(dx\.)?doi\.org/|^doi:\s*", "", one.casefold())
        for one in (*given, *row.reports)
    ]
    return [(one,) for one in bare if one.startswith("10.")]


def _title(report: Record) -> list[Key]:
    return _words_of(report.title or "")


def _title_of_row(row: Study) -> list[Key]:
    return _words_of(row.text("title"))


def _author_year(report: Record) -> list[Key]:
    return [(*_family(report), report.year)] if report.authors and report.year else []


def _author_year_of_row(row: Study) -> list[Key]:
    return [(*key, row.year) for key in _words_of(row.first_author.partition(",")[0])]


def _nearly_alike(row: Study, report: Record) -> bool:
    """Whether the names begin with the same word and the years are nearly the same."""
    mine, yours = _words_of(row.first_author), _family(report)
    if not mine or not yours or not row.year or not report.year:
        return False
    return mine[0][0] == yours[0] and abs(row.year - report.year) <= YEARS_APART


def _family(report: Record) -> Key:
    """The words of the first author's family name."""
    return next(iter(_words_of("".join(report.authors[:1]).partition(",")[0])), ())


def _words_of(text: str) -> list[Key]:
    words = tuple(re.findall(r"\w+", folded(text)))
    return [words] if words else []
