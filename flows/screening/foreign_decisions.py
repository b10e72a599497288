"""Taking in decisions that were made in other programs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from exports.returned.foreign import read_elsewhere
from exports.returned.foreign_rows import ElsewhereReading
from exports.returned.workbooks import is_workbook
from flows.review.search_files import sha256_of
from flows.review.session import Session
from flows.screening.candidates import reasons_of
from flows.screening.decision_files import How, Taken, Unmatched, ask, counted, file_of, strangers
from pipeline.decisions import Decision, Stage, Verdict
from pipeline.errors import Fault, Refused
from pipeline.records import RecordId
from pipeline.review.decision_context import Ask, Taking
from pipeline.review.decision_rows import DecisionRow, ForeignDecision, ReadHead, SheetReading
from pipeline.review.decision_rules import judge
from pipeline.review.library import Library
from pipeline.review.report_matching import Match, Named, matches, named
from pipeline.store.decisions import put_decisions
from pipeline.text.shell_words import quoted

FORMS: Mapping[str, frozenset[str]] = {
    "rayyan": frozenset({"Rayyan", "Rayyan log"}),
    "covidence": frozenset({"Covidence"}),
    "asreview": frozenset({"ASReview"}),
    "ris": frozenset({"labels", "Rayyan", "ASReview"}),
}
"""The forms of file that may come from each program, by the word of the command line."""


NOBODY = frozenset({"Rayyan", "Covidence", "ASReview", "RIS"})
"""What stands for a person where a file names none."""


def take_elsewhere(
    session: Session, library: Library, path: Path, how: How, no_list: Refused | None = None
) -> Taken:
    """Take the decisions of another program's file; Refused with every fault of it at once.

    What matches no report is left out and listed. `no_list` is why the file is no list of ours:
    it is told where the file is of no other program either.
    """
    reading = _read(session, path, how, no_list)
    rows = [_named_here(row, how) for row in reading.rows]
    found = matches(library, rows)
    known = ask(session, dict.fromkeys(library.records, ""), how, listed=None)
    takings = _judged(path, rows, found, known)
    faults = [*reading.faults, *_strange(session, path, rows), *_reasonless(path, rows, found)]
    _refuse(path, faults, takings, how)
    made = [one for taking in takings for one in taking.decisions]
    put_decisions(session.db, file_of(path, sha256_of(path), "elsewhere"), made)
    return _told(path, reading, (rows, found), (takings, made), how)


def _read(session: Session, path: Path, how: How, no_list: Refused | None) -> ElsewhereReading:
    """The file as read; Refused where it is of no program, or of another than was said."""
    said = how.elsewhere
    try:
        reading = read_elsewhere(
            path,
            reasons=reasons_of(session.criteria),
            verdict=said.verdict,
            stage=how.stage,
            articles=said.articles,
        )
    except Refused as fault:
        if no_list is None:
            raise
        if is_workbook(path):
            raise no_list from None
        other = Fault("as a file of another program", str(fault).replace("\n  - ", " "))
        raise Refused(no_list.sentence, [*no_list.faults, other]) from None
    forms = set(reading.form.split(", ")) - {""}
    if said.program and forms - FORMS[said.program]:
        raise Refused(f"{path.name}: this is a file of {reading.form}, not of {said.program}.")
    return reading


def _named_here(row: ForeignDecision, how: How) -> ForeignDecision:
    """The row with this review's name for its person, and this review's code for its reason."""
    said = how.elsewhere
    who = said.reviewers.get(row.reviewer, row.reviewer)
    if who in NOBODY and how.reviewer:
        who = how.reviewer
    code = said.reasons.get(row.reason_text) if not row.reason else None
    if code:
        return replace(row, reviewer=who, reason=code, reason_text="")
    return replace(row, reviewer=who)


def _strange(session: Session, path: Path, rows: Iterable[ForeignDecision]) -> list[Fault]:
    """Persons of the other program whom review.toml does not know, and how to name them."""
    people = {row.reviewer for row in rows}
    hint = "; say who it is with --reviewer-map {}"
    nobody = "; the file names no person: name the reviewer with --reviewer"
    return [
        Fault(
            one.place,
            one.sentence + (nobody if who in NOBODY else hint.format(quoted(f"{who}=NAME"))),
        )
        for who in sorted(people)
        for one in strangers(session, [who], path.name)
    ]


def _reasonless(
    path: Path, rows: Iterable[ForeignDecision], found: Mapping[Named, Match]
) -> list[Fault]:
    """Wordings of full-text exclusions that no reason of criteria.toml has, each once."""
    texts = {
        row.reason_text: row.row
        for row in reversed(list(rows))
        if row.reason_text and _lacks_reason(row) and found[named(row)].report
    }
    return [
        Fault(
            f"{path.name}, row {row}",
            f"no reason of criteria.toml is “{text}”; say which it is with "
            f"--reason-map {quoted(f'{text}=CODE')}",
        )
        for text, row in sorted(texts.items(), key=lambda one: one[1])
    ]


def _lacks_reason(row: ForeignDecision) -> bool:
    excluded = row.stage is Stage.ELIGIBILITY and row.verdict is Verdict.EXCLUDE
    return excluded and not row.reason


def _judged(
    path: Path, rows: Sequence[ForeignDecision], found: Mapping[Named, Match], known: Ask
) -> list[Taking]:
    """What each person's rows at each stage would do, held against what is known."""
    lists: dict[tuple[str, Stage], list[DecisionRow]] = {}
    for row in rows:
        match = found[named(row)]
        # A wording without a code is told once for all of its rows, and not row by row as well.
        if match.report and not (_lacks_reason(row) and row.reason_text):
            own = lists.setdefault((row.reviewer, row.stage), [])
            own.append(_row(path, row, match.report))
    return [
        judge(
            SheetReading(file=path.name, head=ReadHead(), rows=kept, faults=faults),
            replace(known, reviewer=who, stage=stage),
        )
        for (who, stage), own in lists.items()
        for kept, faults in [_once(own, revise=known.revise)]
    ]


