"""The letter of an update: what it says, where it lies, and sending it by a command."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from exports.letter import BOXES, Version, changes, letter, no_news
from flows import VERSION
from flows.review.output_runs import MANIFEST, latest_folder, link, read_manifest
from flows.review.session import Session
from pipeline.review.settings import Review
from pipeline.store.intake import files
from pipeline.store.runs import Run, marked_in, news, runs

SEND_SECONDS = 60
"""How long the command of [letter] may take."""

KEYS = {"PREFECT_API_AUTH_STRING", "PREFECT_API_KEY", "NCBI_API_KEY"}
"""What is in our environment for servers only; the letter's command does not get it."""


def letter_files(
    session: Session, run: int | None, last: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """letter.md of a run, where it was an update with news, and changes.md of all updates so far.

    `last` is the summary of the update that is about to be closed. Files that were made outside an
    update (run 0) have no letter: that of an earlier update would tell of other numbers.
    """
    review = session.review
    summaries = {one.id: _summary(one) for one in runs(session.db)}
    if run and last:
        summaries[run] = _parsed(last)
    if run and (letter_of_run := summaries.get(run)):
        yield "letter.md", str(letter_of_run["letter"]).encode()
    told = [one for one in summaries.values() if one]
    if told:
        versions = [_version(one) for one in told]
        yield "changes.md", changes(review.title, review.language, versions, review.unit).encode()


def close(session: Session, failed: tuple[str, ...]) -> tuple[str, str]:
    """Write the letter of an update into the run's folder; returns its summary and its text.

    Everything but `failed` is taken from the store and from run.json, so that an update that died
    and was taken up says the same as one that did not.
    """
    review = session.review
    folder = latest_folder(review)
    assert folder is not None
    version = _news_of(session, folder, failed)
    text = letter(review.title, review.language, version, review.unit)
    kept = [one.id for one in files(session.db) if not one.withdrawn]
    summary = json.dumps({**asdict(version), "files": kept, "letter": text}, ensure_ascii=False)
    told = dict(letter_files(session, marked_in(session.db, "output"), summary))
    for name, content in told.items():
        _put(review, folder, name, content)
    if manifest := read_manifest(folder):
        content = manifest.bytes_with(told)
        _put(review, folder, MANIFEST, content)
    return summary, text


def _put(review: Review, folder: Path, name: str, content: bytes) -> None:
    """Write a file of a run whole or not at all, and point at it from output/."""
    beside = folder / f".{name}.part"
    beside.write_bytes(content)
    beside.replace(folder / name)
    link(review.output / name, folder / name)


def nothing_new(review: Review, failed: tuple[str, ...]) -> str:
    """The letter where nothing is new."""
    return no_news(review.title, review.language, failed)


def send(review: Review, text: str) -> str | None:
    """Give a letter to the command of review.toml on standard input; why it failed, or None.

    The command is a list of words and goes through no shell; its first word is looked for in PATH,
    and it runs in the review's folder.
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
        return f"{told}: did not end within {SEND_SECONDS} seconds; the letter lies in output/."
    except (OSError, ValueError) as fault:
        return f"{told}: could not be run ({fault}); the letter lies in output/."
    if ended.returncode == 0:
        return None
    said = ended.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
    return f"{told}: ended with {ended.returncode} ({said[0]}); the letter lies in output/."


def _news_of(session: Session, folder: Path, failed: tuple[str, ...]) -> Version:
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    before = [one for one in map(_summary, runs(session.db)) if one]
    new = news(session.db, before[-1]["files"] if before else [])
    boxes = dict(told["in all"])
    boxes["duplicates"] = boxes["duplicates_software"] + boxes["duplicates_people"]
    return Version(
        run=folder.name,
        program=VERSION,
        criteria=told["criteria"],
        searched=told["searched"],
        new_records=new.records,
        new_reports=new.reports,
        expected=new.expected,
        suggested=new.suggested,
        decisions=told["decisions"],
        boxes={name: boxes[name] for name in BOXES},
        lists=[(who, name, count) for name, who, count in told["lists"]],
        conflicts=told["disagreements"],
        pairs=told["pairs in doubt"],
        failed=failed,
        contradicted=[tuple(one) for one in told.get("contradicted rules", ())],
        automation=[tuple(one) for one in told.get("automation by criteria", ())],
    )


def _summary(run: Run) -> Mapping[str, Any] | None:
    return _parsed(run.summary) if run.finished else None


def _parsed(summary: str | None) -> Mapping[str, Any] | None:
    """What an update came to; None where it had no news, or is older than the letters."""
    found: Mapping[str, Any] = json.loads(summary) if summary else {}
    return found if "letter" in found else None


def _version(told: Mapping[str, Any]) -> Version:
    return Version(**{key: value for key, value in told.items() if key not in {"files", "letter"}})
