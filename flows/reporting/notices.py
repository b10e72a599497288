"""Shows notices on reports in all outputs: the table, marks in lists, the figure's note."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from exports.bibliography.notice_words import flags_words
from exports.bibliography.short_reference import short_reference
from exports.language.catalogue import Language, Words, number
from exports.language.dates import short_date
from exports.tables.notices import NoticeRow, notices_table
from exports.tables.table import Table
from flows.reporting.material import Material
from flows.screening.notices import standings_of
from pipeline.records import Record, RecordId
from pipeline.review.notices import GRAVITY, ReportIntegrity

Integrity = Mapping[RecordId, ReportIntegrity]


def found_in(material: Material) -> Integrity:
    """The notice state of each watched report."""
    return standings_of(material.library, material.session.db)


def notice_table(material: Material, language: Language) -> Table | None:
    """The flagged reports and those that could not be checked; None if none was ever checked."""
    found = found_in(material)
    if not found:
        return None
    words = Words(language, "notices")
    rows = [
        NoticeRow(
            reference=short_reference(material.library.reports[one.report], language),
            state=words[one.state.replace(" ", "_")],
            noticed=flags_words(one.flags, language),
            asked=_asked(one, language),
        )
        for one in sorted(found.values(), key=_gravest_first)
        if one.state != "clear"
    ]
    return notices_table(rows, _counts(found.values(), language), language)


def _gravest_first(one: ReportIntegrity) -> tuple[int, RecordId]:
    return (GRAVITY.index(one.gravest) if one.gravest else len(GRAVITY), one.report)


def _asked(one: ReportIntegrity, language: Language) -> str:
    words = Words(language, "notices")
    answered = [f"{service} {short_date(day, language)}" for service, day in one.answered]
    failed = [words("failed", service=service) for service, _ in one.unanswered]
    return "; ".join([*answered, *failed]) or words["no_identifier"]


def _counts(found: Iterable[ReportIntegrity], language: Language) -> str:
    """How many reports are in each of the three states."""
    states = [one.state for one in found]
    words = Words(language, "notices")
    return words(
        "counts",
        flagged=number(states.count("flagged"), language),
        clear=number(states.count("clear"), language),
        left=number(states.count("not asked"), language),
    )


def marked_titles(
    material: Material, records: Iterable[Record], language: Language
) -> list[Record]:
    """The records, with a mark before the title of each that is retracted or in doubt."""
    words = Words(language, "notices")
    found = found_in(material)
    grave = {
        report: words[f"mark_{standing.gravest}"]
        for report, standing in found.items()
        if standing.gravest in {"retraction", "concern"}
    }
    return [
        replace(one, title=f"{grave[one.id]} {one.title or ''}".strip()) if one.id in grave else one
        for one in records
    ]


def flow_note(material: Material, language: Language) -> str:
    """The note below the figure if included reports were retracted or are in doubt."""
    included = set(material.library.included)
    kinds = [one.gravest for one in found_in(material).values() if one.report in included]
    words = Words(language, "notices")
    told = [
        words(f"note_{kind}", n=number(kinds.count(kind), language))
        for kind in ("retraction", "concern")
        if kind in kinds
    ]
    return " ".join(told)
