"""Writes a reviewer's list, and records what was on it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.candidates import Candidate, ListHead
from exports.lists.earlier_list import same_list
from exports.lists.other_forms import (
    candidates_asreview,
    candidates_covidence,
    candidates_csv,
    candidates_rayyan,
    candidates_ris,
)
from exports.screening_page.list_file import candidates_html
from flows.review.atomic_files import drafted, safe_name
from flows.review.clock import now
from flows.review.reviewer_names import reviewer_of
from flows.review.session import Session, at_work
from flows.review.steps import step
from flows.review.target_file import form_of, free_place
from flows.screening.candidates import Choice, candidates, chosen, head_of, list_id
from flows.screening.card_values import for_page
from flows.screening.page_decisions import PageReader
from flows.screening.page_progress import standing_for
from flows.screening.shares import LISTS, hands, untouched_files
from flows.stages.refresh import refresh
from pipeline.decisions import Stage
from pipeline.errors import Fault, Refused
from pipeline.files import free_name
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.lists_out import ListOut, lists_out
from pipeline.review.settings import Review
from pipeline.store.connection import writing
from pipeline.store.decisions import PILOT, put_list, sent_lists
from pipeline.store.list_files import ListFile
from screening_rules.automation import pilot

Writer = Callable[[ListHead, Sequence[Candidate], Path], Sequence[Fault] | None]

WRITERS: Mapping[str, tuple[Writer, str]] = {
    "xlsx": (candidates_xlsx, "xlsx"),
    "csv": (candidates_csv, "csv"),
    "ris": (candidates_ris, "ris"),
    "asreview": (candidates_asreview, "csv"),
    "rayyan": (candidates_rayyan, "csv"),
    "covidence": (candidates_covidence, "ris"),
    "html": (candidates_html, "html"),
}
"""The writer and file name ending of each list format."""


NOTHING_CUT: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A list requested on the command line; without a format, the output's ending decides."""

    stage: str
    reviewer: str | None
    top: int | None
    unsent: bool
    form: str | None
    output: Path | None
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A list that was written; `path` is None if there was nothing to put on it.

    `kept` says that an unchanged list with this content was there already, so that no second one
    was written. `out` has the unreturned lists with some of its reports. If nothing was written,
    these are the lists that have all waiting reports, and `other` has the stage at which reports
    wait for the reviewer if none does at this one. `no_records` says that the review has no records
    yet.
    """

    path: Path | None
    stage: Stage
    reviewer: str
    listed: int
    random_checks: int
    cut: tuple[Fault, ...]
    kept: bool = False
    out: tuple[ListOut, ...] = ()
    other: tuple[Stage, int] | None = None
    no_records: bool = False


def write_list(folder: Path, asked: Asked) -> Written:
    """Write a list beside the others of the review, and record what was on it."""
    _, ending = _written_by(asked)
    check_output(asked.output, ending)
    with at_work(folder) as session:
        stage = Stage(asked.stage)
        refresh(session, ranked=stage is Stage.SCREENING)
        who = reviewer_of(session.review, asked.reviewer)
        _refuse_away(session.review, who)
        choice = Choice(
            stage=stage, reviewer=who, top=asked.top, unsent=asked.unsent, every=asked.every
        )
        return _write(session, choice, asked)


def _refuse_away(review: Review, who: str) -> None:
    """Refuse to give work to someone who is away."""
    if who in review.reviewers.away:
        raise Refused(
            f"--reviewer: {who} is away and gets no lists. No list was written. When this person "
            "is back, remove the name from review.toml, [reviewers] away."
        )


def write_pilot(folder: Path, size: int, asked: Asked) -> list[Written]:
    """Write the same random sample for every reviewer, and record that it was a pilot.

    The sample is drawn from reports without decisions, seeded by the review's title, so the same
    reports and title always give the same sample.
    """
    with at_work(folder) as session:
        refresh(session)
        library, stage = session.library(), Stage(asked.stage)
        names = session.review.reviewers.names
        if not names:
            reviewer_of(session.review, None)
        open_ones = [one for one in library.awaiting(stage) if not _decided(library, one, stage)]
        seed = int.from_bytes(sha256(session.review.title.encode()).digest()[:4])
        picked = [(one, False) for one in pilot(open_ones, size, seed=seed)]
        return [
            _put(session, Choice(stage=stage, reviewer=name, top=size), picked, asked, PILOT)
            for name in names
        ]


def _decided(library: Library, report: RecordId, stage: Stage) -> bool:
    return bool(library.decided.get(report, {}).get(stage))


def _write(session: Session, choice: Choice, asked: Asked) -> Written:
    library = session.library()
    picked = chosen(session, library, choice)
    sent = hands(session, library, choice.stage).out
    written = _put(session, choice, picked, asked)
    if written.kept:
        return written
    if not library.records:
        return replace(written, no_records=True)
    if picked:
        own = [one for one in sent if one.reviewer == choice.reviewer]
        return replace(written, out=tuple(lists_out(library, own, (one for one, _ in picked))))
    waiting = library.waiting_for(choice.stage, choice.reviewer)
    out = tuple(lists_out(library, sent, waiting))
    other = _other_stage(session, library, choice) if not out else None
    return replace(written, out=out, other=other)


def _other_stage(session: Session, library: Library, choice: Choice) -> tuple[Stage, int] | None:
    """The other stage with lists and the number of reports that wait there for the reviewer."""
    for stage in (Stage.SCREENING, Stage.ELIGIBILITY):
        wanted = Choice(stage=stage, reviewer=choice.reviewer, top=None)
        if stage is not choice.stage and (picked := chosen(session, library, wanted)):
            return stage, len(picked)
    return None


def _put(
    session: Session,
    choice: Choice,
    picked: Sequence[tuple[RecordId, bool]],
    asked: Asked,
    kind: str = "",
) -> Written:
    """Write a list of these reports and record it at the same time."""
    head = head_of(session, choice)
    name = kind + list_id(choice, picked, head.when)
    head = replace(head, every_reason=kind == PILOT, list_id=name)
    path, cut, kept = None, NOTHING_CUT, None
    if picked:
        writer, ending = _written_by(asked)
        stem = f"{kind}{choice.stage}-{choice.reviewer}"
        free = untouched_files(session.review, sent_lists(session.db, choice.stage, every=True))
        path = place_for(session.review, asked.output, stem, ending, free)
        step(f"write a list of {len(picked):,}")
        library = session.library()
        shown = candidates(session, library, choice, picked)
        if ending == "html":
            shown = for_page(session, library, choice, shown)
            head = replace(head, progress=_progress(session, head))
        with drafted(path) as draft:
            cut = tuple(writer(head, shown, draft) or ())
            kept = already_there(draft, path, asked.output)
            # A list that was there already is given out again, perhaps after a later one came back.
            with writing(session.db):
                head_of_list = (name, choice.stage, choice.reviewer, head.when)
                file = ListFile((kept or path).name, now())
                put_list(session.db, head_of_list, picked, file=file)
    return Written(
        path=kept or path,
        stage=choice.stage,
        reviewer=choice.reviewer,
        listed=len(picked),
        random_checks=sum(check for _, check in picked),
        cut=cut,
        kept=kept is not None,
    )


def _progress(session: Session, head: ListHead) -> Mapping[str, Any]:
    """Remaining work and stopping advice; empty if counts would reveal others' decisions."""
    if head.scheme == "double-blind":
        return {}
    reader = PageReader(name=head.reviewer, stage=head.stage, language=head.language)
    return standing_for(session, reader)