def _row(path: Path, row: ForeignDecision, report: RecordId) -> DecisionRow:
    """A row of another program as a row of a list of ours."""
    note = row.note
    if row.reason_text:
        note = "; ".join(part for part in (note, f"reason: {row.reason_text}") if part)
    return DecisionRow(
        file=path.name,
        sheet="",
        row=row.row,
        record=report,
        verdict=row.verdict,
        reason=row.reason,
        other_reasons=row.other_reasons,
        note=note,
        stage=row.stage,
        reviewer=row.reviewer,
    )


def _once(
    rows: Sequence[DecisionRow], *, revise: bool
) -> tuple[tuple[DecisionRow, ...], tuple[Fault, ...]]:
    """Each report once: two rows of one person that differ are a fault, or the later one stands."""
    kept: dict[str, DecisionRow] = {}
    faults = []
    for row in rows:
        earlier = kept.get(row.record)
        if earlier and earlier.verdict is not row.verdict and not revise:
            sentence = (
                f"says {row.verdict} of report {row.record}, of which row {earlier.row} says "
                f"{earlier.verdict}; expected one word, or --revise to take the later one"
            )
            faults.append(Fault(row.place(), sentence))
        if earlier is None or earlier.verdict is not row.verdict:
            kept[row.record] = row
    return tuple(kept.values()), tuple(faults)


def _refuse(path: Path, faults: Sequence[Fault], takings: Sequence[Taking], how: How) -> None:
    """Refuse the file where anything is wrong, or contradicts and may not."""
    wrong = [*faults, *(one for taking in takings for one in taking.faults)]
    revisions = [one for taking in takings for one in taking.revisions]
    if wrong:
        raise Refused(f"{path.name}: nothing was taken in.", wrong)
    if revisions and not how.revise:
        sentence = f"{path.name}: nothing was taken in; with --revise all of it is."
        raise Refused(sentence, revisions)


def _told(
    path: Path,
    reading: ElsewhereReading,
    matched: tuple[Sequence[ForeignDecision], Mapping[Named, Match]],
    done: tuple[Sequence[Taking], Sequence[Decision]],
    how: How,
) -> Taken:
    rows, found = matched
    takings, made = done
    return Taken(
        path=path,
        kind="elsewhere",
        new=len(made),
        unchanged=sum(one.unchanged for one in takings),
        empty=reading.undecided,
        revised=sum(len(one.revisions) for one in takings),
        dry_run=how.dry_run,
        reviewer=", ".join(sorted({one.reviewer for one in made})),
        form=reading.form,
        matched=counted(sorted(one.by for one in found.values() if one.report)),
        unmatched=tuple(
            _unmatched(row, match.by) for row in rows if not (match := found[named(row)]).report
        ),
    )


def _unmatched(row: ForeignDecision, why: str) -> Unmatched:
    return Unmatched(
        row=row.row,
        title=row.title or row.foreign,
        authors="; ".join(row.authors),
        year=row.year,
        doi=row.doi,
        pmid=row.pmid,
        reviewer=row.reviewer,
        verdict=row.verdict,
        why=why,
    )
