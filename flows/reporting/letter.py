"""Writes the letter of an update, and sends it with a command."""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from exports.change_log import changes
from exports.letter import BOXES, RECORDS, Version, letter, no_news
from flows import VERSION
from flows.reporting.failure_words import failures_in
from flows.reporting.overlooked import overlooked
from flows.reporting.recounted import recounted
from flows.review.clock import now
from flows.review.completed_commands import with_review
from flows.review.output_runs import MANIFEST, latest_folder, link, read_manifest
from flows.review.session import Session
from pipeline.decisions import Stage
from pipeline.review.settings import Review
from pipeline.store.intake import files
from pipeline.store.runs import Run, marked_in, news, runs

SEND_SECONDS = 60
"""Time limit of the [letter] command."""

KEYS = {"PREFECT_API_AUTH_STRING", "PREFECT_API_KEY", "NCBI_API_KEY", "OPENALEX_API_KEY"}
"""Environment variables for servers only; the letter's command does not get them."""


def letter_files(
    session: Session, run: int | None, last: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """letter.md of a run, if it was an update with news, and changes.md with all states so far.

    `last` is the summary of the state about to be recorded. Files made outside an update (run 0)
    have no letter: an earlier update's letter would have other numbers.
    """
    summaries = {one.id: _summary(one) for one in runs(session.db)}
    if last:
        summaries[run or 0] = _parsed(last)
    if run and (letter_of_run := summaries.get(run)):
        yield "letter.md", in_place(session.review, str(letter_of_run["letter"])).encode()
    versions = [_version(one) for one in summaries.values() if one]
    if versions:
        review = session.review
        yield "changes.md", changes(review.title, review.language, versions, review.unit).encode()


def close(session: Session, failed: tuple[str, ...]) -> tuple[str, str]:
    """Write the letter of an update into the run's folder; return its summary and its text.

    Everything except `failed` comes from the store and run.json, so a resumed update writes the
    same letter as an uninterrupted one.
    """
    review = session.review
    failed = failures_in(review.language, failed)
    folder = latest_folder(review)
    assert folder is not None
    states = _states(session)
    news = _since(session, folder, [one for one in states if "letter" in one], failed)
    text = letter(review.title, review.language, news, review.unit)
    summary = _noted(session, _since(session, folder, states, failed), text)
    _write(session, folder, marked_in(session.db, "output"), summary)
    return summary, in_place(review, text)


def in_place(review: Review, text: str) -> str:
    """A letter with the review's present folder in its commands.

    The store keeps letters without the folder, because a review may move and copies must agree.
    """
    return with_review(text, review.folder.resolve())


def note(session: Session, folder: Path) -> str:
    """Write the change log of a report outside an update into its folder; return its summary."""
    summary = _noted(session, _since(session, folder, _states(session)))
    _write(session, folder, None, summary)
    return summary


def _noted(session: Session, version: Version, text: str | None = None) -> str:
    """A state in its stored form, with what is needed to compare the next state with it."""
    kept = [one.id for one in files(session.db) if not one.withdrawn]
    more = {"files": kept} | ({} if text is None else {"letter": text})
    return json.dumps({**asdict(version), **more}, ensure_ascii=False)


def _write(session: Session, folder: Path, run: int | None, summary: str) -> None:
    told = dict(letter_files(session, run, summary))
    for name, content in told.items():
        _put(session.review, folder, name, content)
    if manifest := read_manifest(folder):
        _put(session.review, folder, MANIFEST, manifest.bytes_with(told))


def _put(review: Review, folder: Path, name: str, content: bytes) -> None:
    """Write a file of a run completely or not at all, and point at it from output/."""
    beside = folder / f".{name}.part"
    beside.write_bytes(content)
    beside.replace(folder / name)
    link(review.output / name, folder / name)


def nothing_new(session: Session, failed: tuple[str, ...]) -> str:
    """The text of the letter if nothing is new."""
    review = session.review
    told = failures_in(review.language, failed)
    odd = overlooked(session, review.language)
    return in_place(review, no_news(review.title, review.language, told, odd))


def send(review: Review, text: str) -> str | None:
    """Pass a letter to the command in review.toml on standard input; return why it failed, or None.

    The command is a list of words, run without a shell in the review's folder; its first word is
    looked up in PATH.
    """
    if not review.letter:
        return None
    told = f"review.toml, [letter] command {list(review.letter)}"
    try:
        ended = subprocess.run(  # noqa: S603 - the words of the review's own people, no shell
            review.letter,
            input=text.encode(),
            cwd=review.folder,
            env={name: value for name, value in os.environ.items() if name not in KEYS},
            capture_output=True,
            timeout=SEND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return (
            f"{told}: this command did not end within {SEND_SECONDS} seconds. The letter "
            f"is in output/."
        )
    except (OSError, ValueError) as fault:
        return f"{told}: this command could not be run ({fault}). The letter is in output/."
    if ended.returncode == 0:
        return None
    said = ended.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["it printed nothing"]
    return (
        f"{told}: this command failed with exit code {ended.returncode} ({said[0]}). The letter is "
        f"in output/."
    )


def _since(
    session: Session,
    folder: Path,
    states: Sequence[Mapping[str, Any]],
    failed: tuple[str, ...] = (),
) -> Version:
    """The state recorded in a folder's run.json, and what is new since the last of these states."""
    told = _run_json(folder)
    before: Mapping[str, Any] = states[-1] if states else {}
    new = news(session.db, before.get("files", []))
    boxes, others = (_with_duplicates(told[name]) for name in ("in all", "other methods"))
    return Version(
        run=folder.name,
        program=VERSION,
        criteria=told["criteria"],
        searched=told["searched"],
        new_records=new.records,
        withdrawn_records=new.withdrawn,
        new_reports=new.reports,
        expected=new.expected,
        suggested=new.suggested,
        decisions=told["decisions"],
        boxes={name: boxes[name] for name in BOXES},
        others={name: others[name] for name in BOXES if name in RECORDS},
        lists=[(who, name, count) for name, who, count in told["lists"]],
        conflicts=told["disagreements"],
        pairs=told["pairs in doubt"],
        open_points=told["open points"],
        failed=failed,
        overlooked=overlooked(session, session.review.language),
        **_in_hands(session, told),
        **_of_criteria(told, before),
        unread=told["unread"],
        on_retrieval=told["on retrieval"],
        last_decision=told["last decision"],
        reports=told["included"],
        **_decided_since(session, told, before),
        **_included_since(session, told, before),
        **_sentences(told),
        counting=told["counting"],
        recounted=recounted(session.review, folder, session.review.language),
        **_left_unread(told),
        **_looked_again(told, before),
    )


def _with_duplicates(boxes: Mapping[str, int]) -> dict[str, int]:
    """The boxes of one column, with both kinds of duplicates as one number."""
    return {**boxes, "duplicates": boxes["duplicates_software"] + boxes["duplicates_people"]}


def _left_unread(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a stopping rule left unread, and which rule; nothing in an earlier version's folder."""
    return {
        "left_unread": told.get("left unread", 0),
        "stopping_rule": told.get("stopping rule", "test"),
    }


def _looked_again(told: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The results of second looks, in all and since a state."""
    now = told.get("second look", (0, 0, 0))
    then = before.get("second_look", (0, 0, 0))
    return {
        "second_look": now,
        "new_second_look": [one - other for one, other in zip(now, then, strict=True)],
    }


def _sentences(told: Mapping[str, Any]) -> dict[str, Any]:
    """What awaits action, what is unusual about the searches, and retractions and other notices;
    run.json of an earlier version lacks the notices.
    """
    return {
        "notes": told["notes"],
        "search_notes": told["search notes"],
        "flagged": told.get("flagged", ()),
    }


def _in_hands(session: Session, told: Mapping[str, Any]) -> dict[str, Any]:
    """The reviewers' remaining work, and the lists that are not returned today."""
    return {
        "left": told["left"],
        "settlers": told["settlers"],
        "lists_out": [tuple(one) for one in told["lists out"]],
        "today": datetime.fromisoformat(now()).astimezone(session.review.zone).date().isoformat(),
    }


def _of_criteria(told: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """How the criteria agree with decisions, and what a change of the criteria altered."""
    found: dict[str, Any] = {
        "contradicted": [tuple(one) for one in told.get("contradicted rules", ())],
        "automation": [tuple(one) for one in told.get("automation by criteria", ())],
    }
    if before and before.get("criteria") != told["criteria"]:
        changed = told["changed suggestions"]
        found |= {"changed_suggestions": changed["count"], "asked_again": changed["asked"]}
    return found


def _decided_since(
    session: Session, told: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """How many decisions came since a state, and by whom; nothing if it did not number them."""
    if before and "last_decision" not in before:
        return {}
    first = before.get("last_decision", 0)
    new = [one for one in session.decisions() if first < one.number <= told["last decision"]]
    on_retrieval = sum(one.stage is Stage.RETRIEVAL for one in new)
    counts = Counter((one.reviewer, one.stage) for one in new)
    by = {
        who: {stage: counts[who, stage] for stage in Stage if counts[who, stage]}
        for who in sorted({who for who, _ in counts})
    }
    return {"new_decisions": len(new), "new_on_retrieval": on_retrieval, "by": by}


def _included_since(
    session: Session, told: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """How many reports were added and removed since a state, whatever they are linked to now."""
    if before and "reports" not in before:
        return {}
    library = session.library()
    known = {library.report_of(one) for one in before.get("reports", ())}
    now = set(told["included"])
    return {"new_included": len(now - known), "no_longer_included": len(known - now)}


def last_state(session: Session) -> Mapping[str, Any] | None:
    """The last reported state; None before the first."""
    return next(reversed(_states(session)), None)


def _run_json(folder: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return found


def _states(session: Session) -> list[Mapping[str, Any]]:
    """The reported states, the latest last."""
    return [one for one in map(_summary, runs(session.db)) if one]


def _summary(run: Run) -> Mapping[str, Any] | None:
    return _parsed(run.summary) if run.finished else None


def _parsed(summary: str | None) -> Mapping[str, Any] | None:
    """The result of a run; None if nothing was reported, or by an older version without logs."""
    found: Mapping[str, Any] = json.loads(summary) if summary else {}
    return found if "boxes" in found else None


def _version(told: Mapping[str, Any]) -> Version:
    """A state as the change log has it; fields missing in an older version have defaults."""
    return Version(**{key: told[key] for key in Version.__dataclass_fields__ if key in told})