def _written_by(asked: Asked) -> tuple[Writer, str]:
    """The writer of a list in the requested format, and its ending."""
    endings = {form: ending for form, (_, ending) in WRITERS.items()}
    return WRITERS[form_of(asked.output, asked.form, endings, "xlsx")]


def check_output(output: Path | None, ending: str) -> None:
    """Refuse a file that exists, or whose ending does not match the format."""
    if output is not None:
        free_place(output, [ending], "a list")


def place_for(
    review: Review, output: Path | None, stem: str, ending: str, free: Collection[str] = ()
) -> Path:
    """The path of a list: the named file, which must not exist, or a free name under lists/.

    `free` are names of untouched lists that an update prepared: they may be replaced.
    """
    if output is not None:
        check_output(output, ending)
        return output
    lists = review.folder / LISTS
    lists.mkdir(exist_ok=True)
    path = lists / f"{safe_name(stem)}.{ending}"
    return path if path.name in free else free_name(path)


def already_there(draft: Path, path: Path, output: Path | None) -> Path | None:
    """The unchanged list under lists/ with the same rows as a new one, whose draft is then removed.

    None if there is no such list, if the new list replaces a prepared one, or if its file was named
    on the command line.
    """
    if output is not None or path.exists():
        return None
    stem = re.sub(r"-\d+$", "", path.stem)
    for one in sorted(path.parent.glob(f"{stem}*{path.suffix}")):
        if one.is_file() and same_list(draft, one):
            draft.unlink()
            return one
    return None
