"""Lists which reports belong to one study, and links and unlinks them by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.studies.returned_sheet import read_previous
from flows.reporting.material import Material
from flows.review.clock import now
from flows.review.session import Session, at_work
from flows.stages.refresh import refresh
from flows.stages.study_ids import give_study_ids
from pipeline.errors import Fault, PersonNeeded, Refused, first_ten
from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.review.named_studies import MeantReport, named_reports, named_studies
from pipeline.store.connection import writing
from pipeline.store.runs import note_event
from pipeline.store.studies import StudyLink, put_study_link, withdraw_study_links
from pipeline.studies.previous import previous_from_rows, shared_data


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """Options of a link: `new` makes a study of that name; `who` and `why` go to the audit log."""

    previous: bool = False
    new: bool = False
    who: str = ""
    why: str = ""


def link(folder: Path, report: str, study: str, options: LinkOptions) -> str:
    """Assign a report to a study; a later assignment of the same report replaces it.

    Raises PersonNeeded, changing nothing, if no study or several studies match the name.
    """
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        named = meant_report(library, report)
        token = _meant_study(library, study, options)
        earlier = library.groups.by_report.get(named.report, ())
        if any((one.study, one.previous) == (token, options.previous) for one in earlier):
            return f"{_told(library, named)} is already linked to the study {token}."
        when = now()
        said = StudyLink(
            record=named.record,
            records=library.members[named.report],
            study=token,
            previous=options.previous,
            at=when,
            who=options.who,
            why=options.why,
        )
        with writing(session.db):
            numbers = (one.number for one in earlier)
            withdraw_study_links(session.db, numbers, when, who=options.who, why="another link")
            put_study_link(session.db, said)
            note_event(session.db, when, _noted(f"linked {named.report} to study {token}", options))
        give_study_ids(session)
        return f"{_told(library, named)} is now linked to the study {token}."


def unlink(folder: Path, report: str, options: LinkOptions) -> str:
    """Unlink a report from its study, so it is a separate study again."""
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        named = meant_report(library, report)
        earlier = library.groups.by_report.get(named.report, ())
        if not earlier:
            raise Refused(_not_linked(library, named))
        when = now()
        with writing(session.db):
            numbers = (one.number for one in earlier)
            withdraw_study_links(session.db, numbers, when, who=options.who, why=options.why)
            said = f"unlinked {named.report} from {', '.join(one.study for one in earlier)}"
            note_event(session.db, when, _noted(said, options))
        give_study_ids(session)
        return f"{_told(library, named)} is now a separate study."


def _noted(deed: str, options: LinkOptions) -> str:
    by = f"{options.who} {deed}" if options.who else deed
    return f"{by}: {options.why}" if options.why else by


def _not_linked(library: Library, named: MeantReport) -> str:
    """Why there is no link to undo; other reports may be linked to this report's study."""
    mates = library.studies.get(library.groups.of.get(named.report, ""), ())
    others = [one for one in mates if one != named.report and one in library.groups.by_report]
    told = f"{named.record}: nobody linked this report to a study. Nothing was changed."
    if not others:
        return told
    return f"{told} Other reports of the same study, which can be unlinked: {', '.join(others)}."


def meant_report(library: Library, text: str) -> MeantReport:
    """The report that a text names; Refused if none matches, PersonNeeded if several do."""
    found = named_reports(library, text)
    if len(found) == 1:
        return found[0]
    if not found:
        sentence = "no report in this review has this id, DOI, PubMed number, or author and year"
        raise Refused("Nothing was changed.", [Fault(text, sentence)])
    lines = [reference_line(one.report, library.reports[one.report]) for one in found]
    raise PersonNeeded(
        _asked(f"“{text}” could be any of these reports. Give the id of one of them", lines)
    )


def _meant_study(library: Library, text: str, options: LinkOptions) -> str:
    found = named_studies(library, text)
    if len(found) == 1:
        return found[0]
    if options.new or (options.previous and not found):
        return text.strip()
    every = library.studies
    if found:
        told = f"“{text}” could be any of these studies. Give the id of one of them"
        return _ask(told, [_line(library, one, every.get(one, ())) for one in found])
    told = (
        f"there is no study “{text}”. Give the id of one of the studies listed here, or "
        f"create a study of that name with --new"
    )
    return _ask(told, [_line(library, one, ids) for one, ids in every.items()])


def _ask(sentence: str, lines: Sequence[str]) -> str:
    raise PersonNeeded(_asked(sentence, lines))


def _asked(sentence: str, lines: Sequence[str]) -> str:
    told = [f"Nothing was changed: {sentence}.", *(f"  - {one}" for one in first_ten(lines))]
    return "\n".join(told)


def listed_studies(folder: Path) -> list[str]:
    """A line per study with its reports, and one for each that shares data with earlier ones."""
    with at_work(folder, outline=True) as session:
        refresh(session)
        library = session.library()
        lines = [_line(library, study, ids) for study, ids in library.studies.items()]
        lines += [
            f"The study {study} has several ids ({', '.join(ids)}), because records of "
            "different studies turned out to be duplicates. If the studies are different, unlink "
            "a report: ajour studies --unlink REPORT"
            for study, ids in library.groups.joined.items()
        ]
        material = Material(session=session, library=library)
        return [*(lines or ["No report is included so far."]), *_shared(session, material)]


def _line(library: Library, study: str, reports: Sequence[str]) -> str:
    """A study by id, author, year and title; its reports by id if the study's id is another."""
    known = [(one, library.report(one)) for one in map(RecordId, reports)]
    if not known:
        return study
    if len(known) == 1:
        report, record = known[0]
        of = "" if report == study else f" (report {report})"
        return f"{study}: {_reference(record)}{of}"
    told = "; ".join(reference_line(one, record) for one, record in known)
    return f"{study}: {told}"


def reference_line(report: str, record: Record) -> str:
    """A report by its id, author, year and title."""
    return f"{report} {_reference(record)}"


def _reference(record: Record) -> str:
    author = record.authors[0].partition(",")[0] if record.authors else ""
    head = " ".join(one for one in (author, str(record.year or "")) if one)
    return f"{head}. {record.title or '–'}" if head else record.title or "–"


def _told(library: Library, named: MeantReport) -> str:
    return f"{named.record} ({_reference(library.reports[named.report])})"


ADVICE = {
    "exclude": "review.toml suggests excluding the new study",
    "link": "review.toml suggests linking the new study to the earlier one",
    "ask": "Decide whether to exclude the new study, or to link it to the earlier one",
}
"""What to do about a study that uses data of the earlier review, by its suggestion."""


def _shared(session: Session, material: Material) -> Iterator[str]:
    """Studies based on data of the earlier review, and how review.toml treats them."""
    said = session.review.previous
    if said is None or said.file is None:
        return
    earlier = previous_from_rows(read_previous(session.review.folder / said.file))
    for one in shared_data(material.studies, earlier, said.overlap):
        yield (
            f"{one.study_id} and {one.previous.reference} of {said.name}: {one.because}. "
            f"{ADVICE[one.suggestion]}."
        )
