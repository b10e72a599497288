"""Withdraws and restores data; logs who, when and why, and deletes nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.reporting.study_links import meant_report
from flows.review.clock import now
from flows.review.search_files import sha256_of
from flows.review.session import Session, at_work
from flows.stages.refresh import refresh
from pipeline.decisions import Stage
from pipeline.errors import Fault, PersonNeeded, Refused
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.connection import copy_before, writing
from pipeline.store.decisions import bring_back_file, decision_files, withdraw
from pipeline.store.duplicates import all_pair_verdicts, withdraw_pair, withdraw_pair_verdicts
from pipeline.store.intake import files, taken_in_times, withdraw_export
from pipeline.store.runs import note_event, runs
from pipeline.store.studies import (
    all_study_links,
    bring_back_study_links,
    withdraw_study_links,
)
from pipeline.store.withdrawals import (
    Deed,
    live_numbers,
    put_back,
    put_withdrawal,
    withdraw_decisions,
    withdraw_removals,
    withdrawals,
)
from pipeline.text.amounts import amount
from pipeline.text.likeness import guess, matching_names
from pipeline.text.shell_words import command_line

AGAIN = "Nothing was deleted. To restore the data, import the file again."
BACK = "Nothing was deleted. To restore the data, run the same command with --back."
EVERY = "all"
"""The word for every run, criterion or disagreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """One thing to withdraw, or with `back` to restore, and who asks for it.

    `search` names the search of an export; `stage` limits a person's decisions or a consensus.
    """

    file: Path | None = None
    search: str = ""
    person: str = ""
    stage: Stage | None = None
    consensus: str = ""
    link: str = ""
    pair: tuple[str, str] | None = None
    automation: str = ""
    back: bool = False
    who: str = ""
    why: str = ""


def withdraw_or_bring_back(folder: Path, undo: Undo) -> str:
    """Copy the store and do what was asked; return what was done, in sentences.

    Raises Refused if there is nothing to withdraw (or with `back`, to restore), and PersonNeeded if
    the name fits several things.
    """
    with at_work(folder) as session:
        refresh(session)
        deed = Deed(when=now(), who=undo.who, why=undo.why)
        said = _chosen(undo)(session, undo, deed)
        refresh(session)
        return said


def _chosen(undo: Undo) -> Callable[[Session, Undo, Deed], str]:
    ways: dict[str, Callable[[Session, Undo, Deed], str]] = {
        "file": _file,
        "person": _person,
        "consensus": _consensus,
        "link": _link,
        "pair": _pair,
        "automation": _automation,
    }
    asked = [name for name in ways if getattr(undo, name)]
    if len(asked) != 1:
        raise Refused(
            "ajour withdraw: say what to withdraw. Give a FILE, or one of --decisions-of, "
            "--consensus, --link, --pair and --automation."
        )
    return ways[asked[0]]


@contextmanager
def _noted(session: Session, undo: Undo, deed: Deed, what: str) -> Iterator[None]:
    """Run the block in one transaction, after a copy of the store, and log it for the audit."""
    copy_before(session.db, session.review.store, "withdrawal", deed.when[:10])
    with writing(session.db):
        yield
        verb = "restored" if undo.back else "withdrew"
        by = f"{deed.who} {verb} {what}" if deed.who else f"{verb} {what}"
        note_event(session.db, deed.when, f"{by}: {deed.why}" if deed.why else by)


def _file(session: Session, undo: Undo, deed: Deed) -> str:
    """Withdraw or restore an export or a file of decisions."""
    path = undo.file or Path()
    known = _known_file(session, path, undo)
    if known.search:
        if undo.back:
            raise Refused(
                f"{path}: --back does not restore an export file. To restore the file, import it "
                f"again: {command_line('ajour import', path, '--search', known.search)}"
            )
        with _noted(session, undo, deed, f"{path.name} of {known.search}"):
            withdraw_export(session.db, known.search, known.sha256, deed.when, deed.why)
        return f"{path.name}: this export was withdrawn from the search {known.search}. {AGAIN}"
    if undo.back:
        with _noted(session, undo, deed, path.name):
            count = bring_back_file(session.db, known.sha256, deed.when)
        return f"{path.name}: this file was restored, with {amount(count, 'decision')}."
    with _noted(session, undo, deed, path.name):
        withdraw(session.db, known.sha256, deed.when, deed.why)
        of_file, of_name = withdraw_pair_verdicts(session.db, known.sha256, deed.when)
    return _told(path.name, of_file, of_name)


