"""Assigns letters to studies of the same author and year, equal in tables and reference lists."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from exports.language.catalogue import sort_key
from flows.reporting.material import Material
from pipeline.records import RecordId
from pipeline.studies.study import Study
from pipeline.studies.year_letters import CitedWork, year_letters
from pipeline.text.titles import title_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The letters of the included reports and of the rows of the studies sheet, if any."""

    reports: dict[RecordId, str]
    studies: dict[str, str]


def lettered_studies(material: Material) -> tuple[Study, ...]:
    """The extracted data, each study with the letter that distinguishes it from its namesakes."""
    letters = letters_of(material).studies
    return tuple(
        replace(study, year_letter=letters.get(study.study_id, "")) for study in material.extracted
    )


def letters_of(material: Material) -> Letters:
    """Letters assigned to reports and rows together: a row has the letters of its reports.

    A row that names no report is matched to the included report of its author, year and title, or
    to the only one of its author and year; if there is none it is cited by itself.
    """
    reports = {work.key: work for work in _reports(material)}
    rows = {study.study_id: _row(study) for study in material.extracted}
    behind = _behind(material, reports, rows)
    alone = [work for name, work in rows.items() if not behind[name]]
    language = material.session.review.language
    letters = year_letters(
        [*reports.values(), *alone], sort_key=lambda word: sort_key(word, language)
    )
    of_rows = {
        name: ", ".join(
            sorted(letters[one] for one in behind[name] or [work.key] if one in letters)
        )
        for name, work in rows.items()
    }
    return Letters(
        reports={RecordId(one): letters[one] for one in reports if one in letters},
        studies={name: letter for name, letter in of_rows.items() if letter},
    )


def _reports(material: Material) -> Iterator[CitedWork]:
    for report in material.library.included:
        record = material.library.reports[report]
        author = record.authors[0] if record.authors else ""
        yield CitedWork(key=report, author=author, year=record.year or 0, title=record.title or "")


def _row(study: Study) -> CitedWork:
    key = f"row {study.study_id}"  # no record id contains a space
    return CitedWork(key=key, author=study.first_author, year=study.year, title=study.text("title"))


def _behind(
    material: Material, reports: dict[str, CitedWork], rows: dict[str, CitedWork]
) -> dict[str, list[str]]:
    """The reports of each row that are cited like the row."""
    found = {
        study.study_id: [
            one
            for one in _named(material, study)
            if one in reports and reports[one].cited_as == rows[study.study_id].cited_as
        ]
        for study in material.extracted
    }
    taken = {one for those in found.values() for one in those}
    for name, row in rows.items():
        if not found[name]:
            free = [one for one in reports.values() if one.key not in taken]
            alike = [one for one in free if one.cited_as == row.cited_as]
            same = [one for one in alike if title_keys(one.title) == title_keys(row.title)]
            found[name] = [one.key for one in (same or (alike if len(alike) == 1 else []))[:1]]
            taken |= set(found[name])
    return found


def _named(material: Material, study: Study) -> list[str]:
    """The reports that a row names, by their present ids."""
    library = material.library
    known = [RecordId(one) for one in (*study.reports, study.study_id) if one in library.records]
    return list(dict.fromkeys(library.report_of(one) for one in known))
