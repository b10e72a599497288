"""Records the decisions in completed files, from here or other programs: all files, or none."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from io import StringIO
from pathlib import Path

from exports.returned.formats import ReadOptions, read_returned
from exports.returned.workbooks import IncomingFile, incoming
from flows import VERSION
from flows.review.atomic_files import whole_file
from flows.review.clock import now
from flows.review.session import Session, at_work
from flows.review.steps import counted
from flows.review.target_file import free_place
from flows.screening.by_hand import AddedBy, keep_abstract
from flows.screening.candidates import reasons_of
from flows.screening.shown_texts import compared, stored_texts
from flows.stages.refresh import refresh
from flows.stages.study_ids import give_study_ids
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Fault, Refused, all_refused
from pipeline.files import without_litter
from pipeline.records import RecordId
from pipeline.review.decision_rows import ReturnedFile, Unmatched
from pipeline.review.decision_rules import judge
from pipeline.review.import_outcome import ImportOutcome, JudgeContext
from pipeline.review.library import Library
from pipeline.review.report_matches import OurNames, with_reports
from pipeline.store.connection import writing
from pipeline.store.decisions import (
    DecisionFile,
    bring_back_file,
    decision_file_state,
    decisions,
    hold_rows,
    listed,
    put_decision_file,
    put_decisions,
)
from pipeline.store.duplicates import pair_verdicts, put_pair_verdicts
from pipeline.store.identity import identity
from pipeline.store.runs import note_event
from pipeline.store.sent_reasons import sent_reasons
from pipeline.store.supplements import standing_text
from pipeline.text.csv_cells import write_rows
from pipeline.text.likeness import did_you_mean, guess, matching_names
from pipeline.text.shell_words import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOptions:
    """How to read and record files: values that the files lack, or that replace theirs.

    If `program` is "", a file is recognised by its content. `reviewers` and `reasons` translate
    another program's names and codes to those of this review. `articles` is the csv of articles
    that belongs to Rayyan's log. Rows that match no report are written to `unmatched`.
    """

    reviewer: str = ""
    stage: Stage | None = None
    revise: bool = False
    dry_run: bool = False
    program: str = ""
    reviewers: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    verdict: Verdict | None = None
    articles: Path | None = None
    unmatched: Path | None = None


class _OnlyTriedError(Exception):
    """Rolls back the transaction of a dry run."""


def record_decisions(
    folder: Path, files: Sequence[Path], options: DecideOptions
) -> list[ImportOutcome]:
    """Record the decisions of all files in one transaction; Refused with the faults of all."""
    if options.unmatched:
        free_place(options.unmatched, ["csv"], "--unmatched")
    with at_work(folder) as session:
        options = _named_here(session, options)
        refresh(session)
        # Decisions do not change what a list shows, so the library is read once for all files.
        library = session.library()
        outcomes: list[ImportOutcome] = []
        with suppress(_OnlyTriedError), writing(session.db):
            refused = []
            for path in counted("returned files", list(without_litter(files))):
                try:
                    outcomes.append(_record_file(session, library, path, options))
                except Refused as fault:
                    refused.append(fault)
            if refused:
                raise all_refused(refused)
            if options.unmatched:
                _write_unmatched(options.unmatched, outcomes)
            if options.dry_run:
                raise _OnlyTriedError
        # Decisions on pairs change which records form a report. Other decisions affect only the
        # ranking, which is computed when it is needed.
        joined = any(outcome.pairs or outcome.abstracts for outcome in outcomes)
        if joined and not options.dry_run:
            refresh(session)
        if any(_includes(outcome) for outcome in outcomes) and not options.dry_run:
            give_study_ids(session)
        return outcomes


def _named_here(session: Session, options: DecideOptions) -> DecideOptions:
    """The options with full names; Refused with every name and code that this review lacks."""
    names = session.review.reviewers.names
    reviewers = {one: _whole_name(our, session) for one, our in options.reviewers.items()}
    people = [our for our in reviewers.values() if our not in names]
    known = session.in_use.reasons
    codes = [code for code in options.reasons.values() if code not in known]
    faults = [
        *(
            Fault("--reviewer-map", f"{one!r} is not a reviewer; {did_you_mean(one, names)}")
            for one in people
        ),
        *(
            Fault("--reason-map", f"{one!r} is not a reason code; {did_you_mean(one, known)}")
            for one in codes
        ),
    ]
    if faults:
        raise Refused("Nothing was recorded.", faults)
    return replace(options, reviewer=_whole_name(options.reviewer, session), reviewers=reviewers)


def _whole_name(said: str, session: Session) -> str:
    """The only reviewer whose name has this part; the unchanged text if there is none."""
    people = matching_names(said, session.review.reviewers.names)
    return people[0] if len(people) == 1 else said


def _includes(outcome: ImportOutcome) -> bool:
    return any(one.stage is Stage.ELIGIBILITY for one in outcome.decisions)


def _record_file(
    session: Session, library: Library, path: Path, options: DecideOptions
) -> ImportOutcome:
    """Record one file in the caller's transaction; a file seen before adds rows that were held
    back.

    A withdrawn file is restored, with all decisions that were recorded from it.
    """
    file = incoming(path)
    state = decision_file_state(session.db, file.sha256)
    if state == "imported" and not options.revise:
        return ImportOutcome(reading=ReturnedFile(path=path), known_before=True)
    back = bring_back_file(session.db, file.sha256, now()) if state == "withdrawn" else 0
    told = ReadOptions(
        reasons=reasons_of(session.criteria),
        earlier_reasons=sent_reasons(session.db),
        verdict=options.verdict,
        stage=options.stage,
        articles=options.articles,
        language=session.review.language,
    )
    reading = _known_here(
        session, library, read_returned(file, told, program=options.program), options
    )
    outcome = judge(reading, _context(session, library, reading, options))
    outcome = replace(outcome, brought_back=back)
    if refusal := outcome.refusal():
        raise refusal
    if back:
        note_event(session.db, now(), f"imported {file.name} again, which had been withdrawn")
    if outcome.new or state == "unknown":
        restated = outcome.restated if state == "unknown" else ()
        _put(session, file, replace(outcome, restated=restated))
    hold_rows(session.db, file.sha256, held=bool(outcome.held))
    return replace(outcome, abstracts=_keep_abstracts(session, library, outcome))


def _keep_abstracts(session: Session, library: Library, outcome: ImportOutcome) -> int:
    """Save abstracts that a reviewer pasted for reports without one; return their number."""
    reading, kept = outcome.reading, 0
    for added in reading.abstracts:
        report = library.report_of(added.record)
        members = library.members.get(report, ())
        text = standing_text(session.db, "abstract", members)
        if not members or text or library.sourced_abstract(report):
            continue
        by = AddedBy(who=reading.reviewer, origin=reading.path.name)
        keep_abstract(session, (report, added.record), added.text, by)
        kept += 1
    return kept


def _put(session: Session, file: IncomingFile, outcome: ImportOutcome) -> None:
    """Append the decisions in a file, under the file's name and digest."""
    reading = outcome.reading
    sheet = DecisionFile(
        name=file.name,
        sha256=file.sha256,
        kind="conflicts" if reading.settles else reading.kind,
        taken_in=now(),
        version=VERSION,
    )
    if reading.kind == "pairs":
        put_pair_verdicts(session.db, outcome.pairs, put_decision_file(session.db, sheet))
    else:
        put_decisions(session.db, sheet, outcome.decisions, outcome.restated)