def _told(name: str, of_file: int, of_name: int) -> str:
    """Sentence on what was withdrawn; `of_name` of the pair decisions may come from a namesake."""
    words = of_file + of_name
    with_words = f", with its {amount(words, 'decision')} on possible duplicates" if words else ""
    told = f"{name}: this file was withdrawn{with_words}. {AGAIN}"
    if not of_name:
        return told
    return (
        f"{told}\n{of_name} of these decisions may come from another file named {name}, because "
        f"an earlier version of ajour stored only the name. If you imported another {name}, "
        f"withdraw that file too. Then import the right file again."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An imported file and its digest; `search` is "" for a file of decisions."""

    name: str
    search: str
    sha256: str
    withdrawn: bool


def _known_file(session: Session, path: Path, undo: Undo) -> _Known:
    """The imported file that is meant: by its bytes and search, else by a unique name."""
    every = [
        *(
            _Known(name=one.name, search="", sha256=one.sha256, withdrawn=bool(one.withdrawn))
            for one in decision_files(session.db)
        ),
        *(
            _Known(
                name=one.name, search=one.search, sha256=one.sha256, withdrawn=bool(one.withdrawn)
            )
            for one in files(session.db)
        ),
    ]
    digest = sha256_of(path) if path.is_file() else ""
    alike = [one for one in every if one.sha256 == digest]
    meant = alike or [one for one in every if one.name == path.name]
    search = undo.search or _search_of(session, path)
    if search and any(one.search == search for one in meant):
        meant = [one for one in meant if one.search == search]
    stands = {(one.search, one.sha256): one for one in meant if one.withdrawn is undo.back}
    if len(stands) == 1:
        return next(iter(stands.values()))
    if stands:
        raise _several(path, list(stands.values()))
    if meant:
        state = (
            "this file has not been withdrawn, so there is no withdrawal to undo"
            if undo.back
            else "this file is already withdrawn"
        )
        raise Refused(f"{path}: {state}. Nothing was changed.")
    names = sorted({one.name for one in every if not one.withdrawn})
    told = Fault("imported files", ", ".join(names) or "none")
    raise Refused(f"{path}: this file was not imported{guess(path.name, names) or '.'}", [told])


def _several(path: Path, found: Sequence[_Known]) -> Exception:
    searches = sorted(one.search for one in found if one.search)
    if len(searches) == len(found) and len({one.sha256 for one in found}) == 1:
        return PersonNeeded(
            f"{path}: this file was imported into several searches: {', '.join(searches)}. "
            "Nothing was changed. Name one of these searches with --search."
        )
    names = ", ".join(sorted({one.search or "decisions" for one in found}))
    return Refused(
        f"{path}: several imported files have this name. Give the path of the file, or the "
        f"file's search with --search.",
        [Fault("the files were imported into", names)],
    )


def _search_of(session: Session, path: Path) -> str:
    """The search in whose folder a file is; "" if it is in none."""
    inside = path.resolve()
    for search in session.review.searches:
        if inside.is_relative_to(session.review.search_folder(search).resolve()):
            return search.name
    return ""


def _person(session: Session, undo: Undo, deed: Deed) -> str:
    """Withdraw or restore all decisions of a person, or those at one stage."""
    at_stage = f" at {undo.stage}" if undo.stage else ""
    names = sorted({one.reviewer for one in session.library().own_words()})
    person = _person_meant(undo.person, [*names, *session.review.reviewers.names])
    what = f"decisions of {person}{at_stage}"
    if undo.back:
        return _back(session, undo, deed, "person", what)
    numbers = live_numbers(session.db, reviewer=person, stage=undo.stage)
    return _decisions(
        session,
        undo,
        deed,
        ("person", what, numbers),
        f"people with decisions: {', '.join(names) or 'none'}",
    )


def _person_meant(said: str, names: Sequence[str]) -> str:
    """The full name of the person meant by a part of it; a name that nobody has, as typed."""
    people = matching_names(said, dict.fromkeys(names))
    if len(people) > 1:
        told = Fault("reviewers", ", ".join(people))
        raise Refused(f"--decisions-of: {said!r} could be several reviewers.", [told])
    return people[0] if people else said


def _consensus(session: Session, undo: Undo, deed: Deed) -> str:
    """Withdraw or restore the consensus on one report, or on all reports."""
    library = session.library()
    at_stage = f" at {undo.stage}" if undo.stage else ""
    if undo.consensus == EVERY:
        what, records = f"consensus on all reports{at_stage}", tuple(library.records)
    else:
        named = meant_report(library, undo.consensus)
        what, records = f"consensus on {named.report}{at_stage}", library.members[named.report]
    if undo.back:
        return _back(session, undo, deed, "consensus", what)
    numbers = live_numbers(session.db, stage=undo.stage, settling=records)
    return _decisions(
        session, undo, deed, ("consensus", what, numbers), "there is no consensus decision"
    )


def _decisions(
    session: Session, undo: Undo, deed: Deed, chosen: tuple[str, str, Sequence[int]], why: str
) -> str:
    kind, what, numbers = chosen
    if not numbers:
        raise Refused(f"{what}: there is nothing to withdraw.", [Fault("", why)])
    with _noted(session, undo, deed, what):
        withdrawal = put_withdrawal(session.db, kind, what, deed)
        withdraw_decisions(session.db, withdrawal, numbers)
    count = amount(len(numbers), "decision was", "decisions were")
    return f"{what}: {count} withdrawn. {BACK}"


def _back(session: Session, undo: Undo, deed: Deed, kind: str, what: str) -> str:
    """Restore what the last withdrawal of this kind took back."""
    gone = [
        one
        for one in withdrawals(session.db)
        if one.kind == kind and one.what == what and not one.back
    ]
    if not gone:
        raise Refused(f"{what}: nothing was withdrawn, so there is nothing to restore.")
    with _noted(session, undo, deed, what):
        put_back(session.db, gone[-1].number, deed)
    return f"{what}: the withdrawal was undone."


def _link(session: Session, undo: Undo, deed: Deed) -> str:
    """Withdraw or restore the link of a report to a study."""
    library = session.library()
    report = meant_report(library, undo.link).report
    if undo.back:
        members = library.members[report]
        gone = [one for one in all_study_links(session.db) if one.withdrawn]
        gone = [one for one in gone if one.record in members]
        if not gone:
            raise Refused(
                f"{report}: no link of this report was withdrawn, so there is nothing to restore."
            )
        with _noted(session, undo, deed, f"the link of {report} to {gone[-1].study}"):
            bring_back_study_links(session.db, [gone[-1].number])
        return f"{report} is linked to the study {gone[-1].study} again."
    links = library.groups.by_report.get(report, ())
    if not links:
        raise Refused(f"{report}: nobody linked this report to a study. Nothing was changed.")
    studies = ", ".join(one.study for one in links)
    with _noted(session, undo, deed, f"the link of {report} to {studies}"):
        withdraw_study_links(
            session.db, [one.number for one in links], deed.when, who=deed.who, why=deed.why
        )
    return f"{report}: the link to the study {studies} was withdrawn. {BACK}"


def _pair(session: Session, undo: Undo, deed: Deed) -> str:
    """Withdraw or restore people's answers on whether two records are duplicates."""
    library = session.library()
    one, other = (_record(library, name) for name in undo.pair or ())
    words = (word for word, _ in all_pair_verdicts(session.db))
    if not any({word.one, word.other} == {one, other} for word in words):
        raise Refused(f"{one} and {other}: nobody has decided on this pair. Nothing was changed.")
    with _noted(session, undo, deed, f"the decision on {one} and {other}"):
        withdraw_pair(session.db, one, other, None if undo.back else deed.when)
    return (
        f"{one} and {other}: the decision "
        f"{'counts again.' if undo.back else f'was withdrawn. {BACK}'}"
    )


def _record(library: Library, name: str) -> RecordId:
    return meant_report(library, name).record


def _automation(session: Session, undo: Undo, deed: Deed) -> str:
    """Withdraw or restore automatic removals: of one run, by one criterion, or all."""
    library = session.library()
    what = f"automation of {undo.automation}"
    if undo.back:
        return _back(session, undo, deed, "automation", what)
    removed = _removed(session, library, undo.automation)
    if not removed:
        raise Refused(
            f"{what}: no criterion or run of this name excluded a report.",
            [Fault("expected", "the number of a run, the name of a criterion, or all")],
        )
    rows = [
        (record, criterion)
        for report, criterion in removed.items()
        for record in library.members[report]
    ]
    with _noted(session, undo, deed, what):
        withdraw_removals(session.db, put_withdrawal(session.db, "automation", what, deed), rows)
    count = "1 report needs" if len(removed) == 1 else f"{len(removed):,} reports need"
    return (
        f"{what}: the automatic exclusions were withdrawn. {count} a decision by people now. {BACK}"
    )


def _removed(session: Session, library: Library, named: str) -> dict[RecordId, str]:
    """The reports that automation removed: in one run, by one criterion, or all."""
    removed = {one: by for one in library.members if (by := library.removed(one))}
    if named == EVERY:
        return removed
    if not named.isdecimal():
        return {one: by for one, by in removed.items() if by == named}
    began = {one.id: one.started for one in runs(session.db)}
    until = began.get(int(named), "")
    after = max((when for when in began.values() if when < until), default="")
    times = taken_in_times(session.db)
    first = {one: min(times[record] for record in library.members[one]) for one in removed}
    return {one: by for one, by in removed.items() if after < first[one] <= until}