def _known_here(
    session: Session, library: Library, reading: ReturnedFile, options: DecideOptions
) -> ReturnedFile:
    """The file with the names and reports of this review, and a fault for each unknown one."""
    names = OurNames(
        reviewers=options.reviewers, reasons=options.reasons, reviewer=options.reviewer
    )
    if reading.kind == "elsewhere":
        reading = replace(reading, rows=tuple(names.renamed(row) for row in reading.rows))
    strange = _strangers(session, reading, options)
    reading = replace(reading, structure=(*strange, *reading.structure))
    if reading.kind == "elsewhere":
        return with_reports(library, reading, revise=options.revise)
    rows = [replace(row, record=library.standing_for(row.record)) for row in reading.rows]
    pairs = [one for pair in reading.pairs for one in (pair.one, pair.other)]
    stored = stored_texts(library, [*(row.record for row in rows), *pairs])
    return compared(replace(reading, rows=tuple(rows)), stored)


NO_NAMES = "review.toml has no names under [reviewers]"


def _advised(told: str, advice: str) -> str:
    """A message with the advice as its own sentence, if there is any."""
    return f"{told}{' ' if told.endswith('?') else '. '}{advice}" if advice else told


def _strangers(session: Session, reading: ReturnedFile, options: DecideOptions) -> list[Fault]:
    """Faults for people who are not in review.toml, with advice; anybody may resolve conflicts."""
    hints = {options.reviewer or reading.reviewer: ""}
    if reading.kind == "elsewhere":
        nobody = "The file names no person. Name the reviewer with --reviewer"
        assign = "To assign this name to a reviewer, use --reviewer-map {}"
        hints = {
            row.reviewer: nobody if row.anonymous else assign.format(quoted(f"{row.reviewer}=NAME"))
            for row in reading.rows
        }
    names = session.review.reviewers.names
    known = f"the reviewers in review.toml are {', '.join(names)}" if names else NO_NAMES
    return [
        Fault(
            reading.path.name,
            _advised(f"{who} is not a reviewer of this review; {known}{guess(who, names)}", hint),
        )
        for who, hint in sorted(hints.items())
        if who not in {*names, ""} and not reading.settles
    ]


def _context(
    session: Session, library: Library, reading: ReturnedFile, options: DecideOptions
) -> JudgeContext:
    """The data that a file's rows are checked against."""
    return JudgeContext(
        known=library.records.keys(),
        report_of=library.report_of,
        listed=_sent(session, library, reading, options) if reading.kind == "decisions" else None,
        decisions=decisions(session.db),
        pairs=pair_verdicts(session.db),
        review=session.review.title,
        review_id=identity(session.db).id,
        reviewer=options.reviewer,
        stage=options.stage,
        when=now(),
        criteria_hash=session.in_use.hash,
        revise=options.revise,
    )


def _sent(
    session: Session, library: Library, reading: ReturnedFile, options: DecideOptions
) -> set[RecordId] | None:
    """The records of all reports on any list of the file's reviewer and stage.

    None if this review has made no such list, so that nothing can be checked.
    """
    who, stage = options.reviewer or reading.reviewer, options.stage or reading.stage
    if not who or stage is None or reading.settles:
        return None
    sent = {library.report_of(record) for record in listed(session.db, stage, who)}
    return {record for report in sent for record in library.members.get(report, ())} or None


def _write_unmatched(path: Path, outcomes: Iterable[ImportOutcome]) -> None:
    """Write the rows that matched no report as csv, for a person to check."""
    text = StringIO(newline="")
    names = [each.name for each in fields(Unmatched)]
    rows = (
        [outcome.reading.path.name, *(getattr(row, name) for name in names)]
        for outcome in outcomes
        for row in outcome.reading.unmatched
    )
    write_rows(text, [["file", *names], *rows], end="\r\n")
    with whole_file(path) as stream:
        stream.write(text.getvalue().encode("utf-8-sig"))
